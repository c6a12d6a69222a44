"""The typefaces of the made pages, and the Debian packages they come from."""

from __future__ import annotations

from samples.generate.fonts import FACES, Typeface

LIBERATION = Typeface(FACES)
TERMES = Typeface(
    {
        "regular": "texgyretermes-regular.otf",
        "bold": "texgyretermes-bold.otf",
        "italic": "texgyretermes-italic.otf",
        "bold_italic": "texgyretermes-bolditalic.otf",
    },
    packages="fonts-texgyre",
)
NOTO_SERIF = Typeface(
    {
        "regular": "NotoSerif-Regular.ttf",
        "bold": "NotoSerif-Bold.ttf",
        "italic": "NotoSerif-Italic.ttf",
        "bold_italic": "NotoSerif-BoldItalic.ttf",
    },
    scale=0.85,
    packages="fonts-noto-core",
)
NOTO_SANS = Typeface(
    {
        "regular": "NotoSans-Regular.ttf",
        "bold": "NotoSans-Bold.ttf",
        "italic": "NotoSans-Italic.ttf",
        "bold_italic": "NotoSans-BoldItalic.ttf",
    },
    scale=0.85,
    packages="fonts-noto-core",
)
LIBERTINE = Typeface(
    {
        "regular": "LinLibertine_R.otf",
        "bold": "LinLibertine_RB.otf",
        "italic": "LinLibertine_RI.otf",
        "bold_italic": "LinLibertine_RBI.otf",
    },
    packages="fonts-linuxlibertine",
)
FREE_SERIF = Typeface(
    {
        "regular": "FreeSerif.ttf",
        "bold": "FreeSerifBold.ttf",
        "italic": "FreeSerifItalic.ttf",
        "bold_italic": "FreeSerifBoldItalic.ttf",
    },
    packages="fonts-freefont-ttf",
)
TUNING_TYPEFACES = {"liberation_serif": LIBERATION}
MEASURED_TYPEFACES = {
    "tex_gyre_termes": TERMES,
    "noto_serif": NOTO_SERIF,
    "linux_libertine": LIBERTINE,
    "free_serif": FREE_SERIF,
    "noto_sans": NOTO_SANS,
}
DEBIAN_PACKAGES = (
    "fonts-dejavu-core",
    "fonts-freefont-ttf",
    "fonts-liberation2",
    "fonts-linuxlibertine",
    "fonts-noto-core",
    "fonts-texgyre",
)
