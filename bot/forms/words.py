"""Reading what people type: cleaning it, folding it, finding the option it means."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache

from bot.message import Option
from bot.vocabulary import words

# Marks that change the direction of text around them could disguise what follows.
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
_JOINERS = {"\u200c", "\u200d"}  # needed inside emoji and several scripts
YES = frozenset(words("answers", "yes"))
NO = frozenset(words("answers", "no"))
NOTHING = frozenset(words("answers", "nothing")) | NO
_TELLING = 4  # letters of a word that stands for a label
_FEW = 6  # a longer yes says something else as well
_RESERVES = frozenset(words("answers", "reserves"))
_REFUSAL = re.compile(
    r"(?:non|no) |(?:je )?(?:n |ne |j )?accept\w* pas\b|je (?:ne )?suis pas d accord"
    r"|i (?:do not|don t|disagree|refuse)"
)


def clean(text: str) -> str:
    """Typed text without control or direction characters, composed, with quiet white space."""
    if text.isprintable():  # most texts: nothing unseen in them, and one line
        return " ".join(unicodedata.normalize("NFC", text).split())
    kept = "".join(
        c for c in text if c in "\n\t" or c in _JOINERS or unicodedata.category(c) not in _UNSEEN
    )
    # Composed last: a letter and its accent may have been kept apart by something unseen.
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", kept).splitlines())
    return "\n".join(lines).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Text without accents, capitals or punctuation, for comparing."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w+#-]+|_", " ", bare.replace("œ", "oe")).split())


def says_yes(text: str) -> bool:
    """Whether words agree without reserve: `oui, merci` does, `oui mais` and `ouille` do not."""
    said = fold(text)
    if said in YES:
        return True
    spoken = said.split()
    agrees = any(f"{said} ".startswith(f"{yes} ") for yes in YES)
    return agrees and len(spoken) <= _FEW and not _RESERVES.intersection(spoken)


def says_no(text: str) -> bool:
    """Whether words refuse: `non merci`, `je n'accepte pas`."""
    said = fold(text)
    return said in NO or bool(_REFUSAL.match(said))


def has_words(text: str) -> bool:
    """Whether there is at least one letter or digit, not only signs and emoji."""
    return any(c.isalnum() for c in text)


def option_meant(text: str, options: Sequence[Option]) -> Option | None:
    """The option that typed words mean: its number, its label, its beginning, or nearly so."""
    said = fold(text)
    if not said:
        return None
    if re.fullmatch(r"[0-9]{1,3}", said) and 1 <= int(said) <= len(options):
        return options[int(said) - 1]
    labels = {fold(option.label): option for option in options}
    labels |= {fold(option.value): option for option in options}
    if said in labels:
        return labels[said]
    begun = {id(option): option for label, option in labels.items() if label.startswith(said)}
    if len(begun) == 1 and len(said) >= 2:
        return next(iter(begun.values()))
    # A typing mistake is in the letters: `10 h` is not `9 h`.
    alike = [label for label in labels if _figures(label) == _figures(said)]
    near = get_close_matches(said, alike, n=1, cutoff=0.8)
    if near:
        return labels[near[0]]
    inside = {
        id(option): option
        for label, option in labels.items()
        if len(label) >= 4 and f" {label} " in f" {said} "
    }
    return next(iter(inside.values())) if len(inside) == 1 else None


def options_holding(text: str, options: Sequence[Option]) -> list[Option]:
    """The options in whose label the typed words stand: `LinkedIn` in several titles."""
    said = fold(text)
    if len(said) < _TELLING:
        return []
    return [option for option in options if f" {said} " in f" {fold(option.label)} "]


def _figures(text: str) -> list[str]:
    return re.findall(r"[0-9]+", text)


def exactly(text: str, options: Sequence[Option]) -> Option | None:
    """The option whose label is the text, accents and capitals aside."""
    said = fold(text)
    return next((option for option in options if fold(option.label) == said), None)


def options_meant(text: str, options: Sequence[Option]) -> tuple[list[Option], list[str]]:
    """The options that a typed list means, and the pieces that mean none."""
    pieces = [p for p in re.split(r"[,;\n/]|\bet\b|\band\b|&|(?<=\d)\s+(?=\d)", text) if fold(p)]
    if len(pieces) > 1 and (whole := exactly(text, options)) is not None:
        return [whole], []  # a label that itself holds a comma or an `et`
    found: list[Option] = []
    lost: list[str] = []
    for piece in pieces:
        option = option_meant(piece, options)
        if option is None:
            lost.append(piece.strip())
        elif option not in found:
            found.append(option)
    return found, lost
