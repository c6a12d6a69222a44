"""Dossiers of the other people with merit (người có công)."""

from __future__ import annotations

from samples.generate import papers_merit as merit
from samples.generate import papers_other as other
from samples.generate import papers_results as results
from samples.generate import slots
from samples.generate.model import (
    EXEMPT,
    FAILED,
    MISSING,
    PRESENT_ONLY,
    REUSED,
    UNREADABLE,
    USABLE,
    Dossier,
    Expected,
    File,
    Row,
    Truth,
)
from samples.generate.people import AN_LOC, DISTRICT, HOME_AFFAIRS, NAM_THINH, Case
from samples.generate.scan import COARSE, GREY, LOST

_VETERAN = Case(
    DISTRICT,
    "02/04/2024",
    "Bùi Thị Thoa",
    "1952",
    "000152006690",
    "thôn Trung, xã Trực Nghĩa, tỉnh Nam Giang",
    "Bùi Văn Chức",
    "1947",
    "Vợ",
)
_ROWS = Case(
    DISTRICT,
    "08/05/2024",
    "Bùi Thị Sen",
    "1956",
    "000156001177",
    "thôn Tây, xã Trực Nghĩa, tỉnh Nam Giang",
    "Bùi Văn Lâm",
    "1950",
    "Vợ",
)
_BADGE_2024 = Case(
    DISTRICT, "27/06/2024", "Đỗ Văn Kỷ", "1948", "000048002914", "thôn Đông, xã Trực Hòa, tỉnh Nam Giang"
)
_LOST = Case(
    AN_LOC,
    "22/07/2025",
    "Bùi Thị Nga",
    "1955",
    "000155004702",
    "thôn Trung, xã An Lộc Đông, tỉnh Nam Giang",
    "Bùi Văn Sáu",
    "1951",
    "Vợ",
)
_ARCHIVE = Case(
    HOME_AFFAIRS,
    "20/10/2025",
    "Đinh Văn Thọ",
    "1962",
    "000062004438",
    "tổ 1, phường Nam Thịnh, tỉnh Nam Giang",
)
_BADGE = Case(
    NAM_THINH,
    "01/12/2025",
    "Trần Thị Khuyên",
    "02/09/1950",
    "000150006604",
    "tổ 3, phường Nam Thịnh, tỉnh Nam Giang",
    relation="Thương binh hạng 3/4",
    pen=False,
)

