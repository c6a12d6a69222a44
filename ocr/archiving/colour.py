"""Colour spaces that PDF/A-1 knows (ISO 19005-1, 6.2.3): the sRGB intent, a version 2 profile, or inks."""

from __future__ import annotations

import io
from itertools import product

import pikepdf
from PIL import Image, ImageCms

APPROXIMATE = "archive_colours_approximate"
_DEVICE = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB}
_SPACES = {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_NEWEST = 2
# Two levels of 255 are what two implementations of the same curve differ by.
_ALIKE = 2
_PROBES = (0, 51, 102, 153, 204, 255)
# (1 - ink) * (1 - black) for each of the three inks: what viewers show of DeviceCMYK, short of a profile.
_INKS_TO_RGB = (
    b"{1 exch sub 4 1 roll 1 exch sub 3 index mul 3 1 roll "
    b"1 exch sub 3 index mul 3 1 roll 1 exch sub 4 -1 roll mul 3 1 roll}"
)


def colour_space(
    pdf: pikepdf.Pdf, components: int, profile: bytes | None
) -> tuple[pikepdf.Object, tuple[str, ...]]:
    """The colour space of a picture, and the findings.

    Args:
        pdf: where it is used.
        components: 1, 3 or 4.
        profile: the ICC profile that came with the picture.

    Returns:
        `archive_colours_approximate` stands among the findings where the profile had to be dropped although
        it is not sRGB: PDF/A-1 knows no version 4 profiles.
    """
    if profile is not None and is_usable(profile, components):
        stream = pdf.make_stream(profile, N=components)
        return pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_indirect(stream)]), ()
    plain = inks(pdf) if components not in _DEVICE else _DEVICE[components]
    return plain, () if profile is None or is_srgb(profile, components) else (APPROXIMATE,)


def is_usable(profile: bytes, components: int) -> bool:
    """Whether it is a sound ICC profile of version 2 for that many components."""
    fits = _SPACES.get(profile[16:20]) == components and profile[12:16] in _CLASSES
    return fits and profile[8] == _NEWEST and _opened(profile) is not None


def is_srgb(profile: bytes, components: int) -> bool:
    """Whether the colours come out as they would without the profile. What is no profile changes nothing."""
    if _SPACES.get(profile[16:20]) != components:
        return True
    source = _opened(profile)
    if source is None:
        return True
    if components not in _DEVICE:
        return False
    shades = list(product(_PROBES, repeat=components))
    probe = Image.new("L" if components == 1 else "RGB", (len(shades), 1))
    probe.putdata([shade[0] for shade in shades] if components == 1 else shades)
    try:
        shown = ImageCms.profileToProfile(probe, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except ImageCms.PyCMSError:
        return False
    if shown is None:
        return False
    pairs = zip(shown.tobytes(), probe.convert("RGB").tobytes(), strict=True)
    return all(abs(one - other) <= _ALIKE for one, other in pairs)


def inks(pdf: pikepdf.Pdf) -> pikepdf.Array:
    """Four inks over RGB, so that no value changes: DeviceCMYK would ask for an intent of its own."""
    tint = pdf.make_stream(
        _INKS_TO_RGB,
        FunctionType=4,
        Domain=pikepdf.Array([0, 1] * 4),
        Range=pikepdf.Array([0, 1] * 3),
    )
    names = pikepdf.Array([pikepdf.Name(f"/{ink}") for ink in ("Cyan", "Magenta", "Yellow", "Black")])
    return pikepdf.Array([pikepdf.Name.DeviceN, names, pikepdf.Name.DeviceRGB, pdf.make_indirect(tint)])


def _opened(profile: bytes) -> ImageCms.ImageCmsProfile | None:
    if len(profile) < int.from_bytes(profile[:4]) or profile[36:40] != b"acsp":
        return None
    try:
        return ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except OSError:
        return None
