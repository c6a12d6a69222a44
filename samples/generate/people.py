"""Who a dossier is about and which office holds it. All invented: names, numbers, places."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Office:
    """A unit of the register and how it writes itself at the head of its papers."""

    code: str
    name: str
    parent: str
    level: str
    head: tuple[str, ...]
    place: str
    symbol: str
    seal: str
    chief: tuple[str, ...]
    official: str


PROVINCE = Office(
    "H40",
    "UBND tỉnh Nam Giang",
    "",
    "province",
    ("ỦY BAN NHÂN DÂN", "TỈNH NAM GIANG"),
    "Nam Giang",
    "UBND",
    "ỦY BAN NHÂN DÂN TỈNH NAM GIANG",
    ("CHỦ TỊCH",),
    "Đặng Hữu Thắng",
)
LABOUR = Office(
    "000.00.07.H40",
    "Sở Lao động - Thương binh và Xã hội",
    "H40",
    "province",
    ("UBND TỈNH NAM GIANG", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"),
    "Nam Giang",
    "SLĐTBXH",
    "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "Phạm Quang Lịch",
)
HOME_AFFAIRS = Office(
    "H40.07",
    "Sở Nội vụ",
    "H40",
    "province",
    ("UBND TỈNH NAM GIANG", "SỞ NỘI VỤ"),
    "Nam Giang",
    "SNV",
    "SỞ NỘI VỤ TỈNH NAM GIANG",
    ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
    "Phạm Quang Lịch",
)
DISTRICT = Office(
    "000.00.23.H40",
    "UBND huyện Trực An",
    "H40",
    "district",
    ("ỦY BAN NHÂN DÂN", "HUYỆN TRỰC AN"),
    "Trực An",
    "UBND",
    "ỦY BAN NHÂN DÂN HUYỆN TRỰC AN",
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "Vũ Thế Hoành",
)
TRUC_HOA = Office(
    "000.14.23.H40",
    "UBND xã Trực Hòa",
    "000.00.23.H40",
    "commune",
    ("ỦY BAN NHÂN DÂN", "XÃ TRỰC HÒA"),
    "Trực Hòa",
    "UBND",
    "ỦY BAN NHÂN DÂN XÃ TRỰC HÒA",
    ("CHỦ TỊCH",),
    "Đoàn Văn Khiêm",
)
TRUC_NGHIA = Office(
    "H40.23.15",
    "UBND xã Trực Nghĩa",
    "000.00.23.H40",
    "commune",
    ("ỦY BAN NHÂN DÂN", "XÃ TRỰC NGHĨA"),
    "Trực Nghĩa",
    "UBND",
    "ỦY BAN NHÂN DÂN XÃ TRỰC NGHĨA",
    ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "Lại Thị Nhạn",
)
AN_LOC = Office(
    "H40.12",
    "UBND xã An Lộc Đông",
    "H40",
    "commune",
    ("ỦY BAN NHÂN DÂN", "XÃ AN LỘC ĐÔNG"),
    "An Lộc Đông",
    "UBND",
    "ỦY BAN NHÂN DÂN XÃ AN LỘC ĐÔNG",
    ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "Trịnh Công Hiếu",
)
NAM_THINH = Office(
    "H40.31",
    "UBND phường Nam Thịnh",
    "H40",
    "commune",
    ("ỦY BAN NHÂN DÂN", "PHƯỜNG NAM THỊNH"),
    "Nam Thịnh",
    "UBND",
    "ỦY BAN NHÂN DÂN PHƯỜNG NAM THỊNH",
    ("CHỦ TỊCH",),
    "Ngô Thị Bích Hằng",
)
OFFICES = (PROVINCE, LABOUR, HOME_AFFAIRS, DISTRICT, TRUC_HOA, TRUC_NGHIA, AN_LOC, NAM_THINH)


@dataclass(frozen=True)
class Case:
    """The people of a dossier.

    `date` is the day of its papers, dd/mm/yyyy; `other` the second person
    (the dead, the child, the spouse), `relation` what the applicant is to that person,
    `died` the day on which a martyr fell.
    """

    office: Office
    date: str
    name: str
    born: str
    number: str
    home: str
    other: str = ""
    other_born: str = ""
    relation: str = ""
    pen: bool = True
    died: str = "17/4/1972"

    @property
    def long_date(self) -> str:
        """`ngày 05 tháng 01 năm 2024`."""
        day, month, year = self.date.split("/")
        return f"ngày {day} tháng {month} năm {year}"

    @property
    def place_date(self) -> str:
        """`Trực Hòa, ngày 05 tháng 01 năm 2024`."""
        return f"{self.office.place}, {self.long_date}"

    @property
    def office_name(self) -> str:
        """The office in a sentence."""
        return self.office.name.replace("UBND", "Ủy ban nhân dân")

    def on(self, date: str) -> Case:
        """The same people on another day (dd/mm/yyyy): that of the result."""
        return replace(self, date=date)
