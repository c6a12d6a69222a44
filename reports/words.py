"""Every word an official reads, in both languages: nothing visible is written elsewhere.

Headings and sentences stand in `reports.texts` and `reports.office_texts`, the values of the domain in
`reports.value_words`, names of indicators with the indicators, names of papers in the catalogue, the
sentences about quality gates in `reports.failure_words`.
"""

from __future__ import annotations

from dossiers.incompleteness import ActionKind, CompletenessBand
from dossiers.indicators import Cohort
from dossiers.register import Channel, Level
from dossiers.register_guard import Exclusion, Shrinking
from dossiers.reporting import Breakdown
from dossiers.states import SlotState
from reports import value_words
from reports.phrases import Wording
from reports.texts import Text


class Words(Wording):
    """The words of reports in one language."""

    def state(self, state: SlotState) -> str:
        """The state of a component in words."""
        return self._of(value_words.STATES[state])

    def result(self, state: SlotState) -> str:
        """The state of the result in words."""
        return self._of(
            value_words.RESULT_NOT_DUE if state is SlotState.NOT_DUE else value_words.STATES[state]
        )

    def verdict(self, verdict: bool | None) -> str:  # noqa: FBT001 - the value is what is said
        """Yes, no or undetermined."""
        if verdict is None:
            return self.say(Text.UNKNOWN)
        return self.say(Text.YES if verdict else Text.NO)

    def level(self, level: Level) -> str:
        """The level of a unit."""
        return self._of(value_words.LEVELS[level])

    def channel(self, channel: Channel) -> str:
        """How a dossier was handed in."""
        return self._of(value_words.CHANNELS[channel])

    def cohort(self, cohort: Cohort) -> str:
        """Which dossiers a report is about."""
        return self._of(value_words.COHORTS[cohort])

    def breakdown(self, breakdown: Breakdown) -> str:
        """By what a report groups."""
        return self._of(value_words.BREAKDOWNS[breakdown])

    def register_kind(self, kind: str) -> str:
        """What a register file lists; a kind without words stands as it is."""
        return self._of(value_words.REGISTER_KINDS.get(kind, (kind, kind)))

    def finding(self, finding: str) -> str:
        """What a check found; a finding without words stands as it is."""
        return self._of(value_words.FINDINGS.get(finding, (finding, finding)))

    def band(self, band: CompletenessBand) -> str:
        """How far a dossier is digitised."""
        return self._of(value_words.BANDS[band])

    def step(self, kind: ActionKind) -> str:
        """What is to be done with a paper."""
        return self._of(value_words.STEPS[kind])

    def exclusion(self, why: Exclusion) -> str:
        """Why a dossier stands outside the count."""
        return self._of(value_words.EXCLUSIONS[why])

    def shrinking(self, how: Shrinking) -> str:
        """How a month became smaller."""
        return self._of(value_words.SHRINKINGS[how])

    def check(self, what: str) -> str:
        """A sum that has to agree; one without words stands as it is."""
        return self._of(value_words.CHECKS.get(what, (what, what)))

    def in_either(self, vietnamese: str, english: str) -> str:
        """What data says in both languages."""
        return self._of((vietnamese, english))
