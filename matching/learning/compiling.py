"""From labels to the four tables of a thesaurus: two languages, each towards both."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from matching.learning.labels import Concept, across, terms, texts_of, turned, within
from matching.learning.model import translations
from matching.stems import LANGUAGES, stem, words
from matching.thesaurus import Thesaurus

KEPT = 15  # nearest terms of a term
LEAST = 0.02  # belief under which a term is left out


def thesaurus_of(concepts: Sequence[Concept]) -> Thesaurus:
    """Learn a thesaurus; the same concepts in the same order give the same one."""
    terms_of: dict[str, dict[str, int]] = {}
    shown: dict[str, tuple[str, ...]] = {}
    spread: dict[str, np.ndarray] = {}
    for language in LANGUAGES:
        texts = texts_of(concepts, language)
        said = Counter(word for text in texts for word in words(text) if len(word) > 1)
        bearers: dict[str, str] = {}
        for word, _ in sorted(said.items(), key=lambda each: (-each[1], each[0])):
            bearers.setdefault(stem(word, language), word)
        terms_of[language] = {term: number for number, term in enumerate(sorted(bearers))}
        shown[language] = tuple(bearers[term] for term in terms_of[language])
        spread[language] = _spread(texts, language, terms_of[language])
    french, english = terms_of["fr"], terms_of["en"]
    pairs = across(concepts)
    there = translations(pairs, french, english)
    back = translations(turned(pairs), english, french)
    # What both directions believe; each alone likes rare words too much.
    mutual = csr_array(there.multiply(csr_array(back.T))).sqrt()
    across_languages = _nearest(mutual)
    pivoted = {"fr": csr_array(mutual @ mutual.T), "en": csr_array(mutual.T @ mutual)}
    named = translations(within(concepts), french, french)
    return Thesaurus(
        terms_of,
        shown,
        spread,
        {
            ("fr", "en"): _weights(across_languages.sqrt()),
            ("en", "fr"): _weights(_nearest(csr_array(mutual.T)).sqrt()),
            ("fr", "fr"): _weights(_others(named) + _others(pivoted["fr"])),
            ("en", "en"): _weights(_others(pivoted["en"])),
        },
        _vocabulary(concepts),
    )


def _spread(texts: Sequence[str], language: str, known: Mapping[str, int]) -> np.ndarray:
    """Work out in which share of the texts each term stands."""
    counts = np.zeros(len(known), dtype=np.float32)
    for text in texts:
        counts[[known[term] for term in terms(text, language)]] += 1
    return counts / max(1, len(texts))


def _vocabulary(concepts: Sequence[Concept]) -> dict[str, tuple[str, ...]]:
    """List the words of each language; of the descriptions, those that come back."""
    french = {word for text in texts_of(concepts, "fr") for word in words(text)}
    english = {word for text in texts_of(concepts, "en") for word in words(text)}
    told = Counter(word for each in concepts for word in set(words(each.description)))
    english |= {word for word, times in told.items() if times > 1}
    return {"fr": tuple(sorted(french)), "en": tuple(sorted(english))}


def _others(beliefs: csr_array) -> csr_array:
    """Keep the nearest terms of each term but itself."""
    alone = csr_array(beliefs).tolil()
    alone.setdiag(0)
    return _nearest(csr_array(alone))


def _nearest(beliefs: csr_array) -> csr_array:
    """Keep at most KEPT terms per term, none believed less than LEAST."""
    rows = csr_array(beliefs).copy()
    rows.sort_indices()
    for low, high in zip(rows.indptr[:-1], rows.indptr[1:], strict=True):
        cells = rows.data[low:high]
        cells[np.argsort(-cells, kind="stable")[KEPT:]] = 0
        cells[cells < LEAST] = 0
    rows.eliminate_zeros()
    return rows


def _weights(beliefs: csr_array) -> csr_array:
    """Round to the 255 steps in which a table is stored, so that it is the same on any machine."""
    rows = csr_array(beliefs)
    rows.data = np.rint(np.clip(rows.data, 0, 1) * 255) / 255
    rows.eliminate_zeros()
    rows.sort_indices()
    return rows.astype(np.float32)
