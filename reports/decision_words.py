"""What an officer reads about decisions: labels, what was done, which scan counts and why."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.manifest import Action, Serving, StoredDocument
from dossiers.states import Standing
from dossiers.superseding import Better
from reports.phrases import Phrase, Phrases, Wording


class Label(Phrases):
    """Labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("Giấy tờ {}", "Paper {}")
    KIND = ("Loại giấy tờ", "Kind")
    EVIDENCE = ("Căn cứ", "Evidence")
    PAGES = ("Trang trong tệp", "Pages of the file")
    SOURCE = ("Tệp", "File")
    SERVES_AS = ("Đang là", "Serves as")
    STANDING = ("Giá trị", "Standing")
    REASON = ("Vì sao cần người xem", "Why a person must decide")
    SAME_AS = ("Cùng giấy tờ với", "The same paper as")
    FINDINGS = ("Nhận xét", "Findings")
    CANDIDATES = ("Có thể là", "May be")
    CERTAINTY = ("Độ chắc", "Certainty")
    SLOT = ("Mã", "Id")
    SLOTS = ("Các thành phần của hồ sơ", "Slots of the dossier")
    FIELDS = ("Thông tin đọc được", "Fields")
    UNREAD = ("không đọc được", "not read")
    DECISIONS = ("Các quyết định", "Decisions")
    NOTHING = ("chưa là thành phần nào", "no slot")


_ACTIONS: Mapping[Action, Phrase] = {
    Action.ASSIGN: ("xếp vào thành phần", "assigned"),
    Action.REJECT: ("không thuộc danh mục", "rejected"),
    Action.WITHDRAW: ("thu hồi bản quét", "withdrawn"),
    Action.REUSE: ("sử dụng lại", "reused"),
}
_STANDINGS: Mapping[Standing, Phrase] = {
    Standing.COUNTS: ("được tính", "counts"),
    Standing.SUPERSEDED: ("đã có bản quét thay thế: số {}", "superseded by paper {}"),
    Standing.WITHDRAWN: ("đã thu hồi", "withdrawn"),
}
_BETTER: Mapping[str, Phrase] = {
    Better.STATE: ("bản kia dùng được hơn", "the other can be used better"),
    Better.DECIDED: ("bản kia đã được người xem xác nhận", "a person decided on the other"),
    Better.GATES: ("bản kia ít lỗi quét hơn", "the other has fewer faults"),
    Better.LATER: ("bản kia quét sau", "the other was scanned later"),
}
_REASONS: Mapping[str, Phrase] = {
    "unclassified": ("không nhận ra loại giấy tờ", "its kind is not known"),
    "no_slot": ("không thuộc thành phần nào của thủ tục", "it fits no slot of the procedure"),
    "ambiguous": ("có thể là nhiều thành phần", "it fits more than one slot"),
    "wrong_dossier": ("có thể thuộc hồ sơ khác", "it may belong to another dossier"),
    "not_the_result": (
        "ở thư mục kết quả, nhưng không giống kết quả",
        "it lies with the result, but is none",
    ),
    "looks_like_result": ("giống kết quả giải quyết", "it looks like the result"),
    "declared_otherwise": ("khai báo khác với nội dung", "it was declared to be something else"),
    "damaged": ("tệp hỏng, có thể mất trang hoặc mất phần", "damaged: pages or parts may be lost"),
    "unreadable": ("không đọc được chữ", "no text can be read"),
    "blank": ("giấy trắng", "a blank paper"),
    "unsure": ("chưa đủ chắc về loại giấy tờ", "its kind is not sure enough"),
    "contradiction": ("các dấu hiệu trái nhau", "what tells its kind disagrees"),
    "two_papers_on_a_page": ("hai giấy tờ trên một trang", "two papers are on one page"),
    "already_digitised_elsewhere": ("đã số hóa ở hồ sơ khác", "it was digitised in another dossier"),
}
_SOURCES: Mapping[str, Phrase] = {
    "sheet": ("mã trên tờ bìa", "code of a sheet"),
    "form": ("mẫu số", "official form"),
    "title": ("tiêu đề", "title"),
    "notation": ("ký hiệu", "notation"),
    "model": ("mô hình học máy", "learned model"),
}
_REUSED: Phrase = ("sử dụng lại", "reused")


class DecisionWords(Wording):
    """The words of one language."""

    def action(self, action: Action) -> str:
        """What was done."""
        return self._of(_ACTIONS[action])

    def standing(self, entry: StoredDocument) -> str:
        """Whether a paper counts; why not."""
        said = self._of(_STANDINGS[entry.standing]).format(entry.superseded_by)
        if not entry.standing_reason:
            return said
        why = _BETTER.get(entry.standing_reason, (entry.standing_reason, entry.standing_reason))
        return f"{said} ({self._of(why)})"

    def reason(self, reason: str) -> str:
        """Why a person must decide; a reason without words stands as it is."""
        return self._of(_REASONS.get(reason, (reason, reason)))

    def source(self, source: str) -> str:
        """Where a piece of evidence comes from; a source without words stands as it is."""
        return self._of(_SOURCES.get(source, (source, source)))

    def serving(self, serving: Serving) -> str:
        """The slots a paper served as."""
        if serving.standing is Standing.WITHDRAWN:
            return self._of(_STANDINGS[Standing.WITHDRAWN])
        if serving.slot is None:
            return self.say(Label.NOTHING)
        slots = ", ".join((serving.slot, *serving.also_slots))
        return f"{slots} ({self._of(_REUSED)})" if serving.reused else slots
