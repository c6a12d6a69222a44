"""The whole error tree of sohoa.

SohoaError
├── UsageError                 the command was called wrong                        exit 2
├── InputRefused               what came in cannot be used                         exit 3
│   ├── FileRefused            one scanned file; carries a quarantine reason       (quarantine)
│   ├── RegisterRefused        a register file that cannot be read at all
│   ├── RegisterShrinks        an import that would make a month smaller, and nobody said that it may
│   ├── CatalogueRefused       the catalogue, the kinds, the gates or a rule set is wrong
│   ├── UnknownDossier         a dossier code that no register holds
│   └── ObjectPurged           it was deleted lawfully, after its retention
├── NotReady                   something is not installed or not configured        exit 4
│   ├── ToolMissing            an external program, or a language of it
│   ├── SettingsRefused        the settings have an unknown key or a wrong value
│   └── StoreRefused           the store answers, but does not let us in
│       └── ObjectLocked       an object lock still holds what is to be removed
├── OutOfReach                 the store or the ledger does not answer; transient  exit 5
│   ├── StoreOutOfReach
│   ├── LedgerOutOfReach
│   ├── DiskFull               no room for working copies
│   └── DropOutOfReach         where register exports are dropped
├── StoreDamaged               what lies in the store is not what was put there    exit 8
│   ├── ObjectMissing
│   ├── ObjectConflict
│   └── ChecksumMismatch
├── StepFailed                 the system failed on one file                       (quarantine `system`)
│   └── StepCrashed            a tool, a child process or a disk; transient
└── TooManyFailed              the batch stopped: too many files failed            exit 7

Each class says what happened (`message`) and what to do next (`hint`), has a stable `code`, is transient or
terminal (`transient`, which alone decides whether the same is tried again), and has the exit code of
contract.md. A message never holds a person's name, number or text; it may name a dossier code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from dossiers.reasons import Reason

_CAUSES_IN_A_LINE: Final = 3


class SohoaError(Exception):
    """Anything sohoa reports on purpose.

    Attributes:
        message: one sentence: what happened.
        hint: one sentence: what to do next.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    transient: ClassVar[bool] = False
    default_hint: ClassVar[str] = "Run again with --debug and send what it prints to the administrator."

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keeps the message and the hint, falling back to the hint of the class."""
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint

    def document(self) -> dict[str, object]:
        """The error as `--json` shows it."""
        return {"code": self.code, "message": self.message, "hint": self.hint}

    def lines(self) -> list[str]:
        """The error as people read it: one line, and where it helps a small table."""
        return [" ".join(f"{self.message} {self.hint}".split())]

    def __reduce__(self) -> tuple[object, ...]:
        """Survives the way between processes (dlt, common/exceptions.py)."""
        return (type(self), (self.message, self.hint))


class UsageError(SohoaError):
    """The command was called wrong."""

    code = "usage"
    exit_code = 2
    default_hint = "See `sohoa --help`."


class InputRefused(SohoaError):
    """What came in cannot be used."""

    code = "input_refused"
    exit_code = 3


class FileRefused(InputRefused):
    """One scanned file cannot be used; `reason` is the quarantine reason of contract.md."""

    code = "file_refused"

    def __init__(self, message: str, hint: str | None = None, *, reason: Reason) -> None:
        """Keeps the quarantine reason; its advice is the hint where none is given."""
        super().__init__(message, hint or reason.advice)
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        """Keeps the reason on the way between processes."""
        return (_file_refused, (self.message, self.hint, self.reason))


def _file_refused(message: str, hint: str, reason: Reason) -> FileRefused:
    return FileRefused(message, hint, reason=reason)


class RegisterRefused(InputRefused):
    """A register file cannot be read at all (single bad rows are reported, not raised)."""

    code = "register_refused"
    default_hint = "Export the register again as CSV (UTF-8) or XLSX with the headers of the contract."


class RegisterShrinks(InputRefused):
    """An import would leave a month with fewer dossiers, or holds too few of it; nothing was written."""

    code = "register_shrinks"
    default_hint = (
        "Look whether the export is whole; if it is meant so, import it again with --confirm-shrinking."
    )


class CatalogueRefused(InputRefused):
    """A data file of the configuration (catalogue, kinds, gates, rules) is wrong."""

    code = "catalogue_refused"
    default_hint = "Mend the named line of the YAML file."


class UnknownDossier(InputRefused):
    """A dossier code that no register holds."""

    code = "unknown_dossier"
    default_hint = "Check the code, or import the register that holds it: `sohoa register import FILE`."


class ObjectPurged(InputRefused):
    """What is asked for was deleted after its retention; what it counted for still counts."""

    code = "purged"
    default_hint = "`sohoa audit show` tells of its deletion; the paper itself can be scanned again."


class NotReady(SohoaError):
    """Something needed is not installed or not configured."""

    code = "not_ready"
    exit_code = 4


class ToolMissing(NotReady):
    """An external program, or a language of it, is not installed."""

    code = "tool_missing"


class SettingsRefused(NotReady):
    """The settings have an unknown key or a wrong value."""

    code = "settings_refused"
    default_hint = "Mend sohoa.toml or the SOHOA_… variable; README.md lists every setting."


class StoreRefused(NotReady):
    """The store answers, but does not let us in, or the bucket is not there."""

    code = "store_refused"
    default_hint = "Check [store] url and endpoint_url, and the S3 credentials."


class ObjectLocked(StoreRefused):
    """An object lock holds what is to be removed."""

    code = "object_locked"
    default_hint = "Wait until its retention ends ([retention] in the settings it was stored under)."


class OutOfReach(SohoaError):
    """A service does not answer; the same call may go through later."""

    code = "out_of_reach"
    exit_code = 5
    transient = True


class StoreOutOfReach(OutOfReach):
    """The store does not answer."""

    code = "store_out_of_reach"
    default_hint = "Check that the store of [store] runs and is reachable, then run again: nothing is lost."


class LedgerOutOfReach(OutOfReach):
    """The ledger (the database) does not answer."""

    code = "ledger_out_of_reach"
    default_hint = "Check that the database of [ledger] url runs and is reachable, then run again."


class DiskFull(OutOfReach):
    """The disk of the working copies has no room left."""

    code = "disk_full"
    default_hint = "Make room in the temporary directory (TMPDIR), then run again: nothing is lost."


class DropOutOfReach(OutOfReach):
    """The place where the province drops its register exports does not answer."""

    code = "register_drop_out_of_reach"
    default_hint = "Check that the folder or bucket of [register_drop] is there, then run again."


class StoreDamaged(SohoaError):
    """What lies in the store is not what was put there."""

    code = "store_damaged"
    exit_code = 8
    default_hint = "Run `sohoa verify` and restore the named object from the backup."


class ObjectMissing(StoreDamaged):
    """An object that should be in the store is not."""

    code = "object_missing"


class ObjectConflict(StoreDamaged):
    """The key already holds other bytes, and it was asked not to overwrite."""

    code = "object_conflict"


class ChecksumMismatch(StoreDamaged):
    """The bytes read back have another SHA-256 than the bytes that were sent."""

    code = "checksum_mismatch"


class StepFailed(SohoaError):
    """The system failed on one file; the file may well be good."""

    code = "step_failed"
    reason: ClassVar[Reason] = Reason.SYSTEM


class StepCrashed(StepFailed):
    """A tool, a child process or a disk failed on one file; another time it may go through."""

    code = "step_crashed"
    transient = True
    default_hint = "Run again; if it stays, scan the paper again."


class TooManyFailed(SohoaError):
    """The batch stopped because too many files failed for reasons of the system.

    Attributes:
        causes: how many files failed for which cause, the most frequent first.
    """

    code = "too_many_failed"
    exit_code = 7
    default_hint = "Mend the causes and run again: nothing is lost."

    def __init__(
        self, message: str, hint: str | None = None, *, causes: Mapping[str, int] | None = None
    ) -> None:
        """Keeps the causes too."""
        super().__init__(message, hint)
        self.causes = dict(causes or {})

    @classmethod
    def by_causes(cls, causes: Mapping[str, int], *, files: int) -> TooManyFailed:
        """Says how many of the files failed, and why most of them did."""
        foremost = list(causes.items())[:_CAUSES_IN_A_LINE]
        listed = "; ".join(f"{number} x {cause}" for cause, number in foremost)
        return cls(f"{sum(causes.values())} of {files} files failed: {listed}.", causes=causes)

    def document(self) -> dict[str, object]:
        """With the histogram of causes beside the rest."""
        causes = [{"cause": cause, "files": files} for cause, files in self.causes.items()]
        return {**super().document(), "causes": causes}

    def lines(self) -> list[str]:
        """With the histogram of causes below."""
        return [*super().lines(), *(f"{files:>6}  {cause}" for cause, files in self.causes.items())]

    def __reduce__(self) -> tuple[object, ...]:
        """Keeps the causes on the way between processes."""
        return (_too_many_failed, (self.message, self.hint, self.causes))


def _too_many_failed(message: str, hint: str, causes: dict[str, int]) -> TooManyFailed:
    return TooManyFailed(message, hint, causes=causes)
