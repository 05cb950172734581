"""A chat message as features for the recogniser, greetings and manners set aside."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise

from matching.stems import LANGUAGES, folded, stem, word_lists, words
from matching.variants import variants

# A greeting at the head of a request says nothing of the request; alone, it is the message.
_GREETING = re.compile(
    r"^\W*(?:re)?(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|good (?:morning|afternoon|evening))\b"
    r"(?: (?:a vous|binome|there|bot|all|everyone|tout le monde))?[\s,;:.!-]+(?=\w+\W+\w+)"
)
_MANNERS = re.compile(
    r"\b(?:s['’]il (?:vous|te) plait|svp|stp|please|pls|plz|merci d['’]avance|thanks in advance)\b"
)
_NUMBER = re.compile(r"\d+(?:h\d*|am|pm)?")


@cache
def _chat() -> tuple[dict[str, str], tuple[str, ...]]:
    """Read the short forms and the sentences that ask nothing, once."""
    data = tomllib.loads(files("matching").joinpath("chat.toml").read_text(encoding="utf-8"))
    unasked = [*data["unasked"]["fr"], *data["unasked"]["en"]]
    return data["short"], tuple(one for each in unasked for one in variants(each))


def unasked() -> tuple[str, ...]:
    """Give sentences that ask nothing of us."""
    return _chat()[1]


@cache
def _kinds() -> dict[str, str]:
    """Index the words that stand for one another: word -> kind."""
    lists = word_lists()
    return {
        word: f"#{kind}"
        for kind in ("day", "topic")
        for each in lists[kind].values()
        for word in each
    }


def _kind(token: str) -> str:
    """Replace a day, a number or a tool by its kind: any will do as well as another."""
    return "#number" if _NUMBER.fullmatch(token) else _kinds().get(token, token)


def said(text: str) -> list[str]:
    """Cut a message into folded words, without greeting or manners when something else is said."""
    plain = _GREETING.sub("", folded(text))
    tokens = words(_MANNERS.sub(" ", plain)) or words(plain)
    short = _chat()[0]
    return [_kind(each) for token in tokens for each in short.get(token, token).split()]


def word_features(tokens: list[str]) -> list[str]:
    """List words, stems in both languages, and pairs of neighbours, the edges included."""
    found = [f"w {token}" for token in tokens]
    for language in LANGUAGES:
        stems = [token if token.startswith("#") else stem(token, language) for token in tokens]
        found += [f"{language} {each}" for each in stems]
        edged = ["^", *stems, "$"]
        found += [f"{language} {left} {right}" for left, right in pairwise(edged)]
    return found


def letter_features(tokens: list[str]) -> list[str]:
    """List the runs of 2 to 4 letters of each word, its edges included."""
    found = []
    for token in tokens:
        edged = f" {token} "
        for length in (2, 3, 4):
            found += [
                edged[start : start + length] for start in range(max(1, len(edged) - length + 1))
            ]
    return found
