"""What is due next, in words: whom each moment concerns, and why it comes then.

The core names its moments for itself, such as `quiet-20160209-7-mentor` of `pair:17`; this table
says them to the visitor. A moment that it does not know is shown under its own name.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.texts import Voice
from storage.nouns import Call, Certificate, Commendation, Draft, Enrolment, Pair, Person, Programme
from storage.work import Work


class Due(Protocol):
    """A moment to come: when, for what, and the core's name for it."""

    @property
    def at(self) -> datetime: ...
    @property
    def subject(self) -> str: ...
    @property
    def name(self) -> str: ...


# By kind of subject: what its moments are called, and the sentence for each. A number that the
# pattern catches is how many hours or days the sentence speaks of.
_WHY: dict[str, tuple[tuple[str, str], ...]] = {
    "programme": (
        (r"signup-", "signup"),
        (r"matching-", "matching"),
        (r"kickoff-", "kickoff"),
        (r"running-", "running"),
        (r"midway-", "half-way"),
        (r"closing-", "wrap-up"),
        (r"closed-", "closed"),
        (r"last-days-", "last-days"),
        (r"post-", "post"),
        (r"weekly-", "weekly"),
        (r"coordinator-lost-", "coordinator-lost"),
        (r"workshop-.+-invite", "invite"),
        (r"workshop-.+-ask-again", "ask-again"),
        (r"workshop-.+-day-before", "day-before"),
        (r"workshop-.+-after", "after-workshop"),
    ),
    "pair": (
        (r"session-.+-before-(\d+)-", "before"),
        (r"session-.+-after-", "after"),
        (r"session-.+-unconfirmed", "unconfirmed"),
        (r"session-.+-answer", "answer"),
        (r"session-.+-lapsed", "lapsed"),
        (r"moves-", "moves"),
        (r"cancellations-", "cancellations"),
        (r"quiet-.+-alert", "silent"),
        (r"quiet-.+-first", "first-word"),
        (r"quiet-\d+-(\d+)-", "quiet"),
    ),
    "call": (
        (r"silent-", "call-silent"),
        (r"recall-", "call-recall"),
        (r"away-", "call-silent"),
        (r"not-chosen|over", "call-over"),
    ),
    "enrolment": (
        (r"pause-ends-", "pause-ends"),
        (r"midway", "midway"),
        (r"closing", "closing"),
        (r"assess-", "assessment"),
        (r"commend", "commend"),
    ),
    "draft": (
        (r"left-", "left"),
        (r"remind", "remind"),
        (r"expire", "expire"),
        (r"let-go", "let-go"),
    ),
    "certificate": ((r"send", "certificate"),),
    "commendation": ((r"tell-", "commendation"),),
}


def coming(work: Work, found: Iterable[Due], voice: Voice) -> list[dict[str, str]]:
    """The moments to come as the page shows them; the two sides of a pair are one line."""
    shown: dict[tuple[str, str, str], dict[str, str]] = {}
    for due in found:
        if _over(work, due):
            continue
        at, about, why = due.at.isoformat(), _about(work, due.subject, voice), _why(due, voice)
        shown[at, about, why] = {"at": at, "subject": about, "why": why}
    return list(shown.values())


def _over(work: Work, due: Due) -> bool:
    """Whether it is the day of an opening that somebody did not wait for."""
    kind, _, number = due.subject.partition(":")
    if kind != "programme" or not number.isdecimal() or not due.name.startswith("signup-"):
        return False
    programme = work.first(Programme, id=int(number))
    return programme is not None and programme.state != "draft"


def _why(due: Due, voice: Voice) -> str:
    for pattern, key in _WHY.get(due.subject.partition(":")[0], ()):
        match = re.match(pattern, due.name)
        if match is not None:
            count = int(match.group(1)) if match.groups() else None
            return voice.words(f"web.next.{key}", count)
    return due.name


def _about(work: Work, subject: str, voice: Voice) -> str:
    kind, _, number = subject.partition(":")
    key = int(number) if number.isdecimal() else 0
    match kind:
        case "programme":
            programme = work.first(Programme, id=key)
            return subject if programme is None else programme.name
        case "pair":
            pair = work.first(Pair, id=key)
            if pair is None:
                return subject
            sides = (pair.mentee_id, pair.mentor_id)
            return voice.listed(_enrolled(work, side) for side in sides)
        case "enrolment":
            return _enrolled(work, key)
        case "draft":
            draft = work.first(Draft, id=key)
            return subject if draft is None else _name(work, draft.person_id)
        case "call":
            call = work.first(Call, id=key)
            return subject if call is None else _enrolled(work, call.enrolment_id)
        case "certificate":
            certificate = work.first(Certificate, id=key)
            return subject if certificate is None else _enrolled(work, certificate.enrolment_id)
        case "commendation":
            kept = work.first(Commendation, id=key)
            return subject if kept is None else _enrolled(work, kept.enrolment_id)
        case _:
            return subject


def _enrolled(work: Work, enrolment_id: int) -> str:
    enrolment = work.first(Enrolment, id=enrolment_id)
    return "?" if enrolment is None else _name(work, enrolment.person_id)


def _name(work: Work, person_id: int) -> str:
    person = work.first(Person, id=person_id)
    return "?" if person is None else person.name
