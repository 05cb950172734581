"""Pairs worth considering in a large programme for people who chose topics and wrote nothing.

Many mentors share the same topics: if everybody took the first of them, most people would be left
out. So people of the same topics take turns along the list.
"""

from collections.abc import Sequence

import numpy as np

from matching.rules import Flags
from matching.shortlist import Bars, Edges
from matching.space import Floats, Ints

LOOKED_AT = 3  # times `top`: how many are looked at, in case some are barred


def silent(owners: Ints, people: int) -> Flags:
    """Tell who has no statement."""
    return np.asarray(np.bincount(owners, minlength=people) == 0)


def edges_by_topics(
    here: Floats, there: Floats, mute: tuple[Flags, Flags], top: int, barred: Bars
) -> Edges:
    """The pairs of people who wrote nothing (`mute`, on each side) with whom they share topics.

    `here` and `there` are people × topics, 1 where a topic is chosen. Scores are those of texts: 0.
    """
    asked = here / np.maximum(here.sum(axis=1), 1)[:, None]
    found = [*_windows(asked, there, mute[0], top)]
    found += [(column, row) for row, column in _windows(there, asked, mute[1], top)]
    width = max(1, len(there))
    keys = np.unique(
        np.concatenate([row * width + column for row, column in found])
        if found
        else np.zeros(0, dtype=np.int64)
    )
    rows, columns = np.divmod(keys, width)
    bits = barred(rows, columns)
    return Edges(rows, columns, np.zeros(len(rows), dtype=np.int64), bits)


def _windows(mine: Floats, theirs: Floats, mute: Flags, top: int) -> Sequence[tuple[Ints, Ints]]:
    """For each person who wrote nothing, some of those who share the most, in turns."""
    alike: dict[bytes, list[int]] = {}
    for person in np.flatnonzero(mute & mine.any(axis=1)).tolist():
        alike.setdefault(mine[person].tobytes(), []).append(person)
    found = []
    for people in alike.values():
        share = theirs @ mine[people[0]]
        order = np.argsort(-share, kind="stable")
        order = order[: np.count_nonzero(share > 0)]
        if not len(order):
            continue
        best = max(int(np.count_nonzero(share == share[order[0]])), LOOKED_AT * top)
        circle = order[:best]
        size = min(len(circle), LOOKED_AT * top)
        start = (np.arange(len(people)) * top)[:, None]
        columns = circle[(start + np.arange(size)[None, :]) % len(circle)]
        found.append((np.repeat(np.array(people), size), columns.ravel()))
    return found
