"""Pairing by numbers: candidates and rules in, explained proposals out.

Everything is loaded on first use, so that `import matching` costs nothing: the numbers come
with the first match.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Not on first use: the function bears its module's name, and must win over it whichever is
# imported first.
from matching.match import alternates, circles, compared, match, rematch, why_not

if TYPE_CHECKING:
    from matching.guess import RECOGNISED_AT, Guess
    from matching.hours import hours_of_week
    from matching.intents import Recogniser
    from matching.people import STRATEGIES, Candidate, Preferences, Rules
    from matching.proposals import (
        Evidence,
        Key,
        Matching,
        Proposal,
        Summary,
        Term,
        Unmatched,
    )
    from matching.ranking import candidates, rank
    from matching.table import read_people_csv

_HOMES = {
    "Candidate": "people",
    "Preferences": "people",
    "Rules": "people",
    "STRATEGIES": "people",
    "Evidence": "proposals",
    "Key": "proposals",
    "Matching": "proposals",
    "Proposal": "proposals",
    "Summary": "proposals",
    "Term": "proposals",
    "Unmatched": "proposals",
    "Recogniser": "intents",
    "Guess": "guess",
    "RECOGNISED_AT": "guess",
    "candidates": "ranking",
    "hours_of_week": "hours",
    "rank": "ranking",
    "read_people_csv": "table",
}

__all__ = [
    "RECOGNISED_AT",
    "STRATEGIES",
    "Candidate",
    "Evidence",
    "Guess",
    "Key",
    "Matching",
    "Preferences",
    "Proposal",
    "Recogniser",
    "Rules",
    "Summary",
    "Term",
    "Unmatched",
    "alternates",
    "candidates",
    "circles",
    "compared",
    "hours_of_week",
    "match",
    "rank",
    "read_people_csv",
    "rematch",
    "why_not",
]


def __getattr__(name: str) -> Any:
    """Fetch a public name from the module that defines it, the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
