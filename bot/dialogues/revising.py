"""A coordinator changes the charter: read back, seen beside the old one, then put in force."""

from collections.abc import Mapping
from typing import Any

from bot.charter.revising import (
    LANGUAGES,
    Changes,
    answers_of,
    changes,
    charter_in,
    differs,
    next_revision,
    put_in_force,
)
from bot.charter.signing import concerned
from bot.charter.text import ROLES, bullets
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.forms import Answers, Confirm, Form, Given, Lines, Wrong
from bot.message import NOTHING, UNSETTLED, Buttons, Part, Reply
from bot.programme.plan import Charter
from bot.scene import Scene, address_of, coordinates, post, voice_of
from bot.texts import Typed
from storage.nouns import Draft, Enrolment, Person, Programme

FORM = "revise"
_MOST = 20  # clauses in one list: nobody reads more


class Revise(Form, name=FORM):
    """The clauses of all and those of each role; the subject is the revision being changed."""

    clauses_fr = Lines(at_most=_MOST)
    clauses_en = Lines(at_most=_MOST)
    mentee_fr = Lines(at_most=_MOST, optional=True)
    mentee_en = Lines(at_most=_MOST, when=lambda answers: bool(answers.get("mentee_fr")))
    mentor_fr = Lines(at_most=_MOST, optional=True)
    mentor_en = Lines(at_most=_MOST, when=lambda answers: bool(answers.get("mentor_fr")))
    sure = Confirm(button="revise.see")

    @classmethod
    def check(cls, answers: Answers, given: Given) -> Mapping[str, Wrong]:
        """Each list holds as many clauses in both languages."""
        wrong: dict[str, Wrong] = {}
        for name in ("clauses", *ROLES):
            fr, en = (answers.get(f"{name}_{locale}") for locale in LANGUAGES)
            if fr and en and len(fr) != len(en):
                wrong[f"{name}_en"] = Wrong("other-language", fr=len(fr), en=len(en))
        return wrong


def _over(scene: Scene, draft: Draft) -> bool:
    """Whether somebody else changed the charter meanwhile, or it is not theirs to change."""
    if scene.programme is None or not scene.coordinates:
        return True
    return draft.subject != scene.plan.charter.revision


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    preview(scene, draft)


dialogue(Dialogue(Revise, _finish, lapse=_over, lapsed="revise.meanwhile"))


def revise(scene: Scene, charter: Charter) -> None:
    """Begins changing the charter, from the clauses it has."""
    answers = answers_of(charter)
    without = [f"{role}_fr" for role in ROLES if f"{role}_fr" not in answers]
    begin(
        scene,
        Revise,
        subject=scene.plan.charter.revision,
        answers=answers,
        skipped=without,
        intro=(scene.voice.para("revise.intro"),),
    )


def propose(scene: Scene, charter: Charter) -> None:
    """Shows what another charter would change, ready to be put in force."""
    draft = scene.work.add(
        Draft(
            person_id=scene.person.id,
            programme_id=scene.programme.id if scene.programme else None,
            form=FORM,
            subject=scene.plan.charter.revision,
            answers=answers_of(charter),
            state="done",
            created_at=scene.work.now,
            changed_at=scene.work.now,
        )
    )
    preview(scene, draft)


def preview(scene: Scene, draft: Draft) -> None:
    """What would change and who would be asked; nothing changes before the last press."""
    voice, now = scene.voice, scene.plan.charter
    new = charter_in(draft.answers, next_revision(now.revision))
    if not differs(now, new):
        scene.work.change(draft, answers={})
        scene.say(voice.para("revise.same"))
        return
    found = changes(now, new, voice.locale)
    asked = len(_asked(scene))
    parts: list[Part] = [voice.title("revise.preview", revision=new.revision)]
    parts += _told(scene, found)
    parts.append(voice.para("revise.asks", asked) if asked else voice.para("revise.asks-nobody"))
    buttons = (
        voice.button("revise.adopt", f"charter-adopt:{draft.id}", "danger"),  # nothing undoes it
        voice.button("revise.again", f"charter-again:{draft.id}"),
        voice.button("revise.keep", f"charter-keep:{draft.id}"),
    )
    scene.say(*parts, Buttons(buttons))


def _told(scene: Scene, found: Changes) -> list[Part]:
    voice = scene.voice
    parts: list[Part] = []
    if found.added:
        parts += [voice.para("charter.added"), bullets(found.added)]
    if found.dropped:
        parts += [voice.para("charter.dropped"), bullets(found.dropped)]
    return parts or [voice.para("revise.other-words")]


def _asked(scene: Scene) -> list[Enrolment]:
    programme = scene.programme.id if scene.programme else 0
    return concerned(scene.work.find(Enrolment, programme_id=programme))


@action("charter-adopt")
def _adopt(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Puts the new charter in force: everybody is asked once, from now on."""
    now, draft = _prepared(scene, words[0])
    if now is None:
        return UNSETTLED
    charter = charter_in(draft.answers, next_revision(now.plan.charter.revision))
    programme = now.programme
    if programme is None:
        raise LookupError("no programme")
    programme, beginning = put_in_force(now.work, programme, charter, now.person)
    now.work.change(draft, answers={})
    now = now.within(programme)
    for each in beginning:
        _tell_beginner(now, programme, each)
    count = len(_asked(now))
    now.say(now.voice.para("revise.done", count, revision=charter.revision))
    return NOTHING


def _tell_beginner(scene: Scene, programme: Programme, draft: Draft) -> None:
    """Whoever was reading the old clauses while signing up begins again with the new ones."""
    person = scene.work.get(Person, draft.person_id)
    address = address_of(scene.work, person)
    if address is None:
        return
    voice = voice_of(person, programme)
    join = f"within:{programme.id}:join:{draft.form}"
    again = Buttons((voice.button("charter.read-again", join, "primary"),))
    told = voice.para("charter.meanwhile", None, programme=Typed(programme.name))
    post(scene.work, f"draft:{draft.id}/charter-changed", address, (told, again))


@action("charter-again")
def _again(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, draft = _prepared(scene, words[0])
    if now is None:
        return UNSETTLED
    charter = charter_in(draft.answers, now.plan.charter.revision)
    now.work.change(draft, answers={})
    revise(now, charter)
    return NOTHING


@action("charter-keep")
def _keep(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, draft = _prepared(scene, words[0])
    if now is None:
        return UNSETTLED
    now.work.change(draft, answers={})
    now.say(now.voice.para("revise.kept"))
    return NOTHING


def _prepared(scene: Scene, key: str) -> tuple[Scene | None, Draft]:
    """A new charter that waits for the last press; told when the old one changed meanwhile.

    Raises LookupError for anybody else's.
    """
    draft = scene.work.lock(Draft, int(key))
    if draft.form != FORM or draft.state != "done" or draft.person_id != scene.person.id:
        raise LookupError("not prepared by them")
    programme = scene.work.lock(Programme, draft.programme_id or 0)
    if not draft.answers or not coordinates(scene.work, scene.person, programme):
        raise LookupError("over")
    now = scene.within(programme)
    if draft.subject != now.plan.charter.revision:
        now.work.change(draft, answers={})
        now.say(now.voice.para("revise.meanwhile"))
        return None, draft
    return now, draft
