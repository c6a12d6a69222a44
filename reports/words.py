"""Every word an official reads, in both languages, Vietnamese first: nothing visible is written elsewhere.

Names of indicators stand with the indicators (`dossiers.indicators`), names of papers in the catalogue, the
sentences about quality gates in `reports.failure_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from config.settings import Language
from dossiers.indicators import Cohort, Indicator
from dossiers.register import Channel, Level
from dossiers.reporting import Breakdown
from dossiers.states import SlotState

Phrase = tuple[str, str]  # Vietnamese, English


class Text(Enum):
    """Headings, labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("Mức độ số hóa hồ sơ thủ tục hành chính", "Digitisation of administrative dossiers")
    PERIOD = ("Kỳ báo cáo", "Period")
    FROM_TO = ("từ {} đến {}", "{} to {}")
    COHORT = ("Phạm vi", "Cohort")
    RULE_SET = ("Bộ quy tắc", "Rule set")
    RULE_SETS_MIXED = ("nhiều bộ, theo ngày tiếp nhận: {}", "several, by date of reception: {}")
    COUNTED = ("Số hồ sơ trong báo cáo", "Dossiers in this report")
    GENERATED = ("Lập lúc", "Made at")
    ANSWER = ("Kết quả chính", "The answer")
    NOTHING_COUNTED = ("không có hồ sơ để tính", "no dossier to count")

    INDICATORS = ("Các chỉ tiêu", "Indicators")
    INDICATOR = ("Chỉ tiêu", "Indicator")
    NUMERATOR = ("Tử số", "Numerator")
    DENOMINATOR = ("Mẫu số", "Denominator")
    RATIO = ("Tỷ lệ", "Ratio")
    INDICATORS_NOTE = (
        "Tỷ lệ = tử số / mẫu số, làm tròn hai chữ số; không làm tròn lên 100 %.",
        "Ratio = numerator / denominator, two decimals; never rounded up to 100 %.",
    )
    GROUPS = ("Theo nhóm", "By group")
    HAS_COMPONENTS = ("Có số hóa TP", "Some digitised")
    ALL_COMPONENTS = ("Đủ TP", "All digitised")
    GROUPS_NOTE = (
        "TP: thành phần hồ sơ. Số liệu: tử số / mẫu số và tỷ lệ.",
        "Figures: numerator / denominator, and the ratio.",
    )

    DOSSIERS = ("Từng hồ sơ", "Each dossier")
    DOSSIER = ("Mã hồ sơ", "Dossier")
    PROCEDURE = ("Thủ tục", "Procedure")
    UNIT = ("Đơn vị", "Unit")
    DIGITISED_OF_DUE = ("Đã / phải số hóa", "Digitised / due")
    COMPLETE = ("Đầy đủ", "Complete")
    RESULT = ("Kết quả", "Result")
    MISSING = ("Còn thiếu", "Missing")
    YES = ("có", "yes")
    NO = ("không", "no")
    UNKNOWN = ("chưa xác định", "undetermined")

    TODO = ("Việc cần làm: hồ sơ còn thiếu", "To do: dossiers that lack something")
    TODO_WHAT = ("Cần bổ sung, kiểm tra", "To add or to check")
    TODO_NOT_ASKED = (
        "Danh sách từng hồ sơ có trong báo cáo lập với --dossiers.",
        "A report made with --dossiers lists each dossier.",
    )
    TODO_EMPTY = ("Không có hồ sơ nào còn thiếu.", "No dossier lacks anything.")
    TODO_COUNT = ("{} trong {} hồ sơ.", "{} of {} dossiers.")
    TODO_UNDETERMINED = (
        "{} giấy tờ chưa xác định có phải nộp hay không",
        "{} papers of which nobody knows whether they are due",
    )
    TODO_RESULT = ("kết quả giải quyết: {}", "the result: {}")

    DOUBTS = ("Điểm chưa chắc chắn", "What is in doubt")
    DOUBTS_NOTE = (
        "Hồ sơ chưa xác định không bao giờ được tính là đầy đủ.",
        "What is undetermined never counts as complete.",
    )
    DOUBT = ("Nội dung", "What")
    HOW_MANY = ("Số lượng", "How many")
    DOUBT_UNDETERMINED = (
        "Hồ sơ có giấy tờ chưa xác định có phải nộp hay không (vẫn ở mẫu số)",
        "Dossiers with papers that may or may not be due (in the denominators)",
    )
    DOUBT_DUE_UNKNOWN = (
        "Hồ sơ chưa biết phải gồm những giấy tờ nào (vẫn ở mẫu số)",
        "Dossiers whose due papers nobody knows (in the denominators)",
    )
    DOUBT_NOTHING_DUE = (
        "Hồ sơ không có gì phải số hóa (ngoài tỷ lệ thành phần)",
        "Dossiers with nothing to digitise (outside the component ratios)",
    )
    DOUBT_UNASSIGNED = (
        "Giấy tờ đã quét, chưa xếp vào thành phần nào, chờ người xem",
        "Scanned papers that fill no slot yet: to be reviewed",
    )

    REGISTER = ("Số liệu dựa trên sổ hồ sơ", "The register this rests on")
    REGISTER_NONE = (
        "Chưa nhập sổ hồ sơ nào: mẫu số chưa có căn cứ.",
        "No register was imported: the denominators rest on nothing.",
    )
    REGISTER_CAUTION = (
        "Mẫu số lấy từ các tệp này; tệp bị cắt bớt sẽ làm tỷ lệ cao lên: hãy đối chiếu số dòng.",
        "The denominators come from these files; a truncated one raises the ratios: check the rows.",
    )
    FILE = ("Tệp", "File")
    KIND = ("Loại", "Kind")
    ROWS = ("Số dòng", "Rows")
    SHA256 = ("SHA-256", "SHA-256")
    IMPORTED = ("Nhập lúc", "Imported")

    STATUS_TITLE = ("Hồ sơ {}", "Dossier {}")
    PAPERS_AND_RESULT = ("Giấy tờ và kết quả", "Papers and result")
    COMPONENT = ("Giấy tờ", "Paper")
    IS_DUE = ("Phải có", "Due")
    STATE = ("Tình trạng", "State")
    PAPERS = ("Bản quét", "Scans")
    FINDINGS = ("Ghi nhận", "Findings")
    PAPER_PAGES = ("số {} (trang {})", "no. {} (p. {})")
    COMPONENTS = ("Thành phần đã số hóa", "Components digitised")
    DUE_UNKNOWN = (
        "chưa biết hồ sơ phải gồm những giấy tờ nào",
        "nobody knows which papers are due",
    )
    COMPONENTS_UNDETERMINED = ("và {} chưa xác định", "and {} undetermined")
    UNASSIGNED = ("Chưa xếp vào đâu, chờ người xem", "In no slot yet, to be reviewed")
    ONE_OF = ("{} [một trong nhóm {}]", "{} [one of group {}]")


