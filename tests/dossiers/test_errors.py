"""The error tree: stable codes, the exit codes of the contract, and a docstring that does not lie."""

from __future__ import annotations

import pickle
import re

import pytest

from dossiers import errors
from dossiers.errors import FileRefused, SohoaError
from dossiers.reasons import Reason

_BRANCH = re.compile(r"^(?P<stem>[│ ]*)[├└]── (?P<name>\w+)(?P<rest>.*)$")


def below(error: type[SohoaError]) -> list[type[SohoaError]]:
    return [*error.__subclasses__(), *(deeper for child in error.__subclasses__() for deeper in below(child))]


TREE = [SohoaError, *below(SohoaError)]
LEAVES = pytest.mark.parametrize("error", TREE, ids=lambda error: error.__name__)


def drawn() -> dict[str, tuple[str, str]]:
    """Each class of the docstring with its parent and what stands beside it."""
    found: dict[str, tuple[str, str]] = {}
    path = ["SohoaError"]
    for line in (errors.__doc__ or "").splitlines():
        if match := _BRANCH.match(line):
            depth = len(match["stem"]) // 4 + 1
            path[depth:] = [match["name"]]
            found[match["name"]] = (path[depth - 1], match["rest"])
    return found


def make(error: type[SohoaError]) -> SohoaError:
    if error is FileRefused:
        return FileRefused("Tệp hỏng.", reason=Reason.CORRUPT)
    return error("Có lỗi.", "Thử lại.")


def test_the_tree_in_the_docstring_is_the_tree_in_the_code():
    parents = {name: parent for name, (parent, _) in drawn().items()}
    assert parents == {error.__name__: error.__base__.__name__ for error in TREE[1:]}


def test_the_exit_codes_in_the_docstring_are_those_of_the_classes():
    stated = {
        name: int(found.group(1))
        for name, (_, rest) in drawn().items()
        if (found := re.search(r"exit (\d)", rest))
    }
    assert stated == {name: getattr(errors, name).exit_code for name in stated}
    assert len(stated) >= 6
    transient = {name for name, (_, rest) in drawn().items() if "transient" in rest}
    assert all(getattr(errors, name).transient for name in transient)


def test_codes_are_distinct():
    codes = [error.code for error in TREE]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize(
    ("name", "code", "exit_code", "transient"),
    [
        ("SohoaError", "error", 1, False),
        ("UsageError", "usage", 2, False),
        ("InputRefused", "input_refused", 3, False),
        ("FileRefused", "file_refused", 3, False),
        ("RegisterRefused", "register_refused", 3, False),
        ("CatalogueRefused", "catalogue_refused", 3, False),
        ("UnknownDossier", "unknown_dossier", 3, False),
        ("NotReady", "not_ready", 4, False),
        ("ToolMissing", "tool_missing", 4, False),
        ("SettingsRefused", "settings_refused", 4, False),
        ("StoreRefused", "store_refused", 4, False),
        ("ObjectLocked", "object_locked", 4, False),
        ("OutOfReach", "out_of_reach", 5, True),
        ("StoreOutOfReach", "store_out_of_reach", 5, True),
        ("LedgerOutOfReach", "ledger_out_of_reach", 5, True),
        ("TooManyFailed", "too_many_failed", 7, False),
        ("StoreDamaged", "store_damaged", 8, False),
        ("ObjectMissing", "object_missing", 8, False),
        ("ObjectConflict", "object_conflict", 8, False),
        ("ChecksumMismatch", "checksum_mismatch", 8, False),
        ("StepFailed", "step_failed", 1, False),
        ("StepCrashed", "step_crashed", 1, True),
    ],
)
def test_codes_and_exit_codes_are_stable(name, code, exit_code, transient):
    """Public: `{"error": {"code": …}}` and the exit codes of the contract."""
    error = getattr(errors, name)
    assert (error.code, error.exit_code, error.transient) == (code, exit_code, transient)


@LEAVES
def test_each_class_says_what_it_is_and_what_to_do(error):
    assert error.__doc__
    assert make(error).hint
    assert error.default_hint.endswith(".")


@LEAVES
def test_errors_survive_the_way_between_processes(error):
    sent = make(error)
    arrived = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own bytes
    assert type(arrived) is error
    assert (arrived.message, arrived.hint, str(arrived)) == (sent.message, sent.hint, sent.message)
    assert getattr(arrived, "reason", None) is getattr(sent, "reason", None)


def test_the_hint_of_the_class_or_of_the_reason_stands_in():
    assert errors.UsageError("x").hint == "See `sohoa --help`."
    assert FileRefused("x", reason=Reason.ENCRYPTED).hint == Reason.ENCRYPTED.advice
    assert FileRefused("x", "Gọi quản trị.", reason=Reason.ENCRYPTED).hint == "Gọi quản trị."
