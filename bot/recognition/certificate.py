"""The certificate: one page, A4 landscape, the same bytes for the same record.

Everything hangs on the middle of the page. What may be long, a name or a programme, is set smaller
and then on two lines, never outside the frame.
"""

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from babel.dates import format_date

from bot.recognition.fonts import ITALIC
from bot.recognition.record import Record
from bot.recognition.typeset import (
    HEIGHT,
    MEASURE,
    MIDDLE,
    WIDTH,
    block,
    fitting,
    line,
    spaced,
    spaced_width,
    text_at,
)
from bot.texts import WRITTEN, Voice

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MEDIA_TYPE = "application/pdf"
_EDGE = 104.0  # points, as everything here
_RULE, _SIGNERS = 210.0, 3  # how long the line to sign over is, and for how many names at most
_INK, _SOFT, _LINE = "#20252d", "#5a6170", "#d9d2c5"
_TEAL, _CORAL, _DEEP = "#2a8c82", "#e0784f", "#0e5650"


def pdf_of(record: Record, check_at: str = "") -> bytes:
    """The certificate; `check_at` is the address where anybody may check it."""
    from reportlab.pdfgen.canvas import Canvas

    voice, content = Voice(record.locale), BytesIO()
    page = Canvas(content, (WIDTH, HEIGHT), invariant=True, lang=record.locale)
    page.setTitle(f"{voice.words('certificate.title')} – {record.name}")
    page.setSubject(record.programme)
    page.setAuthor(record.organisation or "Binôme")
    page.setCreator("Binôme")
    _frame(page)
    _who(page, record, voice)
    _what(page, record, voice)
    _signed(page, record, voice, check_at)
    page.showPage()
    page.save()
    return content.getvalue()


def day(value: date, locale: str) -> str:
    """A day with its year, as `2 février 2016`."""
    text = format_date(value, "d MMMM y", locale=WRITTEN[locale])
    return f"1er{text[1:]}" if locale == "fr" and text.startswith("1 ") else text


def dates(record: Record, voice: Voice) -> str:
    """From the first session to the last, as `du 9 février au 7 juin 2016`."""
    last = day(record.last, voice.locale)
    if record.first == record.last:
        return voice.words("certificate.on", None, day=last)
    first = day(record.first, voice.locale)
    if record.first.year == record.last.year:
        first = first.removesuffix(str(record.first.year)).rstrip()
    return voice.words("certificate.between", None, first=first, last=last)


# ---------------------------------------------------------------- the parts of the page


def _frame(page: "Canvas") -> None:
    page.setStrokeColor(_LINE)
    page.setLineWidth(0.6)
    page.rect(26, 26, WIDTH - 52, HEIGHT - 52)
    page.rect(31, 31, WIDTH - 62, HEIGHT - 62)
    _mark(page, MIDDLE, 517, 21)


def _mark(page: "Canvas", x: float, y: float, size: float) -> None:
    """The project's own: two rings, each passing once over the other."""
    radius, apart = size * 0.62, size * 0.27
    page.saveState()
    page.setLineWidth(size * 0.28)
    for colour, middle in ((_CORAL, x + apart), (_TEAL, x - apart)):
        ring = page.beginPath()
        ring.circle(middle, y, radius)
        ring.close()
        page.setStrokeColor(colour)
        page.drawPath(ring)
    page.setStrokeColor(_CORAL)
    left = x + apart - radius
    page.arc(left, y - radius, left + 2 * radius, y + radius, 214, 68)
    page.restoreState()


def _who(page: "Canvas", record: Record, voice: Voice) -> None:
    if spaced_width(record.organisation.upper(), 9, 2.2) <= MEASURE:
        spaced(page, record.organisation.upper(), 479, 9, 2.2, _SOFT)
    else:
        line(page, record.organisation, 478, 12, _SOFT, ITALIC)
    spaced(page, voice.words("certificate.title").upper(), 441, 13, 5, _DEEP)
    block(page, record.name, 374, (46, 40, 34, 29, 25, 21), _INK)
    page.setStrokeColor(_CORAL)
    page.setLineWidth(1.1)
    page.line(MIDDLE - 26, 336, MIDDLE + 26, 336)


def _what(page: "Canvas", record: Record, voice: Voice) -> None:
    did = voice.words(f"certificate.did.{record.role}", record.others)
    line(page, did, 305, 15.5, _SOFT, ITALIC)
    block(page, record.programme, 267, (27, 24, 21, 18, 15.5), _DEEP)
    when = dates(record, voice)
    length = voice.words("certificate.length", None, length=voice.duration(record.minutes))
    held = voice.words("certificate.sessions", record.sessions)
    line(page, f"{held}  ·  {length}  ·  {when}", 220, 13, _INK)
    if record.themes:
        themes = voice.listed(record.themes)
        said = voice.words("certificate.themes", None, themes=themes)
        block(page, said, 194, (13, 12, 11), _SOFT, ITALIC, room=17)


def _signed(page: "Canvas", record: Record, voice: Voice, check_at: str) -> None:
    """Who answers for it, and where it can be checked: at the two sides, or the first alone."""
    top = 104.0
    if not check_at and not record.coordinators:
        said = voice.words("certificate.made-on", None, day=day(record.on, record.locale))
        line(page, said, top - 16, 10.5, _SOFT, ITALIC)
        return
    left = _EDGE if check_at else MIDDLE - _RULE / 2
    for place, name in enumerate(reversed(record.coordinators[:_SIGNERS])):
        size = fitting(name, _RULE + 60, 13 if len(record.coordinators) > 1 else 15)
        text_at(page, name, left, top + 9 + 17 * place, size, _INK)
    lines = [voice.words("certificate.made-on", None, day=day(record.on, record.locale))]
    if record.coordinators:
        page.setStrokeColor(_LINE)
        page.setLineWidth(0.8)
        page.line(left, top, left + _RULE, top)
        lines.insert(0, voice.words("certificate.coordinates"))
    for place, each in enumerate(lines):
        text_at(page, each, left, top - 16 * (place + 1), 10.5, _SOFT, ITALIC)
    if not check_at:
        return
    right = WIDTH - _EDGE
    _square(page, check_at, right - 58, top - 34, 58)
    shown = check_at.partition("://")[2]
    text_at(page, voice.words("certificate.check"), right - 70, top, 10.5, _SOFT, ITALIC, end=True)
    size = fitting(shown, 270, 9.5)
    text_at(page, shown, right - 70, top - 16, size, _SOFT, end=True)


def _square(page: "Canvas", text: str, x: float, y: float, size: float) -> None:
    """A square that a telephone reads as the address it holds."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.colors import HexColor

    code = QrCodeWidget(text, barLevel="M", barBorder=0, barFillColor=HexColor(_INK))
    code.barWidth = code.barHeight = size
    drawing = Drawing(size, size)
    drawing.add(code)
    renderPDF.draw(drawing, page, x, y)
