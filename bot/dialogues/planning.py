"""Planning, moving and cancelling sessions."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.calendar.availability import Availability
from bot.calendar.slots import common_slots
from bot.calls.taking import may_meet_again
from bot.conversation.leading import Dialogue, ask, begin, dialogue, open_draft
from bot.conversation.pressed import action
from bot.dialogues import polls
from bot.dialogues.signing import ready
from bot.dialogues.standing import no_pair, tell_next, tell_session
from bot.dialogues.timing import Plan, chosen
from bot.kit.inducting import before_first
from bot.message import NOTHING, UNSETTLED, Button, Buttons, Part, Reply
from bot.pairs import agreeing
from bot.pairs.both import Both, Side, ahead, allowed, both, held, over, pairs_of, sessions_of
from bot.pairs.slots import elsewhere, in_rhythm, span
from bot.scene import Scene
from bot.texts import Voice
from storage.nouns import Draft, Pair, Session


def _subject(scene: Scene, draft: Draft) -> tuple[Both, Session | None]:
    kind, key = draft.subject.split(":")[:2]
    session = scene.work.get(Session, int(key)) if kind == "session" else None
    pair = scene.work.get(Pair, session.pair_id if session else int(key))
    return both(scene.work, pair, scene.programme), session


def _facts(scene: Scene, draft: Draft) -> Mapping[str, Any]:
    pair, session = _subject(scene, draft)
    side = pair.side(scene.person)
    others = [span(each) for each in elsewhere(scene.work, pair)]
    sessions = sessions_of(scene.work, pair.pair)
    if session is not None:
        others.append(span(session))
    slots = common_slots(
        _availability(side),
        _availability(pair.other(side)),
        # From the moment the question was first asked, so that its options stay put.
        after=in_rhythm(pair, sessions, draft.created_at, session),
        minutes=session.minutes if session else agreeing.length(scene.work, pair),
        busy=others,
        count=3,
        notice_hours=pair.plan.sessions.notice_hours,
    )
    return {
        "slots": [start for start in slots if start > scene.work.now],
        "name": pair.other(side).name,
    }


def _availability(side: Side) -> Availability:
    return Availability(tuple(side.halfdays), side.person.zone)


def _finish(scene: Scene, draft: Draft, answers: dict[str, Any]) -> None:
    pair, session = _subject(scene, draft)
    scene.work.lock(Pair, pair.pair.id)  # both may propose at the same time
    if _too_late(scene, draft):
        plan_with(scene, pair)
        return
    pair, session = _subject(scene, draft)  # as the other side may have left them
    if not ready(scene, pair):
        return
    if session is None and not may_meet_again(scene.work, pair):
        plan_with(scene, pair)
        return
    side = pair.side(scene.person)
    start = chosen(answers)
    place = answers.get("place", session.place if session else "")
    if session is not None:
        session = agreeing.propose_again(scene.work, scene.key, pair, side, session, start, place)
    else:
        extra = draft.subject.endswith(":extra")
        session = agreeing.propose(scene.work, scene.key, pair, side, start, place, extra=extra)
    scene.say(scene.voice.para("plan.sent", None, name=pair.other(side).name, when=start))


def _too_late(scene: Scene, draft: Draft) -> bool:
    """Whether the session was meanwhile planned, held or cancelled in another way."""
    try:
        pair, session = _subject(scene, draft)
    except LookupError:
        return True
    if pair.pair.state != "active":
        return True
    if session is not None:
        return session.state not in ("proposed", "planned")
    return ahead(sessions_of(scene.work, pair.pair)) is not None


dialogue(Dialogue(Plan, _finish, _facts, _too_late, steady=True))


def plan_next(scene: Scene, text: str) -> None:
    """Plans the next session; a mentor of several is asked with whom."""
    _with_pair(scene, "plan", plan_with)


def plan_with(scene: Scene, pair: Both) -> bool:
    """Plans the next session of a pair, or says what comes before it; whether it is planned."""
    sessions = sessions_of(scene.work, pair.pair)
    waiting = ahead(sessions)
    side = pair.side(scene.person)
    if waiting is not None and over(waiting, scene.work.now):
        _ask_if_met(scene, pair, waiting)
    elif waiting is not None:
        tell_session(scene, pair, waiting)
    elif held(sessions) >= allowed(pair, sessions):
        scene.say(*all_held(scene.voice, pair, sessions))
    elif not may_meet_again(scene.work, pair):
        scene.say(scene.voice.para("call.hours-gone", None, name=pair.mentor.name), _call(scene))
    elif ready(scene, pair):
        name, now = pair.other(side).name, scene.work.now
        later = in_rhythm(pair, sessions, now) > now
        begin(
            scene,
            Plan,
            subject=f"pair:{pair.pair.id}",
            intro=(
                *before_first(scene.voice, pair.plan, side.enrolment, sessions),
                scene.voice.para("plan.intro", None, name=name),
                *((scene.voice.hint("plan.in-rhythm"),) if later else ()),
            ),
        )
        return True
    return False


def _call(scene: Scene) -> Buttons:
    return Buttons((scene.voice.button("button.call", "ask:call"),))


def _ask_if_met(scene: Scene, pair: Both, session: Session) -> None:
    """Before anything else about a session that is over: did it take place? A no moves it."""
    side, subject = pair.side(scene.person), f"session:{session.id}"
    if polls.send(scene.work, pair.programme, "session", side.enrolment, subject):
        return
    draft = open_draft(scene, polls.AfterSession, subject)
    if draft is None:
        _move(scene, pair, session)
        return
    day = scene.voice.day(session.starts_at.astimezone(ZoneInfo(scene.person.zone)).date())
    name = pair.other(side).name
    ask(scene, draft, intro=(scene.voice.para("poll.session.intro", None, name=name, when=day),))


def all_held(voice: Voice, pair: Both, sessions: Sequence[Session]) -> tuple[Part, ...]:
    """Praise once every session foreseen was held, and one more where the programme allows it."""
    if pair.pair.calls:
        again = voice.button("button.call", "ask:call")
        return (voice.para("call.all-held", None, name=pair.mentor.name), Buttons((again,)))
    extras = sum(each.extra and each.state != "cancelled" for each in sessions)
    if extras < pair.plan.sessions.extra:
        ask = voice.button("button.extra", f"extra:{pair.pair.id}", "primary")
        return (voice.para("plan.all-held"), Buttons((ask,)))
    return (voice.para("plan.all-held-no-extra"),)


def one_more(scene: Scene, text: str) -> None:
    """One more session than the programme foresees, when it allows it."""
    _with_pair(scene, "extra", _extra)


def _extra(scene: Scene, pair: Both) -> bool:
    sessions = sessions_of(scene.work, pair.pair)
    extras = sum(each.extra and each.state != "cancelled" for each in sessions)
    if ahead(sessions) is not None or held(sessions) < pair.foreseen:
        return plan_with(scene, pair)
    if extras >= pair.plan.sessions.extra:
        scene.say(scene.voice.para("plan.no-extra"))
        return False
    name = pair.other(pair.side(scene.person)).name
    begin(
        scene,
        Plan,
        subject=f"pair:{pair.pair.id}:extra",
        intro=(scene.voice.para("plan.extra-intro", None, name=name),),
    )
    return True


def move(scene: Scene, text: str) -> None:
    """Moves the session ahead."""
    _with_session(scene, "move", _move)


def _move(scene: Scene, pair: Both, session: Session) -> None:
    name = pair.other(pair.side(scene.person)).name
    when = session.starts_at
    begin(
        scene,
        Plan,
        subject=f"session:{session.id}",
        answers={"place": session.place} if session.place else {},
        intro=(scene.voice.para("plan.move-intro", None, name=name, when=when),),
    )


def cancel_session(scene: Scene, text: str) -> None:
    """Cancels the session ahead, after asking once."""
    _with_session(scene, "drop", _ask_cancel)


def _ask_cancel(scene: Scene, pair: Both, session: Session) -> None:
    if over(session, scene.work.now):
        _ask_if_met(scene, pair, session)
        return
    voice = scene.voice
    scene.say(
        voice.para("plan.cancel-sure", None, when=voice.moment(session.starts_at)),
        Buttons(
            (
                voice.button("button.move-instead", f"move:{session.id}", "primary"),
                voice.button("button.cancel-yes", f"drop-yes:{session.id}", "danger"),
            )
        ),
    )


def _with_pair(scene: Scene, verb: str, then: Any) -> None:
    pairs = [both(scene.work, pair, scene.programme) for pair in pairs_of(scene)]
    if not pairs:
        no_pair(scene)
    elif len(pairs) == 1:
        then(scene, pairs[0])
    else:
        buttons = tuple(
            Button(each.other(each.side(scene.person)).person.name, f"{verb}:{each.pair.id}")
            for each in pairs
        )
        scene.say(scene.voice.para("plan.with-whom"), Buttons(buttons))


def _with_session(scene: Scene, verb: str, then: Any) -> None:
    found = [
        (both(scene.work, pair, scene.programme), session)
        for pair in pairs_of(scene)
        if (session := ahead(sessions_of(scene.work, pair))) is not None
    ]
    if not found:
        tell_next(scene, "")
    elif len(found) == 1:
        then(scene, *found[0])
    else:
        buttons = tuple(
            Button(pair.other(pair.side(scene.person)).person.name, f"{verb}:{session.id}")
            for pair, session in found
        )
        scene.say(scene.voice.para("plan.with-whom"), Buttons(buttons))


def own_pair(scene: Scene, key: str) -> tuple[Scene, Both]:
    """The pair of that id, if it is theirs and still active. Raises LookupError."""
    # Locked: both may act at the same time, and the second must see what the first did.
    pair = both(scene.work, scene.work.lock(Pair, int(key)))
    pair.side(scene.person)
    if pair.pair.state != "active":
        raise LookupError("over")
    return scene.within(pair.programme), pair


def _own_session(scene: Scene, key: str) -> tuple[Scene, Both, Session]:
    """The session of that id, if it is theirs and still ahead. Raises LookupError."""
    session = scene.work.get(Session, int(key))
    now, pair = own_pair(scene, str(session.pair_id))
    session = scene.work.get(Session, session.id)
    if session.state not in ("proposed", "planned"):
        raise LookupError("over")
    return now, pair, session


@action("plan")
def _press_plan(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return NOTHING if plan_with(*own_pair(scene, words[0])) else UNSETTLED


@action("extra")
def _press_extra(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return NOTHING if _extra(*own_pair(scene, words[0])) else UNSETTLED


@action("move")
def _press_move(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    _move(*_own_session(scene, words[0]))
    return NOTHING


@action("drop")
def _press_drop(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    _ask_cancel(*_own_session(scene, words[0]))
    return NOTHING


@action("drop-yes")
def _press_drop_yes(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pair, session = _own_session(scene, words[0])
    if over(session, now.work.now):
        _ask_if_met(now, pair, session)
        return UNSETTLED
    agreeing.cancel(scene.work, scene.key, pair, pair.side(scene.person), session)
    return NOTHING


@action("accept")
def _press_accept(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, pair, session = _own_session(scene, words[0])
    side = pair.side(scene.person)
    shown = ":".join(("accept", *words)) == agreeing.accepting(session)
    if session.state == "planned" or session.proposed_by == side.enrolment.id or not shown:
        tell_session(now, pair, session)
        return UNSETTLED
    if session.starts_at <= scene.work.now:
        now.say(now.voice.para("session.too-late"))
        _move(now, pair, session)
        return UNSETTLED
    if not ready(now, pair):
        return UNSETTLED
    agreeing.accept(scene.work, scene.key, pair, side, session)
    first = before_first(now.voice, pair.plan, side.enrolment, sessions_of(now.work, pair.pair))
    if first:
        now.say(*first)
    return NOTHING
