"""French or English: the language of a person, told from a few short texts."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from matching.knowledge import Knowledge, usual
from matching.stems import LANGUAGES, folded, stem, word_lists, words

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]\w", re.IGNORECASE)
SURE_FROM = 0.5  # lean from which a language is told
SURE_ALONE = 2.0  # and from which one text is of another language than its author's other texts

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


def language_of(texts: Iterable[str], otherwise: str = "", known: Knowledge | None = None) -> str:
    """Tell French from English in all the texts of one person; `otherwise` when nothing tells."""
    known = known or usual()
    return _told(sum(_lean(text, known) for text in texts), otherwise, SURE_FROM)


def languages_of(
    texts: Sequence[str], otherwise: str = "", known: Knowledge | None = None
) -> tuple[str, tuple[str, ...]]:
    """Tell the language of a person, and of each of their texts: theirs, unless it is clear."""
    known = known or usual()
    leans = [_lean(text, known) for text in texts]
    own = _told(sum(leans), otherwise, SURE_FROM)
    return own, tuple(_told(lean, own, SURE_ALONE) for lean in leans)


def _told(lean: float, otherwise: str, least: float) -> str:
    if abs(lean) < least:
        return otherwise
    return "fr" if lean > 0 else "en"


def _lean(text: str, known: Knowledge) -> float:
    """How much a text speaks for French (above 0) or English (below 0)."""
    elided = 0.6 * len(_ELIDED.findall(text))
    return elided + sum([_leaning(word, known) for word in words(text)])


@lru_cache(maxsize=100_000)  # people use the same words
def _leaning(word: str, known: Knowledge) -> float:
    """How much one word speaks for French (above 0) or English (below 0)."""
    telling = word_lists()["telling"]
    if word in telling["fr"]:
        return 1.0
    if word in telling["en"]:
        return -1.0
    bare = folded(word)
    spoken = known.speaks(bare)
    if len(spoken) == 1:
        return 0.6 if "fr" in spoken else -0.6
    if not spoken:  # another form of a word, or of one of its family, that one of them alone has
        roots = known.thesaurus.terms
        forms = [each for each in LANGUAGES if stem(word, each) in roots[each]]
        if len(forms) == 1:
            return 0.5 if "fr" in forms else -0.5
    lean = 0.8 if bare != word else 0.0
    lean += 0.4 if _ENDING["fr"].search(word) else 0.0
    return lean - (0.4 if _ENDING["en"].search(word) else 0.0)
