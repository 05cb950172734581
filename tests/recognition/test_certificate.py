"""The certificate, read back as a reader sees it: its words, and where they stand on the page."""

from dataclasses import replace

import pypdfium2
import pytest

from bot.recognition.certificate import pdf_of
from bot.recognition.fonts import font_for
from bot.recognition.typeset import HEIGHT, WIDTH
from tests.recognition.records import ALL, BARE, LONG, USUAL

ADDRESS = "https://binome.example.org/badges/mX3v7Qk2Lw9TzRb5"
FRAME = 31.0  # points from each edge


def read(content: bytes) -> str:
    """The words of the only page, a line each."""
    document = pypdfium2.PdfDocument(content)
    try:
        assert len(document) == 1
        page = document[0]
        assert page.get_size() == pytest.approx((WIDTH, HEIGHT), abs=0.1)
        text: str = page.get_textpage().get_text_range()
        return text.replace("\u00a0", " ").replace("\r\n", "\n")
    finally:
        document.close()


def test_it_says_who_did_what_when_and_who_answers_for_it():
    said = read(pdf_of(USUAL, ADDRESS))
    for line in (
        "Élodie Lefèvre-Nuñez",
        "a partagé son savoir-faire avec 2 personnes, comme mentor, dans le programme",
        "Reverse Mentoring Digital",
        "6 séances · 12 h d’échanges · du 9 février au 7 juin 2016",
        "Thèmes travaillés : LinkedIn, Twitter et Facebook",
        "Claire Roux",
        "Fait le 30 juin 2016",
        "binome.example.org/badges/mX3v7Qk2Lw9TzRb5",
    ):
        assert line in " ".join(said.replace("  ", " ").split(" ")), (line, said)


def test_it_speaks_english_and_leaves_out_what_is_not_known():
    said = read(pdf_of(BARE))
    assert "took part to the end, as a mentee, in the programme" in said
    assert "1 session" in said
    assert "on 1 March 2026" in said
    assert "Made out on 1 June 2026" in said
    assert "Worked on" not in said
    assert "Check" not in said
    assert "Programme coordination" not in said


@pytest.mark.parametrize("record", ALL, ids=lambda each: each.name[:5])
def test_the_same_record_gives_the_same_bytes(record):
    assert pdf_of(record, ADDRESS) == pdf_of(record, ADDRESS)
    assert pdf_of(record, ADDRESS) != pdf_of(replace(record, sessions=99), ADDRESS)


ODD = (
    replace(USUAL, name="A" * 300, programme="B" * 400, organisation="C" * 200),
    replace(USUAL, name=" ".join(["Wolfeschlegelsteinhausen"] * 9), themes=("T" * 90,) * 9),
    replace(USUAL, name="Łukasz Żółć", programme="Ștefan și Ţara", coordinators=("Яна Жук",)),
    replace(USUAL, name="E", programme="P", themes=("T",)),
    replace(USUAL, name="<b>Anne</b> & (co) \\", programme="{programme} %s"),
)


@pytest.mark.parametrize("record", [*ALL, *ODD], ids=lambda each: each.name[:5])
def test_nothing_leaves_the_frame(record):
    document = pypdfium2.PdfDocument(pdf_of(record, ADDRESS))
    text = document[0].get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars())]
    document.close()
    assert boxes
    for left, bottom, right, top in boxes:
        assert left >= FRAME
        assert right <= WIDTH - FRAME
        assert bottom >= FRAME
        assert top <= HEIGHT - FRAME


def test_a_long_programme_is_whole_and_four_coordinators_are_three():
    said = read(pdf_of(LONG, ADDRESS)).replace("\n", " ")
    for word in LONG.programme.split():
        assert word in said
    assert "Vandenbroucke" in said
    assert "Anne Trop" not in said


def test_every_letter_of_a_name_comes_from_one_font():
    assert font_for("Élodie Œuvrard") == "STIXGeneral"
    assert font_for("Nguyễn Ánh") == "DejaVuSerif"
    assert font_for("תמר") == "DejaVuSans"
