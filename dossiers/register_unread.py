"""What stands in a cell of a register file that holds no value: why it cannot be read."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

LONGEST_CELL: Final = 32_767
"""Characters: no spreadsheet holds more in a cell (Excel specifications and limits)."""


class Unread(StrEnum):
    """Why a cell cannot be read; counts only where a column of the register is read from it."""

    FORMULA = "formula"
    TOO_LONG = "too_long"

    @property
    def why(self) -> str:
        """A sentence for whoever mends the file."""
        return _WHY[self]


_WHY = {
    Unread.FORMULA: "The cell holds a formula without a value: open the file in a spreadsheet, save it.",
    Unread.TOO_LONG: f"The cell holds more than {LONGEST_CELL} characters: shorten it.",
}
