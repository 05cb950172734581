"""The coordinator's guides: every command, none invented, and what the bot really says."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.commands.registry import named
from bot.texts import catalogue
from storage.nouns import Programme
from tests.client import Chat

DOCS = Path(__file__).parents[2] / "docs"
LOCALES = ("fr", "en")
PUZZLED = ("command.wrong-words", "command.unknown", "command.near")
ATTACHED = re.compile(r"(?<=\S) [:;?!»]|« ")  # French signs that an ordinary space would set adrift


def guide(locale: str) -> str:
    return (DOCS / f"guide-coordination.{locale}.md").read_text("utf-8")


def commands_in(page: str) -> list[str]:
    return re.findall(r"/binome ([\w-]+)", page)


def quoted(page: str) -> list[str]:
    return [bare(line[2:]) for line in page.splitlines() if line.startswith("> ")]


def bare(text: str) -> str:
    """A sentence without its style: no bold, no escapes, every space the same."""
    return re.sub(r"\s", " ", text.replace("**", "").replace("\\", "")).strip()


def sentences(locale: str) -> list[re.Pattern[str]]:
    """Every paragraph of the catalogue, with any words in the place of its values."""
    found = []
    for forms in catalogue(locale).values():
        for form in forms:
            for line in form.split("\n"):
                pieces = re.split(r"\{\w+\}", bare(line))
                if any(len(piece) > 3 for piece in pieces):
                    found.append(re.compile(".+".join(map(re.escape, pieces))))
    return found


@pytest.mark.parametrize("locale", LOCALES)
def test_a_guide_speaks_of_every_command(locale):
    spoken_of = {entry.name for word in commands_in(guide(locale)) if (entry := named(word))}
    assert sorted(COMMANDS.keys() - spoken_of) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_guide_invents_no_command(locale):
    assert [word for word in commands_in(guide(locale)) if named(word) is None] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bot_understands_every_command_as_a_guide_writes_it(chat: Chat, locale: str):
    chat.jump(datetime(2026, 11, 23, 9, tzinfo=UTC))
    programme = chat.programme(starts_on=date(2027, 2, 2))
    claire = chat.person("claire", locale=locale)
    claire.joins()
    chat.change(claire.person, organiser=True, locale_chosen=True, locale=locale)
    chat.coordinates(claire, programme)
    chat.enrols(chat.person("agnes", name="Agnès Delmas"), "mentee")
    chat.enrols(chat.person("lucie", name="Lucie Robin"), "mentor")
    lost = [bare(catalogue(locale)[key][0].partition("{")[0]) for key in PUZZLED]
    puzzled = []
    for said in re.findall(r"(?:`|^    )/binome ([^`\n]+)", guide(locale), re.MULTILINE):
        entry = named(said.split()[0])
        assert entry is not None
        for each in chat.all(Programme):
            chat.change(each, state=entry.states[0])
        heard = bare(claire.gives(said))
        if not heard or any(sentence in heard for sentence in lost):
            puzzled.append((said, heard))
    assert puzzled == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bot_says_every_sentence_that_a_guide_quotes(locale):
    known = sentences(locale)
    said = quoted(guide(locale))
    assert len(said) >= 8
    assert [each for each in said if not any(one.fullmatch(each) for one in known)] == []


def test_both_guides_have_the_same_shape():
    french, english = (
        [re.match(r"#+|\||>|    |\d\.", line) for line in guide(locale).splitlines()]
        for locale in LOCALES
    )
    shapes = [[found[0] for found in each if found] for each in (french, english)]
    assert shapes[0] == shapes[1]


def test_french_signs_stay_with_their_words():
    prose = re.sub(r"`[^`]*`|^    .*$", "", guide("fr"), flags=re.MULTILINE)
    assert ATTACHED.findall(prose) == []
