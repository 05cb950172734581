"""Offers to teach: who waits for a decision, and the decisions that can be taken back."""

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.paging import page, taken_page
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.dialogues.selecting import choose
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Part, Reply, Runs
from bot.scene import Scene
from bot.selection.deciding import may_undo, undo
from bot.selection.offers import CRITERIA, waiting
from bot.texts import Typed
from storage.nouns import Application, Enrolment, Person
from storage.nouns.programme import STATES

_LINES = 6
_DECIDED = 8  # of the latest decisions, for eyes


@command("candidates", states=STATES[1:-1])
def candidates(scene: Scene, words: Arguments) -> Reply:
    """Shows who waits for a decision, then the latest decisions."""
    number, rest = taken_page(words)
    if rest:
        raise WrongWords(words.raw)
    if scene.plan.selection.mentors == "everyone":
        people = Buttons((run_button(scene, "people", "people"),))
        scene.say(scene.voice.para("command.candidates.not-here"), people)
        return UNSETTLED
    voice, work = scene.voice, scene.work
    found = waiting(work, programme_of(scene))
    parts: list[Part] = [voice.title("command.candidates.title")]
    shown = page(found, number, _LINES)
    parts.append(
        voice.para("command.candidates.waiting", len(found))
        if found
        else voice.para("command.candidates.none")
    )
    reading: list[Button] = []
    for offer, place in shown.items:
        name = _name(scene, place)
        reading.append(
            voice.button("command.candidates.read", f"selection:{offer.id}", "plain", name=name)
        )
    if reading:
        parts.append(Buttons((*reading, *shown.turning(voice, "command:candidates"))))
    scene.say(*parts, *_decided(scene))
    return NOTHING


def _decided(scene: Scene) -> list[Part]:
    """The latest decisions with their scores, each with a way back until pairs are formed."""
    voice, key = scene.voice, programme_of(scene).id
    found = [
        each
        for state in ("kept", "other")
        for each in scene.work.find(Application, programme_id=key, state=state)
    ]
    found.sort(key=lambda each: (each.decided_at or each.applied_at, each.id))
    if not found:
        return []
    lines: list[Runs] = []
    back: list[Button] = []
    for each in found[-_DECIDED:]:
        name = _name(scene, scene.work.get(Enrolment, each.enrolment_id))
        total = sum(int(score) for score in each.scores.values())
        most = 3 * len(CRITERIA)
        key_of = f"command.candidates.{each.state}"
        lines.append(voice.runs(key_of, None, name=name, score=total, most=most))
        if may_undo(scene.work, each):
            action = f"selection-undo:{each.id}"
            back.append(voice.button("command.candidates.undo", action, "plain", name=name))
    parts: list[Part] = [voice.para("command.candidates.decided"), Bullets(tuple(lines))]
    return [*parts, Buttons(tuple(back))] if back else parts


@action("selection")
def _read(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`selection:<offer>`: what somebody answered, to score and decide."""
    offer = scene.work.get(Application, int(words[0]))
    now = owned(scene, offer.programme_id)
    place = now.work.get(Enrolment, offer.enrolment_id)
    if place.person_id == now.person.id:
        now.say(now.voice.para("selection.your-own"))
        return UNSETTLED
    if offer.state != "waiting" or place.state != "applied":
        now.say(now.voice.para("selection.decided-already"), _listing(now))
        return UNSETTLED
    choose(now, offer)
    return NOTHING


@action("selection-undo")
def _undo(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`selection-undo:<offer>`: the person waits again, and hears so."""
    offer = scene.work.lock(Application, int(words[0]))
    now = owned(scene, offer.programme_id)
    if not may_undo(now.work, offer):
        now.say(now.voice.para("selection.too-late"), _listing(now))
        return UNSETTLED
    undo(now, offer)
    name = _name(now, now.work.get(Enrolment, offer.enrolment_id))
    again = now.voice.button("command.candidates.read", f"selection:{offer.id}", "plain", name=name)
    now.say(now.voice.para("selection.undone", None, name=name), Buttons((again,)))
    return NOTHING


def still_waiting(scene: Scene, words: str) -> tuple[Part, ...]:
    """Before pairs are formed: whose offer is undecided, and how to form them all the same.

    Nothing when every offer is decided. `words` give the command again.
    """
    found = waiting(scene.work, programme_of(scene))
    if not found:
        return ()
    voice, names = scene.voice, [_name(scene, place) for _, place in found]
    told = Typed(voice.listed([*names[:_LINES], *(["…"] if names[_LINES:] else [])]))
    read = voice.button("selection.button.read", f"selection:{found[0][0].id}", "primary")
    anyway = run_button(scene, "match-anyway", f"{words} anyway")
    return (
        voice.para("command.match.undecided", len(found), names=told),
        Buttons((read, anyway)),
    )


def _listing(scene: Scene) -> Buttons:
    return Buttons((run_button(scene, "candidates", "candidates"),))


def _name(scene: Scene, place: Enrolment) -> Typed:
    return Typed(scene.work.get(Person, place.person_id).name)
