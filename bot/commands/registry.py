"""The table of commands: each has a name, other names, the states in which it makes sense.

What it does, how it is written and an example are sentences (`command.<name>.does`, `.usage`,
`.example`), and so is its help; docs/commands.md is checked against this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.commands.arguments import Arguments
from bot.message import Reply
from bot.rights import COORDINATOR, READER
from bot.scene import Scene
from storage.nouns.programme import STATES

Act = Callable[[Scene, Arguments], Reply]

PREFIX = "/binome"
ALIVE = STATES[:-1]
UNDER_WAY = ("kickoff", "running", "closing")

# In the order in which a programme needs them; help shows them so.
GROUPS = {
    "prepare": ("create", "use", "dates", "open", "coordinators"),
    "gather": ("today", "status", "people", "invite", "remind", "post", "posts", "here", "charter"),
    "pair": ("candidates", "match", "review", "announce", "proposals", "rematch", "synonym"),
    "accompany": (
        "kickoff",
        "start",
        "sessions",
        "requests",
        "workshop",
        "circles",
        "board",
        "pulse",
        "health",
    ),
    "conclude": ("close", "certificates", "report", "export"),
    "know": ("help",),
}

_ALIASES = {
    "create": "creer nouveau nouvelle new creation",
    "use": "utiliser choisir programme programmes",
    "dates": "date calendrier calendar",
    "open": "ouvrir ouverture rouvrir reopen",
    "today": "aujourd-hui aujourdhui journee jour day matin morning",
    "status": "statut etat point situation resume overview",
    "people": "personnes participants participantes inscrits inscrites gens liste who",
    "invite": "inviter invitation",
    "remind": "relancer relance rappeler rappel nudge",
    "post": "poster publier message annonce",
    "posts": "publications communaute community editorial",
    "coordinators": "coordination coordinateurs coordinatrices coordinator",
    "here": "ici canal channel",
    "charter": "charte signatures signature regles rules",
    "candidates": "candidats candidatures candidature candidate selection",
    "match": "apparier appariement matcher former matching",
    "review": "revue relire verifier valider",
    "announce": "annoncer presenter introduce",
    "proposals": "propositions proposition enquiries consultations",
    "rematch": "reapparier reappariement rapparier",
    "synonym": "synonyme synonymes synonyms vocabulaire vocabulary glossaire glossary",
    "kickoff": "kick-off lancer lancement coup-d-envoi",
    "start": "commencer demarrer debuter",
    "sessions": "seances session seance rendez-vous",
    "requests": "demandes demande request heures hours",
    "workshop": "atelier ateliers workshops evenement",
    "board": "comite shadow-board question questions conseil",
    "circles": "cercles cercle circle supervision groupes groups",
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
    rights: str = COORDINATOR  # the least that gives it …
    reads: Callable[[Arguments], bool] = lambda words: False  # … but for words that only read

    def needs(self, words: Arguments) -> str:
        """The least right that gives it with these words."""
        return READER if self.reads(words) else self.rights

    def key(self, what: str) -> str:
        """The key of one of its sentences."""
        return f"command.{self.name}.{what}"


COMMANDS: dict[str, Entry] = {}


def command(
    name: str,
    *,
    states: tuple[str, ...] = ALIVE,
    needs_programme: bool = True,
    rights: str = COORDINATOR,
    reads: Callable[[Arguments], bool] = lambda words: False,
) -> Callable[[Act], Act]:
    """Makes a function known as a command."""

    def known(act: Act) -> Act:
        COMMANDS[name] = Entry(name, act, states, needs_programme, rights, reads)
        return act

    return known


def always(words: Arguments) -> bool:
    """For a command that only reads, whatever its words."""
    return True


def bare(words: Arguments) -> bool:
    """For a command that only reads when nothing follows its name."""
    return not words


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
