"""Who plays: the people written for a template, or as many as asked, made from it."""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.programme.plan import Plan

_FIRST = {
    "fr": "Agathe Amina Audrey Aurélie Bérénice Camille Caroline Cécile Clémence Corinne Delphine Élise Émilie Fanny Florence Gaëlle Hélène Inès Isabelle Jeanne Joëlle Juliette Karima Laure Léa Lucie Maëlle Manon Mathilde Nadia Nathalie Noémie Odile Pauline Perrine Rachida Sabine Solène Sylvie Thérèse Valérie Yasmine Zoé Adrien Bastien Cédric Didier Étienne Fabrice Gilles Hugo Jérôme Karim Loïc Marc Nicolas Olivier Pascal Quentin Rémi Simon Thibault Vincent Yann",
    "en": "Alice Amelia Beth Charlotte Chloe Emma Fiona Grace Hannah Imogen Jane Kate Laura Lucy Megan Nora Olivia Priya Rachel Sarah Sophie Tessa Victoria Zara Adam Ben Callum Daniel Edward Finn George Harry Ian Jack Kieran Liam Michael Nathan Oliver Patrick Rory Samuel Thomas William",
}  # fmt: skip
_LAST = {
    "fr": "Albert André Aubry Barbier Benoît Bertin Blanchard Bonnet Boucher Brunet Carpentier Chevalier Colin Coste Delattre Deschamps Dumas Duval Fabre Faure Fleury Fontaine Gauthier Girard Guérin Guillot Hamel Hubert Jacquet Joly Lacroix Lambert Leblanc Leclerc Lemoine Leroy Mallet Marchand Masson Mercier Meunier Morel Noël Olivier Pasquier Perrin Picard Poirier Prévost Renaud Rey Rivière Rolland Roussel Royer Sanchez Tessier Vasseur Vidal Weber",
    "en": "Adams Allen Baker Bell Brooks Carter Clarke Cole Cooper Davies Edwards Ellis Evans Foster Gray Green Hall Harris Hughes Hunt Jackson Kelly King Lewis Mason Mills Moore Murphy Palmer Parker Price Reed Roberts Scott Shaw Taylor Turner Walker Ward White Wood Young",
}  # fmt: skip
_TEMPERAMENTS = {"eager": 34, "steady": 38, "silent": 12, "canceller": 6, "mover": 6, "leaver": 4}
_CITIES = ("Paris", "Lyon", "Lille", "Nantes", "Bordeaux")
_HELLO = {
    ("fr", "mentee"): ("Bonjour, j’aimerais apprendre : {wish}", "Bonjour ! Je voudrais apprendre à mieux utiliser {topic}.", "bonjour"),
    ("fr", "mentor"): ("Bonjour, je peux montrer {topic} à quelqu’un.", "Je veux bien aider quelqu’un sur {topic}", "bonjour"),
    ("en", "mentee"): ("Hello, I’d like to learn {topic}", "Hi, I want to learn how to use {topic}.", "hello"),
    ("en", "mentor"): ("Hi, I can teach {topic}", "Hello, I’d be happy to show someone {topic}.", "hello"),
}  # fmt: skip
_SAID = {
    "fr": {
        "already": ("Je regarde plus que je ne publie.", "J’ai un compte, presque vide.", "Rien encore."),
        "show": ("Je pars toujours d’un cas concret de la personne.", "J’aime montrer les réglages que personne ne connaît.", "Je fais faire, je ne fais pas à la place."),
        "reassure": ("Personne n’est nul : on commence par ce que vous savez déjà faire.", "On va faire une seule chose aujourd’hui, et elle marchera.", "J’ai appris en me trompant, vous pouvez en faire autant."),
        "comment": ("Simple, utile, et humain.", "J’ai osé des choses que je remettais depuis des années.", "Une séance de plus aurait été bienvenue."),
        "progress": ("Le profil est refait.", "On publie ensemble la prochaine fois.", "Les réglages sont enfin clairs."),
    },
    "en": {
        "already": ("I mostly read.", "I have an account, nearly empty.", "Nothing yet."),
        "show": ("I always start from a real need.", "I like the settings nobody knows.", "I let people do it themselves."),
        "reassure": ("Nobody is hopeless: we start from what you already do.", "One thing today, and it will work.", "I learned by getting it wrong; so can you."),
        "comment": ("Simple, useful and human.", "I dared things I had put off for years.", "One more session would have been welcome."),
        "progress": ("The profile is done.", "We will post together next time.", "The settings finally make sense."),
    },
}  # fmt: skip


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


def _made(plan: Plan, n: int, seed: int, locale: str | None) -> Character:
    rng = random.Random(f"{plan.key}/{seed}/{n}")
    language = locale or ("en" if rng.random() < 0.15 else plan.locale)
    role = plan.signup.roles[n % len(plan.signup.roles)]
    first, last = rng.choice(_FIRST[language].split()), rng.choice(_LAST[language].split())
    topics = rng.sample(plan.topics, k=min(len(plan.topics), rng.choice((1, 1, 2))))
    wishes = [rng.choice(t.examples.of(language)) if t.examples else t.of(language) for t in topics]
    said = _SAID[language]
    remote = rng.random() < 0.3
    answers: dict[str, Any] = {
        "topics": [topic.code for topic in topics],
        "level": rng.randint(1, 3) if role == "mentee" else rng.randint(3, 5),
        "halfdays": rng.sample(list(HALF_DAYS), k=rng.randint(4, 7)),
        "languages": ["fr"] if language == "fr" and rng.random() < 0.6 else ["fr", "en"],
        "format": "remote" if remote else rng.choice(("either", "either", "in-person")),
        "place": rng.choice(_CITIES),
        "team": f"{rng.choice(_LAST['fr'].split())} {n % 97}",
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
    hello = rng.choice(_HELLO[language, role])
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
