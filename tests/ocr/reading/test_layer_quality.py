"""Whether a text layer is text: old Vietnamese encodings, nameless glyphs, other languages."""

from __future__ import annotations

import pytest

from ocr.reading.layer_quality import is_real
from ocr.reading.pages import PageWord
from tests.ocr.reading.papers import TEXT

SHIFTED = "".join(
    chr(ord(letter) - 29) if letter != " " else " " for letter in "Quyet dinh ve viec phe duyet " * 3
)
UTF_8_AS_LATIN_1 = TEXT.encode().decode("latin-1")
UTF_8_AS_WINDOWS = TEXT.encode().decode("cp1252", errors="replace")
TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc Qu¶ng Ng·i, ngµy 12 th¸ng 3 n¨m 2024"
TCVN3_CAPITALS = "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM QUYÕT §ÞNH VÒ VIÖC PH£ DUYÖT KÕ HO¹CH Sè HãA Hå S¥"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc, ngaøy 12 thaùng 3 naêm 2024"
VNI_CAPITALS = "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM QUYEÁT ÑÒNH VEÀ VIEÄC PHEÂ DUYEÄT KEÁ HOAÏCH"
# A whole page in Unicode, three of its lines in .VnTimeH.
HALF_AND_HALF = f"{TEXT} {TEXT} {TCVN3_CAPITALS}"


def words(text: str) -> list[PageWord]:
    return [PageWord(word, (0, 0, 1, 1), 100, 0) for word in text.split()]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.upper(),
        "Trang 2",
        "Diện tích: 120 m² (45°C), § 4, © 2024, số lượng ½, giá 3.500.000đ, 5×4",
        "STT Họ và tên Năm sinh 1 Nguyễn Văn A 1980 2 Trần Thị B 1975 ........ ........ 12/3/2020 x x - - %",
        "UBND HĐND TTHC QĐ-UBND STT TP CCCD BHXH BHYT TTr-SNV KH-UBND VPĐK",
        "Der Schüler Jürgen Müller aus Köln und die Verkäuferin Käthe Größe haben die Ehe geschlossen",
        "Rozhodnutí městského úřadu Příbram č. 5 ve věci žádosti o povolení stavby rodinného domu",
        "Le préfet a reçu la déclaration de naissance; né à Orléans, le maître des hôtels, où ça s'est passé",
        "臺灣 結婚 證明書 中華民國 民國 108 年 5 月 戶籍 地址 台北市 姓名",
        "Свидетельство о рождении гражданин Иванов Иван родился 12 марта 1980 года в городе Москве",
    ],
)
def test_text(text: str) -> None:
    assert is_real(words(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(cid:12)(cid:33) (cid:4)(cid:7) của",
        "\ue054\ue068\ue069\ue073 \ue070\ue061",
        TCVN3,
        TCVN3.lower(),
        TCVN3_CAPITALS,
        TCVN3.encode("latin-1").decode("mac_roman"),
        VNI,
        VNI_CAPITALS,
        HALF_AND_HALF,
        UTF_8_AS_LATIN_1,
        UTF_8_AS_WINDOWS,
        SHIFTED,
    ],
)
def test_no_text(text: str) -> None:
    assert not is_real(words(text))
