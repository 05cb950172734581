"""One programme put in numbers once: then every question is a look-up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from matching import explain
from matching.knowledge import Knowledge
from matching.large import Large
from matching.leftover import Leftover
from matching.market import MILLION, Flags, Ints, Market, Solution
from matching.people import STRATEGIES, Candidate, Rules, Strategy
from matching.proposals import RULES, Matching, Proposal, Side, Summary
from matching.rules import BIT, SELF, Bits
from matching.scoring import Done, Ground, Scoring, topic_share
from matching.spread import spread
from matching.strategies import best_edges, solve

WHOLE_UP_TO = 25_000_000  # pairs: 5,000 × 5,000; 250 MB in all
COMPARED_UP_TO = 300_000  # edges, beyond which other strategies get but the best ones
COMPARED_EACH = (12, 5)  # of everybody, and of everybody where these are still too many
SCORED = 0.7  # of the work
TOLD_EVERY = 100  # pairs explained


class Programme:
    """Mentees in rows, mentors in columns, in the order that breaks ties: waiting, then id."""

    def __init__(
        self,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        rules: Rules,
        known: Knowledge | None = None,
        done: Done | None = None,
    ) -> None:
        """Score every pair and mark the rules that bar it; `done` is told how far that is."""
        self._done = done or _unseen
        self.rules = rules
        self.mentees = _in_turn(mentees, "mentee")
        self.mentors = _in_turn(mentors, "mentor")
        self._row = {mentee.id: row for row, mentee in enumerate(self.mentees)}
        self._column = {mentor.id: column for column, mentor in enumerate(self.mentors)}
        self._ground = Ground.of(self.mentees, self.mentors, rules)
        scoring = Scoring if len(mentees) * len(mentors) <= WHOLE_UP_TO else Large
        self._scoring = scoring(
            self.mentees,
            self.mentors,
            self._ground,
            known,
            lambda share: self._done(share * SCORED),
        )
        self._starts = self._ground.rulebook.starts
        self._solved: dict[Strategy, Solution] = {}

    def matching(self) -> Matching:
        """Pair everybody, pinned pairs first, and give a reason to whoever is left out."""
        pairs = self._pairs()
        pinned = set(self._pinned)
        proposals = []
        for number, (row, column) in enumerate(pairs):
            if number % TOLD_EVERY == 0:
                self._done(SCORED + (1 - SCORED) * number / len(pairs))
            proposals.append(self._proposal(row, column, (row, column) in pinned))
        proposals.sort(key=lambda proposal: (proposal.mentee, proposal.mentor))
        fixed = np.zeros(len(self.mentees), dtype=np.bool_)
        fixed[[row for row, _ in pinned]] = True
        left = Leftover(self._scoring, self.mentees, self.mentors, pairs, fixed)
        unmatched = [*left.of("mentee"), *left.of("mentor")]
        if (
            self.rules.strategy == "two-way"
        ):  # who is paired on one side misses nothing on the other
            paired = {self.mentees[row].person for row, _ in pairs}
            paired |= {self.mentors[column].person for _, column in pairs}
            people = {"mentee": (self._row, self.mentees), "mentor": (self._column, self.mentors)}
            unmatched = [
                each
                for each in unmatched
                if people[each.side][1][people[each.side][0][each.id]].person not in paired - {0}
            ]
        return Matching(
            tuple(proposals), tuple(unmatched), self.rules.strategy, self._bound(pinned)
        )

    def others(self) -> tuple[Summary, ...]:
        """What each of the other strategies for the same scores would do, unless it takes long."""
        if self.rules.strategy == "two-way":
            return ()
        others = [each for each in STRATEGIES if each not in (self.rules.strategy, "two-way")]
        market = self._market
        for best in COMPARED_EACH:
            if len(market.rows) > COMPARED_UP_TO:  # those chosen stay, so that nobody does worse
                kept = best_edges(self._market, best)
                kept[self._solve(self.rules.strategy).edges] = True
                market = self._market.part(kept)
        if len(market.rows) > COMPARED_UP_TO:
            others = [each for each in others if each != "fair"]  # minutes, for a line
        return tuple(self._summary(market, each) for each in others)

    def _summary(self, market: Market, strategy: Strategy) -> Summary:
        """What a strategy would do, in three figures; at least that, when edges were left out."""
        edges = self._choose(market, strategy).edges
        scores = [self._score(row, column) for row, column in self._pinned]
        scores += (market.scores[edges] / MILLION).tolist()
        mean = sum(scores) / len(scores) if scores else 0.0
        return Summary(strategy, len(scores), min(scores, default=0.0), mean)

    def alternates(self, mentee_id: int, top: int) -> tuple[Proposal, ...]:
        """Rank the mentors that the rules allow to a mentee, best first."""
        row = self._place(mentee_id, "mentee")
        scores, bits = self._scoring.row(row)
        allowed = np.flatnonzero(bits == 0)
        ranked = allowed[np.argsort(-scores[allowed], kind="stable")][: max(0, top)]
        return tuple(self._proposal(row, column) for column in ranked.tolist())

    def why_not(self, mentee_id: int, mentor_id: int) -> str:
        """Name the first rule that bars a pair, or what else kept it apart; empty when proposed."""
        row, column = self._place(mentee_id, "mentee"), self._place(mentor_id, "mentor")
        if (row, column) in self._pinned:
            return ""
        scores, cells = self._scoring.row(row)
        bits = cells[column]
        if bits == SELF:
            return "same-person"
        if bits:
            return next(rule for rule in RULES if bits & BIT[rule])
        if not self.mentees[row].capacity or not self.mentors[column].capacity:
            return "no-capacity"
        pairs = self._pairs()
        if (row, column) in pairs:
            return ""
        mine = [there for here, there in pairs if here == row]
        if any((row, there) in self._pinned for there in mine):
            return "pinned"
        if mine and all(scores[there] >= scores[column] for there in mine):
            return "better"
        taken = sum(there == column for _, there in pairs)
        if taken >= self.mentors[column].capacity:
            return "full"
        return "spread" if self.rules.every_mentor else "better"

    def _place(self, one: int, side: Side) -> int:
        places = self._row if side == "mentee" else self._column
        if one not in places:
            raise ValueError(f"There is no {side} with the id {one}.")
        return places[one]

    @cached_property
    def _pinned(self) -> tuple[tuple[int, int], ...]:
        """Pinned pairs as rows and columns; a pin of somebody who has left is void."""
        return tuple(
            (self._row[mentee], self._column[mentor])
            for mentee, mentor in self.rules.pinned
            if mentee in self._row and mentor in self._column
        )

    @cached_property
    def _market(self) -> Market:
        """What is left to choose once the pinned pairs are taken."""
        here = np.array(
            [min(self.rules.mentors_each, mentee.capacity) for mentee in self.mentees],
            dtype=np.int64,
        )
        there = np.array([mentor.capacity for mentor in self.mentors], dtype=np.int64)
        for row, column in self._pinned:
            here[row] = max(0, here[row] - 1)
            there[column] = max(0, there[column] - 1)
        market = self._scoring.market(here, there)
        if self._pinned and self.rules.mentors_each > 1:
            taken = np.array(self._pinned, dtype=np.int64)
            keys = market.keys(market.rows, market.columns)
            market = market.part(~np.isin(keys, market.keys(taken[:, 0], taken[:, 1])))
        return market

    def _solve(self, strategy: Strategy) -> Solution:
        if strategy not in self._solved:
            market = self._market
            people = self._both_sides if strategy == "two-way" else frozenset[int]()
            if people:
                edges = self._exchanges(market)
                found = Solution(edges, np.zeros(len(market.there), dtype=np.int64))
                if self.rules.every_mentor:
                    found = replace(found, edges=spread(market, found.edges, self._busy))
            else:
                found = self._choose(market, strategy)
            self._solved[strategy] = found
        return self._solved[strategy]

    def _choose(self, market: Market, strategy: Strategy) -> Solution:
        """Choose edges, at once or in turns; with every mentor served, when that is asked for."""
        each = self.rules.mentors_each
        if not self.rules.in_turns or each == 1:
            found, busy = solve(market, strategy), self._busy
            if self.rules.every_mentor:
                found = replace(found, edges=spread(market, found.edges, busy))
            return found
        taken, busy = np.zeros(0, dtype=np.int64), self._busy
        for later in range(each - 1, -1, -1):  # so many turns are to come
            turn, kept = _turn(market, taken, later)
            edges = solve(turn, strategy).edges
            if self.rules.every_mentor:
                edges = spread(turn, edges, busy)
            taken = np.sort(np.concatenate([taken, kept[edges]]))
            busy = busy | (np.bincount(market.columns[taken], minlength=len(busy)) > 0)
        return Solution(taken, np.zeros(len(market.there), dtype=np.int64))

    def _pairs(self, strategy: Strategy | None = None) -> list[tuple[int, int]]:
        """Take the pinned pairs, then those of the strategy."""
        edges = self._solve(strategy or self.rules.strategy).edges
        rows, columns = self._market.rows[edges].tolist(), self._market.columns[edges].tolist()
        return [*self._pinned, *zip(rows, columns, strict=True)]

    @property
    def _busy(self) -> Flags:
        """Mentors who have a pinned pair already."""
        busy = np.zeros(len(self.mentors), dtype=np.bool_)
        busy[[column for _, column in self._pinned]] = True
        return busy

    @cached_property
    def _both_sides(self) -> frozenset[int]:
        """The people enrolled on both sides."""
        here, there = ({one.person for one in side} for side in (self.mentees, self.mentors))
        return frozenset((here & there) - {0})

    def _exchanges(self, market: Market) -> Ints:
        """Two-way among people who are on both sides: best exchange first, nobody in two."""
        room: dict[int, int] = {}

        def of(one: Candidate, side: int, place: int) -> int:
            key = one.person or -(2 * place + side + 1)
            room.setdefault(key, max(1, one.capacity))
            return key

        here = [of(mentee, 0, row) for row, mentee in enumerate(self.mentees)]
        there = [of(mentor, 1, column) for column, mentor in enumerate(self.mentors)]
        for row, column in self._pinned:
            room[here[row]] -= 1
            room[there[column]] -= 1
        taken: list[int] = []
        met: set[tuple[int, int]] = set()
        for edge in np.argsort(-market.scores, kind="stable").tolist():
            one, other = here[market.rows[edge]], there[market.columns[edge]]
            if room[one] > 0 and room[other] > 0 and (other, one) not in met:
                room[one] -= 1
                room[other] -= 1
                met.add((one, other))
                taken.append(edge)
        return np.array(sorted(taken), dtype=np.int64)

    def _bound(self, pinned: set[tuple[int, int]]) -> float | None:
        bound = self._solve(self.rules.strategy).bound
        if bound is None:
            return None
        return bound / MILLION + sum(self._score(row, column) for row, column in pinned)

    def _score(self, row: int, column: int) -> float:
        return self._scoring.score(row, column) / MILLION

    def _proposal(self, row: int, column: int, pinned: bool = False) -> Proposal:
        mentee, mentor = self.mentees[row], self.mentors[column]
        scoring, score = self._scoring, self._scoring.score(row, column)
        _, scores, bits = scoring.beside(row)
        found = scoring.evidence(row, column)
        weight = float(self._ground.topic_weight[row])
        covered = explain.mean_coverage(found, scoring.needs(row))
        return Proposal(
            mentee=mentee.id,
            mentor=mentor.id,
            score=score / MILLION,
            label=explain.label((1 - weight) * covered + weight * topic_share(mentee, mentor)),
            evidence=found,
            topics=tuple(sorted(mentee.topics & mentor.topics)),
            hours=tuple(np.flatnonzero(self._starts[0][row] & self._starts[1][column]).tolist()),
            pinned=pinned,
            rank=1 + int(np.count_nonzero((bits == 0) & (scores > score))),
            mattered=_mattered(scores, bits, score),
            returns=scoring.returns(row, column),
        )


def _turn(market: Market, taken: Ints, later: int) -> tuple[Market, Ints]:
    """What may be chosen in a turn when so many are to come, and which edges of all these are."""
    here = market.here - later - np.bincount(market.rows[taken], minlength=len(market.here))
    there = market.there - np.bincount(market.columns[taken], minlength=len(market.there))
    free = (here[market.rows] > 0) & (there[market.columns] > 0)
    free[taken] = False
    part = replace(market.part(free), here=np.maximum(here, 0), there=there)
    return part, np.flatnonzero(free)


def _unseen(share: float) -> None:
    """Nobody looks how far the work is."""


def _mattered(scores: Ints, bits: Bits, score: int) -> Mapping[str, int]:
    """Which rules bar mentors who would have suited better, and how many."""
    better = bits[(scores > score) & (bits != SELF) & (bits != 0)]
    if not len(better):
        return {}
    return {rule: n for rule in RULES if (n := int(np.count_nonzero(better & BIT[rule])))}


def _in_turn(people: Sequence[Candidate], side: Side) -> tuple[Candidate, ...]:
    """Put a side in the order that breaks ties, whatever the order in which it came."""
    known: set[int] = set()
    for person in people:
        if person.id in known:
            raise ValueError(f"Two {side}s have the id {person.id}.")
        known.add(person.id)
    return tuple(sorted(people, key=lambda person: (-person.waiting, person.id)))
