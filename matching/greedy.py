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

Millionths = npt.NDArray[np.int32]
MILLION = 1_000_000
_EDGES_AT_ONCE = 16_384
_BANDS = (98, 90, 70, 40, 0)  # percentiles of the scores


def assign(
    scores: Millionths,
    allowed: npt.NDArray[np.bool_],
    room_here: Sequence[int],
    room_there: Sequence[int],
) -> list[tuple[int, int]]:
    """Pair rows and columns within their room, best score first; their order breaks ties."""
    here = np.array(room_here, dtype=np.int64)
    there = np.array(room_there, dtype=np.int64)
    allowed = allowed & (here > 0)[:, None] & (there > 0)[None, :]
    pairs: list[tuple[int, int]] = []
    for low, high in _bands(scores[allowed]):
        free = allowed & (here > 0)[:, None] & (there > 0)[None, :]
        free &= (scores >= low) & (scores < high)
        edges = np.flatnonzero(free)
        order = edges[np.argsort(-scores.ravel()[edges], kind="stable")]
        for first in range(0, len(order), _EDGES_AT_ONCE):
            rows, columns = np.divmod(order[first : first + _EDGES_AT_ONCE], scores.shape[1])
            room = (here[rows] > 0) & (there[columns] > 0)
            for row, column in zip(rows[room].tolist(), columns[room].tolist(), strict=True):
                if here[row] > 0 and there[column] > 0:
                    here[row] -= 1
                    there[column] -= 1
                    pairs.append((row, column))
    return pairs


def _bands(figures: Millionths) -> list[tuple[int, int]]:
    """Cut the scores into bands, the best first: few people are left to sort in the last ones."""
    if not len(figures):
        return []
    lows = np.percentile(figures, _BANDS, method="lower").tolist()
    return list(zip(lows, [MILLION + 1, *lows], strict=False))
