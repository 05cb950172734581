"""How near the needs of one side are to the skills of the other: TF-IDF, as measured to work.

1. Statements are kept apart: each need meets the skill that suits it best, and a pair is worth the
   mean over the needs. One text per person would drown a precise need in everything else that the
   mentor knows.
2. Words, stems and meanings of the lexicon on one hand, character n-grams on the other: the first
   say what is meant, the second forgive typing and see that "photographie" is near "photography".
3. A large programme is calibrated per pair of languages: French meets English with lower figures
   than French, and without a correction every French need would go to a French skill. A block is
   divided by the upper quartile of its best matches, when both languages have at least 100
   statements.

Two thousand people a side are compared in blocks of rows: no matrix of statements by statements is
ever whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array, hstack
from sklearn.feature_extraction.text import (
    CountVectorizer,
    TfidfTransformer,
    TfidfVectorizer,
)

from matching.features import Feature, Statement, features, weight
from matching.people import Candidate
from matching.stems import LANGUAGES, folded, language_of

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

WORD_SHARE = 0.5  # of the similarity; the rest is of character n-grams
ROWS_AT_ONCE = 512  # needs compared at a time: 512 × 6,000 skills of float32 are 12 MiB
CALIBRATED_FROM = 100  # statements on both sides of a pair of languages
QUARTILE = 75  # percentile of the best matches that is made equal between languages
NEAR_IN_SPELLING = (
    0.45  # similarity from which mere n-grams make a common subject ("Linkdin", "photography")
)


@dataclass(frozen=True, slots=True)
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

    def of(self, person: int) -> Ints:
        """Indices of the statements of one person."""
        return np.arange(*np.searchsorted(self.owners, [person, person + 1]))


@dataclass(frozen=True, slots=True)
class Space:
    """Both sides as rows of unit length in one space of features."""

    needs: csr_array
    skills: csr_array
    words: int  # columns below are words, stems and meanings; the others n-grams
    vocabulary: dict[str, int]  # name of a word feature -> column
    plain: Flags  # per word column: too general to be a subject
    rarity: Floats  # per word column: its inverse document frequency


def side_of(people: Sequence[Candidate]) -> Side:
    """Flatten the statements of a side but for blank ones, with the language of their authors."""
    statements: list[Statement] = []
    positions: list[int] = []
    owners: list[int] = []
    languages = []
    for row, person in enumerate(people):
        language = language_of(person.statements, otherwise=person.language)
        languages.append(language)
        for position, text in enumerate(person.statements):
            if text.strip():
                statements.append(Statement(text, language))
                positions.append(position)
                owners.append(row)
    return Side(
        tuple(statements), tuple(positions), np.array(owners, dtype=np.intp), tuple(languages)
    )


def space_of(needs: Side, skills: Side) -> Space | None:
    """Weigh every statement of both sides; None when one side has nothing to say."""
    if not needs.statements or not skills.statements:
        return None
    statements = (*needs.statements, *skills.statements)
    plain_names: set[str] = set()
    counter = CountVectorizer(
        analyzer=lambda statement: _names(features(statement), plain_names), dtype=np.float32
    )
    try:
        counts = counter.fit_transform(statements)
    except ValueError:  # scikit-learn's word for an empty vocabulary: punctuation only
        return None
    vocabulary: dict[str, int] = {name: int(column) for name, column in counter.vocabulary_.items()}
    weights = np.empty(len(vocabulary), dtype=np.float32)
    plain = np.zeros(len(vocabulary), dtype=np.bool_)
    for name, column in vocabulary.items():
        weights[column] = weight(name)
        plain[column] = name in plain_names
    rarity = TfidfTransformer(norm=None, sublinear_tf=True).fit(counts)
    by_word = _unit(csr_array(rarity.transform(counts)) @ diags_array(weights))
    by_word.data *= np.float32(np.sqrt(WORD_SHARE))
    del counts
    spelling = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(3, 5),
        preprocessor=folded,
        sublinear_tf=True,
        dtype=np.float32,
    )
    by_spelling = csr_array(spelling.fit_transform([statement.text for statement in statements]))
    by_spelling.data *= np.float32(np.sqrt(1 - WORD_SHARE))
    cut = len(needs.statements)
    here, there = (
        hstack([by_word[half], by_spelling[half]], format="csr", dtype=np.float32)
        for half in (slice(None, cut), slice(cut, None))
    )
    for rows in (here, there):
        rows.sort_indices()
    return Space(here, there, len(vocabulary), vocabulary, plain, rarity.idf_.astype(np.float32))


def _names(found: Iterable[Feature], plain: set[str]) -> list[str]:
    """Name the features of a text, noting which ones are plain."""
    names = []
    for feature in found:
        names.append(feature.name)
        if feature.plain:
            plain.add(feature.name)
    return names


def _unit(rows: csr_array) -> csr_array:
    """Give each row the length 1; an empty row stays empty."""
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).astype(np.float32)
    lengths[lengths == 0] = 1
    return csr_array(diags_array(np.float32(1) / lengths) @ rows)


def text_scores(needs: Side, skills: Side, space: Space | None) -> tuple[Floats, Flags]:
    """Score every pair of people in [0, 1], and tell which have a subject in common."""
    shape = (len(needs.languages), len(skills.languages))
    scores = np.zeros(shape, dtype=np.float32)
    subject = np.zeros(shape, dtype=np.bool_)
    if space is None:
        return scores, subject
    starts = skills.starts
    mentors = skills.owners[starts]
    across = csr_array(space.skills.T)
    speaks = np.array([skills.languages[row] for row in mentors])
    best_per_language = {
        language: np.zeros(len(needs.statements), dtype=np.float32) for language in ("", *LANGUAGES)
    }
    counts = np.bincount(needs.owners, minlength=shape[0]).astype(np.float32)
    for low, high in _blocks(needs.starts, len(needs.statements)):
        near = (space.needs[low:high] @ across).toarray()
        best = np.maximum.reduceat(near, starts, axis=1)
        for language, figures in best_per_language.items():
            if (speaks == language).any():
                figures[low:high] = best[:, speaks == language].max(axis=1)
        owners = needs.owners[low:high]
        first = np.flatnonzero(np.diff(owners, prepend=-1))
        mentees = owners[first]
        total = np.add.reduceat(best, first, axis=0)
        scores[np.ix_(mentees, mentors)] = total / counts[mentees, None]
        subject[np.ix_(mentees, mentors)] = (
            np.maximum.reduceat(best, first, axis=0) >= NEAR_IN_SPELLING
        )
    subject |= _share_words(needs, skills, space)
    scores *= _calibration(needs, skills, best_per_language)
    return np.clip(scores, 0, 1, out=scores), subject


def _blocks(starts: Ints, total: int) -> Iterable[tuple[int, int]]:
    """Cut the rows into blocks of about ROWS_AT_ONCE that never part one person's statements."""
    low = 0
    ends = [*starts[1:].tolist(), total]
    for index, end in enumerate(ends):
        if end - low >= ROWS_AT_ONCE or index == len(ends) - 1:
            yield low, end
            low = end


