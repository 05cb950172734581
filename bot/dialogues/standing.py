"""Where people stand: their programme and answers, the other of their pair, their next session."""

from bot.calls.taking import hours_parts
from bot.dialogues.questions import FORMS
from bot.forms import Given
from bot.forms.views import card
from bot.message import Button, Buttons, Facts, Part, Run
from bot.pairs.agreeing import accepting
from bot.pairs.both import Both, Side, ahead, both, held, over, pairs_of, sessions_of
from bot.pairs.purpose import purpose
from bot.pairs.together import can_gather
from bot.scene import Scene, address_of
from bot.texts import Typed, Voice
from storage.nouns import Draft, Enrolment, Programme, Session


def phase_key(programme: Programme, paired: bool) -> str:
    """The sentence that says where a programme is, to somebody who may have a pair already."""
    early = programme.state in ("signup", "matching", "reviewed")
    return "me.phase.paired" if paired and early else f"me.phase.{programme.state}"


def tell_me(scene: Scene, text: str) -> None:
    """Where the person stands in the programme."""
    enrolment, programme, voice = scene.enrolment, scene.programme, scene.voice
    if enrolment is None or programme is None or enrolment.state == "left":
        scene.say(voice.para("me.not-enrolled"))
        return
    form = FORMS[enrolment.role]
    draft = Draft(
        person_id=scene.person.id,
        form=form.name,
        answers=dict(enrolment.answers),
        created_at=scene.work.now,
        changed_at=scene.work.now,
    )
    parts: list[Part] = [
        voice.para(f"me.{enrolment.role}", None, programme=programme.name),
        voice.hint(phase_key(programme, bool(pairs_of(scene)))),
        card(form, draft, Given(voice, scene.work.now, programme.plan)),
    ]
    if enrolment.state == "applied":
        parts[1] = voice.hint("selection.waiting")
    if enrolment.state == "paused" and enrolment.paused_until is not None:
        parts.insert(1, voice.para("me.paused", None, day=enrolment.paused_until))
    if enrolment.role != "mentee":
        parts += hours_parts(scene.work, scene.plan, enrolment, voice)
    for pair in pairs_of(scene):
        whole = both(scene.work, pair, programme)
        sessions = sessions_of(scene.work, pair)
        parts.append(
            voice.para(
                "me.pair",
                held(sessions),
                name=whole.other(whole.side(scene.person)).name,
                foreseen=whole.foreseen,
            )
        )
    scene.say(
        *parts,
        Buttons(
            tuple(
                voice.button(f"button.{name}", f"ask:{name}")
                for name in ("edit", "next", "pause", "leave")
            )
        ),
    )


def tell_who(scene: Scene, text: str) -> None:
    """Who the other person is, what they share, and how to reach them."""
    for whole in _own(scene):
        other = whole.other(whole.side(scene.person))
        plan = scene.voice.button("button.plan", f"plan:{whole.pair.id}", "primary")
        asks = scene.voice.button("button.next", "next")
        scene.say(
            who_para(scene.voice, whole, other),
            Facts(_shared(scene.voice, whole, other)),
            Buttons((asks, plan, *_writing(scene, whole, other))),
        )


def _writing(scene: Scene, pair: Both, other: Side) -> tuple[Button, ...]:
    """A way to write to the other, unless they all have a conversation with the bot."""
    if can_gather(scene.address, address_of(scene.work, other.person)):
        return ()
    name = Typed(next(iter(other.person.name.split()), other.person.name))
    action = f"relay:{pair.pair.id}"
    return (scene.voice.button("pairing.button.relay", action, "plain", name=name),)


def who_para(voice: Voice, pair: Both, other: Side) -> Part:
    """Who the other is to one."""
    if pair.exchange:
        return voice.para("who.exchange", None, name=other.name)
    return voice.para(f"who.{other.role}", None, name=other.name)


def _shared(voice: Voice, pair: Both, other: Side) -> tuple[tuple[str, tuple[Run, ...]], ...]:
    """What a person agreed to show the other of their pair."""
    answers = other.enrolment.answers
    own = "objectives" if other.role == "mentee" else "skills"
    keys = ("skills", "objectives") if pair.exchange else (own,)
    told = [(key, "\n".join(answers.get(key, ()))) for key in keys]
    rows = [
        *((voice.words(f"who.{key}"), (Run(text, typed=True),)) for key, text in told),
        (voice.words("who.team"), (Run(other.person.team, typed=True),)),
        (voice.words("who.email"), (Run(other.person.email or "", typed=True),)),
    ]
    return tuple(row for row in rows if row[1][0].text)


def _own(scene: Scene) -> list[Both]:
    """The pairs of whoever asks; those who have none are told so."""
    pairs = pairs_of(scene)
    if not pairs:
        no_pair(scene)
    return [both(scene.work, pair, scene.programme) for pair in pairs]


def tell_next(scene: Scene, text: str) -> None:
    """When the next session is."""
    for whole in _own(scene):
        waiting = ahead(sessions_of(scene.work, whole.pair))
        if waiting is not None and not over(waiting, scene.work.now):
            tell_session(scene, whole, waiting)
            continue
        side = whole.side(scene.person)
        plan = scene.voice.button("button.plan", f"plan:{whole.pair.id}", "primary")
        none = scene.voice.para("next.none", None, name=whole.other(side).name)
        scene.say(none, Buttons((plan,)))


def tell_session(scene: Scene, pair: Both, session: Session) -> None:
    """When that session is, and what can be done about it."""
    side = pair.side(scene.person)
    more = purpose(scene.work, pair, side, session)
    scene.say(*session_parts(scene.voice, pair, side, session, *more))


def session_parts(
    voice: Voice, pair: Both, side: Side, session: Session, *more: Part
) -> tuple[Part, ...]:
    """A session ahead as one side sees it: when, where, and the buttons that change it."""
    when = voice.span(session.starts_at, session.minutes)
    mine = session.proposed_by == side.enrolment.id
    key = "planned" if session.state == "planned" else "you-proposed" if mine else "they-proposed"
    buttons: list[Button] = []
    if session.state == "proposed" and not mine:
        buttons.append(voice.button("button.accept", accepting(session), "primary"))
    buttons.append(voice.button("button.move", f"move:{session.id}"))
    buttons.append(voice.button("button.drop-session", f"drop:{session.id}"))
    parts: list[Part] = [voice.para(f"next.{key}", None, name=pair.other(side).name, when=when)]
    if session.place:
        parts.append(voice.para("session.where", None, place=(Run(session.place, typed=True),)))
    return (*parts, *more, Buttons(tuple(buttons)))


def no_pair(scene: Scene) -> None:
    """Why there is nobody to speak of: not enrolled, or not paired yet."""
    enrolment, voice = scene.enrolment, scene.voice
    if enrolment is None or enrolment.state == "left":
        scene.say(voice.para("me.not-enrolled"))
    else:
        scene.say(*no_pair_parts(scene, enrolment))


def no_pair_parts(scene: Scene, enrolment: Enrolment) -> tuple[Part, ...]:
    """Why somebody who takes part has no pair, and how sessions come about without one."""
    voice = scene.voice
    if enrolment.state == "applied":
        return (voice.para("selection.waiting"),)
    if scene.programme is None or scene.plan.on_request.paired:
        return (voice.para("who.nobody-yet"),)
    if enrolment.role == "mentor":
        told = voice.para("who.on-request-mentor")
        return (told, *hours_parts(scene.work, scene.plan, enrolment, voice))
    ask = voice.button("button.call", f"about:{scene.programme.id}:call", "primary")
    return (voice.para("who.on-request"), Buttons((ask,)))