_STATES: Mapping[SlotState, Phrase] = {
    SlotState.USABLE: ("đã số hóa", "digitised"),
    SlotState.FAILED_GATE: ("không đạt yêu cầu", "fails the gate"),
    SlotState.UNREADABLE: ("không đọc được", "unreadable"),
    SlotState.MISSING: ("thiếu", "missing"),
    SlotState.REUSED: ("tái sử dụng", "reused"),
    SlotState.NOT_DUE: ("không phải nộp", "not due"),
    SlotState.UNDETERMINED: ("chưa xác định", "undetermined"),
    SlotState.PRESENT_ONLY: ("chỉ xuất trình", "shown only"),
    SlotState.EXEMPT: ("không phải số hóa", "not to be digitised"),
}
# Nobody hands in a result: where none is due, the state needs another word.
_RESULT_NOT_DUE: Phrase = ("chưa phải có", "not due")

_LEVELS: Mapping[Level, Phrase] = {
    Level.PROVINCE: ("cấp tỉnh", "province"),
    Level.DISTRICT: ("cấp huyện", "district"),
    Level.COMMUNE: ("cấp xã", "commune"),
}
_CHANNELS: Mapping[Channel, Phrase] = {
    Channel.DIRECT: ("trực tiếp", "direct"),
    Channel.ONLINE: ("trực tuyến", "online"),
    Channel.POST: ("bưu chính", "post"),
    Channel.LINKED: ("liên thông", "linked"),
}
_COHORTS: Mapping[Cohort, Phrase] = {
    Cohort.RECEIVED: ("hồ sơ tiếp nhận trong kỳ", "dossiers received in the period"),
    Cohort.RESOLVED: ("hồ sơ giải quyết xong trong kỳ", "dossiers resolved in the period"),
}
_BREAKDOWNS: Mapping[Breakdown, Phrase] = {
    Breakdown.UNIT: ("đơn vị", "unit"),
    Breakdown.LEVEL: ("cấp", "level"),
    Breakdown.FIELD: ("lĩnh vực", "field"),
    Breakdown.PROCEDURE: ("thủ tục", "procedure"),
    Breakdown.CHANNEL: ("hình thức nộp", "channel"),
    Breakdown.MONTH: ("tháng", "month"),
}
_REGISTER_KINDS: Mapping[str, Phrase] = {
    "dossiers": ("hồ sơ", "dossiers"),
    "components": ("giấy tờ", "components"),
    "units": ("đơn vị", "units"),
}
_FINDINGS: Mapping[str, Phrase] = {
    "active_content": ("tệp có nội dung chạy được", "the file has active content"),
    "black_and_white": ("quét đen trắng", "scanned in black and white"),
    "black_borders": ("có viền đen", "has black borders"),
    "blank": ("giấy trắng", "blank paper"),
    "blank_page": ("có trang trắng", "has a blank page"),
    "blurred": ("mờ", "blurred"),
    "cut_off_text": ("chữ sát mép, có thể bị cắt", "text at the edge, may be cut off"),
    "grey": ("quét thang xám", "scanned in grey"),
    "low_confidence": ("chữ đọc không chắc", "text read with little confidence"),
    "low_resolution": ("độ phân giải dưới mức", "resolution too low"),
    "no_resolution": ("không rõ độ phân giải", "resolution unknown"),
    "odd_size": ("khổ giấy lạ, xem lại tỷ lệ quét 1:1", "no usual paper size, check the scale of 1:1"),
    "odd_text": ("chữ không giống tiếng Việt", "the text is hardly Vietnamese"),
    "restricted": ("tệp hạn chế quyền", "the file restricts its use"),
    "skewed": ("quét nghiêng", "scanned askew"),
    "signed": ("có chữ ký số", "electronically signed"),
    "unreadable_text": ("không đọc được chữ", "no text can be read"),
    "wrong_dossier": ("thuộc hồ sơ khác", "belongs to another dossier"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: Language

    def say(self, text: Text, *values: object) -> str:
        """A text, its places filled."""
        return self._of(text.value).format(*values)

    def indicator(self, indicator: Indicator) -> str:
        """The name of an indicator."""
        return self._of((indicator.name_vi, indicator.name_en))

    def state(self, state: SlotState) -> str:
        """The state of a component in words."""
        return self._of(_STATES[state])

    def result(self, state: SlotState) -> str:
        """The state of the result in words."""
        return self._of(_RESULT_NOT_DUE if state is SlotState.NOT_DUE else _STATES[state])

    def verdict(self, verdict: bool | None) -> str:  # noqa: FBT001 - the value is what is said
        """Yes, no or undetermined."""
        if verdict is None:
            return self.say(Text.UNKNOWN)
        return self.say(Text.YES if verdict else Text.NO)

    def level(self, level: Level) -> str:
        """The level of a unit."""
        return self._of(_LEVELS[level])

    def channel(self, channel: Channel) -> str:
        """How a dossier was handed in."""
        return self._of(_CHANNELS[channel])

    def cohort(self, cohort: Cohort) -> str:
        """Which dossiers a report is about."""
        return self._of(_COHORTS[cohort])

    def breakdown(self, breakdown: Breakdown) -> str:
        """By what a report groups."""
        return self._of(_BREAKDOWNS[breakdown])

    def register_kind(self, kind: str) -> str:
        """What a register file lists; a kind without words stands as it is."""
        return self._of(_REGISTER_KINDS.get(kind, (kind, kind)))

    def finding(self, finding: str) -> str:
        """What a check found; a finding without words stands as it is."""
        return self._of(_FINDINGS.get(finding, (finding, finding)))

    def _of(self, phrase: Phrase) -> str:
        vietnamese, english = phrase
        return vietnamese if self.language is Language.VIETNAMESE else english
