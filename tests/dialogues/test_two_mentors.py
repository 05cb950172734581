"""A mentee who learns from two mentors: each is named, asked about and planned with apart."""

import pytest

from storage.nouns import Pair, Session

WORDS = {
    "fr": (
        "Qui est mon mentor ?",
        "Quand est ma prochaine séance ?",
        "Je veux planifier une séance",
        "Dis à mon mentor que j’arrive",
    ),
    "en": (
        "Who is my mentor?",
        "When is my next session?",
        "I want to plan a session",
        "Tell my mentor that I am on my way",
    ),
}


@pytest.fixture
def three(chat):
    chat.programme(state="running")
    anne = chat.person("Anne Petit")
    mentors = [chat.person("Paul Un"), chat.person("Tom Deux")]
    chat.enrols(anne, "mentee")
    for each in mentors:
        chat.enrols(each, "mentor")
        chat.pairs(anne, each)
    return anne, *mentors


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_asked_about_a_mentor_is_answered_for_both(chat, three, language):
    anne, *_ = three
    chat.change(anne.person, locale=language)
    who, when, plan, relay = WORDS[language]
    for words in (who, when, plan):
        told = anne.says(words)
        assert "Paul Un" in told, words
        assert "Tom Deux" in told, words
    told = anne.says(relay)
    assert "Paul" in told
    assert "Tom" in told


def test_planning_with_one_leaves_the_other_alone(chat, three):
    anne, paul, tom = three
    anne.says("Je veux planifier une séance")
    anne.presses("Tom Deux")
    anne.presses(anne.shown()[0])
    planned = chat.all(Session)
    pairs = {pair.id: pair for pair in chat.all(Pair)}
    assert {pairs[each.pair_id].mentor_id for each in planned} <= {tom.enrolment.id}
    assert "Paul" not in anne.said_last()
    assert not paul.heard()


def test_when_one_pair_ends_the_other_goes_on(chat, three):
    anne, paul, _ = three
    pair = next(each for each in chat.all(Pair) if each.mentor_id == paul.enrolment.id)
    chat.change(pair, state="ended")
    told = anne.says("Qui est mon mentor ?")
    assert "Tom Deux" in told
    assert "Paul Un" not in told
