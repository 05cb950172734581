"""What a strategy is given, and what it gives back: edges with scores, and room on both sides.

Only the pairs that the rules allow are edges, so that a large programme needs no whole matrix. They
stand in the order that breaks ties, by row then by column; scores are whole numbers (millionths),
so that a tie is a tie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.signedinteger[Any]]  # 32 bits while there are millions of them
Flags = npt.NDArray[np.bool_]
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Market:
    """Edges between rows and columns: three arrays of one length, sorted by row then column."""

    rows: Places
    columns: Places
    scores: Ints  # millionths, 0 or more
    here: Ints  # how many columns each row may get
    there: Ints  # how many rows each column may get

    def part(self, kept: Flags) -> "Market":
        """The same people with some of the edges."""
        rows, columns, scores = self.rows[kept], self.columns[kept], self.scores[kept]
        return Market(rows, columns, scores, self.here, self.there)

    def left(self, taken: Ints) -> "Market":
        """What remains once some edges (by index) are taken: less room, and not these edges."""
        here = self.here - np.bincount(self.rows[taken], minlength=len(self.here))
        there = self.there - np.bincount(self.columns[taken], minlength=len(self.there))
        kept = (here[self.rows] > 0) & (there[self.columns] > 0)
        kept[taken] = False
        return Market(self.rows[kept], self.columns[kept], self.scores[kept], here, there)

    def total(self, taken: Ints) -> int:
        """The sum of the scores of some edges."""
        return int(self.scores[taken].sum())

    def find(self, rows: Places, columns: Places) -> Ints:
        """The edges that join some rows to some columns, which must exist."""
        keys = self.keys(self.rows, self.columns)
        return np.searchsorted(keys, self.keys(rows, columns)).astype(np.int64)

    def keys(self, rows: Places, columns: Places) -> Ints:
        """A number for each pair, in the order of edges."""
        return rows.astype(np.int64) * max(1, len(self.there)) + columns


@dataclass(frozen=True, slots=True)
class Solution:
    """The edges that a strategy chose, and what proves how good they are.

    `bound` is a sum that no choice of edges can exceed, by weak duality: with a price for each
    column, it is what is left to every row at these prices, and the prices of all the places.
    """

    edges: Ints  # indices, sorted
    prices: Ints  # per column, millionths; 0 where a place is left
    bound: int | None = None  # of the total score (of the aim of the strategy); None: not proved


def market_of(
    scores: npt.NDArray[np.int32],
    allowed: Flags,
    here: Sequence[int] | Ints,
    there: Sequence[int] | Ints,
) -> Market:
    """The market of a whole matrix of scores (rows × columns)."""
    room_here, room_there = np.array(here, dtype=np.int64), np.array(there, dtype=np.int64)
    free = allowed & (room_here > 0)[:, None] & (room_there > 0)[None, :]
    rows, columns = np.nonzero(free)
    figures = scores[rows, columns].astype(np.int64)
    return Market(rows.astype(np.int32), columns.astype(np.int32), figures, room_here, room_there)
