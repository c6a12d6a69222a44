from __future__ import annotations

import json

import pytest

from benchmarks import memory, speed, startup
from benchmarks.figures import Figure, Result, Table, print_json
from benchmarks.process_tree import Cost


@pytest.mark.parametrize(
    ("value", "target", "met"),
    [
        (0.45, "<= 0.45", True),
        (0.4500001, "<= 0.45", False),
        (97.0, ">= 97", True),
        (96.99, ">= 97", False),
        (1.0, "< 1", False),
        (1.0, "> 0", True),
        (float("nan"), "<= 1", False),
        (None, "<= 1", False),
    ],
)
def test_a_figure_is_judged_by_its_target(value: float | None, target: str, met: bool) -> None:
    assert Figure("a ratio", value, target).met is met


@pytest.mark.parametrize("target", ["0.45", "= 0.45", "<=0.45", "<= half", ""])
def test_a_target_that_nobody_can_judge_is_refused_where_it_is_written(target: str) -> None:
    with pytest.raises(ValueError, match=r"target|float"):
        Figure("a ratio", 0.4, target)


@pytest.mark.parametrize(
    ("values", "met"), [((0.4, 0.4), True), ((0.4, 0.5), False), ((0.4, None), False), ((), False)]
)
def test_a_result_is_met_where_every_figure_is(values: tuple[float | None, ...], met: bool) -> None:
    figures = tuple(Figure("a ratio", value, "<= 0.45") for value in values)
    assert Result("speed", figures, "40 pages").met is met


def test_the_document_is_that_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    print_json(
        Result(
            "speed",
            (Figure("CPU", 0.41, "<= 0.45"), Figure("fast", None, "<= 0.95", note="tesserocr is missing")),
            "40 pages",
            (Table("tools", ("tool", "CPU"), (("sohoa", 1.25),)),),
        )
    )
    document = json.loads(capsys.readouterr().out)
    assert len(document.pop("commit").split("+")[0]) in {40, len("unknown")}
    assert document == {
        "bench": "speed",
        "met": False,
        "figures": [
            {"name": "CPU", "value": 0.41, "target": "<= 0.45", "met": True},
            {
                "name": "fast",
                "value": None,
                "target": "<= 0.95",
                "met": False,
                "note": "tesserocr is missing",
            },
        ],
        "corpus": "40 pages",
        "tables": [{"title": "tools", "rows": [{"tool": "sohoa", "CPU": 1.25}]}],
    }


def turns_of(**cpu_seconds: list[float]) -> speed.Turns:
    turns = speed.Turns("some files")
    for name, seconds in cpu_seconds.items():
        turns.of[getattr(speed, name)] = [speed.Turn(10, one, one) for one in seconds]
    return turns


def test_a_ratio_of_speed_is_that_of_the_sums_not_the_mean_of_the_ratios() -> None:
    turns = turns_of(SOHOA=[10.0, 2.0], FAST=[8.0, 2.0], OCRMYPDF=[30.0, 10.0], TESSERACT=[10.0, 1.0])
    assert [figure.value for figure in speed.judged([turns], corpus="").figures] == [
        pytest.approx(12 / 40),
        pytest.approx(12 / 11),
        pytest.approx(10 / 11),
    ]


def test_a_tool_that_failed_leaves_its_figures_without_value_and_says_why() -> None:
    turns = turns_of(SOHOA=[10.0], OCRMYPDF=[30.0], TESSERACT=[10.0])
    turns.failed[speed.FAST] = "tesserocr is missing"
    *others, fast = speed.judged([turns], corpus="").figures
    assert (fast.value, fast.met, fast.note) == (None, False, "tesserocr is missing")
    assert all(figure.met for figure in others)


@pytest.mark.parametrize(
    ("short", "long", "met"),
    [
        (400.0, 430.0, [True, True, True]),
        (400.0, 450.0, [True, True, False]),
        (950.0, 950.0, [False, False, True]),
        (400.0, None, [True, False, False]),
    ],
)
def test_memory_is_judged_by_both_peaks_and_by_the_growth(
    short: float, long: float | None, met: list[bool]
) -> None:
    assert [figure.met for figure in memory.judged(short, long)] == met


def test_startup_is_the_difference_of_the_medians() -> None:
    def costs(*walls: float) -> list[Cost]:
        return [Cost(exit_code=0, cpu_seconds=wall / 2, wall_seconds=wall) for wall in walls]

    (figure,) = startup.judged(costs(1.7, 9.0, 1.5), costs(1.0, 1.1, 0.2)).figures
    assert figure.value == pytest.approx(0.7)
    assert figure.met
