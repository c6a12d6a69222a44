"""What an officer at the counter reads on the slip of a dossier, beside the words of its status."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dossiers.incompleteness import ActionKind
from dossiers.reasons import Reason
from dossiers.states import SlotState
from reports.phrases import Phrase, Phrases, Wording


class SlipText(Phrases):
    """Headings, labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("PHIẾU KIỂM TRA HỒ SƠ", "DOSSIER CHECK SLIP")
    CODE = ("Mã hồ sơ", "Dossier code")
    PROCEDURE = ("Thủ tục", "Procedure")
    UNIT = ("Đơn vị tiếp nhận", "Receiving unit")
    DUE_ON = ("Ngày hẹn trả", "Appointment")
    MADE = ("Lập lúc {}", "Made at {}")
    PAPER = ("Giấy tờ", "Paper")
    STATE = ("Tình trạng", "State")
    NEXT = ("Việc cần làm", "What to do")
    RESULT = ("Kết quả giải quyết", "The result")
    OR = ("hoặc: {}", "or: {}")
    NOT_DUE = ("Không phải nộp trong trường hợp này: {}", "Not due in this case: {}")
    MORE_ROWS = ("Còn {} giấy tờ nữa: lệnh “sohoa status {}”.", "{} more papers: “sohoa status {}”.")
    MORE = ("và {} nữa", "and {} more")
    WAITING = ("Giấy tờ chưa biết xếp vào đâu", "Papers that nobody could place")
    WAITING_PAPER = ("số {}, trang {}", "no. {}, page {}")
    MAY_BE = ("có thể là: {}", "may be: {}")
    REFUSED = ("Tệp chưa nhận được", "Files that could not be taken in")
    REFUSED_FILE = ("tệp {}, xem lúc {}", "file of {}, looked at {}")
    CONDITION = ("Trường hợp: {}.", "Case: {}.")
    TOO_FEW = ("cần {} bản, mới có {}", "{} are needed, {} are there")
    NO_LIST = (
        "Danh mục giấy tờ của thủ tục này chưa có: hỏi người phụ trách.",
        "Nobody knows the list of papers of this procedure: ask who is in charge.",
    )
    UNREGISTERED_NOTE = (
        "Kiểm tra mã hồ sơ; nếu đúng, chờ nhập sổ hồ sơ rồi tệp được nhận tự động.",
        "Check the code; if it is right, the files are taken in once the register holds it.",
    )
    DOUBT_WAITING = ("{} giấy tờ chờ người xem xét", "{} papers wait for a person")
    DOUBT_REFUSED = ("{} tệp chưa nhận được", "{} files could not be taken in")
    DOUBT_RESULT = ("kết quả giải quyết: {}", "the result: {}")
    STILL = ("Còn việc: {}.", "Still to do: {}.")

    TODAY = ("Hồ sơ hôm nay tại bộ phận một cửa", "Today's dossiers at the counter")
    SHOWN = ("{} hồ sơ mới nhất trong {}", "The newest {} of {} dossiers")
    UPDATED = (
        "Cập nhật lúc {}. Trang tự tải lại; nếu giờ này cũ quá vài phút, xem “sohoa watch” còn chạy không.",
        "As of {}. The page reloads by itself; if that is minutes ago, see whether “sohoa watch” runs.",
    )
    NOTHING_YET = ("Hôm nay chưa có hồ sơ nào.", "No dossier yet today.")
    TIME = ("Lúc", "Time")
    LACKS = ("Còn thiếu, cần làm", "Lacks, to do")
    HOMELESS = ("Tệp chưa biết của hồ sơ nào", "Files of no known dossier")


class Verdict(StrEnum):
    """What the slip says of the dossier as a whole; `COMPLETE` only where its status says so."""

    COMPLETE = "complete"
    LACKING = "lacking"
    UNCLEAR = "unclear"
    NOTHING_DUE = "nothing_due"
    UNREGISTERED = "unregistered"
    DELETED = "deleted"


class Mark(StrEnum):
    """The symbol of a state, which prints in black and white."""

    DONE = "✓"
    LACKING = "✗"
    RESCAN = "↻"
    REVIEW = "◎"
    UNCLEAR = "?"
    NOT_DUE = "–"


