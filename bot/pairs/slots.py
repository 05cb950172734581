"""Moments that suit both of a pair, as buttons: one press proposes one, the other's agrees.

They follow the rhythm of the pair: none sooner than that after its last session, and the soonest of
all once that time has passed. A rhythm that would outlast the programme is quickened.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.availability import Availability
from bot.calendar.slots import common_slots
from bot.message import Button, Buttons, Part
from bot.pairs.both import Both, Side, held, rhythm, sessions_of
from bot.texts import Voice
from storage.nouns import Pair, Session
from storage.work import Work

WRITTEN = "%Y%m%d%H%M"
Span = tuple[datetime, datetime]


def free(work: Work, pair: Both, but: Sequence[Session] = ()) -> list[datetime]:
    """Three moments that suit both, at their rhythm; not those of the sessions in `but`."""
    busy = [span(each) for each in (*elsewhere(work, pair), *but)]
    after = in_rhythm(pair, sessions_of(work, pair.pair), work.now, but[-1] if but else None)
    return suited(pair, after, busy, but[-1].minutes if but else 0)


def in_rhythm(
    pair: Both, sessions: Sequence[Session], now: datetime, instead_of: Session | None = None
) -> datetime:
    """From when moments are looked for, notice counted: now, unless the next session is not due.

    A session that is moved or replaced is not put off by it.
    """
    done, left = [each for each in sessions if each.state == "held"], pair.foreseen - held(sessions)
    if not done or left < 1 or pair.pair.calls:
        return now  # a first session, one asked for beyond those foreseen: as soon as can be
    clock = ZoneInfo(pair.mentee.person.zone)
    last = max(each.starts_at for each in done).astimezone(clock).date()
    day = last + timedelta(days=min(rhythm(pair.pair, pair.plan), _room(pair, last) // left))
    if instead_of is not None:
        day = min(day, instead_of.starts_at.astimezone(clock).date())
    begins = datetime.combine(day, time(), clock).astimezone(UTC)
    return max(now, begins - timedelta(hours=pair.plan.sessions.notice_hours))


def _room(pair: Both, last: date) -> int:
    """How many days are left for sessions after `last`, until a week before the closing."""
    closing = pair.programme.starts_on + timedelta(days=pair.plan.calendar.closing - 7)
    return max(0, (closing - last).days)


def suited(pair: Both, after: datetime, busy: Sequence[Span], minutes: int = 0) -> list[datetime]:
    """The soonest three moments that suit both from `after` on, where they are not busy."""
    mine, theirs = (Availability(tuple(s.halfdays), s.person.zone) for s in pair.sides)
    sessions = pair.plan.sessions
    return common_slots(
        mine,
        theirs,
        after=after,
        minutes=minutes or sessions.minutes,
        busy=busy,
        count=3,
        notice_hours=sessions.notice_hours,
    )


def elsewhere(work: Work, pair: Both) -> list[Session]:
    """Sessions ahead in any pair of either person: a mentor of two is in one place at a time."""
    found: list[Session] = []
    for side in pair.sides:
        for column in ("mentee_id", "mentor_id"):
            for each in work.find(Pair, **{column: side.enrolment.id}, state="active"):
                found += sessions_of(work, each)
    return [each for each in found if each.state in ("planned", "proposed")]


def span(session: Session) -> Span:
    """When a session takes place, from its beginning to its end."""
    return (session.starts_at, session.starts_at + timedelta(minutes=session.minutes))


def buttons(voice: Voice, pair: Both, starts: Iterable[datetime]) -> tuple[Button, ...]:
    """Each moment as a button that proposes it, on the clock of that voice."""
    return tuple(
        Button(voice.moment(start), f"slot:{pair.pair.id}:{start:{WRITTEN}}") for start in starts
    )


def offer(
    pair: Both, side: Side, starts: Sequence[datetime], otherwise: str = "button.plan"
) -> tuple[Part, ...]:
    """The moments offered to one side, and a way to say another; without any, that way alone."""
    if not starts:
        plan = side.voice.button(otherwise, f"plan:{pair.pair.id}", "primary")
        return (Buttons((plan,)),)
    other = side.voice.button("pairing.button.other-moment", f"plan:{pair.pair.id}")
    return (
        side.voice.para("slots.offer", None, name=pair.other(side).name),
        Buttons((*buttons(side.voice, pair, starts), other)),
    )
