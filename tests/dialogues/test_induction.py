"""The induction where a programme asks for it: one invitation, one recall, a word when planning."""

from datetime import date, timedelta

from bot.kit.shelf import chapters
from storage.nouns import Pair, Programme, Session
from tests.client import Chat, Someone

ASKS = "Avant votre première séance, prenez"
AGAIN = "je ne vous en reparlerai plus"
FIRST = "Avant la première séance vient votre préparation"


def pair(chat: Chat, *, induction: str = "asked", locale: str = "fr") -> tuple[Someone, Someone]:
    chat.programme(state="running", starts_on=date(2016, 1, 4), induction=induction)
    agnes = chat.person("agnes", name="Agnès Martin", locale=locale)
    bruno = chat.person("bruno", name="Bruno Petit", locale=locale)
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    for each in (agnes, bruno):
        chat.change(each.person, locale=locale, locale_chosen=True)
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        chat.change(each.enrolment, look_at=chat.clock.now())
        each.heard()
    return agnes, bruno


def goes_through(mentor: Someone, locale: str = "fr") -> None:
    """A mentor who goes through every chapter."""
    start, answer, carry_on = {
        "fr": ("Me préparer à être mentor", "Répondre à deux questions", "Continuer"),
        "en": ("Get ready to be a mentor", "Answer two questions", "Carry on"),
    }[locale]
    mentor.presses(start)
    for place, chapter in enumerate(chapters(), 1):
        mentor.presses(answer)
        for number in range(1, len(chapter.heading.questions) + 1):
            assert mentor.enrolment.inducted_at is None
            mentor.presses("A")
            if (place, number) != (len(chapters()), len(chapter.heading.questions)):
                mentor.presses(carry_on)


def test_a_mentor_is_invited_once_and_reminded_once(chat: Chat) -> None:
    agnes, bruno = pair(chat)
    chat.later(days=12)
    heard = bruno.heard()
    assert heard.count(ASKS) == 1
    assert heard.count(AGAIN) == 1
    assert "préparation" not in agnes.heard()
    assert "1 mentor en binôme n’a pas encore suivi" in today(chat)


def today(chat: Chat) -> str:
    claire = chat.person("claire", name="Claire")
    claire.joins()
    chat.coordinates(claire, chat.only(Programme))
    return claire.gives("today") + claire.gives("people Bruno Petit")


def test_whoever_went_through_it_hears_no_more_of_it(chat: Chat) -> None:
    _, bruno = pair(chat)
    chat.later(days=1)
    assert ASKS in bruno.heard()
    goes_through(bruno)
    assert bruno.enrolment.inducted_at == chat.clock.now()
    chat.later(days=12)
    heard = bruno.heard()
    assert AGAIN not in heard
    assert FIRST not in bruno.says("planifier une séance")
    seen = today(chat)
    assert "n’a pas encore suivi" not in seen
    assert "Préparation de mentor : mercredi 6 janvier" in seen


def test_planning_the_first_session_says_it_comes_first_and_bars_nothing(chat: Chat) -> None:
    agnes, bruno = pair(chat)
    assert FIRST not in agnes.says("planifier une séance")
    told = bruno.says("planifier une séance")
    assert FIRST in told
    bruno.presses(bruno.asked().options[0].label.replace("\u00a0", " "))
    if bruno.asked().name == "place":
        bruno.says("Café")
    session = chat.only(Session)
    assert session.state == "proposed"
    agnes.sends(f"accept:{session.id}")
    assert bruno.enrolment.inducted_at is None


def test_accepting_the_first_date_says_it_too(chat: Chat) -> None:
    agnes, bruno = pair(chat)
    agnes.says("planifier une séance")
    agnes.presses(agnes.asked().options[0].label.replace("\u00a0", " "))
    agnes.says("Café")
    told = bruno.presses("Accepter cette date")
    assert FIRST in told
    assert chat.only(Session).state == "planned"


def test_nothing_is_asked_once_they_have_met_or_when_it_is_only_offered(chat: Chat) -> None:
    _, bruno = pair(chat)
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Session(
                pair_id=chat.only(Pair).id,
                number=1,
                state="held",
                starts_at=work.now - timedelta(days=1),
                minutes=60,
                proposed_by=bruno.enrolment.id,
                created_at=work.now,
                closed_at=work.now,
            )
        )
    chat.later(days=12)
    assert "préparation" not in bruno.heard()
    assert FIRST not in bruno.says("planifier une séance")


def test_where_it_is_offered_nobody_is_asked(chat: Chat) -> None:
    _, bruno = pair(chat, induction="offered")
    chat.later(days=12)
    assert ASKS not in bruno.heard()
    assert FIRST not in bruno.says("planifier une séance")
    assert "Préparation de mentor" not in today(chat)


def test_in_english(chat: Chat) -> None:
    _, bruno = pair(chat, locale="en")
    chat.later(days=1)
    assert "Before your first session, take" in bruno.heard()
    goes_through(bruno, "en")
    assert bruno.enrolment.inducted_at is not None


def test_a_letter_may_be_typed(chat: Chat) -> None:
    _, bruno = pair(chat)
    chat.later(days=1)
    bruno.presses("Me préparer à être mentor")
    bruno.presses("Répondre à deux questions")
    assert bruno.shown() == ["A", "B", "C"]
    told = bruno.says("C")
    assert "Continuer" in told
    bruno.presses("Continuer")
    assert "Continuer" in bruno.says("réponse b.")
    assert "Continuer" not in bruno.says("c"), "a letter alone means nothing elsewhere"
