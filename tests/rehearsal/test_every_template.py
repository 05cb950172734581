"""Each template played at a small size, from the first message to the closing report."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.rehearsal.crowd import crowd_of
from adapters.rehearsal.people import cast
from adapters.rehearsal.play import Options, Outcome, rehearse
from bot.moments.telling import OF_ITSELF, WEEK
from bot.programme.template import load, names, plan_of
from storage import outbox
from storage.database import Database
from storage.nouns import Address, Commendation, Enrolment, Happened, Outgoing, Pair, Programme
from storage.work import Work

PWN = "pwn-digital-2016"  # played whole in test_play
WAITS = ("quiet-", "left-", "remind")  # how the names begin of what can wait


class Kept(logging.Handler):
    """What went wrong behind everybody's back."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a line."""
        self.lines.append(self.format(record))


@dataclass(frozen=True)
class Played:
    """A template played, and what is left of it."""

    outcome: Outcome
    work: Work
    trouble: list[str]


@pytest.fixture(scope="module", params=[name for name in names() if name != PWN])
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    folder, kept = tmp_path_factory.mktemp(request.param), Kept()
    database = Database(f"sqlite:///{folder / 'played.sqlite'}")
    database.upgrade()
    logging.getLogger("bot").addHandler(kept)
    try:
        outcome = rehearse(Options(request.param, None, 1, None, folder), database)
        with database.reading(outcome.ended_at) as work:
            yield Played(outcome, work, kept.lines)
    finally:
        logging.getLogger("bot").removeHandler(kept)
        database.close()


def test_it_goes_from_the_first_message_to_the_report(played: Played) -> None:
    outcome = played.outcome
    plan = load(outcome.template)
    crowd = crowd_of(plan)
    assert outcome.people >= 0.6 * sum(crowd.small)
    assert outcome.pairs >= 4
    foreseen = plan.sessions.count if plan.on_request.paired else 1  # of each pair
    assert outcome.sessions["held"] >= 0.5 * foreseen * outcome.pairs
    assert outcome.polls["answered"] > 0
    report = Path(outcome.report)
    assert plan.name.of(plan.locale).replace("'", "’") in report.read_text(encoding="utf-8")
    assert any("↔" in line for line in outcome.story)
    assert bool(outcome.circles["formed"]) == bool(plan.circles)
    boards = any(each.kind == "board" for each in plan.circles)
    assert outcome.circles["answered"] == (2 if boards else 0)
    assert bool(outcome.calls["met"]) == plan.on_request.allowed
    assert bool(sum(outcome.invited.values())) == crowd.invited


def test_nothing_stays_behind_and_nothing_failed(played: Played) -> None:
    work = played.work
    assert {each.state for each in work.find(Outgoing)} == {"sent"}
    assert work.find(Programme)[0].state == "closed"
    pairs = [each for each in work.find(Pair) if each.state != "ended" and not each.calls]
    for mentor in work.find(Enrolment, role="mentor"):
        room = int(mentor.answers.get("capacity", 1))
        assert sum(each.mentor_id == mentor.id for each in pairs) <= room
    assert played.trouble == []


def test_what_can_wait_finds_room_in_the_week(played: Played) -> None:
    """Whenever a nudge or a recall left, its reader had heard less than the most of the week."""
    work = played.work
    programme = work.find(Programme)[0]
    most = plan_of(programme.plan).messages.per_week
    patient = {
        f"{each.subject}/{each.name}": each.at
        for each in work.find(Happened)
        if each.name.startswith(WAITS) and not each.name.endswith("-alert")
    }
    people = {each.id for each in work.find(Address) if each.person_id is not None}
    for each in work.find(Outgoing):
        if each.key in patient and each.address_id in people:
            told = outbox.heard(work, each.address_id, patient[each.key] - WEEK, OF_ITSELF)
            before = [at for at in told if at < patient[each.key]]
            assert len(before) < most, each.key


def test_nobody_hears_more_of_what_can_wait_than_the_cap(played: Played) -> None:
    weekly = played.outcome.weekly
    assert weekly["waits"] <= weekly["cap"]
    assert weekly["waits"] <= weekly["most"]


def test_what_readies_a_pair_is_played_where_the_template_has_it(played: Played) -> None:
    plan, work = load(played.outcome.template), played.work
    inducted = [each for each in work.find(Enrolment) if each.inducted_at is not None]
    assert bool(inducted) == (plan.induction == "asked")
    agreed = [each for each in work.find(Pair) if each.course]
    assert bool(agreed) == plan.course.agreed


def test_managers_are_thanked_where_the_list_says_who_they_are(played: Played) -> None:
    crowd, work = crowd_of(load(played.outcome.template)), played.work
    asked = work.find(Commendation)
    told = {each.told_by for each in asked if each.agreed}
    heads = [each for each in work.find(Address) if each.user.startswith("manager-")]
    assert len(heads) == len(crowd.managers)
    sent = [each for each in work.find(Outgoing) if each.address_id in {one.id for one in heads}]
    assert all(each.key.startswith("commendation:") for each in sent)
    assert bool(sent) == bool(crowd.managers)
    assert len(sent) == len({each.address_id for each in sent}), "one message each"
    if crowd.managers:
        assert told == {"bot"}


@pytest.mark.parametrize("name", names())
def test_its_people_fit_it(name: str) -> None:
    plan = load(name)
    people = cast(plan, None, seed=1, locale=None)
    assert {each.role for each in people} == set(plan.signup.roles)
    topics = {topic.code for topic in plan.topics}
    for each in people:
        assert set(each.answers["topics"]) <= topics
        assert set(each.answers["languages"]) <= set(plan.signup.languages)
        assert int(each.answers.get("capacity", 1)) <= plan.signup.capacity
    assert people == cast(plan, None, seed=1, locale=None)


def test_at_scale_they_live_in_twenty_six_countries() -> None:
    plan = load("at-scale")
    crowd = crowd_of(plan)
    assert len({each.country for each in crowd.places}) == 26
    assert crowd.full == (1500, 130)
    people = cast(plan, sum(crowd.full), seed=1, locale=None)
    assert sum(each.role == "mentor" for each in people) == 130
    assert len({each.zone for each in people}) == 26


def test_the_five_hundred_come_by_invitation() -> None:
    people = cast(load("from-the-top"), 760, seed=1, locale=None)
    assert sum(each.invited for each in people) == 500
