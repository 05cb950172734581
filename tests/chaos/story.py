"""A programme from its opening to its report, told for any number of people in Slack and Teams."""

from datetime import UTC, datetime
from itertools import product

from bot.pairs.both import both
from storage.nouns import Pair
from tests.chaos.fronts import Fronts
from tests.platforms.stage import Player

_SOUNDS = [one + two for one, two in product("BDFGKLMNPRSTVZ", "aeiou")]


def names(people: int) -> list[str]:
    """Full names, whose first words are all different."""
    firsts = (one + two.lower() for one, two in product(_SOUNDS, _SOUNDS))
    return [f"{first} Martin" for first, _ in zip(firsts, range(people), strict=False)]


def tell(stage: Fronts, people: int) -> None:
    """As many mentees as mentors, as many in Slack as in Teams; every pair is of both."""
    helene = stage.player("Hélène Marin")
    here, there = names(people)[: people // 2], names(people)[people // 2 :]
    half = len(here) // 2
    learn = {*here[:half], *there[half:]}
    stage.programme()
    helene.arrives()
    stage.coordinates(helene)
    helene.gives("open")
    crowd = [stage.player(each) for each in (*here, *there)]
    stage.wave(crowd, lambda one: one.arrives())
    for one in crowd:
        role = "mentee" if one.name in learn else "mentor"
        stage.enrols(one, role, "fr" if (one.name in here) == (role == "mentee") else "en")
    stage.weather.begun = True
    _meet(stage, helene, crowd)
    _end(stage, helene, crowd)


def _meet(stage: Fronts, helene: Player, crowd: list[Player]) -> None:
    stage.until(_at(1, 19))
    helene.gives("match")
    helene.gives("review approve all")
    helene.gives("announce")
    helene.gives("kickoff")
    stage.until(_at(2, 3))
    with stage.database.reading(stage.clock.now()) as work:
        pairs = [both(work, pair) for pair in work.find(Pair)]
    assert len(pairs) == len(crowd) // 2
    mentees, mentors = (
        [stage.players[getattr(pair, side).person.name] for pair in pairs]
        for side in ("mentee", "mentor")
    )
    stage.wave(
        mentees,
        lambda one: one.says("planifier une séance"),
        lambda one: one.presses("jeudi 11 février à 9 h"),
        lambda one: one.presses("Passer"),
    )
    stage.wave(mentors, lambda one: one.presses("Accepter cette date"))
    stage.until(datetime(2016, 2, 11, 16, 5, tzinfo=UTC))
    for label in ("Oui", "5", "En partie", "Passer"):
        stage.wave(crowd, lambda one, label=label: one.presses(label))  # type: ignore[misc]


def _end(stage: Fronts, helene: Player, crowd: list[Player]) -> None:
    stage.until(_at(2, 15))
    helene.gives("close")
    stage.until(_at(2, 17))
    for label in ("9", "Oui", "4", "Passer"):
        stage.wave(crowd, lambda one, label=label: one.presses(label))  # type: ignore[misc]
    stage.until(_at(2, 22))
    helene.gives("close")
    helene.hears("Bilan de fin de programme")
    stage.until(_at(2, 23))


def _at(month: int, day: int) -> datetime:
    # Not on the hour: a few seconds more must not change which hours can still be proposed.
    return datetime(2016, month, day, 9, 5, tzinfo=UTC)
