"""What is said of issued reports and of lists of dossiers, Vietnamese first."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.issues import Occasion
from reports.phrases import Phrases


class IssueText(Phrases):
    """The table of issues, and what a Prefect run shows of one. A `{}` is filled by the caller."""

    ISSUES = ("Báo cáo đã phát hành", "Issued reports")
    NONE = ("Chưa phát hành báo cáo nào.", "No report was issued yet.")
    ISSUE = ("Bản phát hành", "Issue")
    ISSUED_AT = ("Phát hành lúc", "Issued at")
    OCCASION = ("Loại", "Kind")
    MONTH_TO_DATE = ("lũy kế trong tháng", "month to date")
    MONTH = ("cả tháng", "whole month")
    ON_REQUEST = ("theo yêu cầu", "on request")
    SUPPRESSED = (
        "Ô dưới {} hồ sơ không hiện số liệu; báo cáo không kê từng hồ sơ.",
        "Cells of fewer than {} dossiers are not shown; no single dossier is listed.",
    )

    CHANGE = (
        "Tăng, giảm so với bản trước (điểm phần trăm; tử số / mẫu số)",
        "Change since the issue before (percentage points; numerator / denominator)",
    )
    CHANGE_SINCE = (
        "So với bản {} (số liệu đến {}).",
        "Against issue {} (data as of {}).",
    )
    FIRST_ISSUE = (
        "Bản đầu tiên của kỳ này: chưa có gì để so sánh.",
        "The first issue of this period: nothing to compare with.",
    )
    SAME_AS_BEFORE = (
        "Không có gì thay đổi trong ngày: vẫn là bản đã phát hành.",
        "Nothing changed this day: this is the issue that was there.",
    )
    SHRUNK = ("Tháng bị giảm số hồ sơ", "Months that shrank")
    NOT_SHRUNK = ("Không có tháng nào bị giảm số hồ sơ.", "No month shrank.")
    SHRUNK_LINE = ("{}: từ {} xuống {} hồ sơ", "{}: from {} to {} dossiers")
    STORED = ("Báo cáo đầy đủ", "The whole report")
    LATEST = ("Bản mới nhất luôn ở", "The newest is always at")


class ListedText(Phrases):
    """Headings of the dossiers behind a figure, and of what to do next."""

    NUMERATOR = ("Hồ sơ thuộc tử số: {}", "Dossiers in the numerator: {}")
    DENOMINATOR = ("Hồ sơ thuộc mẫu số: {}", "Dossiers in the denominator: {}")
    MISSING = (
        "Hồ sơ thuộc mẫu số nhưng chưa thuộc tử số: {}",
        "Dossiers in the denominator and not in the numerator: {}",
    )
    UNDETERMINED = ("Hồ sơ chưa xác định được: {}", "Undetermined dossiers: {}")
    EXCLUDED = ("Hồ sơ không tính: {}", "Excluded dossiers: {}")

    ACTIONS_OF = ("{}: {} hồ sơ", "{}: {} dossiers")
    NO_ACTIONS = (
        "Không có việc gì: không hồ sơ nào có thể làm cho đủ thêm.",
        "Nothing to do: no dossier is left to be completed.",
    )


OCCASIONS: Mapping[Occasion, IssueText] = {
    Occasion.MONTH_TO_DATE: IssueText.MONTH_TO_DATE,
    Occasion.MONTH: IssueText.MONTH,
    Occasion.ON_REQUEST: IssueText.ON_REQUEST,
}
