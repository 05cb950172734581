"""Setting type on a page: what may be long is set smaller, then on two lines, and cut at the last.

Sizes and places are in points, from the bottom left.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.recognition.fonts import ROMAN, font_for, scale_of

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 841.89, 595.28  # A4, landscape
MIDDLE, MEASURE = WIDTH / 2, 600.0
_NARROW = "\u202f"  # which STIX lacks; a plain no-break space stands as well here


def block(
    page: "Canvas",
    text: str,
    y: float,
    sizes: Sequence[float],
    colour: str,
    font: str = ROMAN,
    room: float = 0.0,
) -> None:
    """A text in the middle, as large as fits on one line; else on two, as large as fits.

    Two lines stand around `y`, or with `room` the first stands there and the other under it.
    """
    for size in sizes:
        if _width(text, size, font) <= MEASURE:
            line(page, text, y, size, colour, font)
            return
    lines, size = [text], sizes[-1]
    for size in sizes[len(sizes) // 2 :]:
        lines = _in_two(text, size, font)
        if max(_width(each, size, font) for each in lines) <= MEASURE:
            break
    apart = room or size * 1.12
    above = 0.0 if room else apart / 2
    for place, each in enumerate(lines):
        line(page, _cut(each, size, font), y + above - place * apart, size, colour, font)


def _in_two(text: str, size: float, font: str) -> list[str]:
    """The two lines nearest to each other in length; one word alone is cut in its middle."""
    words = text.split(" ")
    cuts = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    half = len(text) // 2
    cuts = cuts or [(f"{text[:half]}-", text[half:])]
    return [*min(cuts, key=lambda pair: max(_width(each, size, font) for each in pair))]


def _cut(text: str, size: float, font: str) -> str:
    """A line that fits, without its end when it must."""
    if _width(text, size, font) <= MEASURE:
        return text
    while text and _width(f"{text}…", size, font) > MEASURE:
        text = text[:-1]
    return f"{text.rstrip()}…"


def fitting(text: str, room: float, size: float, font: str = ROMAN) -> float:
    """The size at which a text fits, at most that one."""
    return min(size, size * room / max(room, _width(text, size, font)))


def line(page: "Canvas", text: str, y: float, size: float, colour: str, font: str = ROMAN) -> None:
    """A line in the middle, which nothing lets run out of the frame."""
    size = fitting(text, MEASURE + 60, size, font)
    text_at(page, text, MIDDLE - _width(text, size, font) / 2, y, size, colour, font)


def spaced(page: "Canvas", text: str, y: float, size: float, apart: float, colour: str) -> None:
    """Capitals in the middle, set apart from each other."""
    wide = spaced_width(text, size, apart)
    text_at(page, text, MIDDLE - wide / 2, y, size, colour, apart=apart)


def spaced_width(text: str, size: float, apart: float) -> float:
    """How wide such capitals are."""
    return _width(text, size, ROMAN) + apart * (len(text) - 1)


def text_at(
    page: "Canvas",
    text: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    font: str = ROMAN,
    *,
    end: bool = False,
    apart: float = 0.0,
) -> None:
    """A text that begins, or with `end` ends, at a place."""
    text = _plain(text)
    name = font_for(text, font)
    page.setFillColor(colour)
    page.setFont(name, size * scale_of(name))
    (page.drawRightString if end else page.drawString)(x, y, text, charSpace=apart)


def _width(text: str, size: float, font: str) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    text = _plain(text)
    name = font_for(text, font)
    wide: float = stringWidth(text, name, size * scale_of(name))
    return wide


def _plain(text: str) -> str:
    return text.replace(_NARROW, "\u00a0")
