"""What a session is asked for, in the sentence that asks for one: its subject, and how long.

As with wishes, a doubt is worth nothing: a subject that is not clear is asked for.
"""

import re
from dataclasses import dataclass

from bot.understanding.wishes import wish_in

_FLAGS = re.IGNORECASE | re.VERBOSE | re.DOTALL
_SESSION = re.compile(
    r"""(?:heures?|demi-heure|minutes?|mins?|h|s[ée]ances?|sessions?|cr[ée]neaux?|rendez-vous|rdv
        |hours?|slots?|meetings?|appointments?|coup\s+de\s+(?:main|pouce)|expert(?:e|ise)?)
        (?:\s+(?:d['’]aide|d['’]expert(?:e|ise)?|of\s+help|of\s+your\s+time|express))?
        \s+(?:sur|à\s+propos\s+d[eu]s?|au\s+sujet\s+d[eu]s?|avec|pour|en|on|about|with|for|to)
        \s+(?P<subject>.+)""",
    _FLAGS,
)
_WITH_SOMEBODY = re.compile(
    r"""^(?:mon|ma|un|une|my|an?|someone|somebody|quelqu['’]un)\s*
        (?:mentore?|bin[ôo]me|experte?|expert|mentee|pair|partner)?\b
        (?:\s+(?:sur|on|about|pour|for)\s+(?P<rest>.+))?.*$""",
    _FLAGS,
)
_LEAD = re.compile(
    r"^(?:me\s+|to\s+)?(?:parler|discuter|talk|speak)\s+(?:de|d['’]|du|des|about)\s*", _FLAGS
)
_TAIL = re.compile(
    r"""[\s,;:–-]+(?:s['’]il\s+(?:vous|te)\s+pla[iî]t|svp|stp|please|merci(?:\s+d['’]avance)?
        |thanks?(?:\s+you)?|rapidement|vite|cette\s+semaine|la\s+semaine\s+prochaine|this\s+week
        |next\s+week|soon|quickly|as\s+soon\s+as\s+possible|asap|au\s+plus\s+vite|bient[ôo]t)
        [\s.!?…]*$""",
    _FLAGS,
)
_HALF = re.compile(r"demi[-\s]heure|half\s+an\s+hour|half[-\s]hour", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\d{2,3})\s*(?:min\b|mins\b|minutes?\b)", re.IGNORECASE)
_HOURS = re.compile(
    r"\b(une|un|an|a|one|deux|two|trois|three|\d)\s*(?:h\b|heures?\b|hours?\b)(?:\s*(\d{2}))?",
    re.IGNORECASE,
)
_NUMBERS = {
    "une": 1,
    "un": 1,
    "an": 1,
    "a": 1,
    "one": 1,
    "deux": 2,
    "two": 2,
    "trois": 3,
    "three": 3,
}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A session as it was asked for; `minutes` is 0 when no length was said."""

    subject: str
    minutes: int


def asked_in(text: str) -> Asked:
    """What a sentence asks a session for; an empty subject when none is said for sure."""
    return Asked(_subject(text), _length(text))


def _subject(text: str) -> str:
    found = _SESSION.search(text)
    said = found.group("subject") if found else wish_in(text, "mentee")
    before = ""
    while before != said:
        before, said = said, _TAIL.sub("", said).strip(' .!?…,;:\n«»"')
    somebody = _WITH_SOMEBODY.match(said)
    if somebody is not None and found is not None:
        said = (somebody.group("rest") or "").strip(" .!?…")
    said = _LEAD.sub("", said).strip()
    if not 2 <= len(said) <= _LONGEST or not any(each.isalpha() for each in said):
        return ""
    return said[0].upper() + said[1:]


def _length(text: str) -> int:
    if _HALF.search(text):
        return 30
    minutes = _MINUTES.search(text)
    if minutes is not None:
        return int(minutes.group(1))
    hours = _HOURS.search(text)
    if hours is None:
        return 0
    said = hours.group(1).lower()
    return _NUMBERS.get(said, int(said) if said.isdecimal() else 0) * 60 + int(hours.group(2) or 0)
