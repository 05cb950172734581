"""A new revision of the charter: what changes, and putting it in force.

The earlier text is kept with the signatures it had. Whoever was being asked to sign it is asked
anew, so that nobody agrees to words that they were not shown.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.charter.signing import open_questions
from bot.charter.text import ROLES, of_role
from bot.programme.plan import Charter, WordLists
from bot.programme.template import plan_data, plan_of
from storage.looking import wake
from storage.nouns import Draft, Enrolment, Person, Programme, Revision
from storage.work import Work

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Changes:
    """Clauses that come and clauses that go, in one language."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped)


def changes(old: Charter, new: Charter, locale: str) -> Changes:
    """What a revision changes, whoever it concerns."""
    was, now = _all(old, locale), _all(new, locale)
    return Changes(
        added=tuple(clause for where, clause in now if (where, clause) not in was),
        dropped=tuple(clause for where, clause in was if (where, clause) not in now),
    )


def differs(old: Charter, new: Charter) -> bool:
    """Whether a charter says anything else than another, in either language."""
    return any(_all(old, each) != _all(new, each) for each in LANGUAGES)


def _all(charter: Charter, locale: str) -> list[tuple[str, str]]:
    found = [("", clause) for clause in charter.clauses.of(locale)]
    for role in ROLES:
        own = of_role(charter, role)
        found += [(role, clause) for clause in (own.of(locale) if own else ())]
    return found


def answers_of(charter: Charter) -> dict[str, list[str]]:
    """A charter as the answers of the form that changes it."""
    found: dict[str, list[str]] = {}
    for locale in LANGUAGES:
        found[f"clauses_{locale}"] = [*charter.clauses.of(locale)]
        for role in ROLES:
            own = of_role(charter, role)
            if own is not None:
                found[f"{role}_{locale}"] = [*own.of(locale)]
    return found


def charter_in(answers: Mapping[str, Any], revision: str) -> Charter:
    """The charter that answers describe."""
    told: dict[str, Any] = {"revision": revision, "clauses": _words(answers, "clauses")}
    for role in ROLES:
        if answers.get(f"{role}_fr"):
            told[role] = _words(answers, role)
    return Charter(**told)


def _words(answers: Mapping[str, Any], name: str) -> WordLists:
    fr, en = (tuple(answers.get(f"{name}_{locale}") or ()) for locale in LANGUAGES)
    return WordLists(fr=fr, en=en)


def next_revision(revision: str) -> str:
    """The name of the revision that follows: `2` after `1`, `spring 2` after `spring`."""
    number = re.search(r"\d+$", revision)
    if number is None:
        return f"{revision} 2"
    return f"{revision[: number.start()]}{int(number[0]) + 1}"


def put_in_force(
    work: Work, programme: Programme, charter: Charter, by: Person
) -> tuple[Programme, list[Draft]]:
    """Changes the charter; the programme as it is now, and the sign-ups that read the old one."""
    plan = plan_of(programme.plan)
    old = plan.charter
    if work.first(Revision, programme_id=programme.id, revision=old.revision) is None:
        _keep(work, programme, old, None)
    _keep(work, programme, charter, by.id)
    changed = plan_data(plan.model_copy(update={"charter": charter}))
    programme = work.change(programme, plan=changed)
    for draft in open_questions(work, programme):
        work.change(draft, state="cancelled", answers={}, look_at=None)
    beginning = [
        draft
        for form in ROLES
        for draft in work.find(Draft, programme_id=programme.id, form=form, state="open")
        if "charter" not in draft.answers
    ]
    for draft in beginning:
        work.change(draft, state="cancelled", answers={}, look_at=None)
    wake(work, Enrolment, programme_id=programme.id)
    return programme, beginning


def _keep(work: Work, programme: Programme, charter: Charter, by: int | None) -> None:
    work.add(
        Revision(
            programme_id=programme.id,
            revision=charter.revision,
            charter=charter.model_dump(mode="json"),
            at=work.now,
            by=by,
        )
    )
