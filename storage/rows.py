"""Rows read as the nouns they keep."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from storage.nouns import Noun, table_of

N = TypeVar("N", bound=Noun)
_new = object.__new__
# Where pydantic keeps what makes a value, written as it does itself but at half the cost.
_values, _given, _extra, _private = (
    BaseModel.__dict__[name].__set__
    for name in (
        "__dict__",
        "__pydantic_fields_set__",
        "__pydantic_extra__",
        "__pydantic_private__",
    )
)


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
    value = _new(noun)
    _values(value, values)
    _given(value, _every(noun))
    _extra(value, None)
    _private(value, None)
    return value


@cache
def _every(noun: type[Noun]) -> set[str]:
    # One set for all: nouns are frozen, and a copy takes a set of its own.
    return set(fields_of(noun))
