"""The life of a pair's sessions, told as the two of them live it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.event import Pressed
from bot.message import Attachment, Buttons
from bot.programme.template import load
from storage.nouns import Answer, File, Notice, Pair, Programme, Session
from tests.client import Chat, NotShown, Someone


def started(chat: Chat, **changed: Any) -> Programme:
    """A programme under way for a day, whose midway poll is far."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    changed = {"calendar": calendar, **changed}
    return chat.programme(state="running", starts_on=date(2016, 1, 4), **changed)


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee in Paris, paired with Bruno."""
    started(chat)
    agnes = chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")
    chat.enrols(agnes, "mentee")
    return agnes


@pytest.fixture
def bruno(agnes: Someone, chat: Chat) -> Someone:
    """The mentor, who lives in New York and speaks English."""
    bruno = chat.person(
        "bruno", name="Bruno Petit", locale="en-US", zone="America/New_York", email="b@example.org"
    )
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    agnes.heard()
    bruno.heard()
    return bruno


def planned(agnes: Someone, bruno: Someone, choice: str = "1", place: str = "passer") -> Session:
    """A session that she proposes and he accepts."""
    agnes.says("planifier une séance")
    agnes.says(choice)
    agnes.says(place)
    bruno.presses("Accept this date")
    agnes.heard()
    bruno.heard()
    found: Session = agnes.chat.all(Session)[-1]
    return found


def files(someone: Someone) -> list[str]:
    """The calendar files of their last message, as text."""
    parts = someone.history[-1].message.parts
    tokens = [part.token for part in parts if isinstance(part, Attachment)]
    found = [someone.chat.only(File, token=token) for token in tokens]
    return [file.content.decode() for file in found]


def offered(someone: Someone) -> list[str]:
    """What can be chosen, with plain spaces."""
    return [each.label.replace("\u202f", " ") for each in someone.asked().options]


def test_plan_accept_remind_meet_and_go_on(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    asked = agnes.says("planifier une séance")
    assert "Fixons votre séance avec Bruno Petit." in asked
    # Both are free on Tuesdays and Thursdays; six hours apart, only her afternoon is his morning.
    assert offered(agnes) == [
        "jeudi 7 janvier à 15 h",
        "mardi 12 janvier à 15 h",
        "jeudi 14 janvier à 15 h",
        "Un autre moment",
    ]
    assert "Où vous retrouvez-vous ?" in agnes.presses("mardi 12 janvier à 15 h")
    assert agnes.says("https://visio.exemple/agnes") == (
        "J’ai proposé mardi 12 janvier à 15 h à Bruno Petit. Je vous préviens dès sa réponse."
    )
    told = bruno.heard()
    assert "Agnès Martin suggests a session: Tuesday 12 January, 09:00–11:00." in told
    assert "Place: https://visio.exemple/agnes" in told

    bruno.presses("Accept this date")
    told = agnes.heard()
    assert "C’est fixé avec Bruno Petit : mardi 12 janvier, 15 h – 17 h." in told
    assert "À préparer : Venez avec votre ordinateur" in told
    assert "[Ajouter à mon agenda (.ics)]" in told
    (ics,) = files(agnes)
    assert "DTSTART:20160112T140000Z" in ics
    assert "METHOD:REQUEST" in ics
    links = [
        b.url for p in agnes.history[-1].message.parts if isinstance(p, Buttons) for b in p.buttons
    ]
    assert any("google" in url for url in links)

    chat.until(datetime(2016, 1, 11, 13, 59, tzinfo=UTC))
    assert agnes.heard() == ""
    chat.until(datetime(2016, 1, 11, 14, 0, tzinfo=UTC))
    assert agnes.heard().startswith(
        "Demain, vous retrouvez Bruno Petit : mardi 12 janvier, 15 h – 17 h."
    )
    assert "Tomorrow you’re meeting Agnès Martin" in bruno.heard()
    chat.until(datetime(2016, 1, 12, 13, 0, tzinfo=UTC))
    assert "commence à 15 h" in agnes.heard()
    assert "starts at 09:00" in bruno.heard()
    chat.until(datetime(2016, 1, 12, 16, 30, tzinfo=UTC))
    assert "Votre séance du mardi 12 janvier avec Bruno Petit est passée." in agnes.heard()

    assert "Comment s’est-elle passée ?" in agnes.presses("Oui")
    assert chat.only(Session).state == "planned"  # not before the whole answer is there
    agnes.presses("5")
    agnes.presses("En partie")
    thanks = agnes.presses("Passer")
    assert "Il vous reste 2 séances." in thanks
    assert chat.only(Session).state == "held"
    assert "Fixons votre séance avec Bruno Petit." in agnes.presses("Choisir une date")


def test_all_sessions_held(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    said = ""
    for number in (1, 2, 3):
        session = planned(agnes, bruno)
        chat.until(session.starts_at + timedelta(days=1))
        agnes.heard()
        agnes.presses("Oui")
        agnes.presses("4")
        agnes.presses("En partie")
        agnes.heard()
        bruno.heard()
        said = agnes.says("passer")
        assert len(chat.all(Session, state="held")) == number
    assert "C’était la dernière séance prévue. Bravo à vous deux." in said
    assert "You and Agnès Martin have held all your sessions." in bruno.heard()
    assert "Vous pouvez bien sûr continuer" in agnes.says("planifier une séance")
    assert "Se revoir librement reste bien sûr possible" in agnes.says("une séance de plus")
    chat.later(days=60)
    assert "séance" not in agnes.heard()  # nothing to nudge about


def meet(agnes: Someone, bruno: Someone, choice: str = "1") -> Session:
    """A session that takes place, and that she tells of the day after."""
    session = planned(agnes, bruno, choice)
    agnes.chat.until(session.starts_at + timedelta(days=1))
    agnes.presses("Oui")
    agnes.presses("4")
    agnes.presses("En partie")
    agnes.says("passer")
    bruno.heard()
    return session


def test_the_next_session_is_proposed_at_the_rhythm_of_the_plan(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    meet(agnes, bruno)  # on Thursday 7 January; thirty days later is a Saturday
    assert "Ces dates suivent le rythme prévu" in agnes.says("planifier une séance")
    assert offered(agnes)[:2] == ["mardi 9 février à 15 h", "jeudi 11 février à 15 h"]


def test_a_pair_that_agreed_a_rhythm_is_proposed_that_one(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    chat.change(chat.only(Pair), course={"every_days": 14, "sessions": 3, "modules": []})
    meet(agnes, bruno)
    agnes.says("planifier une séance")
    assert offered(agnes)[0] == "jeudi 21 janvier à 15 h"


def test_a_session_that_is_overdue_is_proposed_soon(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    meet(agnes, bruno)
    chat.until(datetime(2016, 3, 21, 9, tzinfo=UTC))
    agnes.heard()
    assert "rythme prévu" not in agnes.says("planifier une séance")
    assert offered(agnes)[0] == "mardi 22 mars à 14 h"


def test_sessions_left_near_the_closing_come_closer_together(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    meet(agnes, bruno)  # two are left in the five weeks before 18 February
    chat.change(chat.only(Programme), starts_on=date(2016, 2, 18) - timedelta(days=133))
    agnes.says("planifier une séance")
    assert offered(agnes)[0] == "mardi 26 janvier à 15 h"


def test_whoever_moves_a_session_that_comes_early_is_not_sent_weeks_away(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    meet(agnes, bruno)
    agnes.says("planifier une séance")
    agnes.presses("Un autre moment")
    agnes.says("mardi 19 janvier à 15 h")
    agnes.says("passer")
    bruno.presses("Accept this date")
    agnes.says("déplacer la séance")
    assert offered(agnes)[0] == "jeudi 21 janvier à 15 h"


def test_the_other_side_proposes_another_moment_in_words_across_the_change_of_clocks(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    chat.until(datetime(2016, 3, 8, 9, tzinfo=UTC))
    agnes.heard()
    bruno.heard()
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    chat.later(hours=5)  # it was four in the morning in New York
    bruno.heard()
    bruno.presses("Suggest another date")
    bruno.presses("Another time")
    # New York changed on 13 March, Paris does on 27 March: five hours apart between the two.
    bruno.says("March 22 at 10 am")
    bruno.says("skip")
    assert "Bruno Petit vous propose une séance : mardi 22 mars, 15 h – 17 h." in agnes.heard()
    agnes.presses("Accepter cette date")
    assert chat.only(Session).starts_at == datetime(2016, 3, 22, 14, tzinfo=UTC)
    agnes.heard()
    agnes.says("déplacer la séance")
    agnes.presses("Un autre moment")
    agnes.says("mardi 29 mars à 16 h")
    agnes.says("passer")
    assert "Tuesday 29 March, 10:00–12:00" in bruno.heard()
    assert chat.only(Session).starts_at == datetime(2016, 3, 29, 14, tzinfo=UTC)


def test_a_moment_that_cannot_be_read_or_is_past_is_asked_again(
    agnes: Someone, bruno: Someone
) -> None:
    agnes.says("planifier une séance")
    agnes.presses("Un autre moment")
    assert "Je n’ai pas compris la date." in agnes.says("quand il fera beau")
    assert "Ce moment est passé" in agnes.says("le 4 janvier 2016 à 10 h")
    assert "C’est dans plus d’un an." in agnes.says("le 4 janvier 2019 à 10 h")
    assert "Où vous retrouvez-vous" in agnes.says("jeudi prochain à 18 h 30")


def test_moving_tells_from_when_to_when_and_raises_the_calendar_sequence(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    session = planned(agnes, bruno, place="Chez moi")
    (first,) = files(agnes)
    said = agnes.says("déplacer la séance")
    assert "Déplaçons votre séance du jeudi 7 janvier à 15 h avec Bruno Petit." in said
    said = agnes.says("1")
    assert "J’ai proposé mardi 12 janvier" in said  # the place is kept without a word
    told = bruno.heard()
    assert "would like to move your session of Thursday 7 January at 09:00" in told
    assert "Tuesday 12 January, 09:00–11:00" in told
    assert "Place: Chez moi" in told
    bruno.presses("Accept this date")
    (second,) = files(agnes)
    uid = next(line for line in first.splitlines() if line.startswith("UID"))
    assert uid in second.splitlines()
    assert "SEQUENCE:1" in first
    assert "SEQUENCE:2" in second
    moved = chat.only(Session)
    assert (moved.id, moved.moves, moved.state) == (session.id, 1, "planned")


def test_who_was_just_asked_to_move_is_not_reminded_at_once(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    chat.later(hours=5)
    planned(agnes, bruno, choice="3")
    chat.later(days=6)
    agnes.heard()
    bruno.heard()
    agnes.says("déplacer la séance")
    agnes.says("2")
    agnes.says("passer")
    assert "would like to move" in bruno.heard()
    chat.later(days=1)
    assert bruno.heard() == ""
    chat.later(days=1, hours=8)
    assert "Agnès Martin is waiting for your answer" in bruno.heard()


def test_a_proposal_that_nobody_answers_lapses_kindly(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("planifier une séance")
    agnes.says("3")
    agnes.says("passer")
    bruno.heard()
    chat.until(datetime(2016, 1, 14, 15, tzinfo=UTC))
    assert "La séance proposée le jeudi 14 janvier à 15 h avec Bruno Petit n’a pas été" in (
        agnes.heard()
    )
    told = bruno.heard()
    assert "is waiting for your answer" in told
    assert "wasn’t confirmed" in told
    assert chat.only(Session).state == "cancelled"
    assert "Ce bouton ne sert plus" not in agnes.presses("Choisir une date")
    assert "This button no longer does anything" in bruno.presses("Accept this date")


def test_a_move_that_nobody_answers_takes_the_old_date_out_of_calendars(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    agnes.says("déplacer la séance")
    agnes.says("1")
    agnes.says("passer")
    chat.later(days=8)
    (ics,) = files(agnes)
    assert "METHOD:CANCEL" in ics
    assert "SEQUENCE:2" in ics


def test_cancelling_asks_once_offers_to_move_and_tells_the_other(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    said = agnes.says("annuler la séance")
    assert "Annuler la séance du jeudi 7 janvier à 15 h ? La déplacer garde l’élan." in said
    assert chat.only(Session).state == "planned"
    assert agnes.shown() == ["Déplacer plutôt", "Annuler la séance"]
    said = agnes.presses("Annuler la séance")
    assert "La séance du jeudi 7 janvier à 15 h avec Bruno Petit est annulée." in said
    told = bruno.heard()
    assert "Agnès Martin can’t make it on Thursday 7 January" in told
    (ics,) = files(bruno)
    assert "METHOD:CANCEL" in ics
    assert chat.only(Session).state == "cancelled"
    assert "Ce bouton ne sert plus" in agnes.sends(f"drop-yes:{chat.only(Session).id}")
    assert bruno.shown() == [
        "Tuesday 12 January at 09:00",
        "Thursday 14 January at 09:00",
        "Tuesday 19 January at 09:00",
        "Another time",
    ]


def test_after_a_cancellation_both_press_the_same_new_moment(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    agnes.says("annuler la séance")
    said = agnes.presses("Annuler la séance")
    assert "Ces moments conviennent à vos disponibilités comme à celles de Bruno Petit" in said
    first = agnes.shown()[0]
    assert "J’ai proposé" in agnes.presses(first)
    assert "Agnès Martin suggests a session" in bruno.heard()
    bruno.presses("Tuesday 12 January at 09:00")
    cancelled, again = chat.all(Session)
    assert (cancelled.state, again.state) == ("cancelled", "planned")
    assert again.number == 2
    # The other moments that were offered are no use any more: where things stand is told.
    agnes.heard()
    assert "12 janvier" in agnes.sends(f"slot:1:{chat.all(Session)[0].starts_at:%Y%m%d%H%M}")
    assert len(chat.all(Session)) == 2


def test_a_first_session_is_still_prepared_as_the_first_when_one_was_cancelled_before(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    agnes.says("annuler la séance")
    agnes.presses("Annuler la séance")
    planned(agnes, bruno)
    told = agnes.said_last()
    assert "À préparer : Venez avec votre ordinateur" in told
    assert "depuis la dernière fois" not in told


def test_whoever_is_on_a_break_is_offered_no_moment(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.change(bruno.enrolment, state="paused", paused_until=date(2016, 2, 1))
    agnes.says("annuler la séance")
    agnes.presses("Annuler la séance")
    assert agnes.shown() == ["Choisir une autre date"]
    assert "Let’s set your session" in bruno.presses("Choose another date")
    chat.later(days=3)
    assert "commence à" not in agnes.heard()


def test_two_cancellations_are_noticed(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    for _ in range(2):
        planned(agnes, bruno)
        session = chat.all(Session)[-1]
        agnes.sends(f"drop-yes:{session.id}")
    chat.tick()
    assert chat.only(Notice).kind == "cancellations"


def test_accepting_twice_shows_the_session(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    planned(agnes, bruno)
    again = bruno.presses("Accept this date")
    assert "Your next session with Agnès Martin" in again
    assert chat.only(Session).sequence == 1


def test_an_old_button_does_not_accept_a_date_it_never_showed(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    (old,) = (
        button.action
        for part in bruno.history[-1].message.parts
        if isinstance(part, Buttons)
        for button in part.buttons
        if button.label == "Accept this date"
    )
    agnes.says("déplacer la séance")
    agnes.says("2")
    agnes.says("passer")
    moved = chat.only(Session).starts_at
    bruno.heard()
    assert "Agnès Martin suggests" in bruno.sends(old)
    assert chat.only(Session).state == "proposed"
    bruno.presses("Accept this date")
    assert (chat.only(Session).state, chat.only(Session).starts_at) == ("planned", moved)


def test_one_cannot_accept_ones_own_proposal(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    said = agnes.sends(f"accept:{chat.only(Session).id}")
    assert "Vous avez proposé jeudi 7 janvier" in said
    assert chat.only(Session).state == "proposed"


def test_a_stranger_cannot_touch_a_session(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    session = planned(agnes, bruno)
    eve = chat.person("eve")
    eve.joins()
    for action in ("accept", "move", "drop", "drop-yes"):
        assert "Ce bouton ne sert plus" in eve.sends(f"{action}:{session.id}")
    assert "Ce bouton ne sert plus" in eve.sends(f"plan:{session.pair_id}")
    assert chat.only(Session) == session


def test_accepting_what_is_past_leads_to_another_date(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    chat.jump(datetime(2016, 1, 7, 14, 1, tzinfo=UTC))  # before the clock ticks
    said = bruno.presses("Accept this date")
    assert "That time has passed. Let’s choose another." in said
    assert "When will you meet?" in said


def test_a_press_that_plans_nothing_settles_nothing(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    """What it stands on stays open: it was refused, not answered."""
    pressed = Pressed(chat.key(), agnes.sender, f"plan:{chat.only(Pair).id}")
    assert chat.handle(pressed).settles
    agnes.says("1")
    agnes.says("passer")
    again = Pressed(chat.key(), agnes.sender, f"plan:{chat.only(Pair).id}")
    assert not chat.handle(again).settles
    assert "Vous avez proposé" in agnes.heard()


def test_planning_while_one_waits_shows_the_one_that_waits(agnes: Someone, bruno: Someone) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    assert "who hasn’t answered" not in bruno.heard()
    assert "Agnès Martin suggests Thursday 7 January" in bruno.says("plan a session")
    assert "Accept this date" in bruno.shown()
    assert "qui n’a pas encore répondu" in agnes.says("planifier une séance")


def test_a_plan_half_made_while_the_other_proposed_lapses(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("planifier une séance")
    bruno.says("plan a session")
    bruno.says("1")
    bruno.says("skip")
    agnes.heard()
    said = agnes.says("1")
    assert "Cette question n’attend plus de réponse" in said
    assert len(chat.all(Session)) == 1


def test_the_day_after_planning_first_asks_whether_they_met(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.until(datetime(2016, 1, 8, 9, tzinfo=UTC))
    agnes.heard()
    assert "Aucune séance n’est fixée" in agnes.says("c'est quand la prochaine séance ?")
    said = agnes.says("planifier une séance")
    assert "est passée" in said
    assert "La séance a-t-elle eu lieu ?" in said
    agnes.says("oui")
    agnes.says("5")
    agnes.says("oui")
    agnes.says("passer")
    assert "Fixons votre séance" in agnes.says("planifier une séance")


def test_minutes_after_a_session_planning_asks_at_once_and_only_once(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.until(datetime(2016, 1, 7, 16, 5, tzinfo=UTC))
    agnes.heard()
    assert "La séance a-t-elle eu lieu ?" in agnes.says("planifier une séance")
    chat.later(days=1)
    assert agnes.heard() == ""


def test_a_session_that_did_not_take_place_is_moved(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.later(days=4)
    assert "Cela arrive." in agnes.presses("Non")
    assert chat.only(Session).state == "planned"
    assert "Déplaçons votre séance du jeudi 7 janvier" in agnes.says("planifier une séance")
    agnes.says("annuler")
    assert "Did the session take place?" in bruno.heard()
    said = bruno.presses("No")
    assert "It happens." in said
    assert chat.only(Session).state == "missed"
    assert "Choose a date" in bruno.shown()


def test_one_yes_is_enough(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    planned(agnes, bruno)
    chat.later(days=4)
    agnes.presses("Non")
    for label in ("Yes", "5", "Partly", "Skip"):
        bruno.presses(label)
    assert chat.only(Session).state == "held"
    assert len(chat.all(Answer)) == 2


def test_a_yes_counts_though_the_other_questions_were_left(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.later(days=4)
    agnes.presses("Oui")
    chat.later(days=12)
    assert chat.only(Session).state == "held"
    assert not chat.all(Notice, kind="unconfirmed")


def test_a_session_that_nobody_confirms_is_not_counted_and_is_noticed(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.later(days=14)
    assert chat.only(Session).state == "missed"
    assert chat.only(Notice, kind="unconfirmed").facts["names"] == ["Agnès Martin", "Bruno Petit"]


def test_an_extra_session_where_the_programme_allows_it(chat: Chat) -> None:
    sessions = load("pwn-digital-2016").sessions.model_dump()
    one = {"fr": ["Venez"], "en": ["Come"]}
    started(chat, sessions=sessions | {"count": 1, "extra": 1, "prepare": one})
    agnes, bruno = chat.person("agnes"), chat.person("bruno")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for number in (1, 2):
        agnes.says("une séance de plus" if number == 2 else "planifier une séance")
        agnes.says("1")
        agnes.says("passer")
        bruno.presses("Accepter cette date")
        chat.later(days=7)
        for label in ("Oui", "5", "En partie", "Passer"):
            agnes.presses(label)
        assert len(chat.all(Session, state="held")) == number
        if number == 1:
            assert "Vous pouvez en demander une de plus." in agnes.says("planifier une séance")
            assert "Demander une séance de plus" in agnes.shown()
    assert [s.extra for s in chat.all(Session)] == [False, True]
    assert "Le programme n’en prévoit pas d’autre" in agnes.says("une séance de plus")


def test_asking_for_an_extra_session_too_early_plans_the_next_one(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    assert "Fixons votre séance" in agnes.says("une séance de plus")


def test_a_mentor_of_two_is_asked_with_whom(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    nora = chat.person("nora", name="Nora Diallo")
    chat.enrols(nora, "mentee")
    chat.pairs(nora, bruno)
    assert "With whom?" in bruno.says("plan a session")
    assert bruno.shown() == ["Agnès Martin", "Nora Diallo"]
    assert "Let’s set your session with Nora Diallo." in bruno.presses("Nora Diallo")
    bruno.says("1")
    bruno.says("skip")
    bruno.says("plan a session")
    # He cannot be in two places: the hour given to Nora is not offered to Agnès.
    said = bruno.presses("Agnès Martin")
    assert "Thursday 7 January" not in said
    assert "You are mentoring Nora Diallo" in bruno.says("who is my pair?")


def test_who_has_no_pair_yet_is_told(chat: Chat) -> None:
    chat.programme()
    agnes = chat.person("agnes")
    chat.enrols(agnes, "mentee")
    for said in (
        "qui est mon binôme ?",
        "planifier une séance",
        "c'est quand la prochaine séance ?",
    ):
        assert "Vous n’avez pas encore de binôme." in agnes.says(said)
    with pytest.raises(NotShown):
        agnes.action_of("Choisir une date")


def test_who_the_other_is_shows_what_they_share_and_no_confidence(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    answers = {**bruno.enrolment.answers, "avoid": "Agnès Martin"}
    chat.change(bruno.enrolment, answers=answers)
    said = agnes.says("qui est mon binôme ?")
    assert "Bruno Petit vous accompagne." in said
    assert "Peut montrer : Écrire une biographie LinkedIn" in said
    assert "b@example.org" in said
    assert "Agnès Martin" not in said


def test_a_pair_that_ended_has_no_buttons_left(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    session = planned(agnes, bruno)
    chat.change(chat.only(Pair), state="ended", ended_at=chat.clock.now())
    assert "Ce bouton ne sert plus" in agnes.sends(f"plan:{session.pair_id}")
    assert "Ce bouton ne sert plus" in agnes.sends(f"move:{session.id}")
    chat.later(days=10)
    assert agnes.heard() == ""


def test_a_session_agreed_for_tomorrow_is_not_announced_twice(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("planifier une séance")
    agnes.presses("Un autre moment")
    agnes.says("demain à 11 h")
    agnes.says("passer")
    chat.later(hours=2)  # less than a day before
    bruno.presses("Accept this date")
    agnes.heard()
    bruno.heard()
    chat.later(hours=6)
    assert agnes.heard() == bruno.heard() == ""
    chat.until(chat.only(Session).starts_at)
    assert "commence à 11 h" in agnes.heard()


def test_the_question_names_the_day_as_it_was_for_the_one_who_reads_it(chat: Chat) -> None:
    started(chat)
    agnes = chat.person("agnes", zone="America/New_York")
    bruno = chat.person("bruno", zone="America/New_York")
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    agnes.says("planifier une séance")
    agnes.presses("Un autre moment")
    agnes.says("jeudi prochain à 20 h")  # already Friday in UTC
    agnes.says("passer")
    bruno.presses("Accepter cette date")
    agnes.heard()
    chat.later(days=10)
    assert "Votre séance du jeudi" in agnes.heard()


def test_time_between_two_sessions_is_silent(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    session = planned(agnes, bruno, choice="3")
    chat.until(session.starts_at - timedelta(hours=25))
    assert agnes.heard() == bruno.heard() == ""


def test_an_hour_that_is_typed_is_never_taken_for_the_one_suggested(
    chat: Chat, agnes: Someone, bruno: Someone
) -> None:
    agnes.says("planifier une séance")
    assert "jeudi 7 janvier à 15 h" in agnes.shown()
    assert "Ce moment est passé" in agnes.says("lundi 4 janvier 2016 à 16 h")
    assert "Où vous retrouvez-vous ?" in agnes.says("jeudi 7 janvier à 16 h")
    assert "J’ai proposé jeudi 7 janvier à 16 h" in agnes.says("en visio")
    assert chat.only(Session).starts_at == datetime(2016, 1, 7, 15, tzinfo=UTC)
