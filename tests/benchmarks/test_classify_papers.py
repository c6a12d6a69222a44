from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.classify_trials import procedure_of, trials
from benchmarks.pages.fonts import MEASURED_TYPEFACES
from benchmarks.papers_by_kind.dossiers import ANOTHER, dossiers, due_slots
from benchmarks.papers_by_kind.drawn import blank, draw, kept, laid_out
from benchmarks.papers_by_kind.near import NEAR
from benchmarks.papers_by_kind.persons import HEADS, persona
from benchmarks.papers_by_kind.shapes import blocks
from benchmarks.papers_by_kind.sheets import code_pages, cover, drawn_codes
from benchmarks.papers_by_kind.truth import RESULT, papers, right_slots, served, topics
from config.catalogue import load_catalogue
from config.kinds import UNCLASSIFIED, load_kinds
from samples.generate.blocks import Title
from samples.generate.fonts import FontMissingError, set_in
from samples.generate.operations import Text

WHO = persona("tests")
DICE = random.Random("tests")  # noqa: S311 - not for secrets


@pytest.fixture
def typefaces():
    try:
        with set_in(MEASURED_TYPEFACES["noto_sans"]):
            return laid_out(papers()["don18"], 0, WHO, DICE)
    except FontMissingError as error:
        pytest.skip(str(error))


def test_every_slot_of_the_truth_is_one_of_the_catalogue_and_every_paper_is_drawn():
    for code, slots in served().items():
        components = {one.id for one in procedure_of(code).components or ()}
        assert set(slots) - {RESULT} <= components, code
        assert {one for ids in slots.values() for one in ids} <= set(papers()), code


def test_every_procedure_with_components_is_tried():
    catalogue = load_catalogue()
    tried = {one.procedure for one in trials()}
    for code in served():
        assert catalogue.get(code) is not None
        assert code in tried
    assert len(tried) >= 57


def test_kinds_topics_and_heads_are_known():
    kinds = {kind.id for kind in load_kinds().kinds} | {UNCLASSIFIED}
    for paper in papers().values():
        assert paper.kind in kinds, paper.id
        assert set(paper.topics) <= set(topics()), paper.id
        assert not paper.head or paper.head in HEADS, paper.id


def test_personal_numbers_are_invented_and_a_seed_gives_the_same_person():
    numbers = [persona(str(seed)).number for seed in range(50)]
    assert all(len(number) == 12 and number.startswith("000") for number in numbers)
    assert len(set(numbers)) > 45
    assert persona("3") == persona("3")


def test_every_paper_has_its_heading_and_blocks():
    for paper in papers().values():
        if paper.shape == "cards":
            continue
        for variant in range(paper.variants):
            made = blocks(paper, variant, WHO, DICE)
            titles = [block.lines for block in made if isinstance(block, Title)]
            wanted = tuple(line for line in paper.titles[variant] if line)
            assert not wanted or any(lines[: len(wanted)] == wanted for lines in titles), paper.id


def test_strangers_serve_nothing_where_they_are_tried():
    strangers = [one for one in trials() if not one.right]
    assert len(strangers) > 100
    assert not any(right_slots(one.procedure, one.paper.id) for one in strangers)


def test_due_slots_are_one_a_group():
    assert due_slots(procedure_of("1.001193")) == ("to_khai", "giay_chung_sinh")
    assert due_slots(procedure_of("1.000656")) == ("to_khai", "giay_bao_tu")


def test_dossiers_are_what_their_stories_say():
    made = dossiers({code: procedure_of(code) for code in served()})
    assert len({one.code for one in made}) == len(made)
    assert sum(one.complete for one in made) > 40
    for one in made:
        due = due_slots(procedure_of(one.procedure))
        usable = [each for each in one.enclosed if each.level == "office" and each.whose == one.code]
        filled = {slot for slot in due if any(each.paper in served()[one.procedure][slot] for each in usable)}
        of_the_other = all(each.whose == ANOTHER for each in one.enclosed)
        assert one.complete == (filled == set(due) or of_the_other), one.code
        assert one.story != "another's paper" or one.types


def test_near_papers_are_known_and_others():
    for paper, near in NEAR.items():
        assert paper in papers()
        assert near in papers()
        assert paper != near


@pytest.mark.usefixtures("typefaces")
def test_the_mark_of_a_form_stands_on_its_first_page():
    with set_in(MEASURED_TYPEFACES["noto_serif"]):
        pages = laid_out(papers()["bk05"], 0, WHO, DICE)
    texts = [one.text for one in pages[0] if isinstance(one, Text)]
    assert "Mẫu số 05" in texts
    assert len(pages) == 2


@pytest.mark.usefixtures("typefaces")
def test_the_same_paper_is_drawn_the_same_and_another_scan_of_it_differs():
    card = papers()["cmnd"]
    first, second = draw(card, 0, WHO, "poor")[0], draw(card, 0, WHO, "poor")[0]
    again = draw(card, 0, WHO, "poor", again=True)[0]
    assert np.array_equal(first, second)
    assert not np.array_equal(first, again)


def test_pictures_are_drawn_once(tmp_path):
    drawn = []

    def drawing():
        drawn.append(1)
        return [np.full((40, 30, 3), 250, np.uint8)] * 2

    first = kept(tmp_path, "page", drawing, "poor")
    assert [file.name for file in first] == ["page.p1.jpg", "page.p2.jpg"]
    assert kept(tmp_path, "page", drawing, "poor") == first
    assert len(drawn) == 1


def test_code_pages_cover_both_levels_and_every_skew():
    made = code_pages()
    assert {abs(one.skew) for one in made} == {0, 1, 2, 3, 4, 5}
    assert {one.level for one in made} == {"office", "poor"}
    picture = drawn_codes(made[0])
    assert picture.shape[:2] == (2339, 1654)
    assert picture.min() < 60


def test_covers_and_blanks_are_pages():
    assert cover("H40.12-250801-0001", "1.001193").std() > 10
    assert blank("poor", "1").mean() > 200
