"""How things stand, told without numbers that a database chose or the second at which it happened.

Two runs of one story that stand alike have equal portraits, whatever was undone and done again.
"""

import re
from collections.abc import Callable
from typing import Any

from bot.message import from_data, text_of
from storage.nouns import (
    Address,
    Answer,
    Attendance,
    Draft,
    Enrolment,
    Happened,
    Notice,
    Outgoing,
    Pair,
    Person,
    Poll,
    Programme,
    Proposal,
    Received,
    Session,
    Workshop,
)
from storage.work import Work

Portrait = dict[str, list[str]]


def portrait(work: Work, told: Callable[[Outgoing], bool] = lambda _message: True) -> Portrait:
    """Everything that matters about every noun, in lines that sort alike; of messages, some."""
    people = {each.id: each.name for each in work.find(Person)}
    places = {each.id: people[each.person_id] for each in work.find(Enrolment)}
    pairs = {
        each.id: f"{places[each.mentee_id]} + {places[each.mentor_id]}" for each in work.find(Pair)
    }
    numbers = {each.id: f"{pairs[each.pair_id]} {each.number}" for each in work.find(Session)}
    workshops = {each.id: each.key for each in work.find(Workshop)}
    users = {each.id: each.user for each in work.find(Address)}
    subjects: dict[str, dict[int, str]] = {
        "pair": pairs,
        "session": numbers,
        "enrolment": places,
        "workshop": workshops,
    }

    def about(subject: str) -> str:
        kind, _, key = subject.partition(":")
        known = subjects.get(kind, {})
        return f"{kind} {known.get(int(key), '') if key.isdigit() else key}"

    return {
        "programmes": _lines((p.state, p.round) for p in work.find(Programme)),
        "addresses": _lines(
            (a.user, people.get(a.person_id or 0), a.welcomed, a.reachable, a.draft_id is None)
            for a in work.find(Address)
        ),
        "enrolments": _lines(
            (places[e.id], e.role, e.state, e.waited, e.unmatched, _sorted(e.answers))
            for e in work.find(Enrolment)
        ),
        "proposals": _lines(
            (places[p.mentee_id], places[p.mentor_id], p.round, p.state, p.label)
            for p in work.find(Proposal)
        ),
        "pairs": _lines((pairs[p.id], p.state, p.reason) for p in work.find(Pair)),
        "sessions": _lines(
            (numbers[s.id], s.state, s.starts_at, s.sequence, s.moves, places[s.proposed_by])
            for s in work.find(Session)
        ),
        "workshops": _lines((w.key, w.state, w.starts_at, w.sequence) for w in work.find(Workshop)),
        "attendances": _lines(
            (workshops[a.workshop_id], places[a.enrolment_id], a.answer, a.attended)
            for a in work.find(Attendance)
        ),
        "polls": _lines(
            (places[p.enrolment_id], p.form, about(p.subject), p.state) for p in work.find(Poll)
        ),
        "answers": _lines(
            (places.get(a.enrolment_id or 0), a.form, a.role, about(a.subject), _sorted(a.answers))
            for a in work.find(Answer)
        ),
        "drafts": _lines(
            (people[d.person_id], d.form, about(d.subject), d.state, _sorted(d.answers))
            for d in work.find(Draft)
        ),
        "notices": _lines((about(n.subject), n.kind, n.state) for n in work.find(Notice)),
        "happened": _lines(
            (about(h.subject), _masked(h.name), h.note) for h in work.find(Happened)
        ),
        "received": _lines((each.key,) for each in work.find(Received)),
        "messages": _lines(
            (users[o.address_id], _masked(o.key), text_of(from_data(o.payload)))
            for o in work.find(Outgoing)
            if told(o)
        ),
    }


def _lines(rows: Any) -> list[str]:
    return sorted(repr(row) for row in rows)


def _sorted(answers: dict[str, Any]) -> list[tuple[str, Any]]:
    # A confirmation's fingerprint depends on nothing but the answers, so it stays.
    return sorted(answers.items())


def _masked(key: str) -> str:
    return re.sub(r"\d+", "#", key)
