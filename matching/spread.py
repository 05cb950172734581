"""Nobody signs up as a mentor for nothing: columns that got nobody receive somebody.

An idle column takes a row over from a column that has two or more, or a row left alone; if need be
through others who pass a row on in turn. Each chain is the shortest there is, among those the one
that costs least, so nobody loses a place and few people move. When no chain is left, no choice of
pairs serves more columns without leaving more rows alone (alternating paths, Berge 1957).
"""

import numpy as np

from matching.auction import Ragged
from matching.market import Flags, Ints, Market


def spread(market: Market, edges: Ints, busy: Flags) -> Ints:
    """Move as few pairs as it takes to leave no column idle; `busy` ones have somebody already."""
    chosen: dict[int, set[int]] = {}  # column -> its edges
    held: dict[int, set[int]] = {}  # row -> its edges
    for edge in edges.tolist():
        chosen.setdefault(int(market.columns[edge]), set()).add(edge)
        held.setdefault(int(market.rows[edge]), set()).add(edge)
    by_column = Ragged.by(market.columns, len(market.there))
    for column in np.flatnonzero((market.there > 0) & ~busy).tolist():
        if not chosen.get(column):
            chain = _chain(market, by_column, chosen, held, busy, column)
            for given, taken in chain:
                if given >= 0:
                    chosen[int(market.columns[given])].discard(given)
                    held[int(market.rows[given])].discard(given)
                chosen.setdefault(int(market.columns[taken]), set()).add(taken)
                held.setdefault(int(market.rows[taken]), set()).add(taken)
    return np.array(sorted(edge for some in chosen.values() for edge in some), dtype=np.int64)


def _chain(
    market: Market,
    by_column: Ragged,
    chosen: dict[int, set[int]],
    held: dict[int, set[int]],
    busy: Flags,
    idle: int,
) -> list[tuple[int, int]]:
    """What to take from whom, and what to give instead: (edge given up or -1, edge taken)."""
    reached: dict[int, tuple[int, int, int]] = {}  # column -> (edge given, edge taken, from column)
    layer = {idle: 0}
    while layer:
        ends: list[tuple[int, int, int, int]] = []  # cost, given, taken, column that receives
        further: dict[int, int] = {}
        for column, cost in sorted(layer.items()):
            some, _ = by_column.of(np.array([column]))
            for taken in some.tolist():
                row = int(market.rows[taken])
                mine = held.get(row, set())
                if taken in mine:
                    continue
                gain = int(market.scores[taken])
                if len(mine) < int(market.here[row]):
                    ends.append((cost - gain, -1, taken, column))
                    continue
                for given in sorted(mine):
                    other = int(market.columns[given])
                    paid = cost - gain + int(market.scores[given])
                    if len(chosen[other]) > 1 or busy[other]:
                        ends.append((paid, given, taken, column))
                    elif (
                        other in further or (other != idle and other not in reached)
                    ) and paid < further.get(other, paid + 1):
                        further[other] = paid
                        reached[other] = (given, taken, column)
        if ends:
            _, given, taken, column = min(ends)
            chain = [(given, taken)]
            while column != idle:
                given, taken, column = reached[column]
                chain.append((given, taken))
            return chain
        layer = further
    return []
