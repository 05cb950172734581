"""What pairs are worth, and what bars them: a whole matrix, or a large programme’s best edges.

merit = (1 − w) × text similarity + w × share of the mentee's topics that the mentor has, w being
`Rules.weigh_topics`. A mentee who chose no topic is scored on texts alone, one who wrote nothing on
topics alone. Two-way programmes take the geometric mean of both directions: an exchange in which
one of the two gets nothing is none. The score is the merit times the factors of the preferences
(`matching.rules`); the floor is for the merit alone, since a preference makes nobody incompetent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.knowledge import Knowledge
from matching.market import MILLION, Flags, Ints, Market
from matching.people import Candidate, Rules
from matching.ranking import candidates
from matching.rules import BIT, SELF, Bits, Rulebook
from matching.similarity import Side, blocks, side_of, space_of, text_scores
from matching.space import Floats, Space

Done = Callable[[float], None]  # told how far the work is, from 0 to 1

VAGUE_TOPICS = frozenset({"other"})  # two people who both chose these have nothing in common yet
WHOLE_UP_TO = 25_000_000  # pairs: 5,000 × 5,000; 250 MB in all
KEPT_EACH = 20  # best people kept for each, on both sides, in a larger programme


@dataclass(frozen=True)
class Texts:
    """The statements of both sides in one space."""

    needs: Side
    skills: Side
    space: Space | None

    @classmethod
    def of(
        cls, mentees: Sequence[Candidate], mentors: Sequence[Candidate], known: Knowledge | None
    ) -> "Texts":
        """Read what everybody wrote."""
        needs, skills = side_of(mentees, known), side_of(mentors, known)
        return cls(needs, skills, space_of(needs, skills, known))


class Scoring:
    """Scores in millionths and rules, by rows (mentees) and columns (mentors)."""

    def __init__(
        self,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        rules: Rules,
        known: Knowledge | None,
        done: Done,
    ) -> None:
        """Score every pair, or in a large programme those worth considering."""
        self._done = done
        self.rulebook = Rulebook(mentees, mentors, rules)
        self.rules = rules
        self.texts = Texts.of(mentees, mentors, known)
        self.back: Texts | None = None
        self.topic_weight = _topic_weights(mentees, rules.weigh_topics)
        self._topics = _topics(mentees, mentors)
        self.whole = len(mentees) * len(mentors) <= WHOLE_UP_TO
        if rules.strategy == "two-way":
            self.whole = True
            self.back = Texts.of(_returning(mentors), _returning(mentees), known)
        if self.whole:
            self._score_all(len(mentees), len(mentors))
        else:
            self._score_best()

    def market(self, here: Ints, there: Ints) -> Market:
        """The edges that the rules allow, between people with room."""
        kept = (here[self.rows] > 0) & (there[self.columns] > 0)
        rows, columns, figures = self.rows[kept], self.columns[kept], self.figures[kept]
        return Market(rows, columns, figures, here, there)

    def row(self, row: int) -> tuple[Ints, Bits]:
        """The scores of one mentee with every mentor, and the rules that bar each."""
        if self.whole:
            return self.scores[row].astype(np.int64), self.bars[row]
        bits = self.rulebook.of(np.array([row]))[0]
        return self._unlisted(bits, self.rows == row, self.columns)

    def column(self, column: int) -> tuple[Ints, Bits]:
        """The scores of one mentor with every mentee, and the rules that bar each."""
        if self.whole:
            return self.scores[:, column].astype(np.int64), self.bars[:, column]
        every = np.arange(len(self.topic_weight))
        bits = self.rulebook.at(every, np.full(len(every), column))
        return self._unlisted(bits, self.columns == column, self.rows)

    def _unlisted(self, bits: Bits, mine: Flags, others: Ints) -> tuple[Ints, Bits]:
        scores = np.zeros(len(bits), dtype=np.int64)
        scores[others[mine]] = self.figures[mine]
        bits[(scores == 0) & (bits != SELF)] |= BIT["no-common-subject"]
        return scores, bits

    def _score_all(self, rows: int, columns: int) -> None:
        needs, skills, space = self.texts.needs, self.texts.skills, self.texts.space
        merit = np.zeros((rows, columns), dtype=np.float32)
        subject = np.zeros((rows, columns), dtype=np.bool_)
        for block in blocks(needs, skills, space) if space is not None else ():
            cells = np.ix_(block.mentees, block.mentors)
            merit[cells], subject[cells] = block.scores, block.subject
            self._done(int(block.mentees[-1]) / rows)
        every, across = np.arange(rows)[:, None], np.arange(columns)[None, :]
        topics = (self._topics[0] @ self._topics[1].T).astype(np.float32)
        topics /= np.maximum(self._topics[0].sum(axis=1), 1)[:, None]
        subject |= topics > 0
        # In place: at 2,000 × 2,000 each matrix of figures takes 16 MiB.
        merit *= (1 - self.topic_weight)[:, None]
        topics *= self.topic_weight[:, None]
        merit += topics
        del topics
        np.clip(merit, 0, 1, out=merit)
        if self.back is not None:
            back, known = text_scores(self.back.needs, self.back.skills, self.back.space)
            merit = np.sqrt(merit * back.T)
            subject &= known.T
        subject &= np.rint(merit * MILLION) >= round(self.rules.floor * MILLION)
        merit *= self.rulebook.factors(every, across)
        merit *= MILLION
        self.scores: npt.NDArray[np.int32] = np.rint(merit, out=merit).astype(np.int32)
        del merit
        self.bars = self.rulebook.of(np.arange(rows))
        self.bars[~subject & (self.bars != SELF)] |= BIT["no-common-subject"]
        listed, named = np.nonzero(self.bars == 0)
        self.rows, self.columns = listed.astype(np.int64), named.astype(np.int64)
        self.figures = self.scores[listed, named].astype(np.int64)

    def _score_best(self) -> None:
        """Texts choose who is worth considering; topics and preferences then weigh in."""
        needs, skills, space = self.texts.needs, self.texts.skills, self.texts.space

        def barred(rows: npt.NDArray[np.intp]) -> Flags:
            self._done(int(rows[-1]) / len(self.topic_weight))
            return np.asarray(self.rulebook.of(rows.astype(np.int64)) != 0)

        found = candidates(needs, skills, space, KEPT_EACH, barred).tocoo()
        order = np.lexsort((found.col, found.row))
        rows, columns = found.row[order].astype(np.int64), found.col[order].astype(np.int64)
        here, there = self._topics
        weight = self.topic_weight[rows]
        merit = found.data[order] * (1 - weight) + weight * _shares(here, there, rows, columns)
        kept = merit >= self.rules.floor
        merit *= self.rulebook.factors(rows, columns)
        self.rows, self.columns = rows[kept], columns[kept]
        self.figures = np.rint(np.clip(merit[kept], 0, 1) * MILLION).astype(np.int64)

    @cached_property
    def degree(self) -> Ints:
        """How many mentors the rules allow each mentee."""
        return np.bincount(self.rows, minlength=len(self.topic_weight)).astype(np.int64)


def topic_share(mentee: Candidate, mentor: Candidate) -> float:
    """Work out which share of a mentee's topics a mentor has."""
    asked = mentee.topics - VAGUE_TOPICS
    return len(asked & mentor.topics) / len(asked) if asked else 0.0


