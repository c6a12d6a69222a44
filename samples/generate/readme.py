"""samples/README.md: the table of the files is written from the list, so that it cannot drift."""

from __future__ import annotations

from pathlib import Path

from samples.generate.model import Dossier, File
from samples.generate.truth import percent

_TEMPLATE = Path(__file__).with_name("readme.in.md")


def readme(dossiers: tuple[Dossier, ...], strays: tuple[File, ...], passed_over: dict[str, bytes]) -> str:
    """The whole page."""
    text = _TEMPLATE.read_text(encoding="utf-8")
    return text.replace("{{dossiers}}", _dossiers(dossiers)).replace(
        "{{files}}", _files(dossiers, strays, passed_over)
    )


def _dossiers(dossiers: tuple[Dossier, ...]) -> str:
    rows = [
        (
            "| dossier | procedure | channel, status | facts | what it is for | complete | digitised / due "
            "| result |"
        ),
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in dossiers:
        complete = {True: "yes", False: "no", None: "unknown"}[one.truth.complete]
        due = "?" if one.truth.due is None else one.truth.due
        more = f", {one.truth.undetermined} undetermined" if one.truth.undetermined else ""
        share = percent(one.truth.digitised, one.truth.due or 0)
        ratio = f"{one.truth.digitised} / {due}{more}{f' ({share} %)' if share else ''}"
        rows.append(
            f"| `{one.code}` | {one.procedure} | {one.channel}, {one.status} | {one.facts or '(unknown)'} | "
            f"{one.note} | {complete} | {ratio} | {one.truth.result} |"
        )
    return "\n".join(rows)


def _files(dossiers: tuple[Dossier, ...], strays: tuple[File, ...], passed_over: dict[str, bytes]) -> str:
    rows = ["| file | what it is | expected |", "|---|---|---|"]
    for file in (*(file for one in dossiers for file in one.files), *strays):
        titles = "; ".join(", ".join(paper.title) for paper in file.papers) or "-"
        what = f"{titles}{f': {file.note}' if file.note else ''}"
        rows.append(f"| `{file.path}` | {what} | {_expected(file)} |")
    rows.extend(
        f"| `{name}` | no document at all | passed over, not even counted |" for name in sorted(passed_over)
    )
    return "\n".join(rows)


def _expected(file: File) -> str:
    if file.outcome != "stored":
        return f"{file.outcome}{f', `{file.reason}`' if file.reason else ''}"
    parts = [
        f"{f'`{one.slot}`' if one.slot else 'no slot'} "
        f"{one.state}{''.join(f', `{finding}`' for finding in one.findings)}"
        for one in file.expected
    ]
    return "stored: " + "; ".join(parts)
