"""The pieces a report is made of, before anything draws them."""

from dataclasses import dataclass
from typing import Literal

from bot.message import Runs
from bot.report.drawing import Chart


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; a note is quieter."""

    runs: Runs
    role: Literal["text", "note"] = "text"
    block: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in its place."""

    chart: Chart
    block: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows whose first cell is a heading.

    A `wide` table holds several columns of figures; in one that is `told`, cells are sentences.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: bool = False
    told: bool = False
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Listing:
    """Several sentences, numbered when their order matters."""

    items: tuple[Runs, ...]
    ordered: bool = False
    block: Literal["listing"] = "listing"


@dataclass(frozen=True, slots=True)
class Quotes:
    """What people agreed to be quoted for: words as typed, and who speaks (a role, or nothing)."""

    quotes: tuple[tuple[str, str], ...]
    block: Literal["quotes"] = "quotes"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One share against what good practice hopes for."""

    label: str
    meaning: str
    value: str
    hoped: str
    verdict: str
    share: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gauges:
    """Shares beside good practice, drawn as bars."""

    head: tuple[str, ...]
    gauges: tuple[Gauge, ...]
    block: Literal["gauges"] = "gauges"


Block = Words | Picture | Table | Listing | Quotes | Gauges


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report, found by its code in the page's address."""

    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is read from afar."""

    value: str
    label: str
    note: str
