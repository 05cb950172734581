"""Whether a message says that nothing is to be changed or told, which asks for nothing at all.

Only whole messages count: what follows `rien à changer` may be what somebody has to say.
"""

import re

from bot.forms.words import fold

_FIRST = r"(?:non|no|ok|merci|thanks|finalement|en fait|actually|well|euh|bon)"
_THERE = (
    r"(?:il n y a|il y a|y a|je n ai|j ai|je n aurais|je ne vois|je ne veux|je ne souhaite"
    r"|i have|i ve|i ve got|i have got|i see|i want|there is|there s|there are|pour moi|for me)"
)
_DEED = r"(?:chang|modif|corrig|signal|edit|correct|report|add|ajout)[a-z]*"
_LAST = (
    r"(?:merci|thanks|thank you|pour moi|pour l instant|pour le moment|de mon cote|for me"
    r"|for now|at the moment|on my side|du tout|at all)"
)
_WHAT = (
    rf"(?:rien|nothing)(?: d autre| else)?(?: (?:a|de|to))? {_DEED}"
    rf"|(?:aucune?|pas de|no|no more|zero) {_DEED}"
    rf"|(?:ne |n )?(?:rien|pas) {_DEED}|ne {_DEED} rien|rien ne {_DEED}"
    rf"|(?:do not|don t) {_DEED} (?:anything|a thing)|nothing {_DEED}"
    r"|(?:laisse[rz]?|leave)(?: (?:tout|it|everything))? (?:comme (?:ca|c est)|as it is|as is)"
)
_UNCHANGED = re.compile(rf"(?:{_FIRST} )*(?:{_THERE} )?(?:{_WHAT})(?: {_LAST})*")


def leaves_as_it_is(text: str) -> bool:
    """Whether words say `rien à changer`, and nothing more."""
    return _UNCHANGED.fullmatch(fold(text)) is not None
