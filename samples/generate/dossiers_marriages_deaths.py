"""Dossiers of marriages, single status and deaths."""

from __future__ import annotations

from samples.generate import papers_civil as civil
from samples.generate import papers_other as other
from samples.generate import papers_results as results
from samples.generate import slots
from samples.generate.model import UNDETERMINED, USABLE, Dossier, Expected, File, Truth
from samples.generate.people import AN_LOC, NAM_THINH, TRUC_NGHIA, Case
from samples.generate.scan import GREY

_DEATH = Case(
    TRUC_NGHIA,
    "12/03/2025",
    "Tô Văn Hưng",
    "03/02/1977",
    "000077008841",
    "thôn Hạ, xã Trực Nghĩa, tỉnh Nam Giang",
    "Tô Văn Hách",
    "1939",
    "Con đẻ",
)
_WRONG = Case(
    TRUC_NGHIA,
    "17/04/2025",
    "Kiều Thị Oanh",
    "28/08/1980",
    "000180001963",
    "thôn Thượng, xã Trực Nghĩa, tỉnh Nam Giang",
    "Kiều Văn Bảng",
    "1944",
    "Con đẻ",
)
_WEDDING = Case(
    AN_LOC,
    "06/08/2025",
    "Mạc Văn Tùng",
    "20/05/1998",
    "000098006214",
    "thôn Hạ, xã An Lộc Đông, tỉnh Nam Giang",
    "Lý Thị Hoa",
    "08/03/2000",
    "Chồng",
)
_SINGLE = Case(
    NAM_THINH,
    "15/09/2025",
    "Sầm Thị Ngọc",
    "27/07/1999",
    "000199003347",
    "tổ 9, phường Nam Thịnh, tỉnh Nam Giang",
)
_EMPTY = Case(
    AN_LOC, "03/10/2025", "La Văn Thép", "1994", "000094008120", "thôn Tây, xã An Lộc Đông, tỉnh Nam Giang"
)

DOSSIERS = (
    Dossier(
        "H40.23.15-250312-0007",
        "1.000656",
        "Hộ tịch",
        _DEATH,
        "2025-03-12",
        "2025-03-12",
        "resolved",
        "-",
        Truth(
            slots.DEATH | {"to_khai": USABLE, "giay_bao_tu": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; Vietnamese file names with spaces, two of them decomposed (NFD)",
        resolved_on="2025-03-12",
        files=(
            File(
                "H40.23.15-250312-0007/Tờ khai đăng ký khai tử.jpg",
                (civil.death_form(_DEATH),),
                (Expected("to_khai"),),
                "jpg",
                note="name in NFD",
                decomposed_name=True,
            ),
            File(
                "H40.23.15-250312-0007/Giấy báo tử.pdf",
                (civil.death_notice(_DEATH),),
                (Expected("giay_bao_tu"),),
            ),
            File(
                "H40.23.15-250312-0007/ket-qua/Trích lục khai tử.pdf",
                (results.death_extract(_DEATH.on("12/03/2025")),),
                (Expected("result"),),
                note="name in NFD",
                decomposed_name=True,
            ),
        ),
    ),
    Dossier(
        "H40.23.15-250417-0005",
        "1.000656",
        "Hộ tịch",
        _WRONG,
        "2025-04-17",
        "2025-04-17",
        "withdrawn",
        "-",
        Truth(slots.DEATH | {"to_khai": USABLE}, due=2, digitised=1, complete=False),
        "withdrawn; one paper bears the code of another dossier, one file is no document",
        closed_on="2025-04-18",
        files=(
            File("H40.23.15-250417-0005/to-khai.pdf", (civil.death_form(_WRONG),), (Expected("to_khai"),)),
            File(
                "H40.23.15-250417-0005/giay-bao-tu.pdf",
                (civil.death_notice(_DEATH, dossier_code="H40.23.15-250312-0007"),),
                (Expected(None, findings=("wrong_dossier",)),),
                note="prints the code of dossier H40.23.15-250312-0007: fills no slot",
            ),
            File(
                "H40.23.15-250417-0005/anh-chup.jpg",
                (),
                container="noise",
                reason="not_a_document",
                note="random bytes",
            ),
        ),
    ),
    Dossier(
        "H40.12-250806-0040",
        "1.000894",
        "Hộ tịch",
        _WEDDING,
        "2025-08-06",
        "2025-08-06",
        "resolved",
        "-",
        Truth(
            slots.MARRIAGE | {"to_khai": USABLE},
            due=1,
            digitised=1,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; its component lies in the root as <code>.01.pdf",
        resolved_on="2025-08-06",
        files=(
            File(
                "H40.12-250806-0040.01.pdf",
                (civil.marriage_form(_WEDDING),),
                (Expected("to_khai"),),
                note="in the root of the inbox",
            ),
            File(
                "H40.12-250806-0040/ket-qua/giay-chung-nhan-ket-hon.pdf",
                (results.marriage_certificate(_WEDDING.on("06/08/2025")),),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "H40.31-250915-0027",
        "1.004873",
        "Hộ tịch",
        _SINGLE,
        "2025-09-15",
        "2025-09-18",
        "resolved",
        "-",
        Truth(
            slots.SINGLE_STATUS | {"to_khai": USABLE},
            due=1,
            digitised=1,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "the same scan twice under two names, and a letter of thanks",
        resolved_on="2025-09-17",
        files=(
            File(
                "H40.31-250915-0027/01-to-khai.pdf",
                (civil.single_status_form(_SINGLE),),
                (Expected("to_khai"),),
            ),
            File(
                "H40.31-250915-0027/02-to-khai-quet-lai.pdf",
                (civil.single_status_form(_SINGLE),),
                same_as="H40.31-250915-0027/01-to-khai.pdf",
                note="byte for byte the file before it",
            ),
            File(
                "H40.31-250915-0027/03-thu.pdf",
                (other.letter(_SINGLE),),
                (Expected(None),),
                look=GREY,
                note="a letter: stored, in no slot, for review",
            ),
            File(
                "H40.31-250915-0027/ket-qua/giay-xac-nhan.pdf",
                (results.single_status_certificate(_SINGLE.on("17/09/2025")),),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "H40.12-251003-0011",
        "1.000894",
        "Hộ tịch",
        _EMPTY,
        "2025-10-03",
        "2025-10-03",
        "received",
        "",
        Truth(
            slots.MARRIAGE | {"giay_xac_nhan_tthn": UNDETERMINED},
            due=1,
            digitised=0,
            complete=False,
            undetermined=1,
        ),
        "its only file has no byte in it",
        files=(
            File("H40.12-251003-0011/to-khai.pdf", (), container="empty", reason="empty", note="0 bytes"),
        ),
    ),
)
