"""Everything a recipe works with, opened once from the settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from config.catalogue import Catalogue, load_catalogue
from config.rule_sets import load_rule_sets
from config.settings import Settings
from dossiers.rules import RuleSet
from flows.inbox import require_apart
from flows.upkeep.trail_returning import continue_trail
from ocr.understanding.context import Knowledge, load_knowledge
from storage.ledger import Ledger, open_ledger
from storage.objects import ObjectStore
from storage.opening import open_store


@dataclass(frozen=True, slots=True)
class Workspace:
    """The open ledger and store, and the knowledge from `config/`."""

    settings: Settings
    ledger: Ledger
    store: ObjectStore
    catalogue: Catalogue
    rule_sets: tuple[RuleSet, ...]
    knowledge: Knowledge


@contextmanager
def open_workspace(settings: Settings) -> Iterator[Workspace]:
    """Opens ledger and store; closes the ledger at the end.

    Raises:
        OutOfReach: the store or the ledger does not answer.
        NotReady: a setting is wrong, or the store does not let us in.
    """
    require_apart(settings)
    ledger = open_ledger(settings.ledger.resolved_url)
    try:
        store = open_store(settings.store, settings.retention)
        continue_trail(ledger, store)
        yield Workspace(
            settings=settings,
            ledger=ledger,
            store=store,
            catalogue=load_catalogue(),
            rule_sets=load_rule_sets(settings.rules.path),
            knowledge=load_knowledge(settings.profile.name, settings.classify),
        )
    finally:
        ledger.close()
