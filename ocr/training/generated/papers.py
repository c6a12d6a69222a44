"""Generated texts of papers, whole and damaged, each from its own seed: the same call, the same texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from config.kinds import Kind, Kinds
from ocr.training.generated.damage import LEVELS, damaged
from ocr.training.generated.wordings import Body, bodies, frame, headings, of_family, stranger_themes
from ocr.training.texts import FAMILIES, STRANGER, TrainingText

# A third of the papers has lost its head: the model is asked where the title does not tell.
_TORN = 0.35
_LEVEL_WEIGHTS = (3, 4, 3, 2)
_STRANGERS_A_THEME = 2
_NOTATIONS = ("QĐ-UBND", "TB-UBND", "GXN", "TLKT-BS", "CV")


def generated_texts(kinds: Kinds, *, each: int) -> Iterator[TrainingText]:
    """`each` papers of every kind and family, and twice as many texts of every theme that is no paper."""
    titles = headings(kinds)
    said = bodies()
    for kind in kinds.kinds:
        body = said.get(kind.id, Body(frame=(), sentences=(kind.name_vi,)))
        for family in range(FAMILIES):
            for number in range(each):
                yield _paper(kind, titles[kind.id], body, family, number)
    for which, theme in enumerate(stranger_themes()):
        for number in range(_STRANGERS_A_THEME * each):
            yield _stranger(theme, which, number)


def _paper(kind: Kind, titles: Sequence[str], body: Body, family: int, number: int) -> TrainingText:
    seed = f"{kind.id}/{family}/{number}"
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    words = _Words(family, random)
    head = _head(kind, random.choice(titles), words)
    is_headed = random.random() >= _TORN
    lines = [*(head if is_headed else _torn(head, random)), *_body(kind, body, words)]
    return TrainingText(
        kind=kind.id, text=_text(lines, words), family=family, group=seed, is_headed=is_headed
    )


def _stranger(theme: Sequence[str], which: int, number: int) -> TrainingText:
    seed = f"stranger/{which}/{number}"
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    words = _Words(which % FAMILIES, random)
    lines = [words.filled(line) for line in words.some(theme, least=len(theme) // 2)]
    if random.random() < 1 / 3:
        lines = [*words.one("motto").split("\n"), *lines]
    if random.random() < 1 / 3:
        lines += [words.filled(line) for line in words.some(words.of("persons"), least=1)]
    return TrainingText(kind=STRANGER, text=_text(lines, words), family=words.family, group=seed)


def _head(kind: Kind, title: str, words: _Words) -> list[str]:
    parts = [words.one("motto")]
    if kind.issued or kind.process:
        parts.insert(0, words.one("agencies"))
        parts.append(words.one("issued_opening"))
    elif words.random.random() < 1 / 3:
        parts.insert(0, words.one("forms"))
    shown = title if words.random.random() < 1 / 4 else _in_capitals(title)
    return [words.filled(line) for line in "\n".join((*parts, shown)).split("\n")]


def _in_capitals(title: str) -> str:
    first, newline, rest = title.partition("\n")
    return f"{first.upper()}{newline}{rest}"


def _torn(head: Sequence[str], random: Random) -> list[str]:
    """What is left of a head: nothing, or some lines that are not its title."""
    return list(head[: random.randrange(len(head))]) if random.random() < 1 / 2 else []


def _body(kind: Kind, body: Body, words: _Words) -> list[str]:
    sentences = list(of_family(body.sentences, words.family))
    if kind.second_lines and words.random.random() < 1 / 3:
        sentences.append(words.random.choice(kind.second_lines))
    own = words.some(sentences, least=max(1, len(sentences) * 2 // 3))
    around = words.some(of_family(body.frame, words.family), least=0)
    people = words.some(words.of("persons"), least=1)
    middle = [*people, *own, *around]
    words.random.shuffle(middle)
    opening, closing = (
        (words.one("application_opening"), words.one("application_closing"))
        if kind.application
        else ("", words.one("issued_closing") if kind.issued else words.one("application_closing"))
    )
    lines = [opening, *middle, *closing.split("\n")]
    return [words.with_answer(line) for line in lines if line]


def _text(lines: Sequence[str], words: _Words) -> str:
    (level,) = words.random.choices(LEVELS, _LEVEL_WEIGHTS)
    noise = [words.filled(line) for line in frame()["noise"]]
    return "\n".join(damaged(lines, level, noise, words.random))


class _Words:
    """The words of one paper: its family's, with names and numbers filled in."""

    def __init__(self, family: int, random: Random) -> None:
        self.family = family
        self.random = random

    def of(self, what: str) -> Sequence[str]:
        return of_family(frame()[what], self.family)

    def one(self, what: str) -> str:
        return self.random.choice(self.of(what))

    def some(self, entries: Sequence[str], *, least: int) -> list[str]:
        """At least so many of the entries, in their order."""
        count = self.random.randint(min(least, len(entries)), len(entries))
        chosen = sorted(self.random.sample(range(len(entries)), count))
        return [entries[index] for index in chosen]

    def with_answer(self, line: str) -> str:
        """A label may be followed by dots, a name, a date; the text of a sentence is not."""
        ending = self.random.choice(("", "", ": {blank}", ": {name}", ": {place}", " {date}"))
        return self.filled(line if "{" in line or line.endswith((".", ")", ";")) else line + ending)

    def filled(self, line: str) -> str:
        """The line with its places filled in; numbers of persons begin with 000."""
        if "{" not in line:
            return line
        random = self.random
        day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(1930, 2026)
        return line.format(
            name=random.choice(frame()["names"]),
            place=random.choice(frame()["places"]),
            agency=f"Ủy ban nhân dân xã {random.choice(frame()['places'])}",
            number=f"{random.randint(1, 999)}/{random.choice(_NOTATIONS)}",
            date=random.choice((f"ngày {day} tháng {month} năm {year}", f"{day:02d}/{month:02d}/{year}")),
            id=f"000{random.randrange(10**9):09d}",
            years=str(year),
            blank=random.choice(("", "......", "................", str(random.randint(1, 99)))),
        )
