"""A plan cut into chunks: nothing lost, nothing double, dossiers whole, in the order of the plan."""

from __future__ import annotations

from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from config.sections import InboxSettings
from flows.inbox import InboxFile, open_inbox
from flows.night.cutting import cut
from storage.files_table import Role, Sighting

INBOX = open_inbox(InboxSettings())


def file(position: int, code: str | None, pages: int) -> InboxFile:
    """Its size says how many pages it has."""
    sighting = Sighting(f"{position}.pdf", code, Role.COMPONENT, None, bytes=pages, modified_ns=1)
    return InboxFile(f"/inbox/{position}.pdf", sighting, INBOX)


plans = st.lists(st.tuples(st.sampled_from(["A", "B", "C", "D", None]), st.integers(0, 9)), max_size=30).map(
    lambda rows: [file(position, *row) for position, row in enumerate(rows)]
)


@given(plans, st.integers(1, 20))
def test_any_plan(files: list[InboxFile], most: int) -> None:
    chunks = [[entry for entry, _ in chunk.files] for chunk in cut(files, lambda f: f.sighting.bytes, most)]
    assert all(chunks)
    flat = list(chain.from_iterable(chunks))
    assert sorted(flat, key=files.index) == files
    for number, chunk in enumerate(chunks):
        dossiers = {f.sighting.dossier_code or f.sighting.path for f in chunk}
        pages = sum(max(1, f.sighting.bytes) for f in chunk)
        assert pages <= most or len(dossiers) == 1
        others = chain.from_iterable(chunks[:number] + chunks[number + 1 :])
        assert dossiers.isdisjoint(f.sighting.dossier_code or f.sighting.path for f in others)
    firsts = list(dict.fromkeys(f.sighting.dossier_code or f.sighting.path for f in flat))
    assert firsts == list(dict.fromkeys(f.sighting.dossier_code or f.sighting.path for f in files))


@given(plans, st.integers(1, 20))
def test_no_chunk_could_be_joined_with_the_next(files: list[InboxFile], most: int) -> None:
    chunks = cut(files, lambda f: f.sighting.bytes, most)
    for chunk, following in pairwise(chunks):
        first = following.files[0][0].sighting
        dossier = [
            pages
            for entry, pages in following.files
            if (first.dossier_code and entry.sighting.dossier_code == first.dossier_code)
            or entry.sighting == first
        ]
        assert chunk.pages + sum(dossier) > most
