"""The words of labels, folded, by what they ask for.

As printed in the forms of Circular 04/2020/TT-BTP (hộ tịch), Decree 131/2021/NĐ-CP (người có công), Circular
55/2021/TT-BCA (cư trú) and on what these procedures issue.
"""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """What a label asks for; OTHER is read by nobody, but ends the value before it."""

    NAME = "name"
    BORN = "born"
    SEX = "sex"
    ID = "id"
    ADDRESS = "address"
    DIED = "died"
    IN_WORDS = "in_words"
    REGISTER_BOOK = "register_book"
    REGISTERED_AT = "registered_at"
    REGISTERED_ON = "registered_on"
    VALID_UNTIL = "valid_until"
    OTHER = "other"


LABELS = {
    About.NAME: (
        "HO CHU DEM TEN|HO CHU DEM VA TEN|HO VA TEN|HO VA TEN KHAI SINH|HO TEN|HO TEN KHAI SINH"
        "|TOI TEN LA|TEN TOI LA|DU DINH DAT TEN CON LA|HO VA TEN FULL NAME"
    ),
    About.BORN: (
        "NGAY THANG NAM SINH|NAM SINH|SINH NGAY|NGAY SINH|SINH NAM|DA SINH CON VAO LUC"
        "|NGAY SINH DATE OF BIRTH"
    ),
    About.SEX: "GIOI TINH|GIOI TINH SEX",
    About.ID: (
        "SO DINH DANH CA NHAN|MA DINH DANH CA NHAN|SO CCCD|CCCD SO|CCCD|CAN CUOC CONG DAN SO"
        "|SO CAN CUOC CONG DAN|SO CAN CUOC|CAN CUOC SO|GIAY TO TUY THAN|SO CMND|CMND SO|CMND"
        "|SO CCCD DINH DANH CA NHAN|SO NO"
    ),
    About.ADDRESS: (
        "NOI CU TRU|NOI THUONG TRU|NOI DANG KY THUONG TRU|NOI THUONG TRU TAM TRU|THUONG TRU TAI"
        "|DIA CHI|NOI DANG KY HO KHAU THUONG TRU|CU TRU TAI|NOI THUONG TRU PLACE OF RESIDENCE"
        "|NOI CU TRU PLACE OF RESIDENCE"
    ),
    About.DIED: ("DA CHET VAO LUC|NGAY CHET|HY SINH NGAY|TU TRAN NGAY|CHET NGAY|NGAY THANG NAM CHET"),
    About.IN_WORDS: "GHI BANG CHU|BANG CHU",
    About.REGISTER_BOOK: "QUYEN SO",
    About.REGISTERED_AT: (
        "NOI DANG KY KHAI SINH|NOI DANG KY KHAI TU|NOI DANG KY KET HON|DA DANG KY TAI|NOI DANG KY"
    ),
    About.REGISTERED_ON: "NGAY THANG NAM DANG KY|NGAY DANG KY",
    About.VALID_UNTIL: "CO GIA TRI DEN|CO GIA TRI DEN DATE OF EXPIRY|NGAY HET HAN",
    About.OTHER: (
        "DAN TOC|QUOC TICH|QUOC TICH NATIONALITY|QUE QUAN|QUE QUAN PLACE OF ORIGIN|NGUYEN QUAN"
        "|NOI SINH|NGHE NGHIEP|SO DIEN THOAI|DIEN THOAI|QUAN HE|MOI QUAN HE|CAP NGAY|NGAY CAP|NOI CAP"
        "|NOI CHET|CAN NANG|NGUYEN NHAN|TON GIAO|TINH TRANG HON NHAN|KET HON LAN THU|LAN KET HON"
        "|MUC DICH|SO LUONG|EMAIL|NOI O HIEN NAY|NOI O HIEN TAI|NOI TAM TRU|MA SO BAO HIEM XA HOI"
        "|SO HO SO|THUOC DOI TUONG|DANG KHUYET TAT|MUC DO KHUYET TAT|NGAY THANG NAM|KINH GUI"
        "|HO CHIEU SO|SO TAI KHOAN|TRINH DO"
    ),
}
# In a sentence these stand without a colon: `Tôi tên là …, sinh ngày …, thường trú tại …`.
IN_SENTENCES = frozenset(
    (
        "TOI TEN LA",
        "TEN TOI LA",
        "SINH NGAY",
        "SINH NAM",
        "THUONG TRU TAI",
        "CU TRU TAI",
        "SO DINH DANH CA NHAN",
        "CCCD SO",
        "CMND SO",
        "SO CCCD",
        "CAP NGAY",
        "HY SINH NGAY",
    )
)
