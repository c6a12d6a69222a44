"""Files of one dossier go one after the other, in order; dossiers go side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from flows.inbox import InboxFile
from flows.inbox.named import NAMED
from flows.ordering import Line
from storage.files_table import Role, Sighting


def _file(number: int, dossier: str | None) -> InboxFile:
    sighting = Sighting(f"{number:03d}", dossier, Role.COMPONENT, None, 1, 1)
    return InboxFile(str(number), sighting, NAMED)


@given(
    dossiers=st.lists(st.sampled_from(["A", "B", "C", None]), max_size=30),
    most=st.integers(1, 5),
    data=st.data(),
)
def test_whatever_ends_first_a_dossier_keeps_its_order(
    dossiers: list[str | None], most: int, data: st.DataObject
) -> None:
    files = [_file(number, dossier) for number, dossier in enumerate(dossiers)]
    line = Line(files)
    under_way: list[InboxFile] = []
    taken: list[InboxFile] = []
    while True:
        began = line.take(most - len(under_way))
        taken += began
        under_way += began
        assert len(under_way) <= most
        codes = [file.sighting.dossier_code for file in under_way]
        assert len(codes) == len(set(codes))
        if not under_way:
            break
        ended = data.draw(st.sampled_from(under_way), label="ends")
        under_way.remove(ended)
        line.done(ended)
    for dossier in ("A", "B", "C", None):
        assert [file for file in taken if file.sighting.dossier_code == dossier] == [
            file for file in files if file.sighting.dossier_code == dossier
        ]


@given(
    dossiers=st.lists(st.sampled_from(["A", "B", None]), max_size=20),
    refused=st.sets(st.integers(0, 19)),
    most=st.integers(1, 3),
)
def test_what_may_not_begin_is_passed_over_and_holds_up_nothing(
    dossiers: list[str | None], refused: set[int], most: int
) -> None:
    files = [_file(number, dossier) for number, dossier in enumerate(dossiers)]
    asked: list[InboxFile] = []

    def may_begin(file: InboxFile) -> bool:
        asked.append(file)
        return files.index(file) not in refused

    line = Line(files, may_begin=may_begin)
    taken: list[InboxFile] = []
    while began := line.take(most):
        taken += began
        for file in began:
            line.done(file)
    assert sorted(taken, key=files.index) == [f for f in files if files.index(f) not in refused]
    assert sorted(asked, key=files.index) == files
