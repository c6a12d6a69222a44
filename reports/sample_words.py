"""What stands on the sample sheet, Vietnamese first."""

from __future__ import annotations

from collections.abc import Mapping

from dossiers.register import DossierStatus
from reports.phrases import Phrase, Phrases


class SampleText(Phrases):
    """Headings, labels and sentences. A `{}` is filled by the caller."""

    TITLE = ("PHIẾU KIỂM TRA MẪU HỒ SƠ SỐ HÓA", "SAMPLE OF DIGITISED DOSSIERS TO CHECK AGAINST THE PAPER")
    ALL_UNITS = ("tất cả", "all")
    SAMPLE = ("Mẫu", "Sample")
    SIZE = ("{} trong {} hồ sơ", "{} of {} dossiers")
    SEED = ("Số gieo", "Seed")
    METHOD = (
        "Cách chọn: SHA-256 của “số gieo/mã hồ sơ”, lấy các giá trị nhỏ nhất.",
        "How it was drawn: SHA-256 of “seed/dossier code”, smallest first.",
    )
    AGAIN = (
        "Cùng số gieo và cùng sổ hồ sơ cho cùng một danh sách.",
        "The same seed and the same register give the same list.",
    )
    HINT = (
        "Đánh dấu “Có giấy” nếu hồ sơ giấy có giấy tờ đó, “Khớp” nếu tình trạng và bản số hóa đúng với giấy.",
        "Tick “On paper” if the paper is there, “Agrees” if the state and the digital copy are right.",
    )
    EMPTY = ("Không có hồ sơ nào trong phạm vi này.", "There is no dossier in this scope.")
    RECEIVED = ("Tiếp nhận", "Received")
    RESOLVED = ("Trả kết quả", "Resolved")
    DIGITISED = ("Đã / phải số hóa", "Digitised / due")
    COPIES = ("Bản số hóa (số trang)", "Digital copies (pages)")
    PAGES = ("{} ({} tr.)", "{} ({} p.)")
    BY_REGISTER = ("theo sổ hồ sơ", "by the register")
    ON_PAPER = ("Có giấy", "On paper")
    AGREES = ("Khớp", "Agrees")
    REMARKS = ("Ghi chú", "Remarks")
    UNASSIGNED = ("Chưa xếp vào thành phần nào", "In no slot yet")
    SUMMARY = ("Kết luận", "Conclusion")
    RIGHT = ("Số hồ sơ khớp hoàn toàn: ………… / {}", "Dossiers that agree in full: ………… / {}")
    WRONG = ("Số hồ sơ có sai lệch: …………", "Dossiers that differ: …………")
    CHECKED_BY = ("NGƯỜI KIỂM TRA", "CHECKED BY")
    FOR_THE_UNIT = ("ĐẠI DIỆN ĐƠN VỊ", "FOR THE UNIT")
    DATE = ("Ngày …… tháng …… năm ………", "Date ……………………")


STATUSES: Mapping[DossierStatus, Phrase] = {
    DossierStatus.RECEIVED: ("đã tiếp nhận", "received"),
    DossierStatus.IN_PROGRESS: ("đang giải quyết", "in progress"),
    DossierStatus.RESOLVED: ("đã giải quyết", "resolved"),
    DossierStatus.RETURNED: ("đã trả lại", "returned"),
    DossierStatus.REFUSED: ("bị từ chối", "refused"),
    DossierStatus.WITHDRAWN: ("đã rút", "withdrawn"),
    DossierStatus.DELETED: ("đã xóa", "deleted"),
}
