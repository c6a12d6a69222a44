"""Whatever is done to a trail is found, by its chain or by what lies sealed; a sound one is not accused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.audit import Link
from dossiers.trail_checking import Finding, Flaw, TrailCheck, Witness, is_whole
from tests.dossiers.trails import rechained, renumbered, rewritten, trail, with_number

LONGEST = 14
TRAIL = trail(LONGEST)


@st.composite
def sealings(draw: st.DrawFn) -> tuple[list[Link], list[Witness]]:
    """A trail, and pieces over a part of it from the first event on; some cannot be believed."""
    length = draw(st.integers(1, LONGEST))
    ends = sorted(draw(st.sets(st.integers(1, length), max_size=4)))
    witnesses = [
        Witness(first + 1, last, TRAIL[first:last] if draw(st.booleans()) or last == ends[-1] else None)
        for first, last in zip([0, *ends], ends, strict=False)
    ]
    return TRAIL[:length], witnesses


def check(events: Sequence[Link], witnesses: Sequence[Witness] = ()) -> list[Finding]:
    return list(TrailCheck(events).run(witnesses))


def sealed_up_to(witnesses: Sequence[Witness]) -> int:
    return witnesses[-1].last if witnesses else 0


@settings(max_examples=50)
@given(sealings())
def test_a_sound_trail_is_not_accused(case: tuple[list[Link], list[Witness]]) -> None:
    assert check(*case) == []


@settings(max_examples=50)
@given(sealings(), st.data())
def test_a_changed_event_is_found_and_named(
    case: tuple[list[Link], list[Witness]], data: st.DataObject
) -> None:
    events, witnesses = case
    place = data.draw(st.integers(0, len(events) - 1))
    name, value = data.draw(
        st.sampled_from([("actor", "x"), ("details", {}), ("happened_at", "2020"), ("previous", "0")])
    )
    tampered = rewritten(events[place], hashed=False, **{name: value})
    found = check([*events[:place], tampered, *events[place + 1 :]], witnesses)
    assert any(entry.first <= place + 1 <= entry.last for entry in found)
    assert all(entry.first <= place + 1 <= entry.last + 1 for entry in found)
    if name != "previous":
        assert [(entry.flaw, entry.first, entry.last) for entry in found] == [
            (Flaw.CHANGED, place + 1, place + 1)
        ]


@settings(max_examples=50)
@given(sealings(), st.data())
def test_a_changed_event_with_a_hash_of_its_own_is_found(
    case: tuple[list[Link], list[Witness]], data: st.DataObject
) -> None:
    events, witnesses = case
    place = data.draw(st.integers(0, len(events) - 1))
    tampered = rewritten(events[place], hashed=True, subject="another")
    found = check([*events[:place], tampered, *events[place + 1 :]], witnesses)
    is_last_and_unsealed = place == len(events) - 1 and place >= sealed_up_to(witnesses)
    assert bool(found) != is_last_and_unsealed


@settings(max_examples=50)
@given(sealings(), st.data())
def test_a_trail_written_anew_from_an_event_on_is_found_where_it_was_sealed(
    case: tuple[list[Link], list[Witness]], data: st.DataObject
) -> None:
    events, witnesses = case
    place = data.draw(st.integers(0, len(events) - 1))
    tampered = [*events[:place], rewritten(events[place], hashed=True, actor="x"), *events[place + 1 :]]
    found = check(rechained(tampered), witnesses)
    assert bool(found) == (place < sealed_up_to(witnesses))


@settings(max_examples=50)
@given(sealings(), st.data())
def test_a_removed_event_is_found_and_named(
    case: tuple[list[Link], list[Witness]], data: st.DataObject
) -> None:
    events, witnesses = case
    place = data.draw(st.integers(0, len(events) - 1))
    rest = [*events[:place], *events[place + 1 :]]
    found = check(rest, witnesses)
    if place < len(events) - 1:
        assert found == [Finding(Flaw.REMOVED, place + 1, place + 1)]
    else:
        sealed = place < sealed_up_to(witnesses)
        assert found == ([Finding(Flaw.CUT_OFF, place + 1, place + 1)] if sealed else [])


@settings(max_examples=50)
@given(sealings(), st.data(), st.booleans())
def test_a_removed_event_is_found_though_the_others_got_new_numbers(
    case: tuple[list[Link], list[Witness]], data: st.DataObject, hashed: bool
) -> None:
    events, witnesses = case
    if len(events) < 2:
        return
    place = data.draw(st.integers(0, len(events) - 2))
    assert check(renumbered([*events[:place], *events[place + 1 :]], hashed=hashed), witnesses)


@settings(max_examples=50)
@given(sealings(), st.data(), st.sampled_from(["number", "hashed", "rechained"]))
def test_an_inserted_event_is_found(
    case: tuple[list[Link], list[Witness]], data: st.DataObject, how: str
) -> None:
    events, witnesses = case
    place = data.draw(st.integers(0, len(events) - 1))
    foreign = rewritten(TRAIL[0], hashed=True, subject="foreign", previous="f" * 64)
    longer = [*events[:place], foreign, *events[place:]]
    if how == "rechained":
        assert bool(check(rechained(longer), witnesses)) == (place < sealed_up_to(witnesses))
    else:
        assert check(renumbered(longer, hashed=how == "hashed"), witnesses)


@settings(max_examples=50)
@given(sealings(), st.integers(-3, 0))
def test_an_event_before_the_first_is_found(case: tuple[list[Link], list[Witness]], number: int) -> None:
    events, witnesses = case
    foreign = rewritten(TRAIL[0], hashed=True, number=number)
    assert check([foreign, *events], witnesses) == [Finding(Flaw.INSERTED, number, number)]


@settings(max_examples=50)
@given(sealings(), st.data())
def test_swapped_events_are_found(case: tuple[list[Link], list[Witness]], data: st.DataObject) -> None:
    events, witnesses = case
    if len(events) < 2:
        return
    one, other = sorted(data.draw(st.sets(st.integers(0, len(events) - 1), min_size=2, max_size=2)))
    swapped = list(events)
    swapped[one], swapped[other] = (with_number(events[other], one + 1), with_number(events[one], other + 1))
    assert check(swapped, witnesses)


@settings(max_examples=50)
@given(sealings(), st.data())
def test_a_trail_that_was_cut_off_is_found_where_it_was_sealed(
    case: tuple[list[Link], list[Witness]], data: st.DataObject
) -> None:
    events, witnesses = case
    left = data.draw(st.integers(0, len(events) - 1))
    last = sealed_up_to(witnesses)
    expected = [Finding(Flaw.CUT_OFF, left + 1, last)] if left < last else []
    assert check(events[:left], witnesses) == expected


def _foreign_at_the_end(events: list[Link]) -> list[Link]:
    return [*events, rewritten(events[-1], hashed=False, number=len(events) + 1, previous="0", hash="0")]


@pytest.mark.parametrize(
    ("what_is_done", "expected"),
    [
        (lambda events: [*events[:4], *events[9:]], Finding(Flaw.REMOVED, 5, 9)),
        (lambda events: [*events[:-3]], Finding(Flaw.CUT_OFF, 12, 14)),
        (lambda events: [*events[:0]], Finding(Flaw.CUT_OFF, 1, 14)),
        (_foreign_at_the_end, Finding(Flaw.INSERTED, 15, 15)),
    ],
)
def test_what_was_done_is_one_finding(
    what_is_done: Callable[[list[Link]], list[Link]], expected: Finding
) -> None:
    assert check(what_is_done(TRAIL), [Witness(1, LONGEST, TRAIL)]) == [expected]


def test_an_event_put_in_is_told_from_those_that_moved() -> None:
    foreign = rewritten(TRAIL[0], hashed=True, subject="foreign")
    longer = renumbered([*TRAIL[:5], foreign, *TRAIL[5:]], hashed=False)
    moved = [with_number(link, place) for place, link in enumerate(TRAIL[5:], start=7)]
    found = check([*longer[:6], *moved], [Witness(1, LONGEST, TRAIL)])
    assert found == [Finding(Flaw.INSERTED, 6, 6), Finding(Flaw.CHANGED, 7, 15)]


@settings(max_examples=50)
@given(st.data())
def test_a_piece_is_whole_only_as_it_was_sealed(data: st.DataObject) -> None:
    first = data.draw(st.integers(1, LONGEST))
    last = data.draw(st.integers(first, LONGEST))
    piece: list[Link | None] = list(TRAIL[first - 1 : last])
    before = TRAIL[first - 2].hash if first > 1 else "0" * 64
    assert is_whole(piece, first, last, before)
    assert is_whole(piece, first, last, None)
    assert not is_whole(piece, first, last, "f" * 64)
    assert not is_whole([*piece, None], first, last, before)
    assert not is_whole(piece[:-1], first, last, before)
    place = data.draw(st.integers(0, len(piece) - 1))
    tampered = rewritten(TRAIL[first - 1 + place], hashed=data.draw(st.booleans()), actor="x")
    changed = [*piece[:place], tampered, *piece[place + 1 :]]
    last_and_hashed = tampered.is_genuine and place == len(piece) - 1
    assert is_whole(changed, first, last, before) == last_and_hashed
