"""A crowd: who plays a template when nobody was written for it, or when more people are wanted."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from bot.programme.plan import Plan

_CITIES = ("Paris", "Lyon", "Lille", "Nantes", "Bordeaux")


@dataclass(frozen=True, slots=True)
class Place:
    """Where some of them live, and what they are called and speak there."""

    zone: str
    city: str
    locale: str = "fr"  # in which of the bot's languages they write
    languages: tuple[str, ...] = ("fr", "en")
    weight: int = 1
    country: str = ""
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a template's people have in common."""

    small: tuple[int, int] = (20, 20)  # mentees and mentors, when no other number is asked for
    full: tuple[int, int] = (20, 20)  # mentees and mentors of the real programme
    places: tuple[Place, ...] = ()
    capacity: tuple[int, ...] = ()  # what mentors choose from; few take the most when it is empty
    hours: tuple[str, ...] = ()  # what experts offer
    teams: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()  # the organisations of mentors who come from outside
    exchange: tuple[tuple[str, ...], ...] = ()  # topics that one half teaches and the other seeks
    managers: tuple[str, ...] = ()  # whom mentors report to; they read the bot and take no part
    invited: bool = False  # whether mentees are on a coordinator's list

    def roles(self, people: int | None) -> tuple[int, int]:
        """How many mentees and how many mentors, of so many people."""
        if people is None:
            return self.small
        mentors = max(1, round(people * self.full[1] / sum(self.full)))
        return people - mentors, mentors

    def place(self, at: float) -> Place:
        """The place at a point from 0 to 1 of them all, each as long as its weight."""
        left = at * sum(each.weight for each in self.places)
        for each in self.places:
            left -= each.weight
            if left < 0:
                return each
        return self.places[-1]


def crowd_of(plan: Plan) -> Crowd:
    """The crowd of a template: its own, or one of the programme's own country."""
    file = files("adapters.rehearsal") / "people" / f"{plan.key}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    told = _kept(Crowd, data.get("crowd", {}))
    places = tuple(Place(**_kept(Place, each)) for each in told.pop("places", ()))
    return Crowd(**told, places=places or _at_home(plan))


@cache
def names() -> dict[str, dict[str, list[str]]]:
    """Names and sentences of a crowd, by language."""
    return _data("crowd.toml")


@cache
def skills() -> dict[str, dict[str, list[str]]]:
    """What mentors say they can teach, by topic and language."""
    return _data("skills.toml")


@cache
def sayings(template: str, kind: str, locale: str, seed: int) -> tuple[str, ...]:
    """What people say of a programme, its own sentences and all others', in an order of chance."""
    stock = _data("sayings.toml")
    found = [each for name in (template, "every") for each in _said(stock, name, locale, kind)]
    random.Random(f"{template}/{seed}/{kind}").shuffle(found)
    return tuple(found)


def _said(stock: Mapping[str, Any], name: str, locale: str, kind: str) -> list[str]:
    return list(stock.get(name, {}).get(locale, {}).get(kind, ()))


def _at_home(plan: Plan) -> tuple[Place, ...]:
    found = [Place(plan.zone, city, plan.locale, weight=17) for city in _CITIES]
    other = "en" if plan.locale == "fr" else "fr"
    return (*found, *(Place(plan.zone, city, other, weight=3) for city in _CITIES))


def _kept(kind: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table, as tuples where they are lists."""
    known = {each.name for each in fields(kind)}
    return {name: _tuples(value) for name, value in data.items() if name in known}


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _data(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((files("adapters.rehearsal") / name).read_text(encoding="utf-8"))
