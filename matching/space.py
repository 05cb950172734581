"""Statements as rows in one space, each need once towards every language of the skills.

Three kinds of columns: words, roots and meanings, weighed by TF-IDF; then character n-grams, also
by TF-IDF, which forgive typing and see that "photographie" is near "photography". There is a set of
both for each language in which skills are told. A skill fills the set of its own language only; a
need fills each, with its own words and what the thesaurus says of them. A row has the length 1; but
synonyms come on top of it within a language, so that a need still meets its own words at 1.

How rare a word is, the programme tells, with the labels of ESCO as so many statements more: ten
people alone would find every word rare.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array, hstack

from matching.bridges import Roots, roots_of
from matching.features import (
    ALIKE_ACROSS,
    ALIKE_WITHIN,
    LEARNED_WITHIN,
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


def space_of_statements(
    needs: Sequence[Statement], skills: Sequence[Statement], known: Knowledge
) -> Space | None:
    """Weigh every statement of both sides; None when one side has nothing to say."""
    roots = roots_of(known.thesaurus)
    said = {
        each: {
            found.name: found.plain or found.name.startswith("i:")
            for found in features(each, known)
        }
        for each in (*needs, *skills)
    }
    if not any(said[each] for each in needs) or not any(said[each] for each in skills):
        return None
    numbers = dict(roots.numbers)
    # In alphabetical order, so that figures do not hang on who comes first, to the last bit.
    for name in sorted({name for each in said.values() for name in each} - numbers.keys()):
        numbers[name] = len(numbers)
    names = tuple(numbers)
    here, there = _ones(needs, said, numbers), _ones(skills, said, numbers)
    rooted = _rooted(names, roots, known)
    rarity = _rarity(here, there, roots, rooted)
    plain = np.zeros(len(numbers), dtype=np.bool_)
    plain[[numbers[name] for each in said.values() for name in each if each[name]]] = True
    telling = (~plain).astype(np.float32)
    weights = np.array([weight(name, known) for name in names], dtype=np.float32)
    scale = diags_array(weights * rarity)
    near = _alike(here, there, names)
    sure = _flags(_over(near, SURELY_FROM))
    letters, spelled = _spelled(names, rarity)
    spelled_there = _unit(there @ spelled)

    spoken = sorted({each.language for each in skills})
    speakers = np.array([each.language for each in skills])
    asking = np.array([each.language for each in needs])
    words_here, words_there, letters_here, letters_there = [], [], [], []
    named_here, named_there = [], []
    for language in spoken:
        mine = diags_array((speakers == language).astype(np.float32))
        words_there.append(mine @ _unit(there @ scale))
        letters_there.append(mine @ spelled_there)
        named_there.append(mine @ there)
        own, learned, trusted = _towards(here, asking, language, roots)
        within = np.array([meets(each, language) for each in asking])
        named_here.append(own + trusted + own @ diags_array(telling) @ sure)
        across = diags_array((~within).astype(np.float32))
        likely = across @ _over(learned, TRUSTED_ACROSS) @ diags_array(np.sqrt(rarity))
        close = np.where(within, ALIKE_WITHIN, ALIKE_ACROSS).astype(np.float32)
        more = np.where(within, LEARNED_WITHIN, 1).astype(np.float32)
        learned = diags_array(more) @ learned + diags_array(close) @ here @ near
        own, learned = csr_array(own @ scale), csr_array(learned @ scale)
        words_here.append(_together(own, learned, within) * np.float32(WORD_SHARE))
        own_letters = _untranslated(here, spelled, asking, language, roots, rooted)
        others = _respelled(csr_array(likely), roots.shown[language], letters)
        letters_here.append(_together(own_letters, others, within) * np.float32(1 - WORD_SHARE))
    subjects = diags_array(np.tile(telling, len(spoken)))
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
        _flags(hstack(named_here, format="csr") @ subjects),
        _flags(hstack(named_there, format="csr") @ subjects),
    )


def _ones(
    statements: Sequence[Statement],
    said: Mapping[Statement, Collection[str]],
    numbers: Mapping[str, int],
) -> csr_array:
    """Put the names of the features of statements in rows of ones."""
    starts = np.cumsum([0, *(len(said[each]) for each in statements)])
    columns = np.fromiter(
        (numbers[name] for each in statements for name in said[each]), dtype=np.int32
    )
    ones = np.ones(len(columns), dtype=np.float32)
    rows = csr_array((ones, columns, starts), shape=(len(statements), len(numbers)))
    rows.sort_indices()
    return rows


def _rooted(names: Sequence[str], roots: Roots, known: Knowledge) -> Mapping[str, Ints]:
    """Give the root of each word, by number, in each language; -1 when it has none that is known.

    The last number is that of no word, so that -1 reads as nothing.
    """
    found = {language: np.full(len(names), -1, dtype=np.intp) for language in LANGUAGES}
    for number, name in enumerate(names):
        if name[0] in "wi":
            for language, root in known.word(name[2:]).stems.items():
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
        mine = diags_array((asking == speech).astype(np.float32)) @ here
        if speech in rooted:
            translated = np.append(roots.bridges[speech, language].translated, np.False_)
            mine = mine @ diags_array((~translated[rooted[speech]]).astype(np.float32))
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
    cells = (np.array(asked, dtype=np.intp)[found.row], np.array(offered, dtype=np.intp)[found.col])
    return csr_array((found.data, cells), shape=(len(names), len(names)))


def _spelled(names: Sequence[str], rarity: Floats) -> tuple[Letters, csr_array]:
    """Give the letters of each word, which weigh less by its rarity than the word itself."""
    places = [
        place for place, name in enumerate(names) if name[:2] in ("w:", "i:") and len(name) > 3
    ]
    letters = Letters([names[place][2:] for place in places])
    weights = csr_array(
        (np.sqrt(rarity[places]), (places, range(len(places)))),
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
        mine = csr_array(diags_array((asking == speech).astype(np.float32)) @ here)
        goes_over = np.ones(here.shape[1], dtype=np.float32)
        goes_over[:many] = bridge.goes_over
        own = own + mine @ diags_array(goes_over)
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
    lengths = np.where(within, _lengths(own), _lengths(own + learned)).astype(np.float32)
    lengths[lengths == 0] = 1
    return csr_array(diags_array(np.float32(1) / lengths) @ (own + learned))


def nothing(rows: int, columns: int) -> csr_array:
    """Give a matrix of zeros."""
    none = np.zeros(0, dtype=np.int32)
    return csr_array((np.zeros(0, dtype=np.float32), (none, none)), shape=(rows, columns))


def _unit(rows: csr_array) -> csr_array:
    """Give each row the length 1; an empty row stays empty."""
    lengths = _lengths(rows)
    lengths[lengths == 0] = 1
    return csr_array(diags_array(np.float32(1) / lengths) @ rows)


def _over(rows: csr_array, least: float) -> csr_array:
    """Leave out what is under a weight."""
    kept = rows.copy()
    kept.data[kept.data < least] = 0
    kept.eliminate_zeros()
    return kept


def _lengths(rows: csr_array) -> Floats:
    return np.sqrt(csr_array(rows).power(2).sum(axis=1)).astype(np.float32)


def _joined(
    words: Iterable[csr_array], letters: Iterable[csr_array], met: Floats | None = None
) -> csr_array:
    """Put the sets of words side by side, then those of n-grams; `met` drops idle columns."""
    rows = hstack([*words, *letters], format="csr", dtype=np.float32)
    if met is not None:
        rows = csr_array(rows @ diags_array(met))
    rows.eliminate_zeros()
    rows.sort_indices()
    return csr_array(rows)


def _flags(rows: csr_array) -> csr_array:
    rows = csr_array(rows)
    rows.eliminate_zeros()
    rows.data = np.ones_like(rows.data)
    return rows
