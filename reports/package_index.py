"""The page in a package of dossiers that says what is in it: opened from a disk, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Template

from config.kinds import load_kinds
from config.sections import Language
from dossiers.manifest import Manifest, StoredDocument, document_id
from dossiers.register import DossierRecord
from reports.names import Names, paper_name
from reports.notation import DASH, Notation, plain
from reports.phrases import Phrases
from reports.templating import environment
from reports.words import Words


class IndexText(Phrases):
    """Every word on the page, Vietnamese and English."""

    TITLE = ("Gói hồ sơ đã số hóa", "Package of digitised dossiers")
    MADE = ("Lập lúc", "Made at")
    DOSSIER = ("Hồ sơ", "Dossier")
    PROCEDURE = ("Thủ tục", "Procedure")
    UNIT = ("Đơn vị tiếp nhận", "Receiving unit")
    RECEIVED = ("Ngày tiếp nhận", "Received on")
    DOCUMENT = ("Tài liệu", "Document")
    PAPER = ("Giấy tờ", "Paper")
    SERVES_AS = ("Thành phần hồ sơ", "Serves as")
    PAGES = ("Số trang", "Pages")
    FILES = ("Tệp", "Files")
    ORIGINAL = ("tệp gốc", "original")
    ARCHIVE = ("bản lưu trữ", "archive copy")
    TEXT = ("văn bản đã đọc", "text")
    PURGED = ("đã hủy theo thời hạn lưu", "purged after its retention")
    PRIVATE = (
        "Gói này chứa dữ liệu cá nhân: chỉ giao cho người có thẩm quyền, xóa khi dùng xong.",
        "This package holds personal data: hand it to those entitled alone, delete it after use.",
    )
    CHECK = (
        "Kiểm tra gói: chạy lệnh dưới đây trong thư mục chứa tệp manifest-sha256.txt.",
        "To check the package, run this in the folder that holds manifest-sha256.txt.",
    )
    UNKNOWN = ("chưa xác định", "not known")


@dataclass(frozen=True, slots=True)
class PackedDossier:
    """A dossier of a package; no `record` where no register holds it any more."""

    code: str
    record: DossierRecord | None
    manifest: Manifest


def to_html(dossiers: Sequence[PackedDossier], names: Names, language: Language, *, made_at: datetime) -> str:
    """The page; its links are relative to the folder it lies in."""
    words = Words(language)

    def serves_as(dossier: PackedDossier, entry: StoredDocument) -> str:
        if entry.slot is None:
            return DASH
        procedure = dossier.record.procedure_code if dossier.record else ""
        return paper_name(procedure, entry.slot, names, words)

    def kind_of(entry: StoredDocument) -> str:
        kind = load_kinds().get(entry.kind)
        return kind.name_vi if kind else words.say(IndexText.UNKNOWN)

    return _template().render(
        dossiers=dossiers,
        names=names,
        language=language.value,
        notation=Notation(language),
        made_at=made_at,
        say=words.say,
        serves_as=serves_as,
        kind_of=kind_of,
    )


@cache
def _template() -> Template:
    made = environment(T=IndexText, document_id=document_id)
    made.filters["plain"] = plain
    return made.get_template("package.html.j2")
