"""Words by their letters: runs of three and four, the edges of the word included.

Each word is a row of the length 1, weighed by TF-IDF over the words at hand, so that a long word
says no more than a short one. They forgive typing, and see that "photographie" is near
"photography". Two roots that share enough of them stand for one another, as far as they do:
"évolutif" and "évolution", "taxinomie" and "taxonomie".
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array, vstack
from sklearn.feature_extraction.text import TfidfVectorizer

ALIKE_FROM = 0.4  # cosine from which two roots stand for one another
SURELY_FROM = 0.6  # from which that makes a subject in common, and is worth showing
SHORTEST = 4  # letters; shorter roots are too easily alike
ROWS_AT_ONCE = 2_000


class Letters:
    """The runs of letters that some words are made of."""

    def __init__(self, words: Sequence[str]) -> None:
        """Weigh the runs of folded words."""
        self._runs = TfidfVectorizer(analyzer=_runs, dtype=np.float32)
        # The vectorizer refuses an empty vocabulary.
        self.rows = csr_array(self._runs.fit_transform([*words, "…"]))[: len(words)]

    def of(self, words: Sequence[str]) -> csr_array:
        """Give the rows of other words; runs never seen count for nothing."""
        if not words:
            return csr_array((0, self.rows.shape[1]), dtype=np.float32)
        return csr_array(self._runs.transform(words), shape=(len(words), self.rows.shape[1]))


@lru_cache(maxsize=100_000)
def _runs(word: str) -> tuple[str, ...]:
    """Cut a word into its runs of letters."""
    edged = f" {word} "
    runs = [
        edged[start : start + length]
        for length in (3, 4)
        for start in range(max(1, len(edged) - length + 1))
    ]
    return tuple(runs)


def alike(here: Sequence[str], there: Sequence[str]) -> csr_array:
    """Compare every root of `here` with every one of `there`; a root is not alike to itself.

    Returns len(here) × len(there), float32, the cosines from ALIKE_FROM on.
    """
    shape = (len(here), len(there))
    rows = np.array([k for k, root in enumerate(here) if len(root) >= SHORTEST], dtype=np.intp)
    columns = np.array([k for k, root in enumerate(there) if len(root) >= SHORTEST], dtype=np.intp)
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
