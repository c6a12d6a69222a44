"""How wide print is: administrative papers are set in Times New Roman (Decree 30/2020/NĐ-CP, annex I)."""

from __future__ import annotations

# Thousandths of the type size, from the metrics that Times New Roman and Liberation Serif share: digits, and
# the capitals of which the marks of papers are made.
_WIDTHS = {
    **dict.fromkeys("0123456789", 500),
    **dict.fromkeys("ADĐÐGHKNOQUVXY", 722),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys("I-", 333),
    "M": 889,
    "/": 278,
}


def width_of(text: str) -> int | None:
    """The width of a number or mark, thousandths of the type size; None where a letter is not known."""
    return sum(map(_WIDTHS.__getitem__, text)) if _WIDTHS.keys() >= set(text) else None
