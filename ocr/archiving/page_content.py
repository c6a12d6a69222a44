"""Content streams on their way into PDF/A-1: foreign readings of a scan and unfit operators leave them."""

from __future__ import annotations

from typing import Any

import pikepdf

from ocr.archiving.page_objects import streams_of
from ocr.content import INVISIBLE, SHOWS_TEXT

_FIRST_CLIPPING_MODE = 4
_INTENTS = frozenset({"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"})
INK_SPACE = "/SohoaInks"
_INK_OPERATORS = {"k": ("cs", "scn"), "K": ("CS", "SCN")}
_LONGEST_STREAM = 4 * 1024 * 1024


class ContentRewriter:
    """Rewrites the content streams of one page."""

    def __init__(self, pdf: pikepdf.Pdf, inks: pikepdf.Object, *, keeps: str) -> None:
        """Keeps what to do.

        Args:
            pdf: of the page.
            inks: the colour space in place of DeviceCMYK.
            keeps: the text that stays: `all`, `visible` or `none`.
        """
        self._pdf = pdf
        self._inks = inks
        self._keeps = keeps

    def rewrite(self, page: pikepdf.Page) -> None:
        """Rewrites the content of a page that has resources of its own, and of the forms that it draws."""
        if contents_length(page.obj.get("/Contents")) > _LONGEST_STREAM:
            return
        forms = streams_of(page.obj, "/Form")
        fonts: set[str] | None = self._stream(page, page.obj)
        if fonts is not None and all("/Resources" in form for form in forms):
            _prune_fonts(page.obj["/Resources"], fonts)
        for form in forms:
            fonts = self._stream(form, form) if contents_length(form) <= _LONGEST_STREAM else None
            if fonts is not None and isinstance(form.get("/Resources"), pikepdf.Dictionary):
                form["/Resources"] = own_copy(form["/Resources"])
                _prune_fonts(form["/Resources"], fonts)

    def _stream(self, parsed: Any, owner: pikepdf.Object) -> set[str] | None:  # noqa: ANN401 - page or form
        """Rewrites one stream; the names of the fonts it still uses, None where it cannot be parsed."""
        try:
            instructions = list(pikepdf.parse_content_stream(parsed))
            kept = self._kept(instructions)
        except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, IndexError):
            return None
        if len(kept) != len(instructions) or any(a is not b for a, b in zip(kept, instructions, strict=True)):
            content = pikepdf.unparse_content_stream(kept)
            if isinstance(owner, pikepdf.Stream):
                owner.write(content)
            else:
                owner["/Contents"] = self._pdf.make_stream(content)
            if INK_SPACE.encode() in content:
                _named_inks(owner, self._inks)
        return _fonts_used(kept)

    def _kept(self, instructions: list[Any]) -> list[Any]:
        kept: list[Any] = []
        mode, saved = 0, list[int]()
        for instruction in instructions:
            operator = str(instruction.operator)
            if operator == "q":
                saved.append(mode)
            elif operator == "Q" and saved:
                mode = saved.pop()
            elif operator == "Tr":
                mode = int(instruction.operands[0])
            if operator in _INK_OPERATORS and len(instruction.operands) == 4:  # noqa: PLR2004 - four inks
                kept += _inked(instruction, *_INK_OPERATORS[operator])
            elif not self._is_dropped(operator, instruction, mode):
                kept.append(instruction)
        return kept

    def _is_dropped(self, operator: str, instruction: Any, mode: int) -> bool:  # noqa: ANN401
        if operator == "ri":
            return str(instruction.operands[0]) not in _INTENTS
        if operator not in SHOWS_TEXT or self._keeps == "all":
            return False
        return mode == INVISIBLE or (self._keeps == "none" and mode < _FIRST_CLIPPING_MODE)


def contents_length(contents: Any) -> int:  # noqa: ANN401
    """The bytes of a content stream or of several, as they are stored; an array within the array is none."""
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return sum(len(part.read_raw_bytes()) for part in parts if isinstance(part, pikepdf.Stream))


def own_copy(resources: pikepdf.Object) -> pikepdf.Dictionary:
    """Resources are often shared by all pages: what one adds or drops is none of the others' business."""
    copy = pikepdf.Dictionary(dict(resources.items()))
    for name in ("/Font", "/ColorSpace", "/XObject"):
        if isinstance(copy.get(name), pikepdf.Dictionary):
            copy[name] = pikepdf.Dictionary(dict(copy[name].items()))
    return copy


def _inked(instruction: Any, space: str, colour: str) -> list[Any]:  # noqa: ANN401
    operands = list(instruction.operands)
    return [
        pikepdf.ContentStreamInstruction([pikepdf.Name(INK_SPACE)], pikepdf.Operator(space)),
        pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(colour)),
    ]


def _named_inks(owner: pikepdf.Object, space: pikepdf.Object) -> None:
    resources = owner.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        owner["/Resources"] = resources = pikepdf.Dictionary()
    spaces = resources.get("/ColorSpace")
    if not isinstance(spaces, pikepdf.Dictionary):
        resources["/ColorSpace"] = spaces = pikepdf.Dictionary()
    spaces[INK_SPACE] = space


def _fonts_used(instructions: list[Any]) -> set[str]:
    """Fonts are selected for text that is shown; one that shows nothing may go."""
    used, selected = set(), ""
    saved: list[str] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "Tf":
            selected = str(instruction.operands[0])
        elif operator == "q":
            saved.append(selected)
        elif operator == "Q" and saved:
            selected = saved.pop()
        elif operator in SHOWS_TEXT and selected:
            used.add(selected)
    return used


def _prune_fonts(resources: pikepdf.Object, used: set[str]) -> None:
    fonts = resources.get("/Font")
    if not isinstance(fonts, pikepdf.Dictionary):
        return
    for name in list(fonts.keys()):
        if name not in used:
            del fonts[name]
    if not list(fonts.keys()):
        del resources["/Font"]
