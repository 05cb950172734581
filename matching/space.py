"""Statements as rows in one space, each need once towards every language of the skills.

Three kinds of columns: words, roots and meanings, weighed by TF-IDF; then character n-grams, also
by TF-IDF, which forgive typing and see that "photographie" is near "photography". There is a set of
both for each language in which skills are told. A skill fills the set of its own language only; a
need fills each, with its own words and what the thesaurus says of them. A row has the length 1; but
synonyms come on top of it within a language, so that a need still meets its own words at 1.

How rare a word is, the programme tells, with the labels of ESCO as so many statements more: ten
people alone would find every word rare.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack

from matching.bridges import Roots, roots_of
from matching.features import (
    ALIKE_ACROSS,
    ALIKE_WITHIN,
    LEARNED_WITHIN,
    ROOT_WEIGHT,
    TRUSTED_ACROSS,
    Statement,
    features,
    meets,
    weight,
)
from matching.knowledge import Knowledge
from matching.spelling import SURELY_FROM, Letters, alike
from matching.stems import LANGUAGES, folded

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Shorts = npt.NDArray[np.int32]  # scipy keeps to 32 bits where everything it is given does

WORD_SHARE = 0.5  # of the similarity; the rest is of character n-grams
LEARNED_SPELLING = 1.0  # across languages, n-grams of what words stand for, next to their own
BACKGROUND = 1_000  # statements for which the labels of ESCO count when rarity is worked out


@dataclass(frozen=True, slots=True)
class Space:
    """Both sides as rows; column of a word feature = `offsets[language] + vocabulary[name]`."""

    needs: csr_array  # a set of columns for each language of the skills, side by side
    skills: csr_array
    words: int  # columns below are words, roots and meanings; the others n-grams
    vocabulary: dict[str, int]  # name of a word feature -> its number
    names: tuple[str, ...]  # by number
    offsets: dict[str, int]  # language of skills -> first column of its words
    plain: Flags  # per number: too general to be a subject
    rarity: Floats  # per number: its inverse document frequency
    alike: csr_array  # numbers × numbers, roots of needs to those of skills spelled nearly so
    named_here: csr_array  # needs × columns of words, 1 where a subject is named
    named_there: csr_array  # skills × columns of words, likewise


class _Numbers(dict[str, int]):
    """Names of features, numbered as they come."""

    def __missing__(self, name: str) -> int:
        """Number a new one."""
        number = self[name] = len(self)
        return number


def space_of_statements(
    needs: Sequence[Statement], skills: Sequence[Statement], known: Knowledge
) -> Space | None:
    """Weigh every statement of both sides; None when one side has nothing to say."""
    roots = roots_of(known.thesaurus)
    found, plain_ones = _Numbers(roots.numbers), set[int]()
    said = [_read(each, found, plain_ones, known) for each in (needs, skills)]
    if not all(len(codes) for codes, _ in said):
        return None
    # In alphabetical order, so that figures do not hang on who comes first, to the last bit.
    many = len(roots.numbers)  # names from here on are of this programme
    listed = tuple(found)[many:]
    order = sorted(range(len(listed)), key=listed.__getitem__)
    names = (*roots.numbers, *(listed[k] for k in order))
    numbers = {**roots.numbers, **{names[k]: k for k in range(many, len(names))}}
    places = np.arange(len(names), dtype=np.int32)
    places[many + np.array(order, dtype=np.intp)] = np.arange(many, len(names))
    plain = np.zeros(len(names), dtype=np.bool_)
    plain[[k for k in range(many, len(names)) if names[k][0] == "i"]] = True
    plain[places[sorted(plain_ones)]] = True
    here, there = (_ones(places[codes], starts, len(names)) for codes, starts in said)
    rooted = _rooted(names, roots, known)
    rarity = _rarity(here, there, roots, rooted)
    telling = (~plain).astype(np.float32)
    weights = np.full(len(names), ROOT_WEIGHT, dtype=np.float32)
    weights[many:] = [weight(name, known) for name in names[many:]]
    scale = weights * rarity
    near = _alike(here, there, names)
    sure = _flags(_over(near, SURELY_FROM))
    letters, spelled = _spelled(names, rarity)
    weighed_there, spelled_there = _unit(_weighed(there, scale)), _unit(there @ spelled)

    spoken = sorted({each.language for each in skills})
    speakers = np.array([each.language for each in skills])
    asking = np.array([each.language for each in needs])
    words_here, words_there, letters_here, letters_there = [], [], [], []
    named_here, named_there = [], []
    for language in spoken:
        mine = speakers == language
        words_there.append(_of(weighed_there, mine))
        letters_there.append(_of(spelled_there, mine))
        named_there.append(_of(there, mine))
        own, learned, trusted = _towards(here, asking, language, roots)
        within = np.array([meets(each, language) for each in asking])
        named_here.append(own + trusted + _weighed(own, telling) @ sure)
        likely = _weighed(_over(_of(learned, ~within), TRUSTED_ACROSS), np.sqrt(rarity))
        close = np.where(within, ALIKE_WITHIN, ALIKE_ACROSS).astype(np.float32)
        more = np.where(within, LEARNED_WITHIN, 1).astype(np.float32)
        learned = _scaled(learned, more) + _scaled(here, close) @ near
        own, learned = _weighed(own, scale), _weighed(csr_array(learned), scale)
        words_here.append(_together(own, learned, within) * np.float32(WORD_SHARE))
        own_letters = _untranslated(here, spelled, asking, language, roots, rooted)
        others = _respelled(likely, roots.shown[language], letters)
        letters_here.append(_together(own_letters, others, within) * np.float32(1 - WORD_SHARE))
    del weighed_there, spelled_there, spelled, letters
    subjects = np.tile(telling, len(spoken))
    offered = _joined(words_there, letters_there)
    met = (np.bincount(offered.indices, minlength=offered.shape[1]) > 0).astype(np.float32)
    return Space(
        _joined(words_here, letters_here, met),
        offered,
        len(numbers) * len(spoken),
        numbers,
        names,
        {language: len(numbers) * place for place, language in enumerate(spoken)},
        plain,
        rarity,
        near,
        _flags(_weighed(hstack(named_here, format="csr"), subjects)),
        _flags(_weighed(hstack(named_there, format="csr"), subjects)),
    )


def _read(
    statements: Sequence[Statement], numbers: _Numbers, plain: set[int], known: Knowledge
) -> tuple[Shorts, Shorts]:
    """Number the features of statements, end to end, and tell where each statement begins.

    New names go into `numbers`, the numbers of the plain ones into `plain`.
    """
    codes, starts = array("i"), array("i", [0])
    for each in statements:
        listed = features(each, known)
        codes.extend([numbers[found.name] for found in listed])
        plain.update([numbers[found.name] for found in listed if found.plain])
        starts.append(len(codes))
    return np.array(codes, dtype=np.int32), np.array(starts, dtype=np.int32)


def _ones(columns: Shorts, starts: Shorts, width: int) -> csr_array:
    """Put the features of statements in rows of ones, each once."""
    ones = np.ones(len(columns), dtype=np.float32)
    rows = csr_array((ones, columns, starts), shape=(len(starts) - 1, width))
    rows.sum_duplicates()
    rows.data[:] = 1
    return rows


def _rooted(names: Sequence[str], roots: Roots, known: Knowledge) -> Mapping[str, Ints]:
    """Give the root of each word, by number, in each language; -1 when it has none that is known.

    The last number is that of no word, so that -1 reads as nothing.
    """
    found = {language: np.full(len(names), -1, dtype=np.intp) for language in LANGUAGES}
    for number in range(len(roots.numbers), len(names)):
        if names[number][0] in "wi":
            for language, root in known.word(names[number][2:]).stems.items():
                found[language][number] = roots.numbers.get(f"s:{root}", -1)
    return found


def _rarity(here: csr_array, there: csr_array, roots: Roots, rooted: Mapping[str, Ints]) -> Floats:
    """Work out the inverse document frequency of each feature, ESCO counted in."""
    width = here.shape[1]
    spread = np.zeros(width, dtype=np.float32)
    spread[: len(roots.spread)] = roots.spread
    shares = np.append(roots.spread, np.float32(0))
    for root in rooted.values():
        np.maximum(spread, shares[root], out=spread)
    counts = np.bincount(here.indices, minlength=width)
    counts += np.bincount(there.indices, minlength=width)
    statements = here.shape[0] + there.shape[0] + BACKGROUND
    rarity = np.log((1 + statements) / (1 + counts + BACKGROUND * spread)) + 1
    return np.asarray(rarity, dtype=np.float32)


def _untranslated(
    here: csr_array,
    spelled: csr_array,
    asking: npt.NDArray[np.str_],
    language: str,
    roots: Roots,
    rooted: Mapping[str, Ints],
) -> csr_array:
    """Give the letters of needs but for words whose translation is known, which may mislead."""
    rows = nothing(here.shape[0], spelled.shape[1])
    for speech in sorted(set(asking.tolist())):
        mine = _of(here, asking == speech)
        if speech in rooted:
            translated = np.append(roots.bridges[speech, language].translated, np.False_)
            mine = _weighed(mine, (~translated[rooted[speech]]).astype(np.float32))
        rows = rows + mine @ spelled
    return _unit(rows)


def _alike(here: csr_array, there: csr_array, names: Sequence[str]) -> csr_array:
    """Compare the roots of both sides by their spelling."""
    asked, offered = (
        [each for each in np.unique(side.indices).tolist() if names[each].startswith("s:")]
        for side in (here, there)
    )
    found = alike(
        [names[each][2:] for each in asked], [names[each][2:] for each in offered]
    ).tocoo()
    cells = (
        np.array(asked, dtype=np.int32)[found.row],
        np.array(offered, dtype=np.int32)[found.col],
    )
    return csr_array((found.data, cells), shape=(len(names), len(names)))


def _spelled(names: Sequence[str], rarity: Floats) -> tuple[Letters, csr_array]:
    """Give the letters of each word, which weigh less by its rarity than the word itself."""
    places = [
        place for place, name in enumerate(names) if name[:2] in ("w:", "i:") and len(name) > 3
    ]
    letters = Letters([names[place][2:] for place in places])
    cells = (np.array(places, dtype=np.int32), np.arange(len(places), dtype=np.int32))
    weights = csr_array(
        (np.sqrt(rarity[places]), cells),
        shape=(len(names), len(places)),
    )
    return letters, csr_array(weights @ letters.rows)


def _towards(
    here: csr_array, asking: npt.NDArray[np.str_], language: str, roots: Roots
) -> tuple[csr_array, csr_array, csr_array]:
    """Give the words of needs as they are, what they stand for in a language, and that trusted."""
    own, learned, trusted = (nothing(*here.shape) for _ in range(3))
    many = len(roots.numbers)
    for speech in sorted(set(asking.tolist())):
        bridge = roots.bridges[speech, language]
        mine = _of(here, asking == speech)
        goes_over = np.ones(here.shape[1], dtype=np.float32)
        goes_over[:many] = bridge.goes_over
        own = own + _weighed(mine, goes_over)
        for table, rows in ((bridge.learned, "learned"), (bridge.trusted, "trusted")):
            near = csr_array(mine[:, :many] @ table)
            reached = csr_array((near.data, near.indices, near.indptr), shape=here.shape)
            if rows == "learned":
                learned = learned + reached
            else:
                trusted = trusted + reached
    own = csr_array(own)
    own.eliminate_zeros()
    return own, csr_array(learned), csr_array(trusted)


def _respelled(learned: csr_array, shown: Sequence[str], letters: Letters) -> csr_array:
    """Weigh the letters of the words that those of needs stand for."""
    used = [column for column in np.unique(learned.indices).tolist() if shown[column]]
    spelled = letters.of([folded(shown[column]) for column in used])
    return _unit(_unit(learned)[:, used] @ spelled) * np.float32(LEARNED_SPELLING)


def _together(own: csr_array, learned: csr_array, within: Flags) -> csr_array:
    """Add what was learned to rows: on top of a length of 1 within a language, else inside it."""
    both = csr_array(own + learned)
    lengths = np.where(within, _lengths(own), _lengths(both)).astype(np.float32)
    lengths[lengths == 0] = 1
    return _scaled(both, np.float32(1) / lengths)


def nothing(rows: int, columns: int) -> csr_array:
    """Give a matrix of zeros."""
    none = np.zeros(0, dtype=np.int32)
    return csr_array((np.zeros(0, dtype=np.float32), (none, none)), shape=(rows, columns))


def _unit(rows: csr_array) -> csr_array:
    """Give each row the length 1; an empty row stays empty."""
    lengths = _lengths(rows)
    lengths[lengths == 0] = 1
    return _scaled(rows, np.float32(1) / lengths)


def _scaled(rows: csr_array, figures: Floats) -> csr_array:
    """Multiply each row by its figure."""
    each = np.repeat(figures, np.diff(rows.indptr))
    return csr_array((rows.data * each, rows.indices, rows.indptr), shape=rows.shape)


def _weighed(rows: csr_array, figures: Floats) -> csr_array:
    """Multiply each column by its figure."""
    weights = rows.data * figures[rows.indices]
    return csr_array((weights, rows.indices, rows.indptr), shape=rows.shape)


def _of(rows: csr_array, kept: Flags) -> csr_array:
    """Empty the other rows."""
    sizes = np.diff(rows.indptr)
    cells = np.repeat(kept, sizes)
    starts = np.concatenate([[0], np.cumsum(sizes * kept)]).astype(rows.indptr.dtype)
    return csr_array((rows.data[cells], rows.indices[cells], starts), shape=rows.shape)


def _over(rows: csr_array, least: float) -> csr_array:
    """Leave out what is under a weight."""
    kept = rows.copy()
    kept.data[kept.data < least] = 0
    kept.eliminate_zeros()
    return kept


def _lengths(rows: csr_array) -> Floats:
    row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    return np.sqrt(np.bincount(row, rows.data**2, rows.shape[0])).astype(np.float32)


def _joined(
    words: list[csr_array], letters: list[csr_array], met: Floats | None = None
) -> csr_array:
    """Put the sets of words side by side, then those of n-grams; `met` drops idle columns."""
    rows = csr_array(hstack([*words, *letters], format="csr", dtype=np.float32))
    words.clear()  # they are the largest things there are, and needed no more
    letters.clear()
    if met is not None:
        rows.data *= met[rows.indices]
    rows.eliminate_zeros()
    rows.sort_indices()
    return rows


def _flags(rows: csr_array) -> csr_array:
    rows = csr_array(rows)
    rows.eliminate_zeros()
    rows.data = np.ones_like(rows.data)
    return rows
