"""One small programme from opening to report, told once: two pairs, a coordinator, six months.

A step is what somebody does at a moment. Whoever plays the story lets time pass in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.client import Chat, Someone


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody's deed: a verb of the test client, and what it is given."""

    at: datetime
    who: str
    verb: str
    given: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in the story."""

    name: str
    email: str = ""


PEOPLE: Mapping[str, Part] = {
    "helene": Part("Hélène Marin"),  # coordinates
    "agnes": Part("Agnès Martin", "agnes@exemple.fr"),
    "lea": Part("Léa Petit", "lea@exemple.fr"),
    "beatrice": Part("Béatrice Roux"),
    "karim": Part("Karim Haddad"),
}

_FREE = {"halfdays": ["tue-am", "thu-am"], "zone": "Europe/Paris", "languages": ["fr"]}
_REST = {**_FREE, "charter": "yes", "format": "remote", "team": "", "avoid": "", "sure": "yes"}
BEATRICE: Mapping[str, Any] = {
    **_REST,
    "objectives": ["Publier sur Twitter deux fois par semaine"],
    "topics": ["twitter"],
    "already": "",
    "level": "2",
}
LEA: Mapping[str, Any] = {
    **_REST,
    "skills": ["Écrire une biographie LinkedIn"],
    "topics": ["linkedin"],
    "level": "5",
    "show": "Des exemples",
    "reassure": "On débute tous",
    "capacity": "1",
}


# Not on the hour: a few seconds more must not change which hours can still be proposed.
_PAST = 5  # minutes


def _says(month: int, day: int, hour: int, who: str, *texts: str) -> list[Step]:
    return [
        Step(datetime(2016, month, day, hour, _PAST + minute, tzinfo=UTC), who, "says", (text,))
        for minute, text in enumerate(texts)
    ]


def _does(month: int, day: int, hour: int, who: str, *deeds: tuple[Any, ...]) -> list[Step]:
    return [
        Step(datetime(2016, month, day, hour, _PAST + minute, tzinfo=UTC), who, str(verb), given)
        for minute, (verb, *rest) in enumerate(deeds)
        for given in (tuple(rest),)
    ]


def _plans(month: int, day: int, who: str, other: str) -> list[Step]:
    """A session, proposed by one and accepted by the other."""
    return [
        *_says(month, day, 9, who, "planifier une séance", "1", "passer"),
        *_does(month, day, 10, other, ("presses", "Accepter cette date")),
    ]


def _met(month: int, day: int, hour: int, who: str) -> list[Step]:
    return _does(
        month,
        day,
        hour,
        who,
        ("presses", "Oui"),
        ("presses", "5"),
        ("presses", "En partie"),
        ("says", "Oser publier"),
    )


_SIGN_UP = [
    *_does(1, 5, 9, "helene", ("gives", "open")),
    *_says(1, 6, 9, "agnes", "bonjour", "J’aimerais apprendre à me servir de LinkedIn"),
    *_says(1, 6, 10, "agnes", "oui", "1", "Un profil, jamais ouvert", "2"),
    *_says(1, 6, 11, "agnes", "mardi matin et jeudi matin", "français", "à distance"),
    *_says(1, 6, 12, "agnes", "passer", "passer", "oui"),
    *_does(
        1,
        7,
        9,
        "beatrice",
        ("joins",),
        ("presses", "Je veux apprendre"),
        ("presses", "J’accepte ces règles"),
        ("fills", BEATRICE),
    ),
    *_says(1, 7, 10, "karim", "je peux aider quelqu’un avec Twitter", "oui", "2", "4"),
    # Karim stops there, is reminded after two days, and goes on.
    *_says(1, 10, 10, "karim", "reprendre", "Des astuces", "Personne n’est nul", "2"),
    *_says(1, 10, 11, "karim", "mardi matin et jeudi matin", "français", "à distance"),
    *_says(1, 10, 12, "karim", "passer", "passer", "oui"),
    *_does(
        1,
        11,
        9,
        "lea",
        ("joins",),
        ("presses", "Je peux transmettre"),
        ("presses", "J’accepte ces règles"),
        ("fills", LEA),
    ),
]
_PAIRING = [
    *_does(
        1,
        19,
        9,
        "helene",
        ("gives", "match"),
        ("gives", "review"),
        ("gives", "review approve 1"),
        ("gives", "review approve all"),
        ("gives", "announce"),
        ("gives", "announce"),
    ),
    *_does(2, 1, 9, "agnes", ("presses", "Je viendrai")),
    *_does(2, 1, 10, "helene", ("gives", "kickoff")),
]
_SESSIONS = [
    *_plans(2, 3, "agnes", "lea"),  # for Thursday 4 February
    *_met(2, 4, 15, "agnes"),
    *_met(2, 4, 16, "lea"),
    *_says(2, 5, 9, "beatrice", "planifier une séance", "1", "passer"),  # for the 9th
    *_does(
        2, 5, 10, "karim", ("presses", "Proposer une autre date"), ("says", "2"), ("says", "passer")
    ),
    *_does(2, 5, 12, "beatrice", ("presses", "Accepter cette date")),
    *_does(2, 8, 9, "beatrice", ("says", "annuler ma séance"), ("presses", "Annuler la séance")),
    # Nobody plans anything for two weeks: both are nudged, then Karim takes it up.
    *_plans(2, 24, "karim", "beatrice"),  # for the 25th
    *_does(2, 25, 15, "karim", ("presses", "Non")),
    *_does(2, 26, 15, "beatrice", ("presses", "Non")),
    *_plans(3, 7, "agnes", "lea"),  # for the 8th
    *_met(3, 8, 15, "agnes"),
    *_plans(4, 4, "lea", "agnes"),  # for the 7th
    *_does(4, 6, 9, "agnes", ("presses", "4"), ("says", "passer")),  # half-way: how is it going
    *_met(4, 7, 15, "lea"),
    *_says(4, 8, 9, "beatrice", "je voudrais arrêter"),
    *_does(4, 8, 10, "beatrice", ("presses", "Quitter le programme")),
    *_does(4, 8, 11, "helene", ("gives", "status"), ("gives", "rematch")),
]
_CLOSE = [
    *_does(6, 15, 9, "agnes", ("presses", "9"), ("presses", "Oui"), ("presses", "4")),
    *_does(6, 15, 10, "agnes", ("says", "Merci, j’ose enfin publier."), ("presses", "Oui")),
    *_does(6, 15, 11, "lea", ("presses", "10"), ("presses", "Oui"), ("presses", "5")),
    *_says(6, 15, 12, "lea", "passer"),
]
_REPORT = _does(6, 30, 9, "helene", ("gives", "close"))

STEPS: Sequence[Step] = (*_SIGN_UP, *_PAIRING, *_SESSIONS, *_CLOSE, *_REPORT)


def cast(chat: Chat) -> None:
    """Everybody, before anything happened but the coordinator's first word."""
    programme = chat.programme(state="draft")
    meet_again(chat)
    chat.people["helene"].joins()
    chat.coordinates(chat.people["helene"], programme)


def meet_again(chat: Chat) -> None:
    """Everybody, as the platform knows them."""
    for user, part in PEOPLE.items():
        chat.person(user, name=part.name, email=part.email)


def do(someone: Someone, step: Step) -> str:
    """Carries a step out, and what the person hears."""
    if step.verb == "fills":
        return someone.submits(step.given[0], draft=someone.draft())
    said: str = getattr(someone, step.verb)(*step.given)
    return said
