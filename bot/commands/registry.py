"""The table of commands: each has a name, other names, the states in which it makes sense.

What it does, how it is written and an example are sentences (`command.<name>.does`, `.usage`,
`.example`), and so is its help; docs/commands.md is checked against this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.arguments import Arguments
from bot.message import Reply
from bot.scene import Scene
from storage.nouns.programme import STATES

Act = Callable[[Scene, Arguments], Reply]

PREFIX = "/binome"
ALIVE = STATES[:-1]
UNDER_WAY = ("kickoff", "running", "closing")

# In the order in which a programme needs them; help shows them so.
GROUPS = {
    "prepare": ("create", "use", "dates", "open", "coordinators"),
    "gather": ("status", "people", "remind", "post", "here"),
    "pair": ("match", "review", "announce", "rematch", "synonym"),
    "accompany": ("kickoff", "start", "sessions", "workshop", "pulse", "health"),
    "conclude": ("close", "certificates", "report", "export"),
    "know": ("help",),
}

_ALIASES = {
    "create": "creer nouveau nouvelle new creation",
    "use": "utiliser choisir programme programmes",
    "dates": "date calendrier calendar",
    "open": "ouvrir ouverture rouvrir reopen",
    "status": "statut etat point situation resume overview",
    "people": "personnes participants participantes inscrits inscrites gens liste who",
    "remind": "relancer relance rappeler rappel nudge",
    "post": "poster publier message annonce",
    "coordinators": "coordination coordinateurs coordinatrices coordinator",
    "here": "ici canal channel",
    "match": "apparier appariement matcher former matching",
    "review": "revue relire verifier valider propositions proposals",
    "announce": "annoncer presenter introduce",
    "rematch": "reapparier reappariement rapparier",
    "synonym": "synonyme synonymes synonyms vocabulaire vocabulary glossaire glossary",
    "kickoff": "kick-off lancer lancement coup-d-envoi",
    "start": "commencer demarrer debuter",
    "sessions": "seances session seance rendez-vous",
    "workshop": "atelier ateliers workshops evenement",
    "pulse": "pouls mi-parcours sondage midway",
    "health": "sante forme binomes pairs",
    "close": "clore cloturer cloture fermer terminer finish end",
    "certificates": "attestations attestation certificats certificat certificate badges badge",
    "report": "rapport bilan compte-rendu",
    "export": "exporter extraire",
    "help": "aide aider commandes commands",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One command."""

    name: str
    act: Act
    states: tuple[str, ...] = ALIVE  # where it makes sense; elsewhere it is explained, not run
    needs_programme: bool = True

    def key(self, what: str) -> str:
        """The key of one of its sentences."""
        return f"command.{self.name}.{what}"


COMMANDS: dict[str, Entry] = {}


def command(
    name: str, *, states: tuple[str, ...] = ALIVE, needs_programme: bool = True
) -> Callable[[Act], Act]:
    """Makes a function known as a command."""

    def known(act: Act) -> Act:
        COMMANDS[name] = Entry(name, act, states, needs_programme)
        return act

    return known


def named(word: str) -> Entry | None:
    """The command of that name, in either language."""
    if word in COMMANDS:
        return COMMANDS[word]
    for name, aliases in _ALIASES.items():
        if word in aliases.split():
            return COMMANDS[name]
    return None


def nearest(word: str) -> str:
    """The name most like a misspelt one, as the person would write it; empty when none."""
    names = [*COMMANDS, *(alias for aliases in _ALIASES.values() for alias in aliases.split())]
    close = get_close_matches(word, names, 1, 0.7)
    return close[0] if close else ""


def aliases(name: str) -> tuple[str, ...]:
    """The other names of a command."""
    return tuple(_ALIASES.get(name, "").split())
