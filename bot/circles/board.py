"""The life of a question to a circle: a table of states and steps; a step not in it is refused.

    open ─gather→ drafting ─propose→ reading ─send→ sent ─answer→ answered ─follow→ followed
      │ lapse→ lapsed          ↑↓ propose

Who makes a step:

- The calendar alone makes `gather` once the contributions are in, or `lapse` when there are none,
  and `send` once members had their last word; the editor may send sooner.
- A member, or a coordinator when none does, makes `propose`; again while members read it.
- Whoever asked, another sponsor or a coordinator makes `answer`, then `follow` on the day it gave.
- A coordinator or whoever asked may `withdraw` it until the answer.

What a member contributes is read by nobody else before `gather`; the committee reads the proposal
alone. A challenge is the same chain: an expert shows something, and answers the improvements.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.circles.around import Around, around, look_again
from bot.circles.meeting import working_day
from bot.programme.plan.circles import Board
from bot.rights import COORDINATOR, may
from storage.nouns import Circle, Contribution, Person, Programme, Question, Sponsor
from storage.work import Work

_TABLE: Mapping[str, Mapping[str, str]] = {
    "open": {"gather": "drafting", "lapse": "lapsed", "withdraw": "withdrawn"},
    "drafting": {"propose": "reading", "withdraw": "withdrawn"},
    "reading": {"propose": "reading", "send": "sent", "withdraw": "withdrawn"},
    "sent": {"answer": "answered", "withdraw": "withdrawn"},
    "answered": {"follow": "followed"},
    "followed": {},
    "lapsed": {},
    "withdrawn": {},
}
STEPS = ("gather", "lapse", "propose", "send", "answer", "follow", "withdraw")
UNDER_WAY = tuple(state for state, steps in _TABLE.items() if steps)


class IllegalStep(LookupError):
    """The question's state does not allow that step."""


def step(state: str, name: str) -> str:
    """The state that a step leads to. Raises IllegalStep."""
    after = _TABLE[state].get(name)
    if after is None:
        raise IllegalStep(f"{name} is not possible in state {state}")
    return after


def stepped(work: Work, question: Question, name: str, **fields: object) -> Question:
    """The question after a step, as everybody now finds it. Raises IllegalStep."""
    question = work.lock(Question, question.id)
    state = step(question.state, name)
    look_again(work, work.get(Circle, question.circle_id))
    return work.change(question, state=state, changed_at=work.now, **fields)


def due(question: Question, board: Board, zone: str) -> datetime | None:
    """When the present step should be made; None when nothing is expected of anybody."""
    if question.state == "answered" and question.next_on is not None:
        return working_day(_noon(question.next_on), zone, later=True)
    days = {
        "open": board.contribute_days,
        "drafting": board.draft_days,
        "reading": board.read_days,
        "sent": board.answer_days,
    }.get(question.state)
    if days is None:
        return None
    return working_day(question.changed_at + timedelta(days=days), zone)


def asked_on(day: date, zone: str) -> date:
    """The day on which a committee is asked what became of it: the Monday after a weekend."""
    return working_day(_noon(day), zone, later=True).astimezone(ZoneInfo(zone)).date()


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def whole_of(work: Work, question: Question) -> Around:
    """The circle that a question is put to."""
    return around(work, work.get(Circle, question.circle_id))


def questions_of(work: Work, circle: Circle) -> list[Question]:
    """Everything a circle was asked, oldest first."""
    return work.find(Question, circle_id=circle.id)


def contributions(work: Work, question: Question) -> list[Contribution]:
    """What members wrote for a question."""
    return work.find(Contribution, about=f"question:{question.id}")


def asker(work: Work, question: Question) -> Person | None:
    """Who waits for the proposal, unless they were erased."""
    found = work.first(Person, id=question.asked_by or 0)
    return found if found is not None and found.erased_at is None else None


def sponsors(work: Work, programme: Programme) -> list[Person]:
    """Who of the committee may question the circles of a programme."""
    places = work.find(Sponsor, programme_id=programme.id)
    found = work.among(Person, [each.person_id for each in places])
    return [each for each in found if each.erased_at is None]


def may_ask(work: Work, person: Person, programme: Programme) -> bool:
    """Whether somebody may question a programme's circles, and answer their proposals."""
    named = work.first(Sponsor, programme_id=programme.id, person_id=person.id)
    return named is not None or may(work, person, programme, COORDINATOR)
