"""Statements as rows in one space, each need once towards every language of the skills.

Three kinds of columns: words, roots and meanings, weighed by TF-IDF; then character n-grams, also
by TF-IDF, which forgive typing and see that "photographie" is near "photography". There is a set of
both for each language in which skills are told. A skill fills the set of its own language only; a
need fills each, with its own words and what the thesaurus says of them. A row has the length 1; but
synonyms come on top of it within a language, so that a need still meets its own words at 1.

How rare a word is, the programme tells, with the labels of ESCO as so many statements more: ten
people alone would find every word rare.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.bridges import Roots, roots_of
from matching.features import Statement, either, features, weight
from matching.knowledge import Knowledge
from matching.negation import asked
from matching.stems import folded

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

# Of the similarity; the rest is of character n-grams, which say less of another language.
WORD_SHARE_WITHIN = 0.5
WORD_SHARE_ACROSS = 0.6
LEARNED_SPELLING = 1.0  # n-grams of what the words of a need stand for, next to its own
SPELLED_FROM = 0.5  # weight from which the n-grams of what was learned are compared
BACKGROUND = 400  # statements for which the labels of ESCO count when rarity is worked out
# The spelling of a letter that stands alone says nothing: X is as near to "rayons X" as to itself.
_ALONE = re.compile(r"\b\w\b")


@dataclass(frozen=True, slots=True)
class Space:
    """Both sides as rows; column of a word feature = `offsets[language] + vocabulary[name]`."""

    needs: csr_array  # a set of columns for each language of the skills, side by side
    skills: csr_array
    words: int  # columns below are words, roots and meanings; the others n-grams
    vocabulary: dict[str, int]  # name of a word feature -> its number
    offsets: dict[str, int]  # language of skills -> first column of its words
    plain: Flags  # per number: too general to be a subject
    rarity: Floats  # per number: its inverse document frequency
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
    for name in sorted({name for names in said.values() for name in names} - numbers.keys()):
        numbers[name] = len(numbers)
    here, there = _ones(needs, said, numbers), _ones(skills, said, numbers)
    rarity = _rarity(here, there, numbers, roots, known)
    plain = np.zeros(len(numbers), dtype=np.bool_)
    plain[[numbers[name] for names in said.values() for name in names if names[name]]] = True
    weights = np.array([weight(name, known) for name in numbers], dtype=np.float32)
    scale = diags_array(weights * rarity)
    spelling, spelled_here, spelled_there = _spelled(needs, skills)

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
        named_here.append(own + trusted)
        likely = csr_array(_over(learned, SPELLED_FROM) @ scale)
        own, learned = csr_array(own @ scale), csr_array(learned @ scale)
        within = np.array([not {*either(each)}.isdisjoint(either(language)) for each in asking])
        share = np.where(within, WORD_SHARE_WITHIN, WORD_SHARE_ACROSS).astype(np.float32)
        words_here.append(diags_array(share) @ _together(own, learned, within))
        others = _respelled(likely, roots.shown[language], spelling)
        letters_here.append(diags_array(1 - share) @ _together(spelled_here, others, within))
    telling = diags_array(np.tile((~plain).astype(np.float32), len(spoken)))
    offered = _joined(words_there, letters_there)
    met = (np.bincount(offered.indices, minlength=offered.shape[1]) > 0).astype(np.float32)
    return Space(
        _joined(words_here, letters_here, met),
        offered,
        len(numbers) * len(spoken),
        numbers,
        {language: len(numbers) * place for place, language in enumerate(spoken)},
        plain,
        rarity,
        _flags(hstack(named_here, format="csr") @ telling),
        _flags(hstack(named_there, format="csr") @ telling),
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


def _rarity(
    here: csr_array, there: csr_array, numbers: dict[str, int], roots: Roots, known: Knowledge
) -> Floats:
    """Work out the inverse document frequency of each feature, ESCO counted in."""
    spread = np.zeros(len(numbers), dtype=np.float32)
    spread[: len(roots.spread)] = roots.spread
    for name, number in islice(numbers.items(), len(roots.spread), None):
        if name.startswith(("w:", "i:")):
            for stem in known.word(name[2:]).stems.values():
                root = roots.numbers.get(f"s:{stem}")
                if root is not None:
                    spread[number] = max(spread[number], roots.spread[root])
    counts = np.bincount(here.indices, minlength=len(numbers))
    counts += np.bincount(there.indices, minlength=len(numbers))
    statements = here.shape[0] + there.shape[0] + BACKGROUND
    rarity = np.log((1 + statements) / (1 + counts + BACKGROUND * spread)) + 1
    return np.asarray(rarity, dtype=np.float32)


def _spelled(
    needs: Sequence[Statement], skills: Sequence[Statement]
) -> tuple[TfidfVectorizer, csr_array, csr_array]:
    """Weigh the character n-grams of both sides."""
    spelling = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        preprocessor=folded,
        sublinear_tf=True,
        dtype=np.float32,
    )
    texts = [_ALONE.sub(" ", asked(each.text)) for each in (*needs, *skills)]
    if not any(text.strip() for text in texts):
        texts[0] = "…"  # the vectorizer refuses an empty vocabulary
    rows = csr_array(spelling.fit_transform(texts))
    return spelling, rows[: len(needs)], rows[len(needs) :]


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


def _respelled(learned: csr_array, shown: Sequence[str], spelling: TfidfVectorizer) -> csr_array:
    """Weigh the n-grams of the words that those of needs stand for."""
    used = [column for column in np.unique(learned.indices).tolist() if shown[column]]
    if not used:
        return nothing(learned.shape[0], len(spelling.vocabulary_))
    letters = csr_array(spelling.transform([shown[column] for column in used]))
    return _unit(_unit(learned)[:, used] @ letters) * np.float32(LEARNED_SPELLING)


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
