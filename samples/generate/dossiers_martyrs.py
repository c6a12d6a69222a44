"""Dossiers for the families of the fallen (liệt sĩ)."""

from __future__ import annotations

from dataclasses import replace

from samples.generate import papers_civil as civil
from samples.generate import papers_merit as merit
from samples.generate import papers_results as results
from samples.generate import papers_social as social
from samples.generate import slots
from samples.generate.model import MISSING, USABLE, Dossier, Expected, File, Row, Truth
from samples.generate.people import AN_LOC, DISTRICT, LABOUR, Case

_HIEP = Case(
    DISTRICT,
    "05/01/2024",
    "Hoàng Văn Hiệp",
    "12/03/1958",
    "000058001234",
    "thôn Đông, xã Trực Hòa, tỉnh Nam Giang",
    "Hoàng Văn Quyết",
    "1950",
    "Em trai",
)
_WORSHIP = Case(
    DISTRICT,
    "19/02/2024",
    "Vũ Thị Nhài",
    "02/07/1961",
    "000161002285",
    "thôn Hạ, xã Trực Nghĩa, tỉnh Nam Giang",
    "Vũ Văn Tấn",
    "1949",
    "Em gái",
)
_WORSHIP_KIN = replace(_WORSHIP, other="Vũ Văn Thịnh", other_born="1957")
_LINKED = Case(
    LABOUR,
    "22/03/2024",
    "Trương Thị Mai",
    "09/05/1990",
    "000190003301",
    "thôn Bắc, xã Trực Hòa, tỉnh Nam Giang",
    "Trương Văn Dũng",
    "1986",
    "Vợ",
    pen=False,
    died="09/11/2014",
)
_LINKED_CHILD = Case(
    LABOUR,
    "22/03/2024",
    "Trương Văn Dũng",
    "04/08/1986",
    "000190003301",
    "thôn Bắc, xã Trực Hòa, tỉnh Nam Giang",
    "Trương Bảo An",
    "15/06/2013",
    "Con đẻ",
    pen=False,
)
_HALF = Case(
    AN_LOC,
    "11/09/2025",
    "Vũ Văn Đoan",
    "19/01/1966",
    "000066005519",
    "thôn Bắc, xã An Lộc Đông, tỉnh Nam Giang",
    "Vũ Văn Định",
    "1948",
    "Cháu ruột",
)

