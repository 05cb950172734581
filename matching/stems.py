"""Words and stems of short texts in French or English.

Stop words are kept: in five words they carry meaning. Accents are folded after stemming, since the
French stemmer needs them. A stem is computed once per word type, not once per occurrence: it is
the slow step of a large programme.
"""

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fr", "en")
_STEMMED = {"fr": "french", "en": "english"}
# Elided articles and English possessives go first, so that a lone "C" is the language and not half
# of "c'est".
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)|['’]s\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
# Words that the stemmers take for another one: equipment is not a team, nor a job a blog post.
_APART = {
    "équipement": "equipement",
    "équipements": "equipement",
    "poste": "poste",
    "postes": "poste",
    "exceller": "exceller",
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


@lru_cache(maxsize=8_192)  # a text is read once for its language, and once for what it says
def words(text: str) -> tuple[str, ...]:
    """Cut a text into lower-case words, keeping C, R, X, C++ and C#."""
    return tuple(_WORD.findall(_ELISION.sub(" ", unicodedata.normalize("NFC", text)).lower()))


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Stem one lower-case word, then fold it; a language that is not ours leaves it whole."""
    if apart := _APART.get(word):
        return apart
    return folded(_stemmer(language).stemWord(word) if language in _STEMMED else word)


@cache
def _stemmer(language: str) -> Any:
    # Here, not above: it reads the rules of thirty languages, and few programs stem.
    import snowballstemmer

    return snowballstemmer.stemmer(_STEMMED[language])
