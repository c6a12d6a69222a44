"""The seven indicators that inspections track (domain/indicators.md 1.5; contract.md, "Readings").

Each indicator is a population (which dossiers stand in the denominator) and a test (which of them in
the numerator); `thanh_phan_so_hoa` counts components instead of dossiers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dossiers.completeness import DossierStatusReport
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.register import DossierRecord

Indicators = dict[str, Ratio]


class Cohort(StrEnum):
    """Which dossiers a report is about: those received, or those resolved, in its period."""

    RECEIVED = "received"
    RESOLVED = "resolved"

    def holds(self, record: DossierRecord, period: Period | None) -> bool:
        """Whether the dossier belongs to the cohort of the period; deleted ones belong to none."""
        if record.is_deleted:
            return False
        if self is Cohort.RECEIVED:
            return period is None or record.received_on in period
        return record.is_resolved_by(None) and (period is None or record.resolved_on in period)


@dataclass(frozen=True, slots=True)
class CountedDossier:
    """A dossier as of the end of the period (None: as the register stands today)."""

    status: DossierStatusReport
    as_of: date | None

    @property
    def is_resolved(self) -> bool:
        """Resolved by the end of the period: by dates, not by today's status."""
        return self.status.record.is_resolved_by(self.as_of)

    @property
    def has_result_file(self) -> bool:
        """Whether a usable result is stored."""
        return self.status.result.state.is_digitised


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator: its public id, its Vietnamese name, and how a dossier counts in it."""

    id: str
    name_vi: str
    name_en: str
    count: Callable[[CountedDossier], Ratio]


def _one(*, counts: bool, holds: bool) -> Ratio:
    return Ratio(numerator=int(counts and holds), denominator=int(counts))


def _some_components(dossier: CountedDossier) -> Ratio:
    """Where nobody knows the due set, a usable paper to which a person gave a slot counts all the same."""
    status = dossier.status
    due_set_is_unknown = status.components.due is None
    digitised = status.components.digitised > 0 or (due_set_is_unknown and status.has_component_file)
    return _one(counts=not status.has_nothing_to_digitise, holds=digitised)


def _all_components(dossier: CountedDossier) -> Ratio:
    status = dossier.status
    return _one(counts=not status.has_nothing_to_digitise, holds=status.complete is True)


def _result_digitised(dossier: CountedDossier) -> Ratio:
    done = dossier.has_result_file or not dossier.status.ends_in_document
    return _one(counts=dossier.is_resolved, holds=done)


def _electronic_result(dossier: CountedDossier) -> Ratio:
    return _one(counts=dossier.status.ends_in_document, holds=dossier.has_result_file)


def _dossier_and_result(dossier: CountedDossier) -> Ratio:
    result_due = dossier.is_resolved and dossier.status.ends_in_document
    done = dossier.status.has_component_file and (dossier.has_result_file or not result_due)
    return _one(counts=True, holds=done)


def _reused(dossier: CountedDossier) -> Ratio:
    return _one(counts=True, holds=dossier.status.has_reused_data)


def _components(dossier: CountedDossier) -> Ratio:
    counts = dossier.status.components
    return Ratio(numerator=counts.digitised, denominator=counts.due or 0)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "co_so_hoa_tphs",
        "Hồ sơ có số hóa thành phần",
        "Dossiers with digitised components",
        _some_components,
    ),
    Indicator(
        "so_hoa_day_du_tphs",
        "Hồ sơ số hóa đầy đủ thành phần",
        "Dossiers digitised in full",
        _all_components,
    ),
    Indicator("so_hoa_ket_qua", "Hồ sơ có kết quả được số hóa", "Results digitised", _result_digitised),
    Indicator(
        "qd766_4_1", "4.1 Cấp kết quả điện tử (QĐ 766)", "4.1 Electronic result (QĐ 766)", _electronic_result
    ),
    Indicator(
        "qd766_4_2",
        "4.2 Số hóa hồ sơ, kết quả (QĐ 766)",
        "4.2 Dossier and result digitised (QĐ 766)",
        _dossier_and_result,
    ),
    Indicator(
        "qd766_4_3", "4.3 Tái sử dụng dữ liệu số hóa (QĐ 766)", "4.3 Digitised data reused (QĐ 766)", _reused
    ),
    Indicator("thanh_phan_so_hoa", "Thành phần hồ sơ được số hóa", "Components digitised", _components),
)


def count(statuses: Iterable[DossierStatusReport], period: Period | None) -> Indicators:
    """All indicators over these dossiers, as of the end of the period."""
    totals = {indicator.id: [0, 0] for indicator in INDICATORS}
    as_of = period.last if period else None
    for status in statuses:
        dossier = CountedDossier(status, as_of)
        for indicator in INDICATORS:
            part = indicator.count(dossier)
            totals[indicator.id][0] += part.numerator
            totals[indicator.id][1] += part.denominator
    return {
        name: Ratio(numerator=numerator, denominator=denominator)
        for name, (numerator, denominator) in totals.items()
    }
