"""IBM Model 1 in numpy: which term of one side stands for which term of the other.

Every term of a target is taken to come from one term of its source, or from nothing (the empty
word), without regard to order. Expectation and maximisation take turns: share out each target term
over the source terms of its pair in proportion to what is believed, then believe the shares.
Source: Brown et al., "The Mathematics of Statistical Machine Translation", 1993.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from matching.learning.labels import Parallel

ROUNDS = 8  # more only sharpens what is already believed


def translations(
    pairs: Sequence[Parallel], sources: Mapping[str, int], targets: Mapping[str, int]
) -> csr_array:
    """Learn p(target | source); sources × targets, rows that sum to at most 1.

    Terms that are not in `sources` or `targets` are passed over. The outcome depends on the pairs
    alone, down to the last bit on one machine.
    """
    empty = len(sources)
    heads: list[int] = []
    tails: list[int] = []
    token: list[int] = []  # number of the occurrence of the target term
    counts: list[float] = []
    occurrences = 0
    for pair in pairs:
        here = [sources[term] for term in pair.source if term in sources]
        there = [targets[term] for term in pair.target if term in targets]
        here.append(empty)
        for tail in there:
            heads += here
            tails += [tail] * len(here)
            token += [occurrences] * len(here)
            counts += [pair.weight] * len(here)
            occurrences += 1
    if not occurrences:
        return csr_array((len(sources), len(targets)), dtype=np.float64)
    cells = np.array(heads, dtype=np.int64) * len(targets) + np.array(tails, dtype=np.int64)
    known, cell = np.unique(cells, return_inverse=True)
    head, tail_of = np.divmod(known, len(targets))
    where, weights = np.array(token), np.array(counts)
    believed = np.ones(len(known))
    for _ in range(ROUNDS):
        shares = believed[cell]
        whole = np.bincount(where, shares, occurrences)
        expected = np.bincount(cell, weights * shares / whole[where], len(known))
        believed = expected / np.bincount(head, expected, empty + 1)[head]
    real = head < empty
    return csr_array(
        (believed[real], (head[real], tail_of[real])), shape=(len(sources), len(targets))
    )
