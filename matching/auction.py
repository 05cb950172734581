"""The best total by auction: rows bid for the columns that suit them, prices rise until they agree.

Each unplaced row bids for the column that leaves it most, up to what the next best would leave it,
and a little more; a column keeps the bids that fit its room, and its price is the lowest of them. A
row whom every price drives below `stay` (what staying alone is worth) withdraws. Bids start large
and become small (ε-scaling); a column with room must be free of charge, so after each step columns
with room and a price bid for rows in turn, downwards (Bertsekas and Castañón, 1992).

Scores are multiplied by more than the number of pairs there can be, and the last ε is 1: the
outcome is then the optimum itself, and the prices prove it (`proof`).
"""

from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from matching.market import Ints, Market

_NONE = np.int64(-(2**62))
_FEW = 48
_FINER = 6  # ε is divided by this from one step to the next


@dataclass(slots=True)
class Ragged:
    """Edges grouped by one of their ends: group g is `order[starts[g]:starts[g + 1]]`."""

    order: Ints
    starts: Ints

    @classmethod
    def by(cls, ends: Ints, groups: int) -> "Ragged":
        """Group edges by their ends."""
        order = np.argsort(ends, kind="stable").astype(np.int64)
        starts = np.searchsorted(ends[order], np.arange(groups + 1)).astype(np.int64)
        return cls(order, starts)

    def of(self, groups: Ints) -> tuple[Ints, Ints]:
        """The edges of some groups one after the other, and where each group begins."""
        first, size = self.starts[groups], self.starts[groups + 1] - self.starts[groups]
        begin = np.cumsum(size) - size
        edges = np.arange(int(size.sum()), dtype=np.int64) + np.repeat(first - begin, size)
        return self.order[edges], begin


def _best_two(values: Ints, begin: Ints) -> tuple[Ints, Ints, Ints]:
    """The place of the best value of each group (the first of equals), it, and the next best."""
    best = np.maximum.reduceat(values, begin)
    sizes = np.diff(begin, append=len(values))
    equal = np.flatnonzero(values == np.repeat(best, sizes))
    group = np.repeat(np.arange(len(begin)), sizes)[equal]
    where = equal[np.diff(group, prepend=-1) > 0]
    values[where] = _NONE
    return where, best, np.maximum.reduceat(values, begin)


class _Slots:
    """The places of each column and who holds them."""

    def __init__(self, room: Ints, chosen: Ints, columns: Ints) -> None:
        """Seat the rows that have chosen an edge."""
        self.size = room
        self._first = np.cumsum(room) - room
        self._rows = np.full(int(room.sum()), -1, dtype=np.int64)
        placed = np.flatnonzero(chosen >= 0)
        column = columns[chosen[placed]]
        self.load = np.bincount(column, minlength=len(room)).astype(np.int64)
        self._seat(placed, column)

    def _seat(self, rows: Ints, columns: Ints) -> None:
        order = np.argsort(columns, kind="stable")
        columns = columns[order]
        self._rows[self._first[columns] + _rank(columns)] = rows[order]

    def offer(self, rows: Ints, columns: Ints, bid: Ints, price: Ints) -> Ints:
        """Let rows bid; give back those who have no place any more, and raise the prices."""
        touched = np.unique(columns)
        begin = np.cumsum(self.size[touched]) - self.size[touched]
        places = np.arange(int(self.size[touched].sum()))
        places += np.repeat(self._first[touched] - begin, self.size[touched])
        held = self._rows[places]
        seated = held >= 0
        every = np.concatenate([held[seated], rows])
        where = np.concatenate([np.repeat(touched, self.size[touched])[seated], columns])
        order = np.lexsort((every, -bid[every], where))
        every, where = every[order], where[order]
        rank = _rank(where)
        kept = rank < self.size[where]
        self._rows[places] = -1
        self._rows[self._first[where[kept]] + rank[kept]] = every[kept]
        last = rank == self.size[where] - 1
        price[where[last]] = bid[every[last]]
        np.maximum.at(self.load, where[kept], rank[kept] + 1)
        lost: Ints = every[~kept]
        return lost


