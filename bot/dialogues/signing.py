"""Signing the charter in chat: whoever came in another way, and everybody when it changes.

A pair's first session waits for both signatures. Each learns what is still awaited, and from whom
only as the other of their pair, without a word of blame.
"""

from datetime import datetime
from typing import Any, Literal

from bot.charter.revising import changes
from bot.charter.signing import FORM, before, revised, sign, signed, unsigned
from bot.charter.text import bullets, charter_parts
from bot.conversation.leading import LEFT_IN_PEACE, Dialogue, begin, dialogue
from bot.dialogues.standing import session_parts
from bot.forms import Consent, Form, Given
from bot.forms.views import turn
from bot.message import Buttons, Message, Part, to_data
from bot.pairs.both import Both, Side, ahead, both, held, pairs_of, sessions_of, tell
from bot.programme.plan import Charter
from bot.programme.template import plan_of
from bot.scene import Scene, address_of, voice_of
from bot.texts import Typed, Voice
from storage import outbox
from storage.nouns import Draft, Enrolment, Happened, Pair, Person, Programme, Signature
from storage.work import Work


def _revision(given: Given) -> str:
    return str(given.plan["charter"]["revision"])


def _terms(given: Given) -> tuple[str, ...]:
    charter = plan_of(given.plan).charter
    return charter.terms(str(given.facts.get("role", "")), given.voice.locale)


def _read(given: Given) -> tuple[Part, ...]:
    charter = plan_of(given.plan).charter
    return charter_parts(given.voice, charter, str(given.facts.get("role", "")))


class Sign(Form, name=FORM):
    """Whether somebody agrees to the charter as it is now."""

    charter = Consent(revision=_revision, terms=_terms, read_with=_read)


def _facts(scene: Scene, draft: Draft) -> dict[str, Any]:
    return {"role": scene.enrolment.role if scene.enrolment else ""}


def _over(scene: Scene, draft: Draft) -> bool:
    enrolment, programme = scene.enrolment, scene.programme
    if enrolment is None or enrolment.state == "left":
        return True
    if programme is None or programme.state == "closed":
        return True
    return signed(scene.work, enrolment, scene.plan.charter.revision)


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    """Signed: what was waiting for it goes on."""
    enrolment = scene.enrolment
    if enrolment is None:  # `_over` saw to it
        return
    sign(scene.work, enrolment, str(answers["charter"]), "asked")
    parts: list[Part] = [scene.voice.para("charter.signed")]
    for pair in pairs_of(scene):
        whole = both(scene.work, scene.work.lock(Pair, pair.id), scene.programme)
        if not held(sessions_of(scene.work, pair)):
            parts += _goes_on(scene, whole)
    scene.say(*parts)


dialogue(
    Dialogue(Sign, _finish, _facts, _over, refused="charter.refused", lapsed="charter.nothing")
)


def _goes_on(scene: Scene, pair: Both) -> tuple[Part, ...]:
    """What a pair that has not met can do now that one more has signed."""
    mine = pair.side(scene.person)
    other = pair.other(mine)
    if unsigned(scene.work, pair):
        return (scene.voice.para("charter.other-next", None, name=other.name),)
    told = (other.voice.para("charter.both", None, name=mine.name), *_next(scene.work, pair, other))
    tell(scene.work, f"pair:{pair.pair.id}/charter-{pair.plan.charter.revision}", other, told)
    ready = scene.voice.para("charter.ready", None, name=other.name)
    return (ready, *_next(scene.work, pair, mine))


def _next(work: Work, pair: Both, side: Side) -> tuple[Part, ...]:
    session = ahead(sessions_of(work, pair.pair))
    if session is not None:
        return session_parts(side.voice, pair, side, session)
    plan = side.voice.button("button.plan", f"plan:{pair.pair.id}", "primary")
    return (Buttons((plan,)),)


def ready(scene: Scene, pair: Both) -> bool:
    """Whether a pair may plan; else it is said, kindly, what their first session waits for."""
    if held(sessions_of(scene.work, pair.pair)):
        return True
    lacking = {side.role for side in unsigned(scene.work, pair)}
    if not lacking:
        return True
    mine = pair.side(scene.person)
    other = pair.other(mine)
    if mine.role in lacking:
        first = scene.voice.para("charter.before-first", None, name=other.name)
        _ask_now(scene, pair.programme, mine.enrolment, first)
        return False
    scene.say(scene.voice.para("charter.other-not-yet", None, name=other.name))
    request(scene.work, pair.programme, other.enrolment)
    return False


