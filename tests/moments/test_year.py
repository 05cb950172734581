"""A leap year in five zones, across every change of clocks, with a clock that ticks.

Nothing comes early, nothing comes more than a tick late, and nobody is written to at night, on
their days of rest or on a public holiday of their country, but for a session that is near.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import bot.tick
from bot.calendar.civil import EVENING, MORNING, civil, on
from bot.calendar.working import is_holiday, is_working_day
from bot.moments.moment import Moment
from bot.programme.template import load
from storage.nouns import Pair, Session
from tests.client import Chat, Heard, Someone

TICK = timedelta(minutes=5)
PAIRS = (
    ("Europe/Paris", "America/New_York"),
    ("America/New_York", "America/Sao_Paulo"),
    ("Asia/Kolkata", "Australia/Sydney"),
    ("Australia/Sydney", "Asia/Kolkata"),
    ("America/Sao_Paulo", "Europe/Paris"),
)
WEEK = tuple(f"{d}-{p}" for d in ("mon", "tue", "wed", "thu", "fri") for p in ("am", "pm", "eve"))
FIRST, LAST = date(2028, 1, 4), date(2028, 12, 29)
LEAP = date(2028, 2, 29)
REST = timedelta(days=20)
AFTER = ("Oui", "5", "En partie", "Passer")


@pytest.fixture
def pairs(chat: Chat) -> list[tuple[Someone, Someone]]:
    """Ten people who meet every three weeks or so, as long as the year lasts."""
    chat.jump(on(FIRST, time(9), "Europe/Paris"))
    plan = load("pwn-digital-2016")
    count = 16
    prepare = {tongue: (sentence,) * count for tongue, sentence in (("fr", "Rien."), ("en", "No."))}
    shape = {"count": count, "every_days": 20, "first_within_days": 14, "prepare": prepare}
    span = {"midway": 150, "closing": 350, "closed": 360}
    chat.programme(
        state="running",
        starts_on=FIRST,
        posts=(),
        calendar=plan.calendar.model_dump() | span,
        sessions=plan.sessions.model_dump() | shape,
    )
    found = []
    for number, zones in enumerate(PAIRS):
        two = []
        for role, zone in zip(("mentee", "mentor"), zones, strict=True):
            someone = chat.person(f"{role}-{number}", zone=zone)
            chat.enrols(someone, role, halfdays=WEEK)
            two.append(someone)
        chat.pairs(*two)
        found.append((two[0], two[1]))
    return found


def days() -> Iterator[date]:
    for ahead in range(1, (LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=ahead)


def ticking(chat: Chat, until: datetime) -> None:
    """Time passes by whole ticks; those at which nothing is due are passed over."""
    while (soonest := chat.soonest()) is not None and soonest <= until:
        late = (soonest - on(FIRST, time(0), "UTC")) % TICK
        at = soonest + (TICK - late if late else timedelta())
        if at > until:
            break
        chat.jump(max(at, chat.clock.now()))
        chat.tick()
    chat.jump(until)


def lives(chat: Chat, two: tuple[Someone, Someone], someone: Someone) -> bool:
    """What somebody does at ten in the morning, if anything: answers, or plans a session."""
    new = someone.heard()
    if "Accepter cette date" in new:
        someone.presses("Accepter cette date")
    elif "La séance a-t-elle eu lieu" in new:
        for label in AFTER:
            someone.presses(label)
    elif someone is two[0] and meet_again(chat, two):
        someone.says("planifier une séance")
        if on_the_eve(chat, two):
            someone.presses("Un autre moment")  # sooner than their rhythm would have it
            someone.says("demain à 18 h")
        else:
            someone.says("1")
        someone.says("passer")
    else:
        return False
    someone.heard()
    return True


def meet_again(chat: Chat, two: tuple[Someone, Someone]) -> bool:
    """Whether the two have nothing ahead, and have not met for long, or a leap day comes."""
    with chat.reading() as work:
        pair = work.first(Pair, mentee_id=two[0].enrolment.id)
        assert pair is not None
        all_of_them = work.find(Session, pair_id=pair.id)
    if any(each.state in ("proposed", "planned") for each in all_of_them):
        return False
    latest = max((each.starts_at for each in all_of_them), default=chat.clock.now() - REST)
    due = on_the_eve(chat, two) or chat.clock.now() - latest >= REST
    return pair.state == "active" and due


def on_the_eve(chat: Chat, two: tuple[Someone, Someone]) -> bool:
    """Whether a leap day is tomorrow for the two who work on it: Brazil is at carnival."""
    return two[0].user == "mentee-0" and chat.clock.now().date() == LEAP - timedelta(days=1)


def in_their_day(someone: Someone, heard: Heard) -> bool:
    """Whether people may be written to, there and then; an hour before a session they may."""
    local = heard.at.astimezone(ZoneInfo(someone.sender.zone))
    by_day = MORNING <= local.time() < EVENING and is_working_day(local.date(), someone.sender.zone)
    return by_day or "commence à" in heard.text


def cannot_wait(someone: Someone, heard: Heard, planned: list[Session]) -> bool:
    """Whether their next working morning comes too late to hear of a session."""
    morning = civil(heard.at, someone.sender.zone)
    return any(heard.at < s.starts_at < morning + timedelta(hours=3) for s in planned)


def test_a_year(
    chat: Chat, pairs: list[tuple[Someone, Someone]], monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[tuple[timedelta, Moment]] = []
    derived = bot.tick.due

    def seen(moments: list[Moment], done: set[str], now: datetime) -> list[Moment]:
        found = derived(moments, done, now)
        late.extend((now - each.at, each) for each in found[:1])
        return found

    chat.tick()  # the phases that were past when the programme was made
    monkeypatch.setattr(bot.tick, "due", seen)
    people = [someone for two in pairs for someone in two]
    begun = {someone.user: len(someone.history) for someone in people}
    for day in days():
        mornings = [(on(day, time(10), each.sender.zone), each) for each in people]
        for at, someone in sorted(mornings, key=lambda each: (each[0], each[1].user)):
            ticking(chat, at)
            two = next(each for each in pairs if someone in each)
            if is_working_day(day, someone.sender.zone):
                lives(chat, two, someone)

    planned, held = chat.all(Session), chat.all(Session, state="held")
    assert len(held) > 50
    assert any(each.starts_at.date() == LEAP for each in held)
    for each in held:
        for someone in pairs[each.pair_id - 1]:
            zone = someone.sender.zone
            assert not is_holiday(each.starts_at.astimezone(ZoneInfo(zone)).date(), zone)

    assert all(early >= timedelta() for early, _ in late)
    assert [(each, slow) for slow, each in late if slow >= TICK] == []

    for someone in people:
        for heard in someone.history[begun[someone.user] :]:
            assert in_their_day(someone, heard) or cannot_wait(someone, heard, planned), (
                someone.user,
                heard.at.astimezone(ZoneInfo(someone.sender.zone)),
                heard.text,
            )
