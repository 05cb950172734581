"""Playing a template from sign-up to closing report, and telling what happened."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from adapters.rehearsal.actor import Actor
from adapters.rehearsal.coordination import EMAIL, KEY, NAME, Coordinator, script
from adapters.rehearsal.figures import Counts, count
from adapters.rehearsal.people import Character, cast
from adapters.rehearsal.stage import PLATFORM, TENANT, History, Stage
from adapters.rehearsal.story import tell
from adapters.runner.clock import DrivenClock
from bot.people.importing import import_people
from bot.people.rows import Row
from bot.programme.lifecycle import dates
from bot.programme.plan import Plan
from bot.programme.template import load, plan_data
from bot.texts import Voice
from storage.database import Database
from storage.nouns import Address, Coordination, File, Person, Programme

_LAST_REQUESTS = 14  # days before the closing, after which nobody asks for a session


@dataclass(frozen=True, slots=True)
class Options:
    """What to play: a template, with its own people or as many as asked."""

    template: str
    people: int | None
    seed: int
    locale: str | None
    out: Path


_IN_SHORT = (
    *("template", "people", "mentors", "mentees", "pairs", "unmatched"),
    *("sessions", "polls", "messages", "days", "seconds", "report"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal came to."""

    template: str
    people: int
    mentors: int
    mentees: int
    invited: dict[str, int]
    pairs: int
    unmatched: int
    calls: dict[str, int]
    circles: dict[str, int]
    sessions: dict[str, int]
    polls: dict[str, int]
    messages: int
    weekly: dict[str, float]
    days: int
    seconds: float
    report: str
    story: tuple[str, ...]
    ended_at: datetime

    def as_dict(self) -> dict[str, Any]:
        """Every figure, as one JSON object."""
        found = asdict(self)
        del found["story"], found["ended_at"]
        return found

    def in_short(self) -> dict[str, Any]:
        """The figures that every programme has, as one JSON object."""
        every = self.as_dict()
        return {name: every[name] for name in _IN_SHORT}


def rehearse(
    options: Options,
    database: Database,
    history: History | None = None,
    *,
    on: Callable[..., Stage] = Stage,
) -> Outcome:
    """Plays a template to its end, on another stage if need be. Raises UnknownTemplate."""
    began = time.perf_counter()
    plan = load(options.template)
    if options.locale is not None:
        plan = plan.model_copy(update={"locale": options.locale})
    opens = _morning(plan, dates(plan, plan.starts_on)["signup"])
    ends = _morning(plan, dates(plan, plan.starts_on)["closed"]) + timedelta(days=1)
    clock = DrivenClock(opens - timedelta(days=1))
    people = cast(plan, options.people, options.seed, options.locale)
    programme_id = _prepare(database, clock.now(), plan, people)
    actors = [Actor(each, options.seed) for each in people]
    stage = on(database, clock, actors, history)
    stage.direct(script(plan, plan.starts_on), Coordinator(plan.locale))
    stage.enter(opens + timedelta(hours=1))
    if plan.on_request.allowed:
        days = plan.calendar.closing - plan.calendar.running - _LAST_REQUESTS
        begins = _morning(plan, dates(plan, plan.starts_on)["running"]) + timedelta(hours=1)
        stage.request(_topics(plan), begins, days)
    stage.play(ends)
    with database.reading(clock.now()) as work:
        programme = work.get(Programme, programme_id)
        counts = count(work, programme)
        report = _save(options.out, [work.first(File, token=a.token) for a in stage.attached])
        story = tell(work, programme, counts, report, Voice(plan.locale, plan.zone))
    return _outcome(options, counts, clock.now() - opens, began, report, story, clock.now())


