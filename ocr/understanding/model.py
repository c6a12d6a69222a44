"""The file of a learned model: a header and flat arrays, nothing to unpickle; `ocr/training/` makes it."""

from __future__ import annotations

import struct
import sys
from array import array
from pathlib import Path
from zlib import crc32

from dossiers.errors import CatalogueRefused
from ocr.understanding.kind_model import Calibration, Guess, KindModel, Weights

__all__ = ["FORMAT", "MAGIC", "Guess", "KindModel", "load_model", "parse_model", "written"]

MAGIC = b"SOHOAKIN"
FORMAT = 1
# Magic, format, kinds, features, weights, bytes of the kinds' names, CRC-32 of all that follows the header.
_HEADER = struct.Struct("<8sHHIIII")
_CALIBRATION = struct.Struct("<4d")
_HINT = "Put the shipped config/data/kind_model.bin back, or train another: `sohoa model train`."


def load_model(path: Path) -> KindModel | None:
    """The model of a file; None where no file is.

    Raises:
        CatalogueRefused: the file is damaged, or no model of this format.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CatalogueRefused(f"The model {path.name} cannot be read: {error.strerror}.", _HINT) from None
    return parse_model(content, path.name)


def parse_model(content: bytes, name: str) -> KindModel:
    """The model of a file's content.

    Raises:
        CatalogueRefused: the content is damaged, or no model of this format.
    """
    if len(content) < _HEADER.size or not content.startswith(MAGIC):
        raise CatalogueRefused(f"The file {name} is no model of kinds.", _HINT)
    _, form, kinds, features, count, names, checksum = _HEADER.unpack_from(content)
    if form != FORMAT:
        raise CatalogueRefused(f"The model {name} has format {form}, not {FORMAT}.", _HINT)
    expected = _HEADER.size + _CALIBRATION.size + names + 8 * (kinds + 1) + 12 * features + 4 + 3 * count
    if len(content) != expected or crc32(memoryview(content)[_HEADER.size :]) != checksum:
        raise CatalogueRefused(f"The model {name} is damaged.", _HINT)
    start = _HEADER.size + _CALIBRATION.size
    cut = _Cut(content, start + names)
    return KindModel(
        kinds=tuple(content[start : start + names].decode("ascii").split()),
        calibration=Calibration(*_CALIBRATION.unpack_from(content, _HEADER.size)),
        weights=Weights(
            bias=cut.floats(kinds + 1),
            scale=cut.floats(kinds + 1),
            hashes=cut.integers("I", features),
            rarity=cut.floats(features),
            offsets=cut.integers("I", features + 1),
            classes=cut.integers("H", count),
            values=cut.integers("b", count),
        ),
    )


def written(model: KindModel) -> bytes:
    """The content of the file that `load_model` reads; the same model is the same bytes."""
    names = " ".join(model.kinds).encode("ascii")
    weights = model.weights
    arrays = (
        weights.bias, weights.scale, weights.hashes, weights.rarity,
        weights.offsets, weights.classes, weights.values,
    )  # fmt: skip
    calibration = model.calibration
    body = b"".join(
        (
            _CALIBRATION.pack(calibration.constant, calibration.score, calibration.lead, calibration.known),
            names,
            *(_bytes_of(values) for values in arrays),
        )
    )
    header = _HEADER.pack(
        MAGIC, FORMAT, len(model.kinds), len(weights.hashes), len(weights.values), len(names), crc32(body)
    )
    return header + body


class _Cut:
    """Takes one array after the other from the content of a file."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content = memoryview(content)
        self._start = start

    def floats(self, count: int) -> array[float]:
        values: array[float] = array("f")
        self._fill(values, count)
        return values

    def integers(self, form: str, count: int) -> array[int]:
        values: array[int] = array(form)
        self._fill(values, count)
        return values

    def _fill(self, values: array[float] | array[int], count: int) -> None:
        end = self._start + count * values.itemsize
        values.frombytes(self._content[self._start : end])
        self._start = end
        _swap(values)


def _swap(values: array[float] | array[int]) -> None:
    """The file is little-endian on every machine."""
    if sys.byteorder == "big":
        values.byteswap()


def _bytes_of(values: array[float] | array[int]) -> bytes:
    copied = values[:]
    _swap(copied)
    return copied.tobytes()
