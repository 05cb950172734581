"""The strategies: their theorems, with brute force and scipy as oracles."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.market import Market, market_of
from matching.people import STRATEGIES
from matching.spread import spread
from matching.strategies import (
    _assigned,
    _auctioned,
    _priced,
    _programmed,
    bound_of,
    most_pairs,
    solve,
)


@st.composite
def markets(draw, most_here=2, least=0, size=6):
    """Few distinct scores, so that ties abound; rooms from 0 to 3."""
    rows, columns = draw(st.integers(least, size)), draw(st.integers(least, size))
    cells = draw(st.lists(st.integers(0, 6), min_size=rows * columns, max_size=rows * columns))
    opened = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    scores = np.array(cells, dtype=np.int32).reshape(rows, columns)
    allowed = np.array(opened, dtype=np.bool_).reshape(rows, columns)
    here = draw(st.lists(st.integers(0, most_here), min_size=rows, max_size=rows))
    there = draw(st.lists(st.integers(0, 3), min_size=columns, max_size=columns))
    return market_of(scores, allowed, here, there)


def best_by_brute_force(market: Market):
    """The most pairs there can be, and for each number of pairs the best total and worst score."""
    edges = list(
        zip(*(each.tolist() for each in (market.rows, market.columns, market.scores)), strict=True)
    )

    @cache
    def from_edge(at, here, there):
        """Number of pairs -> every (worst, total) that no other beats."""
        if at == len(edges):
            return {0: frozenset({(99, 0)})}
        row, column, score = edges[at]
        found = {n: set(each) for n, each in from_edge(at + 1, here, there).items()}
        if here[row] and there[column]:
            less_here = (*here[:row], here[row] - 1, *here[row + 1 :])
            less_there = (*there[:column], there[column] - 1, *there[column + 1 :])
            for n, outcomes in from_edge(at + 1, less_here, less_there).items():
                found.setdefault(n + 1, set()).update(
                    (min(worst, score), total + score) for worst, total in outcomes
                )
        return {
            n: frozenset(
                a for a in each if not any(b != a and b[0] >= a[0] and b[1] >= a[1] for b in each)
            )
            for n, each in found.items()
        }

    return from_edge(0, tuple(market.here.tolist()), tuple(market.there.tolist()))


small = markets(size=4)


@settings(deadline=None, max_examples=60)
@given(markets(), st.sampled_from(STRATEGIES))
def test_nobody_gets_more_than_their_room_nor_a_barred_pair(market, strategy):
    edges = solve(market, strategy).edges
    assert len(np.unique(edges)) == len(edges)
    assert (np.bincount(market.rows[edges], minlength=len(market.here)) <= market.here).all()
    assert (np.bincount(market.columns[edges], minlength=len(market.there)) <= market.there).all()


@settings(deadline=None, max_examples=60)
@given(markets(), st.sampled_from(STRATEGIES[:3]))
def test_no_free_mentee_and_free_mentor_are_left_that_could_be_a_pair(market, strategy):
    assert not len(market.left(solve(market, strategy).edges).rows)


@settings(deadline=None, max_examples=60)
@given(small)
def test_total_is_the_optimum_and_its_prices_prove_it(market):
    found = solve(market, "total")
    outcomes = best_by_brute_force(market)
    best = max(total for each in outcomes.values() for _, total in each)
    assert market.total(found.edges) == best
    assert found.bound is not None
    assert best <= found.bound <= best + len(market.here)  # prices are rounded up to a millionth
    assert found.bound == bound_of(market, found.prices)


@settings(deadline=None, max_examples=60)
@given(markets())
def test_greedy_has_half_of_the_optimum_at_least(market):
    greedy, best = (market.total(solve(market, each).edges) for each in ("greedy", "total"))
    assert best <= 2 * greedy
    assert greedy <= best


@settings(deadline=None, max_examples=60)
@given(small)
def test_everyone_is_as_many_as_can_be_then_the_best_total(market):
    outcomes = best_by_brute_force(market)
    found = solve(market, "everyone").edges
    assert len(found) == max(outcomes) == most_pairs(market)
    assert market.total(found) == max(total for _, total in outcomes[len(found)])


@settings(deadline=None, max_examples=60)
@given(small)
def test_fair_raises_the_worst_pair_then_the_total(market):
    outcomes = best_by_brute_force(market)
    found = solve(market, "fair").edges
    assert len(found) == max(outcomes)
    worst = min(market.scores[found].tolist(), default=99)
    assert (worst, market.total(found)) == max(outcomes[len(found)])


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_everyone_is_as_large_as_hopcroft_and_karp_and_total_as_good_as_scipy(rows, columns, seed):
    market = random_market(rows, columns, seed)
    copies = np.repeat(np.arange(columns), market.there)
    matrix = np.full((rows, columns), -(10**9))
    matrix[market.rows, market.columns] = market.scores
    wide = matrix[:, copies]
    allowed = csr_array((wide >= 0).astype(np.int8))
    most = int((maximum_bipartite_matching(allowed) >= 0).sum())
    assert len(solve(market, "everyone").edges) == most
    at = linear_sum_assignment(np.maximum(wide, 0), maximize=True)
    assert market.total(solve(market, "total").edges) == np.maximum(wide, 0)[at].sum()


def random_market(rows, columns, seed, density=0.5, room=3):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 1_000_000, (rows, columns)).astype(np.int32)
    allowed = rng.random((rows, columns)) < density
    return market_of(scores, allowed, [1] * rows, rng.integers(0, room + 1, columns).tolist())


@settings(deadline=None, max_examples=40)
@given(markets(most_here=1), st.integers(1, 1000))
def test_scaling_every_score_changes_nothing(market, times):
    larger = Market(market.rows, market.columns, market.scores * times, market.here, market.there)
    assert (solve(larger, "greedy").edges == solve(market, "greedy").edges).all()
    for strategy in STRATEGIES:
        one, other = solve(market, strategy).edges, solve(larger, strategy).edges
        assert len(one) == len(other)
        assert market.total(one) == market.total(other)


@settings(deadline=None, max_examples=40)
@given(markets(least=1), st.data())
def test_one_more_place_never_lowers_the_optimum_and_a_bar_never_raises_it(market, data):
    column = data.draw(st.integers(0, len(market.there) - 1))
    roomier = market.there.copy()
    roomier[column] += 1
    more = Market(market.rows, market.columns, market.scores, market.here, roomier)
    fewer = market.part(market.columns != column)
    best = market.total(solve(market, "total").edges)
    assert more.total(solve(more, "total").edges) >= best
    assert fewer.total(solve(fewer, "total").edges) <= best
    assert most_pairs(more) >= most_pairs(market) >= most_pairs(fewer)


@settings(deadline=None, max_examples=60)
@given(markets(), st.sampled_from(STRATEGIES))
def test_spreading_serves_as_many_mentors_as_can_be_and_drops_nobody(market, strategy):
    found = solve(market, strategy).edges
    busy = np.zeros(len(market.there), dtype=np.bool_)
    edges = spread(market, found, busy)
    single = Market(
        market.rows, market.columns, market.scores, market.here, np.minimum(market.there, 1)
    )
    assert len(np.unique(market.columns[edges])) == most_pairs(single)
    before, after = (
        np.bincount(market.rows[each], minlength=len(market.here)) for each in (found, edges)
    )
    assert (after >= before).all()
    assert (after <= market.here).all()
    assert (np.bincount(market.columns[edges], minlength=len(market.there)) <= market.there).all()


def test_nobody_is_moved_when_every_mentor_has_somebody():
    market = market_of(
        np.array([[9, 1], [1, 9]], dtype=np.int32), np.ones((2, 2), dtype=np.bool_), [1, 1], [2, 2]
    )
    found = solve(market, "greedy").edges
    assert (spread(market, found, np.zeros(2, dtype=np.bool_)) == found).all()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_hundreds_of_people_all_alike_are_no_war_of_bids(strategy):
    market = market_of(
        np.full((320, 64), 500_000, dtype=np.int32),
        np.ones((320, 64), dtype=np.bool_),
        [1] * 320,
        [3] * 64,
    )
    assert len(market.rows) > 20_000, "beyond which the optimum is no longer exact"
    assert len(solve(market, strategy).edges) == 192


def test_the_auction_is_near_the_optimum_when_it_is_not_exact():
    """Above a size bids are a millionth apart: as far from the optimum as there are rows."""
    market = random_market(800, 700, 7, density=0.9, room=2)
    found = solve(market, "total")
    assert len(market.rows) > 250_000
    assert found.bound is not None
    assert found.bound - market.total(found.edges) <= len(market.here)


@settings(deadline=None, max_examples=100)
@given(markets(most_here=1, least=1), st.sampled_from([0, 20]))
def test_every_solver_finds_the_same_total_and_proves_it(market, reward):
    if not len(market.rows):
        return
    found = []
    for solver in (_auctioned, _assigned, _programmed, _priced):
        edges, prices = solver(market, reward)
        total = market.total(edges) + reward * len(edges)
        assert total <= bound_of(market, prices, reward)
        found.append(total)
    assert found[0] == found[1] == found[2]
    # The last lets an edge that promises a few millionths go by.
    assert found[0] - found[3] <= 10 * len(market.here)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_the_prices_of_each_solver_prove_its_total(rows, columns, seed):
    market = random_market(rows, columns, seed, density=0.4, room=2)
    if not len(market.rows):
        return
    for solver, near in ((_auctioned, rows + columns * 2), (_assigned, 0), (_priced, 10 * rows)):
        edges, prices = solver(market, 0)
        assert bound_of(market, prices) - market.total(edges) <= near


def best_by_flow(market: Market, reward=0):
    """The best total by somebody else's program: OR-tools' minimum cost flow."""
    flows = pytest.importorskip("ortools.graph.python.min_cost_flow", reason="needs ortools (dev)")
    flow, rows, columns = flows.SimpleMinCostFlow(), len(market.here), len(market.there)
    source, sink = rows + columns, rows + columns + 1
    for row, column, score in zip(market.rows, market.columns, market.scores, strict=True):
        flow.add_arc_with_capacity_and_unit_cost(row, rows + column, 1, -(score + reward))
    for row, room in enumerate(market.here):
        flow.add_arc_with_capacity_and_unit_cost(source, row, room, 0)
    for column, room in enumerate(market.there):
        flow.add_arc_with_capacity_and_unit_cost(rows + column, sink, room, 0)
    most = int(min(market.here.sum(), market.there.sum()))
    flow.add_arc_with_capacity_and_unit_cost(source, sink, most, 0)  # nobody is forced
    flow.set_node_supply(source, most)
    flow.set_node_supply(sink, -most)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_total_is_what_a_flow_finds_and_everyone_too_when_pairs_are_worth_most(rows, columns, seed):
    market = random_market(rows, columns, seed, density=0.3)
    total = market.total(solve(market, "total").edges)
    assert total == best_by_flow(market)
    everyone = solve(market, "everyone").edges
    reward = 10_000_000 * min(rows, columns)
    assert market.total(everyone) + reward * len(everyone) == best_by_flow(market, reward)


@pytest.mark.parametrize("rows", [500, 2_000])
@pytest.mark.parametrize("strategy", ["total", "everyone"])
def test_a_large_sparse_market_is_within_a_ten_thousandth_of_the_optimum(rows, strategy):
    """Twenty edges a person, as a large programme has; the bound is worked out again."""
    rng = np.random.default_rng(rows)
    ends = np.unique(rng.integers(0, rows, rows * 20) + np.repeat(np.arange(rows) * rows, 20))
    ends = np.union1d(ends, np.arange(rows) * (rows + 1))  # everybody can have somebody
    scores = rng.integers(30_000, 1_000_000, len(ends))
    ones = np.ones(rows, dtype=np.int64)
    market = Market(ends // rows, ends % rows, scores, ones, ones)
    found = solve(market, strategy)
    total = market.total(found.edges)
    if strategy == "everyone":
        assert len(found.edges) == rows  # nobody is left out where everybody can be served
    reward = 0 if strategy == "total" else 2 * int(scores.max()) + 1
    bound = bound_of(market, found.prices, reward) - reward * len(found.edges)
    assert found.bound == bound
    assert total <= bound
    assert total >= 0.9999 * bound


@settings(deadline=None, max_examples=40)
@given(markets(most_here=2), st.sampled_from(STRATEGIES[1:4]))
def test_a_bound_holds_for_every_strategy_that_claims_one(market, strategy):
    found = solve(market, strategy)
    if found.bound is not None:
        assert market.total(found.edges) <= found.bound
