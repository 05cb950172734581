"""What becomes due for a whole programme: its moves, its workshops, its posts, its deadlines."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.civil import civil, civil_before, on
from bot.community.calendar import Planned, planned
from bot.dialogues import polls, workshops
from bot.message import Button, Buttons, Part, Run
from bot.moments import channels, community, leaderless, weekly
from bot.moments.draft import SIGN_UPS
from bot.moments.draft import facts as of_draft
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.programme.lifecycle import AUTOMATIC, dates, phase_due
from bot.programme.lifecycle import move as move_to
from bot.programme.template import plan_of
from bot.scene import coordinators, voice_of
from bot.texts import Typed
from storage.looking import wake
from storage.nouns import (
    Address,
    Attendance,
    Call,
    Draft,
    Enrolment,
    Pair,
    Person,
    Programme,
    Workshop,
)
from storage.work import Work

_MORNING = time(9)
_WARNING = timedelta(days=3)
_ASK_AGAIN = 3  # days before a workshop, to those who have not answered
_ENDS = {"kickoff": "running", "running": "closing"}  # states that the calendar alone ends


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme and its collective moments."""

    programme: Programme
    workshops: tuple[Workshop, ...]
    lost: tuple[Address, ...] = ()  # channels that cannot be written to
    gone: tuple[tuple[int, datetime], ...] = ()  # who coordinates and can be met nowhere
    read: bool = False  # somebody wants to read on Mondays what the week brought
    posts: tuple[Planned, ...] = ()

    @property
    def subject(self) -> str:
        return f"programme:{self.programme.id}"


def facts(work: Work, programme: Programme) -> ProgrammeFacts:
    """All that a programme's moments depend on."""
    workshops_ = tuple(work.find(Workshop, programme_id=programme.id))
    read, gone = bool(weekly.readers(work, programme)), leaderless.lost(work, programme)
    lost, posts = channels.lost(work, programme), planned(work, programme)
    return ProgrammeFacts(programme, workshops_, lost, gone, read, posts)


def moments(f: ProgrammeFacts) -> list[Moment]:
    """Every moment of a programme, past and future."""
    programme, plan = f.programme, plan_of(f.programme.plan)
    if programme.state == "closed":
        return []
    zone = programme.zone
    found = channels.moments(programme, f.lost)
    found += leaderless.moments(programme, f.gone)
    found += weekly.moments(programme) if f.read else []
    for phase, day in dates(plan, programme.starts_on).items():
        at = on(day, _MORNING, zone)
        found.append(Moment(f"{phase}-{day.isoformat()}", at, "phase", (day.isoformat(),)))
    if programme.state in _ENDS:
        # A kick-off that came late must not wait for the next phase to go on.
        day = dates(plan, programme.starts_on)[_ENDS[programme.state]]
        name = f"{programme.state}-ends-{day.isoformat()}"
        found.append(Moment(name, on(day, _MORNING, zone), "phase", (day.isoformat(),)))
    if programme.state == "signup" and plan.on_request.paired:
        closes = dates(plan, programme.starts_on)["matching"]
        at = civil_before(on(closes, _MORNING, zone) - _WARNING, zone)
        found.append(
            Moment(f"last-days-{closes.isoformat()}", at, "last-days", (), at + timedelta(days=2))
        )
    if programme.state != "draft":
        for workshop in f.workshops:
            found += _workshop(f, workshop)
        found += community.moments(programme, f.posts)
    return found


def _workshop(f: ProgrammeFacts, workshop: Workshop) -> list[Moment]:
    if workshop.state != "planned":
        return []
    days = next(
        (w.invite_days for w in plan_of(f.programme.plan).workshops if w.key == workshop.key), 14
    )
    version = f"workshop-{workshop.id}.{workshop.sequence}"
    ends = workshop.starts_at + timedelta(minutes=workshop.minutes)
    key = (workshop.id,)
    start = workshop.starts_at
    invited = _at_ten(start - timedelta(days=days), f.programme.zone)
    asked = _at_ten(start - timedelta(days=_ASK_AGAIN), f.programme.zone)
    day_before = civil_before(
        _at_ten(start - timedelta(days=1), f.programme.zone), f.programme.zone
    )
    after = _at_ten(ends + timedelta(days=1), f.programme.zone)
    found = [
        Moment(f"{version}-invite", invited, "invite", key, start - timedelta(hours=1)),
        Moment(f"{version}-day-before", day_before, "day-before", key, start),
        Moment(f"{version}-after", after, "after", key, after + timedelta(days=7)),
    ]
    if days > _ASK_AGAIN:
        until = asked + timedelta(days=1)
        found.append(Moment(f"{version}-ask-again", asked, "ask-again", key, until))
    return found


def _at_ten(at: datetime, zone: str) -> datetime:
    return on(at.astimezone(ZoneInfo(zone)).date(), time(10), zone)


