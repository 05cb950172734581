"""The best people for each person of a large programme, found without comparing everybody.

1. Equal statements are one; each is compared with the statements nearest to it, from both sides
   (`matching.nearest`). What is farther counts for nothing.
2. A need is worth to a person the best of their statements: needs × people, sparse.
3. Each mentee, then each mentor, keeps the `top` best of those whom no rule bars.

Figures are whole millionths and ties go to the lower index, so that the outcome does not depend on
the size of the blocks.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array

from matching.features import Statement
from matching.market import MILLION, Places
from matching.nearest import Done, nearest, thinned
from matching.rules import Bits
from matching.similarity import NEAR_IN_SPELLING, Side
from matching.space import Ints, Space

STEPS = 2.5e9  # multiplications that comparing statements may take, twice
NEAREST = (10, 32)  # statements kept for each, at least and at most
PEOPLE_EACH = 300  # about how many people these may belong to
STATEMENTS_AT_ONCE = 200_000
CELLS_AT_ONCE = 1_000_000
TURNED_AT_ONCE = 20_000  # people whose worth is laid out from the other side at a time
FIRST = 4  # times `top`: how many of a row are put in order at first
WIDTH = 2  # times `top`: how many of them are looked at at once, in case some are barred
_PERSON_BITS, _SCORE_BITS = 21, 20  # two million people; scores of a millionth each
_TOP = (1 << _SCORE_BITS) - 1
_PERSON = (1 << _PERSON_BITS) - 1

Bars = Callable[[Ints, Ints], Bits]
Short = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Once:
    """The statements of one side, each once, as a side whose people say one thing each."""

    side: Side
    said: csr_array  # people × statements: how many times
    numbers: Ints  # which statement each of the whole side is

    @classmethod
    def of(cls, side: Side) -> "Once":
        """Find the statements that are equal."""
        numbers: dict[Statement, int] = {}
        columns = np.fromiter(
            (numbers.setdefault(each, len(numbers)) for each in side.statements), dtype=np.int32
        )
        every = Side(
            tuple(numbers),
            (0,) * len(numbers),
            np.arange(len(numbers), dtype=np.intp),
            tuple(each.language for each in numbers),
        )
        ones = np.ones(len(columns), dtype=np.float32)
        shape = (len(side.languages), len(numbers))
        said = csr_array((ones, (side.owners.astype(np.int32), columns)), shape=shape)
        said.sum_duplicates()
        return cls(every, said, columns.astype(np.int64))


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of people, by row then column, with their scores in millionths."""

    rows: Places
    columns: Places
    scores: Places
    bits: Bits  # the rules that bar them; 0 for those that stand


def alike(
    needs: Once,
    skills: Once,
    space: Space,
    factors: Mapping[tuple[str, str], float],
    done: Done,
) -> csr_array:
    """Compare statements: needs × skills, calibrated, only what is near and names a subject."""
    here, there = thinned(space.needs, space.skills, STEPS)
    top = _how_many(needs, skills)
    rows = nearest(here, there, top, lambda share: done(share / 2))
    columns = nearest(there, here, top, lambda share: done(0.5 + share / 2))
    both = csr_array(rows.maximum(columns.T.tocsr()))
    del here, there, rows, columns
    both.sort_indices()
    row = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    for low in range(0, len(row), STATEMENTS_AT_ONCE):
        part = slice(low, low + STATEMENTS_AT_ONCE)
        named = space.named_here[row[part]].multiply(space.named_there[both.indices[part]])
        subject = np.asarray(named.sum(axis=1)).ravel() > 0
        both.data[part] *= subject | (both.data[part] >= NEAR_IN_SPELLING)
    for (speech, language), factor in factors.items():
        mine = np.array([each == speech for each in needs.side.languages])
        theirs = np.array([each == language for each in skills.side.languages])
        both.data[mine[row] & theirs[both.indices]] *= np.float32(factor)
    both.eliminate_zeros()
    np.minimum(both.data, 1, out=both.data)
    return both


