"""One's circle: who is in it, coming to a meeting or not, who was there, what was said there."""

import hashlib
from typing import Any

from bot.circles.around import Around, Seat, around, circles_of, meetings_of, tell
from bot.circles.asked import committee, lately
from bot.circles.box import before
from bot.circles.letters import about, ahead, buttons
from bot.circles.meeting import answers, ends, for_calendar, minutes_of, note, place_at
from bot.conversation.arrivals import own
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.forms import Form, Given, Pick, Text
from bot.message import (
    NOTHING,
    UNSETTLED,
    Attachment,
    Button,
    Buttons,
    Option,
    Para,
    Part,
    Reply,
    Run,
)
from bot.moments.telling import tell_by_day
from bot.scene import Scene, coordinators, voice_of
from bot.texts import Typed, Voice
from storage.nouns import Circle, Contribution, Draft, Enrolment, File, Meeting
from storage.work import Work

_A_MEETING = 3  # people: with fewer, a coordinator may prefer another date


def tell_circles(scene: Scene, text: str) -> None:
    """The circles somebody is in, each with what can be done now."""
    found = own_circles(scene)
    asking = committee(scene)
    if not found and not asking:
        scene.say(scene.voice.para("circle.none"))
    for circle in found:
        show(scene, circle)


def own_circles(scene: Scene) -> list[Circle]:
    """The circles somebody is in, in the programme spoken of or in all of theirs."""
    mine = {
        each.id
        for each in ([scene.programme] if scene.programme else own(scene.work, scene.person))
    }
    places = scene.work.find(Enrolment, person_id=scene.person.id)
    return [
        circle
        for place in places
        if place.programme_id in mine and place.state != "left"
        for circle in circles_of(scene.work, place)
    ]


def show(scene: Scene, circle: Circle) -> None:
    """A circle as its member reads it now."""
    now, whole, seat = _seat_in(scene, circle)
    parts = about(now.work, whole, seat)
    if can := buttons(seat.voice, whole):
        parts.append(Buttons(can))
    if whole.kind.kind == "board":
        parts += lately(now.work, whole, seat)
    parts += received(now.work, whole, seat.voice)
    last = [each for each in meetings_of(now.work, circle) if each.state == "held"]
    for each in ahead(now.work, whole)[:1]:
        parts.append(seat.voice.para("circle.will-come", None, day=each.starts_at))
        parts.append(Buttons(coming(seat.voice, each)))
    for each in last[-1:]:
        wrote = bool(minutes_of(now.work, each))
        name, verb = ("read", "minutes-read") if wrote else ("minutes", "minutes")
        notes = seat.voice.button(f"circle.button.{name}", f"{verb}:{each.id}")
        parts.append(Buttons((notes,)))
    now.say(*parts)


def received(work: Work, whole: Around, voice: Voice) -> list[Part]:
    """The dilemmas that the circle was handed, until their meeting is over and they are erased."""
    found = [each for meeting in meetings_of(work, whole.circle) for each in before(work, meeting)]
    if not found:
        return []
    title = whole.title(voice)
    return [
        voice.para("dilemma.received", len(found), title=title),
        voice.hint("dilemma.kindly"),
        *(Para((Run(each.text, typed=True),), "quote") for each in found),
    ]


def coming(voice: Voice, meeting: Meeting) -> tuple[Button, ...]:
    """The two answers to a meeting."""
    return (
        voice.button("button.come", f"meeting:{meeting.id}:yes", "primary"),
        voice.button("button.not-come", f"meeting:{meeting.id}:no"),
    )


def afterwards(voice: Voice, meeting: Meeting) -> tuple[Buttons, Buttons]:
    """What can be said once a meeting is over: of oneself, which ends its row, and of it all."""
    return (
        Buttons(
            (
                voice.button("circle.button.there", f"there:{meeting.id}:yes", "primary"),
                voice.button("circle.button.not-there", f"there:{meeting.id}:no", "primary"),
            )
        ),
        Buttons(
            (
                voice.button("circle.button.tick", f"tick:{meeting.id}"),
                voice.button("circle.button.minutes", f"minutes:{meeting.id}"),
            )
        ),
    )


