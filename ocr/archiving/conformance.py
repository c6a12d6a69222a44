"""Whether a page is known to conform to PDF/A-1b (ISO 19005-1): what is not known to, does not claim to.

Stricter than the standard with rare kinds of fonts: see `ocr.archiving.fonts`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pikepdf

from ocr.archiving.cleaning import is_transparent
from ocr.archiving.colour import is_usable
from ocr.archiving.font_programs import FontPrograms
from ocr.archiving.fonts import is_sound
from ocr.archiving.page_content import contents_length
from ocr.archiving.page_objects import containers, filters_of, graphics_states
from ocr.archiving.shown_text import ShownText, StreamText

_FILTERS = frozenset(
    f"/{name}Decode" for name in ("ASCIIHex", "ASCII85", "Flate", "RunLength", "CCITTFax", "DCT", "JBIG2")
)
_DEPTHS = frozenset({1, 2, 4, 8})
_ANNOTATIONS = frozenset(
    f"/{name}"
    for name in (
        *("Text", "Link", "FreeText", "Line", "Square", "Circle", "Highlight"),
        *("Underline", "Squiggly", "StrikeOut", "Stamp", "Ink"),
    )
)
_PLAIN = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB", "/Lab", "/Pattern"})
# The operators of PDF 1.4 that need no further look (PDF reference 1.4, appendix A)
_OPERATORS = frozenset(
    """
    b B b* B* BDC BMC BT BX c cm CS cs d d0 d1 Do DP EMC ET EX f F f* G g gs h i j J l m M MP n q Q re
    RG rg ri S s SC sc SCN scn sh T* Tc Td TD Tf TJ Tj TL Tm Tr Ts Tw Tz v w W W* y ' "
    """.split()  # noqa: SIM905 - one a line would fill the page
)
# Appendix C of the same: the limits of a conforming file
_LARGEST_REAL = 32767
_LONGEST_NAME, _LONGEST_STRING, _LONGEST_ARRAY, _DEEPEST_SAVE = 127, 65535, 8191, 28
_LONGEST_CONTENT = 4 * 1024 * 1024


def is_known_to_conform(page: pikepdf.Page, programs: FontPrograms) -> bool:
    """Whether everything the page is made of is known to be allowed.

    Args:
        page: of the archive copy.
        programs: of the fonts of its PDF.
    """
    shown = ShownText()
    try:
        return (
            not is_transparent(page.obj)
            and _page_conforms(page, shown)
            and all(is_sound(font, strings, programs) for font, strings in shown.fonts())
        )
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return False


def _page_conforms(page: pikepdf.Page, shown: ShownText) -> bool:
    if not _content_conforms(page, page.obj.get("/Contents"), shown.stream(page.obj.get("/Resources"))):
        return False
    return all(_container_conforms(container, shown) for container in containers(page.obj))


def _container_conforms(container: pikepdf.Object, shown: ShownText) -> bool:
    if isinstance(container, pikepdf.Array):
        return len(container) <= _LONGEST_ARRAY and _space_conforms(container) and _in_limits(container)
    if not _in_limits(value for _, value in container.items()):
        return False
    if isinstance(container, pikepdf.Stream):
        return _stream_conforms(container, shown)
    states_conform = all(_state_conforms(state) for state in graphics_states(container))
    return (
        states_conform
        and _spaces_are_known(container)
        and ("/Annots" not in container or all(_annotation_conforms(note) for note in container["/Annots"]))
    )


def _stream_conforms(stream: pikepdf.Stream, shown: ShownText) -> bool:
    if not _FILTERS.issuperset(filters_of(stream)) or any(name in stream for name in ("/F", "/FFilter")):
        return False
    if not _spaces_are_known(stream):
        return False
    match str(stream.get("/Subtype")):
        case "/Image":
            return _image_conforms(stream)
        case "/Form":
            return "/Group" not in stream and _content_conforms(
                stream, stream, shown.stream(stream.get("/Resources"))
            )
        case "/PS":
            return False
        case _:
            is_pattern = stream.get("/PatternType") == 1
            return not is_pattern or _content_conforms(stream, stream, shown.stream(stream.get("/Resources")))


def _image_conforms(image: pikepdf.Stream) -> bool:
    if bool(image.get("/ImageMask", False)):
        return int(image.get("/BitsPerComponent", 1)) == 1
    if str(image.get("/Intent", "/Perceptual")) not in {
        "/RelativeColorimetric",
        "/AbsoluteColorimetric",
        "/Perceptual",
        "/Saturation",
    }:
        return False
    return "/ColorSpace" in image and int(image.get("/BitsPerComponent", 1)) in _DEPTHS


def _spaces_are_known(container: pikepdf.Object) -> bool:
    """Names of colour spaces; those that are arrays are looked at on their own."""
    return all(value != pikepdf.Name.DeviceCMYK for _, value in container.items() if _is_name(value))


def _space_conforms(array: pikepdf.Array) -> bool:
    """What an array says as a colour space; any other array passes."""
    if len(array) < 2 or not _is_name(array[0]):  # noqa: PLR2004 - a name and what it is of
        return True
    match str(array[0]):
        case "/ICCBased":
            stream = array[1]
            return isinstance(stream, pikepdf.Stream) and is_usable(
                bytes(stream.read_bytes()), int(stream.get("/N", 0))
            )
        case "/Indexed" | "/Pattern":
            return array[1] != pikepdf.Name.DeviceCMYK
        case "/Separation" | "/DeviceN":
            return len(array) > 3 and _is_alternate(array[2])  # noqa: PLR2004 - names, alternate, tint
        case _:
            return True


def _is_alternate(space: pikepdf.Object) -> bool:
    name = space[0] if isinstance(space, pikepdf.Array) else space
    return _is_name(name) and (str(name) in _PLAIN or str(name) == "/ICCBased")


def _state_conforms(state: pikepdf.Dictionary) -> bool:
    forbidden = any(name in state for name in ("/TR", "/HTP", "/Font"))  # a font by name alone is followed
    return not forbidden and str(state.get("/TR2", "/Default")) == "/Default"


def _annotation_conforms(note: pikepdf.Object) -> bool:
    """As `ocr.archiving.pdf_copy` leaves them: printed, with one appearance, leading to the web at most."""
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) in _ANNOTATIONS


def _content_conforms(parsed: Any, stored: Any, text: StreamText) -> bool:  # noqa: ANN401 - page, form or pattern
    if contents_length(stored) > _LONGEST_CONTENT:
        return False
    depth = 0
    for instruction in pikepdf.parse_content_stream(parsed):
        operator = str(instruction.operator)
        if operator not in _OPERATORS:
            return False
        depth += (operator == "q") - (operator == "Q")
        if not 0 <= depth <= _DEEPEST_SAVE or not _in_limits(instruction.operands):
            return False
        if operator in {"cs", "CS"} and instruction.operands[0] == pikepdf.Name.DeviceCMYK:
            return False
        if not text.took(operator, instruction.operands):
            return False
    return depth == 0


def _in_limits(values: Any) -> bool:  # noqa: ANN401 - an iterable of PDF objects
    return all(_is_in_limits(value) for value in values)


def _is_in_limits(value: object) -> bool:
    if isinstance(value, Decimal | float):
        return -_LARGEST_REAL <= float(value) <= _LARGEST_REAL
    if isinstance(value, pikepdf.Name):
        return len(str(value).encode()) <= _LONGEST_NAME
    if isinstance(value, pikepdf.String):
        return len(bytes(value)) <= _LONGEST_STRING
    return True


def _is_name(value: object) -> bool:
    return isinstance(value, pikepdf.Name)