DOSSIERS = (
    Dossier(
        "000.00.23.H40-240402-0031",
        "1.010824",
        "Người có công",
        _VETERAN,
        "2024-04-02",
        "2024-05-06",
        "resolved",
        "nhiều thân nhân",
        Truth(
            slots.DEATH_OF_MERIT
            | {"ban_khai_mau_12": USABLE, "giay_to_chung_tu": FAILED, "bien_ban_hop_gia_dinh": USABLE},
            due=3,
            digitised=2,
            complete=False,
            result_due=True,
            result=USABLE,
        ),
        "the only scan of a due component is too coarse (120 dpi)",
        resolved_on="2024-05-03",
        files=(
            File(
                "000.00.23.H40-240402-0031/ban-khai.pdf",
                (merit.death_of_merit_declaration(_VETERAN),),
                (Expected("ban_khai_mau_12"),),
            ),
            File(
                "000.00.23.H40-240402-0031/trich-luc-khai-tu.jpg",
                (results.death_extract(_VETERAN),),
                (Expected("giay_to_chung_tu", FAILED),),
                "jpg",
                COARSE,
                note="120 dpi: fails the gate",
            ),
            File(
                "000.00.23.H40-240402-0031/bien-ban-hop-gia-dinh.pdf",
                (other.family_minutes(_VETERAN),),
                (Expected("bien_ban_hop_gia_dinh"),),
                look=GREY,
            ),
            File(
                "000.00.23.H40-240402-0031/ket-qua/quyet-dinh-mai-tang-phi.pdf",
                (
                    results.decision(
                        _VETERAN.on("03/05/2024"),
                        655,
                        "Về việc giải quyết mai táng phí và trợ cấp một lần khi người có công từ trần",
                        results.allowance_articles(
                            _VETERAN, "Giải quyết mai táng phí", "20.550.000 đồng, chi trả một lần"
                        ),
                    ),
                ),
                (Expected("result"),),
            ),
        ),
    ),
    Dossier(
        "000.00.23.H40-240508-0019",
        "1.010824",
        "Người có công",
        _ROWS,
        "2024-05-08",
        "2024-06-10",
        "resolved",
        "",
        Truth(
            slots.DEATH_OF_MERIT
            | {
                "ban_khai_mau_12": USABLE,
                "giay_to_chung_tu": EXEMPT,
                "cccd_nguoi_khai": PRESENT_ONLY,
                "giay_khai_sinh": REUSED,
                "bien_ban_hop_gia_dinh": USABLE,
                "giay_xac_nhan_quan_he": MISSING,
            },
            due=4,
            digitised=3,
            complete=False,
            result_due=True,
            result=USABLE,
        ),
        "component rows settle what is due: exempt certified copy, present-only, digitised earlier, "
        "reused, and a paper the catalogue does not know",
        resolved_on="2024-06-07",
        files=(
            File(
                "000.00.23.H40-240508-0019/ban-khai.pdf",
                (merit.death_of_merit_declaration(_ROWS),),
                (Expected("ban_khai_mau_12"),),
            ),
            File(
                "000.00.23.H40-240508-0019/ket-qua/quyet-dinh.pdf",
                (
                    results.decision(
                        _ROWS.on("07/06/2024"),
                        803,
                        "Về việc giải quyết mai táng phí và trợ cấp một lần khi người có công từ trần",
                        results.allowance_articles(
                            _ROWS, "Giải quyết mai táng phí", "20.550.000 đồng, chi trả một lần"
                        ),
                        pages=2,
                    ),
                ),
                (Expected("result"),),
            ),
        ),
        rows=(
            Row("ban_khai_mau_12"),
            Row("giay_to_chung_tu", "certified_copy"),
            Row("cccd_nguoi_khai", "present_only"),
            Row("bien_ban_hop_gia_dinh", digitised_on="2024-05-06", evidence="MC-2024-1877"),
            Row("giay_khai_sinh", "electronic", reused="yes", evidence="KHO-000156001177-02"),
            Row("giay_xac_nhan_quan_he"),
        ),
    ),
    Dossier(
        "000.00.23.H40-240627-0002",
        "1.010814",
        "Người có công",
        _BADGE_2024,
        "2024-06-27",
        "2024-07-20",
        "received",
        "-",
        Truth(slots.NEW_CERTIFICATE, due=1, digitised=0, complete=False),
        "in the register, but no file ever came",
    ),
    Dossier(
        "H40.12-250722-0008",
        "1.010824",
        "Người có công",
        _LOST,
        "2025-07-22",
        "2025-08-20",
        "in_progress",
        "-",
        Truth(slots.DEATH_OF_MERIT | {"ban_khai_mau_12": USABLE}, due=2, digitised=1, complete=False),
        "the second paper is so faded, blurred and noisy that nothing can be read from it",
        files=(
            File(
                "H40.12-250722-0008/ban-khai-mau-12.pdf",
                (merit.death_of_merit_declaration(_LOST),),
                (Expected("ban_khai_mau_12"),),
            ),
            File(
                "H40.12-250722-0008/trich-luc-mo.pdf",
                (results.death_extract(_LOST),),
                (Expected(None, UNREADABLE),),
                look=LOST,
                note="unreadable: stored, in no slot",
            ),
        ),
    ),
    Dossier(
        "H40.07-251020-0003",
        "1.010793",
        "Người có công",
        _ARCHIVE,
        "2025-10-20",
        "2025-11-10",
        "in_progress",
        "-",
        Truth({}, due=None, digitised=0, complete=None),
        "a procedure without a list of components: what is due, nobody knows",
        files=(
            File(
                "H40.07-251020-0003/don.pdf",
                (
                    other.plain_request(
                        _ARCHIVE,
                        "ĐƠN ĐỀ NGHỊ",
                        "Nay tôi làm đơn đề nghị cơ quan cấp trích lục hồ sơ người có công của bố đẻ tôi "
                        "để gia đình lưu giữ và bổ sung vào hồ sơ của địa phương theo yêu cầu của cơ quan "
                        "quản lý.",
                    ),
                ),
                (Expected(None),),
                note="no slot to go to",
            ),
        ),
    ),
    Dossier(
        "H40.31-251201-0006",
        "1.010814",
        "Người có công",
        _BADGE,
        "2025-12-01",
        "2025-12-24",
        "resolved",
        "-",
        Truth(
            slots.NEW_CERTIFICATE | {"don_mau_25": USABLE},
            due=1,
            digitised=1,
            complete=True,
            result_due=True,
            result=USABLE,
        ),
        "complete; the result lies in result/",
        resolved_on="2025-12-22",
        files=(
            File(
                "H40.31-251201-0006/don-mau-25.pdf",
                (merit.new_certificate_request(_BADGE),),
                (Expected("don_mau_25"),),
            ),
            File(
                "H40.31-251201-0006/result/giay-chung-nhan.jpg",
                (results.merit_certificate(_BADGE.on("22/12/2025")),),
                (Expected("result"),),
                "jpg",
                note="result in result/",
            ),
        ),
    ),
)
