"""The fields of the forms in Prefect's UI: titles, limits, and what an empty one means.

Prefect (3.8.8) titles a field by the parameter's name and describes it by the docstring; a title of our own
has to come through `json_schema_extra`. A field that may be None is drawn as a switch between its type and
"None": here an empty text means that nothing was said, and so a day is a text as well.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from flows.commands.shared import parse_day


def titled(english: str, vietnamese: str, **limits: Any) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """A field with a title in both languages, and pydantic's limits."""
    return Field(json_schema_extra={"title": f"{english} · {vietnamese}"}, **limits)


def empty_or(pattern: str) -> str:
    """A pattern that an empty field meets, too."""
    return f"^$|{pattern}"


_CODE = r"^[0-9A-Za-z]([0-9A-Za-z._\-]{0,62}[0-9A-Za-z])?$"
_PERIOD = r"^\d{4}(-(Q[1-4]|H[12]|[0-9]{1,2}M|[0-9]{2}))?$"
_DAY = r"^(\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4})$"


# What may serve as a dossier code at all (dossiers/codes.py).
DossierCode = Annotated[str, Field(pattern=_CODE)]
"""Mã hồ sơ."""
OneDossier = Annotated[str, Field(pattern=empty_or(_CODE))]
"""Mã hồ sơ, or nothing."""
# What the register holds is any text.
UnitCode = Annotated[str, Field(max_length=200)]
"""Mã đơn vị, or nothing."""
# What may name a period (dossiers/periods.py).
PeriodName = Annotated[str, Field(pattern=empty_or(_PERIOD))]
"""Kỳ, or nothing."""
Day = Annotated[str, Field(pattern=empty_or(_DAY))]
"""Ngày, or nothing."""
Slot = Annotated[str, Field(min_length=1, max_length=200)]
"""Thành phần hồ sơ."""
Reason = Annotated[str, Field(min_length=3, max_length=500)]
"""Lý do."""
# An account or a number of the staff: it stands in manifests and in the trail, and tells no more.
StaffName = Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z._@\-]{1,63}$")]
"""Tài khoản hoặc mã cán bộ."""
FilePath = Annotated[str, Field(min_length=1, max_length=1000)]
"""Đường dẫn tệp."""


def is_here(path: str) -> bool:
    """Whether there is such a file on this machine; none where the account may not look for it."""
    try:
        return Path(path).is_file()
    except OSError:  # a folder that it may not enter, a name that is too long
        return False


def day_of(text: str) -> date | None:
    """The day that a field says; None where it is empty.

    Raises:
        UsageError: there is no such day.
    """
    return parse_day(text) if text else None
