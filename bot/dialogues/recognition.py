"""Receiving one's certificate and badge, when a programme ends; before that, hearing when."""

from datetime import timedelta

from bot.message import Part as Said
from bot.programme.template import plan_of
from bot.recognition.giving import ENDING, give, kept_for, part_of
from bot.recognition.record import LEFT
from bot.recognition.sending import presented
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Enrolment, Programme


def my_certificate(scene: Scene, text: str) -> None:
    """Gives the certificate of each programme that ends or has ended, or says why there is none."""
    places = [
        (place, scene.work.get(Programme, place.programme_id))
        for place in scene.work.find(Enrolment, person_id=scene.person.id)
        if place.state != "invited"
    ]
    if not places:
        scene.say(scene.voice.para("certificate.nowhere"))
        return
    given = [_give(scene.within(programme), place) for place, programme in places]
    if not any(given):
        place, programme = places[-1]
        _explain(scene.within(programme), place)


def _give(scene: Scene, place: Enrolment) -> bool:
    """Whether there was one to give."""
    programme, part = scene.programme, part_of(scene.work, place)
    if programme is None or programme.state not in ENDING or part.lacking:
        return False
    kept = kept_for(scene.work, place)
    if kept is not None and kept.revoked_at is not None:
        return False
    files: list[Said] = [*give(scene.work, place, part, scene.person)]
    scene.say(*presented(scene.voice, programme, part, files))
    return True


def _explain(scene: Scene, place: Enrolment) -> None:
    programme, voice = scene.programme, scene.voice
    if programme is None:
        return
    part, name = part_of(scene.work, place), Typed(programme.name)
    if part.lacking == LEFT:
        scene.say(voice.para("certificate.left", None, programme=name))
    elif programme.state not in ENDING:
        ends = programme.starts_on + timedelta(days=plan_of(programme.plan).calendar.closing)
        scene.say(voice.para("certificate.not-yet", None, programme=name, day=ends))
    elif part.lacking:
        scene.say(voice.para("certificate.no-session", None, programme=name))
    else:
        scene.say(voice.para("certificate.withdrawn", None, programme=name))