def _share_words(needs: Side, skills: Side, space: Space) -> Flags:
    """Tell which pairs of people share a word, a root or a meaning that is not plain."""
    telling = np.flatnonzero(~space.plain)

    def said(rows: csr_array, side: Side) -> csr_array:
        gathered = csr_array(
            (
                np.ones(len(side.owners), dtype=np.float32),
                (side.owners, np.arange(len(side.owners))),
            ),
            shape=(len(side.languages), len(side.owners)),
        )
        return csr_array(gathered @ csr_array(rows[:, telling] > 0).astype(np.float32))

    shared = said(space.needs, needs) @ said(space.skills, skills).T
    return np.asarray(shared.toarray() > 0)


def _calibration(needs: Side, skills: Side, best: dict[str, Floats]) -> Floats:
    """Give each pair of people the factor, at most 1, that makes pairs of languages comparable."""
    factors = np.ones((len(needs.languages), len(skills.languages)), dtype=np.float32)
    if min(len(needs.statements), len(skills.statements)) < CALIBRATED_FROM:
        return factors
    spoken_here = np.array(needs.languages)
    spoken_there = np.array(skills.languages)
    said_here = spoken_here[needs.owners]
    said_there = spoken_there[skills.owners]
    pairs = [(here, there) for here in sorted(set(said_here)) for there in sorted(set(said_there))]
    overall = float(np.percentile(np.max(list(best.values()), axis=0), QUARTILE))
    heights: dict[tuple[str, str], float] = {}
    for here, there in pairs:
        figures = best[there if there in best else ""][said_here == here]
        enough = min(len(figures), int((said_there == there).sum())) >= CALIBRATED_FROM
        heights[here, there] = float(np.percentile(figures, QUARTILE)) if enough else overall
    lowest = min((height for height in heights.values() if height > 0), default=0.0)
    for (here, there), height in heights.items():
        if height > 0:
            factors[np.ix_(spoken_here == here, spoken_there == there)] = lowest / height
    return factors
