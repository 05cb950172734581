"""A nudge to those concerned, when a coordinator asks: never twice on the same day.

How many messages would leave is said first; once sent, they wait for ten minutes in the outbox.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.bulk import UNDO, keep, undo_button
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.message import NOTHING, Buttons, Message, Part, Reply, to_data
from bot.pairing.announce import addresses_of
from bot.pairs.both import Both, ahead, foreseen, sessions_of
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage import outbox
from storage.nouns import Address, Draft, Outgoing, Person, Programme, Session
from storage.nouns.programme import STATES

Letter = Callable[[Voice], tuple[Part, ...]]
Due = Iterator[tuple[Person, str, Letter]]  # whom, about what, in which words

_MEANINGS = {
    "unfinished": "unfinished", "inachevees": "unfinished", "inacheves": "unfinished",
    "inscriptions": "unfinished", "signups": "unfinished", "unplanned": "unplanned",
    "seances": "unplanned", "sessions": "unplanned", "polls": "polls", "sondages": "polls",
    "questions": "polls",
}  # fmt: skip
_SEND = {"send", "envoyer", "all", "tous", "toutes"}
_NAMED = 8


@command("remind", states=STATES[1:-1])
def remind(scene: Scene, words: Arguments) -> Reply:
    """Says who would be nudged, asks, and nudges whoever left something unfinished."""
    seen = overview_of(scene)
    if not words:
        _offer(scene, seen)
        return NOTHING
    kind = words.one_of(_MEANINGS)
    asked = words.after()
    if asked and (len(asked) > 1 or asked.first not in _SEND):
        raise WrongWords(words.raw)
    due = [*_KINDS[kind](scene, seen)]
    if not due:
        scene.say(scene.voice.para(f"command.remind.none-{kind}"))
    elif asked:
        nudge(scene, kind, due)
    else:
        confirm(scene, kind, due, f"command:remind:{kind}:send")
    return NOTHING


def due_for(scene: Scene, kind: str) -> list[tuple[Person, str, Letter]]:
    """Whom a kind of nudge is for now, about what, in which words. Raises LookupError."""
    return [*_KINDS[kind](scene, overview_of(scene))]


def confirm(scene: Scene, kind: str, due: list[tuple[Person, str, Letter]], sends: str) -> None:
    """How many messages would leave, and to whom; nothing leaves before `sends` is pressed."""
    voice, ready = scene.voice, ready_to_send(scene, kind, due)
    names = [*dict.fromkeys(each.person.name for each in ready.fresh)]
    if not names:
        scene.say(*_left_out(voice, ready))
        return
    buttons = [voice.button("bulk.send", sends, "primary")]
    if len(names) > 1:
        action = f"bulk-choose:{programme_of(scene).id}:{kind}"
        buttons.append(voice.button("bulk.choose", action))
    shown = Typed(voice.listed([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]))
    asked = voice.para("bulk.sure", len(ready.fresh), names=shown)
    scene.say(asked, *_left_out(voice, ready), Buttons(tuple(buttons)))


def nudge(scene: Scene, kind: str, due: list[tuple[Person, str, Letter]]) -> None:
    """Puts the messages in line, where they wait a while: until then they can be held back."""
    voice, ready = scene.voice, ready_to_send(scene, kind, due)
    parts: list[Part] = []
    if ready.fresh:
        leaves = scene.work.now + UNDO
        sent = _post(scene, ready, leaves)
        batch = keep(scene, f"remind-{kind}", leaves, messages=sent)
        parts.append(voice.para(f"command.remind.sent-{kind}", len(sent)))
        parts.append(voice.hint("bulk.waits", None, hour=voice.hour(leaves)))
        parts.append(Buttons((undo_button(voice, batch),)))
    scene.say(*parts, *_left_out(voice, ready))


def _left_out(voice: Voice, ready: "Ready") -> list[Part]:
    """Who had it today already, and who cannot be reached."""
    parts: list[Part] = []
    if ready.again:
        parts.append(voice.para("command.remind.already", len(ready.again)))
    if ready.unreachable:
        names = Typed(voice.listed(ready.unreachable[:_NAMED]))
        count = len(ready.unreachable)
        parts.append(voice.para("command.remind.unreachable", count, names=names))
    return parts


def _offer(scene: Scene, seen: Overview) -> None:
    """Who would be nudged, by kind: a coordinator chooses."""
    voice, counts = scene.voice, waiting(scene, seen)
    if not counts:
        scene.say(voice.para("command.remind.none"))
        return
    parts: list[Part] = [voice.para("command.remind.which")]
    parts += [voice.para(f"command.remind.count-{kind}", count) for kind, count in counts.items()]
    buttons = tuple(run_button(scene, f"remind-{kind}", f"remind {kind}") for kind in counts)
    scene.say(*parts, Buttons(buttons))


def waiting(scene: Scene, seen: Overview) -> dict[str, int]:
    """How many people each kind of nudge would reach, where it would reach anybody."""
    if programme_of(scene).state not in STATES[1:-1]:
        return {}
    counts = {kind: len({person.id for person, *_ in _KINDS[kind](scene, seen)}) for kind in _KINDS}
    return {kind: count for kind, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A nudge ready to leave, under a key that is sent once a day."""

    key: str
    person: Person
    address: Address
    letter: Letter


@dataclass(frozen=True, slots=True)
class Ready:
    """What would leave, who had it today already, and who cannot be reached."""

    fresh: list[Envelope]
    again: list[str]
    unreachable: list[str]


