"""What a programme that says `tu` shows of the kit never says `vous` to its reader.

A page in `fr_tu.md` takes the place of `fr.md`; a page without it is worded to suit both. Only what
stands between « and » may say `vous`: it is said or written to somebody else.
"""

import re
from collections.abc import Mapping

import pytest

from bot.kit.page import WHOLE
from bot.kit.reading import Chapter, Module
from bot.kit.shelf import chapters, modules
from tests.kit.test_modules import asked, words

_QUOTED = re.compile(r"«[^»]*»")
_NOT_SAID = re.compile(r"\brendez-vous\b|\bentre vous deux\b", re.IGNORECASE)  # a noun; a plural
_VOUS = re.compile(
    r"\b(?:vous|votre|vos|vôtres?)\b"
    r"|\b(?!(?:assez|chez)\b)\w+ez\b"  # a verb, but for these words
    r"|\bêtes\b|\b(?:ne |n’)(?:dites|faites)\b|(?-i:\b(?:Dites|Faites)\b)",  # or a participle
    re.IGNORECASE,
)
_TU = re.compile(r"\b(?:tu|toi|te|ta|tes)\b|\bt’", re.IGNORECASE)

SHELF: tuple[Module | Chapter, ...] = (*modules(), *chapters())
IN_TU = [
    each for each in SHELF if "fr_tu" in (each.pages if isinstance(each, Module) else each.texts)
]


def page(each: Module | Chapter, language: str) -> Mapping[str, str]:
    """The parts of a page in a language."""
    return each.pages[language] if isinstance(each, Module) else {WHOLE: each.texts[language]}


def around(each: Module | Chapter) -> list[str]:
    """What the TOML of a module or a chapter says in French, whatever the programme."""
    if isinstance(each, Chapter):
        return [each.heading.title.fr, *asked(each.heading.questions, "fr")]
    outline = each.outline
    told = [outline.title.fr, outline.audience.fr, *words(outline.aims, "fr")]
    told += [*words(outline.wanted, "fr"), *(step.fr for step in outline.agenda)]
    return [*told, *(link.title.fr for link in outline.links), *asked(outline.questions, "fr")]


def said(text: str) -> str:
    """A text without what it quotes."""
    return _NOT_SAID.sub("", _QUOTED.sub("", text))


def shape(text: str) -> tuple[list[str], int]:
    """How each line of a text begins, and how many words are in bold."""
    marks = [re.match(r"\d+\.|- |\*\*|", line) for line in text.splitlines()]
    return [mark[0] for mark in marks if mark], text.count("**")


def test_only_a_quotation_may_say_vous():
    assert _VOUS.findall(said("Demander : « Que cherchez-vous ? » Puis attendre.")) == []
    assert _VOUS.findall(said("Prendre rendez-vous chez un confrère.")) == []
    assert _VOUS.findall(said("Deux lectures faites à voix haute.")) == []
    for wrong in (
        "Demander à votre mentee",
        "Ne touchez à rien",
        "Puis ne dites rien",
        "Faites-le",
    ):
        assert _VOUS.search(said(wrong)), wrong


@pytest.mark.parametrize("each", SHELF, ids=lambda each: each.key)
def test_nothing_says_vous_to_the_reader_of_a_programme_in_tu(each):
    shown = page(each, "fr_tu" if each in IN_TU else "fr")
    for text in (*shown.values(), *around(each)):
        assert _VOUS.findall(said(text)) == [], text


@pytest.mark.parametrize("each", SHELF, ids=lambda each: each.key)
def test_what_every_programme_is_shown_says_no_tu_either(each):
    for text in around(each):
        assert not _TU.search(said(text)), text


@pytest.mark.parametrize("each", IN_TU, ids=lambda each: each.key)
def test_a_page_in_tu_follows_the_page_in_vous(each):
    told, formal = page(each, "fr_tu"), page(each, "fr")
    # The links and the agenda stand in the TOML, which both share.
    assert [*told] == [*formal]
    for part, text in told.items():
        assert shape(text) == shape(formal[part]), part


def test_the_induction_is_written_in_tu_as_well():
    assert {each.key for each in chapters()} <= {each.key for each in IN_TU}
