"""Choosing a moment in the conversation of a pair: one press proposes it, the other's agrees.

What is pressed there is answered to each in private, like everything about sessions.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.calendar.availability import Availability
from bot.calendar.slots import common_slots
from bot.conversation.pressed import action
from bot.dialogues.planning import elsewhere, own_pair, plan_with
from bot.message import NOTHING, UNSETTLED, Button, Reply
from bot.pairs import agreeing
from bot.pairs.both import Both, ahead, sessions_of
from bot.scene import Scene
from bot.texts import Voice

_WRITTEN = "%Y%m%d%H%M"
_FURTHEST = timedelta(days=366)
Span = tuple[datetime, datetime]


def slot_buttons(
    voice: Voice, pair: Both, now: datetime, busy: Sequence[Span]
) -> tuple[Button, ...]:
    """The hours that suit both as buttons; none when the two live by different clocks."""
    mine, theirs = (Availability(tuple(s.halfdays), s.person.zone) for s in pair.sides)
    if mine.zone != theirs.zone:
        return ()  # one label cannot tell each of them their own hour
    sessions = pair.plan.sessions
    clock = Voice(voice.locale, mine.zone, voice.tone)
    slots = common_slots(
        mine,
        theirs,
        after=now,
        minutes=sessions.minutes,
        busy=busy,
        count=3,
        notice_hours=sessions.notice_hours,
    )
    return tuple(
        Button(clock.moment(start), f"slot:{pair.pair.id}:{start:{_WRITTEN}}") for start in slots
    )


@action("slot")
def _press_slot(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A moment pressed first is proposed; pressed by the other as well, it is agreed."""
    now, pair = own_pair(scene, words[0])
    start = datetime.strptime(words[1], _WRITTEN).replace(tzinfo=UTC)
    if start > now.work.now + _FURTHEST:
        raise LookupError("a moment that was never shown")
    side = pair.side(now.person)
    waiting = ahead(sessions_of(now.work, pair.pair))
    if waiting is None and _still_free(now, pair, start):
        agreeing.propose(now.work, now.key, pair, side, start, "", extra=False)
        when = now.voice.moment(start)
        now.say(now.voice.para("plan.sent", None, name=pair.other(side).name, when=when))
    elif (
        waiting is not None
        and waiting.state == "proposed"
        and waiting.proposed_by != side.enrolment.id
        and waiting.starts_at == start
        and start > now.work.now
    ):
        agreeing.accept(now.work, now.key, pair, side, waiting)
    else:
        plan_with(now, pair)
        return UNSETTLED
    return NOTHING


def _still_free(scene: Scene, pair: Both, start: datetime) -> bool:
    """Whether a first session may still be proposed then: both were free when it was offered."""
    if start < agreeing.soonest(pair, scene.work.now):
        return False
    if any(each.state != "cancelled" for each in sessions_of(scene.work, pair.pair)):
        return False
    end = start + timedelta(minutes=pair.plan.sessions.minutes)
    return not any(
        each.starts_at < end and start < each.starts_at + timedelta(minutes=each.minutes)
        for each in elsewhere(scene, pair)
    )
