"""Streams that unpack to gigabytes are refused before any reader unpacks them.

PDFium ends its process where memory does, and cannot be stopped before: a thousand bytes of zeros take one in
a stream (RFC 1951 packs 1032 to 1 at most). Pictures are no part of this: nobody unpacks more of them than
they show.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

from dossiers.errors import FileRefused
from dossiers.reasons import Reason

# A plan drawn in a million lines has 14 MB; PDFium takes some ten times as much for what it has parsed.
_MOST_BYTES = 128 * 1024 * 1024
_RATIO = 1032
_PIECE = 1 << 20
_FLATE = frozenset({"/FlateDecode", "/Fl"})
_ELSEWHERE = frozenset({"/Parent", "/P", "/StructTreeRoot", "/Popup", "/Dest", "/A"})
_MOST_OBJECTS = 20_000


class Unpacking:
    """Looks at the streams of the pages of one file, each once."""

    def __init__(self) -> None:
        """None has been looked at."""
        self._seen: set[tuple[int, int]] = set()

    def refuse_bombs(self, page: pikepdf.Page) -> None:
        """Looks at whatever the page draws with: contents, forms, fonts, patterns, appearances.

        Raises:
            FileRefused: `too_large`.
        """
        for stream in self._streams(page):
            if stream.get("/Subtype") != "/Image" and _unpacks_to_more(stream, _MOST_BYTES):
                message = f"A part of a page unpacks to more than {_MOST_BYTES} bytes."
                raise FileRefused(message, reason=Reason.TOO_LARGE)

    def _streams(self, page: pikepdf.Page) -> Iterator[pikepdf.Stream]:
        waiting: list[Any] = [page.obj, page.resources]  # these may be the parent's
        looked_at = 0
        while waiting and looked_at < _MOST_OBJECTS:
            found = waiting.pop()
            if not isinstance(found, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
                continue
            if found.is_indirect:
                if found.objgen in self._seen:
                    continue
                self._seen.add(found.objgen)
            looked_at += 1
            if isinstance(found, pikepdf.Stream):
                yield found
            if isinstance(found, pikepdf.Array):
                waiting.extend(found)
            else:
                waiting.extend(value for name, value in found.items() if name not in _ELSEWHERE)


def _unpacks_to_more(stream: pikepdf.Stream, most: int) -> bool:
    rounds = _rounds(stream)
    packed = stream.read_raw_bytes()
    if len(packed) * _RATIO**rounds <= most:
        return False
    pieces: Iterable[bytes] = [packed]
    for _ in range(rounds):
        pieces = _unpacked(pieces)
    unpacked = 0
    try:
        for piece in pieces:
            unpacked += len(piece)
            if unpacked > most:
                return True
    except zlib.error:  # what readers make of the rest is no more
        return False
    return False


def _rounds(stream: pikepdf.Stream) -> int:
    """How often it is packed, as far as it is told before another filter comes."""
    named = stream.get("/Filter")
    names = [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)]
    return next((at for at, name in enumerate(names) if name not in _FLATE), len(names))


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.decompressobj()
    for piece in pieces:
        left = piece
        while left and not packer.eof:
            yield packer.decompress(left, _PIECE)
            left = packer.unconsumed_tail
