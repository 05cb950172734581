"""What pairs are worth, and what bars them: whole matrices (`matching.large` does without).

merit = (1 − w) × text similarity + w × share of the mentee's topics that the mentor has, w being
`Rules.weigh_topics`. A mentee who chose no topic is scored on texts alone, one who wrote nothing on
topics alone. Two-way programmes take the geometric mean of both directions: an exchange in which
one of the two gets nothing is none. The score is the merit times the factors of the preferences
(`matching.rules`); the floor is for the merit alone, since a preference makes nobody incompetent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from matching.explain import Reasons
from matching.knowledge import Knowledge
from matching.market import MILLION, Ints, Market
from matching.people import Candidate, Rules
from matching.proposals import Evidence
from matching.rules import BIT, SELF, Bits, Rulebook
from matching.similarity import Side, blocks, side_of, space_of, text_scores
from matching.space import Flags, Floats, Space

Done = Callable[[float], None]  # told how far the work is, from 0 to 1

CELLS_AT_ONCE = 500_000
VAGUE_TOPICS = frozenset({"other"})  # two people who both chose these have nothing in common yet


@dataclass(frozen=True)
class Texts:
    """The statements of both sides in one space."""

    needs: Side
    skills: Side
    space: Space | None
    reasons: Reasons | None

    @classmethod
    def of(
        cls, mentees: Sequence[Candidate], mentors: Sequence[Candidate], known: Knowledge | None
    ) -> "Texts":
        """Read what everybody wrote."""
        needs, skills = side_of(mentees, known), side_of(mentors, known)
        space = space_of(needs, skills, known)
        return cls(needs, skills, space, Reasons(needs, skills, space, known) if space else None)


@dataclass(frozen=True, slots=True)
class Ground:
    """What pairs stand on before a text is read: the rules, and the topics that people chose."""

    rules: Rules
    rulebook: Rulebook
    topic_weight: Floats  # per mentee
    topics: tuple[Floats, Floats]  # mentees × topics, mentors × topics

    @classmethod
    def of(cls, mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Self:
        """Lay it out."""
        return cls(
            rules,
            Rulebook(mentees, mentors, rules),
            topic_weights(mentees, rules.weigh_topics),
            topics_of(mentees, mentors),
        )


class Scoring:
    """Scores in millionths and rules, by rows (mentees) and columns (mentors)."""

    def __init__(
        self,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        ground: Ground,
        known: Knowledge | None,
        done: Done,
    ) -> None:
        """Score every pair."""
        self._done = done
        self._ground = ground
        self.texts = Texts.of(mentees, mentors, known)
        self.back: Texts | None = None
        if ground.rules.strategy == "two-way":
            self.back = Texts.of(with_returns(mentors), with_returns(mentees), known)
        self._score_all(len(mentees), len(mentors))

    def market(self, here: Ints, there: Ints) -> Market:
        """The edges that the rules allow, between people with room."""
        kept = (self.bars == 0) & (here > 0)[:, None] & (there > 0)[None, :]
        rows, columns = (each.astype(np.int32) for each in np.nonzero(kept))
        return Market(rows, columns, self.scores[kept].astype(np.int64), here, there)

    def row(self, row: int) -> tuple[Ints, Bits]:
        """The scores of one mentee with every mentor, and the rules that bar each."""
        return self.scores[row].astype(np.int64), self.bars[row]

    def score(self, row: int, column: int) -> int:
        """What one pair is worth."""
        return int(self.scores[row, column])

    def beside(self, row: int) -> tuple[Ints, Ints, Bits]:
        """The mentors worth considering for a mentee, their scores and the rules that bar them."""
        return np.arange(self.scores.shape[1]), *self.row(row)

    def below(self, column: int) -> tuple[Ints, Ints, Bits]:
        """Likewise the mentees for a mentor."""
        every = np.arange(len(self.scores))
        return every, self.scores[:, column].astype(np.int64), self.bars[:, column]

    def evidence(self, row: int, column: int) -> tuple[Evidence, ...]:
        """Which need is met by which skill."""
        return self.texts.reasons.of(row, column) if self.texts.reasons is not None else ()

    def returns(self, row: int, column: int) -> tuple[Evidence, ...]:
        """Likewise what the mentee teaches back."""
        if self.back is None or self.back.reasons is None:
            return ()
        return self.back.reasons.of(column, row)

    def needs(self, row: int) -> int:
        """How many needs a mentee has."""
        return len(self.texts.needs.of(row))

    def _score_all(self, rows: int, columns: int) -> None:
        needs, skills, space = self.texts.needs, self.texts.skills, self.texts.space
        merit = np.zeros((rows, columns), dtype=np.float32)
        subject = np.zeros((rows, columns), dtype=np.bool_)
        for block in blocks(needs, skills, space) if space is not None else ():
            cells = np.ix_(block.mentees, block.mentors)
            merit[cells], subject[cells] = block.scores, block.subject
            self._done(int(block.mentees[-1]) / rows)
        back, known = merit, subject
        if self.back is not None:
            back, known = text_scores(self.back.needs, self.back.skills, self.back.space)
        self.scores: npt.NDArray[np.int32] = np.zeros((rows, columns), dtype=np.int32)
        self.bars: Bits = np.zeros((rows, columns), dtype=np.uint16)
        across = np.arange(columns)[None, :]
        # Some rows at a time: at 2,000 × 2,000 each matrix of figures takes 16 MiB.
        size = max(1, CELLS_AT_ONCE // max(1, columns))
        for low in range(0, rows, size):
            some = np.arange(low, min(low + size, rows))
            worth, named = self._merit(merit[some], subject[some], some)
            if self.back is not None:
                worth, named = np.sqrt(worth * back.T[some]), named & known.T[some]
            named &= np.rint(worth * MILLION) >= round(self._ground.rules.floor * MILLION)
            worth *= self._ground.rulebook.factors(some[:, None], across)
            worth *= MILLION
            self.scores[some] = np.rint(worth, out=worth)
            bars = self._ground.rulebook.of(some)
            bars[~named & (bars != SELF)] |= BIT["no-common-subject"]
            self.bars[some] = bars

    def _merit(self, text: Floats, subject: Flags, rows: Ints) -> tuple[Floats, Flags]:
        """What some mentees' pairs are worth before any preference, and which have a subject."""
        asked, weight = self._ground.topics[0][rows], self._ground.topic_weight[rows][:, None]
        topics = asked @ self._ground.topics[1].T
        topics /= np.maximum(asked.sum(axis=1), 1)[:, None]
        named = subject | (topics > 0)
        merit = text * (1 - weight)
        topics *= weight
        merit += topics
        return np.clip(merit, 0, 1, out=merit), named


