"""What becomes due for a circle: its meetings, before and after, and its box of dilemmas."""

from dataclasses import dataclass
from datetime import timedelta

from bot.calendar.civil import civil
from bot.circles import box
from bot.circles.around import Around, Seat, around, meetings_of, tell
from bot.circles.board import questions_of
from bot.circles.letters import agenda
from bot.circles.meeting import answers, at_ten, ends, working_day
from bot.dialogues.circles import afterwards, coming
from bot.message import Buttons, Para, Part, Run
from bot.moments import board
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.scene import coordinators, voice_of
from storage.nouns import Circle, Meeting, Question
from storage.work import Work

_ALIVE = ("matching", "reviewed", "signup", "kickoff", "running", "closing")
_SOON, _LATE = timedelta(days=5), timedelta(days=1)
_UNNOTED, _FORGOTTEN = timedelta(days=3), timedelta(days=10)


@dataclass(frozen=True, slots=True)
class CircleFacts:
    """A circle and its meetings."""

    whole: Around
    meetings: tuple[Meeting, ...]
    questions: tuple[Question, ...] = ()

    @property
    def subject(self) -> str:
        return f"circle:{self.whole.circle.id}"


def facts(work: Work, circle: Circle) -> CircleFacts:
    """All that a circle's moments depend on."""
    return CircleFacts(
        around(work, circle),
        tuple(meetings_of(work, circle)),
        tuple(questions_of(work, circle)),
    )


def moments(f: CircleFacts) -> list[Moment]:
    """Every moment of a circle, past and future."""
    if f.whole.circle.state != "active" or f.whole.programme.state not in _ALIVE:
        return []
    found: list[Moment] = []
    for meeting in f.meetings:
        if meeting.state != "cancelled":
            found += _around(f, meeting)
    return [*found, *board.moments(f.whole, f.questions)]


def _around(f: CircleFacts, meeting: Meeting) -> list[Moment]:
    zone, start, over = f.whole.programme.zone, meeting.starts_at, ends(meeting)
    version, key = f"meeting-{meeting.id}.{meeting.sequence}", (meeting.id,)
    burnt = Moment(f"meeting-{meeting.id}-burn", over + timedelta(days=1), "burn", key)
    if meeting.state != "planned":
        return [burnt]
    soon, eve = working_day(start - _SOON, zone), at_ten(start - timedelta(days=1), zone)
    after = civil(over + timedelta(hours=1), zone)
    found = [
        Moment(f"{version}-soon", soon, "soon", key, soon + _LATE),
        Moment(f"{version}-eve", eve, "eve", key, start),
        Moment(f"{version}-after", after, "after", key, over + _FORGOTTEN),
        Moment(f"{version}-unnoted", civil(over + _UNNOTED, zone), "unnoted", key),
        Moment(f"{version}-forgotten", civil(over + _FORGOTTEN, zone), "forgotten", key),
        burnt,
    ]
    if f.whole.kind.kind == "supervision":
        found.append(Moment(f"{version}-box", box.opening(meeting, zone), "box", key, start))
    return found


def _expected(work: Work, f: CircleFacts, meeting: Meeting) -> list[Seat]:
    """Those who did not say that they cannot come."""
    said = answers(work, meeting)
    return [s for s in f.whole.there if (p := said.get(s.enrolment.id)) is None or p.answer != "no"]


def _soon(work: Work, f: CircleFacts, moment: Moment) -> None:
    """A few days before: when, where, what about; and whether they come."""
    meeting = work.get(Meeting, int(moment.about[0]))
    supervised = f.whole.kind.kind == "supervision"
    for seat in _expected(work, f, meeting):
        voice = seat.voice
        when = voice.span(meeting.starts_at, meeting.minutes)
        parts: list[Part] = [
            voice.para("circle.soon", None, title=f.whole.title(voice), when=when),
            *agenda(voice, f.whole),
        ]
        if supervised and box.safe(f.whole):
            opens = box.opening(meeting, f.whole.programme.zone)
            parts.append(voice.hint("circle.box-opens", None, when=opens))
        parts.append(Buttons(coming(voice, meeting)))
        tell(work, f"{f.subject}/{moment.name}", seat, parts)


