"""Dilemmas reach the circle, and nothing anywhere tells who wrote one."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.runner.clock import DrivenClock
from bot.message import Buttons
from storage.database import Database
from storage.nouns import Dilemma, Draft, Happened, Outgoing
from tests.circles.conftest import (
    BOARD,
    DAY,
    FIRST,
    NAMES,
    STARTS_ON,
    SUPERVISION,
    circle_of,
    together,
)
from tests.client import START, Chat, Someone

DILEMMA = "Ma mentee annule toujours au dernier moment, et je n’ose rien dire."
OPENS = FIRST - 3 * DAY  # the Friday before, at ten


@pytest.fixture
def circle(chat: Chat, claire: Someone, mentors: dict[str, Someone]) -> list[Someone]:
    """The circle of Ana, who comes first in it."""
    claire.gives("circles form supervision")
    claire.presses("Approuver ces cercles")
    for each in (claire, *mentors.values()):
        each.heard()
    return together(chat, mentors, "Ana")


def test_a_dilemma_is_read_by_the_circle_at_one_hour_without_a_name(
    chat: Chat, circle: list[Someone], mentors: dict[str, Someone], claire: Someone
) -> None:
    ana, other, *_ = circle
    told = ana.says("j'ai un dilemme")
    assert "La boîte à dilemmes" in told
    assert "ni le cercle ni la coordination ne peuvent l’apprendre" in told
    assert ana.says(DILEMMA) == (
        "C’est dans la boîte. Le cercle le lira vendredi 19 février à 10 h ; "
        "vous le recevrez comme les autres."
    )
    assert other.heard() == ""
    chat.until(OPENS)
    received = {re.sub(r"Supervision \d", "", each.history[-1].text) for each in circle[:3]}
    assert len(received) == 1
    assert DILEMMA in received.pop()
    outside = [each for each in mentors.values() if each not in circle]
    assert all(DILEMMA not in each.heard() for each in (*outside, claire))
    assert "Ana" not in other.heard()


def test_in_english_with_an_answer_too_short_then_left_half_way(
    chat: Chat, claire: Someone, mentors: dict[str, Someone], circle: list[Someone]
) -> None:
    ines = mentors["Inès"]
    assert "The dilemma box" in ines.says("I have a dilemma")
    assert "a little short" in ines.says("help them")
    ines.says("stop")
    assert chat.all(Draft) == chat.all(Dilemma) == []
    ines.says("I have a dilemma")
    ines.says("My mentee asks me to do the work instead of learning it.")
    assert chat.only(Dilemma).text.startswith("My mentee asks")
    assert chat.all(Draft) == []
    assert chat.only(Dilemma).circle_id == circle_of(chat, ines).id


def test_nothing_of_the_writing_stays(chat: Chat, circle: list[Someone]) -> None:
    ana = circle[0]
    before = len(chat.all(Outgoing))
    ana.says("j'ai un dilemme")
    ana.says(DILEMMA)
    assert len(chat.all(Outgoing)) == before, "neither question nor thanks is kept"
    assert chat.all(Draft) == []
    (line,) = (each for each in chat.everything().splitlines() if DILEMMA in each)
    assert line.startswith("dilemma: ")
    ana.says("je veux une copie de mes données")
    assert DILEMMA not in chat.everything().replace(line, "")


@pytest.fixture
def worlds(_empty: Path, tmp_path: Path) -> Iterator[list[Chat]]:
    """Two programmes alike in everything."""
    made: list[Chat] = []
    for n in range(2):
        copy = tmp_path / f"world-{n}.sqlite"
        shutil.copyfile(_empty, copy)
        made.append(Chat(Database(f"sqlite:///{copy}"), DrivenClock(START)))
    yield made
    for each in made:
        each.database.close()


def test_whoever_wrote_it_all_that_is_kept_is_the_same(worlds: list[Chat]) -> None:
    kept = []
    for chat, author in zip(worlds, ("Ana", "Basile"), strict=True):
        programme = chat.programme(
            state="running", starts_on=STARTS_ON, circles=(SUPERVISION, BOARD)
        )
        people = {}
        for n, name in enumerate(NAMES[:5]):
            people[name] = chat.person(f"u-{n}", name=f"{name} Petit")
            chat.enrols(people[name], "mentor", topics=["linkedin"])
        claire = chat.person("claire")
        claire.joins()
        chat.coordinates(claire, programme)
        claire.gives("circles form supervision")
        claire.presses("Approuver ces cercles")
        chat.clock.set(chat.clock.now() + timedelta(hours=1))
        people[author].says("j'ai un dilemme")
        chat.clock.set(chat.clock.now() + timedelta(minutes=7))
        people[author].says(DILEMMA)
        chat.clock.set(chat.clock.now() + timedelta(hours=1))
        for each in people.values():  # that somebody talked to the bot is no secret
            each.says("merci")
        chat.until(FIRST - timedelta(hours=1))
        number = str(chat.only(Dilemma).id)
        everything = chat.everything().replace(number, "DRAWN-BY-LOT")
        kept.append(re.sub(r"'[0-9a-f]{32}'", "LEASE", everything))
    assert kept[0].splitlines() == kept[1].splitlines()


def test_votes_are_counted_not_told(chat: Chat, circle: list[Someone]) -> None:
    for each, text in zip(circle, (DILEMMA, "On me demande de faire à sa place."), strict=False):
        each.sends(f"dilemma:{circle_of(chat, each).id}")
        each.says(text)
    chat.until(OPENS)
    heard = circle[0].history[-1].text
    assert "Par lequel commencer ?" in heard
    buttons = [
        button.action
        for part in circle[0].history[-1].message.parts
        if isinstance(part, Buttons)
        for button in part.buttons
    ]
    wanted = buttons[1]
    for each in circle[:3]:
        assert each.sends(wanted).endswith("compté.") or "counted" in each.said_last()
    assert "déjà compté" in circle[0].sends(buttons[0])
    votes = {f"dilemma-first:{each.id}": each.votes for each in chat.all(Dilemma)}
    assert votes[wanted] == 3
    assert all("voted" not in each.name or each.note == "" for each in chat.all(Happened))
    chat.until(FIRST - timedelta(hours=1))
    first = next(each for each in chat.all(Dilemma) if f"dilemma-first:{each.id}" == wanted)
    assert f"Le cercle souhaite commencer par :\n{first.text}" in circle[0].history[-1].text
    chat.until(FIRST + 2 * DAY)
    assert chat.all(Dilemma) == [], "erased once the meeting is over"
    assert "ne sert plus" in circle[0].sends(wanted)


def test_one_that_comes_late_waits_for_the_next_meeting(chat: Chat, circle: list[Someone]) -> None:
    chat.until(OPENS + timedelta(hours=1))
    ana, other, *_ = circle
    ana.says("j'ai un dilemme")
    assert "vendredi 18 mars à 10 h" in ana.says(DILEMMA)
    chat.until(FIRST + 2 * DAY)
    assert DILEMMA not in other.heard()
    chat.until(FIRST + 26 * DAY)
    assert DILEMMA in other.heard()


def test_too_small_a_circle_is_told_honestly(
    chat: Chat, circle: list[Someone], claire: Someone
) -> None:
    ana, *others = circle
    ana.says("j'ai un dilemme")
    ana.says(DILEMMA)
    code = f"supervision-{circle_of(chat, ana).number}"
    for each in others[2:]:
        claire.gives(f'circles remove "{each.person.name}" {code}')
    told = ana.says("j'ai un dilemme")
    assert "Je ne peux pas vous promettre l’anonymat" in told
    assert "2 autres personnes liraient votre dilemme" in told
    assert "[" in told.splitlines()[-1], "with somebody to talk to"
    for each in circle:
        each.heard()
    chat.until(OPENS)
    heard = others[0].heard()
    assert DILEMMA not in heard
    assert "ne compte plus que 3 personnes" in heard or "is down to 3 people" in heard


def test_whoever_is_in_no_circle_hears_where_to_turn(
    chat: Chat, mentors: dict[str, Someone]
) -> None:
    assert "vous n’êtes dans aucun pour l’instant" in mentors["Ana"].says("j'ai un dilemme")


def test_what_the_circle_received_is_read_again_until_the_meeting_is_over(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    claire.gives("circles form supervision")
    claire.presses("Approuver ces cercles")
    ana, ines = mentors["Ana"], mentors["Inès"]
    ana.says("déposer un dilemme")
    ana.says("mon cercle")  # never a dilemma, nor a word too short
    assert "Votre cercle : Supervision 1" in ana.heard() + ana.history[-2].text
    ana.says(DILEMMA)
    assert DILEMMA not in ines.says("my circle"), "nobody reads it before the hour"
    chat.until(FIRST + timedelta(minutes=10))
    ines.heard()
    assert DILEMMA in ines.says("my circle")
    told = ines.says("the dilemmas")
    assert DILEMMA in told
    assert "Ana" not in told
    assert ines.shown() == ["Share a dilemma"]
    chat.until(FIRST + timedelta(hours=3))
    ana.presses("J’y étais")
    chat.until(FIRST + 2 * DAY)
    ines.heard()
    assert DILEMMA not in ines.says("my circle")
    assert "Write notes" in ines.shown()
    assert "Écrire des notes" in ana.says("je veux écrire le compte rendu")
