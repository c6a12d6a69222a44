"""What is said in both languages, and saying it in one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from config.sections import Language

Phrase = tuple[str, str]  # Vietnamese, English


class Phrases(Enum):
    """A theme of phrases: each member is one, in both languages. A `{}` is filled by the caller."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases in one language; what has a vocabulary of its own builds on it."""

    language: Language

    def say(self, text: Phrases, *values: object) -> str:
        """A text, its places filled."""
        return self._of(text.value).format(*values)

    def _of(self, phrase: Phrase) -> str:
        vietnamese, english = phrase
        return vietnamese if self.language is Language.VIETNAMESE else english
