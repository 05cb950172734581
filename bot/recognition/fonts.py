"""The letters of a certificate: those that come with matplotlib, which is here for the report.

STIX General (STIX Font License) is set for everything it can write; a name with a letter that
it lacks is set whole in DejaVu Serif, then in DejaVu Sans, so that no letter stands out.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROMAN, ITALIC = "STIXGeneral", "STIXGeneralItalic"
FALLBACKS = ("DejaVuSerif", "DejaVuSans")
_LARGER = 0.86  # the small letters of DejaVu are that much taller


def font_for(text: str, wanted: str = ROMAN) -> str:
    """The first font that has every letter of a text, registered; the last one when none has."""
    for name in (wanted, *FALLBACKS):
        if _letters(name).issuperset(map(ord, text)):
            return name
    return FALLBACKS[-1]


def scale_of(name: str) -> float:
    """By how much a size is multiplied, so that every font looks of the same size."""
    return _LARGER if name in FALLBACKS else 1.0


def font_file(name: str) -> Path:
    """The file of a font. Raises LookupError when matplotlib is not installed."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise LookupError("matplotlib, whose fonts certificates are set in, is not installed")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / f"{name}.ttf"


@cache
def _letters(name: str) -> frozenset[int]:
    """What a font can write, and the font made known to reportlab."""
    # Here, not above: few processes ever draw a certificate, and all of them start.
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(font_file(name)))
    registerFont(font)
    return frozenset(font.face.charToGlyph)
