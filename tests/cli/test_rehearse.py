"""What a rehearsal is asked for, what is said of it, and where its files go."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.rehearsal import play
from adapters.rehearsal.play import Options, Outcome
from storage.nouns import Person

ENDED = datetime(2016, 7, 1, 6, tzinfo=UTC)


class Played:
    """Stands where a rehearsal would be played, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Options, str, object]] = []
        self.changes: dict[str, Any] = {}

    def __call__(self, options, database, history=None) -> Outcome:
        self.asked.append((options, database.place, history))
        with database.work(ENDED) as work:
            work.add(Person(name="Zoé", created_at=ENDED))
        told = Outcome(
            template=options.template,
            people=6,
            mentors=3,
            mentees=3,
            invited={"silent": 0, "declined": 0},
            pairs=2,
            unmatched=2,
            calls={"asked": 0, "met": 0, "alone": 0},
            circles={"formed": 0, "met": 0, "asked": 0, "answered": 0},
            sessions={"planned": 7, "held": 6, "moved": 0, "cancelled": 1},
            polls={"sent": 20, "answered": 18},
            messages=317,
            weekly={"mean": 1.2, "most": 4, "waits": 1, "cap": 5},
            days=191,
            seconds=2.5,
            report=str(options.out / "report.html"),
            story=("# Sign-ups", "six [people] signed up", "  · Zoé"),
            ended_at=ENDED,
        )
        return replace(told, **self.changes)


@pytest.fixture
def played(monkeypatch) -> Played:
    found = Played()
    monkeypatch.setattr(play, "rehearse", found)
    return found


def test_by_default_all_goes_to_the_data_folder(binome, played, here):
    ran = binome("rehearse", "pwn-digital-2016")
    assert ran.code == 0, ran.err
    ((options, place, history),) = played.asked
    folder = here / "data/rehearsals/pwn-digital-2016"
    assert options == Options("pwn-digital-2016", None, 1, None, folder)
    assert place == f"sqlite:///{folder}/rehearsal.sqlite"
    assert history is None
    assert ran.out.splitlines() == [
        "pwn-digital-2016: 6 people (3 mentees, 3 mentors), 2 pairs, 2 left out; 6 sessions held of"
        " 7 planned; 18 polls answered of 20; 317 messages over 191 days, of which each person"
        " hears 1.2 a week unasked (4 at most, and 1 of what can wait, for a cap of 5), in 2.5 s.",
        f"Report: {folder}/report.html",
        f"Database: {place}",
    ]


def test_one_of_a_kind_is_told_in_the_singular(binome, played, here):
    played.changes = {"mentees": 5, "mentors": 1, "pairs": 1}
    ran = binome("rehearse", "pwn-digital-2016")
    assert "6 people (5 mentees, 1 mentor), 1 pair, 2 left out;" in ran.out


def test_a_rehearsal_takes_the_place_of_the_last(binome, played, here):
    for _ in range(2):
        assert binome("rehearse", "pwn-digital-2016", "--out", "there").code == 0
    assert played.asked[0][0].out == here / "there"


def test_one_that_is_being_looked_at_is_left_alone(binome, played, here):
    from storage.serving import alone

    binome("rehearse", "pwn-digital-2016", "--out", "there")
    file = here / "there/rehearsal.sqlite"
    with alone(file):
        refused = binome("rehearse", "pwn-digital-2016", "--out", "there")
    assert refused.code == 1
    assert "Another process already serves" in refused.err
    assert file.stat().st_size > 0


def test_figures_for_a_program_and_a_story_for_people(binome, played):
    ran = binome(
        "rehearse", "pwn-digital-2016", "--json", "--story", "--people", "6", "--seed", "7"
    )
    figures = json.loads(ran.out)
    assert figures["sessions"]["held"] == 6
    assert list(figures) == [
        *("template", "people", "mentors", "mentees", "pairs", "unmatched"),
        *("sessions", "polls", "messages", "days", "seconds", "report"),
    ]
    assert list(figures["sessions"]) == ["planned", "held", "moved", "cancelled"]
    assert list(figures["polls"]) == ["sent", "answered"]
    assert "six [people] signed up" in ran.err, "a story is text, never markup"
    assert (played.asked[0][0].people, played.asked[0][0].seed) == (6, 7)
    assert "Sign-ups" in binome("rehearse", "pwn-digital-2016", "--story").out


def test_more_figures_are_told_when_asked_for(binome, played):
    short = json.loads(binome("rehearse", "pwn-digital-2016", "--json").out)
    long = json.loads(binome("rehearse", "pwn-digital-2016", "--json", "--more").out)
    assert long.keys() - short.keys() == {"invited", "calls", "circles", "weekly"}


def test_a_database_in_use_is_never_played_on(binome, played):
    binome("programme", "create", "pwn-digital-2016")
    url = binome("db", "check").out.partition(": ")[0]
    refused = binome("rehearse", "pwn-digital-2016", "--database", url)
    assert refused.code == 2
    assert "already holds people: a rehearsal needs an empty one" in refused.err
    assert played.asked == []


def test_nothing_is_made_for_a_wrong_name(binome, played, here):
    refused = binome("rehearse", "../../etc")
    assert refused.code == 2
    assert "No template is called '../../etc'" in refused.err
    assert not (here / "data").exists()


def test_serving_begins_where_the_rehearsal_ended(binome, played, monkeypatch):
    from adapters.cli import running
    from adapters.web.history import Recorder

    served = []
    monkeypatch.setattr(running, "require_free", lambda port: None)
    monkeypatch.setattr(running, "playground", lambda *given: served.append(given))
    assert binome("rehearse", "pwn-digital-2016", "--serve", "--port", "8599").code == 0
    ((_, start, port),) = served
    assert (start, port) == (ENDED, 8599)
    assert isinstance(played.asked[0][2], Recorder)
    binome("rehearse", "pwn-digital-2016", "--serve", "--no-serve")
    assert len(served) == 1


@pytest.mark.slow
def test_a_small_rehearsal_is_really_played(binome, here):
    ran = binome("rehearse", "pwn-digital-2016", "--people", "4", "--json", "--out", "there")
    assert ran.code == 0, ran.err
    figures = json.loads(ran.out)
    assert figures["people"] == 4
    assert (here / "there").joinpath(figures["report"]).is_file()
