"""What somebody wants to learn or can teach, found in the sentence that says so."""

import re

_LEARN = re.compile(
    r"""(?:appren(?:dre|ds)|progresser|me\s+former|m['’]améliorer|m['’]ameliorer|être\s+aidée?|me\s+faire\s+aider
        |besoin\s+d['’]aide|un\s+coup\s+de\s+main|comprendre|découvrir|decouvrir|savoir|maîtriser|maitriser
        |learn(?:ing)?|get\s+better|improve|understand|help|master)
        \s+(?P<wish>.+)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_TEACH = re.compile(
    r"""(?:enseigner|apprendre|montrer|expliquer|transmettre|partager|former|aider|initier|accompagner
        |teach(?:ing)?|show|share|help(?:\s+(?:someone|people|somebody|others))?|explain|coach)
        \s+(?P<wish>.+)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_LEAD = re.compile(
    r"""^(?:(?:à|a|de|d['’]|en|sur|avec|pour|au|aux|du|des|how\s+to|how|to|about|with|at|on|in|using|use)\b\s*|['’]\s*)+""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOM = re.compile(
    r"""\s+(?:à|to|avec|with)\s+(?:quelqu['’]un(?:e)?|d['’]autres|des\s+débutants?|qui\s+veut|someone|somebody|people|others|anyone)\b.*$
        |^(?:quelqu['’]un|les\s+autres|someone|somebody|people|others|anyone)\s+(?:à|avec|sur|with|on)?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_POLITE = re.compile(
    r"[\s,;:]*(?:s['’]il\s+(?:vous|te)\s+pla[iî]t|svp|stp|please|merci(?:\s+d['’]avance)?|thanks?(?:\s+you)?)[\s.!?]*$",
    re.IGNORECASE,
)


def wish_in(text: str, role: str) -> str:
    """The subject of a first message, as a short phrase to start from; empty when none is said."""
    found = (_LEARN if role == "mentee" else _TEACH).search(text)
    if not found:
        return ""
    wish = re.split(r"(?<=[^\W\d])[.!?]\s", found.group("wish").strip(), maxsplit=1)[0]
    wish = _POLITE.sub("", wish).strip(" .!?…,;:\n")
    kept = "me " if re.match(r"(?:à|a)\s+me\b", wish, re.IGNORECASE) else ""
    wish = _WHOM.sub("", _LEAD.sub("", wish)).strip()
    wish = kept + wish.removeprefix("me ") if kept else wish
    if len(wish) < 2 or len(wish) > 300 or not any(c.isalpha() for c in wish):
        return ""
    return wish[0].upper() + wish[1:]
