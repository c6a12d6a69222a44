"""JPEG goes into a PDF as it is: DCTDecode knows baseline and progressive frames of 8 bits."""

from __future__ import annotations

import re
from typing import Any

from PIL import Image

from ocr.archiving.picture import Picture

_COMPONENTS = {"L": 1, "RGB": 3, "CMYK": 4}
START, END = b"\xff\xd8", b"\xff\xd9"
# Baseline, extended sequential and progressive, all with Huffman coding: no viewer has to know the others.
_KNOWN_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})  # tables and extensions among the numbers of the frames
_FIRST_FRAME, _LAST_FRAME = 0xC0, 0xCF
_SCAN = 0xDA
# What ends the coded data of a scan: neither a stuffed byte nor a restart
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_NAMED_RGB = [ord("R"), ord("G"), ord("B")]


def jpeg_picture(content: bytes, image: Image.Image) -> Picture | None:
    """The picture, not decoded; None where a PDF viewer may not decode it.

    Args:
        content: the file.
        image: the same, opened by Pillow and not loaded.
    """
    content = content[: _end_of_first(content)]
    frame = frame_of(content)
    if frame is None or frame[0] not in _KNOWN_FRAMES or image.mode not in _COMPONENTS:
        return None
    return Picture(
        data=content,
        filter="DCTDecode",
        size=frame[1],
        bits=8,
        components=_COMPONENTS[image.mode],
        parameters=_parameters(image),
        profile=image.info.get("icc_profile"),
        is_inverted=image.mode == "CMYK",  # as Pillow and everybody else take it, with Adobe's marker or not
    )


def _end_of_first(content: bytes) -> int | None:
    """Where the first picture ends, None: nowhere. Phones put a second one behind it (MPO, Ultra HDR)."""
    at = len(START)
    while at + 4 <= len(content) and content[at] == END[0]:
        marker = content[at + 1]
        if marker == END[1]:
            return at + len(END)
        if marker == END[0]:  # fill byte
            at += 1
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            following = _MARKER.search(content, at)
            at = following.start() if following else len(content)
    return at + len(END) if content[at : at + len(END)] == END else None


def frame_of(content: bytes) -> tuple[int, tuple[int, int]] | None:
    """The marker of the frame, its width and height; None where there is none."""
    at = len(START)
    while at + 9 <= len(content):
        if content[at] != END[0]:
            return None
        marker = content[at + 1]
        if marker == END[0]:  # fill byte
            at += 1
            continue
        if _FIRST_FRAME <= marker <= _LAST_FRAME and marker not in _NO_FRAMES:
            height, width = (int.from_bytes(content[at + start : at + start + 2]) for start in (5, 7))
            return (marker, (width, height)) if width and height else None
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None


def _parameters(image: Image.Image) -> dict[str, Any] | None:
    """Without Adobe's marker, three components are taken for luminance and colour differences."""
    layers = [layer[0] for layer in getattr(image, "layer", ())]
    is_named_rgb = image.mode == "RGB" and layers == _NAMED_RGB and "adobe" not in image.info
    return {"/ColorTransform": 0} if is_named_rgb else None