def _box(work: Work, f: CircleFacts, moment: Moment) -> None:
    """Hands what is in the box to the whole circle at once; too small a circle hears why not."""
    found = box.inside(work, f.whole.circle)
    if not found:
        return
    meeting = work.get(Meeting, int(moment.about[0]))
    if not box.safe(f.whole):
        for seat in f.whole.there:
            told = seat.voice.para("dilemma.shut", len(f.whole.there), safe=box.SAFE)
            tell(work, f"{f.subject}/{moment.name}", seat, (told,))
        return
    for each in found:
        work.change(each, meeting_id=meeting.id)
    for seat in f.whole.there:
        voice = seat.voice
        parts: list[Part] = [
            voice.para("dilemma.received", len(found), title=f.whole.title(voice)),
            voice.hint("dilemma.kindly"),
        ]
        for number, each in enumerate(found, 1):
            runs = (Run(each.text, typed=True),)
            parts.append(Para((Run(f"{number}. "), *runs) if len(found) > 1 else runs, "quote"))
        if len(found) > 1:
            parts.append(voice.para("dilemma.which-first"))
            parts.append(
                Buttons(
                    tuple(
                        voice.button(
                            "dilemma.button.first", f"dilemma-first:{each.id}", "plain", number=n
                        )
                        for n, each in enumerate(found, 1)
                    )
                )
            )
        tell(work, f"{f.subject}/{moment.name}", seat, parts)


def _eve(work: Work, f: CircleFacts, moment: Moment) -> None:
    """The day before: who cannot come, and what to begin with."""
    meeting = work.get(Meeting, int(moment.about[0]))
    expected = _expected(work, f, meeting)
    there = {seat.enrolment.id for seat in expected}
    missing = [seat for seat in f.whole.seats if seat.enrolment.id not in there]
    first = box.before(work, meeting)
    for seat in expected:
        voice = seat.voice
        when = voice.span(meeting.starts_at, meeting.minutes)
        parts: list[Part] = [
            voice.para("circle.tomorrow", None, title=f.whole.title(voice), when=when)
        ]
        if f.whole.kind.place is not None:
            where = (Run(f.whole.kind.place.of(voice.locale), typed=True),)
            parts.append(voice.para("session.where", None, place=where))
        if missing:
            names = f.whole.listed(voice, missing)
            parts.append(voice.hint("circle.missing", len(missing), names=names))
        if len(first) > 1 and first[0].votes > first[1].votes:
            parts.append(voice.para("dilemma.first"))
            parts.append(Para((Run(first[0].text, typed=True),), "quote"))
        parts.append(Buttons((voice.button("button.not-come", f"meeting:{meeting.id}:no"),)))
        tell(work, f"{f.subject}/{moment.name}", seat, parts)


def _after(work: Work, f: CircleFacts, moment: Moment) -> None:
    meeting = work.get(Meeting, int(moment.about[0]))
    for seat in _expected(work, f, meeting):
        voice = seat.voice
        told = voice.para("circle.after", None, title=f.whole.title(voice))
        hint = voice.hint("circle.after-how")
        tell(
            work,
            f"{f.subject}/{moment.name}",
            seat,
            (told, hint, *afterwards(voice, meeting)),
        )


def _unnoted(work: Work, f: CircleFacts, moment: Moment) -> None:
    """Nobody said who was there: a coordinator can."""
    meeting = work.get(Meeting, int(moment.about[0]))
    for person in coordinators(work, f.whole.programme):
        voice = voice_of(person, f.whole.programme)
        told = voice.para(
            "circle.unnoted",
            None,
            title=f.whole.title(voice),
            when=meeting.starts_at,
            code=f.whole.code,
        )
        tell_by_day(work, f"{f.subject}/{moment.name}/{person.id}", person, (told,))


def _forgotten(work: Work, f: CircleFacts, moment: Moment) -> None:
    """Nobody ever said that it took place: it is not counted."""
    work.change(work.get(Meeting, int(moment.about[0])), state="missed")


def _burn(work: Work, f: CircleFacts, moment: Moment) -> None:
    box.empty(work, f.whole.circle, work.get(Meeting, int(moment.about[0])))


ACTS = {
    "soon": _soon,
    "box": _box,
    "eve": _eve,
    "after": _after,
    "unnoted": _unnoted,
    "forgotten": _forgotten,
    "burn": _burn,
    **board.ACTS,
}
