"""What PDF/A-1 forbids and nobody sees leaves the objects of a page (ISO 19005-1, 6.1.10, 6.2 and 6.4)."""

from __future__ import annotations

import pikepdf

from ocr.archiving.colour import APPROXIMATE, inks, is_srgb, is_usable
from ocr.archiving.page_objects import containers, filters_of, graphics_states, streams_of
from ocr.archiving.rewrapping import rewrapped

_NOT_OF_XOBJECTS = (
    "/AA",
    "/Alternates",
    "/Interpolate",
    "/LastModified",
    "/Metadata",
    "/OC",
    "/OPI",
    "/PieceInfo",
    "/PS",
    "/Ref",
    "/StructParent",
    "/StructParents",
    "/Subtype2",
)
_CMYK = pikepdf.Name.DeviceCMYK
_LONG_NAMES = {
    "/A85": "/ASCII85Decode",
    "/AHx": "/ASCIIHexDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
    "/Fl": "/FlateDecode",
    "/LZW": "/LZWDecode",
    "/RL": "/RunLengthDecode",
}
_DEVICE = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB}
_WHOLE = 1.0
_PLAIN_BLENDS = frozenset({"/Normal", "/Compatible"})


class Cleaner:
    """Cleans pages of one PDF."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Keeps the PDF."""
        self._pdf = pdf
        self._inks: pikepdf.Object | None = None
        self._findings: list[str] = []

    @property
    def inks(self) -> pikepdf.Object:
        """Four inks in place of DeviceCMYK."""
        if self._inks is None:
            self._inks = self._pdf.make_indirect(inks(self._pdf))
        return self._inks

    def clean(self, page: pikepdf.Object) -> list[str]:
        """Cleans one page; the findings on what had to be given up."""
        self._findings = []
        for container in containers(page):
            if isinstance(container, pikepdf.Array):
                self._array(container)
            else:
                if isinstance(container, pikepdf.Stream):
                    self._stream(container, page)
                self._dictionary(container)
        if not is_transparent(page):
            for group in (page, *streams_of(page, "/Form")):
                if "/Group" in group:
                    del group["/Group"]
        return self._findings

    def _array(self, array: pikepdf.Array) -> None:
        """Colour spaces: one that is written as an array may be the value of many."""
        if len(array) < 2:  # noqa: PLR2004 - a name and what it is of
            return
        kind, of = array[0], array[1]
        if not isinstance(kind, pikepdf.Name):
            return
        if kind in {pikepdf.Name.Indexed, pikepdf.Name.Pattern} and of == _CMYK:
            array[1] = self.inks
        elif kind == pikepdf.Name.ICCBased and isinstance(of, pikepdf.Stream):
            self._profile(array, of)

    def _profile(self, array: pikepdf.Array, stream: pikepdf.Stream) -> None:
        if "/Alternate" in stream:
            del stream["/Alternate"]
        components, profile = int(stream.get("/N", 0)), bytes(stream.read_bytes())
        if is_usable(profile, components) or components not in {1, 3, 4}:
            return
        if not is_srgb(profile, components):
            self._findings.append(APPROXIMATE)
        plain = _DEVICE.get(components)
        replacement = list(self.inks) if plain is None else [plain]
        while len(array) > len(replacement):
            del array[len(array) - 1]
        for index, value in enumerate(replacement):
            if index < len(array):
                array[index] = value
            else:
                array.append(value)

    def _stream(self, stream: pikepdf.Stream, page: pikepdf.Object) -> None:
        filters = filters_of(stream)
        if any(name in _LONG_NAMES for name in filters):
            filters = [_LONG_NAMES.get(name, name) for name in filters]
            stream["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in filters])
        if "/LZWDecode" in filters:
            _without_lzw(stream)
        kind = str(stream.get("/Subtype"))
        if kind == "/PS":  # only printers of that language show anything of it
            stream.write(b"")
            stream["/Subtype"] = pikepdf.Name.Form
            stream["/BBox"] = pikepdf.Array([0, 0, 0, 0])
        if kind in {"/Image", "/Form", "/PS"}:
            for name in _NOT_OF_XOBJECTS:
                if name in stream:
                    del stream[name]
        if kind == "/Image":
            self._findings += rewrapped(self._pdf, stream, page)

    def _dictionary(self, container: pikepdf.Object) -> None:
        for name, value in list(container.items()):
            if isinstance(value, pikepdf.Name) and value == _CMYK and name != "/Alternate":
                container[name] = self.inks
        for state in graphics_states(container):
            for name in ("/TR", "/TR2", "/HTP"):
                if str(state.get(name)) in {"/Identity", "/Default"}:
                    del state[name]


def is_transparent(page: pikepdf.Object) -> bool:
    """Whether anything on the page shows through."""
    return any(
        any(_lets_through(state) for state in graphics_states(container)) or _is_see_through(container)
        for container in containers(page)
    )


def _is_see_through(container: pikepdf.Object) -> bool:
    is_image = isinstance(container, pikepdf.Stream) and str(container.get("/Subtype")) == "/Image"
    return is_image and ("/SMask" in container or "/SMaskInData" in container)


def _lets_through(state: pikepdf.Dictionary) -> bool:
    blend = state.get("/BM")
    blends = [str(name) for name in blend] if isinstance(blend, pikepdf.Array) else [str(blend)]
    return (
        any(float(state.get(name, _WHOLE)) != _WHOLE for name in ("/CA", "/ca"))
        or (blend is not None and not _PLAIN_BLENDS.issuperset(blends))
        or str(state.get("/SMask", "/None")) != "/None"
    )


def _without_lzw(stream: pikepdf.Stream) -> None:
    """Decoded once; pikepdf packs it with Flate when it saves. A picture in another codec inside stays."""
    try:
        content = stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)
    except pikepdf.PdfError:
        return
    stream.write(content)
