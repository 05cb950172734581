"""The nearest rows of one sparse matrix for each row of another: exact, a block at a time.

With the extra `scale`, `sparse_dot_topn` multiplies and cuts in one compiled pass; otherwise scipy
multiplies and numpy cuts. Both add the same products in the same order, so that they agree to the
last bit; a tie at the cut, which the compiled pass leaves to chance, is settled again by numpy.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix, vstack

from matching.space import Ints, nothing

Done = Callable[[float], None]
LEAST = 0.02  # a product under this is a chance meeting of letters
NEAR_THE_BEST = 0.3  # of the best product of its row: what is under that is left out
CELLS_AT_ONCE = 8_000_000
COMPILED = "sparse_dot_topn"


def nearest(here: csr_array, there: csr_array, top: int, done: Done | None = None) -> csr_array:
    """Keep for each row of `here` its `top` best products with rows of `there`; ties by column.

    Returns rows × rows of `there`, float32. What is under `LEAST`, or under `NEAR_THE_BEST` of the
    best of its row, is left out.
    """
    across = _narrow(there.T.tocsr())
    cut = _compiled if _installed() else _plain
    size = max(1, CELLS_AT_ONCE // max(1, across.shape[1]))
    if cut is _compiled:
        size *= 16  # which keeps no product but the best
    blocks: list[csr_array] = []
    for low in range(0, here.shape[0], size):
        blocks.append(cut(_narrow(here[low : low + size]), across, top))
        if done is not None:
            done(min(1.0, (low + size) / here.shape[0]))
    if not blocks:
        return nothing(0, across.shape[1])
    return csr_array(vstack(blocks, format="csr"))


def _installed() -> bool:
    """Tell whether the extra is there."""
    try:
        import_module(COMPILED)
    except ImportError:
        return False
    return True


def thinned(here: csr_array, there: csr_array, most: float) -> tuple[csr_array, csr_array]:
    """Leave out the commonest columns until a product takes at most so many steps.

    They cost the most and say the least: whatever half of the people say tells nobody apart.
    """
    often = [np.bincount(each.indices, minlength=here.shape[1]) for each in (here, there)]
    steps = often[0].astype(np.float64) * often[1]
    order = np.argsort(steps, kind="stable")
    rare = order[np.cumsum(steps[order]) <= most]
    if len(rare) == len(order):
        return here, there
    kept = np.zeros(len(order), dtype=np.bool_)
    kept[rare] = True
    return _only(here, kept), _only(there, kept)


def _only(rows: csr_array, kept: np.ndarray) -> csr_array:
    flags = kept[rows.indices]
    starts = np.concatenate([[0], np.cumsum(flags)])[rows.indptr]
    return csr_array((rows.data[flags], rows.indices[flags], starts), shape=rows.shape)


def _plain(here: csr_array, across: csr_array, top: int) -> csr_array:
    product = here @ across
    sizes = np.diff(product.indptr)
    best = np.zeros(len(sizes), dtype=np.float32)
    some = sizes > 0
    best[some] = np.maximum.reduceat(product.data, product.indptr[:-1][some])
    least = np.maximum(np.float32(LEAST), best * np.float32(NEAR_THE_BEST))
    row = np.repeat(np.arange(len(sizes)), sizes)
    kept = np.flatnonzero(product.data >= least[row])
    return _cut(row[kept], product.indices[kept], product.data[kept], top, product.shape)


def _compiled(here: csr_array, across: csr_array, top: int) -> csr_array:
    """One place more than asked for, to see where the cut parts equals: these rows are redone."""
    kernel: Any = import_module(COMPILED)
    found = kernel.sp_matmul_topn(
        csr_matrix(here),
        csr_matrix(across),
        top_n=top + 1,
        threshold=float(np.nextafter(np.float32(LEAST), np.float32(0))),
        sort=True,
        n_threads=os.cpu_count() or 1,
    )
    sizes = np.diff(found.indptr)
    full = np.flatnonzero(sizes > top)
    ends = found.indptr[1:][full]
    unclear = full[found.data[ends - 1] == found.data[ends - 2]]
    first = np.zeros(len(sizes), dtype=np.float32)
    some = sizes > 0
    first[some] = found.data[found.indptr[:-1][some]]
    least = np.maximum(np.float32(LEAST), first * np.float32(NEAR_THE_BEST))
    row = np.repeat(np.arange(len(sizes)), sizes)
    sure = np.ones(len(sizes), dtype=np.bool_)
    sure[unclear] = False
    kept = np.flatnonzero((found.data >= least[row]) & sure[row])
    clear = _cut(row[kept], found.indices[kept], found.data[kept], top, found.shape)
    for low, again in _again(here, across, unclear, top):
        clear = csr_array(clear + _placed(again, unclear[low : low + again.shape[0]], clear.shape))
    clear.sort_indices()
    return clear


def _again(
    here: csr_array, across: csr_array, rows: Ints, top: int
) -> Iterator[tuple[int, csr_array]]:
    size = max(1, CELLS_AT_ONCE // max(1, across.shape[1]))
    for low in range(0, len(rows), size):
        yield low, _plain(_narrow(here[rows[low : low + size]]), across, top)


def _placed(rows: csr_array, places: Ints, shape: tuple[int, int]) -> csr_array:
    """Put rows at their places in a taller matrix."""
    sizes = np.zeros(shape[0] + 1, dtype=np.int64)
    sizes[places + 1] = np.diff(rows.indptr)
    return csr_array((rows.data, rows.indices, np.cumsum(sizes)), shape=shape)


def _cut(
    row: Ints, column: Ints, values: np.ndarray, top: int, shape: tuple[int, int]
) -> csr_array:
    """The first `top` of each row by value, then by column."""
    order = np.lexsort((column, -values, row))
    sizes = np.bincount(row, minlength=shape[0])
    rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = order[rank < top]
    ends = (row[kept].astype(np.int32), column[kept].astype(np.int32))
    found = csr_array((values[kept], ends), shape=shape)
    found.sort_indices()
    return found


def _narrow(rows: csr_array) -> csr_array:
    """The same with 32-bit indices: half the memory, and a product takes half the time."""
    ends = (rows.data, rows.indices.astype(np.int32), rows.indptr.astype(np.int32))
    return csr_array(ends, shape=rows.shape)
