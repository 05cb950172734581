"""What becomes due for a whole programme: its moves, its workshops, its posts, its deadlines."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dialogues import polls, workshops
from bot.message import Button, Buttons, Para, Part, Run
from bot.moments import channels
from bot.moments.draft import facts as of_draft
from bot.moments.moment import Moment, civil, on
from bot.moments.telling import tell_by_day
from bot.programme.lifecycle import AUTOMATIC, dates, phase_due
from bot.programme.lifecycle import move as move_to
from bot.programme.template import plan_of
from bot.scene import coordinators, post, voice_of
from bot.texts import Typed
from storage.looking import wake
from storage.nouns import (
    Address,
    Attendance,
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

    @property
    def subject(self) -> str:
        return f"programme:{self.programme.id}"


def facts(work: Work, programme: Programme) -> ProgrammeFacts:
    """All that a programme's moments depend on."""
    planned = tuple(work.find(Workshop, programme_id=programme.id))
    return ProgrammeFacts(programme, planned, channels.lost(work, programme))


def moments(f: ProgrammeFacts) -> list[Moment]:
    """Every moment of a programme, past and future."""
    programme, plan = f.programme, plan_of(f.programme.plan)
    if programme.state == "closed":
        return []
    zone = programme.zone
    found = channels.moments(programme, f.lost)
    for phase, day in dates(plan, programme.starts_on).items():
        at = on(day, _MORNING, zone)
        found.append(Moment(f"{phase}-{day.isoformat()}", at, "phase", (day.isoformat(),)))
    if programme.state in _ENDS:
        # A kick-off that came late must not wait for the next phase to go on.
        day = dates(plan, programme.starts_on)[_ENDS[programme.state]]
        name = f"{programme.state}-ends-{day.isoformat()}"
        found.append(Moment(name, on(day, _MORNING, zone), "phase", (day.isoformat(),)))
    if programme.state == "signup":
        closes = dates(plan, programme.starts_on)["matching"]
        at = on(closes, _MORNING, zone) - _WARNING
        found.append(
            Moment(f"last-days-{closes.isoformat()}", at, "last-days", (), at + timedelta(days=2))
        )
    if programme.state != "draft":
        for workshop in f.workshops:
            found += _workshop(f, workshop)
        for item in plan.posts:
            at = on(programme.starts_on + timedelta(days=item.day), item.at, zone)
            found.append(
                Moment(f"post-{item.key}", at, "post", (item.key,), at + timedelta(days=2))
            )
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
    day_before = _at_ten(start - timedelta(days=1), f.programme.zone)
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
        programme = enter(work, programme, move_to(programme.state, str(name)))
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
    return programme


def _last_days(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    """Sign-up closes soon: those half-way hear it, and coordinators learn how many they are."""
    programme = f.programme
    closes = dates(plan_of(programme.plan), programme.starts_on)["matching"]
    waiting = [
        draft
        for form in ("mentee", "mentor")
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
    """Something for the community, in the programme's own language, where it gathers."""
    plan = plan_of(f.programme.plan)
    item = next((each for each in plan.posts if each.key == moment.about[0]), None)
    if item is None or f.programme.community_id is None:
        return
    channel = work.first(Address, id=f.programme.community_id)
    if channel is not None:
        text = item.text.of(f.programme.locale)
        parts = tuple(Para((Run(each),)) for each in text.split("\n\n"))
        post(work, f"{f.subject}/{moment.name}", channel, parts, "hold")


def _expected(work: Work, f: ProgrammeFacts) -> list[Enrolment]:
    found = work.find(Enrolment, programme_id=f.programme.id, state="active")
    return [each for each in found if not each.unmatched or each.answers]


def _invite(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    workshop = work.get(Workshop, int(moment.about[0]))
    for enrolment in _expected(work, f):
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
    for enrolment in _expected(work, f):
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
            told = voice.para(
                "workshop.tomorrow",
                None,
                title=Typed(shown.title),
                when=voice.span(workshop.starts_at, workshop.minutes),
                place=(Run(shown.place, typed=True),),
            )
            tell_by_day(work, f"{f.subject}/{moment.name}/{enrolment.id}", person, (told,))


def _after(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    workshop = work.change(work.get(Workshop, int(moment.about[0])), state="held")
    for place in work.find(Attendance, workshop_id=workshop.id, answer="yes"):
        enrolment = work.get(Enrolment, place.enrolment_id)
        if enrolment.state != "left":
            due = civil(work.now, work.get(Person, enrolment.person_id).zone)
            polls.send(work, f.programme, "workshop", enrolment, f"workshop:{workshop.id}", due=due)


def _channel_lost(work: Work, f: ProgrammeFacts, moment: Moment) -> None:
    channels.tell(work, f.programme, moment)


ACTS = {
    "phase": _phase,
    "last-days": _last_days,
    "post": _post,
    "invite": _invite,
    "ask-again": _ask_again,
    "day-before": _day_before,
    "after": _after,
    channels.LOST: _channel_lost,
}
