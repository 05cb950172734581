"""Words, stems and language of short texts in French or English.

Stop words are kept: in five words they carry meaning. Accents are folded after stemming, since the
French stemmer needs them. A stem is computed once per word type, not once per occurrence: it is
the slow step of a large programme.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

import snowballstemmer

LANGUAGES = ("fr", "en")
_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
# Elided articles and English possessives go first, so that a lone "C" is the language and not half
# of "c'est".
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|['’]s\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")

# What an unknown word looks like.
_ENDING = {
    "fr": re.compile(
        r"(?:[^aeiou]er|ir|ité|ités|eur|eurs|euse|euses|eux|aux|ique|iques|ais|ait|ée|ées|és|oire"
        r"|elle|elles|isme|age|ages|ation?s)$"
    ),
    "en": re.compile(
        r"(?:ing|ings|ly|ness|ship|ght|ity|ities|ies|ed|ware|ics|[^aeiou]al|ous|ful|[kwh]"
        r"|[cgrtbn]y|ey|oo.)$"
    ),
}


@cache
def word_lists() -> dict[str, dict[str, frozenset[str]]]:
    """Read the word lists that come with the package: use of the list -> language -> words."""
    data = tomllib.loads(files("matching").joinpath("words.toml").read_text(encoding="utf-8"))
    return {
        use: {language: frozenset(listed.split()) for language, listed in lists.items()}
        for use, lists in data.items()
    }


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Lower-case a text and strip its accents: "Été" and "ete" become one."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def words(text: str) -> list[str]:
    """Cut a text into lower-case words, keeping C, R, X, C++ and C#."""
    return _WORD.findall(_ELISION.sub(" ", unicodedata.normalize("NFC", text)).lower())


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Stem one lower-case word, then fold it; a language that is not ours leaves it whole."""
    stemmer = _STEMMERS.get(language)
    return folded(stemmer.stemWord(word) if stemmer else word)


def language_of(texts: Iterable[str], otherwise: str = "") -> str:
    """Tell French from English in all the texts of one person; `otherwise` when nothing tells."""
    lean = 0.0  # towards French
    for text in texts:
        lean += 0.6 * len(re.findall(r"\b(?:[cdjlmnst]|qu)['’]\w", text.lower()))
        for word in words(text):
            lean += _leaning(word)
    if abs(lean) < 0.5:
        return otherwise
    return "fr" if lean > 0 else "en"


@lru_cache(maxsize=200_000)
def _leaning(word: str) -> float:
    """How much one word speaks for French (above 0) or English (below 0)."""
    telling = word_lists()["telling"]
    if word in telling["fr"]:
        return 1.0
    if word in telling["en"]:
        return -1.0
    lean = 0.8 if folded(word) != word else 0.0
    lean += 0.4 if _ENDING["fr"].search(word) else 0.0
    return lean - (0.4 if _ENDING["en"].search(word) else 0.0)
