"""Words by their letters: runs of three and four, the edges of the word included.

Each word is a row of the length 1, weighed by TF-IDF over the words at hand, so that a long word
says no more than a short one. They forgive typing, and see that "photographie" is near
"photography". Two roots that share enough of them stand for one another, as far as they do:
"évolutif" and "évolution", "taxinomie" and "taxonomie".
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, vstack

from matching.rarity import rarity, weighed

Ints = npt.NDArray[np.intp]

ALIKE_FROM = 0.4  # cosine from which two roots stand for one another
SURELY_FROM = 0.6  # from which that makes a subject in common, and is worth showing
SHORTEST = 4  # letters; shorter roots are too easily alike
ROWS_AT_ONCE = 2_000


class Letters:
    """The runs of letters that some words are made of."""

    def __init__(self, words: Sequence[str]) -> None:
        """Weigh the runs of folded words."""
        # One word at least, so that the table has columns.
        row, runs = _runs([*words, "…"])
        self._known, columns = np.unique(runs, return_inverse=True)
        counts = self._counts(row, columns, len(words) + 1)
        self._rarity = rarity(counts)
        self.rows = csr_array(weighed(counts, self._rarity)[: len(words)])

    def of(self, words: Sequence[str]) -> csr_array:
        """Give the rows of other words; runs never seen count for nothing."""
        if not words:
            return csr_array((0, self.rows.shape[1]), dtype=np.float32)
        row, runs = _runs(words)
        columns = np.minimum(np.searchsorted(self._known, runs), len(self._known) - 1)
        seen = self._known[columns] == runs
        return weighed(self._counts(row[seen], columns[seen], len(words)), self._rarity)

    def _counts(self, row: Ints, columns: Ints, height: int) -> csr_array:
        ones = np.ones(len(columns), dtype=np.float32)
        ends = (row.astype(np.int32), columns.astype(np.int32))
        return csr_array((ones, ends), shape=(height, len(self._known)))


def _runs(words: Sequence[str]) -> tuple[Ints, npt.NDArray[np.uint64]]:
    """Cut words into runs of three and of four letters: the word of each run, and its letters.

    The letters stand in 16 bits each, so that the order of runs is that of the alphabet.
    """
    text = np.frombuffer("".join(f" {word} " for word in words).encode("utf-16-le"), dtype="<u2")
    units = np.array([len(word.encode("utf-16-le")) // 2 + 2 for word in words])
    ends = np.repeat(np.cumsum(units), units)
    word, place = np.repeat(np.arange(len(words)), units), np.arange(len(text))
    letters = np.concatenate([text, np.zeros(3, dtype=text.dtype)]).astype(np.uint64)
    runs = letters[:-3] << 48 | letters[1:-2] << 32 | letters[2:-1] << 16
    three = place + 3 <= ends
    # A word of one letter has one run only, which counts twice.
    four = (place + 4 <= ends) | (three & (np.repeat(units, units) == 3))
    longer = np.where(place + 4 <= ends, runs | letters[3:], runs)
    return np.concatenate([word[three], word[four]]), np.concatenate([runs[three], longer[four]])


def alike(here: Sequence[str], there: Sequence[str]) -> csr_array:
    """Compare every root of `here` with every one of `there`; a root is not alike to itself.

    Returns len(here) × len(there), float32, the cosines from ALIKE_FROM on.
    """
    shape = (len(here), len(there))
    rows = np.array([k for k, root in enumerate(here) if len(root) >= SHORTEST], dtype=np.int32)
    columns = np.array([k for k, root in enumerate(there) if len(root) >= SHORTEST], dtype=np.int32)
    mine, theirs = [here[k] for k in rows], [there[k] for k in columns]
    if not mine or not theirs:
        return csr_array((np.zeros(0, dtype=np.float32), (rows[:0], columns[:0])), shape=shape)
    places = {root: place for place, root in enumerate(sorted({*mine, *theirs}))}
    letters = Letters(tuple(places)).rows
    spelled = letters[[places[root] for root in mine]]
    across = letters[[places[root] for root in theirs]].T.tocsr()
    kept = []
    for low in range(0, len(mine), ROWS_AT_ONCE):
        near = csr_array(spelled[low : low + ROWS_AT_ONCE] @ across)
        near.data[near.data < ALIKE_FROM] = 0
        near.eliminate_zeros()
        kept.append(near)
    found = vstack(kept).tocoo()
    line, column = rows[found.row], columns[found.col]
    other = np.array(here)[line] != np.array(there)[column]
    return csr_array((found.data[other], (line[other], column[other])), shape=shape)
