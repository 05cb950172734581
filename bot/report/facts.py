"""The facts of a programme that a report may use, and nothing else that people wrote.

Free text is left behind as soon as it is read: what somebody took away from a session, what they
said they need, what they already know never reaches a figure. Only a closing comment whose author
agreed to be quoted is kept, without the names of participants.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.programme.plan import Plan
from bot.programme.template import plan_of
from bot.selection.offers import turned
from bot.waves import WAVE
from storage.nouns import (
    Answer,
    Attendance,
    Call,
    Circle,
    Enrolment,
    Happened,
    Meeting,
    Member,
    Notice,
    Pair,
    Person,
    Poll,
    Presence,
    Programme,
    Proposal,
    Question,
    Session,
    Workshop,
)
from storage.work import Work

# The only answers ever counted, by form; "signup" is what an enrolment holds.
COUNTED = {
    "signup": (
        *("topics", "teaches", "level", "languages", "zone", "capacity", "hours", "halfdays"),
    ),
    "session": ("met", "rating", "progress"),
    "midway": ("going", WAVE),
    "closing": ("recommend", "reached", "level", "level_before", WAVE),
    "workshop": ("useful",),
    "assessment": ("levels", "returns"),
}
UNNAMED = "[…]"
_SOME = 200

_WORD = re.compile(r"[^\W\d_]+")
_TWICE = re.compile(r"\[…\](?:[\s-]+\[…\])+")
# Short parts of names that are ordinary words.
_PARTICLES = frozenset(("les", "des", "the", "von", "van", "der", "den", "del", "dos", "della"))

Answered = TypeVar("Answered", Enrolment, Answer)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the figures are computed from."""

    programme: Programme
    plan: Plan
    now: datetime
    enrolments: tuple[Enrolment, ...] = ()
    pairs: tuple[Pair, ...] = ()
    proposals: tuple[Proposal, ...] = ()  # what waits while no pair is made, without its reasons
    sessions: tuple[Session, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    polls: tuple[Poll, ...] = ()
    answers: tuple[Answer, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()  # role and words, in an order that tells nothing
    notices: tuple[Notice, ...] = ()
    nudges: tuple[Happened, ...] = ()
    calls: tuple[Call, ...] = ()  # without what they asked for
    circles: tuple[Circle, ...] = ()
    members: tuple[Member, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    presences: tuple[Presence, ...] = ()
    questions: tuple[Question, ...] = ()  # how far they went, without their words
    earlier: tuple["Facts", ...] = ()  # other runs, to set this one beside


def gather(work: Work, programme: Programme, now: datetime | None = None) -> Facts:
    """Reads the facts of a programme, in a number of queries that hardly grows with it."""
    # `among` is not remembered: what people wrote leaves with this function.
    here = [programme.id]
    enrolments = work.among(Enrolment, here, by="programme_id")
    if plan_of(programme.plan).selection.mentors == "chosen":  # a no is nobody's departure
        aside = turned(work, programme)
        enrolments = [each for each in enrolments if each.id not in aside]
    answers, quoted = _answers(work, programme)
    pairs = work.find(Pair, programme_id=programme.id)
    workshops = work.find(Workshop, programme_id=programme.id)
    circles = [e for e in work.among(Circle, here, by="programme_id") if e.state != "proposed"]
    circled = [each.id for each in circles]
    meetings = work.among(Meeting, circled, by="circle_id")
    people = work.among(Person, [each.person_id for each in enrolments]) if quoted else []
    return Facts(
        programme=programme,
        plan=plan_of(programme.plan),
        now=now or work.now,
        enrolments=tuple(_counted(each, "signup") for each in enrolments),
        pairs=tuple(pairs),
        proposals=() if pairs else _proposals(work, programme),
        sessions=tuple(
            each.model_copy(update={"place": "", "about": ""}) if each.place or each.about else each
            for each in work.among(Session, [pair.id for pair in pairs], by="pair_id")
        ),
        workshops=tuple(workshops),
        attendances=tuple(
            work.among(Attendance, [each.id for each in workshops], by="workshop_id")
        ),
        polls=tuple(work.among(Poll, here, by="programme_id")),
        answers=answers,
        quotes=quotes_of(quoted, (person.name for person in people)),
        # Their facts hold names.
        notices=tuple(
            each.model_copy(update={"facts": {}})
            for each in work.find(Notice, programme_id=programme.id)
        ),
        nudges=_nudges(work, pairs),
        calls=tuple(
            each.model_copy(update={"subject": "", "point": ""})
            for each in work.among(Call, here, by="programme_id")
        ),
        circles=tuple(circles),
        members=tuple(work.among(Member, circled, by="circle_id")),
        meetings=tuple(meetings),
        presences=tuple(work.among(Presence, [e.id for e in meetings], by="meeting_id")),
        questions=tuple(
            each.model_copy(update=dict.fromkeys(("text", "proposal", "reasons", "became"), ""))
            for each in work.among(Question, circled, by="circle_id")
        ),
    )


def _proposals(work: Work, programme: Programme) -> tuple[Proposal, ...]:
    """The latest round's proposals that wait for a decision, or for their announcement."""
    if programme.state == "closed":
        return ()
    latest = work.find(Proposal, programme_id=programme.id, round=programme.round)
    return tuple(
        each.model_copy(update={"why": {}})
        for each in latest
        if each.state in ("proposed", "approved")
    )


def _answers(work: Work, programme: Programme) -> tuple[tuple[Answer, ...], list[Answer]]:
    """What is counted of every answer, and those that may be quoted, whole.

    Read before all else, so that the many words left behind make room for it.
    """
    answers = work.among(Answer, [programme.id], by="programme_id")
    quoted = [answer for answer in answers if _may_be_quoted(answer)]
    for place, each in enumerate(answers):  # one by one, so that they are never there twice
        answers[place] = _counted(each, each.form)
    return tuple(answers), quoted


def _nudges(work: Work, pairs: Sequence[Pair]) -> tuple[Happened, ...]:
    """The nudges that left, few among all that happens to a pair: read some pairs at a time."""
    subjects = [f"pair:{pair.id}" for pair in pairs]
    found = [
        each
        for start in range(0, len(subjects), _SOME)
        for each in work.among(Happened, subjects[start : start + _SOME], by="subject")
        if _is_nudge(each)
    ]
    return tuple(sorted(found, key=lambda each: each.id))


def quotes_of(answers: Iterable[Answer], names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The comments whose authors agreed to be quoted, without the names of participants."""
    parts = {
        part.casefold() for name in names for part in _WORD.findall(name) if len(part) > 2
    } - _PARTICLES
    quotes = (
        (answer.role, unnamed(answer.answers["comment"].strip(), parts))
        for answer in answers
        if _may_be_quoted(answer)
    )
    # In the order of their words: the order of arrival could tell who wrote.
    return tuple(sorted(quotes, key=lambda quote: (quote[1].casefold(), quote)))


def unnamed(text: str, names: set[str]) -> str:
    """The text with every capitalised word that is part of a participant's name taken out."""

    def take_out(found: re.Match[str]) -> str:
        word = found.group()
        return UNNAMED if word[0].isupper() and word.casefold() in names else word

    return _TWICE.sub(UNNAMED, _WORD.sub(take_out, text))


def _is_nudge(happened: Happened) -> bool:
    """Whether a nudge left: one that came too late was noted, not sent."""
    name = happened.name
    quiet = name.startswith("quiet-") and not name.endswith("-alert")
    return (quiet or name.startswith("nudge-")) and happened.note != "late"


def _may_be_quoted(answer: Answer) -> bool:
    comment = answer.answers.get("comment")
    return (
        answer.form == "closing"
        and answer.answers.get("quote") == "yes"
        and isinstance(comment, str)
        and bool(comment.strip())
    )


def _counted(value: Answered, form: str) -> Answered:
    kept = {name: value.answers[name] for name in COUNTED.get(form, ()) if name in value.answers}
    return value if len(kept) == len(value.answers) else value.model_copy(update={"answers": kept})
