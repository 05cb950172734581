"""Who plays: the people written for a template, or as many as asked, made from it."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from adapters.rehearsal.crowd import Crowd, Place, crowd_of, names, sayings, skills
from bot.calendar.availability import HALF_DAYS
from bot.programme.plan import Plan, Topic

_RHYTHM = 0.4  # of the days hoped for between two sessions: agreeing takes the rest
_GOLDEN = 0.618034  # its multiples spread few mentors over many places
_TEMPERAMENTS = {"eager": 34, "steady": 38, "silent": 12, "canceller": 6, "mover": 6, "leaver": 4}


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
    invited: bool = False  # on a coordinator's list: they answer, and do not come by themselves
    rhythm: float = 0.0  # the days they let go by after a session before planning the next
    manager: str = ""  # whom they report to, where the organisation's list says so
    pages: float = 0.4  # how likely they answer on one page rather than turn by turn


def written(template: str) -> list[Character]:
    """The people written for that template; none when it has no such file."""
    file = files("adapters.rehearsal") / "people" / f"{template}.toml"
    if not file.is_file():
        return []
    found = tomllib.loads(file.read_text(encoding="utf-8")).get("person", [])
    wanted = Character.__slots__
    return [Character(**{k: v for k, v in one.items() if k in wanted}) for one in found]


def cast(plan: Plan, people: int | None, seed: int, locale: str | None) -> list[Character]:
    """The people of a rehearsal: those written for it, unless another number is asked for."""
    known = written(plan.key)
    if known and people in (None, len(known)):
        return known
    crowd = crowd_of(plan)
    mentees, mentors = crowd.roles(people)
    total, made, found = mentees + mentors, 0, []
    for n in range(total):
        # Mentors come evenly spread among the others.
        teaches = made < (n + 1) * mentors // total
        made += teaches
        alone = len(plan.signup.roles) == 1
        role = plan.signup.roles[0] if alone else "mentor" if teaches else "mentee"
        found.append(_made(plan, crowd, n, made - 1, role, seed, locale))
    return found


def _made(
    plan: Plan, crowd: Crowd, n: int, nth: int, role: str, seed: int, locale: str | None
) -> Character:
    """One of them: the nth of all, and the nth mentor among mentors."""
    rng = random.Random(f"{plan.key}/{seed}/{n}")
    place = crowd.place(nth * _GOLDEN % 1 if role == "mentor" else rng.random())
    language = locale or place.locale
    said = names()[language]
    first = rng.choice(place.first or said["first"])
    last = rng.choice(place.last or said["last"])
    topics, taught = _topics(plan, crowd, nth if role == "mentor" else n, role, rng)
    wishes = [_wish(each, language, rng) for each in topics]
    level = rng.randint(3, 5) if role == "mentor" else rng.randint(1, 3)
    answers: dict[str, Any] = {
        "topics": [topic.code for topic in topics],
        "level": level,
        "halfdays": rng.sample(list(HALF_DAYS), k=rng.randint(6, 9)),
        "languages": _languages(plan, place, language),
        "format": "remote" if rng.random() < 0.3 else rng.choice(("either", "either", "in-person")),
        "place": place.city,
        "team": _team(crowd, role, n, rng),
    }
    if len({each.zone for each in crowd.places}) > 3:
        answers["format"] = "remote"
    if role != "mentor":
        answers |= {"objectives": wishes[:2], "already": rng.choice(said["already"])}
    if role != "mentee":
        answers |= {
            "skills": [_skill(each, language, rng) for each in taught],
            "teaches": [each.code for each in taught],
            "show": rng.choice(said["show"]),
            "reassure": rng.choice(said["reassure"]),
            "capacity": _capacity(plan, crowd, rng),
            "hours": rng.choice(crowd.hours or ("4",)),
        }
    if plan.selection.chooses(role):
        answers |= {"case": rng.choice(said["case"]), "lost": rng.choice(said["lost"])}
    kind = "mentor" if role == "mentor" else "mentee"  # how they speak of it
    offered = answers["skills"] if role == "mentor" else wishes
    return Character(
        pages=0.9,
        rhythm=plan.sessions.every_days * _RHYTHM,
        key=f"p{n:05}",
        name=f"{first} {last}",
        email=f"p{n:05}@example.org",
        role=role,
        locale=language,
        zone=place.zone,
        temperament=rng.choices(list(_TEMPERAMENTS), weights=list(_TEMPERAMENTS.values()))[0],
        hello=rng.choice(said["hello-mentor" if role == "mentor" else "hello-mentee"]).format(
            wish=offered[0], topic=topics[0].of(language)
        ),
        answers=answers,
        invited=crowd.invited and role == "mentee",
        manager=crowd.managers[nth % len(crowd.managers)]
        if crowd.managers and role == "mentor"
        else "",
        voice={
            "progress": [_dealt(plan, "progress", language, seed, 3 * n + k) for k in range(3)],
            "comment": _dealt(plan, kind, language, seed, nth if kind == "mentor" else n - 1 - nth),
            "thought": _dealt(plan, "thought", language, seed, n),
            "quote": rng.random() < 0.6,
            "recommend": min(10, max(0, round(rng.gauss(8.4, 1.6)))),
            "level_after": min(5, level + rng.choice((0, 1, 1, 2))),
            "reached": rng.choices(("yes", "partly", "no"), weights=(60, 32, 8))[0],
        },
    )


def _dealt(plan: Plan, kind: str, language: str, seed: int, n: int) -> str:
    """The nth thing said of a kind; again from the first once all were."""
    found = sayings(plan.key, kind, language, seed)
    return found[n % len(found)]


def _topics(
    plan: Plan, crowd: Crowd, n: int, role: str, rng: random.Random
) -> tuple[list[Topic], list[Topic]]:
    """What somebody is here for, and what they can teach."""
    known = {topic.code: topic for topic in plan.topics}
    if crowd.exchange:
        mine, theirs = (crowd.exchange[(n + turn) % len(crowd.exchange)] for turn in (0, 1))
        taught, wanted = (
            [side[(n // 2 + k) % len(side)] for k in (0, 1)] for side in (mine, theirs)
        )
        return [known[code] for code in wanted], [known[code] for code in taught]
    if role == "mentor":  # between them they cover every topic
        found = [
            plan.topics[(3 * n + k) % len(plan.topics)] for k in range(min(3, len(plan.topics)))
        ]
    else:
        found = rng.sample(plan.topics, k=min(len(plan.topics), rng.choice((1, 1, 2))))
    return found, found


def _wish(topic: Topic, language: str, rng: random.Random) -> str:
    return rng.choice(topic.examples.of(language)) if topic.examples else topic.of(language)


def _skill(topic: Topic, language: str, rng: random.Random) -> str:
    known = skills().get(topic.code)
    return rng.choice(known[language]) if known else topic.of(language)


def _languages(plan: Plan, place: Place, language: str) -> list[str]:
    """What somebody speaks, among what the programme asks about."""
    spoken = dict.fromkeys((*place.languages, language))
    return [each for each in spoken if each in plan.signup.languages]


def _team(crowd: Crowd, role: str, n: int, rng: random.Random) -> str:
    if role == "mentor" and crowd.guests:
        return rng.choice(crowd.guests)
    if crowd.teams:
        return rng.choice(crowd.teams)
    return f"{rng.choice(names()['fr']['last'])} {n % 97}"


def _capacity(plan: Plan, crowd: Crowd, rng: random.Random) -> int:
    most = plan.signup.capacity
    if crowd.capacity:
        return min(most, rng.choice(crowd.capacity))
    return rng.choices((1, most), weights=(85, 15))[0]
