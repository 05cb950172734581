"""Choosing a moment that was offered: one press proposes it, the other's agrees.

What is pressed where both read is answered to each in private, like everything about sessions.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.calls.taking import may_meet_again
from bot.conversation.pressed import action
from bot.dialogues.planning import own_pair, plan_with
from bot.dialogues.signing import ready
from bot.message import NOTHING, UNSETTLED, Button, Reply
from bot.pairs import agreeing, slots
from bot.pairs.both import Both, ahead, held, sessions_of
from bot.pairs.slots import Span
from bot.scene import Scene
from bot.texts import Voice
from storage.nouns import Session

_FURTHEST = timedelta(days=366)


def slot_buttons(
    voice: Voice, pair: Both, now: datetime, busy: Sequence[Span]
) -> tuple[Button, ...]:
    """The hours that suit both as buttons; none when the two live by different clocks."""
    clocks = {side.person.zone for side in pair.sides}
    if len(clocks) > 1:
        return ()  # one label cannot tell each of them their own hour
    clock = Voice(voice.locale, clocks.pop(), voice.tone)
    return slots.buttons(clock, pair, slots.suited(pair, now, busy))


@action("slot")
def _press_slot(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A moment pressed first is proposed; pressed by the other as well, it is agreed."""
    now, pair = own_pair(scene, words[0])
    start = datetime.strptime(words[1], slots.WRITTEN).replace(tzinfo=UTC)
    if start > now.work.now + _FURTHEST:
        raise LookupError("a moment that was never shown")
    side = pair.side(now.person)
    waiting = ahead(sessions_of(now.work, pair.pair))
    if not ready(now, pair):
        return UNSETTLED
    fit = waiting is None and may_meet_again(now.work, pair)
    if fit and _still_free(now, pair, start):
        place = _usual_place(sessions_of(now.work, pair.pair))
        agreeing.propose(now.work, now.key, pair, side, start, place, extra=False)
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
    """Whether a session may still be proposed then: both were free when it was offered."""
    if start < agreeing.soonest(pair, scene.work.now):
        return False
    sessions = sessions_of(scene.work, pair.pair)
    if held(sessions) >= pair.foreseen:
        return False
    end = start + timedelta(minutes=pair.plan.sessions.minutes)
    taken = (slots.span(each) for each in slots.elsewhere(scene.work, pair))
    return not any(begins < end and start < ends for begins, ends in taken)


def _usual_place(sessions: Sequence[Session]) -> str:
    """Where they were to meet last, or met: to be changed like anything about a session."""
    return next((each.place for each in reversed(sessions) if each.place), "")
