"""Where `[register_drop]` says that exports lie and move, beside the places that hold something else."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from config.sections import InboxSettings, RegisterDropSettings
from config.settings import Settings
from dossiers.errors import SettingsRefused
from flows.inbox import Inbox, open_inbox

_BUCKET = "s3://"


def inbox_of(settings: RegisterDropSettings) -> Inbox:
    """The place as an inbox; nothing is asked of it yet.

    Raises:
        SettingsRefused: it is no place, or imported files would move to another kind of place.
        StoreRefused: there are no S3 credentials or no region.
    """
    values: dict[str, object] = {"path": settings.place, "done": settings.done or None}
    if is_in_bucket(settings.place):
        values |= {"endpoint_url": settings.endpoint_url, "region": settings.region}
    try:
        inbox = InboxSettings.model_validate(values)
    except ValidationError:
        raise SettingsRefused(
            "[register_drop] place and done are not two folders, or two places in buckets.",
            "Write each as a folder, or each as s3://bucket/prefix.",
        ) from None
    return open_inbox(inbox, section="[register_drop]", moves=bool(settings.done))


def require_apart(settings: Settings) -> None:
    """Exports may lie neither where scans arrive nor in the store: one would be taken for the other.

    Raises:
        SettingsRefused: they do.
    """
    ours = {"place": settings.register_drop.place, "done": settings.register_drop.done}
    others = {"[inbox] path": str(settings.inbox.path), "[store] url": _as_place(settings.store.resolved_url)}
    for (name, place), (other, taken) in product(ours.items(), others.items()):
        if place and (is_inside(place, taken) or is_inside(taken, place)):
            raise SettingsRefused(
                f"[register_drop] {name} and {other} lie within each other.", "Give each a place of its own."
            )


def is_in_bucket(place: str) -> bool:
    """Whether it is no folder."""
    return place.startswith(_BUCKET)


def is_inside(inner: str, outer: str) -> bool:
    """Whether one place is another or lies within it."""
    if is_in_bucket(inner) or is_in_bucket(outer):
        return f"{inner.rstrip('/')}/".startswith(f"{outer.rstrip('/')}/")
    return Path(inner).absolute().is_relative_to(Path(outer).absolute())


def _as_place(url: str) -> str:
    """A folder's url as its path; that of a bucket as it is."""
    return unquote(urlsplit(url).path) if url.startswith("file:") else url
