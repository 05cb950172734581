"""Greedy assignment: its theorems, and the plain definition as an oracle."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.greedy import assign


@st.composite
def markets(draw):
    """Few distinct scores, so that ties abound; rooms from 0 to 3."""
    rows, columns = draw(st.integers(0, 7)), draw(st.integers(0, 7))
    cells = draw(st.lists(st.integers(0, 4), min_size=rows * columns, max_size=rows * columns))
    open_cells = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    scores = np.array(cells, dtype=np.int32).reshape(rows, columns)
    allowed = np.array(open_cells, dtype=np.bool_).reshape(rows, columns)
    here = draw(st.lists(st.integers(0, 2), min_size=rows, max_size=rows))
    there = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return scores, allowed, here, there


def by_definition(scores, allowed, here, there):
    """Of all the pairs with room, take the best, the first in order among equals; repeat."""
    here, there = list(here), list(there)
    taken: list[tuple[int, int]] = []
    while True:
        free = [
            (-scores[r, c], r, c)
            for r in range(len(here))
            for c in range(len(there))
            if allowed[r, c] and here[r] and there[c] and (r, c) not in taken
        ]
        if not free:
            return taken
        _, r, c = min(free)
        here[r] -= 1
        there[c] -= 1
        taken.append((r, c))


@settings(deadline=None)
@given(markets())
def test_it_is_what_its_definition_says(market):
    assert assign(*market) == by_definition(*market)


@settings(deadline=None)
@given(markets())
def test_nobody_gets_more_than_their_room_nor_a_barred_pair(market):
    _, allowed, here, there = market
    pairs = assign(*market)
    assert all(allowed[pair] for pair in pairs)
    assert len(set(pairs)) == len(pairs)
    for row, room in enumerate(here):
        assert sum(r == row for r, _ in pairs) <= room
    for column, room in enumerate(there):
        assert sum(c == column for _, c in pairs) <= room


@settings(deadline=None)
@given(markets())
def test_no_two_people_both_regret_their_pairs(market):
    """Stability: of two people not paired, one at least is full of pairs she likes as much."""
    scores, allowed, here, there = market
    pairs = assign(*market)
    for row, column in zip(*np.nonzero(allowed), strict=True):
        if (row, column) in pairs:
            continue
        mine = [scores[pair] for pair in pairs if pair[0] == row]
        theirs = [scores[pair] for pair in pairs if pair[1] == column]
        content_here = len(mine) == here[row] and all(s >= scores[row, column] for s in mine)
        content_there = len(theirs) == there[column] and all(
            s >= scores[row, column] for s in theirs
        )
        assert content_here or content_there


def test_the_best_pair_goes_first_even_when_its_row_comes_last():
    scores = np.array([[5, 4], [9, 0]], dtype=np.int32)
    assert assign(scores, np.ones((2, 2), dtype=np.bool_), [1, 1], [1, 1]) == [(1, 0), (0, 1)]


def test_a_tie_of_everybody_pairs_them_in_order():
    pairs = assign(
        np.zeros((200, 200), dtype=np.int32),
        np.ones((200, 200), dtype=np.bool_),
        [1] * 200,
        [1] * 200,
    )
    assert sorted(pairs) == [(k, k) for k in range(200)]
