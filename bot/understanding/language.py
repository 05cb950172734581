"""Which of our languages a text is written in, told by its most frequent small words."""

from bot.forms.words import fold

_FRENCH = set("le la les un une des du de je tu il elle nous vous me mon ma mes est suis ai pas que qui quoi sur pour avec dans et ou au aux en ce cette voudrais veux peux aimerais bonjour merci comment quand mais plus tres bien faire c j d l qu ne se sa son oui salut svp".split())  # fmt: skip
_ENGLISH = set("the a an i you he she we they my your is are am was do does not to of for with in on and or it this that would like want can could how when what who hello hi thanks thank please but more very good me be have has s m d t ll yes no".split())  # fmt: skip


def language_of(text: str) -> str | None:
    """`fr` or `en` when the words tell; None when they do not."""
    words = fold(text).split()
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    if abs(french - english) < 2 or len(words) < 3:
        return None
    return "fr" if french > english else "en"
