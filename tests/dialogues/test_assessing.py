"""The same situations three times: asked before the first session, half-way and at the end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.programme.template import load
from storage.nouns import Answer, Draft, Pair, Poll, Programme, Session
from tests.client import Chat, Someone

CALENDAR = load("pwn-digital-2016").calendar.model_dump() | {"midway": 8, "closing": 126}
OWN = {
    "code": "floor",
    "asked_of": "mentor",
    "name": {"fr": "Prendre la parole", "en": "Speaking up"},
    "ask": {"fr": "On vous tend le micro. Que faites-vous ?", "en": "You are handed the mic."},
    "answers": {"fr": ["Je le passe", "Un mot", "Une phrase", "Je parle"], "en": [*"abcd"]},
}


def begins(chat: Chat, **assessment: Any) -> Programme:
    return chat.programme(
        state="running",
        starts_on=date(2016, 1, 4),
        calendar=CALENDAR,
        assessment={"asked": True, **assessment},
    )


def a_pair(chat: Chat, locale: str = "fr", role: str = "mentee") -> tuple[Someone, Someone]:
    agnes = chat.person("agnes", name="Agnès Martin", locale=locale)
    bruno = chat.person("bruno", name="Bruno Petit", locale=locale)
    chat.enrols(agnes, "both" if role == "both" else "mentee")
    chat.enrols(bruno, "both" if role == "both" else "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
    return agnes, bruno


def meet(chat: Chat, someone: Someone, days: int) -> None:
    """A session of the only pair, held so many days from now."""
    at = chat.clock.now() + timedelta(days=days)
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Session(
                pair_id=chat.only(Pair).id, number=1, state="held", starts_at=at, minutes=60,
                proposed_by=someone.enrolment.id, created_at=at, closed_at=at,
            )
        )  # fmt: skip


def asked(chat: Chat, someone: Someone, month: int, day: int, hour: int) -> str:
    chat.until(datetime(2016, month, day, hour, tzinfo=UTC))
    return someone.heard()


def taps(someone: Someone, start: str) -> str:
    """Presses the answer of the latest question that begins so."""
    (label,) = [o.label for o in someone.asked().options if o.label.startswith(start)]
    return someone.presses(label)


def test_no_hint_says_which_answer_is_hoped_for(chat: Chat) -> None:
    begins(chat)
    _, bruno = a_pair(chat)
    said = asked(chat, bruno, 1, 6, 18)
    assert "Tout cela n’est pas pour moi" in said
    assert "moitié d’une séance" not in said


def test_a_mentee_answers_in_three_taps_before_the_first_session(chat: Chat) -> None:
    begins(chat)
    agnes, _ = a_pair(chat)
    said = asked(chat, agnes, 1, 6, 18)
    assert "Avant votre première séance dans Reverse Mentoring Digital" in said
    assert "mêlées à celles d’au moins 4 autres personnes" in said
    assert "partager votre écran dans deux minutes" in said
    assert "un outil que vous n’avez jamais ouvert" in taps(agnes, "J’y arrive à l’heure")
    assert "que vous ne connaissez pas" in taps(agnes, "J’attends de ne plus avoir le choix")
    said = taps(agnes, "Je cherche plus tard")
    assert said == "Merci, c’est votre point de départ. Bonne première séance !"
    answer = chat.only(Answer)
    assert answer.answers == {"levels": {"screen": 4, "tool": 1, "unknown": 2}}
    assert (answer.subject, answer.enrolment_id) == ("start", agnes.enrolment.id)
    assert chat.only(Draft, person_id=agnes.person.id).answers == {}
    assert chat.only(Poll, enrolment_id=agnes.enrolment.id).state == "answered"


def test_a_mentor_answers_in_english_with_a_wrong_word_and_a_second_click(chat: Chat) -> None:
    begins(chat, own=(OWN,))
    _, bruno = a_pair(chat, "en-GB")
    said = asked(chat, bruno, 1, 6, 18)
    assert "Before your first session in Reverse Mentoring Digital" in said
    assert "“All this is not for me.”" in said
    assert "I didn’t understand that" in bruno.says("a banana")  # and it goes on waiting
    taps(bruno, "I answer that it is easy")
    assert "outside your team" in bruno.says("4")  # by its number, as in any choice
    taps(bruno, "Three to five")
    assert taps(bruno, "b") == "Thank you, that is your starting point. Enjoy your first session!"
    kept = chat.only(Answer).answers["levels"]
    assert kept == {"reassure": 2, "senior": 4, "network": 3, "floor": 2}
    bruno.presses("b")
    assert len(chat.all(Answer)) == 1


def test_the_same_again_half_way_and_at_the_end_with_what_was_given(chat: Chat) -> None:
    programme = begins(chat)
    agnes, bruno = a_pair(chat)
    asked(chat, agnes, 1, 6, 18)
    for words in ("Je demande à quelqu’un", "J’attends", "Je n’en dis rien"):
        taps(agnes, words)
    meet(chat, agnes, 1)
    said = asked(chat, agnes, 1, 14, 12)
    assert "que feriez-vous aujourd’hui ?" in said
    for words in ("J’y arrive si", "Je l’ouvre", "Je cherche plus tard"):
        said = taps(agnes, words)
    assert "Rendez-vous à la fin" in said
    # The mentor passed the start: nothing to compare with, so nothing is asked half-way.
    assert "Les mêmes situations" not in bruno.heard()
    chat.moves(programme, "closing")
    said = asked(chat, agnes, 1, 20, 12)
    assert "Un dernier regard" in said
    for words in ("J’y arrive à l’heure", "Je l’explore", "Je pose la question devant"):
        said = taps(agnes, words)
    assert "qu’avez-vous donné en retour à votre mentor" in said
    said = agnes.picks("Des contacts, un réseau", "Rien de tout cela")
    assert said == "Merci d’avoir regardé le chemin parcouru."
    last = chat.all(Answer)[-1]
    assert last.subject == "end"
    assert last.answers["returns"] == ["network"]
    assert "Et vous, qu’avez-vous reçu" in bruno.heard()
    bruno.picks("De la visibilité")
    assert chat.all(Answer)[-1].answers == {"returns": ["visibility"]}


@pytest.mark.parametrize(
    ("locale", "midway", "closing"),
    [
        ("fr", "vous n’avez pas encore eu de séance", "vous n’avez pas eu de séance cette fois"),
        ("en", "you have not had a session yet", "you had no session this time"),
    ],
)
def test_who_never_met_is_not_asked_what_it_changed(
    chat: Chat, locale: str, midway: str, closing: str
) -> None:
    programme = begins(chat)
    agnes, bruno = a_pair(chat, locale)
    asked(chat, agnes, 1, 6, 18)
    for _ in range(3):
        agnes.presses(agnes.asked().options[0].label)
    assert midway in asked(chat, agnes, 1, 12, 18)
    asked(chat, agnes, 1, 24, 12)
    chat.moves(programme, "closing")
    assert closing in asked(chat, agnes, 1, 28, 12)
    assert closing in bruno.heard()
    subjects = [poll.subject for poll in chat.all(Poll) if poll.form == "assessment"]
    assert set(subjects) == {"start"}


def test_once_a_pair_has_met_its_start_is_past(chat: Chat) -> None:
    begins(chat)
    agnes, _ = a_pair(chat)
    meet(chat, agnes, 0)
    chat.jump(datetime(2016, 1, 8, 9, tzinfo=UTC))
    chat.tick()
    assert "Avant votre première séance" not in agnes.heard()
    assert not [poll for poll in chat.all(Poll) if poll.form == "assessment"]


def test_who_leaves_half_way_through_is_asked_nothing_more(chat: Chat) -> None:
    begins(chat)
    agnes, _ = a_pair(chat)
    asked(chat, agnes, 1, 6, 18)
    taps(agnes, "J’y arrive à l’heure")
    agnes.says("je veux quitter le programme")
    agnes.presses("Quitter le programme")
    chat.until(datetime(2016, 1, 30, 18, tzinfo=UTC))
    assert "situation" not in agnes.heard()
    assert chat.all(Answer) == []
    assert chat.only(Draft, person_id=agnes.person.id, form="assessment").answers == {}


def test_in_an_exchange_both_are_asked_as_both(chat: Chat) -> None:
    begins(chat)
    agnes, _ = a_pair(chat, role="both")
    said = asked(chat, agnes, 1, 6, 18)
    answers = (
        "J’y arrive à l’heure",
        "J’attends",
        "Je cherche",
        "Je réponds",
        "Je n’en parle",
        "Six",
    )
    for words in answers:
        said = taps(agnes, words)
    assert "point de départ" in said
    assert len(chat.only(Answer).answers["levels"]) == 6


@pytest.mark.parametrize("asked_at_all", [False, True])
def test_a_programme_that_does_not_ask_is_as_before(chat: Chat, asked_at_all: bool) -> None:
    begins(chat, asked=asked_at_all)
    agnes, _ = a_pair(chat)
    said = asked(chat, agnes, 1, 6, 18)
    assert ("Avant votre première séance" in said) is asked_at_all
