"""The course of a pair: the modules it agreed, in order, how often it meets and how many times.

One side proposes, the other agrees or changes; what was agreed holds until something else is.
Both are kept on the pair, as data: `{modules, every_days, sessions, by, at}`.
"""

from collections.abc import Sequence
from typing import Any

from bot.kit.reading import Module
from bot.kit.shelf import UnknownModule, of_key, shelf
from bot.pairs.both import Both, Side, place
from storage.nouns import Pair, Session
from storage.work import Work

Course = dict[str, Any]


def offered(pair: Pair) -> Course:
    """What one side proposed and the other has not answered; empty when nothing waits."""
    return pair.course_offered


def propose(work: Work, pair: Both, by: Side, course: Course) -> Both:
    """Keeps a proposal, instead of any other that waits."""
    said = {**course, "by": by.enrolment.id, "at": work.now.strftime("%Y%m%d%H%M%S")}
    return _with(work, pair, course_offered=said)


def agree(work: Work, pair: Both) -> Both:
    """What waits becomes the course of the pair."""
    return _with(work, pair, course=pair.pair.course_offered, course_offered={}, look_at=work.now)


def modules_of(course: Course) -> list[Module]:
    """The modules of a course, without those that the kit no longer holds."""
    found: list[Module] = []
    for key in course.get("modules", ()):
        try:
            found.append(of_key(key, shelf()))
        except UnknownModule:
            continue
    return found


def module_for(pair: Pair, session: Session, sessions: Sequence[Session]) -> Module | None:
    """The module agreed for a session; one that was cancelled or missed uses up none."""
    found, at = modules_of(pair.course), place(sessions, session)
    return found[at] if at < len(found) else None


def _with(work: Work, pair: Both, **fields: Any) -> Both:
    return Both(work.change(pair.pair, **fields), pair.programme, pair.mentee, pair.mentor)