def topic_share(mentee: Candidate, mentor: Candidate) -> float:
    """Work out which share of a mentee's topics a mentor has."""
    asked = mentee.topics - VAGUE_TOPICS
    return len(asked & mentor.topics) / len(asked) if asked else 0.0


def with_returns(people: Sequence[Candidate]) -> list[Candidate]:
    """The same people, with what they give or want back in place of their statements."""
    return [replace(each, statements=each.returns) for each in people]


def topics_of(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> tuple[Floats, Floats]:
    """The topics of each side, a column each."""
    codes = sorted({code for one in (*mentees, *mentors) for code in one.topics - VAGUE_TOPICS})
    column = {code: k for k, code in enumerate(codes)}

    def chosen(people: Sequence[Candidate]) -> Floats:
        table = np.zeros((len(people), len(codes)), dtype=np.float32)
        for row, person in enumerate(people):
            table[row, [column[code] for code in person.topics - VAGUE_TOPICS]] = 1
        return table

    return chosen(mentees), chosen(mentors)


def shares_of(here: Floats, there: Floats, rows: Ints, columns: Ints) -> Floats:
    """Which share of the topics of each row its column has, edge by edge."""
    common = np.zeros(len(rows), dtype=np.float32)
    for k in range(here.shape[1]):
        common += here[rows, k] * there[columns, k]
    asked = np.maximum(here.sum(axis=1), 1)
    return np.asarray(common / asked[rows])


def topic_weights(mentees: Sequence[Candidate], weight: float) -> Floats:
    """Give the weight of topics for each mentee: none without topics, all without texts."""
    weights = np.full(len(mentees), weight, dtype=np.float32)
    for row, mentee in enumerate(mentees):
        if not mentee.topics - VAGUE_TOPICS:
            weights[row] = 0
        elif not any(text.strip() for text in mentee.statements):
            weights[row] = 1
    return weights
