"""Dossiers of social protection (bảo trợ xã hội) and employment."""

from __future__ import annotations

from samples.generate import papers_other as other
from samples.generate import papers_results as results
from samples.generate import papers_social as social
from samples.generate import slots
from samples.generate.model import EXEMPT, UNDETERMINED, USABLE, Dossier, Expected, File, Truth
from samples.generate.people import AN_LOC, HOME_AFFAIRS, NAM_THINH, TRUC_HOA, TRUC_NGHIA, Case
from samples.generate.scan import FAX, FLAT, GREY

_DISABLED = Case(
    TRUC_HOA,
    "11/03/2024",
    "Phạm Thị Lành",
    "30/10/1968",
    "000168007712",
    "thôn Nam, xã Trực Hòa, tỉnh Nam Giang",
)
_AID_2024 = Case(
    TRUC_HOA,
    "20/05/2024",
    "Phan Văn Cậy",
    "17/01/1941",
    "000041005528",
    "thôn Nam, xã Trực Hòa, tỉnh Nam Giang",
)
_NOTHING = Case(
    TRUC_NGHIA, "04/02/2025", "Hà Văn Sự", "1971", "000071003350", "thôn Trung, xã Trực Nghĩa, tỉnh Nam Giang"
)
_FAX = Case(
    NAM_THINH,
    "18/08/2025",
    "Quách Thị Bưởi",
    "11/11/1959",
    "000159009926",
    "tổ 7, phường Nam Thịnh, tỉnh Nam Giang",
)
_AID = Case(
    NAM_THINH,
    "03/09/2025",
    "Lương Văn Thiện",
    "05/05/1964",
    "000064007083",
    "tổ 2, phường Nam Thịnh, tỉnh Nam Giang",
)
_FUNERAL = Case(
    NAM_THINH,
    "06/10/2025",
    "Thái Văn Bách",
    "10/10/1973",
    "000073001486",
    "tổ 5, phường Nam Thịnh, tỉnh Nam Giang",
    "Thái Thị Nhạn",
    "1936",
    "Con đẻ",
)
_ONLINE = Case(
    AN_LOC, "12/11/2025", "Ngô Văn Huy", "1987", "000087009951", "thôn Đoài, xã An Lộc Đông, tỉnh Nam Giang"
)
_JOB = Case(
    HOME_AFFAIRS,
    "10/02/2026",
    "Kim Thị Liễu",
    "24/04/1993",
    "000193007759",
    "tổ 6, phường Nam Thịnh, tỉnh Nam Giang",
)

