"""Two people, or two processes, at the same instant: one effect each, and nobody is turned away."""

import logging
from collections import Counter
from datetime import date, timedelta

import pytest

from adapters.runner import DrivenClock, Ticker
from bot.event import Command, Joined, Pressed, Sender
from bot.tick import tick
from storage.database import Database
from storage.nouns import (
    Address,
    Answer,
    Attendance,
    Draft,
    Enrolment,
    Happened,
    Notice,
    Outgoing,
    Pair,
    Person,
    Poll,
    Programme,
    Proposal,
    Session,
)
from tests.both.at_once import at_once, handled, pressed, said, turn
from tests.both.story import BEATRICE, PEOPLE
from tests.client import Chat, Someone

# -------------------------------------------------------------------- people who arrive


def test_somebody_arrives_and_writes_at_the_same_instant(chat: Chat) -> None:
    chat.programme()
    agnes = chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")
    handled(chat, Joined(chat.key(), agnes.sender), said(agnes, "bonjour"))
    assert chat.only(Person).name == "Agnès Martin"
    assert chat.only(Address).person_id == chat.only(Person).id
    assert agnes.heard().count("Bonjour Agnès") in (1, 2)


def test_one_person_arrives_on_two_platforms_at_the_same_instant(chat: Chat) -> None:
    chat.programme()
    senders = [
        Sender(platform, "", "U1", "Agnès Martin", "agnes@exemple.fr", "fr-FR", "Europe/Paris")
        for platform in ("slack", "teams")
    ]
    handled(chat, *(Joined(chat.key(), sender) for sender in senders))
    assert len(chat.all(Address)) == 2
    assert {each.person_id for each in chat.all(Address)} == {chat.only(Person).id}


def test_a_sign_up_confirmed_by_two_presses_at_the_same_instant(chat: Chat) -> None:
    chat.programme()
    agnes = chat.person("agnes")
    agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    for answer in ("oui", "1", "rien", "2", "lundi matin", "français", "à distance"):
        agnes.says(answer)
    agnes.says("passer")
    agnes.says("passer")
    yes = "Tout est juste, je confirme"
    handled(chat, pressed(agnes, yes), pressed(agnes, yes))
    assert chat.only(Enrolment).state == "active"
    heard = agnes.heard()
    assert heard.count("inscription est complète") == 1
    assert heard.count("Cette question n’attend plus de réponse") == 1


def test_joining_as_both_roles_at_the_same_instant(chat: Chat) -> None:
    chat.programme()
    agnes = chat.person("agnes")
    agnes.joins()
    handled(chat, pressed(agnes, "Je veux apprendre"), pressed(agnes, "Je veux apprendre"))
    assert len(chat.all(Draft)) == 1


# -------------------------------------------------------------------- a pair


@pytest.fixture
def pair(chat: Chat) -> tuple[Someone, Someone]:
    """A mentee and a mentor who may plan their first session."""
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes, lea = (chat.person(user, name=PEOPLE[user].name) for user in ("agnes", "lea"))
    chat.enrols(agnes, "mentee")
    chat.enrols(lea, "mentor")
    chat.pairs(agnes, lea)
    agnes.heard()
    lea.heard()
    return agnes, lea


def propose(agnes: Someone) -> Session:
    for text in ("planifier une séance", "1", "passer"):
        agnes.says(text)
    found: Session = agnes.chat.all(Session)[-1]
    return found