_VERDICTS: Mapping[Verdict, Phrase] = {
    Verdict.COMPLETE: ("ĐỦ GIẤY TỜ PHẢI SỐ HÓA", "COMPLETE"),
    Verdict.LACKING: ("CHƯA ĐỦ: còn {} giấy tờ", "NOT COMPLETE: {} papers are lacking"),
    Verdict.UNCLEAR: ("CHƯA RÕ: phải hỏi lại", "NOT CLEAR: ask"),
    Verdict.NOTHING_DUE: ("KHÔNG CÓ GIẤY TỜ PHẢI SỐ HÓA", "NOTHING TO DIGITISE"),
    Verdict.UNREGISTERED: ("CHƯA CÓ TRONG SỔ HỒ SƠ", "NOT IN THE REGISTER"),
    Verdict.DELETED: ("ĐÃ XÓA KHỎI SỔ HỒ SƠ", "DELETED FROM THE REGISTER"),
}
VERDICT_MARKS: Mapping[Verdict, Mark] = {
    Verdict.COMPLETE: Mark.DONE,
    Verdict.LACKING: Mark.LACKING,
    Verdict.UNCLEAR: Mark.UNCLEAR,
    Verdict.NOTHING_DUE: Mark.NOT_DUE,
    Verdict.UNREGISTERED: Mark.UNCLEAR,
    Verdict.DELETED: Mark.NOT_DUE,
}
_STATES: Mapping[SlotState, tuple[Mark, Phrase]] = {
    SlotState.USABLE: (Mark.DONE, ("đã số hóa", "digitised")),
    SlotState.REUSED: (Mark.DONE, ("đã có, dùng lại", "there, used again")),
    SlotState.FAILED_GATE: (Mark.RESCAN, ("chưa đạt: quét lại", "not good enough: scan again")),
    SlotState.UNREADABLE: (Mark.RESCAN, ("chưa đọc được: quét lại", "not readable: scan again")),
    SlotState.MISSING: (Mark.LACKING, ("thiếu", "missing")),
    SlotState.NOT_DUE: (Mark.NOT_DUE, ("không phải nộp", "not due")),
    SlotState.UNDETERMINED: (Mark.UNCLEAR, ("không rõ: hỏi lại", "not clear: ask")),
    SlotState.PRESENT_ONLY: (Mark.NOT_DUE, ("chỉ xuất trình", "shown only")),
    SlotState.EXEMPT: (Mark.NOT_DUE, ("không phải số hóa", "not to be digitised")),
}
_TO_REVIEW: Phrase = ("chờ người xem xét", "a person must look")
_RESULT_NOT_DUE: Phrase = ("chưa phải có", "not due yet")
_STEPS: Mapping[ActionKind, Phrase] = {
    ActionKind.RESCAN: ("Quét lại bản rõ hơn, 300 dpi, màu.", "Scan again at 300 dpi, in colour."),
    ActionKind.SCAN: (
        "Đã nhận giấy thì quét; chưa nhận thì yêu cầu bổ sung.",
        "Scan it if it was handed in; else ask for it.",
    ),
    ActionKind.REVIEW: (
        "Có thể đã quét: xem mục “Giấy tờ chưa biết xếp vào đâu” trước khi quét lại.",
        "It may be scanned already: see the papers that nobody could place before scanning again.",
    ),
    ActionKind.ASK: (
        "Hỏi người nộp xem có thuộc trường hợp này không.",
        "Ask the applicant whether this case applies.",
    ),
}
_RESULT_STEP: Phrase = ("Quét kết quả đã ký vào thư mục ket-qua.", "Scan the signed result into ket-qua.")
# By property of the gate that does not hold (config.gates.Property).
_REMEDIES: Mapping[str, Phrase] = {
    "dpi": ("Quét ở 300 dpi.", "Scan at 300 dpi."),
    "colour": ("Quét màu.", "Scan in colour."),
    "confidence": ("Quét rõ hơn, 300 dpi.", "Scan it clearer, at 300 dpi."),
    "words": (
        "Quét rõ hơn, đúng mặt có chữ; giấy quá mờ thì xin bản khác.",
        "Scan the written side, clearer; if the paper is too faint, ask for another.",
    ),
    "syllables": ("Quét rõ hơn, đúng chiều.", "Scan it clearer and upright."),
    "sharpness": ("Lau mặt kính, ép phẳng giấy.", "Clean the glass, press the paper flat."),
    "skew": ("Đặt giấy cho thẳng.", "Lay the paper straight."),
    "cut_off": ("Đặt giấy lọt trong khổ quét.", "Lay the whole paper on the glass."),
    "borders": ("Đậy nắp máy quét.", "Close the lid of the scanner."),
    "size": ("Quét đúng tỷ lệ 1:1.", "Scan at the scale of 1:1."),
    "source": ("Quét mặt có chữ.", "Scan the written side."),
    "written_pages": ("Quét mặt có chữ.", "Scan the written side."),
}
# By reason for which a person must look at a paper (reports.decision_words).
_LOOK: Phrase = ("Người phụ trách xem và xếp (“sohoa review”).", "Who is in charge decides (“sohoa review”).")
_OTHER_DOSSIER: Phrase = (
    "Xem có lẫn giấy của hồ sơ khác không; lẫn thì quét vào đúng hồ sơ.",
    "See whether it belongs to another dossier; if so, scan it there.",
)
_SCAN_AGAIN: Phrase = ("Quét lại giấy này.", "Scan this paper again.")
_REVIEW_STEPS: Mapping[str, Phrase] = {
    "wrong_dossier": _OTHER_DOSSIER,
    "already_digitised_elsewhere": (
        "Đã số hóa ở hồ sơ khác: người phụ trách cho dùng lại.",
        "Digitised in another dossier: who is in charge lets it be used again.",
    ),
    "damaged": _SCAN_AGAIN,
    "unreadable": _SCAN_AGAIN,
    "blank": ("Giấy trắng: quét mặt có chữ, hoặc bỏ qua.", "Blank: scan the written side, or leave it."),
    "two_papers_on_a_page": (
        "Hai giấy tờ trên một trang: quét lại riêng từng giấy.",
        "Two papers on one page: scan each by itself.",
    ),
}
_REASONS: Mapping[Reason, tuple[Phrase, Phrase]] = {
    Reason.EMPTY: (("tệp rỗng", "empty file"), ("Quét lại.", "Scan again.")),
    Reason.NOT_A_DOCUMENT: (
        ("không phải PDF, TIFF, JPEG, PNG", "no PDF, TIFF, JPEG or PNG"),
        ("Quét giấy ra PDF.", "Scan the paper as PDF."),
    ),
    Reason.CORRUPT: (("tệp hỏng", "damaged file"), ("Quét lại.", "Scan again.")),
    Reason.ENCRYPTED: (
        ("tệp đòi mật khẩu", "it asks for a password"),
        ("Lưu lại không mật khẩu, hoặc quét bản giấy.", "Save it without one, or scan the paper."),
    ),
    Reason.TOO_MANY_PAGES: (
        ("quá nhiều trang", "too many pages"),
        ("Tách thành nhiều tệp.", "Split it."),
    ),
    Reason.TOO_LARGE: (
        ("tệp hoặc trang quá lớn", "the file or a page is too large"),
        ("Quét lại ở 200 đến 300 dpi.", "Scan again at 200 to 300 dpi."),
    ),
    Reason.TIMEOUT: (
        ("đọc quá lâu", "reading took too long"),
        (
            "Quét lại thành tệp nhỏ hơn; vẫn vậy thì báo quản trị.",
            "Scan smaller files; else tell the administrator.",
        ),
    ),
    Reason.UNREADABLE: (
        ("không mở được tệp", "the file cannot be opened"),
        (
            "Đặt tên tệp ngắn, lưu lại; vẫn vậy thì báo quản trị.",
            "Save it under a short name; else tell the administrator.",
        ),
    ),
    Reason.NO_DOSSIER: (
        ("không có mã hồ sơ", "no dossier code"),
        (
            "Quét vào thư mục của hồ sơ, hoặc đặt bìa “sohoa cover” lên trên.",
            "Scan into the dossier's folder, or lay a cover on it.",
        ),
    ),
    Reason.UNKNOWN_DOSSIER: (
        ("sổ hồ sơ chưa có hồ sơ này", "the register does not hold this dossier"),
        (
            "Kiểm tra mã; đúng thì chờ nhập sổ, tệp được nhận tự động.",
            "Check the code; if right, wait for the register.",
        ),
    ),
    Reason.GROWING: (("đang được ghi", "still being written"), ("Chờ ghi xong.", "Wait.")),
    Reason.PURGED: (
        ("đã hủy theo thời hạn lưu", "deleted after its retention"),
        ("Lấy tệp ra khỏi thư mục quét.", "Take the file out of the scanner's folder."),
    ),
    Reason.SYSTEM: (
        ("lỗi của hệ thống", "a fault of the system"),
        (
            "Chờ đêm nay thử lại; vẫn vậy thì báo quản trị.",
            "It is tried again tonight; else tell the administrator.",
        ),
    ),
}


