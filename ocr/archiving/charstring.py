"""What a Type 2 charstring says of the width of its glyph, before all else (Adobe's technical note 5177)."""

from __future__ import annotations

from typing import NamedTuple

_HINTS = frozenset({1, 3, 18, 19, 20, 23})
# The operands that each of the other first operators takes
_MOVES = {4: 1, 22: 1, 21: 2}
_END, _CALL, _RETURN, _CALL_GLOBAL = 14, 10, 11, 29
_SHORT, _FIXED, _FIRST_NUMBER = 28, 255, 32
_LAST_OF_ONE_BYTE, _LAST_POSITIVE = 246, 250  # note 5177, table 1
_ACCENTED = 4
_DEEPEST = 10


class Width(NamedTuple):
    """Either the default of the font, or a difference to its nominal width."""

    is_default: bool
    difference: float


def stated_width(charstring: bytes, local: list[bytes], shared: list[bytes]) -> Width | None:
    """Runs the charstring up to its first operator; None where it cannot be told.

    Args:
        charstring: of the glyph.
        local: the subroutines of its private dictionary.
        shared: the global subroutines.
    """
    stack: list[float] = []
    waiting = [(charstring, 0)]
    while waiting:
        data, at = waiting.pop()
        while at < len(data):
            first = data[at]
            at += 1
            if first >= _FIRST_NUMBER or first == _SHORT:
                value, at = _number(data, at, first)
                stack.append(value)
            elif first in {_CALL, _CALL_GLOBAL}:
                called = local if first == _CALL else shared
                index = int(stack.pop()) + _bias(called) if stack else -1
                if not 0 <= index < len(called) or len(waiting) >= _DEEPEST:
                    return None
                waiting.append((data, at))
                data, at = called[index], 0
            elif first == _RETURN:
                break
            else:
                return _told(first, stack)
    return None


def _told(operator: int, stack: list[float]) -> Width | None:
    if operator in _HINTS:
        has_width = len(stack) % 2 == 1
    elif operator in _MOVES:
        has_width = len(stack) > _MOVES[operator]
    elif operator == _END:
        has_width = len(stack) in {1, _ACCENTED + 1}
    else:
        return None
    return Width(is_default=False, difference=stack[0]) if has_width else Width(is_default=True, difference=0)


def _number(data: bytes, at: int, first: int) -> tuple[float, int]:
    if first == _FIXED:
        return int.from_bytes(data[at : at + 4], signed=True) / 65536, at + 4
    return integer_at(data, at, first)


def integer_at(data: bytes, at: int, first: int) -> tuple[int, int]:
    """The integer that begins with the byte `first`, which stands before `at`, and where it ends."""
    if first == _SHORT:
        return int.from_bytes(data[at : at + 2], signed=True), at + 2
    if first <= _LAST_OF_ONE_BYTE:
        return first - 139, at
    if first <= _LAST_POSITIVE:
        return (first - 247) * 256 + data[at] + 108, at + 1
    return -(first - 251) * 256 - data[at] - 108, at + 1


def _bias(subroutines: list[bytes]) -> int:
    count = len(subroutines)
    return 107 if count < 1240 else 1131 if count < 33900 else 32768  # noqa: PLR2004 - note 5176, section 16
