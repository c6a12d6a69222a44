"""The features of a text that the learned model knows papers by: hashed, folded words and pairs of words.

The words at the head of a page count twice, once as words of the page and once as words of its head: a title
says more there than in a sentence. Long numbers (of persons, dates, notations) are one and the same word.
"""

from __future__ import annotations

from itertools import chain, pairwise
from zlib import crc32

from dossiers.text import fold

# A page of dense print has about 500 words; after these little is new about what the paper is.
MAX_WORDS = 300
HEAD_WORDS = 60
_LONGEST_NUMBER = 3
_NUMBER = "#"


def words_of(text: str) -> list[str]:
    """The folded words of a text in reading order, at most `MAX_WORDS`."""
    return [_plain(word) for word in fold(text).split(maxsplit=MAX_WORDS)[:MAX_WORDS]]


def grams_of(words: list[str]) -> set[int]:
    """The hashes of the words and pairs of words, and once more of those in the head."""
    head = words[:HEAD_WORDS]
    texts = chain(
        words,
        (f"{left} {right}" for left, right in pairwise(words)),
        (f"^{word}" for word in head),
        (f"^{left} {right}" for left, right in pairwise(head)),
    )
    return {crc32(text.encode("ascii")) for text in texts}


def word_hashes(words: list[str]) -> set[int]:
    """The hashes of the single words."""
    return {crc32(word.encode("ascii")) for word in words}


def _plain(word: str) -> str:
    return _NUMBER if len(word) > _LONGEST_NUMBER and any(char.isdigit() for char in word) else word
