"""HTML becomes PDF: WeasyPrint, which fetches nothing here."""

from __future__ import annotations

from dossiers.errors import ToolMissing

_HINT = "Run ./script/setup, or install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."


def pdf_of(html: str) -> bytes:
    """The page as PDF; what it needs stands in it.

    Raises:
        ToolMissing: the libraries that set text are not installed.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]
    except OSError:
        raise ToolMissing("The libraries that set text (Pango, HarfBuzz) are not installed.", _HINT) from None

    document = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    assert isinstance(document, bytes)  # noqa: S101 - no target was named
    return document
