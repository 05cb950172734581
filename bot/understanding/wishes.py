"""What somebody wants to learn or can teach, found in the sentence that says so.

What is found takes the place of a first answer, so a doubt is worth nothing: better no wish than
one that says whom it is for, or only how gladly.
"""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL
_LEARN = re.compile(
    r"""(?:appren(?:dre|ds)|progresser|me\s+former|m['’]am[ée]liorer|être\s+aidée?|me\s+faire\s+aider
        |besoin\s+d['’]aide|un\s+coup\s+de\s+main|comprendre|d[ée]couvrir|savoir|ma[îi]triser
        |learn(?:ing)?|get\s+better|improve|understand|help(?:\s+me|\s+us)?|master)
        \s+(?P<wish>.+)""",
    _FLAGS,
)
_TEACH = re.compile(
    r"""(?:enseigner|apprendre|montrer|expliquer|transmettre|partager|former|aider|initier
        |accompagner|teach(?:ing)?|show|share|help|explain|coach)
        \s+(?P<wish>.+)""",
    _FLAGS,
)
_LEAD = re.compile(
    r"""^(?:(?:à|a|de|d['’]|en|sur|avec|pour|au|aux|du|des|how\s+to|how|to|about|with|w|at|on|in
        |using|use)\b\s*|['’]\s*)+""",
    _FLAGS,
)
# What announces the subject without being part of it.
_HERE = re.compile(
    r"^(?:ceci|cela|ça|les\s+choses\s+suivantes|this|these|the\s+following)\s*:\s*", _FLAGS
)
_SOMEBODY = r"quelqu['’]une?|someone|somebody|anyone|anybody|people|others|(?:d['’]|les\s+)autres"
# Whom a mentor may mean, with a word or none before it: `une jeune collègue`.
_PERSON = rf"""(?:{_SOMEBODY}|qui\s+veut
    |(?:(?:une?|des|les|deux|an?|the|two)\s+(?:\w+\s+)?)?
     (?:mentees?|mentoré\w*|d[ée]butant\w*|collègues?|seniors?|personnes?|dirigeant\w*|direct(?:eur|rice)s?
       |cadres?|membres?|femmes?|hommes?|consœurs?|confrères?|(?:plus\s+)?ancien(?:ne)?s
       |beginners?|colleagues?|executives?|directors?|leaders?|members?|persons?|managers?)
    )(?!\w)"""
_FOR_WHOM = {
    "mentee": re.compile(
        rf"\s+(?:à|avec|to|with)\s+(?:{_SOMEBODY}|des\s+d[ée]butant\w*)\b.*$", _FLAGS
    ),
    "mentor": re.compile(rf"\s+(?:à|a|avec|pour|to|with|for)\s+{_PERSON}.*$", _FLAGS),
}
_WHOM_FIRST = re.compile(rf"^{_PERSON}\s*(?P<rest>.*)$", _FLAGS)
# What may come between whom one helps and what with.
_ABOUT = re.compile(
    r"(?:à|a|en|sur|avec|pour|dans|comment|how|to|about|with|at|on|in|using|use)\b", re.IGNORECASE
)
_POLITE = re.compile(
    r"""(?:^|[\s,;:–-]+)
        (?:s['’]il\s+(?:vous|te)\s+pla[iî]t|svp|stp|please|pls|merci(?:\s+d['’]avance|\s+beaucoup)?
          |thanks?(?:\s+you)?(?:\s+in\s+advance)?|avec\s+(?:grand\s+|beaucoup\s+de\s+)?plaisir
          |volontiers|with\s+(?:great\s+)?pleasure|gladly|bien\s+sûr|of\s+course|[:;]-?\)+|[☀-➿🌀-🫿]+)
        [\s.!?…]*$""",
    _FLAGS,
)
# Names no subject: somebody, what an earlier sentence spoke of, or all that one knows.
_NOTHING = re.compile(
    r"""(?:me|moi|us|nous|you|vous|him|her|them|it|this|that|ça|cela|tout|everything)
        |(?:le|la|les)\s+(?:faire|mettre|rendre|tenir|utiliser)\b.*|it(?:['’]s)?\b.*|as\s+an?\b.*
        |comment(?:\s+(?:on\s+)?fai(?:re|t)|\s+ça\s+(?:marche|se\s+passe))?
        |(?:tout\s+)?ce\s+que\s+je\s+sais|(?:all\s+|what\s+)+i\s+know
        |mon\s+expérience|my\s+experience""",
    _FLAGS,
)
_LONGEST = 300


def wish_in(text: str, role: str) -> str:
    """The subject of a first message, as a short phrase to start from; empty when none is said."""
    found = (_LEARN if role == "mentee" else _TEACH).search(text)
    if not found:
        return ""
    sentence = re.split(r"(?<=[^\W\d])[.!?]\s", found.group("wish").strip(), maxsplit=1)[0]
    said = _HERE.sub("", _plain(sentence))
    kept = "me " if re.match(r"(?:à|a)\s+me\b", said, re.IGNORECASE) else ""
    wish = _LEAD.sub("", said)
    if role == "mentor" and (whom := _WHOM_FIRST.match(wish)):
        rest = whom.group("rest")
        wish = _LEAD.sub("", rest) if _ABOUT.match(rest) else ""
    wish = _FOR_WHOM[role].sub("", wish).strip()
    wish = kept + wish.removeprefix("me ")
    if not 2 <= len(wish) <= _LONGEST or not any(c.isalpha() for c in wish):
        return ""
    return "" if _NOTHING.fullmatch(wish) else wish[0].upper() + wish[1:]


def _plain(sentence: str) -> str:
    """A sentence without its last stop and its last kind words, of which there may be several."""
    before = ""
    while before != sentence:
        before = sentence
        sentence = _POLITE.sub("", sentence).strip(" .!?…,;:\n")
    return sentence
