"""Inviting somebody whom a coordinator put on a list: they take part only if they say so."""

from bot.conversation.pressed import action
from bot.dialogues.questions import FORMS
from bot.message import NOTHING, Buttons, Part, Reply
from bot.programme.lifecycle import sign_up_ends, takes_in
from bot.programme.template import plan_of
from bot.scene import Scene, voice_of
from bot.texts import Typed
from storage.nouns import Address, Draft, Enrolment, Happened, Person, Programme
from storage.work import Work

INVITATION = "invitation"  # the name under which it happens, once


def welcome_in(enrolment: Enrolment, programme: Programme) -> bool:
    """Whether an invitation may still be answered."""
    return enrolment.state == "invited" and takes_in(plan_of(programme.plan), programme.state)


def begun(work: Work, enrolment: Enrolment, **equal: str) -> bool:
    """Whether an invited person has begun signing up, of themselves."""
    place = {"person_id": enrolment.person_id, "programme_id": enrolment.programme_id}
    return any(draft.form in FORMS for draft in work.find(Draft, **place, **equal))


def invitation(
    person: Person, enrolment: Enrolment, programme: Programme, *, met: bool
) -> tuple[Part, ...]:
    """What an invited person reads; the bot says who it is to those it has not `met`."""
    voice = voice_of(person, programme)
    closes = sign_up_ends(plan_of(programme.plan), programme.starts_on)
    hello = voice.para("greet.hello", None, name=first_name(person))
    return (
        *(() if met else (hello,)),
        voice.para(
            f"signup.invited-{enrolment.role}", None, programme=Typed(programme.name), day=closes
        ),
        Buttons(
            (
                voice.button("button.invited-yes", _joining(enrolment, programme), "primary"),
                voice.button("button.invited-no", f"invited-no:{enrolment.id}"),
            )
        ),
    )


def greet_invited(scene: Scene, *, met: bool) -> bool:
    """Answers an invited person's hello with the invitation; False for anybody else."""
    enrolment, programme, work = scene.enrolment, scene.programme, scene.work
    if enrolment is None or programme is None or not welcome_in(enrolment, programme):
        return False
    if begun(work, enrolment, state="open"):
        return False
    subject = f"enrolment:{enrolment.id}"
    if work.first(Happened, subject=subject, name=INVITATION) is None:
        work.add(Happened(subject=subject, name=INVITATION, at=work.now))
    scene.say(*invitation(scene.person, enrolment, programme, met=met))
    return True


def met_at(work: Work, address: Address) -> bool:
    """Whether the bot said who it is at that address; from now on it has."""
    if not address.welcomed:
        work.change(address, welcomed=True)
    return address.welcomed


def first_name(person: Person) -> Typed:
    """The name people are greeted by."""
    return Typed(person.name.split()[0] if person.name.split() else "")


def _joining(enrolment: Enrolment, programme: Programme) -> str:
    return f"within:{programme.id}:join:{enrolment.role}"


@action("invited-no")
def _no(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    enrolment = scene.work.first(Enrolment, id=int(words[0]), person_id=scene.person.id)
    if enrolment is None or enrolment.state != "invited":
        raise LookupError("not invited any more")
    now = scene.within(scene.work.get(Programme, enrolment.programme_id))
    scene.work.change(enrolment, state="left", left_at=scene.work.now, look_at=None)
    now.say(now.voice.para("signup.refused"))
    return NOTHING
