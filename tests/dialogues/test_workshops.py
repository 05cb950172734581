"""Workshops: the invitation, the answer to it, the reminder, and who came."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.message import Attachment
from storage.nouns import Answer, Attendance, File, Programme, Workshop
from tests.client import Chat, Someone

STARTS = datetime(2016, 4, 14, 16, 30, tzinfo=UTC)  # a Thursday, 18:30 in Paris


@pytest.fixture
def workshop(chat: Chat) -> Workshop:
    """The Twitter workshop of the template, three weeks ahead."""
    chat.jump(STARTS - timedelta(days=21))
    programme = chat.programme(state="running")
    plan = next(w for w in _plan(programme).workshops if w.key == "twitter")
    return chat.workshop(
        programme,
        key="twitter",
        title=plan.title.fr,
        starts_at=STARTS,
        minutes=120,
        place=plan.place.fr,
        agenda=list(plan.agenda.fr),
    )


def _plan(programme: Programme):
    from bot.programme.template import plan_of

    return plan_of(programme.plan)


@pytest.fixture
def agnes(chat: Chat, workshop: Workshop) -> Someone:
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    agnes.heard()
    return agnes


@pytest.fixture
def paul(chat: Chat, workshop: Workshop) -> Someone:
    paul = chat.person("paul", locale="en-GB", zone="Europe/London")
    chat.enrols(paul, "mentor")
    paul.heard()
    return paul


def test_invited_two_weeks_before_in_ones_own_language_and_time(
    agnes: Someone, paul: Someone, chat: Chat
) -> None:
    chat.until(STARTS - timedelta(days=14))
    told = agnes.heard()
    assert "Invitation : Twitter pour débuter" in told
    assert "jeudi 14 avril, 18 h 30 – 20 h 30" in told
    assert "• Lire avant d’écrire" in told
    told = paul.heard()
    assert "You’re invited: Twitter for beginners" in told
    assert "Thursday 14 April, 17:30–19:30" in told
    assert "• Read before you write" in told
    assert "Perfect, see you there: Twitter for beginners" in paul.presses("I’ll be there")
    (attached,) = (p for p in paul.history[-1].message.parts if isinstance(p, Attachment))
    ics = chat.only(File, token=attached.token).content.decode()
    assert "SUMMARY:Twitter for beginners" in ics
    assert "DTSTART:20160414T163000Z" in ics


def test_who_has_not_answered_is_asked_again_in_other_words(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    first = agnes.heard()
    chat.until(STARTS - timedelta(days=2))
    again = agnes.heard()
    assert again.startswith("Serez-vous des nôtres ?")
    assert first not in ("", again)


def test_who_comes_is_reminded_asked_and_counted(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.presses("Je viendrai")
    assert chat.only(Attendance).answer == "yes"
    chat.until(STARTS - timedelta(days=2))
    assert agnes.heard() == ""
    chat.until(STARTS - timedelta(hours=8))
    assert agnes.heard().startswith("C’est demain : Twitter pour débuter")
    chat.until(STARTS + timedelta(days=1))
    assert "Un mot sur « Twitter pour débuter » ?" in agnes.heard()
    agnes.presses("Oui")
    assert "Qu’allez-vous essayer sur Twitter cette semaine ?" in agnes.presses("5")
    assert agnes.says("Suivre trois comptes de mon métier") == "Merci, c’est noté."
    assert chat.only(Attendance).attended is True
    kept = {"came": "yes", "useful": 5, "word": "Suivre trois comptes de mon métier"}
    assert chat.only(Answer).answers == kept


def test_the_question_of_a_workshop_may_be_left_without_an_answer(
    paul: Someone, chat: Chat
) -> None:
    chat.until(STARTS - timedelta(days=14))
    paul.presses("I’ll be there")
    chat.until(STARTS + timedelta(days=1))
    paul.presses("Yes")
    paul.presses("4")
    assert paul.presses("Skip") == "Thank you, noted."
    assert chat.only(Answer).answers == {"came": "yes", "useful": 4}


def test_who_does_not_come_is_left_in_peace(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    assert "merci d’avoir prévenu" in agnes.presses("Je ne pourrai pas venir")
    chat.until(STARTS + timedelta(days=3))
    assert agnes.heard() == ""


def test_who_does_not_answer_is_asked_once_more(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.heard()
    chat.until(STARTS - timedelta(days=3))
    assert "Invitation" in agnes.heard()
    chat.until(STARTS + timedelta(days=3))
    assert agnes.heard() == ""


def test_who_joined_after_the_invitation_is_invited_too(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=10))
    late = chat.person("late")
    chat.enrols(late, "mentee")
    late.heard()
    chat.until(STARTS - timedelta(days=3))
    assert "Invitation" in late.heard()


def test_changing_ones_mind(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.presses("Je viendrai")
    agnes.presses("Je ne pourrai pas venir")
    assert chat.only(Attendance).answer == "no"
    agnes.presses("Je viendrai")
    assert chat.only(Attendance).answer == "yes"


def test_each_answer_carries_the_button_of_the_other_one(agnes: Someone, chat: Chat) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.presses("Je viendrai")  # where a platform settles the invitation, its buttons are gone
    assert agnes.shown() == ["Je ne pourrai pas venir"]
    assert "appuyez sur le bouton" in agnes.presses("Je ne pourrai pas venir")
    assert agnes.shown() == ["Je viendrai"]
    agnes.says("ok")
    assert chat.only(Attendance).answer == "no", "a mere ok is no change of mind"
    agnes.presses("Je viendrai")
    assert chat.only(Attendance).answer == "yes"
    chat.until(STARTS - timedelta(hours=8))
    assert agnes.shown() == ["Je ne pourrai pas venir"]


def test_an_answer_that_comes_too_late_or_to_a_cancelled_one(
    agnes: Someone, chat: Chat, workshop: Workshop
) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.heard()
    chat.change(workshop, state="cancelled")
    assert agnes.presses("Je viendrai") == "Ce moment est passé, ou a été annulé."
    chat.change(workshop, state="planned")
    chat.jump(STARTS)
    assert agnes.presses("Je viendrai") == "Ce moment est passé, ou a été annulé."


def test_who_is_not_enrolled_cannot_answer(agnes: Someone, chat: Chat, workshop: Workshop) -> None:
    eve = chat.person("eve")
    eve.joins()
    assert "Ce bouton ne sert plus" in eve.sends(f"rsvp:{workshop.id}:yes")
    assert not chat.all(Attendance)


def test_what_a_coordinator_typed_stays_data(chat: Chat) -> None:
    chat.jump(STARTS - timedelta(days=14, hours=1))
    programme = chat.programme(state="running")
    chat.workshop(
        programme,
        key="own",
        title="**Atelier** <!channel>",
        starts_at=STARTS,
        minutes=60,
        place="X",
    )
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    chat.later(days=1)
    (title,) = (
        run
        for part in agnes.history[-1].message.parts
        for run in getattr(part, "runs", ())
        if "Atelier" in run.text
    )
    assert title.text == "**Atelier** <!channel>"
    assert title.typed


def test_coming_or_not_is_said_in_words_and_may_change(
    agnes: Someone, paul: Someone, chat: Chat
) -> None:
    assert "Coming up: Twitter for beginners" in paul.says("when is the next workshop?")
    assert paul.shown() == [], "nothing to answer before the invitation"
    assert "votre mentor" not in agnes.says("je viendrai"), "nothing was asked yet"
    chat.until(STARTS - timedelta(days=14))
    agnes.heard()
    paul.heard()
    assert "on vous attend : Twitter pour débuter" in agnes.says("je viendrai")
    told = agnes.says("finalement je ne pourrai pas venir à l’atelier")
    assert "Twitter pour débuter : c’est noté, vous ne serez pas là" in told
    assert "écrivez « je viendrai »" in told
    assert "on vous attend" in agnes.says("en fait je viens")
    assert "you can’t make it" in paul.says("I can’t make it")
    assert "You said you can’t make it: Twitter" in paul.says("when is the next workshop?")
    assert "see you there" in paul.presses("I’ll be there")
    told = agnes.says("c’est quand le prochain atelier ?")
    assert "Vous avez dit que vous viendriez : Twitter pour débuter" in told
    assert "jeudi 14 avril, 18 h 30 – 20 h 30" in told


@pytest.mark.parametrize(
    "words",
    [
        "In the end I can come to the workshop",
        "I can come to the workshop in the end",
        "I’ll be there after all",
        "finally I can make it",
    ],
)
def test_a_change_of_mind_is_understood_in_english(paul: Someone, chat: Chat, words: str) -> None:
    chat.until(STARTS - timedelta(days=14))
    paul.says("I can’t make it")
    assert chat.only(Attendance, enrolment_id=paul.enrolment.id).answer == "no"
    assert "see you there: Twitter for beginners" in paul.says(words)
    assert chat.only(Attendance, enrolment_id=paul.enrolment.id).answer == "yes"


@pytest.mark.parametrize(
    "words",
    [
        "finalement je peux venir à l’atelier",
        "au final je peux venir",
        "tout compte fait, je viendrai à l’atelier",
        "je viens finalement",
    ],
)
def test_a_change_of_mind_is_understood_in_french(agnes: Someone, chat: Chat, words: str) -> None:
    chat.until(STARTS - timedelta(days=14))
    agnes.says("je ne pourrai pas venir")
    assert chat.only(Attendance, enrolment_id=agnes.enrolment.id).answer == "no"
    assert "on vous attend : Twitter pour débuter" in agnes.says(words)
    assert chat.only(Attendance, enrolment_id=agnes.enrolment.id).answer == "yes"


def test_a_workshop_without_a_place_names_none(chat: Chat, agnes: Someone, workshop: Workshop):
    chat.change(workshop, place="")
    chat.until(STARTS - timedelta(days=14))
    assert "Où :" not in agnes.heard()
    agnes.presses("Je viendrai")
    chat.until(STARTS - timedelta(hours=8))
    assert "18 h 30 – 20 h 30." in agnes.heard()
    assert "Lieu" not in agnes.said_last()
