"""What a text sets aside: "pas Excel, plutôt la visio" asks for video calls.

Only wishes count. "Je ne sais pas utiliser Excel" and "I can’t write posts" say what somebody wants
to learn, and "pas seulement" or "not only" set nothing aside, so a lone "pas" must open its clause,
and one with a verb must stand with a verb of wishing.
"""

import re

from matching.stems import words

_WISH_FR = (
    r"(?:veux|veut|voulons|voudrais|voudrait|souhaite|souhaitons|souhaiterais|cherche|désire|desire"
    r"|aime|aimerais|intéresse|interesse|traite|parle|fais|fait|enseigne|couvre|aborde"
    r"|propose|touche)"
)
_WISH_EN = r"(?:want|wish|need|like|care|teach|do|cover|offer|touch|handle)"
# Up to the next breath; "mais" and "plutôt" turn back to what is asked for.
_REST = (
    r"(?:(?!\b(?:mais|plut[oô]t|sinon|par contre|en revanche|but|rather|just|only|instead)\b)"
    r"[^,;:.!?()…\n—–])*"
)
_NOT_ONLY = (
    r"(?!\s*(?:seulement|que\b|qu['’]|uniquement|juste|encore|toujours|de\s+panique|mal\b|s[uû]re?\b"
    r"|only|just|yet|bad\b|sure\b))"
)
_UNABLE = (
    r"(?!\s*(?:(?:très|tres|trop|assez|vraiment|encore|toujours|du tout|very|really|too|so|yet)"
    r"\s+)*(?:à l['’]aise|a l['’]aise|douée?s?|bonne?s?|fort|forte|facile|évident|evident|simple"
    r"|clair|experte?|comfortable|good|great|confident|easy|clear|able|familiar)\b)"
)
_SET_ASIDE = re.compile(
    "|".join(
        (
            # "LinkedIn, non merci", and "ne pas parler de LinkedIn mais …".
            r"[^,;:.!?()…\n—–]+[,:]\s*(?:non\s+merci|tr[eè]s\s+peu\s+pour\s+moi|no,?\s+thanks|no,?\s+thank\s+you)"
            r"\s*(?=$|[.;!?…\n])",
            rf"(?:^|(?<=[,;:.!?()…\n—–]))\s*ne\s+pas\s+\w+{_REST}(?=\bmais\b)",
            # At the head of a clause, or after "mais", "et", "but", "and".
            rf"(?:(?<=[,;:.!?()…\n—–])\s*|^\s*|\b(?:mais|et|but|and)\s+)(?:surtout\s+|non\s+|certainly\s+)?"
            rf"(?:pas|non|not|no|nothing\s+about|nothing\s+to\s+do\s+with|rien\s+sur)\b(?!-)"
            rf"{_NOT_ONLY}{_UNABLE}(?!\s+(?:idea|code)\b)(?:\s*(?=\S)){_REST}",
            rf"\bne?\s*(?:l['’]|m['’]|s['’])?\s*{_WISH_FR}\s+(?:surtout\s+)?(?:pas|plus){_NOT_ONLY}{_REST}",
            rf"\bn['’]{_WISH_FR}\s+(?:surtout\s+)?(?:pas|plus){_NOT_ONLY}{_REST}",
            rf"\b(?:pas|aucun)\s+(?:besoin|envie)\b{_REST}",
            rf"\b(?:do|does|would|did)(?:\s+not|n['’]t)\s+(?:really\s+)?{_WISH_EN}\b{_NOT_ONLY}{_REST}",
            rf"\bno\s+(?:need|interest)\b{_REST}",
            rf"\bnot\s+interested\b{_REST}",
            rf"\b(?:plut[oô]t\s+qu(?:e\b|['’])|au\s+lieu\s+d(?:e\b|['’]|u\b|es\b)|autre\s+chose\s+qu(?:e\b|['’])"
            rf"|sauf\b|hormis\b|except(?:é|e|ée)?\b|rather\s+than\b|instead\s+of\b|other\s+than\b"
            rf"|anything\s+but\b|tout\s+sauf\b){_REST}",
            rf"(?:^\s*|(?<=[,;:.!?()…\n—–])\s*)ni\b{_REST}",
        )
    ),
    re.IGNORECASE,
)

# None of the above is found without one of these words ("t": that of "don’t"), and looking for them
# is quick.
_CUES = frozenset(
    (
        *("pas", "plus", "non", "ni", "rien", "aucun", "plutôt", "plutot", "lieu", "autre"),
        *("sauf", "hormis", "excepté", "exceptée", "excepte", "except", "no", "not", "nothing"),
        *("rather", "instead", "other", "anything", "t"),
    )
)


def words_asked(text: str) -> tuple[str, ...]:
    """Cut a text into words, but for what it sets aside."""
    every = words(text)
    return every if _CUES.isdisjoint(every) else words(asked(text))


def asked(text: str) -> str:
    """Leave out of a text what it sets aside; a text that only sets aside becomes blank."""
    return _SET_ASIDE.sub(" ", text.replace("\u00a0", " ").replace("\u202f", " "))
