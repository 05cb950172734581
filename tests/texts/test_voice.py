"""How a person is spoken to: their language, their hours, their numbers, their tone."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.calendar.when import moment
from bot.message import Button, Message, Run, from_data, plain, to_data
from bot.texts import Typed, UnknownText, Voice, catalogue

FR, EN = Voice("fr"), Voice("en", "Europe/London")
MOMENT = datetime(2016, 2, 9, 13, 30, tzinfo=UTC)


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("voice", "moment"),
    [
        (FR, "mardi 9 février à 14 h 30"),
        (EN, "Tuesday 9 February at 13:30"),
        (Voice("fr", "Asia/Tokyo"), "mardi 9 février à 22 h 30"),
        (Voice("en", "Pacific/Auckland"), "Wednesday 10 February at 02:30"),
    ],
)
def test_a_moment_is_said_on_ones_own_clock(voice: Voice, moment: str) -> None:
    assert spaced(voice.moment(MOMENT)) == moment
    assert spaced(voice.show(MOMENT)) == moment


@pytest.mark.parametrize(
    ("voice", "span"),
    [
        (FR, "mardi 9 février, 14 h 30 – 16 h 30"),
        (EN, "Tuesday 9 February, 13:30–15:30"),
    ],
)
def test_a_meeting_is_said_with_its_end(voice: Voice, span: str) -> None:
    runs = voice.span(MOMENT, 120)
    assert spaced(plain(runs)) == span
    assert [run.at for run in runs] == [MOMENT, None, MOMENT + timedelta(hours=2)]


def test_a_moment_in_a_sentence_says_which_moment_it_is() -> None:
    told = Message((FR.para("plan.sent", None, name="Léa", when=MOMENT),))
    (run,) = [run for part in told.parts for run in part.runs if run.at]  # type: ignore[union-attr]
    assert (spaced(run.text), run.at) == ("mardi 9 février à 14 h 30", MOMENT)
    assert from_data(json.loads(json.dumps(to_data(told)))) == told


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (9, 0, "9\u202fh"),
        (18, 30, "18\u202fh\u202f30"),
        (0, 5, "0\u202fh\u202f05"),
        (12, 0, "12\u202fh"),
    ],
)
def test_french_says_an_hour_in_words_that_no_line_cuts(hour: int, minute: int, said: str) -> None:
    then = datetime(2016, 2, 9, hour, minute, tzinfo=UTC)
    assert Voice("fr", "UTC").hour(then) == said
    now = datetime(2016, 2, 1, tzinfo=UTC)
    spoken = Voice("fr", "UTC").moment(then)
    assert moment(spoken, now, "UTC", "fr") == then, "it can be typed or pasted back"


def test_the_first_of_a_month_is_the_premier() -> None:
    assert FR.day(date(2016, 3, 1)) == "mardi 1er mars"
    assert FR.day(date(2016, 3, 11)) == "vendredi 11 mars"
    assert EN.day(date(2016, 3, 1)) == "Tuesday 1 March"


@pytest.mark.parametrize(
    ("voice", "number", "shown"),
    [(FR, 10_000, "10 000"), (EN, 10_000, "10,000"), (FR, 4.5, "4,5"), (EN, 4.5, "4.5")],
)
def test_numbers_are_written_as_people_write_them(voice: Voice, number: float, shown: str) -> None:
    assert spaced(voice.show(number)) == shown


@pytest.mark.parametrize(("minutes", "shown"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30")])
def test_lengths_of_time(minutes: int, shown: str) -> None:
    assert spaced(FR.duration(minutes)) == shown


def test_several_things_in_one_sentence() -> None:
    assert FR.listed(["a", "b", "c"]) == "a, b et c"
    assert EN.listed(["a", "b"]) == "a and b"
    assert FR.listed([]) == ""


@pytest.mark.parametrize(
    ("voice", "count", "said"),
    [
        (FR, 0, "Il vous reste 0 séance."),
        (FR, 1, "Il vous reste 1 séance."),
        (FR, 2, "Il vous reste 2 séances."),
        (EN, 0, "You have 0 sessions left."),
        (EN, 1, "You have 1 session left."),
        (EN, 2, "You have 2 sessions left."),
    ],
)
def test_plurals_follow_the_language(voice: Voice, count: int, said: str) -> None:
    assert voice.words("session.left", count).startswith(said)


def test_what_people_typed_stays_data_and_takes_the_bold_of_its_place() -> None:
    name = (Run("**N** {x}", typed=True),)
    (first, *_) = FR.runs("who.mentor", None, name=name)
    assert first == Run("**N** {x}", bold=True, typed=True)
    (first, *_) = FR.runs("who.mentor", None, name=Typed("<b>"))
    assert first == Run("<b>", bold=True, typed=True)
    (first, *_) = FR.runs("who.mentor", None, name="Nora")
    assert first == Run("Nora", bold=True, typed=False)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Agnès", "Un mot d’Agnès :"),
        ("Élise", "Un mot d’Élise :"),
        ("Hélène", "Un mot d’Hélène :"),
        ("Harry", "Un mot de Harry :"),
        ("Bruno", "Un mot de Bruno :"),
        ("Yann", "Un mot de Yann :"),
        ("11 h", "Un mot de 11 h :"),
    ],
)
def test_french_elides_before_a_vowel(name: str, said: str) -> None:
    assert spaced(FR.words("relay.from", None, name=name)) == said
    assert spaced(FR.words("relay.from", None, name=(Run(name, typed=True),))) == said
    assert EN.words("relay.from", None, name=name) == f"A word from {name}:"


def test_french_elides_what_follows_que_as_well() -> None:
    told = FR.words("pairing.told.in-return", None, mentee="Agnès", mentor="Bruno")
    assert spaced(told) == "En retour, voici ce qu’Agnès transmet à Bruno :"


def test_a_sentence_that_does_not_exist_is_a_bug_that_shows() -> None:
    with pytest.raises(UnknownText, match=r"no\.such\.key \(fr\)"):
        FR.words("no.such.key")
    assert not FR.knows("no.such.key")


def test_a_missing_value_is_a_bug_that_shows() -> None:
    with pytest.raises(KeyError):
        FR.words("who.mentor")


def test_a_programme_that_says_tu_falls_back_on_vous() -> None:
    tutoie = Voice("fr", tone="tu")
    assert tutoie.language == "fr_tu"
    for key in catalogue("fr"):
        assert tutoie.knows(key)
    assert Voice("en", tone="tu").language == "en"


def test_paragraphs_titles_hints_and_buttons() -> None:
    assert FR.para("thanks").role == "text"
    assert FR.title("help.title").role == "title"
    assert FR.hint("thanks").role == "hint"
    assert FR.button("button.me", "me", "primary") == Button("Voir ma situation", "me", "primary")
