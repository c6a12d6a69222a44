"""A slip in words: how the whole stands, a row for each due paper, what is to be done next.

How the dossier stands is judged elsewhere (`dossiers.completeness`), what comes next, too
(`dossiers.incompleteness`); here it is put into words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from config.sections import Language
from dossiers.completeness import DossierStatusReport, SlotStatus
from dossiers.facts import facts_of
from dossiers.incompleteness import ActionKind, Lacking, actions_for
from dossiers.reasons import Reason
from dossiers.states import Paper, PaperState, SlotState
from reports.failure_words import FailureWords
from reports.json_status import failures_of, findings_of
from reports.names import Names
from reports.notation import plain
from reports.slip_words import VERDICT_MARKS, Mark, SlipText, SlipWords, Verdict

_MOST_FAULTS = 2


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """A paper that fills no slot and waits for a person.

    Attributes:
        pages: in the file it came in.
        kind_name: what it is, in words; empty where nobody knows.
        reason: why a person must look (`StoredDocument.review_reason`).
        candidate: the name of what it may be; empty where nothing is suggested.
    """

    number: int
    pages: tuple[int, ...]
    kind_name: str
    reason: str
    candidate: str = ""


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file in quarantine: when it was looked at last, its size, and why it was refused."""

    tried_at: datetime
    bytes: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip is about.

    Attributes:
        status: None where no register holds the dossier.
    """

    dossier_code: str
    status: DossierStatusReport | None
    waiting: tuple[WaitingPaper, ...] = ()
    refused: tuple[RefusedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One due paper, or the result, in words."""

    mark: Mark
    name: str
    state: str
    step: str = ""

    @property
    def is_to_do(self) -> bool:
        """Whether somebody has to do something about it."""
        return bool(self.step)


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip in words: `rows` what somebody has to do something about first, the result last."""

    slip: Slip
    verdict: Verdict
    said: str
    doubts: tuple[str, ...]
    rows: tuple[SlipRow, ...]
    not_due: tuple[str, ...]

    @property
    def mark(self) -> Mark:
        """The symbol of the whole."""
        return VERDICT_MARKS[self.verdict]

    @property
    def papers_to_do(self) -> tuple[SlipRow, ...]:
        """The papers that are missing, failed, or not clear."""
        return tuple(row for row in self.rows[:-1] if row.is_to_do)


def view_of(slip: Slip, language: Language, names: Names) -> SlipView:
    """A slip in words."""
    words = SlipWords(language)
    status = slip.status
    steps = _steps(status) if status else {}
    papers = [slot for slot in status.slots if slot.state is not SlotState.NOT_DUE] if status else []
    verdict = _verdict(status)
    lacking = len(status.missing) if status else 0
    told = [_row(slot, status, steps.get(slot.id), names, words) for slot in papers if status]
    result = [_result_row(status, words)] if status else []
    return SlipView(
        slip=slip,
        verdict=verdict,
        said=words.verdict(verdict, lacking),
        doubts=tuple(_doubts(slip, words)),
        rows=(*sorted(told, key=lambda row: not row.is_to_do), *result),
        not_due=tuple(
            plain(slot.name)
            for slot in (status.slots if status else ())
            if slot.state is SlotState.NOT_DUE and not _is_told_beside(slot, papers)
        ),
    )


def _verdict(status: DossierStatusReport | None) -> Verdict:
    if status is None:
        return Verdict.UNREGISTERED
    if status.record.is_deleted:
        return Verdict.DELETED
    if status.complete is None:
        return Verdict.UNCLEAR
    if not status.complete:
        return Verdict.LACKING
    return Verdict.NOTHING_DUE if status.has_nothing_to_digitise else Verdict.COMPLETE


def _steps(status: DossierStatusReport) -> Mapping[str, ActionKind]:
    """What is to be done next, by slot."""
    facts, record = facts_of(status), status.record
    lacking = Lacking(
        record.dossier_code,
        record.unit_code,
        record.procedure_code,
        facts.unassigned,
        facts.due is None,
        facts.lacks,
    )
    return {slot: kind for action in actions_for([lacking]) for kind, slot in action.steps}


def _doubts(slip: Slip, words: SlipWords) -> Iterator[str]:
    """What is to be done beside the due papers, in short."""
    if slip.waiting:
        yield words.say(SlipText.DOUBT_WAITING, len(slip.waiting))
    if slip.refused:
        yield words.say(SlipText.DOUBT_REFUSED, len(slip.refused))
    if slip.status and slip.status.result.due and not slip.status.result.state.is_digitised:
        yield words.say(SlipText.DOUBT_RESULT, words.result(slip.status.result.state)[1])


def _row(
    slot: SlotStatus,
    status: DossierStatusReport,
    step: ActionKind | None,
    names: Names,
    words: SlipWords,
) -> SlipRow:
    mark, state = words.state(slot.state, step)
    name = plain(slot.name)
    others = [plain(other.name) for other in status.slots if _is_other_of(slot, other)]
    if others and not slot.state.is_digitised:
        name = f"{name} ({words.say(SlipText.OR, '; '.join(others))})"
    return SlipRow(mark, name, state, " ".join(_todo(slot, status, step, names, words)))


def _is_other_of(slot: SlotStatus, other: SlotStatus) -> bool:
    """Whether the other one would do instead."""
    return slot.group is not None and other.group == slot.group and other.id != slot.id and other.digitisable


def _is_told_beside(slot: SlotStatus, papers: Iterable[SlotStatus]) -> bool:
    """Whether it stands in the row of another one of its group."""
    return any(_is_other_of(paper, slot) for paper in papers)


def _todo(
    slot: SlotStatus,
    status: DossierStatusReport,
    step: ActionKind | None,
    names: Names,
    words: SlipWords,
) -> Iterator[str]:
    """What is to be done next with a paper, and why; nothing where nothing is."""
    if step is None:
        return
    if step is ActionKind.RESCAN:
        yield from _faults(slot.papers, words)
        return
    usable = {paper.number for paper in slot.papers if paper.state is PaperState.USABLE}
    if usable and len(usable) < slot.papers_min:
        yield f"{words.say(SlipText.TOO_FEW, slot.papers_min, len(usable))}."
    if step is ActionKind.ASK:
        procedure = names.catalogue.get(status.record.procedure_code)
        component = procedure.component(slot.id) if procedure else None
        if component and component.when:
            yield words.say(SlipText.CONDITION, plain(component.when).rstrip("."))
    yield words.step(step)


def _faults(papers: Iterable[Paper], words: SlipWords) -> Iterator[str]:
    """What is wrong with the scans that are there, and what helps."""
    failed = [paper for paper in papers if paper.state is not PaperState.USABLE]
    failures = [failure for failure in failures_of(failed) if failure.severity != "warning"]
    said = FailureWords(words.language).reasons(failures)
    said = said or FailureWords(words.language).findings(findings_of(failed), failures_of(failed))
    told = "; ".join(said[:_MOST_FAULTS])
    if told:
        more = len(said) - _MOST_FAULTS
        yield f"{told[0].upper()}{told[1:]}{f' ({words.say(SlipText.MORE, more)})' if more > 0 else ''}."
    remedies = dict.fromkeys(words.remedy(failure.property) for failure in failures)
    helping = [remedy for remedy in remedies if remedy][:_MOST_FAULTS]
    yield " ".join(helping) or words.step(ActionKind.RESCAN)


def _result_row(status: DossierStatusReport, words: SlipWords) -> SlipRow:
    result = status.result
    mark, state = words.result(result.state)
    step = ""
    if result.due and not result.state.is_digitised:
        scanned = [paper for paper in result.papers if paper.state is not PaperState.USABLE]
        step = " ".join(_faults(scanned, words)) if scanned else words.result_step()
    return SlipRow(mark, words.say(SlipText.RESULT), state, step)
