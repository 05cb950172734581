"""The best people for each need, by texts alone: `rank` for lists, `candidates` for programmes.

Ties go to the lower index, and figures are compared to the millionth, so that neither the size of
the blocks nor the order of the other people changes who is kept.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from matching.knowledge import Synonyms, knowing
from matching.similarity import Side, blocks, side_of_texts, space_of
from matching.space import Flags, Floats, Ints, Space, nothing

MILLION = 1_000_000
# Rows -> their barred pairs, rows × everybody of the other side; whole, at 100,000 × 100,000, they
# would be 10 GB.
Bars = Callable[[Ints], Flags]


def rank(
    needs: Sequence[Sequence[str]],
    skills: Sequence[Sequence[str]],
    top: int = 10,
    *,
    synonyms: Synonyms | None = None,
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Rank the people of `skills` for each person of `needs`, best first.

    Both are lists of people, each a list of statements in French or English; blank ones count for
    nothing, and a text in place of a list is one statement. Returns two arrays of the shape
    (len(needs), min(top, len(skills))): the indices into `skills`, int64, no index twice in a row,
    and their scores in [0, 1], float32, never rising along a row. Who has nothing in common scores
    0. `synonyms` are the words of one organisation: {"Atlas": ["CRM", "customer management"]}.
    Raises ValueError when `top` is negative.
    """
    if top < 0:
        raise ValueError(f"top is a number of people, not {top}.")
    known = knowing(synonyms)
    here = side_of_texts(_people(needs), known=known)
    there = side_of_texts(_people(skills), known=known)
    kept = min(top, len(skills))
    indices = np.tile(np.arange(kept, dtype=np.int64), (len(needs), 1))
    scores = np.zeros((len(needs), kept), dtype=np.float32)
    space = space_of(here, there, known)
    if space is None or not kept:
        return indices, scores
    everybody = np.arange(len(skills))
    for block in blocks(here, there, space):
        figures = np.zeros((len(block.mentees), len(skills)), dtype=np.float32)
        figures[:, block.mentors] = block.scores
        best = best_of(figures, everybody, kept)
        indices[block.mentees] = best
        scores[block.mentees] = np.take_along_axis(figures, best, axis=1)
    return indices, scores


def candidates(
    needs: Side, skills: Side, space: Space | None, top: int, barred: Bars | None = None
) -> csr_array:
    """Keep the pairs worth considering: for everybody, on both sides, the `top` best.

    Pairs that `barred` names are left out before the cut. Returns mentees × mentors, float32
    scores above 0, the union of the best of each row and of each column; exact, in memory bounded
    by blocks and by `top` pairs a person.
    """
    shape = (len(needs.languages), len(skills.languages))
    if space is None or top < 1:
        return nothing(*shape)
    rows: list[Ints] = []
    columns: list[Ints] = []
    figures: list[Floats] = []
    of_columns = _Columns(shape[1], top)
    for block in blocks(needs, skills, space):
        scores = block.scores
        if barred is not None:
            scores = np.where(barred(block.mentees)[:, block.mentors], np.float32(0), scores)
        best = best_of(scores, block.mentors, min(top, scores.shape[1]))
        found = np.take_along_axis(scores, best, axis=1)
        above = found > 0
        rows.append(np.repeat(block.mentees, above.sum(axis=1)))
        columns.append(block.mentors[best[above]])
        figures.append(found[above])
        of_columns.add(block.mentees, block.mentors, scores)
    rows.append(of_columns.rows)
    columns.append(of_columns.columns)
    figures.append(of_columns.scores)
    cells = np.concatenate(rows) * shape[1] + np.concatenate(columns)
    once, first = np.unique(cells, return_index=True)
    kept = np.concatenate(figures)[first]
    return csr_array((kept, np.divmod(once, shape[1])), shape=shape)


def best_of(scores: Floats, order: Ints, top: int) -> Ints:
    """Give the places of the `top` best of each row, best first; ties by `order`, which rises."""
    keys = np.rint(scores.astype(np.float64) * MILLION).astype(np.int64)
    keys *= len(order) + 1
    keys += np.arange(len(order), 0, -1, dtype=np.int64)
    if top < scores.shape[1]:
        best = np.argpartition(-keys, top, axis=1)[:, :top]
    else:
        best = np.tile(np.arange(scores.shape[1]), (len(scores), 1))
    inner = np.argsort(-np.take_along_axis(keys, best, axis=1), axis=1)
    return np.take_along_axis(best, inner, axis=1)


class _Columns:
    """The best rows of each column, while rows come in blocks."""

    def __init__(self, width: int, top: int) -> None:
        self.top = top
        self.rows: Ints = np.zeros(0, dtype=np.intp)
        self.columns: Ints = np.zeros(0, dtype=np.intp)
        self.scores: Floats = np.zeros(0, dtype=np.float32)
        self._enough = np.zeros(width, dtype=np.float32)  # a lower score would not be kept

    def add(self, rows: Ints, columns: Ints, scores: Floats) -> None:
        """Take in a block, rows × columns, whose rows come after those of earlier blocks."""
        high = scores > self._enough[columns]
        row, column = np.nonzero(high)
        self.rows = np.concatenate([self.rows, rows[row]])
        self.columns = np.concatenate([self.columns, columns[column]])
        self.scores = np.concatenate([self.scores, scores[high]])
        order = np.lexsort((self.rows, -np.rint(self.scores * MILLION), self.columns))
        listed = self.columns[order]
        starts = np.flatnonzero(np.diff(listed, prepend=-1))
        place = np.arange(len(listed)) - np.repeat(starts, np.diff([*starts, len(listed)]))
        last = order[place == self.top - 1]
        self._enough[self.columns[last]] = self.scores[last]
        kept = np.sort(order[place < self.top])
        self.rows, self.columns, self.scores = (
            self.rows[kept],
            self.columns[kept],
            self.scores[kept],
        )


def _people(people: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Take a text in place of a list as one statement: its letters are none."""
    return [(person,) if isinstance(person, str) else person for person in people]
