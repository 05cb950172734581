"""The ways to choose among allowed pairs, and what each one promises.

- `greedy`: the best pair first, then the next best. Stable: no two people would both rather have
  each other. At least half of the best total, in practice 90 to 98 %.
- `total`: the best sum of scores there is, proved by prices (`matching.auction`).
- `everyone`: as many pairs as there can be; among these choices, the best sum.
- `fair`: as many pairs as there can be; among these choices, the best weakest pair; then the sum.
- `two-way`: best pair first, on scores in which both directions count (`matching.programme`).

Rows and columns come in the order that breaks ties, so that the outcome is unique and the order in
which people are given never matters.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import maximum_flow

from matching.auction import Auction
from matching.greedy import best_first
from matching.market import Ints, Market, Solution
from matching.people import Strategy

_EXACT_UP_TO = 20_000  # edges: beyond, the best total is within a millionth a pair
_FIRST_BIDS = 1_000  # millionths: what a bid goes beyond the next best at first
_THINNED_FROM = 60_000  # edges
_KEPT_EACH = 24
_NEAR = 5  # millionths: what an edge left out may promise without being looked at
_DENSE_FROM = 0.2  # of all pairs
_MATRIX_UP_TO = 12_000_000  # cells
_RANKED_AT_ONCE = 200_000  # edges
_NOTHING = np.zeros(0, dtype=np.int64)


def solve(market: Market, strategy: Strategy) -> Solution:
    """Choose edges by one strategy."""
    if not len(market.rows) or not market.here.sum() or not market.there.sum():
        return Solution(_NOTHING, np.zeros(len(market.there), dtype=np.int64), 0)
    return _STRATEGIES[strategy](market)


def most_pairs(market: Market) -> int:
    """How many pairs there can be at most (Dinic's maximum flow)."""
    if not len(market.rows):
        return 0
    rows, columns = len(market.here), len(market.there)
    source, sink = rows + columns, rows + columns + 1
    tails = (np.full(rows, source), market.rows, rows + np.arange(columns))
    heads = (np.arange(rows), rows + market.columns, np.full(columns, sink))
    most = np.int64(max(1, len(market.rows)))
    sizes = (market.here, np.ones(len(market.rows), dtype=np.int64), market.there)
    size = np.minimum(np.concatenate(sizes), most).astype(np.int32)
    ends = (np.concatenate(tails), np.concatenate(heads))
    graph = csr_array((size, ends), shape=(sink + 1, sink + 1))
    return int(maximum_flow(graph, source, sink).flow_value)


def bound_of(market: Market, prices: Ints, reward: int = 0) -> int:
    """A sum that no choice can exceed, by weak duality, with these prices of columns.

    `reward` is what each pair is worth besides its score. Prices are whole and not negative.
    """
    left = market.scores + reward - prices[market.columns]
    if (market.here <= 1).all():
        best = np.zeros(len(market.here), dtype=np.int64)
        np.maximum.at(best, market.rows, left)
        kept = int((best * market.here).sum())
    else:  # a row keeps its best edges, as many as it has room for
        order = np.lexsort((-left, market.rows))
        rows = market.rows[order]
        first = np.searchsorted(rows, rows)
        fits = np.arange(len(rows)) - first < market.here[rows]
        kept = int(np.maximum(left[order][fits], 0).sum())
    return kept + int((prices * market.there).sum())


def _greedy(market: Market) -> Solution:
    edges = best_first(market)
    return Solution(edges, _lowest(market, edges))


def _total(market: Market) -> Solution:
    return _best(market, 0)


def _everyone(market: Market) -> Solution:
    """The best total, when it already serves everyone; else each pair is worth more and more."""
    found = _best(market, 0)
    most = most_pairs(market)
    reward = 2 * int(market.scores.max()) + 1
    while len(found.edges) < most:
        found = _best(market, reward)
        reward *= 8
    return found


def _fair(market: Market) -> Solution:
    """Search the highest worst score that still serves as many, then take the best total."""
    most = most_pairs(market)
    levels = np.unique(market.scores)
    low, high = 0, len(levels) - 1  # the lowest level serves everyone
    while low < high:
        middle = (low + high + 1) // 2
        if most_pairs(market.part(market.scores >= levels[middle])) == most:
            low = middle
        else:
            high = middle - 1
    kept = np.flatnonzero(market.scores >= levels[low])
    part = market.part(market.scores >= levels[low])
    found = _everyone(part)
    return Solution(kept[found.edges], found.prices, found.bound)


def _best(market: Market, reward: int) -> Solution:
    """The best sum of score and reward; leftovers that are worth nothing are taken too."""
    several = (market.here > 1).any()
    edges, prices = (_programmed if several else _solver_of(market))(market, reward)
    bound = bound_of(market, prices, reward)
    rest = best_first(market.left(edges))
    if len(rest):
        left = market.left(edges)
        edges = np.sort(np.append(edges, market.find(left.rows[rest], left.columns[rest])))
    return Solution(edges, prices, bound - reward * len(edges))


def _solver_of(market: Market) -> Callable[[Market, int], tuple[Ints, Ints]]:
    """What is fastest: a dense solver where most pairs are allowed and most columns take one."""
    rows, columns = len(market.here), len(market.there)
    places = int(np.minimum(market.there, rows).sum())
    dense = len(market.rows) >= _DENSE_FROM * rows * columns
    if dense and places <= 2 * columns and rows * places <= _MATRIX_UP_TO:
        return _assigned
    return _priced if len(market.rows) > _THINNED_FROM else _auctioned


def _assigned(market: Market, reward: int) -> tuple[Ints, Ints]:
    """Scipy's dense solver on a column for each place; prices follow from its outcome.

    The lowest prices at which every row has what suits it best: they rise from nothing as long as
    somebody would rather have a column than what they got. At the optimum that comes to an end.
    """
    # Here, not above: twenty MiB that a large market, of which few pairs are kept, does without.
    from scipy.optimize import linear_sum_assignment

    rows, columns = len(market.here), len(market.there)
    worth = np.full((rows, columns), np.int64(-1))
    usable = (market.here[market.rows] > 0) & (market.there[market.columns] > 0)
    worth[market.rows[usable], market.columns[usable]] = market.scores[usable] + reward
    copies = np.repeat(np.arange(columns), np.minimum(market.there, rows))
    row, place = linear_sum_assignment(np.maximum(worth, 0)[:, copies], maximize=True)
    column = copies[place]
    real = worth[row, column] >= 0
    row, column = row[real], column[real]
    gain = worth[row, column]
    left, prices = np.zeros(rows, dtype=np.int64), np.zeros(columns, dtype=np.int64)
    for _ in range(columns + 1):
        left[row] = gain - prices[column]
        asked = np.where(worth >= 0, worth - left[:, None], 0).max(axis=0, initial=0)
        if (asked <= prices).all():
            break
        prices = np.maximum(prices, asked)
    return np.sort(market.find(row.astype(np.int64), column.astype(np.int64))), prices


def _priced(market: Market, reward: int) -> tuple[Ints, Ints]:
    """Auction the best edges of everybody, then those that the prices make worth a bid as well.

    When no edge left out is worth more at these prices than what its row has, it would change
    nothing: the outcome is that of the whole market, at a small part of the work.
    """
    kept = best_edges(market, _KEPT_EACH)
    auction: Auction | None = None
    while True:
        part = market.part(kept)
        before, auction = auction, Auction(part, part.scores, -reward)
        if before is not None:
            auction.resume(before)
        auction.run(1 if before is not None else max(_FIRST_BIDS, reward // 16))
        worth = market.scores + reward - auction.price[market.columns]
        has = np.zeros(len(market.here), dtype=np.int64)
        np.maximum.at(has, market.rows[kept], worth[kept])
        missing = ~kept & (worth > has[market.rows] + _NEAR)
        if not missing.any():
            edges = np.sort(auction.chosen[auction.chosen >= 0])
            return np.flatnonzero(kept)[edges], auction.price
        kept |= missing


def best_edges(market: Market, most: int) -> npt.NDArray[np.bool_]:
    """The best edges of each row and of each column, so many each."""
    kept = np.zeros(len(market.rows), dtype=np.bool_)
    for ends, many in ((market.rows, len(market.here)), (market.columns, len(market.there))):
        # Some people at a time: the figures to rank an edge take four times its own.
        size = max(1, many * _RANKED_AT_ONCE // max(1, len(ends)))
        for low in range(0, many, size):
            some = np.flatnonzero((ends >= low) & (ends < low + size))
            order = some[np.lexsort((-market.scores[some], ends[some]))]
            listed = ends[order]
            first = np.flatnonzero(np.diff(listed, prepend=-1))
            rank = np.arange(len(listed)) - np.repeat(first, np.diff(first, append=len(listed)))
            kept[order[rank < most]] = True
    return kept


def _auctioned(market: Market, reward: int) -> tuple[Ints, Ints]:
    pairs = min(int(market.here.sum()), int(market.there.sum()))
    finer = pairs + 1 if len(market.rows) <= _EXACT_UP_TO else 1
    auction = Auction(market, market.scores * finer, -reward * finer)
    auction.run(max(_FIRST_BIDS, reward // 16) * finer)
    chosen = auction.chosen[auction.chosen >= 0]
    return np.sort(chosen), -(-auction.price // finer)


def _programmed(market: Market, reward: int) -> tuple[Ints, Ints]:
    """When rows have room for several columns: a linear program, whose corners are whole."""
    # Here for the same reason as in `_assigned`.
    from scipy.optimize import linprog

    edges = len(market.rows)
    ones, numbers = np.ones(edges), np.arange(edges)
    here = csr_array((ones, (market.rows, numbers)), shape=(len(market.here), edges))
    there = csr_array((ones, (market.columns, numbers)), shape=(len(market.there), edges))
    limits = vstack([here, there], format="csr")
    found = linprog(  # type: ignore[call-overload]  # its types know no sparse matrix
        -(market.scores + reward).astype(np.float64),
        A_ub=limits,
        b_ub=np.concatenate([market.here, market.there]),
        bounds=(0, 1),
        method="highs-ds",
    )
    prices = np.maximum(0, np.ceil(-found.ineqlin.marginals[len(market.here) :] - 1e-6))
    return np.flatnonzero(found.x > 0.5).astype(np.int64), prices.astype(np.int64)


def _lowest(market: Market, edges: Ints) -> Ints:
    """The score that one must exceed to be preferred by each column; 0 where there is room."""
    columns = market.columns[edges]
    lowest = np.full(len(market.there), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(lowest, columns, market.scores[edges])
    full = np.bincount(columns, minlength=len(market.there)) >= market.there
    return np.where(full & (market.there > 0), lowest, 0)


_STRATEGIES: dict[Strategy, Callable[[Market], Solution]] = {
    "greedy": _greedy,
    "everyone": _everyone,
    "total": _total,
    "fair": _fair,
    "two-way": _greedy,
}
