"""Dossiers of births, parents and extracts of the civil register."""

from __future__ import annotations

from samples.generate import papers_civil as civil
from samples.generate import papers_other as other
from samples.generate import papers_results as results
from samples.generate import slots
from samples.generate.model import NOT_DUE, UNDETERMINED, USABLE, Dossier, Expected, File, Truth
from samples.generate.people import AN_LOC, TRUC_HOA, Case
from samples.generate.scan import FINE

_BIRTH = Case(
    TRUC_HOA,
    "18/01/2024",
    "Nguyễn Đức Mạnh",
    "21/09/1995",
    "000095004417",
    "thôn Đoài, xã Trực Hòa, tỉnh Nam Giang",
    "Nguyễn Lê Khánh Ngân",
    "11/01/2024",
    "Cha đẻ",
)
_POST = Case(
    TRUC_HOA,
    "09/07/2024",
    "Lại Văn Phúc",
    "25/12/1983",
    "000083009035",
    "thôn Đoài, xã Trực Hòa, tỉnh Nam Giang",
    "Lại Minh Tuệ",
    "13/04/2012",
    "Cha đẻ",
)
_AGENT = Case(
    TRUC_HOA,
    "14/10/2024",
    "Đoàn Thị Hợp",
    "06/06/1988",
    "000188004126",
    "thôn Thượng, xã Trực Hòa, tỉnh Nam Giang",
    "Đoàn Thị Thơm",
    "19/11/1992",
    "Chị ruột",
)
_BABY = Case(
    AN_LOC,
    "05/08/2025",
    "Trịnh Văn Khôi",
    "14/02/1996",
    "000096001058",
    "thôn Đông, xã An Lộc Đông, tỉnh Nam Giang",
    "Trịnh Gia Hân",
    "29/07/2025",
    "Cha đẻ",
)
_FATHER = Case(
    AN_LOC,
    "27/08/2025",
    "Cao Văn Lực",
    "16/10/1991",
    "000091002270",
    "thôn Nam, xã An Lộc Đông, tỉnh Nam Giang",
    "Cao Nhật Minh",
    "23/12/2021",
    "Cha đẻ",
)

DOSSIERS = (
    Dossier(
        "000.14.23.H40-240118-0003",
        "1.001193",
        "Hộ tịch",
        _BIRTH,
        "2024-01-18",
        "2024-01-18",
        "resolved",
        "-",
        Truth(
            slots.BIRTH | {"to_khai": USABLE, "giay_chung_sinh": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; an identity card that only has to be shown was scanned too",
        resolved_on="2024-01-18",
        files=(
            File(
                "000.14.23.H40-240118-0003/to-khai-khai-sinh.jpg",
                (civil.birth_form(_BIRTH),),
                (Expected("to_khai"),),
                "jpg",
                note="bare JPEG",
            ),
            File(
                "000.14.23.H40-240118-0003/giay-chung-sinh.pdf",
                (civil.birth_notice(_BIRTH),),
                (Expected("giay_chung_sinh"),),
            ),
            File(
                "000.14.23.H40-240118-0003/cccd.pdf",
                (civil.identity_card(_BIRTH),),
                (Expected("giay_to_tuy_than"),),
                look=FINE,
                note="present-only card, province code 000, 300 dpi: its slot is present_only, never counted",
            ),
            File(
                "000.14.23.H40-240118-0003/ket-qua/giay-khai-sinh.pdf",
                (results.birth_certificate(_BIRTH.on("18/01/2024")),),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "000.14.23.H40-240709-0016",
        "2.000635",
        "Hộ tịch",
        _POST,
        "2024-07-09",
        "2024-07-09",
        "returned",
        "-",
        Truth(slots.EXTRACT | {"to_khai": USABLE}, due=1, digitised=1, complete=True),
        "returned to the applicant: received, never resolved; one of its files is broken",
        channel="post",
        closed_on="2024-07-11",
        files=(
            File(
                "000.14.23.H40-240709-0016/to-khai.pdf", (civil.extract_form(_POST),), (Expected("to_khai"),)
            ),
            File(
                "000.14.23.H40-240709-0016/van-ban-kem-theo.pdf",
                (other.letter(_POST),),
                container="cut",
                reason="corrupt",
                note="cut off inside the first picture: no page can be opened",
            ),
        ),
    ),
    Dossier(
        "000.14.23.H40-241014-0004",
        "2.000635",
        "Hộ tịch",
        _AGENT,
        "2024-10-14",
        "2024-10-15",
        "resolved",
        "nộp qua người được ủy quyền",
        Truth(
            slots.EXTRACT | {"to_khai": USABLE, "van_ban_uy_quyen": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete with a letter of authorisation",
        resolved_on="2024-10-15",
        files=(
            File(
                "000.14.23.H40-241014-0004/to-khai.pdf", (civil.extract_form(_AGENT),), (Expected("to_khai"),)
            ),
            File(
                "000.14.23.H40-241014-0004/giay-uy-quyen.pdf",
                (civil.authorisation(_AGENT),),
                (Expected("van_ban_uy_quyen"),),
            ),
            File(
                "000.14.23.H40-241014-0004/ket-qua/trich-luc.pdf",
                (results.birth_certificate(_AGENT.on("15/10/2024"), "TRÍCH LỤC KHAI SINH (BẢN SAO)"),),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "H40.12-250805-0012",
        "1.001193",
        "Hộ tịch",
        _BABY,
        "2025-08-05",
        "2025-08-06",
        "in_progress",
        "",
        Truth(
            slots.BIRTH
            | {
                "to_khai": USABLE,
                "giay_chung_sinh": USABLE,
                "bien_ban_tre_bi_bo_roi": UNDETERMINED,
                "xac_nhan_mang_thai_ho": UNDETERMINED,
                "van_ban_uy_quyen": UNDETERMINED,
            },
            due=2,
            digitised=2,
            complete=None,
            undetermined=3,
        ),
        "no facts: three conditional components stay undetermined (000.14.23.H40-240118-0003 is the same "
        "with facts `-`)",
        files=(
            File("H40.12-250805-0012/to-khai.pdf", (civil.birth_form(_BABY),), (Expected("to_khai"),)),
            File(
                "H40.12-250805-0012/giay-chung-sinh.pdf",
                (civil.birth_notice(_BABY),),
                (Expected("giay_chung_sinh"),),
            ),
        ),
    ),
    Dossier(
        "H40.12-250827-0009",
        "1.001022",
        "Hộ tịch",
        _FATHER,
        "2025-08-27",
        "2025-09-01",
        "resolved",
        "-",
        Truth(
            slots.PARENT
            | {"to_khai": USABLE, "cam_doan_2_nguoi_lam_chung": USABLE, "van_ban_giam_dinh": NOT_DUE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "alternatives: a pledge with witnesses instead of the DNA finding",
        resolved_on="2025-08-29",
        files=(
            File("H40.12-250827-0009/to-khai.pdf", (civil.parent_form(_FATHER),), (Expected("to_khai"),)),
            File(
                "H40.12-250827-0009/giay-cam-doan.pdf",
                (civil.parent_pledge(_FATHER),),
                (Expected("cam_doan_2_nguoi_lam_chung"),),
            ),
            File(
                "H40.12-250827-0009/ket-qua/trich-luc.pdf",
                (results.parent_extract(_FATHER.on("29/08/2025")),),
                (Expected("result"),),
            ),
        ),
    ),
)