def best_people(
    needs: Once, skills: Once, near: csr_array, top: int, barred: Bars, done: Done
) -> Edges:
    """Keep for everybody, on both sides, the `top` best whom no rule bars.

    Also those barred who would have come before them, with the rules that bar them.
    """
    counts = np.maximum(np.asarray(needs.said.sum(axis=1)).ravel(), 1)
    asked = csr_array(diags_array((1 / counts).astype(np.float32)) @ needs.said)
    asked.sort_indices()
    worth = _worth(near, skills.said)
    found = list(_best(asked, worth, top, barred, lambda share: done(share / 2)))
    for rows, columns, scores, bits in _turned(
        asked,
        worth,
        top,
        lambda rows, columns: barred(columns, rows),
        lambda share: done(0.5 + share / 2),
    ):
        found.append((columns, rows, scores, bits))
    if not found:
        nobody = np.zeros(0, dtype=np.int64)
        return Edges(nobody, nobody, nobody, np.zeros(0, dtype=np.uint16))
    del worth, asked
    rows, columns, scores, bits = (np.concatenate(each) for each in zip(*found, strict=True))
    found.clear()
    keys = (rows.astype(np.int64) << _PERSON_BITS) | columns
    del rows, columns
    keys, first = np.unique(keys, return_index=True)
    return Edges(_short(keys >> _PERSON_BITS), _short(keys & _PERSON), scores[first], bits[first])


def both(one: Edges, other: Edges) -> Edges:
    """The pairs of either; of those in both, the first."""
    parts = [(e.rows, e.columns, e.scores, e.bits) for e in (one, other) if len(e.rows)]
    if len(parts) < 2:
        return one if len(one.rows) else other
    rows, columns, scores, bits = (np.concatenate(each) for each in zip(*parts, strict=True))
    keys, first = np.unique(rows.astype(np.int64) << _PERSON_BITS | columns, return_index=True)
    return Edges(_short(keys >> _PERSON_BITS), _short(keys & _PERSON), scores[first], bits[first])


def _how_many(needs: Once, skills: Once) -> int:
    """How many statements to keep for each: fewer when each belongs to many people."""
    each = max(float(side.said.sum()) / max(1, side.said.shape[1]) for side in (needs, skills))
    least, most = NEAREST
    return int(min(most, max(least, PEOPLE_EACH / max(each, 1))))


def _worth(near: csr_array, said: csr_array) -> csr_array:
    """What each statement is worth to each person, in millionths: the best of what they say."""
    holders = csr_array(said.T.tocsr())
    many = np.diff(holders.indptr)
    sizes = np.concatenate([[0], np.cumsum(many[near.indices])])[near.indptr]
    scores: list[np.ndarray] = []
    people: list[np.ndarray] = []
    counts = np.zeros(near.shape[0], dtype=np.int64)
    for low, high in _blocks(sizes):
        part = slice(near.indptr[low], near.indptr[high])
        size = many[near.indices[part]]
        begin = np.cumsum(size) - size
        first = holders.indptr[near.indices[part]] - begin
        person = holders.indices[np.arange(int(size.sum())) + np.repeat(first, size)]
        row = np.repeat(np.arange(high - low), np.diff(near.indptr[low : high + 1]))
        below = _TOP - np.minimum(np.rint(near.data[part] * np.float64(MILLION)), _TOP)
        keys = np.repeat(row << (_PERSON_BITS + _SCORE_BITS) | below.astype(np.int64), size)
        keys = np.sort(keys | (person.astype(np.int64) << _SCORE_BITS))
        keys = keys[np.diff(keys >> _SCORE_BITS, prepend=-1) > 0]
        counts[low:high] = np.bincount(keys >> (_SCORE_BITS + _PERSON_BITS), minlength=high - low)
        people.append(((keys >> _SCORE_BITS) & _PERSON).astype(np.int32))
        scores.append((_TOP - (keys & _TOP)).astype(np.float32))
    starts = np.concatenate([[0], np.cumsum(counts)])
    if starts[-1] <= np.iinfo(np.int32).max:
        starts = starts.astype(np.int32)  # and scipy keeps to 32 bits
    cells = (_joined(scores, np.float32), _joined(people, np.int32), starts)
    return csr_array(cells, shape=(near.shape[0], said.shape[0]))


