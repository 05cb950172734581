"""How rare each thing counted is, and rows of counts weighed by it, to the length 1.

TF-IDF as scikit-learn weighs by default; here because importing it takes seventy MiB.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

Floats = npt.NDArray[np.float32]


def rarity(counts: csr_array) -> Floats:
    """Tell how rare each column is: the logarithm of how few of the rows have it."""
    rows = np.float32(counts.shape[0] + 1)
    having = np.bincount(counts.indices, minlength=counts.shape[1]).astype(np.float32)
    return np.asarray(np.log(rows / (having + 1)) + 1, dtype=np.float32)


def weighed(counts: csr_array, by: Floats) -> csr_array:
    """Weigh counts by the rarity of their columns; every row that is not empty has the length 1."""
    weights = counts.data.astype(np.float32) * by[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    length = np.sqrt(np.bincount(row, weights * weights, minlength=counts.shape[0]))
    weights = (weights / length[row]).astype(np.float32)
    return csr_array((weights, counts.indices, counts.indptr), shape=counts.shape)
