"""Simulated people have enough to say for a report not to quote the same again and again."""

from collections import Counter

import pytest

from adapters.rehearsal.people import cast
from bot.programme.template import load, names


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", sorted(names()))
def test_few_say_the_same(template: str, locale: str) -> None:
    plan = load(template)
    people = cast(plan, 24, 1, locale)
    said = Counter(each.voice["comment"] for each in people)
    assert max(said.values()) <= 2
    assert len(said) >= 12
    sessions = Counter(text for each in people for text in each.voice["progress"])
    assert len(sessions) >= 11


def test_a_programme_is_spoken_of_in_its_own_words() -> None:
    people = cast(load("shadow-board"), 24, 1, "fr")
    assert any("comité" in each.voice["comment"] for each in people)