def _outcome(
    options: Options,
    counts: Counts,
    length: timedelta,
    began: float,
    report: Path | None,
    story: tuple[str, ...],
    ended_at: datetime,
) -> Outcome:
    return Outcome(
        template=options.template,
        people=counts.people,
        mentors=counts.mentors,
        mentees=counts.mentees,
        invited=counts.invited,
        pairs=counts.pairs,
        unmatched=counts.unmatched,
        calls=counts.calls,
        circles=counts.circles,
        sessions=counts.sessions,
        polls=counts.polls,
        messages=counts.messages,
        weekly=counts.weekly,
        days=length.days,
        seconds=round(time.perf_counter() - began, 2),
        report=str(report or ""),
        story=story,
        ended_at=ended_at,
    )


def _morning(plan: Plan, day: Any) -> datetime:
    return datetime.combine(day, time_of_day(8), ZoneInfo(plan.zone)).astimezone(UTC)


def _topics(plan: Plan) -> dict[str, dict[str, str]]:
    """What its topics are called, by language and code."""
    return {locale: {each.code: each.of(locale) for each in plan.topics} for locale in ("fr", "en")}


def _prepare(database: Database, now: datetime, plan: Plan, people: Sequence[Character]) -> int:
    """A coordinator and their list, a channel for the community, a programme not yet open."""
    with database.work(now) as work:
        claire = work.add(
            Person(
                name=NAME,
                email=EMAIL,
                locale=plan.locale,
                zone=plan.zone,
                organiser=True,
                created_at=now,
            )
        )
        work.add(
            Address(person_id=claire.id, platform=PLATFORM, tenant=TENANT, user=KEY, welcomed=True)
        )
        channel = work.add(
            Address(
                platform=PLATFORM,
                tenant=TENANT,
                user=f"#{plan.key}",
                route={"name": plan.name.of(plan.locale)},
            )
        )
        programme = work.add(
            Programme(
                name=plan.name.of(plan.locale),
                slug=plan.key,
                template=plan.key,
                plan=plan_data(plan),
                starts_on=plan.starts_on,
                locale=plan.locale,
                tone=plan.tone,
                zone=plan.zone,
                community_id=channel.id,
                look_at=now,
                created_at=now,
                changed_at=now,
            )
        )
        work.add(Coordination(programme_id=programme.id, person_id=claire.id))
        import_people(work, [*_staff(plan, people)])
        import_people(work, [*_list(people)], programme)
        return programme.id


def _staff(plan: Plan, people: Sequence[Character]) -> Iterator[Row]:
    """Who reports to whom, as the organisation's list says, and the managers themselves."""
    heads = list(dict.fromkeys(each.manager for each in people if each.manager))
    for line, name in enumerate(heads, 2):
        user = _user_of(heads, name)
        yield Row(
            line,
            name,
            f"{user}@example.org",
            locale=plan.locale,
            platform=PLATFORM,
            tenant=TENANT,
            user=user,
        )
    for line, each in enumerate(people, 2 + len(heads)):
        if each.manager:
            yield Row(
                line,
                each.name,
                each.email,
                locale=each.locale,
                zone=each.zone,
                manager=f"{_user_of(heads, each.manager)}@example.org",
            )


def _user_of(heads: Sequence[str], name: str) -> str:
    return f"manager-{heads.index(name) + 1}"


def _list(people: Sequence[Character]) -> Iterator[Row]:
    """Those whom the coordinator invites, as a spreadsheet would name them."""
    for line, each in enumerate(people, 2):
        if each.invited:
            yield Row(
                line,
                each.name,
                each.email,
                role=each.role,
                locale=each.locale,
                zone=each.zone,
                team=str(each.answers["team"]),
                platform=PLATFORM,
                tenant=TENANT,
                user=each.key,
            )


def _save(folder: Path, files: list[File | None]) -> Path | None:
    """Writes the coordinator's files; the path of the report itself."""
    page: Path | None = None
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file is None:
            continue
        path = folder / Path(file.name).name
        path.write_bytes(file.content)
        if path.suffix == ".html":
            page = path
    return page
