"""Column types that refuse what would be lost or read wrongly later."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused rather than guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone: {value!r}")
        value = value.astimezone(UTC)
        # SQLite has no zones: the text it keeps is UTC by convention.
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_LONG = 4_000  # characters; plans are longer, and read at every turn


def plain(text: str) -> Any:
    """The value of a JSON text; a long one is kept, since nobody changes a value in place."""
    return _long(text) if len(text) > _LONG else json.loads(text)


@lru_cache(maxsize=32)
def _long(text: str) -> Any:
    return json.loads(text)


class Data(TypeDecorator[Any]):
    """Plain JSON values (dict, list, text, numbers), replaced whole and never changed in place."""

    impl = JSON
    cache_ok = True


def one_of(column: str, values: Sequence[str]) -> CheckConstraint:
    """A CHECK that holds `column` to `values` in every database, unlike a native ENUM."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=column)
