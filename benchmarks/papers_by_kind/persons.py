"""Who the papers are about and who issues them. All invented; personal numbers begin with 000."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_FAMILIES = ("Lương", "Tạ", "Thái", "Mạc", "Kiều", "Quách", "Ngụy", "Triệu", "Cao", "Đinh", "La", "Tống")
_MIDDLES = {"Nam": ("Quốc", "Xuân", "Bá", "Trọng", "Khắc"), "Nữ": ("Thị", "Ngọc", "Kim", "Bích", "Thúy")}
_GIVEN = {
    "Nam": ("Khôi", "Tuyên", "Vượng", "Luân", "Nghị", "Cương", "Thiệp", "Hoan"),
    "Nữ": ("Thoa", "Duyên", "Xuyến", "Nhàn", "Liễu", "Mận", "Hợi", "Khuyên"),
}
_HAMLETS = ("thôn Đồng Găng", "khu phố 6", "thôn Bãi Trám", "ấp Gò Dưa", "tổ 11", "xóm Cầu Vồng")
_COMMUNES = ("Yên Trạch", "Đông Lĩnh", "Phước Hạ", "Sơn Đài")
_PROVINCE = "Hải Lăng"


@dataclass(frozen=True)
class Head:
    """An agency as it writes itself."""

    lines: tuple[str, ...]
    name: str
    symbol: str
    chief: tuple[str, ...]


HEADS = {
    "commune": Head(
        ("ỦY BAN NHÂN DÂN", "XÃ YÊN TRẠCH"),
        "UBND xã Yên Trạch",
        "UBND",
        ("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"),
    ),
    "province": Head(
        ("ỦY BAN NHÂN DÂN", "TỈNH HẢI LĂNG"), "UBND tỉnh Hải Lăng", "UBND", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    ),
    "department": Head(("UBND TỈNH HẢI LĂNG", "SỞ NỘI VỤ"), "Sở Nội vụ tỉnh Hải Lăng", "SNV", ("GIÁM ĐỐC",)),
    "school": Head(
        ("BỘ LAO ĐỘNG", "TRƯỜNG CAO ĐẲNG NGHỀ HẢI LĂNG"),
        "Trường Cao đẳng nghề Hải Lăng",
        "CĐN",
        ("HIỆU TRƯỞNG",),
    ),
    "military": Head(
        ("QUÂN KHU 4", "BỘ CHỈ HUY QUÂN SỰ TỈNH HẢI LĂNG"),
        "Bộ Chỉ huy quân sự tỉnh Hải Lăng",
        "BCH",
        ("KT. CHỈ HUY TRƯỞNG", "CHÍNH TRỊ VIÊN PHÓ"),
    ),
    "hospital": Head(
        ("SỞ Y TẾ HẢI LĂNG", "BỆNH VIỆN ĐA KHOA YÊN TRẠCH"),
        "Bệnh viện đa khoa Yên Trạch",
        "BVĐK",
        ("TRƯỞNG KHOA",),
    ),
    "police": Head(
        ("CÔNG AN TỈNH HẢI LĂNG", "CÔNG AN XÃ YÊN TRẠCH"),
        "Công an xã Yên Trạch",
        "CAX",
        ("TRƯỞNG CÔNG AN XÃ",),
    ),
    "company": Head(("CÔNG TY TNHH", "MAY THÀNH LỢI"), "Công ty TNHH May Thành Lợi", "TL", ("GIÁM ĐỐC",)),
    "court": Head(
        ("TÒA ÁN NHÂN DÂN", "KHU VỰC 3 - HẢI LĂNG"), "Tòa án nhân dân khu vực 3", "HNGĐ", ("THẨM PHÁN",)
    ),
}


@dataclass(frozen=True)
class Persona:
    """The applicant of a dossier and who else stands on its papers; `gaps` are what topics name in braces.

    `types`: whoever it is fills in forms by machine, never by pen.
    """

    number: str
    name: str
    gaps: dict[str, str] = field(hash=False)
    types: bool = False

    def fill(self, text: str) -> str:
        """The text with its gaps filled."""
        return text.format_map(self.gaps)


def persona(seed: str, *, types: bool = False) -> Persona:
    """Somebody; the same seed gives the same person."""
    dice = random.Random(f"classify persona {seed}")
    sex = dice.choice(("Nam", "Nữ"))
    name, other, third = _name(sex, dice), _name(dice.choice(("Nam", "Nữ")), dice), _name("Nữ", dice)
    year = dice.randint(1950, 1999)
    number = f"000{int(sex == 'Nữ')}{year % 100:02}{dice.randrange(10**6):06}"
    commune = dice.choice(_COMMUNES)
    gaps = {
        "name": name,
        "NAME": name.upper(),
        "other": other,
        "OTHER": other.upper(),
        "third": third,
        "THIRD": third.upper(),
        "sex": sex,
        "born": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{year}",
        "other_born": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1944, 2024)}",
        "number": number,
        "issued": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(2016, 2024)}",
        "phone": f"09{dice.randrange(10**8):08}",
        "home": f"{dice.choice(_HAMLETS)}, xã {commune}, tỉnh {_PROVINCE}",
        "new_home": f"{dice.choice(_HAMLETS)}, xã {dice.choice(_COMMUNES)}, tỉnh {_PROVINCE}",
        "hospital": "Bệnh viện đa khoa Yên Trạch",
        "paper": str(dice.randint(12, 987)),
        "date": f"ngày {dice.randint(10, 28)} tháng {dice.choice(('01', '02', '10', '11', '12'))} năm 2025",
    }
    return Persona(number, name, gaps, types)


def _name(sex: str, dice: random.Random) -> str:
    return f"{dice.choice(_FAMILIES)} {dice.choice(_MIDDLES[sex])} {dice.choice(_GIVEN[sex])}"
