"""Several people say yes at the same instant: nobody has more people than they wished."""

from collections import Counter

import pytest

from bot.event import Command, Pressed
from bot.tick import tick
from storage.database import Database
from storage.nouns import Enquiry, Pair, Proposal
from tests.both.at_once import at_once, handled, pressed, turn
from tests.both.conftest import chat, url
from tests.client import Chat
from tests.proposals.conftest import Small, small_programme

__all__ = ["chat", "url"]

YES = "Accepter"


@pytest.fixture
def rivals(chat: Chat) -> Small:
    """Two mentees asked about one mentor, who meanwhile wishes to follow one person only."""
    small = small_programme(chat, ask="mentee")
    small.joins("agnes", "mentee")
    small.joins("beatrice", "mentee")
    lea = small.joins("lea", "mentor", capacity="2")
    small.announces()
    small.joins("karim", "mentor", capacity="1", halfdays=["tue-am", "tue-pm"])
    chat.change(lea.enrolment, answers={**lea.enrolment.answers, "capacity": "1"})
    assert {e.other_id for e in small.enquiries()} == {lea.enrolment.id}
    for user in ("agnes", "beatrice"):
        small.heard(user)
    return small


def taught(chat: Chat) -> Counter[int]:
    """How many people each mentor has."""
    return Counter(pair.mentor_id for pair in chat.all(Pair, state="active"))


def test_two_say_yes_and_one_place_is_left(rivals: Small, chat: Chat) -> None:
    handled(chat, pressed(rivals["agnes"], YES), pressed(rivals["beatrice"], YES))
    assert taught(chat) == {rivals["lea"].enrolment.id: 1}
    told = {user: rivals.heard(user) for user in ("agnes", "beatrice")}
    (won,) = [user for user, text in told.items() if "Vous avez un binôme" in text]
    (lost,) = {"agnes", "beatrice"} - {won}
    assert "votre réponse n’y est pour rien" in told[lost]
    assert "je pense à Karim Ben pour vous accompagner" in told[lost]
    assert "est formé" in rivals[lost].presses(YES)
    assert sorted(taught(chat).values()) == [1, 1]


def test_whoever_had_not_answered_is_proposed_somebody_else(rivals: Small, chat: Chat) -> None:
    rivals["agnes"].presses(YES)
    rivals.heard("beatrice")
    chat.later(minutes=1)
    told = rivals.heard("beatrice")
    assert "Léa Petit n’a plus de place" in told
    assert "je pense à Karim Ben" in told


def test_a_yes_and_the_clock(rivals: Small, chat: Chat, url: str) -> None:
    """The time runs out at the very moment of the answer: it is a yes, or it is over."""
    chat.jump(max(each.until for each in rivals.enquiries()))
    now, another = chat.clock.now(), Database(url)
    yes = pressed(rivals["agnes"], YES)
    try:
        at_once(chat, turn(chat, yes), lambda: another.carry_out(now, tick))
    finally:
        another.close()
    chat.tick()
    mine = chat.all(Enquiry, enrolment_id=rivals["agnes"].enrolment.id)[0]
    assert mine.state in ("accepted", "lapsed")
    paired = chat.all(Pair, mentee_id=rivals["agnes"].enrolment.id)
    assert bool(paired) == (mine.state == "accepted")


def test_a_yes_while_the_coordinator_takes_it_back(rivals: Small, chat: Chat) -> None:
    mine = chat.all(Enquiry, enrolment_id=rivals["agnes"].enrolment.id)[0]
    back = Pressed(chat.key(), rivals.helene.sender, f"enquiry-withdraw:{mine.proposal_id}", ())
    handled(chat, back, pressed(rivals["agnes"], YES))
    paired = chat.all(Pair, mentee_id=rivals["agnes"].enrolment.id)
    state = chat.only(Proposal, id=mine.proposal_id).state
    assert (bool(paired), state) in ((True, "approved"), (False, "replaced"))


def test_both_of_a_pair_say_yes_at_once(chat: Chat) -> None:
    small = small_programme(chat, mentee_first=False)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.announces()
    handled(chat, pressed(small["agnes"], YES), pressed(small["lea"], YES))
    assert len(chat.all(Pair)) == 1
    for user in ("agnes", "lea"):
        assert small.heard(user).count("Vous avez un binôme") == 1


def test_one_says_yes_while_the_other_says_no(chat: Chat) -> None:
    small = small_programme(chat, mentee_first=False)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.announces()
    small["lea"].presses("Décliner")
    small["lea"].says("7")
    words = Pressed(chat.key(), small["lea"].sender, small["lea"].action_of("Passer")[0], ())
    handled(chat, pressed(small["agnes"], YES), words)
    assert not chat.all(Pair)
    assert "ne se fera pas cette fois-ci" in small.heard("agnes")


def test_announced_by_two_presses(chat: Chat) -> None:
    small = small_programme(chat)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.helene.gives("match")
    small.helene.gives("review approve all")
    handled(chat, *(Command(chat.key(), small.helene.sender, "announce") for _ in range(2)))
    assert len(small.enquiries()) == 1
    assert small.heard("agnes").count("Une proposition de binôme") == 1
