from __future__ import annotations

from pathlib import Path

from benchmarks.reading import DECREE, STAMPED, judged
from benchmarks.reading_run import Compared, Page
from benchmarks.scoring import Score


def compared(name, group, ours, bare, *, found=100):
    page = Page(name, group, Path(name), ())
    return Compared(
        page,
        Score(characters=1000, character_errors=ours, words=100, word_errors=0, found=found),
        Score(characters=1000, character_errors=bare, words=100, word_errors=0, found=90),
    )


def values(result):
    return {figure.name: (figure.value, figure.met) for figure in result.figures}


def test_each_set_is_judged_by_its_own_figure():
    done = [
        compared("a", DECREE, 10, 20),
        compared("b", DECREE, 20, 20),
        compared("c", STAMPED, 300, 400, found=98),
        compared("d", "photo", 31, 500),
    ]
    found = values(judged(done, (DECREE, STAMPED, "photo"), "", corpus="x"))
    assert found[f"{DECREE}: CER %"] == (1.5, True)
    assert found[f"{STAMPED}: word recall of printed text %"] == (98, True)
    assert found["photo: CER %"] == (3.1, False)


def test_pages_that_came_out_worse_are_counted_and_listed_by_name():
    done = [compared(f"same {n}", "clean", 2, 2) for n in range(98)]
    done += [compared("half a point", "clean", 7, 2), compared("worse", "clean", 8, 2)]
    result = judged(done, ("clean",), "", corpus="x")
    share, much = result.figures[-2:]
    assert (share.value, share.met) == (1, True)
    assert (much.value, much.met) == (0, True)
    assert [row[0] for row in result.tables[1].rows] == ["worse"]

    result = judged([*done, compared("lost", "clean", 40, 2)], ("clean",), "", corpus="x")
    assert result.figures[-1].met is False
    assert [row[0] for row in result.tables[1].rows] == ["lost", "worse"]


def test_the_share_of_pages_at_98_per_cent_stands_in_the_table():
    done = [compared("a", "office", 20, 21), compared("b", "office", 21, 20)]
    table = judged(done, ("office",), "", corpus="x").tables[0]
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert row["sohoa pages at 98 %, %"] == 50
    assert row["pages"] == 2


def test_pages_that_are_absent_are_a_figure_not_met_with_a_reason():
    result = judged([], (DECREE, "clean"), "the corpus is absent", corpus="x")
    assert [(figure.value, figure.met, figure.note) for figure in result.figures] == [
        (None, False, "the corpus is absent")
    ] * 4
