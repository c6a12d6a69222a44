"""The store: does it let us in, and does it do what the settings ask for."""

from __future__ import annotations

from collections.abc import Iterator

from config.settings import Settings
from dossiers.errors import StoreRefused
from flows.doctor.findings import Finding, ok, problem, warning
from flows.doctor.places import closed_above, is_folder
from storage.opening import directory_of, open_store
from storage.probing import AbilityName, Verdict, require_kept


def store(settings: Settings) -> Iterator[Finding]:
    """Opens it and tries what it can do. Raises what opening a store raises.

    A directory that is not there stays so: the disk may not be mounted, and opening a store makes it.
    """
    directory = directory_of(settings.store)
    if directory is not None and not is_folder(directory):
        advice = "The first command that needs it makes it: is the disk mounted?"
        yield closed_above("store", directory) or warning("store", f"{directory} is not there.", advice)
        return
    at_once = settings.store.model_copy(update={"retry_seconds": 0})
    opened = open_store(at_once, settings.retention)
    yield ok("store", "it answers and lets us in")
    abilities = opened.abilities()
    try:
        require_kept(abilities)
    except StoreRefused as refusal:
        yield problem("protection", refusal.message, refusal.hint)
        return
    if doubtful := abilities.doubtful:
        names = ", ".join(entry.name.value for entry in doubtful)
        yield warning("protection", f"Could not be tried: {names}.", "sohoa store says why.")
        return
    missing = [entry for entry in abilities.abilities if entry.verdict is Verdict.MISSING]
    if any(entry.name is AbilityName.MULTIPART for entry in missing):
        yield warning("protection", "No upload in parts.", AbilityName.MULTIPART.without_it)
    else:
        yield ok("protection", f"all that is asked for; sohoa store tells of {len(missing)} that are missing")