class SlipWords(Wording):
    """The words of one language."""

    def verdict(self, verdict: Verdict, lacking: int) -> str:
        """What is said of the dossier as a whole."""
        return self._of(_VERDICTS[verdict]).format(lacking)

    def state(self, state: SlotState, step: ActionKind | None) -> tuple[Mark, str]:
        """Symbol and words of a due paper's state, as far as what is to be done next makes a difference."""
        if step is ActionKind.REVIEW:
            return Mark.REVIEW, self._of(_TO_REVIEW)
        mark, phrase = _STATES[state]
        return mark, self._of(phrase)

    def result(self, state: SlotState) -> tuple[Mark, str]:
        """Symbol and words of the result's state."""
        if state is SlotState.NOT_DUE:
            return Mark.NOT_DUE, self._of(_RESULT_NOT_DUE)
        return self.state(state, None)

    def step(self, kind: ActionKind) -> str:
        """What is to be done with a paper."""
        return self._of(_STEPS[kind])

    def result_step(self) -> str:
        """What is to be done about a result that is due and not there."""
        return self._of(_RESULT_STEP)

    def remedy(self, name: str) -> str:
        """What helps where this property of a scan fails; empty where nothing special does."""
        return self._of(_REMEDIES.get(name, ("", "")))

    def review_step(self, reason: str) -> str:
        """What is to be done about a paper that waits for a person for this reason."""
        return self._of(_REVIEW_STEPS.get(reason, _LOOK))

    def refusal(self, reason: Reason) -> tuple[str, str]:
        """Why a file was refused, and what is to be done."""
        why, step = _REASONS[reason]
        return self._of(why), self._of(step)
