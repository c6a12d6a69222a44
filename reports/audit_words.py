"""What an inspector reads of the audit trail: what was done, how it ended, and what was done to the trail."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.audit import Step
from dossiers.trail_checking import Flaw
from reports.phrases import Phrase, Phrases, Wording


class Label(Phrases):
    """Labels and sentences. A `{}` is filled by the caller."""

    NUMBER = ("Số", "No.")
    WHEN = ("Lúc", "When")
    WHO = ("Ai", "Who")
    WHAT = ("Việc", "What")
    OBJECT = ("Đối tượng", "Object")
    OUTCOME = ("Kết quả", "Outcome")
    DETAILS = ("Chi tiết", "Details")
    OK = ("xong", "done")
    BEGUN = ("bắt đầu", "begun")
    KEPT = ("giữ lại", "kept")
    NONE = ("Không có việc nào được ghi.", "Nothing is noted.")
    MORE = (
        "Chỉ hiện {} việc mới nhất; --limit để xem thêm.",
        "The newest {} are shown; --limit shows more.",
    )
    CHECKED = (
        "Nhật ký có {} việc; {} việc đầu đã niêm phong trong kho, {} tệp.",
        "The trail has {} events; the first {} lie sealed in the store, in {} objects.",
    )
    HEAD = ("Việc cuối: số {}, mã băm {}", "The last event: number {}, hash {}")
    WHOLE = ("Không thấy gì bị sửa, bị bớt hoặc bị thêm.", "Nothing was changed, removed or put in.")
    EVENTS = ("việc {}–{}", "events {}–{}")
    EVENT = ("việc {}", "event {}")


_STEPS: Mapping[str, Phrase] = {
    Step.CLAIM: ("nhận tệp để xử lý", "file claimed"),
    Step.READ: ("đọc tệp", "file read"),
    Step.CLASSIFY: ("nhận biết giấy tờ", "paper recognised"),
    Step.ARCHIVE: ("lập bản lưu trữ", "archive copy made"),
    Step.PUBLISH: ("lưu vào kho", "stored"),
    Step.RECORD: ("ghi vào sổ cái", "recorded"),
    Step.SETTLE: ("chuyển khỏi thư mục vào", "moved out of the inbox"),
    Step.GIVE_BACK: ("để lại cho lần chạy khác", "left to another run"),
    Step.QUARANTINE: ("cách ly", "put into quarantine"),
    Step.RELEASE: ("cho ra khỏi cách ly", "released from quarantine"),
    Step.DECIDE: ("người quyết định", "decided by a person"),
    Step.JUDGE: ("xét lại giấy tờ", "paper judged anew"),
    Step.IMPORT_REGISTER: ("nhập sổ hồ sơ", "register imported"),
    Step.CONFIRM_SHRINKING: ("xác nhận số hồ sơ giảm", "shrinking confirmed"),
    Step.RERUN: ("làm lại", "done again"),
    Step.REBUILD: ("dựng lại sổ cái", "ledger rebuilt"),
    Step.ISSUE_REPORT: ("phát hành báo cáo", "report issued"),
    Step.VERIFY: ("kiểm tra kho", "store verified"),
    Step.EXPORT: ("xuất gói hồ sơ", "package exported"),
    Step.PURGE: ("tiêu hủy", "purged"),
    Step.BACK_UP: ("sao lưu", "backed up"),
    Step.RESTORE: ("phục hồi", "restored"),
}
_FLAWS: Mapping[Flaw, Phrase] = {
    Flaw.CHANGED: ("bị sửa", "changed"),
    Flaw.REMOVED: ("bị bớt", "removed"),
    Flaw.INSERTED: ("bị thêm vào", "put in"),
    Flaw.CUT_OFF: ("bị cắt ở cuối sổ cái", "cut off at the end of the ledger"),
    Flaw.SEAL_MISSING: ("tệp niêm phong bị mất", "the sealed object is missing"),
    Flaw.SEAL_ALTERED: ("tệp niêm phong bị sửa", "the sealed object was altered"),
    Flaw.SEAL_UNRECORDED: (
        "sổ cái không biết tệp niêm phong này",
        "the ledger does not know the sealed object",
    ),
}


class AuditWords(Wording):
    """The words of one language."""

    def step(self, step: str) -> str:
        """What was done; a step without words stands as it is."""
        return self._of(_STEPS.get(step, (step, step)))

    def outcome(self, outcome: str) -> str:
        """How it ended: `ok` in words, the stable word of anything else."""
        known = {"ok": Label.OK, "begun": Label.BEGUN, "kept": Label.KEPT}
        return self.say(known[outcome]) if outcome in known else outcome

    def flaw(self, flaw: Flaw) -> str:
        """What was done to the trail."""
        return self._of(_FLAWS[flaw])

    def events(self, first: int, last: int) -> str:
        """Which events."""
        return self.say(Label.EVENT, first) if first == last else self.say(Label.EVENTS, first, last)
