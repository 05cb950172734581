"""A whole programme of any size, its time and its memory: `python -m benchmarks.scale`.

`python -m benchmarks.scale [labels.csv] [--people 10000 30000] [--peer]`: texts, similarity, rules,
greedy, and every pair with its reasons, each size in a process of its own. With a table of labels
(the one that `python -m matching.learning` reads) the programme is planted, true pairs are counted,
and statements recur as they do among many people; without, every statement is made up and unlike
the others. `--plain` leaves `sparse_dot_topn` aside where it is installed. `--peer` also runs the
default TfidfVectorizer, sparse_dot_topn and OR-tools' flow, where these are installed.
"""

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.matching import made_up
from benchmarks.similarity import planted
from matching.learning.labels import read_labels
from matching.people import Candidate

TEAMS = 200
People = tuple[list[Candidate], list[Candidate], list[int]]


def programme(count: int, labels: Path | None, seed: int = 0) -> People:
    """Mentees, mentors, and for each mentee the true mentor (-1 when nobody knows)."""
    if labels is None:
        return *made_up(count, seed), [-1] * count
    needs, skills, truth = planted(count, read_labels(labels), (1, 1, 1, 1), seed)
    rng = random.Random(seed)

    def people(texts: Sequence[Sequence[str]]) -> list[Candidate]:
        return [
            Candidate(number, tuple(each), team=f"team {rng.randint(1, TEAMS)}", person=number + 1)
            for number, each in enumerate(texts)
        ]

    mentors = [replace(each, person=each.person + count) for each in people(skills)]
    return people(needs), mentors, truth.tolist()


def ours(mentees: list[Candidate], mentors: list[Candidate]) -> dict[int, int]:
    """Match with the default rules, every pair explained."""
    from matching import match

    outcome = match(mentees, mentors)
    assert all(each.evidence or each.topics for each in outcome.proposals)
    return {each.mentee: each.mentor for each in outcome.proposals}


def peer(mentees: list[Candidate], mentors: list[Candidate]) -> dict[int, int]:
    """Joined texts, the twenty best by sparse_dot_topn, the best total by OR-tools; no rules."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    kernel: Any = import_module("sparse_dot_topn")
    flows: Any = import_module("ortools.graph.python.min_cost_flow")
    here, there = ([" ".join(each.statements) for each in side] for side in (mentees, mentors))
    words = TfidfVectorizer(dtype=np.float32).fit([*here, *there])
    rows, columns = words.transform(here), words.transform(there)
    near = kernel.sp_matmul_topn(rows, columns.T.tocsr(), top_n=20)
    near = near.maximum(kernel.sp_matmul_topn(columns, rows.T.tocsr(), top_n=20).T).tocoo()
    flow, many = flows.SimpleMinCostFlow(), len(here)
    costs = -np.rint(near.data * 1_000_000).astype(np.int64)
    source, sink = many + len(there), many + len(there) + 1
    tails = np.concatenate([near.row, np.full(many, source), many + np.arange(len(there))])
    heads = np.concatenate([near.col + many, np.arange(many), np.full(len(there), sink)])
    none = np.zeros(many + len(there), dtype=np.int64)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tails, heads, np.ones(len(tails), dtype=np.int64), np.concatenate([costs, none])
    )
    flow.set_node_supply(source, many)
    flow.set_node_supply(sink, -many)
    flow.solve_max_flow_with_min_cost()
    used = flow.flows(arcs[: len(costs)]) > 0
    return dict(zip(near.row[used].tolist(), near.col[used].tolist(), strict=True))


def _measure(
    out: Connection,
    work: Callable[..., dict[int, int]],
    count: int,
    labels: Path | None,
    plain: bool,
) -> None:
    """Run one way in this process, and send what it took."""
    if plain:
        sys.modules["sparse_dot_topn"] = None  # type: ignore[assignment]  # nobody can import it
    mentees, mentors, truth = programme(count, labels)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start, busy = time.perf_counter(), time.process_time()
    pairs = work(mentees, mentors)
    wall, cpu = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = sum(pairs.get(mentee) == mentor for mentee, mentor in enumerate(truth))
    out.send((len(pairs), found if truth[0] >= 0 else None, wall, cpu, before, peak))


def measured(
    name: str, work: Callable[..., dict[int, int]], count: int, labels: Path | None, plain: bool
) -> None:
    """Print a line for one way at one size, each in a new process, so that peaks are its own."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(there, work, count, labels, plain))
    process.start()
    there.close()
    try:
        pairs, found, wall, cpu, before, peak = here.recv()
    except EOFError:
        print(f"{count:>7} {name:28} failed")
        return
    finally:
        process.join()
    true = "" if found is None else f"{found / count:.1%}"
    line = f"{pairs:>7} pairs {true:>6} {wall:7.1f} s ({cpu:.1f} of processor)"
    print(f"{count:>7} {name:28} {line} {peak:6.0f} MiB ({before:.0f} before)", flush=True)


def main() -> None:
    """Print a line for each size and each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", nargs="?", type=Path, help="a table of labels")
    parser.add_argument("--people", type=int, nargs="+", default=[10_000])
    parser.add_argument("--plain", action="store_true", help="without sparse_dot_topn")
    parser.add_argument("--peer", action="store_true", help="also the peer, where it is installed")
    options = parser.parse_args()
    for count in options.people:
        measured(
            "ours, plain" if options.plain else "ours", ours, count, options.labels, options.plain
        )
        if options.peer:
            measured("TF-IDF, topn, OR-tools", peer, count, options.labels, False)


if __name__ == "__main__":
    main()
