"""Assignment by best pair first.

The rule: of all the allowed pairs whose two people still have room, take the best; repeat. A tie
goes to the mentee who has waited longer, then to the one with the lower id, then likewise to the
mentor. So:

- the order is total, the outcome unique, and the order of the rows does not matter;
- the outcome is stable: two people who are not paired with each other never both prefer each other
  to what they got, since the better of their pairs would have been taken first. (The optimum of
  the sum is a little fairer to those who are served last, but leaves hundreds of such regrets in a
  large programme.)

Scores are whole numbers here (millionths), so that a tie is a tie.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching.market import MILLION, Flags, Ints, Market, market_of

Millionths = npt.NDArray[np.int32]
_EDGES_AT_ONCE = 16_384
_BANDS = (98, 90, 70, 40, 0)  # percentiles of the scores


def assign(
    scores: Millionths, allowed: Flags, room_here: Sequence[int], room_there: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair rows and columns within their room, best score first; their order breaks ties."""
    market = market_of(scores, allowed, room_here, room_there)
    taken = _in_order(market)
    rows, columns = market.rows[taken].tolist(), market.columns[taken].tolist()
    return list(zip(rows, columns, strict=True))


def best_first(market: Market) -> Ints:
    """The edges that are taken, best score first, by index."""
    return np.sort(_in_order(market))


def _in_order(market: Market) -> Ints:
    """The edges taken, in the order in which they are."""
    here, there = market.here.copy(), market.there.copy()
    taken: list[int] = []
    for low, high in _bands(market.scores):
        free = (here[market.rows] > 0) & (there[market.columns] > 0)
        free &= (market.scores >= low) & (market.scores < high)
        edges = np.flatnonzero(free)
        order = edges[np.argsort(-market.scores[edges], kind="stable")]
        for first in range(0, len(order), _EDGES_AT_ONCE):
            some = order[first : first + _EDGES_AT_ONCE]
            room = (here[market.rows[some]] > 0) & (there[market.columns[some]] > 0)
            some = some[room]
            ends = (market.rows[some].tolist(), market.columns[some].tolist(), some.tolist())
            for row, column, edge in zip(*ends, strict=True):
                if here[row] > 0 and there[column] > 0:
                    here[row] -= 1
                    there[column] -= 1
                    taken.append(edge)
    return np.array(taken, dtype=np.int64)


def _bands(figures: Ints) -> list[tuple[int, int]]:
    """Cut the scores into bands, the best first: few people are left to sort in the last ones."""
    if not len(figures):
        return []
    lows = np.percentile(figures, _BANDS, method="lower").astype(np.int64).tolist()
    return list(zip(lows, [int(figures.max()) + 1, *lows], strict=False))


__all__ = ["MILLION", "Millionths", "assign", "best_first"]
