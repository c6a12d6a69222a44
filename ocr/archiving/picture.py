"""A picture on its way into a PDF: the bytes of its stream and what the image dictionary says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from ocr.archiving.colour import colour_space


@dataclass(frozen=True)
class Picture:
    """One image XObject to be.

    Attributes:
        data: the stream, in the codec of `filter`.
        filter: the name of the PDF filter, without its slash.
        size: pixels across and down.
        bits: per component.
        components: 1, 3 or 4.
        parameters: of the filter.
        palette: RGB triples where the one component is an index.
        profile: the ICC profile that came with the picture.
        is_inverted: the components count from white (Adobe's CMYK).
        findings: what had to be given up.
    """

    data: bytes
    filter: str
    size: tuple[int, int]
    bits: int
    components: int
    parameters: dict[str, Any] | None = None
    palette: bytes | None = None
    profile: bytes | None = None
    is_inverted: bool = False
    findings: tuple[str, ...] = ()

    def as_image(self, pdf: pikepdf.Pdf) -> tuple[pikepdf.Stream, tuple[str, ...]]:
        """The image XObject, and the findings."""
        image = pdf.make_stream(b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        return image, self.written_to(pdf, image)

    def written_to(
        self, pdf: pikepdf.Pdf, image: pikepdf.Stream, space: pikepdf.Object | None = None
    ) -> tuple[str, ...]:
        """Puts the pixels in place of those that the image XObject has; its findings.

        Args:
            pdf: of the image.
            image: what becomes of it keeps its place in the file.
            space: its colour space where that is already known.
        """
        image.write(self.data, filter=pikepdf.Name(f"/{self.filter}"), decode_parms=self._parameters())
        image["/Width"], image["/Height"] = self.size
        image["/BitsPerComponent"] = self.bits
        findings = self.findings
        if space is None:
            space, more = colour_space(pdf, 3 if self.palette else self.components, self.profile)
            findings += more
            if self.palette is not None:
                last = len(self.palette) // 3 - 1
                space = pikepdf.Array([pikepdf.Name.Indexed, space, last, pikepdf.String(self.palette)])
        image["/ColorSpace"] = space
        if self.is_inverted:
            image["/Decode"] = pikepdf.Array([1, 0] * self.components)
        return findings

    def _parameters(self) -> pikepdf.Dictionary | None:
        return pikepdf.Dictionary(self.parameters) if self.parameters else None
