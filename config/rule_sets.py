"""The rule sets: those that ship with the package, and a province's own beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from config.faults import first_fault
from config.files import DATA, read_yaml
from dossiers.errors import CatalogueRefused, SettingsRefused
from dossiers.indicators import CONTRACT_IDS
from dossiers.rules import RuleSet

_SUFFIX = ".yaml"
# What a rule set that extends another does not take over: it says these itself.
_OWN = frozenset({"id", "valid_from", "extends"})
_UNDER_ID = ("indicators", "id")

Raw = dict[str, Any]


@cache
def load_rule_sets(folder: Path | None = None) -> tuple[RuleSet, ...]:
    """The rule sets by date; a province's own behind a shipped one of the same day.

    A set of a province takes the place of the shipped one of its id. It may extend another (`extends: ID`):
    then it says only what differs; its indicators take the place of those of their id, or are added.

    Args:
        folder: the province's folder of YAML files.

    Raises:
        SettingsRefused: the folder cannot be read.
        CatalogueRefused: a file has the wrong shape, names an unknown fact, defines an indicator twice, or
            lacks one of the contract; it is named.
    """
    shipped = _read_all(DATA / "rules")
    own = _read_all(_opened(folder)) if folder else {}
    raw = {**shipped, **own}
    rules = [_rule_set(name, _file_of(name, shipped, own), raw) for name in raw]
    return tuple(sorted(rules, key=lambda entry: (entry.valid_from, entry.id in own)))


Files = Mapping[str, tuple[str, Raw]]
"""By the id of a rule set: the name of its file, and what it holds."""


def _opened(folder: Path) -> Path:
    if not folder.is_dir():
        raise SettingsRefused(f"[rules] path names no folder: {folder}.")
    return folder


def _read_all(folder: Traversable) -> dict[str, tuple[str, Raw]]:
    found: dict[str, tuple[str, Raw]] = {}
    try:
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(_SUFFIX)), key=lambda file: file.name
        )
        for file in files:
            raw = read_yaml(file)
            if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
                raise CatalogueRefused(f"The rule set {file.name} has no id.")
            if raw["id"] in found:
                raise CatalogueRefused(f"{file.name} and {found[raw['id']][0]} are both {raw['id']}.")
            found[raw["id"]] = (file.name, raw)
    except OSError as error:
        raise SettingsRefused(f"The rule sets in {folder} cannot be read: {error.strerror}.") from None
    return found


def _file_of(name: str, shipped: Files, own: Files) -> str:
    return (own.get(name) or shipped[name])[0]


def _rule_set(name: str, file: str, raw: Files) -> RuleSet:
    values = _extended(name, file, raw, ())
    try:
        rules = RuleSet.model_validate(values)
    except ValidationError as error:
        raise CatalogueRefused(f"The rule set {file} is wrong: {first_fault(error, values)}.") from None
    defined = {rule.id for rule in rules.indicators}
    if missing := [wanted for wanted in CONTRACT_IDS if wanted not in defined]:
        raise CatalogueRefused(
            f"The rule set {file} lacks {', '.join(missing)}.",
            "Every rule set defines the seven indicators of the contract, or extends one that does.",
        )
    return rules


def _extended(name: str, file: str, raw: Files, seen: tuple[str, ...]) -> Raw:
    """What a set says itself over what it takes from the set it extends."""
    own = raw[name][1]
    base = own.get("extends")
    said = {key: value for key, value in own.items() if key != "extends"}
    if base is None:
        return said
    if base not in raw or base in {name, *seen}:
        raise CatalogueRefused(f"The rule set {file} extends {base}, which is none, or extends it in turn.")
    taken = {
        key: value for key, value in _extended(base, file, raw, (*seen, name)).items() if key not in _OWN
    }
    key, identity = _UNDER_ID
    merged = {**taken, **said}
    merged[key] = _merged(taken.get(key), said.get(key), identity)
    if isinstance(taken.get("exclusions"), dict) and isinstance(said.get("exclusions"), dict):
        merged["exclusions"] = {**taken["exclusions"], **said["exclusions"]}
    return merged


def _merged(taken: object, said: object, identity: str) -> object:
    """Entries of the same id are replaced where they stand, new ones follow; an id said twice stays twice."""
    if not isinstance(taken, list) or not isinstance(said, list):
        return said if said is not None else taken
    own: dict[object, list[object]] = {}
    for entry in said:
        own.setdefault(_id(entry, identity), []).append(entry)
    kept = [own.pop(_id(entry, identity), [entry]) for entry in taken]
    return [entry for entries in _chain(kept, own.values()) for entry in entries]


def _chain(*parts: Iterable[list[object]]) -> Iterable[list[object]]:
    return (entries for part in parts for entries in part)


def _id(entry: object, identity: str) -> object:
    return entry.get(identity) if isinstance(entry, dict) else None
