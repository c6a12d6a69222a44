"""The fonts of the sample papers: where they lie, and how wide a text is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/usr/share/texmf/fonts/opentype"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
FACES = {
    "regular": "LiberationSerif-Regular.ttf",
    "bold": "LiberationSerif-Bold.ttf",
    "italic": "LiberationSerif-Italic.ttf",
    "bold_italic": "LiberationSerif-BoldItalic.ttf",
    "sans": "LiberationSans-Regular.ttf",
    "sans_bold": "LiberationSans-Bold.ttf",
    "pen": "DejaVuSerif-Italic.ttf",
}
TEXT_FACES = frozenset({"regular", "bold", "italic", "bold_italic"})
_MEASURE_SIZE = 1000
_VIETNAMESE = range(0x1EA0, 0x1EFA)


@dataclass(frozen=True)
class Typeface:
    """The files of a typeface by face; `scale` makes its letters as large as those of Times.

    `packages` are the Debian packages it comes from.
    """

    files: Mapping[str, str]
    scale: float = 1.0
    packages: str = "fonts-liberation2 and fonts-dejavu-core"


_LIBERATION = Typeface(FACES)
_typeface: ContextVar[Typeface] = ContextVar("typeface")


class FontMissingError(RuntimeError):
    """A font of the sample papers is not installed, or lacks Vietnamese letters."""


@contextmanager
def set_in(typeface: Typeface) -> Iterator[None]:
    """Papers laid out and drawn within are set in this typeface; a face it lacks is the usual one."""
    token = _typeface.set(replace(typeface, files={**FACES, **typeface.files}))
    try:
        yield
    finally:
        _typeface.reset(token)


def font_path(face: str) -> Path:
    """The file of a face that has all of U+1EA0-1EF9.

    Raises:
        FontMissingError: no such file, or one without Vietnamese (Liberation 1.x is such a one).
    """
    typeface = _typeface.get(_LIBERATION)
    return _path_of(typeface.files[face], typeface.packages)


def font(face: str, pixels: float) -> ImageFont.FreeTypeFont:
    """A face at a size in pixels; the basic layout engine keeps the output the same everywhere."""
    typeface = _typeface.get(_LIBERATION)
    file = _path_of(typeface.files[face], typeface.packages)
    return _font_of(file, pixels * (typeface.scale if face in TEXT_FACES else 1.0))


def text_width(text: str, face: str, points: float) -> float:
    """The width of a text in points."""
    return font(face, _MEASURE_SIZE).getlength(text) * points / _MEASURE_SIZE


@cache
def _path_of(name: str, packages: str) -> Path:
    for folder in FONT_FOLDERS:
        for path in sorted(folder.rglob(name)) if folder.is_dir() else ():
            if _has_vietnamese(path):
                return path
    raise FontMissingError(
        f"{name} with Vietnamese letters (U+1EA0-1EF9) was not found under "
        f"{', '.join(map(str, FONT_FOLDERS))}; install {packages}."
    )


@cache
def _font_of(file: Path, pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), pixels, layout_engine=ImageFont.Layout.BASIC)


def _has_vietnamese(path: Path) -> bool:
    """FreeType draws one and the same box for every letter that a font does not have."""
    face = ImageFont.truetype(str(path), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(face.getmask("\ue123"))
    return all(bytes(face.getmask(chr(code))) != missing for code in _VIETNAMESE)
