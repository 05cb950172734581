"""Every strategy side by side, and beside what others would do: `python -m benchmarks.strategies`.

Two instances: 1,500 mentees for 130 mentors who take 12 each, and 600 for 600. The optimum is that
of scipy (`linear_sum_assignment`, a column for each place). munkres, on which a published package
for mentoring stands, is timed at 600 × 600 with --munkres, when it is installed: it is not part of
the project. Times are medians of three runs.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.market import MILLION, Market, market_of
from matching.people import STRATEGIES
from matching.strategies import solve

Matrix = np.ndarray[tuple[int, int], np.dtype[np.int32]]
ROW = "{:28} {:>9} {:>7} {:>9} {:>9} {:>10} {:>9}"


def instance(rows: int, columns: int, seed: int = 0) -> tuple[Matrix, np.ndarray[Any, Any]]:
    """Scores in millionths of people in twelve dimensions, and the tenth of the pairs barred."""
    rng = np.random.default_rng(seed)
    here, there = rng.normal(size=(rows, 12)), rng.normal(size=(columns, 12))
    near = here @ (there * rng.uniform(0.5, 1.5, (columns, 1))).T
    scores = np.rint((near - near.min()) / (near.max() - near.min()) * MILLION).astype(np.int32)
    return scores, rng.random((rows, columns)) > 0.1


def regrets(market: Market, edges: np.ndarray[Any, Any]) -> int:
    """How many two people would both rather have each other than what they got."""
    mine = np.zeros(len(market.here), dtype=np.int64)
    np.maximum.at(mine, market.rows[edges], market.scores[edges])
    theirs = np.full(len(market.there), np.iinfo(np.int64).max)
    np.minimum.at(theirs, market.columns[edges], market.scores[edges])
    full = np.bincount(market.columns[edges], minlength=len(market.there)) >= market.there
    theirs[~full] = -1
    return int(
        ((market.scores > mine[market.rows]) & (market.scores > theirs[market.columns])).sum()
    )


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """The median of some runs, in seconds, and the last outcome."""
    spans, found = [], None
    for _ in range(times):
        start = time.perf_counter()
        found = work()
        spans.append(time.perf_counter() - start)
    return statistics.median(spans), found


def compare(rows: int, columns: int, room: int, munkres: bool) -> None:
    """Print one line for each strategy, then for what they are compared with."""
    scores, allowed = instance(rows, columns)
    market = market_of(scores, allowed, [1] * rows, [room] * columns)
    print(f"\n{rows} × {columns}, room for {room} each, {len(market.rows)} allowed pairs")
    print(ROW.format("", "seconds", "pairs", "total", "worst", "of best", "regrets"))
    wide = np.repeat(np.where(allowed, scores, 0), room, axis=1)
    span, at = timed(lambda: linear_sum_assignment(wide, maximize=True))
    best = int(wide[at].sum())
    for strategy in STRATEGIES[:4]:
        mine, found = timed(lambda strategy=strategy: solve(market, strategy))  # type: ignore[misc]
        total = market.total(found.edges)
        worst = int(market.scores[found.edges].min()) / MILLION
        line = (strategy, f"{mine:.3f}", len(found.edges), f"{total / MILLION:.3f}", f"{worst:.3f}")
        print(ROW.format(*line, f"{total / best:.4%}", regrets(market, found.edges)))
        if found.bound is not None and strategy == "total":
            print(
                f"    proved: nothing exceeds it by more than {(found.bound - total) / total:.1e}"
            )
    scipy = (f"{span:.3f}", len(at[0]), f"{best / MILLION:.3f}", "", "100.0000%", "")
    print(ROW.format("scipy, a column a place", *scipy))
    if munkres:
        with_munkres(scores, allowed)


def with_munkres(scores: Matrix, allowed: np.ndarray[Any, Any]) -> None:
    """Time munkres once on the same instance."""
    costs = np.where(allowed, MILLION - scores, 2 * MILLION).tolist()
    try:
        solver = import_module("munkres").Munkres()
    except ModuleNotFoundError:
        print("munkres is not installed: put it in a folder of its own, named in PYTHONPATH")
        return
    span, found = timed(lambda: solver.compute(costs), 1)
    total = sum(int(scores[row, column]) for row, column in found if allowed[row, column])
    print(ROW.format("munkres", f"{span:.3f}", len(found), f"{total / MILLION:.3f}", "", "", ""))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--munkres", action="store_true", help="time munkres too: slow")
    options = parser.parse_args()
    compare(1500, 130, 12, munkres=False)
    compare(600, 600, 1, munkres=options.munkres)


if __name__ == "__main__":
    main()