def _turned(
    here: csr_array, there: csr_array, top: int, barred: Bars, done: Done
) -> Iterator[tuple[Short, Short, Short, Bits]]:
    """The best rows of each column of a product; laid out some columns at a time, to spare room."""
    across, columns = csr_array(here.T.tocsr()), there.shape[1]
    for first in range(0, columns, TURNED_AT_ONCE):
        some = csr_array(there[:, first : first + TURNED_AT_ONCE].T.tocsr())
        yield from _best(some, across, top, barred, lambda _: None, first)
        done(min(1.0, (first + TURNED_AT_ONCE) / columns))


def _best(
    here: csr_array, there: csr_array, top: int, barred: Bars, done: Done, first: int = 0
) -> Iterator[tuple[Short, Short, Short, Bits]]:
    """The best columns of each row of a product, block by block; rows are told from `first` on."""
    sizes = np.concatenate([[0], np.cumsum(np.diff(there.indptr)[here.indices])])[here.indptr]
    for low, high in _blocks(sizes):
        product = csr_array(here[low:high] @ there)
        scores = np.minimum(np.rint(product.data), MILLION).astype(np.int32)
        row = np.repeat(np.arange(high - low), np.diff(product.indptr))
        kept = scores >= _least(scores, product.indptr.astype(np.int64), FIRST * top)[row]
        wanted = np.full(high - low, top)
        for asked in (kept, ~kept):  # the others are seldom asked for
            some = asked & (wanted[row] > 0)
            below = (_TOP - scores[some]).astype(np.int64)
            keys = (row[some] << _SCORE_BITS | below) << _PERSON_BITS | product.indices[some]
            keys.sort()
            for found, bits in _allowed(keys, wanted, first + low, barred):
                row_of = (found >> (_SCORE_BITS + _PERSON_BITS)) + first + low
                score_of = _TOP - ((found >> _PERSON_BITS) & _TOP)
                yield _short(row_of), _short(found & _PERSON), _short(score_of), bits
        done(high / here.shape[0])


def _least(scores: np.ndarray, starts: Ints, count: int) -> np.ndarray:
    """The score of the so many-th of each row; 0 where there are fewer."""
    least = np.zeros(len(starts) - 1, dtype=np.int32)
    for row in np.flatnonzero(np.diff(starts) > count).tolist():
        some = scores[starts[row] : starts[row + 1]]
        least[row] = np.partition(some, len(some) - count)[len(some) - count]
    return least


def _allowed(keys: Ints, wanted: Ints, low: int, barred: Bars) -> Iterator[tuple[Ints, Bits]]:
    """Look along each row until so many are `wanted` no more whom no rule bars."""
    row = keys >> (_SCORE_BITS + _PERSON_BITS)
    starts = np.searchsorted(row, np.arange(len(wanted) + 1))
    at, ends = starts[:-1].copy(), starts[1:]
    width = WIDTH * int(wanted.max(initial=0))
    while len(still := np.flatnonzero((wanted > 0) & (at < ends))):
        size = np.minimum(ends[still] - at[still], width)
        begin = np.cumsum(size) - size
        place = np.arange(int(size.sum())) + np.repeat(at[still] - begin, size)
        seen = keys[place]
        bits = barred(row[place] + low, seen & _PERSON)
        stands = bits == 0
        before = np.cumsum(stands) - stands
        before -= np.repeat(before[begin], size)
        taken = before < np.repeat(wanted[still], size)
        yield seen[taken], bits[taken]
        wanted[still] -= np.add.reduceat(stands & taken, begin, dtype=np.int64)
        at[still] += size
        width *= 4


def _blocks(sizes: Ints) -> Iterator[tuple[int, int]]:
    """Cut rows into blocks of bounded size; `sizes` sums up those of the rows before each."""
    low = 0
    while low < len(sizes) - 1:
        high = int(np.searchsorted(sizes, sizes[low] + CELLS_AT_ONCE, side="right")) - 1
        high = min(max(high, low + 1), len(sizes) - 1)
        yield low, high
        low = high


def _short(whole: Ints) -> Short:
    """Half the memory, while they are many."""
    return whole.astype(np.int32)


def _joined(parts: list[np.ndarray], kind: type[np.generic]) -> np.ndarray:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
