"""What the columns refuse, and what they give back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, CheckConstraint, Date, Float, Integer, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from storage.columns import Data, Moment
from storage.database import Database
from storage.nouns import Draft, Happened, Pair, Person
from storage.schema import TABLES
from tests.storage.ready import NOW, somewhere

EPOCH = datetime(1970, 1, 2, tzinfo=UTC).replace(tzinfo=None)
PARIS = ZoneInfo("Europe/Paris")


def test_a_naive_moment_is_refused(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    with database.work(NOW) as work, pytest.raises(ValueError, match="needs its time zone"):
        work.add(Happened(subject="pair:1", name="x", at=naive))


def test_a_unit_of_work_needs_a_zone_too(database: Database) -> None:
    naive = NOW.replace(tzinfo=None)
    for opened in (database.work, database.reading):
        with pytest.raises(ValueError, match="needs its time zone"), opened(naive):
            pass


def test_a_local_moment_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    # 02:30 happens twice that night; the second time is an hour later.
    first = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=0)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1)
    with database.work(NOW) as work:
        work.add(Happened(subject="a", name="x", at=first))
        work.add(Happened(subject="b", name="x", at=second))
    with database.reading(NOW) as work:
        one, two = work.find(Happened)
    assert two.at - one.at == timedelta(hours=1)
    assert (one.at.tzinfo, one.at.isoformat()) == (UTC, "2026-10-25T00:30:00+00:00")


@given(st.datetimes(min_value=EPOCH, timezones=st.timezones()))
def test_every_moment_survives_both_ways(moment: datetime) -> None:
    for dialect in (sqlite.dialect(), postgresql.dialect()):
        column = Moment()
        kept = column.process_bind_param(moment, dialect)
        back = column.process_result_value(kept, dialect)
        assert back is not None
        assert back.astimezone(UTC) == moment.astimezone(UTC)


def test_moments_sort_as_they_follow_each_other(database: Database) -> None:
    moments = [NOW, NOW + timedelta(microseconds=1), NOW + timedelta(seconds=1)]
    with database.work(NOW) as work:
        for number, at in enumerate(moments):
            work.add(Happened(subject=str(number), name="x", at=at))
        table = next(table for table in TABLES if table.name == "happened")
        later = work.connection.execute(
            table.select().where(table.c.at > NOW).order_by(table.c.at)
        ).all()
    assert [row.subject for row in later] == ["1", "2"]


def _row(table: Table) -> dict[str, object]:
    """Values that the columns take, though they may mean nothing."""
    samples = {Data: {}, Integer: 1, Float: 1.0, Boolean: False, Date: NOW.date(), Moment: NOW}
    row: dict[str, object] = {}
    for column in table.c:
        if not column.nullable and column.name != "id":
            row[column.name] = next(
                (value for kind, value in samples.items() if isinstance(column.type, kind)), "x"
            )
    for name, check in _checks(table):
        row[name] = str(check.sqltext).partition("('")[2].partition("'")[0]
    return row


def _checks(table: Table) -> list[tuple[str, CheckConstraint]]:
    return [
        (str(each.name).removeprefix(f"ck_{table.name}_"), each)
        for each in table.constraints
        if isinstance(each, CheckConstraint)
    ]


def test_every_check_holds_in_the_database_itself(database: Database) -> None:
    checked = 0
    for table in TABLES:
        for column, check in _checks(table):
            row = {**_row(table), column: "nonsense"}
            with (
                pytest.raises(IntegrityError, match=str(check.name)),
                database.work(NOW) as work,
            ):
                work.connection.execute(insert(table), row)
            checked += 1
    assert checked > 10


def test_json_is_replaced_and_never_changed_in_place(database: Database) -> None:
    with database.work(NOW) as work:
        person = work.add(Person(name="Inès", created_at=NOW))
        draft = work.add(Draft(person_id=person.id, form="mentor", created_at=NOW, changed_at=NOW))
        draft.answers["show"] = "lost: nothing was told to the database"
        replaced = work.change(draft, answers={"topics": ["ai"], "place": "Orléans 🥐"})
    with database.reading(NOW) as work:
        kept = work.get(Draft, draft.id)
    assert kept == replaced
    assert kept.answers == {"topics": ["ai"], "place": "Orléans 🥐"}


def test_an_id_is_never_given_again(database: Database) -> None:
    with database.work(NOW) as work:
        first = work.add(Happened(subject="session:1", name="x", at=NOW))
        work.remove(first)
    with database.work(NOW) as work:
        second = work.add(Happened(subject="session:1", name="x", at=NOW))
    assert second.id > first.id


def test_a_row_cannot_point_at_nothing(database: Database) -> None:
    with pytest.raises(IntegrityError), database.work(NOW) as work:
        work.add(Pair(programme_id=7, mentee_id=7, mentor_id=7, started_at=NOW))


def test_what_only_a_noun_held_goes_with_it(database: Database) -> None:
    with database.work(NOW) as work:
        address = somewhere(work)
        person = work.get(Person, address.person_id or 0)
        work.add(Draft(person_id=person.id, form="mentor", created_at=NOW, changed_at=NOW))
        report = work.add(Person(name="Report", manager_id=person.id, created_at=NOW))
        work.remove(address)
        work.remove(person)
        assert work.find(Draft) == []
        assert work.get(Person, report.id).manager_id is None