def _phase(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    """A phase's first day: moves that need nobody are made, the others are suggested."""
    programme, plan = f.programme, plan_of(f.programme.plan)
    today = datetime.fromisoformat(str(moment.about[0])).date()
    while (name := phase_due(programme, plan, today)) in AUTOMATIC:
        state = move_to(programme.state, str(name), paired=plan.on_request.paired)
        programme = enter(work, programme, state)
    if name is None:
        return
    # Several phases may be past at once, and all call for the same move: it is suggested once.
    key = f"{f.subject}/suggest-{name}-{programme.starts_on.isoformat()}"
    for person in coordinators(work, programme):
        voice = voice_of(person, programme)
        parts: list[Part] = [
            voice.para(f"phase.{name}", None, programme=Typed(programme.name)),
            voice.hint(f"state.{programme.state}.next"),
        ]
        tell_by_day(work, f"{key}/{person.id}", person, parts)


def enter(work: Work, programme: Programme, state: str) -> Programme:
    """Puts a programme in a state, and has everyone concerned looked at."""
    programme = work.change(programme, state=state, changed_at=work.now, look_at=work.now)
    wake(work, Enrolment, programme_id=programme.id)
    wake(work, Pair, programme_id=programme.id, state="active")
    wake(work, Call, programme_id=programme.id, state="asked")
    return programme


def _last_days(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    """Sign-up closes soon: those half-way hear it, and coordinators learn how many they are."""
    programme = f.programme
    closes = dates(plan_of(programme.plan), programme.starts_on)["matching"]
    waiting = [
        draft
        for form in SIGN_UPS
        for draft in work.find(Draft, programme_id=programme.id, form=form, state="open")
        if of_draft(work, draft).signing_up
    ]
    name = Typed(programme.name)
    for draft in waiting:
        person = work.get(Person, draft.person_id)
        voice = voice_of(person, programme)
        resume = Button(voice.words("button.resume-form"), f"resume:{draft.id}", "primary")
        told = voice.para("last-days.half-filled", None, programme=name, day=closes)
        parts = (told, Buttons((resume,)))
        tell_by_day(work, f"{f.subject}/{moment.name}/{draft.id}", person, parts)
    for person in coordinators(work, programme):
        voice = voice_of(person, programme)
        if waiting:
            told = voice.para("last-days.coordinator", len(waiting), programme=name, day=closes)
        else:
            told = voice.para("last-days.all-done", None, programme=name, day=closes)
        tell_by_day(work, f"{f.subject}/{moment.name}/coordinator-{person.id}", person, (told,))


def _post(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    community.act_post(work, f.programme, moment)


def _results(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    community.act_results(work, f.programme, moment)


def _digest(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    community.act_digest(work, f.programme, moment)


def _expected(work: Work, f: ProgrammeFacts, workshop: Workshop) -> list[Enrolment]:
    plan = plan_of(f.programme.plan)
    return [
        each
        for each in work.find(Enrolment, programme_id=f.programme.id, state="active")
        if (not each.unmatched or each.answers) and workshops.concerns(workshop, plan, each.role)
    ]


def _invite(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    workshop = work.get(Workshop, int(moment.about[0]))
    for enrolment in _expected(work, f, workshop):
        _invite_one(work, f, moment, workshop, enrolment, again=False)


def _invite_one(
    work: Work,
    f: ProgrammeFacts,
    moment: Moment,
    workshop: Workshop,
    enrolment: Enrolment,
    *,
    again: bool,
) -> None:
    workshops.place_at(work, workshop, enrolment)
    person = work.get(Person, enrolment.person_id)
    voice = voice_of(person, f.programme)
    shown = workshops.in_words_of(workshop, plan_of(f.programme.plan), voice)
    parts = workshops.invitation_parts(work, f.programme, shown, voice)
    if again:
        parts = [voice.para("workshop.ask-again"), *parts]
    tell_by_day(work, f"{f.subject}/{moment.name}/{enrolment.id}", person, parts)


def _ask_again(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    """Those who have not answered, and those who joined since the invitation."""
    workshop = work.get(Workshop, int(moment.about[0]))
    for enrolment in _expected(work, f, workshop):
        place = work.first(Attendance, workshop_id=workshop.id, enrolment_id=enrolment.id)
        if place is None or not place.answer:
            _invite_one(work, f, moment, workshop, enrolment, again=place is not None)


def _day_before(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    workshop = work.get(Workshop, int(moment.about[0]))
    for place in work.find(Attendance, workshop_id=workshop.id, answer="yes"):
        enrolment = work.get(Enrolment, place.enrolment_id)
        person = work.get(Person, enrolment.person_id)
        if enrolment.state != "left":
            voice = voice_of(person, f.programme)
            shown = workshops.in_words_of(workshop, plan_of(f.programme.plan), voice)
            when = voice.span(workshop.starts_at, workshop.minutes)
            told: list[Part] = [
                voice.para("workshop.tomorrow", None, title=Typed(shown.title), when=when)
            ]
            if shown.place:
                where = (Run(shown.place, typed=True),)
                told.append(voice.para("workshop.at", None, place=where))
            told.append(workshops.after_all_not(workshop, voice))
            tell_by_day(work, f"{f.subject}/{moment.name}/{enrolment.id}", person, told)


def _after(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    workshop = work.change(work.get(Workshop, int(moment.about[0])), state="held")
    for place in work.find(Attendance, workshop_id=workshop.id, answer="yes"):
        enrolment = work.get(Enrolment, place.enrolment_id)
        if enrolment.state != "left":
            due = civil(work.now, work.get(Person, enrolment.person_id).zone)
            polls.send(work, f.programme, "workshop", enrolment, f"workshop:{workshop.id}", due=due)


def _channel_lost(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    channels.tell(work, f.programme, moment)


def _weekly(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    weekly.tell(work, f.programme, moment)


def _coordinator_lost(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    leaderless.tell(work, f.programme, moment)


ACTS = {
    weekly.WEEKLY: _weekly,
    leaderless.LOST: _coordinator_lost,
    "phase": _phase,
    "last-days": _last_days,
    "post": _post,
    "post-results": _results,
    "digest": _digest,
    "invite": _invite,
    "ask-again": _ask_again,
    "day-before": _day_before,
    "after": _after,
    channels.LOST: _channel_lost,
}
