"""How near the optimum `total` and `everyone` come, proved anew: `python -m benchmarks.certified`.

1,500 people for 130 who take 12 each, then as many for as many: a tenth of all pairs barred, scores
of people in twelve dimensions. The last are large and sparse, twenty pairs a person. A bound is
worked out here from the prices alone, by weak duality: what every row would keep at these prices,
and the prices of all the places. How many pairs there can be, Hopcroft and Karp count (scipy).
"""

import argparse
import time

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from benchmarks.strategies import instance
from matching.market import Market, Solution, market_of
from matching.strategies import solve

DENSE = (200, 600, 1_500)  # as many rows as columns; --dense 5000 takes a minute or two
SPARSE = (5_000, 100_000)
EDGES_EACH = 20
ROW = "{:>16} {:10} {:>8} {:>13} {:>12} {:>9}"


def sparse(people: int, seed: int) -> Market:
    """As many edges a person as a large programme keeps, and one choice that serves everybody."""
    rng = np.random.default_rng(seed)
    keys = rng.integers(0, people, people * EDGES_EACH)
    keys += np.repeat(np.arange(people) * people, EDGES_EACH)
    keys = np.union1d(keys, np.arange(people) * people + rng.permutation(people))
    scores = rng.integers(30_000, 1_000_000, len(keys))
    ones = np.ones(people, dtype=np.int64)
    return Market(keys // people, keys % people, scores, ones, ones)


def most(market: Market) -> int:
    """How many pairs there can be; rows have room for one."""
    first = np.cumsum(market.there) - market.there
    many = market.there[market.columns]
    rows = np.repeat(market.rows, many)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    ends = (rows, np.repeat(first[market.columns], many) + place)
    shape = (len(market.here), int(market.there.sum()))
    graph = csr_array((np.ones(len(rows), dtype=np.int8), ends), shape=shape)
    return int((maximum_bipartite_matching(graph, perm_type="column") >= 0).sum())


def bound(market: Market, found: Solution, each: int) -> int:
    """A total that no choice of as many pairs can exceed, if each pair were worth `each` more."""
    assert (found.prices >= 0).all()
    kept = np.zeros(len(market.here), dtype=np.int64)
    np.maximum.at(kept, market.rows, market.scores + each - found.prices[market.columns])
    return int(kept.sum() + found.prices @ market.there) - each * len(found.edges)


def proved(market: Market, found: Solution) -> int:
    """The least of such totals: what a pair was worth besides its score is not handed back."""
    times = 2 * int(market.scores.max()) + 1
    return min(bound(market, found, each) for each in (0, *(times * 8**k for k in range(4))))


def show(name: str, market: Market) -> None:
    """Print a line for each strategy that promises an optimum."""
    possible = most(market)
    for strategy in ("total", "everyone"):
        start = time.process_time()
        found = solve(market, strategy)
        span = time.process_time() - start
        share = market.total(found.edges) / proved(market, found)
        left = possible - len(found.edges) if strategy == "everyone" else "–"
        pairs = len(found.edges)
        print(ROW.format(name, strategy, pairs, left, f"{share:.5%}", f"{span:.2f}"), flush=True)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--dense", type=int, nargs="*", default=DENSE)
    parser.add_argument("--sparse", type=int, nargs="*", default=SPARSE)
    options = parser.parse_args()
    print(ROW.format("", "", "pairs", "needlessly out", "of the bound", "seconds"))
    for seed in range(options.seeds):
        for rows, columns, room in ((1_500, 130, 12), *((size, size, 1) for size in options.dense)):
            scores, allowed = instance(rows, columns, seed)
            show(f"{rows} × {columns}", market_of(scores, allowed, [1] * rows, [room] * columns))
        for people in options.sparse:
            show(f"{people} × {people}", sparse(people, seed))


if __name__ == "__main__":
    main()
