"""What pairs are worth in a large programme: only those worth considering, never a whole matrix.

The same figures as `matching.scoring` but for what is left out on the way: the commonest words and
runs of letters, statements that are far from each other, and people who are among the best of
nobody and have nobody among theirs. One person can still be compared with everybody (`row`).
"""

from collections.abc import Sequence

import numpy as np

from matching.by_topics import edges_by_topics, silent
from matching.calibration import calibration
from matching.explain import Reasons
from matching.knowledge import Knowledge
from matching.market import MILLION, Flags, Ints, Market, Places
from matching.people import Candidate
from matching.proposals import Evidence, Term
from matching.rules import BIT, SELF, Bits
from matching.scoring import Done, Ground, shares_of, with_returns
from matching.shortlist import Bars, Edges, Once, alike, best_people, both
from matching.similarity import NEAR_IN_SPELLING, Side, side_of, space_of
from matching.space import Floats, nothing

KEPT_EACH = 20  # best people kept for each, on both sides
EXCHANGES_EACH = 60  # likewise when both directions count: fewer of them are in common
_TEXTS, _NEAR = 0.3, 0.7  # of the work, when done


class Large:
    """Scores in millionths and rules of the pairs worth considering, by rows and columns."""

    def __init__(
        self,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        ground: Ground,
        known: Knowledge | None,
        done: Done,
    ) -> None:
        """Find the pairs worth considering and score them."""
        self._ground = ground
        two_way = ground.rules.strategy == "two-way"
        top = EXCHANGES_EACH if two_way else KEPT_EACH
        share = 0.5 if two_way else 1.0
        self.texts = _Texts(mentees, mentors, known)
        bars = self._ground.rulebook.at
        edges = self.texts.edges(top, bars, lambda part: done(part * share))
        if not two_way:
            edges = both(edges, edges_by_topics(*self._ground.topics, self.texts.mute, top, bars))
        self.back: _Texts | None = None
        if two_way:
            self.back = _Texts(with_returns(mentors), with_returns(mentees), known)
            edges = _both_ways(
                edges,
                self.back.edges(
                    top, lambda one, other: bars(other, one), lambda part: done((1 + part) / 2)
                ),
                len(mentors),
            )
        self._weigh(edges)

    def market(self, here: Ints, there: Ints) -> Market:
        """The edges that the rules allow, between people with room."""
        kept = (self._bits == 0) & (here[self._rows] > 0) & (there[self._columns] > 0)
        rows, columns, scores = self._rows[kept], self._columns[kept], self._scores[kept]
        return Market(rows, columns, scores.astype(np.int64), here, there)

    def score(self, row: int, column: int) -> int:
        """What one pair is worth, considered or not."""
        some = slice(*self._starts[row : row + 2])
        place = int(np.searchsorted(self._columns[some], column)) + some.start
        if place < some.stop and self._columns[place] == column:
            return int(self._scores[place])
        return int(self.row(row)[0][column])

    def beside(self, row: int) -> tuple[Ints, Ints, Bits]:
        """The mentors worth considering for a mentee, their scores and the rules that bar them."""
        some = slice(*self._starts[row : row + 2])
        found = _long(self._columns[some]), _long(self._scores[some]), self._bits[some]
        return (
            found
            if not found[2].all()
            else self._everybody(self._ground.rulebook.of(np.array([row]))[0])
        )

    def below(self, column: int) -> tuple[Ints, Ints, Bits]:
        """Likewise the mentees for a mentor."""
        some = self._by_column[slice(*self._column_starts[column : column + 2])]
        found = _long(self._rows[some]), _long(self._scores[some]), self._bits[some]
        if not found[2].all():
            return found
        every = np.arange(len(self._ground.topic_weight))
        return self._everybody(self._ground.rulebook.at(every, np.full(len(every), column)))

    def _everybody(self, bits: Bits) -> tuple[Ints, Ints, Bits]:
        """Somebody for whom nobody is worth considering: the rules tell why, or the texts."""
        bits[bits == 0] = BIT["no-common-subject"]
        return np.arange(len(bits)), np.zeros(len(bits), dtype=np.int64), bits

    def row(self, row: int) -> tuple[Ints, Bits]:
        """The scores of one mentee with every mentor, and the rules that bar each."""
        columns = np.arange(len(self._column_starts) - 1)
        rows = np.full(len(columns), row)
        text, subject = self.texts.row(row)
        if self.back is not None:
            returned, known = self.back.column(row)
            text, subject = np.sqrt(text * returned), subject & known
        weight = self._ground.topic_weight[row]
        topics = shares_of(*self._ground.topics, rows, columns)
        merit = text * (1 - weight) + weight * topics
        bits = self._ground.rulebook.of(np.array([row]))[0]
        apart = (merit < self._ground.rules.floor) | ~(subject | (topics > 0))
        bits[apart & (bits != SELF)] |= BIT["no-common-subject"]
        merit = np.clip(merit, 0, 1) * self._ground.rulebook.factors(rows, columns)
        return np.rint(merit * MILLION).astype(np.int64), bits

    def evidence(self, row: int, column: int) -> tuple[Evidence, ...]:
        """Which need is met by which skill."""
        return self.texts.evidence(row, column)

    def returns(self, row: int, column: int) -> tuple[Evidence, ...]:
        """Likewise what the mentee teaches back."""
        return self.back.evidence(column, row) if self.back is not None else ()

    def needs(self, row: int) -> int:
        """How many needs a mentee has."""
        return len(self.texts.needs.of(row))

    def _weigh(self, edges: Edges) -> None:
        rows, columns = edges.rows, edges.columns
        weight = self._ground.topic_weight[rows]
        merit = edges.scores / np.float32(MILLION) * (1 - weight)
        merit += weight * shares_of(*self._ground.topics, rows, columns)
        enough = merit >= self._ground.rules.floor
        kept = slice(None) if enough.all() else enough  # a slice copies nothing
        merit *= self._ground.rulebook.factors(rows, columns)
        self._rows, self._columns, self._bits = rows[kept], columns[kept], edges.bits[kept]
        self._scores = np.rint(np.clip(merit[kept], 0, 1) * MILLION).astype(np.int32)
        height, width = len(self._ground.topic_weight), len(self._ground.topics[1])
        self._starts = np.searchsorted(self._rows, np.arange(height + 1))
        self._by_column = np.argsort(self._columns, kind="stable").astype(np.int32)
        self._column_starts = np.searchsorted(self._columns[self._by_column], np.arange(width + 1))


