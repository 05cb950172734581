"""How near the needs of one side are to the skills of the other: TF-IDF, as measured to work.

1. Statements are kept apart: each need meets the skill that suits it best, and a pair is worth the
   mean over the needs. One text per person would drown a precise need in everything else that the
   mentor knows.
2. Words, roots, meanings of the lexicon and learned translations on one hand, character n-grams on
   the other (`matching.space`).
3. Each pair of languages is calibrated (`matching.calibration`): French meets English with other
   figures than French, and without a correction every need would go to one language.

People are compared in blocks of rows: no matrix of statements by statements is ever whole.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.calibration import calibration
from matching.features import Statement
from matching.knowledge import Knowledge, usual
from matching.language import languages_of
from matching.people import Candidate
from matching.space import Flags, Floats, Ints, Space, space_of_statements

CELLS_AT_ONCE = 4_000_000  # needs × skills compared at a time: 16 MiB of float32
ROWS_AT_MOST = 256
NEAR_IN_SPELLING = 0.7  # similarity from which two texts without a telling word have a subject


@dataclass(frozen=True)
class Side:
    """The statements of one side, flattened: statement k belongs to person `owners[k]`."""

    statements: tuple[Statement, ...]
    positions: tuple[int, ...]  # index of each statement among its owner's
    owners: Ints
    languages: tuple[str, ...]  # of each person

    @property
    def starts(self) -> Ints:
        """Index of the first statement of each person who has any."""
        return np.flatnonzero(np.diff(self.owners, prepend=-1))

    def of(self, person: int) -> range:
        """Indices of the statements of one person."""
        return range(self._bounds[person], self._bounds[person + 1])

    @cached_property
    def _bounds(self) -> list[int]:
        """Index of the first statement of each person, or of the next one who has any."""
        bounds = np.searchsorted(self.owners, np.arange(len(self.languages) + 1))
        return list(bounds.tolist())


def side_of(people: Sequence[Candidate], known: Knowledge | None = None) -> Side:
    """Flatten the statements of a side but for blank ones, with the language of their authors."""
    return side_of_texts(
        [person.statements for person in people], [person.language for person in people], known
    )


def side_of_texts(
    people: Sequence[Sequence[str]],
    languages: Sequence[str] = (),
    known: Knowledge | None = None,
) -> Side:
    """Flatten lists of texts, one list a person; `languages` are hints for texts too short."""
    read = [
        languages_of(texts, languages[row] if languages else "", known)
        for row, texts in enumerate(people)
    ]
    told = Counter(language for language, _ in read if language)
    # Whoever cannot be told is taken for one of the many.
    usually = max(sorted(told), key=told.__getitem__) if told else ""
    statements: list[Statement] = []
    positions: list[int] = []
    owners: list[int] = []
    for row, texts in enumerate(people):
        for position, text in enumerate(texts):
            if text.strip():
                statements.append(Statement(text, read[row][1][position] or usually))
                positions.append(position)
                owners.append(row)
    spoken = tuple(language or usually for language, _ in read)
    return Side(tuple(statements), tuple(positions), np.array(owners, dtype=np.intp), spoken)


def space_of(needs: Side, skills: Side, known: Knowledge | None = None) -> Space | None:
    """Weigh every statement of both sides; None when one side has nothing to say."""
    return space_of_statements(needs.statements, skills.statements, known or usual())


@dataclass(frozen=True, slots=True)
class Block:
    """The pairs of a few people of one side with everybody of the other who has a statement."""

    mentees: Ints  # rows
    mentors: Ints  # columns
    scores: Floats  # mentees × mentors, in [0, 1] once calibrated
    subject: Flags  # mentees × mentors: a subject in common


def blocks(needs: Side, skills: Side, space: Space) -> Iterator[Block]:
    """Score everybody, a block of mentees at a time, in their order."""
    starts = skills.starts
    mentors = skills.owners[starts]
    across, named = space.skills.T.tocsr(), space.named_there.T.tocsr()
    factors = calibration(needs, skills, space)
    counts = np.bincount(needs.owners, minlength=len(needs.languages)).astype(np.float32)
    here, there = (
        np.array([each.language for each in side.statements]) for side in (needs, skills)
    )
    for low, high in _cuts(needs, len(skills.statements)):
        near = (space.needs[low:high] @ across).toarray()
        shared = (space.named_here[low:high] @ named).toarray() > 0
        owners = needs.owners[low:high]
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        mentees = owners[first]
        shared |= near >= NEAR_IN_SPELLING
        for (speech, language), factor in factors.items():
            if factor != 1:
                near[np.ix_(here[low:high] == speech, there == language)] *= factor
        best = np.maximum.reduceat(near, starts, axis=1)
        scores = np.add.reduceat(best, first, axis=0) / counts[mentees, None]
        subject = np.maximum.reduceat(np.maximum.reduceat(shared, starts, axis=1), first, axis=0)
        yield Block(mentees, mentors, np.clip(scores, 0, 1).astype(np.float32), subject)


def text_scores(needs: Side, skills: Side, space: Space | None) -> tuple[Floats, Flags]:
    """Score every pair of people in [0, 1], and tell which have a subject in common."""
    shape = (len(needs.languages), len(skills.languages))
    scores = np.zeros(shape, dtype=np.float32)
    subject = np.zeros(shape, dtype=np.bool_)
    if space is not None:
        for block in blocks(needs, skills, space):
            cells = np.ix_(block.mentees, block.mentors)
            scores[cells] = block.scores
            subject[cells] = block.subject
    return scores, subject


def _cuts(needs: Side, across: int) -> Iterator[tuple[int, int]]:
    """Cut the needs into blocks of bounded size that never part one person's statements."""
    size = max(1, min(ROWS_AT_MOST, CELLS_AT_ONCE // max(1, across)))
    low = 0
    ends = [*needs.starts[1:].tolist(), len(needs.statements)]
    for index, end in enumerate(ends):
        if end - low >= size or index == len(ends) - 1:
            yield low, end
            low = end
