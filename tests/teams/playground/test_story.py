"""A pair in the Teams of Microsoft's playground, from the app's installation to its removal."""

import urllib.request
from typing import Any

import pytest

from adapters.runner import SystemClock
from storage.database import Database
from storage.nouns import Address, Enrolment, Outgoing, Pair, Person, Poll, Programme, Session
from tests.teams.playground.client import Playground
from tests.teams.playground.conftest import here, tenant

__all__ = ["here", "tenant"]
pytestmark = pytest.mark.slow
# What is pressed at each question, and what its input holds.
AGNES: list[tuple[str, dict[str, Any]]] = [
    ("I want to learn", {}),
    ("I accept these rules", {}),
    ("Send", {"objectives": "Write my LinkedIn biography"}),
    ("Send these choices", {"topics": "linkedin"}),
    ("Skip", {}),
    ("2", {}),
    ("Send these choices", {"halfdays": "tue-am,thu-am"}),
    ("Send these choices", {"languages": "fr,en"}),
    ("Remotely", {}),
    ("Skip", {}),
    ("Skip", {}),
    ("It’s all correct, I confirm", {}),
]
LEA: dict[str, Any] = {
    "charter": "true",
    "skills": "Writing a LinkedIn profile that gets read",
    "topics": "linkedin",
    "level": "5",
    "show": "Examples of good profiles",
    "reassure": "We all started somewhere",
    "capacity": "1",
    "halfdays": "tue-am,thu-am",
    "languages": "en",
    "format": "remote",
    "sure": "true",
}
CLOSING: list[tuple[str, dict[str, Any]]] = [
    ("Yes", {}),
    ("4", {}),
    ("Send", {"comment": "I dare to post at last."}),
    ("Yes", {}),
]


def test_a_pair_from_its_installation_to_its_end(tenant):
    helene, agnes, lea = map(tenant.person, ("Hélène Marin", "Agnès Durand", "Léa Petit"))
    opens(helene)
    signs_up_card_by_card(agnes)
    signs_up_on_one_card(lea)
    are_introduced(helene, agnes, lea)
    plan(agnes, lea)
    answer_at_the_end(helene, agnes, lea)
    agnes.removes()
    kept = Database(tenant.database)
    agnes.until(lambda: len(reachable(kept)) == 2, "the bot to know that it was removed")
    ended_well(kept)
    kept.close()


def opens(helene: Playground) -> None:
    """A programme is made in Teams, and its channels named in the team."""
    helene.installs()
    helene.waits_for("Hello Hélène")
    helene.says('binome create pwn-digital-2016 "Reverse mentoring"')
    helene.presses("Open sign-up")
    helene.waits_for("Sign-up is open")
    helene.adds_to_the_team()
    helene.mentions("here coordination")
    helene.waits_for("The answer is in our private conversation")


def signs_up_card_by_card(agnes: Playground) -> None:
    agnes.installs()
    agnes.waits_for("Hello Agnès")
    agnes.says("hello")  # only what somebody writes tells their time zone
    agnes.waits_for("Hello Agnès", times=2)
    for title, filled in AGNES:
        agnes.presses(title, **filled)
        agnes.waits_for(f"✓ {title}" if not filled else "✓ ")
    agnes.waits_for("Thank you Agnès, your sign-up is complete")
    assert "✓ Write my LinkedIn biography" in agnes.words


def signs_up_on_one_card(lea: Playground) -> None:
    lea.installs()
    lea.says("hello")
    lea.presses("I can teach")
    lea.presses("Open as a form")
    lea.presses("Save my answers", **{**LEA, "skills": ""})
    _, card = lea.card_with("Save my answers")
    assert "Examples of good profiles" in str(card), "nobody writes an answer twice"
    lea.presses("Save my answers", **LEA)
    lea.waits_for("Thank you Léa, your sign-up is complete")


def are_introduced(helene: Playground, agnes: Playground, lea: Playground) -> None:
    helene.says("binome match")
    helene.waits_for("1 strong match")
    helene.presses("Review the proposals")
    helene.presses("Why?")
    helene.waits_for("Write my LinkedIn biography")
    helene.presses("Approve")
    helene.waits_for("Pair approved: Agnès Durand – Léa Petit")
    helene.presses("Announce the pairs")
    helene.waits_for("1 pair introduced")
    agnes.waits_for("your mentor is Léa Petit")
    lea.waits_for("your mentee is Agnès Durand")
    chat = agnes.link("Write to Léa")
    assert chat.startswith("https://teams.microsoft.com/l/chat/0/0?users=lea.petit%40example.org")


def plan(agnes: Playground, lea: Playground) -> None:
    agnes.presses("Plan the first session")
    slot, label = agnes.first_choice("slot")
    agnes.presses("Send", slot=slot)
    agnes.waits_for(f"✓ {label}")
    agnes.presses("Skip")
    lea.waits_for("Agnès Durand suggests a session")
    lea.presses("Accept this date")
    agnes.waits_for("It’s set with Léa Petit")
    lea.waits_for("It’s set with Agnès Durand")
    for each in (agnes, lea):
        meeting, file = (
            each.link("Create the Teams meeting"),
            each.link("Add to my calendar (.ics)"),
        )
        assert meeting.startswith("https://teams.microsoft.com/l/meeting/new?")
        assert b"BEGIN:VCALENDAR" in fetched(file)


def answer_at_the_end(helene: Playground, agnes: Playground, lea: Playground) -> None:
    """The last questions are a poll; nobody waits months for them here."""
    for command, words in (
        ("kickoff", "The programme has kicked off"),
        ("start", "Sessions may begin"),
        ("close", "Closing begins"),
    ):
        helene.says(f"binome {command}")
        helene.waits_for(words)
    # Sent at the next look at what is due, within twenty seconds.
    agnes.presses("Send", recommend="9")
    agnes.waits_for("✓ 9")
    for title, filled in CLOSING:
        agnes.presses(title, **filled)
    agnes.waits_for("Thank you for this assessment")
    helene.presses("See the report")
    helene.waits_for("Closing report")


def reachable(kept: Database) -> set[str]:
    """Whom the bot may still write to."""
    with kept.reading(SystemClock().now()) as work:
        places = work.find(Address, reachable=True)
        return {work.get(Person, each.person_id).name for each in places if each.person_id}


def ended_well(kept: Database) -> None:
    """What the database holds at the end of all that."""
    assert reachable(kept) == {"Hélène Marin", "Léa Petit"}
    with kept.reading(SystemClock().now()) as work:
        emails = {each.email for each in work.find(Person)}
        assert emails == {f"{n}@example.org" for n in ("helene.marin", "agnes.durand", "lea.petit")}
        assert {each.state for each in work.find(Enrolment)} == {"active"}
        assert [each.state for each in work.find(Pair)] == ["active"]
        assert [each.state for each in work.find(Session)] == ["planned"]
        assert "answered" in {each.state for each in work.find(Poll)}
        assert [each.state for each in work.find(Programme)] == ["closing"]
        assert {each.state for each in work.find(Outgoing)} == {"sent"}


def fetched(url: str) -> bytes:
    """What a link of the bot leads to."""
    assert url.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  # loopback
        return bytes(answer.read())
