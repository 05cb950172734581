"""Who plays: the people written for a template, or as many as asked, made from it."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.programme.plan import Plan

_TEMPERAMENTS = {"eager": 34, "steady": 38, "silent": 12, "canceller": 6, "mover": 6, "leaver": 4}
_CITIES = ("Paris", "Lyon", "Lille", "Nantes", "Bordeaux")


@dataclass(frozen=True, slots=True)
class Character:
    """Somebody who takes part: what they answer, and how they behave."""

    key: str
    name: str
    email: str
    role: str
    locale: str
    zone: str
    temperament: str
    hello: str
    answers: Mapping[str, Any]
    voice: Mapping[str, Any] = field(default_factory=dict)
    vague: str = ""
    pages: float = 0.4  # how likely they answer on one page rather than turn by turn


def written(template: str) -> list[Character]:
    """The people written for that template; none when it has no such file."""
    file = files("adapters.rehearsal") / "people" / f"{template}.toml"
    if not file.is_file():
        return []
    found = tomllib.loads(file.read_text(encoding="utf-8"))["person"]
    wanted = Character.__slots__
    return [Character(**{k: v for k, v in one.items() if k in wanted}) for one in found]


def cast(plan: Plan, people: int | None, seed: int, locale: str | None) -> list[Character]:
    """The people of a rehearsal: those written for it, unless another number is asked for."""
    known = written(plan.key)
    if known and people in (None, len(known)):
        return known
    return [_made(plan, n, seed, locale) for n in range(people or 40)]


@cache
def _crowd() -> dict[str, dict[str, list[str]]]:
    """Names and sentences of a crowd, by language."""
    text = (files("adapters.rehearsal") / "crowd.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _made(plan: Plan, n: int, seed: int, locale: str | None) -> Character:
    rng = random.Random(f"{plan.key}/{seed}/{n}")
    language = locale or ("en" if rng.random() < 0.15 else plan.locale)
    role = plan.signup.roles[n % len(plan.signup.roles)]
    said = _crowd()[language]
    first, last = rng.choice(said["first"]), rng.choice(said["last"])
    topics = rng.sample(plan.topics, k=min(len(plan.topics), rng.choice((1, 1, 2))))
    wishes = [rng.choice(t.examples.of(language)) if t.examples else t.of(language) for t in topics]
    remote = rng.random() < 0.3
    answers: dict[str, Any] = {
        "topics": [topic.code for topic in topics],
        "level": rng.randint(1, 3) if role == "mentee" else rng.randint(3, 5),
        "halfdays": rng.sample(list(HALF_DAYS), k=rng.randint(4, 7)),
        "languages": ["fr"] if language == "fr" and rng.random() < 0.6 else ["fr", "en"],
        "format": "remote" if remote else rng.choice(("either", "either", "in-person")),
        "place": rng.choice(_CITIES),
        "team": f"{rng.choice(said['last'])} {n % 97}",
    }
    if role == "mentee":
        answers |= {"objectives": wishes[:2], "already": rng.choice(said["already"])}
    else:
        answers |= {
            "skills": wishes,
            "show": rng.choice(said["show"]),
            "reassure": rng.choice(said["reassure"]),
            "capacity": rng.choices((1, plan.signup.capacity), weights=(85, 15))[0],
        }
    level = answers["level"]
    hello = rng.choice(said[f"hello-{role}"])
    temperament = rng.choices(list(_TEMPERAMENTS), weights=list(_TEMPERAMENTS.values()))[0]
    return Character(
        pages=0.9,
        key=f"p{n:05}",
        name=f"{first} {last}",
        email=f"p{n:05}@example.org",
        role=role,
        locale=language,
        zone=plan.zone,
        temperament=temperament,
        hello=hello.format(wish=wishes[0], topic=topics[0].of(language)),
        answers=answers,
        voice={
            "progress": [rng.choice(said["progress"]) for _ in range(3)],
            "comment": rng.choice(said["comment"]),
            "quote": rng.random() < 0.6,
            "recommend": min(10, max(0, round(rng.gauss(8.4, 1.6)))),
            "level_after": min(5, level + rng.choice((0, 1, 1, 2))),
            "reached": rng.choices(("yes", "partly", "no"), weights=(60, 32, 8))[0],
        },
    )
