"""A PDF as all readers of a child see it: the file itself where it is sound, else what can be saved of it.

qpdf, PDFium and pdfminer mend damaged files each in its own way, and would see different pages. So one of
them mends, and what it saved lies in the child's scratch directory for the others: qpdf, which looks for
every object and keeps it; where more can be seen of what PDFium takes over page by page, PDFium. Pages may be
lost either way: whoever reads a repaired file has to say so.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr import triage

if TYPE_CHECKING:
    import pikepdf

REPAIRED = "repaired"
"""The finding of every page of a repaired file."""
_PAINTS = "Do Tj TJ ' \" sh f F f* S s B B* b b* EI"


@dataclass(frozen=True)
class ReadablePdf:
    """An opened PDF.

    Attributes:
        pdf: as qpdf opened it.
        path: where other readers find the same pages.
        is_repaired: the file is damaged, and pages may be lost.
        opens_without: it is encrypted and opens without a password.
    """

    pdf: pikepdf.Pdf
    path: Path
    is_repaired: bool
    opens_without: bool

    def saved_again(self) -> Path:
        """The file as qpdf writes it, decrypted, for a reader that cannot open it as it is.

        Raises:
            FileRefused: `corrupt` where qpdf cannot write it.
        """
        import pikepdf

        try:
            return _saved(self.pdf)
        except (pikepdf.PdfError, ValueError, RuntimeError):
            raise FileRefused("The PDF cannot be shown.", reason=Reason.CORRUPT) from None


@contextmanager
def readable_pdf(path: Path, *, max_pages: int) -> Iterator[ReadablePdf]:
    """The PDF, mended where it needs it and can be; of one with more pages not all are.

    Raises:
        FileRefused: `encrypted` where it needs a password, `corrupt` where no page of it can be saved,
            `not_a_document` where it is whole and holds no page.
    """
    try:
        pdf = triage.open_pdf(path)
    except FileRefused as refusal:
        if refusal.reason not in {Reason.CORRUPT, Reason.ENCRYPTED}:
            raise
        saved, lost = _saved_by_pdfium(path, max_pages)
        if saved is None:
            raise _locked() if _is_locked(path) else refusal from None
        is_encrypted = refusal.reason is Reason.ENCRYPTED
        with triage.open_pdf(saved) as pdf:
            yield ReadablePdf(pdf, saved, is_repaired=lost or not is_encrypted, opens_without=is_encrypted)
        return
    with pdf:
        if not pdf.get_warnings() or _opens_as_it_is(path):
            yield ReadablePdf(pdf, path, is_repaired=False, opens_without=pdf.is_encrypted)
            return
        mended = _saved_if_possible(pdf, path)
        other, _ = _saved_by_pdfium(path, max_pages)
        seen = _pages_that_show_something(mended)
        if other is None or _pages_that_show_something(other) <= seen:
            if not seen and any(map(_should_show_something, pdf.pages)):
                raise FileRefused("Nothing is left on the pages of the PDF.", reason=Reason.CORRUPT)
            yield ReadablePdf(pdf, mended, is_repaired=True, opens_without=pdf.is_encrypted)
            return
        with triage.open_pdf(other) as more:
            yield ReadablePdf(more, other, is_repaired=True, opens_without=pdf.is_encrypted)


def _is_locked(path: Path) -> bool:
    """Whether PDFium asks for a password or a certificate, of which qpdf knows nothing."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        with pypdfium2.PdfDocument(path):
            return False
    except pypdfium2.PdfiumError as error:
        return error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}


def _locked() -> FileRefused:
    return FileRefused("The PDF is locked.", reason=Reason.ENCRYPTED)


def _opens_as_it_is(path: Path) -> bool:
    """Whether qpdf finds all pages by the file's own table: most of what it warns of loses nothing."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True, attempt_recovery=False) as pdf:
            return len(pdf.pages) > 0
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return False


def _saved_if_possible(pdf: pikepdf.Pdf, path: Path) -> Path:
    import pikepdf

    with suppress(pikepdf.PdfError, ValueError, RuntimeError):
        return _saved(pdf)
    return path


def _saved(pdf: pikepdf.Pdf) -> Path:
    target = _new_file()
    pdf.save(target, encryption=False, deterministic_id=True)  # the archive copy may be this file
    return target


def _saved_by_pdfium(path: Path, max_pages: int) -> tuple[Path | None, bool]:
    """The pages that PDFium can take over into a new file, and whether some were lost.

    None where no page shows anything: nobody can tell an empty page from one whose content is lost.
    """
    import pikepdf
    import pypdfium2

    lost = False
    with (
        suppress(pypdfium2.PdfiumError),
        pypdfium2.PdfDocument(path) as damaged,
        pypdfium2.PdfDocument.new() as mended,
    ):
        for index in range(min(len(damaged), max_pages + 1)):
            try:
                mended.import_pages(damaged, [index])
            except pypdfium2.PdfiumError:
                lost = True
        if any(_shows_something(mended, index) for index in range(len(mended))):
            content = io.BytesIO()
            mended.save(content)
            with pikepdf.open(content) as pdf:
                return _saved(pdf), lost
    return None, True


def _pages_that_show_something(path: Path) -> int:
    import pypdfium2

    with suppress(pypdfium2.PdfiumError), pypdfium2.PdfDocument(path) as document:
        return sum(_shows_something(document, index) for index in range(len(document)))
    return 0


def _shows_something(document: object, index: int) -> bool:
    page = document[index]  # type: ignore[index]
    try:
        return any(True for _ in page.get_objects(max_depth=1))
    finally:
        page.close()


def _should_show_something(page: pikepdf.Page) -> bool:
    """Whether it asks for anything to be painted, be it that what it names is lost."""
    import pikepdf

    try:
        return len(pikepdf.parse_content_stream(page, _PAINTS)) > 0
    except (pikepdf.PdfError, ValueError, TypeError):
        return True


def _new_file() -> Path:
    """In the child's scratch directory."""
    with tempfile.NamedTemporaryFile(suffix=".pdf", delete=False) as file:
        return Path(file.name)