def ready_to_send(scene: Scene, kind: str, due: list[tuple[Person, str, Letter]]) -> Ready:
    """Sorts those concerned; nothing is posted."""
    addresses = addresses_of(scene.work, (person.id for person, *_ in due))
    today = scene.work.now.date().isoformat()
    found: dict[str, Envelope] = {}
    lost: list[str] = []
    for person, subject, letter in due:
        address = addresses.get(person.id)
        if address is None:
            lost.append(person.name)
            continue
        key = f"remind-{kind}/{programme_of(scene).id}/{subject}/{person.id}/{today}"
        found.setdefault(key, Envelope(key, person, address, letter))
    known = {each.key for each in scene.work.among(Outgoing, [*found], by="key")}
    fresh = [each for key, each in found.items() if key not in known]
    nudged = {each.person.id for each in fresh}
    again = {
        each.person.id: each.person.name
        for key, each in found.items()
        if key in known and each.person.id not in nudged
    }
    return Ready(fresh, [*again.values()], [*dict.fromkeys(lost)])


def _post(scene: Scene, ready: Ready, leaves: datetime | None = None) -> list[int]:
    """Posts what is ready; the ids of the messages."""
    for each in ready.fresh:
        payload = to_data(Message(each.letter(scene.voice_for(each.person))))
        outbox.post(scene.work, each.key, each.address.id, payload, due=leaves)
    posted = scene.work.among(Outgoing, [each.key for each in ready.fresh], by="key")
    return [each.id for each in posted]


def send(
    scene: Scene, kind: str, due: list[tuple[Person, str, Letter]]
) -> tuple[list[str], list[str], list[str]]:
    """Writes at once: who was written to, who had been today, and who cannot be reached."""
    ready = ready_to_send(scene, kind, due)
    _post(scene, ready)
    names = dict.fromkeys(each.person.name for each in ready.fresh)
    return [*names], ready.again, ready.unreachable


def remind_pair(scene: Scene, pair: Both) -> tuple[list[str], list[str], list[str]]:
    """A kind word to both of a pair: who gets it, who already had today, who cannot be reached."""
    session = ahead(sessions_of(scene.work, pair.pair))
    due: list[tuple[Person, str, Letter]] = []
    for side in pair.sides:
        if side.away:
            continue
        name = Typed(pair.other(side).person.name)
        letter = _planning(pair.pair.id, name) if session is None else _still(session, name)
        due.append((side.person, f"pair-{pair.pair.id}", letter))
    return send(scene, "unplanned", due)


def _unfinished(scene: Scene, seen: Overview) -> Due:
    """Sign-ups left half filled, and people invited who have not begun."""
    programme = programme_of(scene)
    for draft in seen.half_filled:
        letter = _letter("unfinished", programme.name, draft)
        yield seen.people[draft.person_id], "signup", letter
    begun = {draft.person_id for draft in seen.half_filled}
    for each in seen.enrolments.values():
        if each.state == "invited" and not each.answers and each.person_id not in begun:
            role = "mentor" if each.role == "mentor" else "mentee"
            yield seen.people[each.person_id], "invited", _invitation(programme, role)


def _unplanned(scene: Scene, seen: Overview) -> Due:
    """Pairs that have sessions left and nothing on the calendar."""
    for pair in seen.active:
        sessions = seen.sessions.get(pair.id, [])
        ahead = any(each.state in ("proposed", "planned") for each in sessions)
        held = sum(each.state == "held" for each in sessions)
        sides = (pair.mentee_id, pair.mentor_id)
        away = any(seen.enrolments[one].state != "active" for one in sides)
        if ahead or away or pair.calls or held >= foreseen(pair, seen.plan):
            continue
        for mine, theirs in (sides, sides[::-1]):
            letter = _planning(pair.id, seen.name(theirs))
            yield seen.person(mine), f"pair-{pair.id}", letter


def _polls(scene: Scene, seen: Overview) -> Due:
    """Questions that were sent and not answered, once for each person."""
    waiting = {
        (poll.form, poll.subject, seen.enrolments[poll.enrolment_id].person_id)
        for poll in seen.polls
        if poll.state == "sent" and seen.enrolments[poll.enrolment_id].state == "active"
    }
    programme, asked = programme_of(scene), set()
    for draft in scene.work.find(Draft, programme_id=programme.id, state="open"):
        if (draft.form, draft.subject, draft.person_id) in waiting and draft.person_id not in asked:
            asked.add(draft.person_id)
            yield seen.people[draft.person_id], "polls", _letter("polls", programme.name, draft)


def _letter(kind: str, programme: str, draft: Draft) -> Letter:
    return lambda voice: (
        voice.para(f"command.remind.letter-{kind}", None, programme=Typed(programme)),
        Buttons((voice.button(f"command.button.resume-{kind}", f"resume:{draft.id}", "primary"),)),
    )


def _invitation(programme: Programme, role: str) -> Letter:
    joining, name = f"within:{programme.id}:join:{role}", Typed(programme.name)
    return lambda voice: (
        voice.para(f"command.remind.letter-invited-{role}", None, programme=name),
        Buttons((voice.button("command.button.join", joining, "primary"),)),
    )


def _planning(pair: int, other: Typed) -> Letter:
    return lambda voice: (
        voice.para("command.remind.letter-unplanned", None, name=other),
        Buttons((voice.button("pairing.button.date", f"plan:{pair}", "primary"),)),
    )


def _still(session: Session, other: Typed) -> Letter:
    """Whether a date that is set still suits: another hour, or other hours, are a press away."""
    return lambda voice: (
        voice.para("command.remind.letter-planned", None, name=other, when=session.starts_at),
        Buttons(
            (
                voice.button("command.button.move", f"move:{session.id}", "primary"),
                voice.button("pairing.button.answers", "answers"),
            )
        ),
    )


_KINDS: Mapping[str, Callable[[Scene, Overview], Due]] = {
    "unfinished": _unfinished,
    "unplanned": _unplanned,
    "polls": _polls,
}
