"""Each command: its words in both languages, its usage, its answer to wrong words and to nobody."""

import re
from pathlib import Path

import pytest

from bot.commands.registry import COMMANDS, PREFIX, aliases, named
from bot.texts import Voice, catalogue
from storage.nouns.programme import STATES
from tests.commands.desk import Desk, in_state

NAMES = sorted(COMMANDS)
DOCS = Path(__file__).parents[2] / "docs" / "commands.md"
# A state in which it makes sense, words that it does not take; none where any word may be a name.
WRONG = {
    "board": None, "posts": None, "circles": None,
    "create": None, "use": None, "people": None, "help": None, "post": None,
    "coordinators": ("draft", "of me"), "here": ("signup", "and there"),
    "dates": ("draft", "someday"), "today": ("signup", "please"),
    "open": ("draft", "wide"), "status": ("signup", "please"),
    "remind": ("signup", "everybody"), "match": ("signup", "hard"), "review": ("matching", "this"),
    "announce": ("reviewed", "loudly"), "rematch": ("running", "all"),
    "kickoff": ("reviewed", "now"), "start": ("kickoff", "now"), "sessions": ("running", "of me"),
    "workshop": ("signup", "new"), "pulse": ("running", "now"), "health": ("running", "check"),
    "close": ("running", "it"), "report": ("running", "me"),
    "certificates": ("closing", "for me"), "export": ("running", "csv"),
    "synonym": ("signup", "Atlas"),
    "candidates": ("signup", "of me"), "charter": ("signup", "of stone"), "proposals": None,
    "requests": ("running", "of me"), "invite": ("signup", "everybody"),
}  # fmt: skip
# What each says in a programme without anybody.
EMPTY = {
    "dates": ("signup", "Lancement"),
    "open": ("draft", "Les inscriptions sont ouvertes"),
    "today": ("signup", "dans les prochaines vingt-quatre heures"),
    "status": ("signup", "Personne ne s’est encore inscrit"),
    "people": ("signup", "Personne ne s’est encore inscrit"),
    "remind": ("signup", "Personne à relancer"),
    "remind unfinished": ("signup", "Aucune inscription"),
    "remind unplanned": ("running", "Chaque binôme a une date"),
    "remind polls": ("running", "Aucune question"),
    "post": ("signup", "n’a pas encore de canal"),
    "coordinators": ("signup", "Hélène Marin"),
    "here": ("signup", "se donne dans le canal lui-même"),
    "candidates": ("signup", "il n’y a pas de candidature"),
    "match": ("signup", "Personne ne s’est encore inscrit"),
    "review": ("matching", "aucune proposition à revoir"),
    "announce": ("reviewed", "Tout est déjà annoncé"),
    "rematch": ("running", "Personne n’attend de binôme"),
    "kickoff": ("reviewed", "Le coup d’envoi est donné"),
    "start": ("kickoff", "Les séances peuvent commencer"),
    "sessions": ("running", "pas encore de binômes"),
    "workshop": ("signup", "Aucun atelier"),
    "board": ("signup", "ne prévoit pas de cercle"),
    "posts": ("signup", "Ce qui part à la communauté"),
    "circles": ("signup", "ne prévoit pas de cercle"),
    "pulse": ("running", "pas de binôme actif"),
    "health": ("running", "pas de binôme actif"),
    "close": ("running", "0 personne va recevoir"),
    "certificates": ("closing", "aucune séance n’a été tenue"),
    "report": ("signup", "personne ne s’est encore inscrit"),
    "export": ("signup", "encore personne à exporter"),
    "synonym": ("signup", "Aucun mot de votre organisation"),
    "proposals": ("matching", "aucune proposition à revoir"),
    "charter": ("signup", "Personne n’a encore à signer"),
    "charter list": ("signup", "Personne n’a encore à signer"),
    "charter text": ("signup", "Ce qui se dit dans le binôme"),
    "charter remind": ("signup", "personne à relancer"),
    "charter revise": ("signup", "Voici la charte telle qu’elle est"),
    "requests": ("running", "aucune séance ne se demande"),
    "invite": ("signup", "Personne d’extérieur n’est encore invité"),
    "invite list": ("signup", "Personne d’extérieur n’est encore invité"),
    "invite guest Paul Rey": ("signup", "BINOME_GUESTS"),
    "use": ("signup", "Lequel choisissez-vous"),
    "create": ("signup", "pwn-digital-2016"),
    "help": ("signup", "Ce que vous pouvez me demander"),
}


