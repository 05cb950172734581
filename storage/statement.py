"""Statements compiled once and handed to the driver.

SQLAlchemy builds each statement and knows every column's type; asked to run it, it spends several
times what SQLite does on the row itself. A turn runs the same dozen statements as every other turn,
so they are compiled once for each database and run by its driver, inside SQLAlchemy's transaction.
Values still pass through their column's type on the way in and out.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect
from sqlalchemy.engine.interfaces import Compiled
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.elements import ClauseElement

Convert = Callable[[Any], Any] | None
Row = Sequence[Any]


class Statement:
    """A statement, the columns whose values it takes by name, and those it gives back in order.

    Where databases differ, what makes a statement for each, by its dialect's name: only the one of
    the database in use is made. An INSERT or an UPDATE `writes` the columns of those names, each
    from the value of its own name.
    """

    def __init__(
        self,
        statement: ClauseElement | Mapping[str, Callable[[], ClauseElement]],
        takes: Mapping[str, Column[Any] | None],
        gives: Sequence[Column[Any]] = (),
        writes: Sequence[str] = (),
    ) -> None:
        self._statement, self._takes, self._gives = statement, takes, gives
        self._writes = writes
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Runs it with those values; the rows it gives, read by their columns' types."""
        return self._for(connection.dialect).run(connection, values)

    def make(self, connection: Connection, values: Mapping[str, Any]) -> int | None:
        """Runs an INSERT of one row; the id of what it made, None when it made nothing."""
        return self._for(connection.dialect).make(connection, values)

    def run_all(self, connection: Connection, many: Sequence[Mapping[str, Any]]) -> int:
        """Runs it once with each of those values; how many rows that changed."""
        return self._for(connection.dialect).run_all(connection, many)

    def words(self, dialect: Dialect) -> str:
        """The statement as that database is given it."""
        return self._for(dialect).text

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            statement = self._statement
            if isinstance(statement, Mapping):
                statement = statement[dialect.name]()
            words = statement.compile(dialect=dialect, column_keys=self._writes or None)
            compiled = _Compiled(words, self._takes, self._gives)
            self._compiled[dialect.name] = compiled
        return compiled


class _Compiled:
    """A statement in one database's own words."""

    def __init__(
        self,
        compiled: Compiled,
        takes: Mapping[str, Column[Any] | None],
        gives: Sequence[Column[Any]],
    ) -> None:
        self.text = str(compiled)
        self._gives, self._dialect = gives, compiled.dialect
        order = getattr(compiled, "positiontup", None)
        self._by_place = order is not None
        self._names = [*(compiled.params if order is None else order)]
        ways = [_on_the_way_in(takes.get(name), self._dialect) for name in self._names]
        self._in = [(place, way) for place, way in enumerate(ways) if way is not None]
        # Values that are part of the statement itself, such as a LIMIT.
        self._fixed = {k: v for k, v in compiled.params.items() if k not in takes}
        # How values are read depends on what the driver says it returns, so on the first run.
        self._out: list[tuple[int, Callable[[Any], Any]]] | None = None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(self.text, self._sent(values))
            if not self._gives:
                return []
            rows: list[Row] = cursor.fetchall()
        except self._dialect.loaded_dbapi.Error as error:
            raise self._as_ours(error) from error
        if self._out is None:
            self._out = self._readers(cursor.description)
        return self._read(rows, self._out) if self._out else rows

    def make(self, connection: Connection, values: Mapping[str, Any]) -> int | None:
        driver: Any = connection.connection.dbapi_connection
        try:
            cursor = driver.execute(self.text, self._sent(values))
            if cursor.description is not None:
                row = cursor.fetchone()
                return None if row is None else int(row[0])
        except self._dialect.loaded_dbapi.Error as error:
            raise self._as_ours(error) from error
        return int(cursor.lastrowid) if cursor.rowcount else None

    def run_all(self, connection: Connection, many: Sequence[Mapping[str, Any]]) -> int:
        driver: Any = connection.connection.dbapi_connection
        cursor = driver.cursor()
        try:
            cursor.executemany(self.text, [self._sent(values) for values in many])
            return int(cursor.rowcount)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._as_ours(error) from error
        finally:
            cursor.close()

    def _sent(self, values: Mapping[str, Any]) -> Any:
        given = {**self._fixed, **values} if self._fixed else values
        sent = [given[name] for name in self._names]
        for place, convert in self._in:
            sent[place] = convert(sent[place])
        return sent if self._by_place else dict(zip(self._names, sent, strict=True))

    @staticmethod
    def _read(rows: Sequence[Row], out: Sequence[tuple[int, Callable[[Any], Any]]]) -> list[Row]:
        read: list[Row] = []
        for row in rows:
            told = list(row)
            for place, convert in out:
                if (value := told[place]) is not None:
                    told[place] = convert(value)
            read.append(told)
        return read

    def _as_ours(self, error: Exception) -> Exception:
        """The driver's trouble as SQLAlchemy tells it, which is what whoever works here expects."""
        told: Exception = DBAPIError.instance(
            self.text, None, error, self._dialect.loaded_dbapi.Error
        )
        return told

    def _readers(self, told: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
        found: list[tuple[int, Callable[[Any], Any]]] = []
        for place, (column, each) in enumerate(zip(self._gives, told, strict=True)):
            own = column.type.dialect_impl(self._dialect)
            convert = own.result_processor(self._dialect, each[1])
            if convert is not None:
                found.append((place, convert))
        return found


def _on_the_way_in(column: Column[Any] | None, dialect: Dialect) -> Convert:
    return None if column is None else column.type.dialect_impl(dialect).bind_processor(dialect)