def _ask_now(scene: Scene, programme: Programme, enrolment: Enrolment, *first: Part) -> None:
    """Asks whoever speaks to sign, which the clock then need not do."""
    work = scene.work
    subject, name = f"enrolment:{enrolment.id}", asking(scene.plan.charter)
    if work.first(Happened, subject=subject, name=name) is None:
        work.add(Happened(subject=subject, name=name, at=work.now))
    opening = _opening(work, programme, enrolment, scene.voice)
    begin(scene, Sign, intro=(*first, *opening))


def asking(charter: Charter) -> str:
    """The name under which somebody is asked to sign, once for each revision."""
    return f"charter-{charter.revision}"


def request(
    work: Work, programme: Programme, enrolment: Enrolment, *, due: datetime | None = None
) -> Literal["asked", "asked-today", "unreachable"]:
    """Asks somebody to sign, once a day at most; what came of it."""
    person = work.get(Person, enrolment.person_id)
    address = address_of(work, person)
    if address is None:
        return "unreachable"
    draft = _question(work, programme, person)
    voice = voice_of(person, programme)
    scene = Scene(work, "", address, person, programme)
    given = Given(voice, work.now, programme.plan, _facts(scene, draft))
    opening = _opening(work, programme, enrolment, voice)
    parts = (*opening, *turn(Sign, Sign.field("charter"), draft, given).parts)
    key = f"draft:{draft.id}/asked-{work.now:%Y%m%d}"
    posted = outbox.post(work, key, address.id, to_data(Message(parts)), due=due)
    return "asked" if posted else "asked-today"


def _question(work: Work, programme: Programme, person: Person) -> Draft:
    """The question that waits for somebody's signature."""
    kept: dict[str, Any] = {"person_id": person.id, "programme_id": programme.id}
    kept |= {"form": FORM, "state": "open"}
    return work.first(Draft, **kept) or work.add(
        Draft(
            **kept,
            created_at=work.now,
            changed_at=work.now,
            look_at=work.now + LEFT_IN_PEACE,
        )
    )


def _opening(
    work: Work, programme: Programme, enrolment: Enrolment, voice: Voice
) -> tuple[Part, ...]:
    """Why they are asked: they never signed, or the clauses changed since."""
    plan, name = plan_of(programme.plan), Typed(programme.name)
    earlier = before(work, programme, plan)
    agreed = bool(enrolment.answers.get("charter")) or bool(
        work.first(Signature, enrolment_id=enrolment.id)
    )
    if revised(work, programme, plan) is None or earlier is None or not agreed:
        return (voice.para("charter.first", None, programme=name),)
    found = changes(Charter.model_validate(earlier.charter), plan.charter, voice.locale)
    parts: list[Part] = [voice.para("charter.changed", None, programme=name)]
    if found.added:
        parts += [voice.para("charter.added"), bullets(found.added)]
    if found.dropped:
        parts += [voice.para("charter.dropped"), bullets(found.dropped)]
    return (*parts, voice.hint("charter.until-then"), voice.para("charter.whole"))


def tell_charter(scene: Scene, text: str) -> None:
    """The charter to read again, and when they signed it; or a question, when they have not."""
    enrolment, programme, voice = scene.enrolment, scene.programme, scene.voice
    if enrolment is None or programme is None or enrolment.state == "left":
        scene.say(voice.para("me.not-enrolled"))
        return
    revision = scene.plan.charter.revision
    if not signed(scene.work, enrolment, revision) and enrolment.answers:
        _ask_now(scene, programme, enrolment)
        return
    kept = scene.work.first(Signature, enrolment_id=enrolment.id, revision=revision)
    at = kept.at if kept else enrolment.joined_at
    text_ = charter_parts(voice, scene.plan.charter, enrolment.role)
    parts: list[Part] = [voice.title("charter.title", programme=Typed(programme.name)), *text_]
    if enrolment.answers:
        parts.append(voice.hint("charter.you-signed", None, day=at.date()))
    scene.say(*parts)