def _returning(people: Sequence[Candidate]) -> list[Candidate]:
    """The same people, with what they give or want back in place of their statements."""
    return [replace(each, statements=each.returns) for each in people]


def _topics(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> tuple[Floats, Floats]:
    """The topics of each side, a column each."""
    codes = sorted({code for one in (*mentees, *mentors) for code in one.topics - VAGUE_TOPICS})
    column = {code: k for k, code in enumerate(codes)}

    def chosen(people: Sequence[Candidate]) -> Floats:
        table = np.zeros((len(people), len(codes)), dtype=np.float32)
        for row, person in enumerate(people):
            table[row, [column[code] for code in person.topics - VAGUE_TOPICS]] = 1
        return table

    return chosen(mentees), chosen(mentors)


def _shares(here: Floats, there: Floats, rows: Ints, columns: Ints) -> Floats:
    """Which share of the topics of each row its column has, edge by edge."""
    common = np.zeros(len(rows), dtype=np.float32)
    for k in range(here.shape[1]):
        common += here[rows, k] * there[columns, k]
    asked = np.maximum(here.sum(axis=1), 1)
    return np.asarray(common / asked[rows])


def _topic_weights(mentees: Sequence[Candidate], weight: float) -> Floats:
    """Give the weight of topics for each mentee: none without topics, all without texts."""
    weights = np.full(len(mentees), weight, dtype=np.float32)
    for row, mentee in enumerate(mentees):
        if not mentee.topics - VAGUE_TOPICS:
            weights[row] = 0
        elif not any(text.strip() for text in mentee.statements):
            weights[row] = 1
    return weights
