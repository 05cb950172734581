"""A workshop that gets its place, or another date: whoever was invited hears of it, once.

The invitation stays the one they had: only what is new is told, with the same two answers. Another
date is another question, so that what was answered to the first one counts no more.
"""

from datetime import datetime

from bot.calendar import when
from bot.commands.arguments import Arguments, UnknownMoment, WrongWords
from bot.commands.moving import programme_of
from bot.commands.overview import Overview
from bot.dialogues.workshops import calendar_file, changed_parts, in_words_of
from bot.message import Attachment, Part
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Happened, Workshop

_LONGEST = 200
_TOLD_AGAIN = ("invite", "ask-again", "day-before")  # what a new place makes nobody read twice


def put_in(scene: Scene, seen: Overview, each: Workshop, words: Arguments) -> None:
    """Says where a workshop takes place."""
    voice, place = scene.voice, words.raw.strip()
    if not place or len(place) > _LONGEST:
        raise WrongWords(words.raw)
    if _over(scene, each):
        return
    if place == each.place:
        scene.say(voice.para("command.workshop.place-already", None, place=Typed(place)))
        return
    now = _changed(scene, seen, each, _TOLD_AGAIN, place=place)
    told = _tell(scene, seen, now, "place")
    names = {"title": Typed(each.title), "place": Typed(place)}
    _say(scene, seen, each, "placed", told, **names)


def put_on(scene: Scene, seen: Overview, each: Workshop, words: Arguments) -> None:
    """Moves a workshop to another day or hour."""
    voice = scene.voice
    if not words:
        raise WrongWords("")
    starts_at = when.moment(words.raw, scene.work.now, programme_of(scene).zone, voice.locale)
    if starts_at is None:
        raise UnknownMoment(words.raw)
    if _over(scene, each):
        return
    if starts_at <= scene.work.now:
        scene.say(voice.para("command.workshop.past", None, when=starts_at))
        return
    if starts_at == each.starts_at:
        scene.say(voice.para("command.workshop.date-already", None, when=starts_at))
        return
    now = _changed(scene, seen, each, ("invite",), starts_at=starts_at)
    told = _tell(scene, seen, now, "date")
    _say(scene, seen, each, "dated", told, title=Typed(each.title), when=starts_at)


def _over(scene: Scene, each: Workshop) -> bool:
    """Whether nothing is to be changed in it any more, which is then said."""
    if each.state == "planned" and each.starts_at > scene.work.now:
        return False
    scene.say(scene.voice.para("command.workshop.settled", None, title=Typed(each.title)))
    return True


def _changed(
    scene: Scene, seen: Overview, each: Workshop, told: tuple[str, ...], **new: str | datetime
) -> Workshop:
    """The workshop as it is now; what was `told` of it once is not told again by itself."""
    work, programme = scene.work, programme_of(scene)
    work.change(programme, look_at=work.now)
    if not seen.attendances.get(each.id):
        return work.change(each, **new)
    now = work.change(each, sequence=each.sequence + 1, **new)
    subject = f"programme:{programme.id}"
    for name in told:
        before = f"workshop-{each.id}.{each.sequence}-{name}"
        if work.first(Happened, subject=subject, name=before) is not None:
            again = f"workshop-{each.id}.{now.sequence}-{name}"
            work.add(Happened(subject=subject, name=again, at=work.now))
    return now


def _tell(scene: Scene, seen: Overview, now: Workshop, what: str) -> int:
    """Writes to whoever was invited; a new place says nothing to those who will not come."""
    told = 0
    for place in seen.attendances.get(now.id, ()):
        enrolment = seen.enrolments[place.enrolment_id]
        if enrolment.state == "left" or (what == "place" and place.answer == "no"):
            continue
        person = seen.people[enrolment.person_id]
        theirs = scene.voice_for(person)
        shown = in_words_of(now, seen.plan, theirs)
        parts: list[Part] = changed_parts(shown, theirs, what)
        if place.answer == "yes":
            file = calendar_file(scene.work, shown, theirs)
            alt = theirs.words("session.ics")
            parts.append(Attachment(file.token, file.name, file.media_type, alt))
        told += scene.tell(person, *parts)
        if what == "date" and place.answer:
            scene.work.change(place, answer="")
    return told


def _say(
    scene: Scene, seen: Overview, each: Workshop, key: str, told: int, **names: Typed | datetime
) -> None:
    """What became of it, and how many were told; before the invitations, that these will say it."""
    if seen.attendances.get(each.id):
        scene.say(scene.voice.para(f"command.workshop.{key}", told, **names))
    else:
        scene.say(scene.voice.para(f"command.workshop.{key}-before", None, **names))
