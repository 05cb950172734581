"""Workshops: the invitation, the answer to it, and who came."""

import hashlib

from bot.calendar.invite import Meeting, invitation
from bot.conversation.pressed import action
from bot.message import NOTHING, UNSETTLED, Attachment, Bullets, Buttons, Facts, Part, Reply, Run
from bot.programme.plan import Plan
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage.nouns import Attendance, Enrolment, File, Programme, Workshop
from storage.work import Work


def invitation_parts(
    work: Work, programme: Programme, workshop: Workshop, voice: Voice
) -> list[Part]:
    """What an invited person reads: when, where, what will happen, and the two answers."""
    rows = [(voice.words("workshop.when"), voice.span(workshop.starts_at, workshop.minutes))]
    if workshop.place:
        rows.append((voice.words("workshop.where"), (Run(workshop.place, typed=True),)))
    parts: list[Part] = [
        voice.title("workshop.invitation", title=Typed(workshop.title)),
        Facts(tuple(rows)),
    ]
    if workshop.agenda:
        parts.append(Bullets(tuple((Run(item, typed=True),) for item in workshop.agenda)))
    return [*parts, _coming(workshop, voice)]


def changed_parts(workshop: Workshop, voice: Voice, what: str) -> list[Part]:
    """What somebody who was invited reads of its new `date` or `place`."""
    rows = [(voice.words("workshop.when"), voice.span(workshop.starts_at, workshop.minutes))]
    if workshop.place:
        rows.append((voice.words("workshop.where"), (Run(workshop.place, typed=True),)))
    told = voice.para(f"workshop.new-{what}", None, title=Typed(workshop.title))
    return [told, Facts(tuple(rows)), _coming(workshop, voice)]


def _coming(workshop: Workshop, voice: Voice) -> Buttons:
    return Buttons(
        (
            voice.button("button.come", f"rsvp:{workshop.id}:yes", "primary"),
            voice.button("button.not-come", f"rsvp:{workshop.id}:no"),
        )
    )


def concerns(workshop: Workshop, plan: Plan, role: str) -> bool:
    """Whether somebody in that role is invited; to a coordinator's own, everybody is."""
    who = next((each.who for each in plan.workshops if each.key == workshop.key), "everyone")
    return who == "everyone" or role in (who.removesuffix("s"), "both")


def place_at(work: Work, workshop: Workshop, enrolment: Enrolment) -> Attendance:
    """One person's line on the workshop's list, made when missing."""
    known = work.first(Attendance, workshop_id=workshop.id, enrolment_id=enrolment.id)
    return known or work.add(Attendance(workshop_id=workshop.id, enrolment_id=enrolment.id))


@action("rsvp")
def _rsvp(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    workshop = scene.work.get(Workshop, int(words[0]))
    now = scene.within(scene.work.get(Programme, workshop.programme_id))
    enrolment, answer = now.enrolment, words[1]
    if enrolment is None or enrolment.state == "left" or answer not in ("yes", "no"):
        raise LookupError("not invited")
    voice = now.voice
    if workshop.state != "planned" or workshop.starts_at <= scene.work.now:
        now.say(voice.para("workshop.over"))
        return UNSETTLED
    scene.work.change(place_at(scene.work, workshop, enrolment), answer=answer)
    shown = in_words_of(workshop, now.plan, voice)
    title, when = Typed(shown.title), workshop.starts_at
    parts: list[Part] = [voice.para(f"workshop.{answer}", None, title=title, when=when)]
    if answer == "yes":
        file = calendar_file(scene.work, shown, voice)
        ics = voice.words("session.ics")
        parts.append(Attachment(file.token, file.name, file.media_type, ics))
        parts.append(after_all_not(workshop, voice))
    else:
        come = voice.button("button.come", f"after-all:{workshop.id}:yes", "primary")
        parts.append(Buttons((come,)))
    now.say(*parts)
    return NOTHING


@action("after-all")
def _after_all(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    # By a name of its own: a mere "ok" to what was noted is no answer to an invitation.
    return _rsvp(scene, words, values)


def after_all_not(workshop: Workshop, voice: Voice) -> Buttons:
    """For whoever said that they come."""
    return Buttons((voice.button("button.not-come", f"after-all:{workshop.id}:no"),))


def calendar_file(work: Work, workshop: Workshop, voice: Voice) -> File:
    """The workshop for a calendar."""
    meeting = Meeting(
        uid=f"workshop-{workshop.id}@binome",
        sequence=workshop.sequence,
        start=workshop.starts_at,
        minutes=workshop.minutes,
        summary=workshop.title,
        description="\n".join(workshop.agenda),
        location=workshop.place,
        organiser_name="Binôme",
        organiser_email=None,
        attendees=(),
        url=None,
    )
    content = invitation(
        meeting, work.now, "CANCEL" if workshop.state == "cancelled" else "REQUEST"
    )
    token = hashlib.sha256(content).hexdigest()[:40]
    return work.first(File, token=token) or work.add(
        File(
            token=token,
            name="workshop.ics",
            media_type="text/calendar",
            content=content,
            at=work.now,
        )
    )


def came(scene: Scene, workshop_id: int, attended: bool) -> None:
    """Keeps whether somebody came, in their own words."""
    enrolment = scene.enrolment
    workshop = scene.work.first(Workshop, id=workshop_id)
    if enrolment is not None and workshop is not None:
        scene.work.change(place_at(scene.work, workshop, enrolment), attended=attended)


def in_words_of(workshop: Workshop, plan: Plan, voice: Voice) -> Workshop:
    """A workshop of the template in the reader's language; a coordinator's own, as typed."""
    for each in plan.workshops:
        if each.key == workshop.key:
            locale = voice.locale
            said = {"title": each.title.of(locale), "agenda": list(each.agenda.of(locale))}
            # A place that the coordinator changed is kept as they wrote it.
            if workshop.place in (each.place.fr, each.place.en):
                said["place"] = each.place.of(locale)
            return workshop.model_copy(update=said)
    return workshop
