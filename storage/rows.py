"""Rows read as the nouns they keep."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from storage.nouns import Noun, table_of

N = TypeVar("N", bound=Noun)
_set = object.__setattr__


@cache
def fields_of(noun: type[Noun]) -> tuple[str, ...]:
    """The names of a noun's columns, in the order in which rows give them."""
    return tuple(column.name for column in table_of(noun).columns)


def read(noun: type[N], row: Sequence[Any]) -> N:
    """The noun that a row keeps."""
    return made(noun, dict(zip(fields_of(noun), row, strict=True)))


def made(noun: type[N], values: dict[str, Any]) -> N:
    """The noun of those values, all of its columns.

    Built without validating again what was valid when it was written: a turn reads dozens of rows,
    and checking them would cost more than fetching them.
    """
    value: N = object.__new__(noun)
    _set(value, "__dict__", values)
    _set(value, "__pydantic_fields_set__", _every(noun))
    _set(value, "__pydantic_extra__", None)
    _set(value, "__pydantic_private__", None)
    return value


@cache
def _every(noun: type[Noun]) -> set[str]:
    # One set for all: nouns are frozen, and a copy takes a set of its own.
    return set(fields_of(noun))
