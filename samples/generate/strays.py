"""What lies in the inbox beside the registered dossiers."""

from __future__ import annotations

from samples.generate import papers_civil as civil
from samples.generate import papers_other as other
from samples.generate.model import File
from samples.generate.people import NAM_THINH, Case
from samples.generate.scan import GREY

_SOMEBODY = Case(
    NAM_THINH,
    "15/09/2025",
    "Sầm Thị Ngọc",
    "27/07/1999",
    "000199003347",
    "tổ 9, phường Nam Thịnh, tỉnh Nam Giang",
)

STRAYS = (
    File(
        "H40.12-251120-0099/to-khai.pdf",
        (civil.extract_form(_SOMEBODY),),
        reason="unknown_dossier",
        note="a folder of a dossier that the register does not have",
    ),
    File(
        "Scan_0001.pdf",
        (other.neighbourhood_list(_SOMEBODY),),
        reason="no_dossier",
        look=GREY,
        note="a batch scan without any code or sheet",
    ),
)
PASSED_OVER = {
    "Thumbs.db": b"\xd0\xcf\x11\xe0 thumbnails",
    "H40.12-250805-0012/.~lock.to-khai.pdf#": b",one-stop,counter-2;",
    "H40.31-250903-0004/Thumbs.db": b"\xd0\xcf\x11\xe0 thumbnails",
}