class _Texts:
    """The statements of both sides, each once, and how near they are."""

    def __init__(
        self, mentees: Sequence[Candidate], mentors: Sequence[Candidate], known: Knowledge | None
    ) -> None:
        self.needs, self._skills = side_of(mentees, known), side_of(mentors, known)
        self._asked, self._offered = Once.of(self.needs), Once.of(self._skills)
        self._space = space_of(self._asked.side, self._offered.side, known)
        self._reasons = (
            Reasons(self._asked.side, self._offered.side, self._space, known)
            if self._space
            else None
        )
        self._factors = (
            calibration(self._asked.side, self._offered.side, self._space) if self._space else {}
        )
        self._near = nothing(len(self._asked.side.statements), len(self._offered.side.statements))
        self._told: dict[tuple[int, int], tuple[float, tuple[Term, ...]]] = {}

    @property
    def mute(self) -> tuple[Flags, Flags]:
        """Who wrote nothing, on each side."""
        sides = ((each.owners, len(each.languages)) for each in (self.needs, self._skills))
        here, there = (silent(*each) for each in sides)
        return here, there

    def edges(self, top: int, bars: Bars, done: Done) -> Edges:
        """The pairs that the texts make worth considering."""
        if self._space is None:
            nobody = np.zeros(0, dtype=np.int64)
            return Edges(nobody, nobody, nobody, np.zeros(0, dtype=np.uint16))
        done(_TEXTS)
        self._near = alike(
            self._asked,
            self._offered,
            self._space,
            self._factors,
            lambda part: done(_TEXTS + (_NEAR - _TEXTS) * part),
        )
        return best_people(
            self._asked,
            self._offered,
            self._near,
            top,
            bars,
            lambda part: done(_NEAR + (1 - _NEAR) * part),
        )

    def row(self, row: int) -> tuple[Floats, Flags]:
        """How near somebody's needs are to everybody's skills, and who has a subject in common."""
        kinds = self._asked.numbers[self.needs.of(row)]
        return self._people(kinds, self._offered, self._skills, here=True)

    def column(self, column: int) -> tuple[Floats, Flags]:
        """How near everybody's needs are to somebody's skills, and who has a subject in common."""
        kinds = self._offered.numbers[self._skills.of(column)]
        return self._people(kinds, self._asked, self.needs, here=False)

    def _people(self, kinds: Ints, others: Once, side: Side, here: bool) -> tuple[Floats, Flags]:
        near = np.zeros(len(side.languages), dtype=np.float32)
        subject = np.zeros(len(side.languages), dtype=np.bool_)
        if self._space is None or not len(kinds) or not len(side.owners):
            return near, subject
        space, mine = self._space, self._asked.side if here else self._offered.side
        if here:
            found = (space.needs[kinds] @ space.skills.T).toarray()
            named = (space.named_here[kinds] @ space.named_there.T).toarray() > 0
        else:
            found = (space.skills[kinds] @ space.needs.T).toarray()
            named = (space.named_there[kinds] @ space.named_here.T).toarray() > 0
        named |= found >= NEAR_IN_SPELLING
        spoken = np.array(others.side.languages)
        for line, kind in enumerate(kinds.tolist()):
            own = mine.languages[kind]
            for language in set(others.side.languages):
                pair = (own, language) if here else (language, own)
                found[line, spoken == language] *= self._factors[pair]
        starts = side.starts
        people = side.owners[starts]
        subject[people] = np.logical_or.reduceat(named.any(axis=0)[others.numbers], starts)
        if here:  # each need has the skill that suits it best
            best = np.maximum.reduceat(found[:, others.numbers], starts, axis=1)
            near[people] = best.mean(axis=0)
        else:
            best = found.max(axis=0)[others.numbers]
            counts = np.diff(starts, append=len(side.owners))
            near[people] = np.add.reduceat(best, starts) / counts
        return np.minimum(near, 1), subject

    def evidence(self, row: int, column: int) -> tuple[Evidence, ...]:
        """The same as `explain.evidence`; equal statements are compared once."""
        if self._space is None or self._reasons is None:
            return ()
        mine, theirs = self.needs.of(row), self._skills.of(column)
        if not mine or not theirs:
            return ()
        asked, offered = self._asked.numbers[mine], self._offered.numbers[theirs]
        near = self._listed(asked, offered)
        if not near.any():  # a pair that nobody listed
            near = (self._space.needs[asked] @ self._space.skills[offered].T).toarray()
        best = near.argmax(axis=1)
        worth = near[np.arange(len(mine)), best].tolist()
        total = sum(worth)
        needs, skills = self.needs.positions, self._skills.positions
        return tuple(
            Evidence(
                needs[need],
                skills[theirs[place]],
                share / total,
                *self._tell(self._reasons, (int(kind), int(offered[place]))),
            )
            for need, kind, place, share in zip(mine, asked, best.tolist(), worth, strict=True)
            if share > 0
        )

    def _listed(self, needs: Ints, skills: Ints) -> Floats:
        """How near needs are to skills, as far as that was kept."""
        near = np.zeros((len(needs), len(skills)), dtype=np.float32)
        for line, need in enumerate(needs.tolist()):
            some = slice(*self._near.indptr[need : need + 2])
            known = self._near.indices[some]
            if len(known):
                at = np.minimum(np.searchsorted(known, skills), len(known) - 1)
                near[line] = np.where(known[at] == skills, self._near.data[some][at], 0)
        return near

    def _tell(self, reasons: Reasons, pair: tuple[int, int]) -> tuple[float, tuple[Term, ...]]:
        """The coverage and the words of a need met by a skill."""
        if pair not in self._told:
            told = reasons.of(*pair)
            self._told[pair] = (told[0].coverage, told[0].terms) if told else (0.0, ())
        return self._told[pair]


def _long(some: Places) -> Ints:
    """What was kept short while there were millions."""
    return some.astype(np.int64)


def _both_ways(forth: Edges, back: Edges, width: int) -> Edges:
    """The pairs worth considering in both directions: the geometric mean of the two."""
    keys = forth.rows.astype(np.int64) * width + forth.columns
    returned = back.columns.astype(np.int64) * width + back.rows
    _, here, there = np.intersect1d(keys, returned, return_indices=True)
    mean = np.sqrt(forth.scores[here].astype(np.float64) * back.scores[there])
    return Edges(
        forth.rows[here],
        forth.columns[here],
        np.rint(mean).astype(np.int64),
        forth.bits[here],
    )
