"""Rows, tables and sentences that several sections are made of."""

from collections.abc import Iterable

from bot.report.blocks import Table, Words
from bot.report.measures import Scale
from bot.report.say import Say
from bot.texts import Typed


def row(say: Say, code: str, value: str) -> tuple[str, str]:
    """A figure and its name."""
    return say.words(f"row.{code}"), value


def table_of(say: Say, code: str, rows: Iterable[tuple[str, str]]) -> Table:
    """A table of figures, one a row."""
    head = (say.words("head.figure"), say.words("head.value"))
    return Table(say.words(f"table.{code}"), head, tuple(rows))


def sentence(say: Say, code: str, **values: str) -> Words:
    """A sentence of the report."""
    return Words(say.runs(f"said.{code}", None, **{k: Typed(v) for k, v in values.items()}))


def scale_row(say: Say, name: str, found: Scale) -> tuple[str, ...]:
    """How many answered on a scale, their mean, and how many gave each value."""
    counts = tuple(say.number(count) for count in found.counts)
    return (name, say.number(found.n), say.number(found.mean, 1), *counts)
