"""What came within a time, picked out by the database."""

from datetime import timedelta
from typing import Any

from storage.database import Database
from storage.nouns import Enrolment, Pair, Person, Programme, Session
from storage.tally import sessions_within, within
from storage.work import Work
from tests.storage.ready import NOW

HOUR = timedelta(hours=1)


def _paired(work: Work, slug: str) -> Pair:
    programme = work.add(
        Programme(
            name=slug,
            slug=slug,
            template=slug,
            starts_on=NOW.date(),
            created_at=NOW,
            changed_at=NOW,
        )
    )
    places = []
    for role in ("mentee", "mentor"):
        person = work.add(Person(name=role, created_at=NOW))
        place = Enrolment(programme_id=programme.id, person_id=person.id, role=role, joined_at=NOW)
        places.append(work.add(place))
    mentee, mentor = places
    return work.add(
        Pair(programme_id=programme.id, mentee_id=mentee.id, mentor_id=mentor.id, started_at=NOW)
    )


def test_what_came_in_a_time_is_found_without_its_beginning_and_with_its_end(
    database: Database,
) -> None:
    with database.work(NOW) as work:
        pair = _paired(work, "atlas")
        _paired(work, "boreal")
        here = {"programme_id": pair.programme_id}
        assert within(work, Pair, "started_at", NOW - HOUR, NOW, **here) == [pair]
        assert within(work, Pair, "started_at", NOW, NOW + HOUR, **here) == []
        assert within(work, Pair, "ended_at", NOW - HOUR, NOW, **here) == []
        assert len(within(work, Enrolment, "joined_at", NOW - HOUR, NOW)) == 4


def test_sessions_are_those_that_begin_or_were_closed_then(database: Database) -> None:
    with database.work(NOW) as work:
        pair, other = _paired(work, "atlas"), _paired(work, "boreal")

        def session(of: Pair, number: int, **fields: Any) -> Session:
            given = {"minutes": 60, "proposed_by": of.mentee_id, "created_at": NOW, **fields}
            return work.add(Session(pair_id=of.id, number=number, **given))

        begins = session(pair, 1, starts_at=NOW + HOUR)
        closed = session(pair, 2, starts_at=NOW + 9 * HOUR, closed_at=NOW, state="cancelled")
        session(pair, 3, starts_at=NOW + 9 * HOUR)
        session(other, 1, starts_at=NOW + HOUR)
        found = sessions_within(work, pair.programme_id, NOW - HOUR, NOW + HOUR)
        assert found == [begins, closed]
