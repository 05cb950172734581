"""The hours that a mentor offers, and what is left of them: never exceeded, whoever insists.

An offer is used up by the sessions that came of calls, from the moment they are accepted; one that
is cancelled or missed gives its time back. Whoever accepts holds the mentor's place meanwhile.
"""

from dataclasses import dataclass

from bot.calls.standing import COUNTED, sessions_of_calls
from bot.programme.plan import Plan
from storage.nouns import Call, Enrolment, Session
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Offer:
    """What a mentor offers, and what of it is taken, in minutes."""

    offered: int
    taken: int

    @property
    def left(self) -> int:
        """What may still be asked of them."""
        return max(0, self.offered - self.taken)


def offer(work: Work, plan: Plan, mentor: Enrolment) -> Offer | None:
    """A mentor's offer as it stands; None where the programme counts no hours."""
    if not plan.on_request.hours:
        return None
    met = work.find(Call, mentor_id=mentor.id, state="met")
    held = sessions_of_calls(work, met)
    taken = sum(_minutes(each, held) for each in met)
    return Offer(hours_offered(mentor) * 60, taken)


def hours_offered(mentor: Enrolment) -> int:
    """The hours that a mentor said they offer, or that were agreed with them beforehand."""
    said = str(mentor.answers.get("hours") or mentor.offered)
    return int(said) if said.isdecimal() else 0


def _minutes(call: Call, held: dict[int, Session]) -> int:
    session = held.get(call.session_id or 0)
    return session.minutes if session is not None and session.state in COUNTED else 0
