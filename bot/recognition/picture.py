"""The badge as a picture, which carries its credential: one file to keep, to show and to check.

Open Badges 3.0 calls this baking: the token stands in a text of the PNG that no viewer shows.
"""

from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from bot.recognition.fonts import font_file, font_for, scale_of
from bot.recognition.record import Record
from bot.texts import Voice

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageDraw import ImageDraw

MEDIA_TYPE = "image/png"
SIDE = 640  # pixels
_COLOURS = 128
KEYWORD = "openbadgecredential"
_WIDE, _LINES = 28, 3  # letters of a line of the programme, and how many lines there may be
_FINER = 4  # what every badge shares is drawn that much larger, then reduced: its edges are smooth
_INK, _DEEP, _TEAL, _CORAL = "#20252d", "#0e5650", "#2a8c82", "#e0784f"
_PAPER, _LINE = "#fffefc", "#d9d2c5"


def picture(record: Record, token: str) -> bytes:
    """The picture of a badge, with its signed credential inside."""
    # Here, not above: few processes ever draw one, and all of them start.
    from PIL import Image, ImageDraw
    from PIL.PngImagePlugin import PngInfo

    image = _ground().copy()
    draw, voice = ImageDraw.Draw(image), Voice(record.locale)
    _line(draw, voice.words(f"badge.role.{record.role}"), 0.60, 0.085, _INK, 0.70)
    lines = wrap(record.programme, max(_WIDE, len(record.programme) // _LINES + 8))[:_LINES]
    apart = 0.062 if len(lines) < _LINES else 0.046
    for place, line in enumerate(lines):
        _line(draw, line, 0.685 + place * apart, 0.05, _DEEP, 0.68 - place * 0.07)
    _line(draw, str(record.last.year), 0.845, 0.042, _CORAL, 0.5)
    about, content = PngInfo(), BytesIO()
    about.add_itxt(KEYWORD, token)
    few = image.quantize(
        _COLOURS, Image.Quantize.FASTOCTREE
    )  # a fifth of the size, to the eye alike
    few.save(content, "PNG", pnginfo=about)
    return content.getvalue()


@cache
def _ground() -> "Picture":
    """All that every badge shares."""
    from PIL import Image, ImageDraw

    big = SIDE * _FINER
    image = Image.new("RGBA", (big, big), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    _disc(draw, big)
    _rings(draw, big)
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _disc(draw: "ImageDraw", big: int) -> None:
    for inset, colour in ((0.01, _TEAL), (0.035, _PAPER), (0.055, _LINE), (0.059, _PAPER)):
        draw.ellipse((big * inset, big * inset, big * (1 - inset), big * (1 - inset)), fill=colour)


def _rings(draw: "ImageDraw", big: int) -> None:
    """The project's own mark, each ring passing once over the other."""
    unit = big * 0.0155
    x, y, wide = big / 2, big * 0.31, round(3.2 * unit)

    def box(middle: float) -> tuple[float, float, float, float]:
        out = 8.6 * unit
        return (middle - out, y - out, middle + out, y + out)

    draw.ellipse(box(x + 3 * unit), outline=_CORAL, width=wide)
    draw.ellipse(box(x - 3 * unit), outline=_TEAL, width=wide)
    draw.arc(box(x + 3 * unit), 78, 146, fill=_CORAL, width=wide)


def _line(draw: "ImageDraw", text: str, y: float, size: float, colour: str, room: float) -> None:
    """A line in the middle, no wider than its room; sizes are shares of the side."""
    from PIL import ImageFont

    name = font_for(text)
    file, points = str(font_file(name)), SIDE * size * scale_of(name)
    wide = ImageFont.truetype(file, points).getlength(text)
    font = ImageFont.truetype(file, points * min(1.0, SIDE * room / max(wide, 1.0)))
    draw.text((SIDE / 2, SIDE * y), text, fill=colour, font=font, anchor="mm")
