"""What a coordinator decides about an offer to teach, and how the person hears of it.

A no is the offer of another role. It says neither score nor fault, and may carry a word of hers.
"""

from collections.abc import Mapping

from bot.forms.field import typed
from bot.message import Button, Buttons, Para, Part
from bot.moments.telling import tell_by_day
from bot.programme.lifecycle import dates, takes_in
from bot.scene import Scene
from bot.selection.offers import waiting
from bot.texts import Typed, Voice
from storage.nouns import Application, Enrolment, Pair, Person, Proposal
from storage.work import Work


def decide(
    scene: Scene, offer: Application, decision: str, scores: Mapping[str, int], words: str
) -> None:
    """Keeps a decision, `kept` or `other`, and tells the person."""
    work = scene.work
    place = work.get(Enrolment, offer.enrolment_id)
    work.change(
        offer,
        state=decision,
        scores=dict(scores),
        words=words,
        decided_by=scene.person.id,
        decided_at=work.now,
    )
    if decision == "kept":
        work.change(place, state="active", look_at=work.now)
    else:
        work.change(place, state="left", left_at=work.now, look_at=None)
    person = work.get(Person, place.person_id)
    voice = scene.voice_for(person)
    told = _kept(scene, voice, person) if decision == "kept" else _other(scene, voice, place)
    word = (voice.para("selection.word"), Para(typed(words), "quote")) if words else ()
    scene.tell(person, told[0], *word, *told[1:])


def may_undo(work: Work, offer: Application) -> bool:
    """Whether a decision can still be taken back: nothing was built on it yet."""
    place = work.get(Enrolment, offer.enrolment_id)
    if not place.answers or place.role != "mentor":  # erased, or taking part in another way
        return False
    if offer.state == "other":
        return place.state == "left"
    asked = work.first(Proposal, mentor_id=place.id) or work.first(Pair, mentor_id=place.id)
    return offer.state == "kept" and place.state == "active" and asked is None


def undo(scene: Scene, offer: Application) -> None:
    """Takes a decision back: the offer waits again, with the scores it had."""
    work = scene.work
    place = work.get(Enrolment, offer.enrolment_id)
    work.change(offer, state="waiting", wished="", decided_by=None, decided_at=None)
    work.change(place, state="applied", left_at=None, look_at=None)
    person = work.get(Person, place.person_id)
    scene.tell(person, scene.voice_for(person).para("selection.reopened", None, **_about(scene)))


def meanwhile(scene: Scene) -> None:
    """Pairs are being formed: whoever still waits hears, once, what a yes would lead to."""
    programme = scene.programme
    for offer, place in waiting(scene.work, programme) if programme is not None else ():
        person = scene.work.get(Person, place.person_id)
        told = scene.voice_for(person).para("selection.meanwhile", None, **_about(scene))
        stamp = f"{offer.applied_at:%Y%m%d%H%M%S}"
        tell_by_day(scene.work, f"application:{offer.id}/meanwhile-{stamp}", person, (told,))


def _kept(scene: Scene, voice: Voice, person: Person) -> tuple[Part, ...]:
    name = Typed(next(iter(person.name.split()), ""))
    told = voice.para("selection.kept", None, name=name, **_about(scene))
    if scene.programme is None or not scene.plan.on_request.paired:
        return (told,)
    day = dates(scene.plan, scene.programme.starts_on)["matching"]
    later = scene.programme.state in ("draft", "signup")
    return (told, voice.para("selection.kept-next", None, day=day)) if later else (told,)


def _other(scene: Scene, voice: Voice, place: Enrolment) -> tuple[Part, ...]:
    """Thanks, then the roles that are open to them."""
    programme, buttons = scene.programme, list[Button]()
    learns = "mentee" in scene.plan.signup.roles
    if learns and programme is not None and takes_in(scene.plan, programme.state):
        action = f"another-role:{place.id}:mentee"
        buttons.append(voice.button("selection.button.mentee", action, "primary"))
    if scene.plan.workshops:
        action = f"another-role:{place.id}:workshops"
        buttons.append(voice.button("selection.button.workshops", action))
    told = voice.para("selection.other", None, **_about(scene))
    if not buttons:
        return (told, voice.para("selection.other-talk"))
    return (told, voice.para("selection.other-roles"), Buttons(tuple(buttons)))


def _about(scene: Scene) -> dict[str, Typed]:
    return {"programme": Typed(scene.programme.name if scene.programme else "")}
