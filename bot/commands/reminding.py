"""A nudge to those concerned, when a coordinator asks: never twice on the same day."""

from collections.abc import Callable, Iterator, Mapping

from bot.commands.arguments import Arguments
from bot.commands.entry import run_button
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.message import NOTHING, Buttons, Message, Part, Reply, to_data
from bot.pairing.announce import addresses_of
from bot.pairs.both import Both, ahead, sessions_of
from bot.scene import Scene
from bot.texts import Typed, Voice
from storage import outbox
from storage.nouns import Draft, Person, Programme, Session
from storage.nouns.programme import STATES

Letter = Callable[[Voice], tuple[Part, ...]]
Due = Iterator[tuple[Person, str, Letter]]  # whom, about what, in which words

_MEANINGS = {
    "unfinished": "unfinished", "inachevees": "unfinished", "inacheves": "unfinished",
    "inscriptions": "unfinished", "signups": "unfinished", "unplanned": "unplanned",
    "seances": "unplanned", "sessions": "unplanned", "polls": "polls", "sondages": "polls",
    "questions": "polls",
}  # fmt: skip


@command("remind", states=STATES[1:-1])
def remind(scene: Scene, words: Arguments) -> Reply:
    """Nudges whoever left something unfinished, or says who would be."""
    seen = overview_of(scene)
    if not words:
        _offer(scene, seen)
        return NOTHING
    kind = words.one_of(_MEANINGS)
    due = [*_KINDS[kind](scene, seen)]
    voice = scene.voice
    if not due:
        scene.say(voice.para(f"command.remind.none-{kind}"))
        return NOTHING
    nudged, before, unreachable = _send(scene, kind, due)
    sent, again = len(nudged), len(before)
    parts: list[Part] = []
    if sent:
        parts.append(voice.para(f"command.remind.sent-{kind}", sent))
    if again:
        parts.append(voice.para("command.remind.already", again))
    if unreachable:
        names = Typed(voice.listed(unreachable[:8]))
        parts.append(voice.para("command.remind.unreachable", len(unreachable), names=names))
    scene.say(*parts)
    return NOTHING


def _offer(scene: Scene, seen: Overview) -> None:
    """Who would be nudged, by kind: a coordinator chooses."""
    voice = scene.voice
    counts = {kind: len({person.id for person, *_ in _KINDS[kind](scene, seen)}) for kind in _KINDS}
    waiting = [kind for kind, count in counts.items() if count]
    if not waiting:
        scene.say(voice.para("command.remind.none"))
        return
    parts: list[Part] = [voice.para("command.remind.which")]
    parts += [voice.para(f"command.remind.count-{kind}", counts[kind]) for kind in waiting]
    buttons = tuple(run_button(scene, f"remind-{kind}", f"remind {kind}") for kind in waiting)
    scene.say(*parts, Buttons(buttons))


def _send(
    scene: Scene, kind: str, due: list[tuple[Person, str, Letter]]
) -> tuple[list[str], list[str], list[str]]:
    """Who was nudged, who had been today, and who cannot be reached."""
    addresses = addresses_of(scene.work, (person.id for person, *_ in due))
    today = scene.work.now.date().isoformat()
    sent: dict[int, str] = {}
    again: dict[int, str] = {}
    unreachable: list[str] = []
    for person, subject, letter in due:
        address = addresses.get(person.id)
        if address is None:
            unreachable.append(person.name)
            continue
        key = f"remind-{kind}/{programme_of(scene).id}/{subject}/{person.id}/{today}"
        payload = to_data(Message(letter(scene.voice_for(person))))
        posted = outbox.post(scene.work, key, address.id, payload)
        (sent if posted else again)[person.id] = person.name
    before = [name for person_id, name in again.items() if person_id not in sent]
    return [*sent.values()], before, list(dict.fromkeys(unreachable))


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
    return _send(scene, "unplanned", due)


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
        if ahead or away or held >= seen.plan.sessions.count:
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