def _rank(groups: Ints) -> Ints:
    """The place of each element in its group; groups stand together."""
    new = np.diff(groups, prepend=-1) != 0
    first = np.flatnonzero(new)
    return (np.arange(len(groups)) - np.repeat(first, np.diff(first, append=len(groups)))).astype(
        np.int64
    )


class Auction:
    """One market whose rows have room for one column each."""

    def __init__(self, market: Market, values: Ints, stay: int) -> None:
        """Prepare the auction of edges worth `values`; staying alone is worth `stay`."""
        self.market, self.values, self.stay = market, values, np.int64(stay)
        rows, columns = len(market.here), len(market.there)
        usable = (market.here[market.rows] > 0) & (market.there[market.columns] > 0)
        self._by_row = Ragged.by(np.where(usable, market.rows, rows), rows)
        self._by_column = Ragged.by(np.where(usable, market.columns, columns), columns)
        # A column with more places than edges is never full; more of them would change nothing.
        self.room = np.minimum(market.there, np.diff(self._by_column.starts) + 1)
        self.price = np.zeros(columns, dtype=np.int64)
        self.chosen = np.full(rows, -1, dtype=np.int64)  # the edge of each row
        self._bid = np.zeros(rows, dtype=np.int64)
        self._load = np.zeros(columns, dtype=np.int64)
        self._able = np.flatnonzero(np.diff(self._by_row.starts)).astype(np.int64)

    def run(self, first: int, last: int = 1) -> None:
        """Auction with bids that become finer, from `first` to `last`."""
        fine = max(first, last)
        while True:
            self._release(fine)
            self._forward(fine)
            self._reverse(fine)
            if fine <= last:
                return
            fine = max(last, fine // _FINER)

    def resume(self, other: "Auction") -> None:
        """Begin where the auction of fewer edges between the same people ended."""
        self.price[:], self._load[:] = other.price, other._load
        placed = np.flatnonzero(other.chosen >= 0)
        columns = other.market.columns[other.chosen[placed]]
        self.chosen[placed] = self.market.find(placed, columns)

    def profit(self) -> Ints:
        """What each row keeps: its edge less the price, or what staying alone is worth."""
        kept = np.full(len(self.chosen), self.stay, dtype=np.int64)
        placed = np.flatnonzero(self.chosen >= 0)
        edges = self.chosen[placed]
        kept[placed] = self.values[edges] - self.price[self.market.columns[edges]]
        return kept

    def _release(self, fine: int) -> None:
        """Take away from rows the columns that finer bids would not have given them."""
        edges, begin = self._by_row.of(self._able)
        if not len(edges):
            return
        left = self.values[edges] - self.price[self.market.columns[edges]]
        best = np.maximum(np.maximum.reduceat(left, begin), self.stay)
        unhappy = self._able[self.profit()[self._able] < best - fine]
        unhappy = unhappy[self.chosen[unhappy] >= 0]
        self._leave(unhappy)
        placed = np.flatnonzero(self.chosen >= 0)
        self._bid[placed] = self.price[self.market.columns[self.chosen[placed]]]

    def _leave(self, rows: Ints) -> None:
        columns = self.market.columns[self.chosen[rows]]
        np.subtract.at(self._load, columns, 1)
        self.chosen[rows] = -1

    def _forward(self, fine: int) -> None:
        """Rows bid until each has a column or withdraws."""
        columns_of = self.market.columns
        active = self._able[self.chosen[self._able] < 0]
        slots = _Slots(self.room, self.chosen, columns_of)
        while len(active) > _FEW:
            edges, begin = self._by_row.of(active)
            left = self.values[edges] - self.price[columns_of[edges]]
            where, best, second = _best_two(left, begin)
            stays = best > self.stay
            active, where, best, second = active[stays], where[stays], best[stays], second[stays]
            if not len(active):
                break
            edge = edges[where]
            column = columns_of[edge]
            self._bid[active] = self.price[column] + best - np.maximum(second, self.stay) + fine
            self.chosen[active] = edge
            lost = slots.offer(active, column, self._bid, self.price)
            self.chosen[lost] = -1
            active = np.sort(lost)
        self._load = slots.load
        self._one_by_one(active, fine)

    def _one_by_one(self, active: Ints, fine: int) -> None:
        """The same, when so few bid that arrays cost more than they save."""
        if not len(active):
            return
        columns_of, room, stay = self.market.columns, self.room.tolist(), int(self.stay)
        price, load = self.price.tolist(), self._load.tolist()
        starts, order = self._by_row.starts, self._by_row.order
        known: dict[int, tuple[list[int], list[int], list[int]]] = {}
        seats = self._seats(active)
        chosen: dict[int, int] = {}
        waiting = active.tolist()[::-1]
        while waiting:
            row = waiting.pop()
            if row not in known:
                edges = order[starts[row] : starts[row + 1]]
                columns, values = columns_of[edges], self.values[edges]
                known[row] = (edges.tolist(), columns.tolist(), values.tolist())
            edge_list, column_list, value_list = known[row]
            left = [
                value - price[column] for column, value in zip(column_list, value_list, strict=True)
            ]
            best = max(left)
            if best <= stay:
                chosen[row] = -1
                continue
            place = left.index(best)
            left[place] = stay
            column = column_list[place]
            bid = price[column] + best - max(*left, stay) + fine
            chosen[row] = edge_list[place]
            if column not in seats:
                seats[column] = []
            held = seats[column]
            heappush(held, (bid, -row))
            if len(held) > room[column]:
                _, out = heappop(held)
                waiting.append(-out)
                chosen[-out] = -1
            else:
                load[column] += 1
            if len(held) == room[column]:
                price[column] = held[0][0]
        self.price[:] = price
        self._load[:] = load
        for row, edge in chosen.items():
            self.chosen[row] = edge
        for held in seats.values():
            for bid, row in held:
                self._bid[-row] = bid

    def _seats(self, active: Ints) -> dict[int, list[tuple[int, int]]]:
        """The bids that each column holds, the lowest first."""
        seats: dict[int, list[tuple[int, int]]] = {}
        placed = np.flatnonzero(self.chosen >= 0)
        columns = self.market.columns[self.chosen[placed]].tolist()
        for row, column, bid in zip(
            placed.tolist(), columns, self._bid[placed].tolist(), strict=True
        ):
            seats.setdefault(column, []).append((bid, -row))
        for held in seats.values():
            heapify(held)
        return seats

    def _reverse(self, fine: int) -> None:
        """Columns that have a price and room lower it until a row comes, or it is nothing."""
        rows_of, columns_of = self.market.rows, self.market.columns
        starts, order = self._by_column.starts, self._by_column.order
        idle = np.flatnonzero((self.price > 0) & (self._load < self.room)).tolist()[::-1]
        if not idle:
            return
        price, load, chosen = self.price.tolist(), self._load.tolist(), self.chosen.tolist()
        room, profit = self.room.tolist(), self.profit().tolist()
        known: dict[int, list[tuple[int, int, int]]] = {}
        while idle:
            column = idle[-1]
            if not price[column] or load[column] >= room[column]:
                idle.pop()
                continue
            if column not in known:
                edges = order[starts[column] : starts[column + 1]]
                triples = (rows_of[edges].tolist(), self.values[edges].tolist(), edges.tolist())
                known[column] = list(zip(*triples, strict=True))
            best, second, taken, holders = 0, 0, (-1, 0, -1), []
            for triple in known[column]:
                row, value, edge = triple
                if chosen[row] == edge:
                    holders.append((row, value))
                elif value - profit[row] > best:
                    second, best, taken = best, value - profit[row], triple
                elif value - profit[row] > second:
                    second = value - profit[row]
            if best <= fine:
                price[column] = 0
            else:
                price[column] = max(0, second - fine)
                row, value, edge = taken
                if chosen[row] >= 0:
                    old = int(columns_of[chosen[row]])
                    load[old] -= 1
                    if price[old]:
                        idle.insert(len(idle) - 1, old)
                load[column] += 1
                chosen[row] = edge
                holders.append((row, value))
            for row, value in holders:
                profit[row] = value - price[column]
        self.price[:], self._load[:], self.chosen[:] = price, load, chosen
