"""Column types that refuse what would be lost or read wrongly later.

SQLite keeps a moment and a JSON value as text, which is read and written here in one step: a turn
converts dozens of them, and SQLAlchemy's own steps cost several times the conversion.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect
from sqlalchemy.types import TypeDecorator

Convert = Callable[[Any], Any] | None


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = _in_utc(value)
        # SQLite has no zones: the text it keeps is UTC by convention.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Convert:
        return _moment_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        if dialect.name == "sqlite":
            return _moment
        return super().result_processor(dialect, coltype)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a moment needs its time zone: {value!r}")
    return value.astimezone(UTC)


def _moment_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    return _text(value if value.tzinfo is UTC else _in_utc(value))


@lru_cache(maxsize=1024)  # a work writes its own moment many times over
def _text(utc: datetime) -> str:
    """A moment in UTC as SQLite keeps it: `2016-02-09 13:30:00.000000`."""
    return utc.isoformat(" ", "microseconds")[:26]


@lru_cache(maxsize=4096)  # the same rows are read again and again
def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class Data(TypeDecorator[Any]):
    """Plain JSON values (dict, list, text, numbers), replaced whole and never changed in place."""

    impl = JSON
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Convert:
        return json_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Convert:
        if dialect.name == "sqlite":
            return json_value
        return super().result_processor(dialect, coltype)


def json_text(value: Any) -> str:
    """A plain value as JSON."""
    return to_json(value, fallback=_refused).decode()


def _refused(value: object) -> None:
    raise TypeError(f"JSON knows no {type(value).__name__}")


@lru_cache(
    maxsize=256
)  # plans and empty values are read at every turn; nobody changes one in place
def json_value(text: str | bytes | None) -> Any:
    """The value of a JSON text."""
    return None if text is None else from_json(text)


def one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    """A CHECK that holds `column` to `values` in every database, unlike a native ENUM."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)