def test_both_propose(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    for each, choice in zip(pair, ("1", "2"), strict=True):
        each.says("planifier une séance")
        each.says(choice)
    handled(chat, *(said(each, "passer") for each in pair))
    assert chat.only(Session).state == "proposed"
    told = [each.heard() for each in pair]
    assert sum("J’ai proposé" in each for each in told) == 1
    assert sum("vous propose une séance" in each for each in told) == 1


def test_a_date_accepted_by_two_presses(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    agnes, lea = pair
    propose(agnes)
    handled(chat, *(pressed(lea, "Accepter cette date") for _ in range(2)))
    assert (chat.only(Session).state, chat.only(Session).sequence) == ("planned", 1)
    assert agnes.heard().count("C’est fixé") == 1


def test_one_accepts_while_the_other_cancels(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    agnes, lea = pair
    session = propose(agnes)
    cancel = Pressed(chat.key(), agnes.sender, f"drop-yes:{session.id}", ())
    handled(chat, cancel, pressed(lea, "Accepter cette date"))
    now = chat.only(Session)
    assert now.state == "cancelled"
    # Accepted first, calendars hear of both; cancelled first, they hear of nothing.
    assert now.sequence == (2 if "C’est fixé" in agnes.heard() else 0)


def test_one_moves_a_session_while_the_other_cancels_it(
    chat: Chat, pair: tuple[Someone, Someone]
) -> None:
    agnes, lea = pair
    session = propose(agnes)
    lea.presses("Accepter cette date")
    lea.says("déplacer la séance")
    lea.says("2")
    cancel = Pressed(chat.key(), agnes.sender, f"drop-yes:{session.id}", ())
    handled(chat, cancel, said(lea, "passer"))
    now = chat.only(Session)
    assert now.state == "cancelled"
    assert (now.sequence, now.moves) in ((2, 0), (2, 1))
    assert now.moves == ("J’ai proposé" in lea.heard())


def test_both_say_that_they_did_not_meet(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    propose(pair[0])
    pair[1].presses("Accepter cette date")
    chat.later(days=4)
    handled(chat, *(pressed(each, "Non") for each in pair))
    assert chat.only(Session).state == "missed"
    assert len(chat.all(Answer)) == 2


def test_one_leaves_while_the_other_answers(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    agnes, lea = pair
    propose(agnes)
    lea.presses("Accepter cette date")
    chat.later(days=4)
    agnes.says("je voudrais arrêter")
    handled(chat, pressed(agnes, "Quitter le programme"), pressed(lea, "Non"))
    assert chat.only(Pair).state == "ended"
    assert len(chat.all(Notice, kind="pair-ended")) == 1
    assert {each.state for each in chat.all(Draft)} <= {"done", "cancelled"}


def test_leaving_by_two_presses(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    agnes, lea = pair
    agnes.says("je voudrais arrêter")
    handled(chat, *(pressed(agnes, "Quitter le programme") for _ in range(2)))
    assert len(chat.all(Notice, kind="pair-ended")) == 1
    assert lea.heard().count("prend fin") == 1


def test_both_leave(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    for each in pair:
        each.says("je voudrais arrêter")
    handled(chat, *(pressed(each, "Quitter le programme") for each in pair))
    assert {each.state for each in chat.all(Enrolment)} == {"left"}
    assert len(chat.all(Notice, kind="pair-ended")) == 1


def test_everybody_answers_an_invitation(chat: Chat, pair: tuple[Someone, Someone]) -> None:
    soon = chat.clock.now() + timedelta(days=9)
    chat.workshop(chat.only(Programme), key="x", title="Atelier", starts_at=soon)
    chat.change(chat.only(Programme), look_at=chat.clock.now())
    chat.later(hours=2)
    handled(chat, *(pressed(each, "Je viendrai") for each in pair))
    assert {each.answer for each in chat.all(Attendance)} == {"yes"}
    for each in pair:
        assert "on vous attend" in each.heard()


# -------------------------------------------------------------------- coordinators


@pytest.fixture
def desk(chat: Chat) -> tuple[Someone, Someone]:
    """Two coordinators, and two people on each side who signed up."""
    programme = chat.programme()
    for role, users in (("mentee", ("agnes", "beatrice")), ("mentor", ("lea", "karim"))):
        for user in users:
            wish = {"capacity": "1"} if role == "mentor" else {}
            chat.enrols(chat.person(user, name=PEOPLE[user].name), role, **wish)
    found = chat.person("helene", name="Hélène Marin"), chat.person("omar", name="Omar Diop")
    for each in found:
        each.joins()
        chat.coordinates(each, programme)
    return found


def both_give(chat: Chat, desk: tuple[Someone, Someone], *commands: str) -> list[str]:
    """Each gives a command at the same instant; what each hears."""
    for each in desk:
        each.heard()
    pairs = zip(desk, commands, strict=True)
    handled(chat, *(Command(chat.key(), each.sender, text) for each, text in pairs))
    return [each.heard() for each in desk]


def test_pairs_are_formed_by_both(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    both_give(chat, desk, "match", "match")
    live = Counter(p.mentee_id for p in chat.all(Proposal) if p.state == "proposed")
    assert [*live.values()] == [1, 1], "a mentee is proposed twice"
    latest = {p.round for p in chat.all(Proposal) if p.state == "proposed"}
    assert latest == {chat.only(Programme).round}


def test_approved_by_both(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    desk[0].gives("match")
    told = both_give(chat, desk, "review approve all", "review approve all")
    assert {each.state for each in chat.all(Proposal)} == {"approved"}
    assert sum("2 binômes approuvés" in each for each in told) == 1
    assert chat.only(Programme).state == "reviewed"


def test_announced_by_both(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    desk[0].gives("match")
    desk[0].gives("review approve all")
    told = both_give(chat, desk, "announce", "announce")
    assert len(chat.all(Pair)) == 2
    assert sum("2 binômes présentés" in each for each in told) == 1
    assert sum("Tout est déjà annoncé" in each for each in told) == 1
    assert chat.people["agnes"].heard().count("Vous avez un binôme") == 1


def test_kicked_off_by_both(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    for text in ("match", "review approve all"):
        desk[0].gives(text)
    told = both_give(chat, desk, "kickoff", "kickoff")
    assert len(chat.all(Pair)) == 2
    assert sum("Le coup d’envoi est donné" in each for each in told) == 1
    assert sum("déjà donné" in each for each in told) == 1


def test_one_approves_while_the_other_forms_pairs_again(
    chat: Chat, desk: tuple[Someone, Someone]
) -> None:
    desk[0].gives("match")
    both_give(chat, desk, "review approve all", "match")
    live = [p for p in chat.all(Proposal) if p.state in ("proposed", "approved")]
    assert len({p.mentee_id for p in live}) == len(live) == 2
    assert {p.round for p in live} == {chat.only(Programme).round}


def test_one_leaves_while_pairs_are_announced(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    desk[0].gives("match")
    desk[0].gives("review approve all")
    agnes = chat.people["agnes"]
    agnes.says("je voudrais arrêter")
    leave = pressed(agnes, "Quitter le programme")
    handled(chat, Command(chat.key(), desk[0].sender, "announce"), leave)
    assert agnes.enrolment.state == "left"
    pairs = chat.all(Pair, mentee_id=agnes.enrolment.id)
    assert [each.state for each in pairs] in ([], ["ended"])


def test_a_late_sign_up_while_pairs_are_formed(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    late = chat.person("late", name="Inès Late")
    late.joins()
    late.presses("Je veux apprendre")
    late.presses("J’accepte ces règles")
    late.submits({**BEATRICE, "sure": ""}, draft=late.draft())
    late.says("reprendre")
    events = (
        Command(chat.key(), desk[0].sender, "match"),
        pressed(late, "Tout est juste, je confirme"),
    )
    handled(chat, *events)
    # In before sign-up closed, or told that it is: never one without the other.
    inside = bool(chat.all(Enrolment, person_id=late.person.id))
    assert ("est complète" if inside else "sont closes") in late.heard()


# -------------------------------------------------------------------- the clock


def everything_due(chat: Chat, desk: tuple[Someone, Someone]) -> None:
    """A programme under way where pairs have sessions tomorrow, and a clock that comes late."""
    for text in ("match", "review approve all", "kickoff", "start"):
        desk[0].gives(text)
    chat.tick()
    for mentee in ("agnes", "beatrice"):
        propose(chat.people[mentee])
        (mentor,) = (
            chat.people[user]
            for user in ("lea", "karim")
            if "Accepter cette date" in chat.people[user].shown()
        )
        mentor.presses("Accepter cette date")
    chat.tick()


@pytest.mark.parametrize("days", [0.98, 2, 30, 170])
def test_two_processes_tick(
    chat: Chat,
    another: Database,
    desk: tuple[Someone, Someone],
    caplog: pytest.LogCaptureFixture,
    days: float,
) -> None:
    everything_due(chat, desk)
    before = len(chat.all(Outgoing))
    chat.jump(min(each.starts_at for each in chat.all(Session)) + timedelta(days=days - 1))
    now = chat.clock.now()

    def ticking(database: Database) -> int:
        return Ticker(database, DrivenClock(now), tick).tick()

    with caplog.at_level(logging.ERROR):
        at_once(chat, lambda: ticking(chat.database), lambda: ticking(another))
    assert not caplog.records, "a moment failed"
    # A process that found the others' rows locked may have left early: the next tick does the rest.
    chat.tick()
    done = Counter((each.subject, each.name) for each in chat.all(Happened))
    assert set(done.values()) == {1}
    assert len(chat.all(Outgoing)) > before
    polls = Counter((each.enrolment_id, each.form, each.subject) for each in chat.all(Poll))
    assert set(polls.values()) <= {1}


def test_a_tick_while_everybody_acts(
    chat: Chat, another: Database, desk: tuple[Someone, Someone], caplog: pytest.LogCaptureFixture
) -> None:
    everything_due(chat, desk)
    chat.jump(max(each.starts_at for each in chat.all(Session)) + timedelta(hours=4))
    now = chat.clock.now()
    agnes, helene = chat.people["agnes"], desk[0]

    plan = Pressed(chat.key(), agnes.sender, f"plan:{chat.all(Pair)[0].id}", ())
    pulse = Command(chat.key(), helene.sender, "pulse")
    with caplog.at_level(logging.ERROR):
        at_once(chat, lambda: another.carry_out(now, tick), turn(chat, plan), turn(chat, pulse))
    assert not caplog.records, "a moment failed"
    chat.tick()
    polls = Counter((each.enrolment_id, each.form, each.subject) for each in chat.all(Poll))
    assert set(polls.values()) == {1}
