"""The statements of a unit of work, one for each shape: what is compared, what is set."""

from functools import cache, partial

from sqlalchemy import Insert, Table, bindparam, insert, select, update
from sqlalchemy import delete as delete_from

from storage.nouns import Noun, table_of
from storage.statement import Statement


@cache
def selecting(
    noun: type[Noun], equal: tuple[str, ...], empty: tuple[str, ...], only: int | None
) -> Statement:
    """Nouns whose columns `equal` have given values and whose columns `empty` have none."""
    table = table_of(noun)
    wanted = [table.c[name] == bindparam(name) for name in equal]
    # `= NULL` is never true in SQL, so a None that was asked for has a shape of its own.
    wanted += [table.c[name].is_(None) for name in empty]
    statement = select(table).where(*wanted).order_by(table.c.id).limit(only)
    return Statement(statement, {name: table.c[name] for name in equal}, [*table.c])


@cache
def locking(noun: type[Noun]) -> Statement:
    """One noun, kept from other transactions; SQLite has one writer at a time and needs no lock."""
    table = table_of(noun)
    # NO KEY: others may still add what belongs to it, such as somebody's place in a programme.
    found = select(table).where(table.c.id == bindparam("is_id"))
    statement = found.with_for_update(key_share=True)
    return Statement(statement, {"is_id": table.c.id}, [*table.c])


@cache
def updating(noun: type[Noun], changed: tuple[str, ...]) -> Statement:
    """The columns `changed` of one noun."""
    table = table_of(noun)
    statement = update(table).where(table.c.id == bindparam("is_id"))
    takes = {name: table.c[name] for name in changed}
    return Statement(statement, {**takes, "is_id": table.c.id}, writes=changed)


@cache
def changing(noun: type[Noun], changed: tuple[str, ...]) -> Statement:
    """The columns `changed` of one noun, which is given back as it is now."""
    table = table_of(noun)
    statement = update(table).where(table.c.id == bindparam("is_id")).returning(*table.c)
    takes = {name: table.c[name] for name in changed}
    return Statement(statement, {**takes, "is_id": table.c.id}, [*table.c], changed)


@cache
def inserting(noun: type[Noun]) -> Statement:
    """One new noun, whose id `make` tells."""
    table = table_of(noun)
    takes = {column.name: column for column in table.c if column.name != "id"}
    # SQLite's driver tells the id, where RETURNING would double the cost.
    plain, telling = insert(table), insert(table).returning(table.c.id)
    statements = {"sqlite": lambda: plain, "postgresql": lambda: telling}
    return Statement(statements, takes, writes=[*takes])


@cache
def inserting_once(noun: type[Noun], *by: str) -> Statement:
    """One new noun, unless there is one with the same `by`: `make` then tells no id."""
    table = table_of(noun)
    takes = {column.name: column for column in table.c if column.name != "id"}
    statements = {
        "sqlite": partial(_once_in_sqlite, table, by),
        "postgresql": partial(_once_in_postgresql, table, by),
    }
    return Statement(statements, takes, writes=[*takes])


# What SQLAlchemy knows of one database takes as much as a fortieth of a start: none is loaded for
# the other's sake.


def _once_in_sqlite(table: Table, by: tuple[str, ...]) -> Insert:
    from sqlalchemy.dialects.sqlite import insert

    return insert(table).on_conflict_do_nothing(index_elements=by)


def _once_in_postgresql(table: Table, by: tuple[str, ...]) -> Insert:
    from sqlalchemy.dialects.postgresql import insert

    return insert(table).on_conflict_do_nothing(index_elements=by).returning(table.c.id)


@cache
def deleting(noun: type[Noun]) -> Statement:
    """One noun."""
    table = table_of(noun)
    statement = delete_from(table).where(table.c.id == bindparam("is_id"))
    return Statement(statement, {"is_id": table.c.id})