def test_every_command_is_tried_here():
    assert set(WRONG) == set(COMMANDS) == {each.split()[0] for each in EMPTY}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_command_has_its_words(name, locale):
    voice, entry = Voice(locale), COMMANDS[name]
    for what in ("does", "usage", "example"):
        assert voice.knows(entry.key(what)), entry.key(what)
    for form in voice.words(entry.key("usage")).split("\n"):
        assert form.split()[0] == name
    assert voice.words(entry.key("example")).split()[0] == name
    assert set(entry.states) <= set(STATES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_other_names_that_lead_to_it_alone(name):
    assert aliases(name)
    assert all(named(alias) is COMMANDS[name] for alias in aliases(name))


@pytest.mark.parametrize("name", NAMES)
def test_help_explains_it_with_its_usage_and_an_example(desk, name):
    said = desk.gives(f"help {name}")
    assert f"{PREFIX} {name}" in said
    assert "Par exemple" in said


@pytest.mark.parametrize("name", [name for name in NAMES if WRONG[name]])
def test_wrong_words_are_answered_with_the_usage_and_change_nothing(desk, name):
    state, words = WRONG[name] or ("", "")
    in_state(desk.town, state)
    said = desk.gives(f"{name} {words}")
    assert f"• {PREFIX} {name}" in said
    assert "Par exemple" in said
    assert desk.programme.state == state


@pytest.mark.parametrize("typed", sorted(EMPTY))
def test_every_command_has_something_to_say_of_an_empty_programme(desk, typed):
    state, expected = EMPTY[typed]
    in_state(desk.town, state)
    assert expected.lower() in desk.gives(typed).lower()


@pytest.mark.parametrize("name", [n for n in NAMES if len(COMMANDS[n].states) < len(STATES)])
def test_out_of_its_time_a_command_says_so_and_what_can_be_done(desk, name):
    entry = COMMANDS[name]
    state = next(each for each in STATES if each not in entry.states)
    in_state(desk.town, state)
    said = desk.gives(name)
    assert "n’est pas utile pour l’instant" in said
    assert Voice("fr").words(f"state.{state}.next").replace("\u00a0", " ") in said


@pytest.mark.parametrize(
    ("state", "name"),
    [(s, n) for s in STATES for n in ("open", "match", "kickoff", "start", "close")],
)
def test_a_move_at_the_wrong_time_is_refused_in_a_sentence(desk, state, name):
    in_state(desk.town, state)
    said = desk.gives(name)
    assert said
    assert "Je n’ai pas compris" not in said


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("state", ["signup", "running", "closed"])
def test_every_command_speaks_both_languages_in_any_state(town, name, locale, state):
    town.mentee("Anne Leroy")
    town.mentor("Paul Roy")
    town.work.change(town.coordinator, locale=locale)
    in_state(town, state)
    assert Desk(town).gives(name)


def test_both_catalogues_hold_the_same_commands():
    french, english = (
        {key for key in catalogue(language) if key.startswith(("command.", "pairing."))}
        for language in ("fr", "en")
    )
    assert french == english


def test_both_languages_ask_for_the_same_values():
    values = re.compile(r"\{(\w+)\}")
    french, english = catalogue("fr"), catalogue("en")
    for key in french:
        if key.startswith(("command.", "pairing.")):
            here, there = ({*values.findall("".join(each[key]))} for each in (french, english))
            assert here - {"count"} == there - {"count"}, key


# ---------------------------------------------------------------- docs/commands.md


def _documented() -> dict[str, str]:
    parts = re.split(r"^### `([a-z]+)`$", DOCS.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_documentation_holds_every_command_and_no_other():
    assert sorted(_documented()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_documentation_says_what_the_bot_says(name):
    voice, entry, text = Voice("en"), COMMANDS[name], _documented()[name]
    assert voice.words(entry.key("does")) in text
    for form in voice.words(entry.key("usage")).split("\n"):
        assert f"{PREFIX} {form}\n" in text
    assert f"`{PREFIX} {voice.words(entry.key('example'))}`" in text
    for alias in aliases(name):
        assert f"`{alias}`" in text
    states = ", ".join(entry.states) if len(entry.states) < len(STATES) else "any"
    assert f"States: {states}." in text
