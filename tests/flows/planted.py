"""Markers of a person, planted wherever one may come in, and the search for them in whatever was written.

A marker has a core of plain letters or digits, so that no way of writing it (composed or not, in capitals,
escaped, as bytes) hides it. Names are invented; the number begins with 000.
"""

from __future__ import annotations

import io
import os
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from benchmarks.process_tree import descendants
from samples.generate.sign import signed

NAME, NUMBER, WORD = "Lò Thị Zuyx", "000190774411", "quyzuyx"
CORES = (b"zuyx", NUMBER.encode())
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_EVERY = 0.03


def found_in(*contents: bytes) -> list[str]:
    """Where a marker stands: some signs around each."""
    found = []
    for content in contents:
        folded = content.lower()
        for core in CORES:
            at = folded.find(core)
            if at >= 0:
                found.append(repr(content[max(0, at - 60) : at + 40]))
    return found


def files_below(root: Path, *, but: Iterable[Path] = ()) -> Iterator[tuple[Path, bytes]]:
    """Every name below a folder and what lies there, but for some folders; a database as its rows, too."""
    left_out = tuple(str(path) for path in but)
    for path in root.rglob("*"):
        if not str(path).startswith(left_out or "\0"):
            content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            yield path.relative_to(root), content


def rows_of(database: Path) -> bytes:
    """All that an SQLite database holds."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return "\n".join(connection.iterdump()).encode(errors="replace")


@dataclass
class Seen:
    """What was to be seen from outside while something ran."""

    texts: set[bytes] = field(default_factory=set)


@contextmanager
def watched(temporary: Path) -> Iterator[Seen]:
    """Looks at command lines and environments of all child processes, and at names of temporary files."""
    seen, ended = Seen(), threading.Event()

    def look() -> None:
        while not ended.wait(_EVERY):
            for process in descendants(os.getpid()):
                for name in ("cmdline", "environ"):
                    with suppress(OSError):
                        seen.texts.add(Path(f"/proc/{process}/{name}").read_bytes())
            with suppress(OSError):
                seen.texts.update(str(path.relative_to(temporary)).encode() for path in temporary.rglob("*"))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def picture(*lines: str) -> Image.Image:
    """A small page at 200 dpi on which all this stands; it has to be read by OCR."""
    sheet = Image.new("L", (1000, 560), "white")
    font = ImageFont.truetype(_FONT, 34)
    for number, line in enumerate(("GIẤY CHỨNG SINH", NAME, f"Số định danh cá nhân: {NUMBER}", *lines)):
        ImageDraw.Draw(sheet).text((60, 50 + 70 * number), line, fill="black", font=font)
    return sheet


def scans(folder: Path, beside: Path) -> None:
    """Files that speak of the person in every way: name, page, metadata, tags, attachment, signature.

    Args:
        folder: of a dossier; it is made.
        beside: the inbox itself, for files that belong to no dossier.
    """
    folder.mkdir(parents=True)
    jpeg = Image.Exif()
    jpeg.update({0x010E: f"{WORD} {NUMBER}", 0x013B: NAME, 0x8298: NAME, 0x9286: WORD})
    picture("một").save(folder / f"Đơn của {NAME}.jpg", dpi=(200, 200), exif=jpeg, comment=NAME.encode())
    tags = {270: WORD, 315: WORD, 269: f"{WORD}.tif"}
    picture("hai").save(folder / f"{NUMBER}.tif", dpi=(200, 200), tiffinfo=tags)
    (folder / f"{unicodedata.normalize('NFD', NAME)}.pdf").write_bytes(_pdf("ba"))
    (folder / "ket-qua").mkdir()
    (folder / "ket-qua" / f"{WORD}.pdf").write_bytes(
        signed(_pdf("bốn"), agency=NAME, moment=datetime(2025, 8, 1, tzinfo=UTC))
    )
    refused(folder, beside)


def refused(folder: Path, beside: Path) -> None:
    """Files that cannot be taken in, each for a reason of its own."""
    (folder / f"trống {WORD}.pdf").touch()
    (folder / f"hỏng {WORD}.pdf").write_bytes(b"%PDF-1.4\n" + WORD.encode() * 20)
    (folder / f"thư {WORD}.png").write_text(f"{NAME}, {NUMBER}", encoding="utf-8")
    locked = pikepdf.open(io.BytesIO(_pdf("năm")))
    locked.save(folder / f"khóa {WORD}.pdf", encryption=pikepdf.Encryption(owner=WORD, user=WORD))
    (beside / NAME).mkdir()
    (beside / NAME / f"{WORD}.pdf").write_bytes(_pdf("sáu"))
    (beside / f"Lô {WORD}.pdf").write_bytes(_pdf("bảy"))


def _pdf(line: str) -> bytes:
    plain, full = io.BytesIO(), io.BytesIO()
    picture(line).convert("RGB").save(plain, "PDF", resolution=200)
    with pikepdf.open(plain) as pdf:
        for name in ("Title", "Author", "Subject", "Keywords", "Producer", "Creator"):
            pdf.docinfo[f"/{name}"] = f"{NAME} {NUMBER}"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = WORD
        pdf.attachments[f"{WORD}.txt"] = pikepdf.AttachedFileSpec(pdf, NAME.encode(), filename=f"{WORD}.txt")
        pdf.pages[0].obj["/PieceInfo"] = pikepdf.Dictionary({f"/{WORD}": pikepdf.String(NAME)})
        pdf.save(full)
    return full.getvalue()
