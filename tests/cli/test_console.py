"""The console as a command: who talks, what is kept, how time passes."""

import io
import sys
from datetime import UTC, datetime, timedelta

import pytest

from adapters.cli.console import PARTICIPANT
from adapters.cli.running import last_moment
from storage.database import Database
from storage.nouns import Coordination, Happened, Line, Person


@pytest.fixture
def typed(monkeypatch):
    def type_in(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return type_in


def world(here) -> Database:
    return Database(f"sqlite:///{here}/data/playground.sqlite")


def test_a_newcomer_is_greeted_and_the_transcript_kept(binome, typed, here):
    typed("J’aimerais apprendre à utiliser LinkedIn")
    ran = binome("console", "--as", "Nadia Roux", "--transcript", "nadia.txt")
    assert ran.code == 0, ran.err
    assert "Nadia" in ran.out
    kept = (here / "nadia.txt").read_text("utf-8")
    assert "> J’aimerais apprendre à utiliser LinkedIn\n" in kept
    assert "LinkedIn" in kept.partition("> J’aimerais")[2]


def test_without_a_name_somebody_has_one(binome, typed, here):
    typed("bonjour")
    assert PARTICIPANT.split()[0] in binome("console").out
    with world(here).reading(datetime.now(UTC)) as work:
        assert work.first(Person, name=PARTICIPANT) is not None


def test_a_coordinator_may_give_commands_and_nobody_else(binome, typed, here):
    typed("/binome status")
    status = binome("console", "--coordinator")
    assert "Reverse Mentoring Digital" in status.out
    typed("/binome status")
    other = binome("console", "--as", "Zoé Martin", "--coordinator")
    assert "Inscriptions ouvertes" in other.out
    with world(here).reading(datetime.now(UTC)) as work:
        assert len(work.find(Coordination)) == 2
    typed("/binome status")
    assert "Inscriptions ouvertes" not in binome("console", "--as", "Max Petit").out


def test_time_passes_and_stays_passed(binome, typed, here):
    typed("bonjour", "+40d")
    assert binome("console").code == 0
    with world(here).reading(datetime.now(UTC)) as work:
        reached = last_moment(work)
        assert reached is not None
        assert reached > datetime.now(UTC) + timedelta(days=25)
        assert work.find(Happened), "what became due on the way happened"
        assert work.find(Line), "what others received is on their page"


def test_a_coordinator_makes_a_link_that_opens_in_the_playground(binome, typed, monkeypatch):
    typed('/binome invite guest "Nadia Roy" nadia@example.org')
    assert "http://127.0.0.1:8420/guest#" in binome("console", "--coordinator").out
    monkeypatch.setenv("BINOME_GUESTS", "true")
    monkeypatch.setenv("BINOME_PUBLIC_URL", "https://binome.example.org")
    typed('/binome invite guest "Ada Roy" ada@example.org')
    assert "http://127.0.0.1:8420/guest#" in binome("console", "--coordinator").out