DOSSIERS = (
    Dossier(
        "000.14.23.H40-240311-0006",
        "1.001699",
        "Bảo trợ xã hội",
        _DISABLED,
        "2024-03-11",
        "2024-04-05",
        "resolved",
        "nếu có",
        Truth(
            slots.DISABILITY | {"don_mau_01": USABLE, "giay_to_y_te": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete, with one conditional component; TIFF and PNG",
        resolved_on="2024-04-02",
        files=(
            File(
                "000.14.23.H40-240311-0006/don-de-nghi.tif",
                (social.disability_request(_DISABLED),),
                (Expected("don_mau_01"),),
                "tiff",
                GREY,
                note="multi-page TIFF, grey, JPEG inside",
            ),
            File(
                "000.14.23.H40-240311-0006/giay-ra-vien.png",
                (social.hospital_discharge(_DISABLED),),
                (Expected("giay_to_y_te"),),
                "png",
                FLAT,
                note="PNG of few colours",
            ),
            File(
                "000.14.23.H40-240311-0006/ket-qua/giay-xac-nhan.pdf",
                (social.disability_certificate(_DISABLED.on("02/04/2024")),),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "000.14.23.H40-240520-0011",
        "1.001776",
        "Bảo trợ xã hội",
        _AID_2024,
        "2024-05-20",
        "2024-06-20",
        "in_progress",
        "",
        Truth(
            slots.SOCIAL_AID
            | {
                "giay_khai_sinh": UNDETERMINED,
                "giay_xac_nhan_khuyet_tat": UNDETERMINED,
                "giay_to_hiv": UNDETERMINED,
                "giay_to_mang_thai": UNDETERMINED,
            },
            due=1,
            digitised=0,
            complete=False,
            undetermined=4,
        ),
        "the form came as a PDF that asks for a password; no facts, so four components are undetermined",
        files=(
            File(
                "000.14.23.H40-240520-0011/to-khai.pdf",
                (social.social_aid_declaration(_AID_2024),),
                container="encrypted",
                reason="encrypted",
                note="needs a password",
            ),
        ),
    ),
    Dossier(
        "H40.23.15-250204-0001",
        "1.001731",
        "Bảo trợ xã hội",
        _NOTHING,
        "2025-02-04",
        "2025-02-14",
        "in_progress",
        "-",
        Truth(slots.FUNERAL, due=2, digitised=0, complete=False),
        "filed online before 2025-07-01 and nothing there: everything missing",
        channel="online",
    ),
    Dossier(
        "H40.31-250818-0033",
        "1.001699",
        "Bảo trợ xã hội",
        _FAX,
        "2025-08-18",
        "2025-09-12",
        "in_progress",
        "-",
        Truth(slots.DISABILITY | {"don_mau_01": USABLE}, due=1, digitised=1, complete=True),
        "scanned in black and white (CCITT G4), without a stamp: a finding in profile intake, no failure",
        files=(
            File(
                "H40.31-250818-0033/don-de-nghi.tif",
                (social.disability_request(_FAX, seal=False),),
                (Expected("don_mau_01"),),
                "fax",
                FAX,
                note="two pages, CCITT G4",
            ),
        ),
    ),
    Dossier(
        "H40.31-250903-0004",
        "1.001776",
        "Bảo trợ xã hội",
        _AID,
        "2025-09-03",
        "2025-10-01",
        "resolved",
        "người khuyết tật",
        Truth(
            slots.SOCIAL_AID | {"to_khai_mau_1": USABLE, "giay_xac_nhan_khuyet_tat": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; an invoice slipped in; the result is born digital with a text layer",
        resolved_on="2025-09-26",
        files=(
            File(
                "H40.31-250903-0004/to-khai.pdf",
                (social.social_aid_declaration(_AID),),
                (Expected("to_khai_mau_1"),),
            ),
            File(
                "H40.31-250903-0004/giay-xac-nhan-khuyet-tat.pdf",
                (social.disability_certificate(_AID),),
                (Expected("giay_xac_nhan_khuyet_tat"),),
            ),
            File(
                "H40.31-250903-0004/khac.jpg",
                (other.invoice(_AID),),
                (Expected(None),),
                "jpg",
                note="an invoice: stored, in no slot, for review",
            ),
            File(
                "H40.31-250903-0004/ket-qua/quyet-dinh-tro-cap.pdf",
                (
                    results.decision(
                        _AID.on("26/09/2025"),
                        231,
                        "Về việc hưởng trợ cấp xã hội hàng tháng",
                        results.allowance_articles(
                            _AID, "Cho hưởng trợ cấp xã hội hàng tháng", "750.000 đồng mỗi tháng"
                        ),
                    ),
                ),
                (Expected("result"),),
                "born_digital",
                note="text layer, embedded fonts, ToUnicode",
            ),
        ),
    ),
    Dossier(
        "H40.31-251006-0018",
        "1.001731",
        "Bảo trợ xã hội",
        _FUNERAL,
        "2025-10-06",
        "2025-10-16",
        "resolved",
        "-",
        Truth(
            slots.FUNERAL | {"to_khai_mai_tang": USABLE, "giay_to_chung_tu": USABLE},
            due=2,
            digitised=2,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; a restricted PDF that opens without a password, and a result with a digital signature",
        resolved_on="2025-10-14",
        files=(
            File(
                "H40.31-251006-0018/to-khai-mai-tang.pdf",
                (social.funeral_cost_declaration(_FUNERAL),),
                (Expected("to_khai_mai_tang", findings=("restricted",)),),
                "restricted",
                note="opens with the empty password",
            ),
            File(
                "H40.31-251006-0018/trich-luc.pdf",
                (results.death_extract(_FUNERAL),),
                (Expected("giay_to_chung_tu"),),
            ),
            File(
                "H40.31-251006-0018/ket-qua/quyet-dinh-ky-so.pdf",
                (
                    results.decision(
                        _FUNERAL.on("14/10/2025"),
                        305,
                        "Về việc hỗ trợ chi phí mai táng",
                        results.allowance_articles(
                            _FUNERAL, "Hỗ trợ chi phí mai táng", "10.000.000 đồng, chi trả một lần"
                        ),
                        e_signed=(
                            "Ký bởi: Ủy ban nhân dân phường Nam Thịnh",
                            "Thời gian ký: 2025-10-14T09:15:00+07:00",
                        ),
                    ),
                ),
                (Expected("result"),),
                "signed",
                note="signed with a self-signed throw-away key: kept as it is",
            ),
        ),
    ),
    Dossier(
        "H40.12-251112-0002",
        "1.001731",
        "Bảo trợ xã hội",
        _ONLINE,
        "2025-11-12",
        "2025-11-22",
        "in_progress",
        "-",
        Truth(dict.fromkeys(slots.FUNERAL, EXEMPT), due=0, digitised=0, complete=True),
        "filed online from 2025-07-01: nothing to digitise",
        channel="online",
    ),
    Dossier(
        "H40.07-260210-0015",
        "1.014746",
        "Việc làm",
        _JOB,
        "2026-02-10",
        "2026-02-12",
        "resolved",
        "-",
        Truth(slots.JOB | {"phieu_tu_van_mau_01": USABLE}, due=1, digitised=1, complete=True),
        "complete; the procedure ends in no document",
        resolved_on="2026-02-11",
        result_is_document=False,
        files=(
            File(
                "H40.07-260210-0015/phieu-tu-van.pdf",
                (social.job_counselling_slip(_JOB),),
                (Expected("phieu_tu_van_mau_01"),),
            ),
        ),
    ),
)
