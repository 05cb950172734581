"""The charter to read: the clauses of all, then those of each role, the reader's own first."""

from collections.abc import Iterable

from bot.message import Bullets, Part, Run
from bot.programme.plan import Charter, WordLists
from bot.texts import Voice

ROLES = ("mentee", "mentor")


def charter_parts(voice: Voice, charter: Charter, role: str = "") -> tuple[Part, ...]:
    """The whole charter; who signs it also reads what the other commits to."""
    parts: list[Part] = [bullets(charter.clauses.of(voice.locale))]
    for each in sorted(ROLES, key=lambda one: one != role):
        clauses = of_role(charter, each)
        if clauses is not None:
            own = role in (each, "both")
            key = f"charter.yours.{each}" if own else f"charter.theirs.{each}"
            parts += [voice.para(key), bullets(clauses.of(voice.locale))]
    return tuple(parts)


def of_role(charter: Charter, role: str) -> WordLists | None:
    """What those in a role agree to besides; `both` has no list of its own."""
    return charter.mentee if role == "mentee" else charter.mentor


def bullets(clauses: Iterable[str]) -> Bullets:
    """Clauses as a list."""
    return Bullets(tuple((Run(clause),) for clause in clauses))
