"""Which of our languages a text is written in, told by its most frequent small words."""

from bot.forms.words import fold
from bot.vocabulary import words

_FRENCH = frozenset(words("small", "fr"))
_ENGLISH = frozenset(words("small", "en"))


def language_of(text: str) -> str | None:
    """`fr` or `en` when the words tell; None when they do not."""
    said = fold(text).split()
    french = sum(word in _FRENCH for word in said)
    english = sum(word in _ENGLISH for word in said)
    if abs(french - english) < 2 or len(said) < 3:
        return None
    return "fr" if french > english else "en"
