"""What an officer reads on the review sheet, beside the words about decisions (`reports.decision_words`)."""

from __future__ import annotations

from collections.abc import Mapping

from reports.phrases import Phrase, Phrases, Wording


class SheetText(Phrases):
    """Headings, labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("Giấy tờ chờ người quyết định", "Papers that a person must decide")
    PRIVATE = (
        "Trang này có dữ liệu cá nhân của công dân. Không gửi, không chép đi nơi khác; dùng xong xóa tệp.",
        "This page holds personal data of citizens. Do not send or copy it; delete the file after use.",
    )
    MADE = ("Lập lúc {}", "Made at {}")
    SHOWN = ("{} trong {} giấy tờ đang chờ.", "{} of {} papers that wait.")
    SHOWN_HINT = (
        "Lập lại với --limit lớn hơn để xem thêm.",
        "Make the page again with a larger --limit to see more.",
    )
    NONE = (
        "Không có giấy tờ nào chờ người quyết định.",
        "No paper waits for a decision.",
    )
    HOW = (
        "Mỗi quyết định là một lệnh: chép lệnh, dán vào cửa sổ dòng lệnh của sohoa rồi chạy.",
        "Each decision is a command: copy it, paste it into the terminal where sohoa is, and run it.",
    )
    KEYS = (
        "Phím: j, k sang giấy tờ sau, trước; Enter chép lệnh đầu tiên; / tìm.",
        "Keys: j, k to the next and previous paper; Enter copies the first command; / searches.",
    )
    FILTERS = ("Lọc và tìm", "Filter and search")
    REASONS = ("Lý do", "Reason")
    DOSSIERS = ("Hồ sơ", "Dossier")
    ALL = ("tất cả", "all")
    SEARCH = ("Tìm", "Search")
    FOUND = ("{} giấy tờ", "Papers: {}")
    PAPERS = ("Các giấy tờ", "Papers")
    PROCEDURE = ("Thủ tục", "Procedure")
    NO_PROCEDURE = ("chưa rõ thủ tục", "procedure unknown")
    PAGES = ("Hình các trang", "Pictures of the pages")
    PAGE = ("Trang {} của giấy tờ {}", "Page {} of paper {}")
    MORE_PAGES = ("Còn {} trang không có trong bản này.", "{} more pages are not shown here.")
    NO_PICTURE = ("Không hiện được hình của giấy tờ.", "The paper cannot be shown as a picture.")
    NO_CANDIDATES = ("Không có gợi ý.", "Nothing is suggested.")
    DECIDE = ("Quyết định", "Decide")
    ASSIGN_OTHER = ("Thành phần khác", "Another slot")
    CHOOSE = ("chọn…", "choose…")
    LACKS = ("còn thiếu", "missing")
    MISSING = ("Hồ sơ còn thiếu", "The dossier lacks")
    MISSING_NOTHING = ("không thiếu gì", "nothing")
    MISSING_UNKNOWN = ("chưa biết", "not known")
    REUSE = ("Đã số hóa ở hồ sơ khác, dùng lại ở đây", "Digitised in another dossier, used again here")
    REJECT = ("Không thuộc danh mục của hồ sơ", "None of the dossier's list")
    WITHDRAW = ("Bản quét sai, thu hồi", "A wrong scan: take it back")
    WHY = (
        "Lý do (bắt buộc khi bỏ hoặc thu hồi)",
        "Why (needed to reject or to withdraw)",
    )
    WHY_FIRST = ("Ghi lý do trước.", "Say why first.")
    COPY = ("Chép", "Copy")
    COPY_WHAT = ("Chép lệnh: {}", "Copy the command: {}")
    COPIED = ("Đã chép", "Copied")
    SELECTED = ("Đã chọn lệnh: bấm Ctrl+C", "Selected: press Ctrl+C")
    NO_FIELDS = ("Không có thông tin nào được đọc.", "No fields are read of this kind of paper.")


_FIELDS: Mapping[str, Phrase] = {
    "number": ("Số, ký hiệu", "Number"),
    "code_number": ("Số", "Number, digits"),
    "code_notation": ("Ký hiệu", "Notation"),
    "date": ("Ngày ban hành", "Date"),
    "agency": ("Cơ quan ban hành", "Agency"),
    "subject": ("Trích yếu", "Subject"),
    "signer": ("Người ký", "Signer"),
    "signer_title": ("Chức vụ", "Title of the signer"),
    "register_book": ("Quyển số", "Register book"),
    "registered_at": ("Nơi đăng ký", "Registered at"),
    "registered_on": ("Ngày đăng ký", "Registered on"),
    "valid_until": ("Có giá trị đến", "Valid until"),
    "old_id": ("Số CMND cũ", "Former identity number"),
    "issued_on": ("Ngày cấp", "Issued on"),
}
_PERSONS: Mapping[str, Phrase] = {
    "declarant": ("Người yêu cầu", "Declarant"),
    "person": ("Người được ghi", "Person"),
    "child": ("Trẻ em", "Child"),
    "father": ("Cha", "Father"),
    "mother": ("Mẹ", "Mother"),
    "deceased": ("Người chết", "Deceased"),
    "husband": ("Chồng", "Husband"),
    "wife": ("Vợ", "Wife"),
    "martyr": ("Liệt sĩ", "Martyr"),
}
_ATTRIBUTES: Mapping[str, Phrase] = {
    "name": ("họ tên", "name"),
    "born": ("ngày sinh", "born"),
    "sex": ("giới tính", "sex"),
    "id": ("số định danh", "personal number"),
    "address": ("địa chỉ", "address"),
    "commune": ("xã, phường", "commune"),
    "province": ("tỉnh, thành phố", "province"),
    "died": ("ngày mất", "died"),
}
_UNREAD: Mapping[str, Phrase] = {
    "not_found": ("không thấy trên giấy", "not found on the paper"),
    "handwritten_or_unread": ("chữ viết tay, chỗ trống hoặc chữ mờ", "by hand, empty or not legible"),
    "low_confidence": ("đọc không chắc", "not read surely enough"),
    "unlike_value": ("không giống giá trị hợp lệ", "not what such a field holds"),
    "contradiction": ("các chỗ ghi trái nhau", "the paper contradicts itself"),
    "not_in_list": ("không có địa danh này hiện nay", "no place of today bears that name"),
    "ambiguous": ("có nhiều nơi trùng tên", "several places bear that name"),
    "old_division": ("địa danh cũ, trước tháng 7/2025", "an older division, before July 2025"),
    "old_number": ("số CMND 9 số", "an identity number of nine digits"),
    "without_marks": ("chỉ biết tên không dấu", "known without marks only"),
    "not_on_paper": ("loại giấy tờ này không có", "papers of that kind do not have it"),
    "too_long": ("dài quá mức cho phép", "longer than is allowed"),
}


class SheetWords(Wording):
    """The words of one language."""

    def raw(self, text: SheetText) -> str:
        """A sentence with its places open."""
        return self._of(text.value)

    def field(self, name: str) -> str:
        """What a field holds; a field without words stands as it is."""
        if name in _FIELDS:
            return self._of(_FIELDS[name])
        person, _, attribute = name.partition("_")
        if person in _PERSONS and attribute in _ATTRIBUTES:
            return f"{self._of(_PERSONS[person])}: {self._of(_ATTRIBUTES[attribute])}"
        return name

    def unread(self, reason: str) -> str:
        """Why a field is empty; a reason without words stands as it is."""
        return self._of(_UNREAD.get(reason, (reason, reason)))
