"""What scanning and reading do to a text.

Letters and marks change, words split and join, lines are lost, noise comes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Damage:
    """How much goes wrong: the share of words (letters, marks, spaces) and of lines (lost, noise)."""

    letters: float
    marks: float
    spaces: float
    lost_lines: float
    noise_lines: float


LEVELS = (
    Damage(letters=0.0, marks=0.0, spaces=0.0, lost_lines=0.0, noise_lines=0.0),
    Damage(letters=0.04, marks=0.1, spaces=0.02, lost_lines=0.05, noise_lines=0.04),
    Damage(letters=0.12, marks=0.25, spaces=0.06, lost_lines=0.15, noise_lines=0.1),
    Damage(letters=0.25, marks=0.4, spaces=0.12, lost_lines=0.25, noise_lines=0.2),
)
# What Tesseract takes for one another.
_CONFUSED = ("il1tI", "oO0Q", "ceC", "nmhu", "rnm", "B8E", "S5s", "gq9", "vy", "ffl", "kx", "DO")


def damaged(lines: Sequence[str], damage: Damage, noise: Sequence[str], random: Random) -> list[str]:
    """The lines as they may come out of a poor scan; the same random numbers, the same lines."""
    out = []
    for line in lines:
        if random.random() < damage.noise_lines:
            out.append(random.choice(noise))
        if random.random() >= damage.lost_lines:
            out.append(_line(line, damage, random))
    return out


def _line(line: str, damage: Damage, random: Random) -> str:
    words = [_word(word, damage, random) for word in line.split()]
    parts: list[str] = []
    for word in words:
        if parts and random.random() < damage.spaces:
            parts[-1] += word
        elif len(word) > 3 and random.random() < damage.spaces / 2:  # noqa: PLR2004 - a word worth splitting
            cut = random.randrange(1, len(word))
            parts += [word[:cut], word[cut:]]
        else:
            parts.append(word)
    return " ".join(parts)


def _word(word: str, damage: Damage, random: Random) -> str:
    if random.random() < damage.marks:
        plain = unicodedata.normalize("NFD", word)
        word = "".join(char for char in plain if not unicodedata.combining(char))
    if word and random.random() < damage.letters:
        where = random.randrange(len(word))
        word = word[:where] + _confused(word[where], random) + word[where + 1 :]
    return word


def _confused(char: str, random: Random) -> str:
    alike = [group for group in _CONFUSED if char in group]
    if alike:
        return random.choice(random.choice(alike))
    return random.choice(("", "", char * 2, "i", "l", "a", "n", "."))