DOSSIERS = (
    Dossier(
        "000.00.23.H40-240105-0012",
        "1.010801",
        "Người có công",
        _HIEP,
        "2024-01-05",
        "2024-02-15",
        "resolved",
        "-",
        Truth(
            slots.MARTYR_RELATIVES | {"ban_khai_mau_05": USABLE, "bang_to_quoc_ghi_cong": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete, result usable; old form of the code, district level",
        resolved_on="2024-02-07",
        files=(
            File(
                "000.00.23.H40-240105-0012/ban-khai-mau-05.pdf",
                (merit.martyr_relatives_declaration(_HIEP),),
                (Expected("ban_khai_mau_05"),),
                note="three pages, filled in by pen",
            ),
            File(
                "000.00.23.H40-240105-0012/bang-to-quoc-ghi-cong.pdf",
                (merit.martyr_certificate(_HIEP),),
                (Expected("bang_to_quoc_ghi_cong"),),
                note="decorated certificate, few words",
            ),
            File(
                "000.00.23.H40-240105-0012/ket-qua/quyet-dinh.pdf",
                (
                    results.decision(
                        _HIEP.on("07/02/2024"),
                        412,
                        "Về việc giải quyết chế độ trợ cấp ưu đãi đối với thân nhân liệt sĩ",
                        results.allowance_articles(
                            _HIEP, "Giải quyết chế độ trợ cấp tuất liệt sĩ", "2.055.000 đồng mỗi tháng"
                        ),
                        pages=2,
                    ),
                ),
                (Expected("result"),),
                note="result in ket-qua/, two pages",
            ),
        ),
    ),
    Dossier(
        "000.00.23.H40-240219-0045",
        "1.010803",
        "Người có công",
        _WORSHIP,
        "2024-02-19",
        "2024-03-20",
        "resolved",
        "nhiều thân nhân cùng hàng",
        Truth(
            slots.WORSHIP
            | {"don_mau_18": USABLE, "bang_to_quoc_ghi_cong": USABLE, "van_ban_uy_quyen": USABLE},
            due=3,
            digitised=3,
            complete=True,
            result_due=True,
            result=MISSING,
        ),
        "one PDF holds all three papers; components complete, the result was never scanned",
        channel="post",
        resolved_on="2024-03-18",
        files=(
            File(
                "000.00.23.H40-240219-0045/ho-so-quet-mot-lan.pdf",
                (
                    merit.worship_request(_WORSHIP),
                    merit.martyr_certificate(_WORSHIP),
                    civil.authorisation(_WORSHIP_KIN),
                ),
                (Expected("don_mau_18"), Expected("bang_to_quoc_ghi_cong"), Expected("van_ban_uy_quyen")),
                note="three papers one after the other: pages 1-2, 3, 4",
            ),
        ),
    ),
    Dossier(
        "000.00.07.H40-240322-0009",
        "1.010801",
        "Người có công",
        _LINKED,
        "2024-03-22",
        "2024-04-26",
        "resolved",
        "con liệt sĩ dưới 18 tuổi; con bị khuyết tật nặng/đặc biệt nặng",
        Truth(
            slots.MARTYR_RELATIVES
            | {
                "ban_khai_mau_05": USABLE,
                "bang_to_quoc_ghi_cong": USABLE,
                "giay_khai_sinh": USABLE,
                "giay_xac_nhan_khuyet_tat": USABLE,
            },
            due=4,
            digitised=4,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete with two conditions that hold; the result was digitised by an older system (row `result` "
        "in components.csv)",
        channel="linked",
        resolved_on="2024-04-24",
        files=(
            File(
                "000.00.07.H40-240322-0009/01 Bản khai.pdf",
                (merit.martyr_relatives_declaration(_LINKED, pages=2),),
                (Expected("ban_khai_mau_05"),),
                note="filled in by typewriter; Vietnamese file name with a space",
            ),
            File(
                "000.00.07.H40-240322-0009/02 Bằng TQGC.jpg",
                (merit.martyr_certificate(_LINKED),),
                (Expected("bang_to_quoc_ghi_cong"),),
                "jpg",
            ),
            File(
                "000.00.07.H40-240322-0009/03 Trích lục khai sinh.pdf",
                (results.birth_certificate(_LINKED_CHILD, "TRÍCH LỤC KHAI SINH"),),
                (Expected("giay_khai_sinh"),),
            ),
            File(
                "000.00.07.H40-240322-0009/04 Giấy xác nhận khuyết tật.pdf",
                (social.disability_certificate(_LINKED_CHILD),),
                (Expected("giay_xac_nhan_khuyet_tat"),),
            ),
        ),
        rows=(Row("result", digitised_on="2024-04-24", evidence="KQ-LIENTHONG-0009"),),
    ),
    Dossier(
        "000.00.23.H40-240614-0008",
        "1.010801",
        "Người có công",
        _HIEP,
        "2024-06-14",
        "2024-07-20",
        "deleted",
        "-",
        Truth(slots.MARTYR_RELATIVES, due=2, digitised=0, complete=False),
        "deleted in the register: out of every count, has no file",
    ),
    Dossier(
        "H40.12-250911-0021",
        "1.010803",
        "Người có công",
        _HALF,
        "2025-09-11",
        "2025-10-10",
        "in_progress",
        "-",
        Truth(slots.WORSHIP | {"don_mau_18": USABLE}, due=2, digitised=1, complete=False),
        "one component is missing",
        files=(
            File(
                "H40.12-250911-0021/don-mau-18.pdf",
                (merit.worship_request(_HALF),),
                (Expected("don_mau_18"),),
            ),
        ),
    ),
)
