"""Vietnamese family names (họ), to see where OCR misread the marks of one: `Kiểu` for `Kiều`.

The names in use among the Kinh and the larger minorities; a family name that is not here is no mistake.
"""

from __future__ import annotations

from functools import cache

from dossiers.text import fold, nfc

_NAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương Lương Mai
Cao Hà Lưu Tạ Tô Tống Thái Châu Chu Quách Kiều Sầm Mạc La Lại Lâm Lò Vi Vương Văn Triệu Từ Tăng Thạch
Thân Phùng Phó Ông Nông Nghiêm Mạch Ma Khổng Khúc Kim Hứa Giang Giàng Doãn Diệp Đàm Đào Đồng Cù Cung Bạch
Bế Âu An Hoa Quan Quản Sử Tiêu Tôn Trà Ung Viên Lục Lộc Lữ Lã Mẫn Ninh Nhan Phí Tào Thẩm Thiều Trang Hầu
Hàn Hồng Hùng Hạ Đường Điền Đậu Đái Cấn Cồ Chử Chế Bàn Bồ Bành Sùng Thào Vàng Lầu Má Mùa Cứ Vừ Xa Quàng
Cà Cầm Điêu Lường Tòng Chảo Tẩn Phàn Lù Ly Thèn Tráng Kha Danh Sơn Quảng Ân Khuất Khương Nhữ Ngụy Ngọ Tất
Thang Thi Thới Trì Trưng Trác Úc Uông Vòng Vĩnh
"""


def misread_family(name: str) -> str | None:
    """The name as it may have been, where its family name or `Thị` lost its marks; None where nothing tells.

    Args:
        name: words with single spaces, the family name first.
    """
    first, *rest = name.split(" ")
    known = _by_fold().get(fold(first), ())
    lower = nfc(first).casefold()
    likely = first if not known or lower in known else _like(first, known[0])
    middle = [_like(word, "thị") if fold(word) == "THI" else word for word in rest[:1]]
    proposed = " ".join([likely, *middle, *rest[1:]])
    return proposed if proposed != name else None


@cache
def _by_fold() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for name in _NAMES.split():
        names[fold(name)] = (*names.get(fold(name), ()), nfc(name).casefold())
    return names


def _like(word: str, name: str) -> str:
    """The name in capitals where the word is."""
    return name.upper() if word.isupper() else name.capitalize()
