"""The indicators of the contract by name, and the cohorts (domain/indicators.md 1.5).

How an indicator is counted is data: `config/data/rules`, by `dossiers/rules.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
class Indicator:
    """One indicator of the contract: its public id, and its name."""

    id: str
    name_vi: str
    name_en: str


# The rule sets define all of these, under these names; a test holds both equal.
INDICATORS: tuple[Indicator, ...] = (
    Indicator("co_so_hoa_tphs", "Hồ sơ có số hóa thành phần", "Dossiers with digitised components"),
    Indicator("so_hoa_day_du_tphs", "Hồ sơ số hóa đầy đủ thành phần", "Dossiers digitised in full"),
    Indicator("so_hoa_ket_qua", "Hồ sơ có kết quả được số hóa", "Results digitised"),
    Indicator("qd766_4_1", "4.1 Cấp kết quả điện tử (QĐ 766)", "4.1 Electronic result (QĐ 766)"),
    Indicator("qd766_4_2", "4.2 Số hóa hồ sơ, kết quả (QĐ 766)", "4.2 Dossier and result digitised (QĐ 766)"),
    Indicator("qd766_4_3", "4.3 Tái sử dụng dữ liệu số hóa (QĐ 766)", "4.3 Digitised data reused (QĐ 766)"),
    Indicator("thanh_phan_so_hoa", "Thành phần hồ sơ được số hóa", "Components digitised"),
)
CONTRACT_IDS = tuple(indicator.id for indicator in INDICATORS)
