"""What somebody is expected at beside their sessions, circles and workshops, and coming or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.circles.around import around
from bot.circles.letters import agenda, ahead
from bot.circles.meeting import answers
from bot.conversation.pressed import pressed
from bot.dialogues import standing
from bot.dialogues.circles import coming, own_circles
from bot.dialogues.workshops import concerns, in_words_of, invitation_parts
from bot.forms.words import fold
from bot.message import Buttons, Part, from_data
from bot.pairs.both import ahead as session_ahead
from bot.pairs.both import pairs_of, sessions_of
from bot.scene import Scene
from bot.texts import Typed
from bot.vocabulary import lists
from storage import outbox
from storage.nouns import Attendance, Workshop

_SAID = {answer: frozenset(known) for answer, known in lists("attendance").items()}
# What may stand around it: `finalement, je viendrai à l’atelier`.
_AFTER_ALL = "finalement|au final|tout compte fait|en fait|actually|after all|finally|in the end"
_BEFORE = re.compile(rf"^(?:(?:oui|non|yes|no|ok|{_AFTER_ALL}|sorry|desolee?) )+")
_BEHIND = re.compile(rf" (?:{_AFTER_ALL})$")
_WHERE = re.compile(
    r" (?:a l |au |a la |to the |to our |to my |at the )"
    r"(?:(?P<rsvp>ateliers?|workshops?|soiree|evening)|(?P<meeting>cercle|reunion|rencontre|circle|meeting))"
    r"(?: .{0,30})?$"
)
_WORKSHOP = re.compile(r"\b(?:ateliers?|workshops?|soirees?|evenings?)\b")


@dataclass(frozen=True, slots=True)
class Gathering:
    """Something to come: the verb of its answers, when it begins, and what is told of it."""

    verb: str  # `rsvp` of a workshop, `meeting` of a circle
    id: int
    at: datetime
    asked: bool  # whether they may answer yet
    parts: tuple[Part, ...]


def tell_next(scene: Scene, text: str) -> None:
    """The next session, with the next meeting of each circle; or the workshop that they name."""
    found, alone = gatherings(scene), not pairs_of(scene)
    workshops = [each for each in found if each.verb == "rsvp"]
    if workshops and _WORKSHOP.search(fold(text)):
        found, alone = workshops, True
    elif alone:
        found = [each for each in found if each.asked]
    else:
        found = [each for each in found if each.verb == "meeting"]
    if not alone or not found:
        standing.tell_next(scene, text)
    for each in found:
        scene.say(*each.parts)


def attends(scene: Scene, text: str) -> bool:
    """Keeps that somebody comes or not, said in words; False when the words say something else."""
    answer, verb = _meant(text)
    if not answer:
        return False
    found = [each for each in gatherings(scene) if each.asked and verb in ("", each.verb)]
    last = _last_offered(scene)
    chosen = next((each for each in found if last == (each.verb, each.id)), None)
    # A session may be what they cannot come to, and is never what they accept in such words.
    if chosen is None and (verb or answer == "yes" or not _session_ahead(scene)):
        chosen = next(iter(found), None)
    if chosen is None:
        return False
    pressed(scene, f"{chosen.verb}:{chosen.id}:{answer}", ())
    return True


def gatherings(scene: Scene) -> list[Gathering]:
    """The next meeting of each circle and the next workshop, the soonest first."""
    return sorted([*_meetings(scene), *_workshop(scene)], key=lambda each: each.at)


def _meetings(scene: Scene) -> list[Gathering]:
    found = []
    for circle in own_circles(scene):
        whole = around(scene.work, circle)
        seat = whole.seat(scene.person)
        for meeting in ahead(scene.work, whole)[:1]:
            voice, mine = seat.voice, answers(scene.work, meeting).get(seat.enrolment.id)
            when = voice.span(meeting.starts_at, meeting.minutes)
            key = f"next-{mine.answer}" if mine and mine.answer else "next"
            told = voice.para(f"circle.{key}", None, title=whole.title(voice), when=when)
            parts = (told, *agenda(voice, whole), Buttons(coming(voice, meeting)))
            found.append(Gathering("meeting", meeting.id, meeting.starts_at, True, parts))
    return found


def _workshop(scene: Scene) -> list[Gathering]:
    programme, place = scene.programme, scene.enrolment
    if programme is None or place is None or place.state == "left":
        return []
    planned = scene.work.find(Workshop, programme_id=programme.id, state="planned")
    to_come = [
        each
        for each in planned
        if each.starts_at > scene.work.now and concerns(each, scene.plan, place.role)
    ]
    for each in sorted(to_come, key=lambda each: each.starts_at)[:1]:
        shown, voice = in_words_of(each, scene.plan, scene.voice), scene.voice
        mine = scene.work.first(Attendance, workshop_id=each.id, enrolment_id=place.id)
        key = "to-come" if mine is None else f"next-{mine.answer}" if mine.answer else "next"
        told = voice.title(f"workshop.{key}", title=Typed(shown.title))
        rest: Sequence[Part] = invitation_parts(scene.work, programme, shown, voice)[1:]
        parts = (told, *(rest if mine is not None else rest[:-1]))
        return [Gathering("rsvp", each.id, each.starts_at, mine is not None, parts)]
    return []


def _meant(text: str) -> tuple[str, str]:
    """The answer that words give, and the verb of what they name; empty when they do not."""
    said = _BEHIND.sub("", _BEFORE.sub("", fold(text)))
    where = _WHERE.search(said)
    if where:
        said = said[: where.start()]
    for answer, known in _SAID.items():
        if said in known:
            return answer, (where.lastgroup or "") if where else ""
    return "", ""


def _last_offered(scene: Scene) -> tuple[str, int] | None:
    """What the last message there offers to come to."""
    last = outbox.latest(scene.work, scene.address.id)
    if last is None or not last.payload:
        return None
    for part in from_data(last.payload).parts:
        for button in part.buttons if isinstance(part, Buttons) else ():
            verb, *words = button.action.split(":")
            if verb in ("rsvp", "meeting") and words and words[0].isdecimal():
                return verb, int(words[0])
    return None


def _session_ahead(scene: Scene) -> bool:
    """Whether a session is to come, which such words could be about as well."""
    return any(session_ahead(sessions_of(scene.work, pair)) for pair in pairs_of(scene))


__all__ = ["Gathering", "attends", "gatherings", "tell_next"]
