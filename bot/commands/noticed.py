"""Acting on what the bot noticed: each button of a notice, for whoever coordinates its programme.

A notice may be read by several people: the first to deal with it is kept, and the next hears who
it was. The answer goes to whoever pressed; the coordinators' channel learns one line.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.commands.entry import command, owned, run_button
from bot.commands.moving import programme_of
from bot.commands.registry import UNDER_WAY
from bot.commands.reminding import remind_pair
from bot.commands.taking import owned_by_somebody, take_over
from bot.conversation.pressed import action
from bot.message import CLOSED, NOTHING, UNSETTLED, Button, Buttons, Para, Part, Reply
from bot.notices import names_in, over, settle, share
from bot.pairs.agreeing import next_step
from bot.pairs.both import Both, both, sessions_of, tell
from bot.pairs.ending import COORDINATION, end
from bot.scene import Scene
from bot.texts import Typed
from storage import outbox
from storage.nouns import Notice, Pair, Person, Session
from storage.work import Work


@action("notice")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    found = scene.work.get(Notice, int(words[0]))
    now = owned(scene, found.programme_id)
    act = _ACTS[words[1]]
    found = now.work.lock(Notice, found.id)  # two coordinators may press at once
    if found.state == "handled":
        now.say(handled(now, found))
        return UNSETTLED
    act(now, found)
    return CLOSED if now.work.get(Notice, found.id).state == "handled" else NOTHING


def handled(scene: Scene, found: Notice) -> Para:
    """Says who dealt with a notice, and when."""
    voice, names = scene.voice, names_in(scene.voice, found)
    by = scene.work.first(Person, id=found.handled_by or 0)
    if by is None or found.handled_at is None:
        return voice.para("notice.already", None, names=names)
    return voice.para(
        "notice.already-by", None, names=names, who=Typed(by.name), when=found.handled_at
    )


def _done(scene: Scene, found: Notice) -> None:
    _settle(scene, found, "done")
    scene.say(scene.voice.para("notice.thanks", None, names=names_in(scene.voice, found)))


def _remind(scene: Scene, found: Notice) -> None:
    pair = _active(scene, found)
    if pair is None:
        return
    voice, names = scene.voice, names_in(scene.voice, found)
    sent, again, lost = remind_pair(scene, pair)
    parts: list[Part] = []
    if sent:
        parts.append(voice.para("notice.reminded", None, names=Typed(voice.listed(sent))))
        share(scene.work, pair.programme, scene.key, found, scene.person, "remind")
    if again:
        parts.append(voice.para("notice.reminded-today", None, names=Typed(voice.listed(again))))
    if lost:
        told = voice.para("notice.unreachable", None, names=Typed(voice.listed(lost)))
        parts.append(told)
    scene.say(*(parts or [voice.para("notice.both-away", None, names=names)]))


def _other_pair(scene: Scene, found: Notice) -> None:
    """Says what ending a pair means, and asks once."""
    if _active(scene, found) is None:
        return
    voice = scene.voice
    scene.say(
        voice.para("notice.end-sure", None, names=names_in(voice, found)),
        Buttons(
            (
                voice.button("notice.do.remind", f"notice:{found.id}:remind", "primary"),
                voice.button("notice.do.end", f"notice:{found.id}:end", "danger"),
            )
        ),
    )


def _end(scene: Scene, found: Notice) -> None:
    pair = _active(scene, found)
    if pair is None:
        return
    _settle(scene, found, "end")
    end(scene.work, scene.key, pair.pair, COORDINATION, by=scene.person)
    told = scene.voice.para("notice.ended", None, names=names_in(scene.voice, found))
    scene.say(told, Buttons((_search(scene),)))


def _rematch(scene: Scene, found: Notice) -> None:
    _settle(scene, found, "rematch")
    command(scene, _searching(scene))


def _held(scene: Scene, found: Notice) -> None:
    """The session took place: it counts, and both hear who said so."""
    pair, session = _session(scene, found)
    voice, names = scene.voice, names_in(scene.voice, found)
    _settle(scene, found, "held")
    if session.state == "missed":
        session = scene.work.change(session, state="held", closed_at=scene.work.now)
        over(scene.work, found.subject, "silent", since="held")
        scene.work.change(pair.pair, look_at=scene.work.now)
        sessions = sessions_of(scene.work, pair.pair)
        for side in pair.sides:
            counted = side.voice.para(
                "session.counted",
                None,
                when=session.starts_at,
                name=pair.other(side).name,
                by=Typed(scene.person.name),
            )
            step = next_step(pair, side, sessions) if pair.pair.state == "active" else ()
            tell(scene.work, f"{scene.key}/counted", side, (counted, *step))
    scene.say(voice.para("notice.held", None, names=names, when=session.starts_at))


def _missed(scene: Scene, found: Notice) -> None:
    _, session = _session(scene, found)
    key = "notice.held" if session.state == "held" else "notice.missed"
    _settle(scene, found, "held" if session.state == "held" else "missed")
    names = names_in(scene.voice, found)
    scene.say(scene.voice.para(key, None, names=names, when=session.starts_at))


def _again(scene: Scene, found: Notice) -> None:
    """Puts the messages that did not arrive in line again."""
    _of_messages(scene, found, "again", outbox.send_again)


def _discard(scene: Scene, found: Notice) -> None:
    """Gives up the messages that did not arrive."""
    _of_messages(scene, found, "discard", outbox.discard)


def _take_over(scene: Scene, found: Notice) -> None:
    """A programme whose owners are gone belongs to whoever coordinates it and says so first."""
    programme = programme_of(scene)
    _settle(scene, found, "done")
    if owned_by_somebody(scene, programme):
        scene.say(scene.voice.para("rights.taken-already"))
    else:
        take_over(scene, programme)


def _of_messages(scene: Scene, found: Notice, how: str, act: Callable[[Work, int], bool]) -> None:
    waiting = {message.id for message, _ in outbox.stuck(scene.work)}
    numbers = [each for each in found.facts.get("messages", ()) if each in waiting]
    count = sum(act(scene.work, number) for number in numbers)
    _settle(scene, found, how if count else "done")
    if not count:  # somebody settled them elsewhere meanwhile
        scene.say(scene.voice.para("notice.no-message", None, names=names_in(scene.voice, found)))
        return
    names = names_in(scene.voice, found)
    scene.say(scene.voice.para(f"notice.messages-{how}", count, names=names))


_ACTS: Mapping[str, Callable[[Scene, Notice], Any]] = {
    "done": _done,
    "remind": _remind,
    "other-pair": _other_pair,
    "end": _end,
    "rematch": _rematch,
    "held": _held,
    "missed": _missed,
    "again": _again,
    "discard": _discard,
    "take-over": _take_over,
}


def _settle(scene: Scene, found: Notice, how: str) -> None:
    settle(scene.work, programme_of(scene), scene.key, found, scene.person, how)


def _pair(scene: Scene, found: Notice) -> Both:
    """The pair that a notice is about. Raises LookupError when it is about something else."""
    kind, _, key = found.subject.partition(":")
    if kind != "pair":
        raise LookupError(found.subject)
    # Locked: one of the two may be leaving at this moment.
    return both(scene.work, scene.work.lock(Pair, int(key)), scene.programme)


def _active(scene: Scene, found: Notice) -> Both | None:
    """The pair while there is one; else the notice is settled by that, and it is said."""
    pair = _pair(scene, found)
    if pair.pair.state == "active":
        return pair
    _settle(scene, found, "done")
    told = scene.voice.para("notice.no-pair", None, names=names_in(scene.voice, found))
    scene.say(told, Buttons((_search(scene),)))
    return None


def _session(scene: Scene, found: Notice) -> tuple[Both, Session]:
    pair = _pair(scene, found)
    session = scene.work.get(Session, int(found.facts["session"]))
    if session.pair_id != pair.pair.id:
        raise LookupError("another pair's session")
    return pair, session


def _searching(scene: Scene) -> str:
    return "rematch" if programme_of(scene).state in UNDER_WAY else "match"


def _search(scene: Scene) -> Button:
    name = _searching(scene)
    return run_button(scene, name, name, "primary")