def _seat_in(scene: Scene, circle: Circle) -> tuple[Scene, Around, Seat]:
    """The circle and one's seat in it. Raises LookupError for whoever is not in it."""
    whole = around(scene.work, circle)
    return scene.within(whole.programme), whole, whole.seat(scene.person)


def _meeting(scene: Scene, key: str) -> tuple[Scene, Around, Seat, Meeting]:
    meeting = scene.work.get(Meeting, int(key))
    circle = scene.work.get(Circle, meeting.circle_id)
    if circle.state != "active":
        raise LookupError("the circle meets no more")
    return *_seat_in(scene, circle), meeting


@action("circle")
def _circle(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    circle = scene.work.get(Circle, int(words[0]))
    if circle.state != "active":
        raise LookupError("the circle meets no more")
    show(scene, circle)
    return NOTHING


@action("meeting")
def _comes(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Whether somebody comes; they may change their mind until it begins."""
    now, whole, seat, meeting = _meeting(scene, words[0])
    voice, said = seat.voice, words[1]
    if said not in ("yes", "no"):
        raise LookupError(said)
    if meeting.state != "planned" or meeting.starts_at <= now.work.now:
        now.say(voice.para("circle.meeting-over"))
        return UNSETTLED
    now.work.change(place_at(now.work, meeting, seat.enrolment.id), answer=said)
    when = meeting.starts_at
    if said == "no":
        now.say(voice.para("circle.not-coming", None, when=when))
        _warn_if_few(now, whole, meeting)
        return NOTHING
    file = _calendar_file(now.work, whole, meeting, voice)
    ics = voice.words("session.ics")
    now.say(
        voice.para("circle.coming", None, when=when),
        Attachment(file.token, file.name, file.media_type, ics),
    )
    return NOTHING


def _calendar_file(work: Work, whole: Around, meeting: Meeting, voice: Voice) -> File:
    content = for_calendar(work, whole, meeting, voice)
    token = hashlib.sha256(content).hexdigest()[:40]
    return work.first(File, token=token) or work.add(
        File(
            token=token, name="circle.ics", media_type="text/calendar", content=content, at=work.now
        )
    )


def _warn_if_few(scene: Scene, whole: Around, meeting: Meeting) -> None:
    """Tells the coordinators, once, that a meeting loses too many people to be one."""
    said = answers(scene.work, meeting)
    left = [s for s in whole.there if (p := said.get(s.enrolment.id)) is None or p.answer != "no"]
    if len(left) >= _A_MEETING:
        return
    key = f"circle:{whole.circle.id}/few-{meeting.id}.{meeting.sequence}"
    for person in coordinators(scene.work, whole.programme):
        voice = voice_of(person, whole.programme)
        told = voice.para(
            "circle.few",
            len(left),
            title=whole.title(voice),
            when=meeting.starts_at,
            code=whole.code,
        )
        tell_by_day(scene.work, f"{key}/{person.id}", person, (told,))


@action("there")
def _was_there(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """One's own word on having been there, which stands over anybody else's."""
    now, whole, seat, meeting = _meeting(scene, words[0])
    if words[1] not in ("yes", "no"):
        raise LookupError(words[1])
    if not _over(now, meeting, seat.voice):
        return UNSETTLED
    was = words[1] == "yes"
    note(now.work, whole, meeting, [seat.enrolment.id], was)
    now.say(seat.voice.para("circle.was-there" if was else "circle.was-away"))
    return NOTHING


def _over(scene: Scene, meeting: Meeting, voice: Voice) -> bool:
    if meeting.state == "cancelled" or ends(meeting) > scene.work.now:
        scene.say(voice.para("circle.not-yet", None, when=meeting.starts_at))
        return False
    return True


# ---------------------------------------------------------------- forms


def _seats(given: Given) -> tuple[Option, ...]:
    return tuple(Option(str(key), name) for key, name in given.facts.get("seats", ()))


class Attendance(Form, name="attendance"):
    """Who was at a meeting, as one of those who were saw it."""

    there = Pick(among=_seats)


class Minutes(Form, name="minutes"):
    """What a circle keeps of a meeting."""

    text = Text(at_most=2000)


def _subject(scene: Scene, draft: Draft) -> tuple[Around, Meeting]:
    meeting = scene.work.get(Meeting, int(draft.subject.partition(":")[2]))
    circle = scene.work.get(Circle, meeting.circle_id)
    return around(scene.work, circle, scene.programme), meeting


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    whole, meeting = _subject(scene, draft)
    return {
        "seats": tuple((seat.enrolment.id, seat.person.name) for seat in whole.seats),
        "when": scene.voice.moment(meeting.starts_at),
        "title": ((Run(whole.title(scene.voice), typed=True)),),
    }


def _lapsed(scene: Scene, draft: Draft) -> bool:
    whole, meeting = _subject(scene, draft)
    inside = any(seat.person.id == scene.person.id for seat in whole.seats)
    return not inside or whole.circle.state != "active" or meeting.state == "cancelled"


@action("tick")
def _tick(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, _, seat, meeting = _meeting(scene, words[0])
    if not _over(now, meeting, seat.voice):
        return UNSETTLED
    begin(now, Attendance, subject=f"meeting:{meeting.id}")
    return NOTHING


def _ticked(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    """What one of them saw; whoever already spoke for themselves is left as they said."""
    whole, meeting = _subject(scene, draft)
    known = answers(scene.work, meeting)
    chosen = [int(each) for each in given["there"]]
    new = [one for one in chosen if one not in known or known[one].attended is None]
    note(scene.work, whole, meeting, new, was=True)
    scene.say(scene.voice.para("circle.ticked", len(chosen)))


@action("minutes")
def _minutes(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Writing what was said, or adding to it: what others wrote is shown first."""
    now, _, seat, meeting = _meeting(scene, words[0])
    if not _over(now, meeting, seat.voice):
        return UNSETTLED
    written = _written(now.work, meeting, seat.voice)
    begin(now, Minutes, subject=f"meeting:{meeting.id}", intro=tuple(written))
    return NOTHING


@action("minutes-read")
def _read(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, _, seat, meeting = _meeting(scene, words[0])
    add = seat.voice.button("circle.button.minutes", f"minutes:{meeting.id}")
    now.say(*_written(now.work, meeting, seat.voice), Buttons((add,)))
    return NOTHING


def _written(work: Work, meeting: Meeting, voice: Voice) -> list[Part]:
    found = minutes_of(work, meeting)
    parts: list[Part] = [voice.para("circle.minutes-of", None, when=meeting.starts_at)] * bool(
        found
    )
    return [*parts, *(Para((Run(each.text, typed=True),), "quote") for each in found)]


def _noted(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    """Minutes go to the circle, and to nobody else."""
    whole, meeting = _subject(scene, draft)
    seat, work = whole.seat(scene.person), scene.work
    work.add(
        Contribution(
            circle_id=whole.circle.id,
            enrolment_id=seat.enrolment.id,
            about=f"meeting:{meeting.id}",
            text=given["text"],
            at=work.now,
        )
    )
    work.change(draft, answers={})
    for other in whole.others(seat):
        told = other.voice.para(
            "circle.minutes-from",
            None,
            name=Typed(seat.person.name),
            title=whole.title(other.voice),
            when=meeting.starts_at,
        )
        words = Para((Run(given["text"], typed=True),), "quote")
        tell(work, f"{scene.key}/minutes", other, (told, words))
    scene.say(scene.voice.para("circle.minutes-shared", len(whole.others(seat))))


dialogue(Dialogue(Attendance, _ticked, _facts, _lapsed, lapsed="circle.meeting-over"))
dialogue(Dialogue(Minutes, _noted, _facts, _lapsed, lapsed="circle.meeting-over"))
