"""The modules proposed are those that a mentor would have chosen."""

import pytest

from bot.kit.proposing import proposed
from bot.kit.shelf import modules
from bot.programme.template import load

SHELF = modules()
# What a mentor would open first, by the topic of an example of the template of 2016.
FIRST = {
    "linkedin": {"linkedin-profile", "linkedin-network"},
    "twitter": {"x"},
    "facebook": {"facebook-page"},
    "instagram": {"instagram"},
    "blog": {"writing-online"},
    "messaging": {"wellbeing", "remote-meetings"},
    "collaboration": {"shared-documents", "enterprise-network"},
    "watch": {"watch"},
    "privacy": {"security-privacy"},
}
SAID = [
    ("comprendre ChatGPT et m’en servir", "ai-assistants"),
    ("use AI to prepare my presentations", "ai-assistants"),
    ("mieux gérer mes mots de passe", "security-privacy"),
    ("stop being interrupted all the time", "wellbeing"),
    ("animer une réunion Teams avec des gens à distance", "remote-meetings"),
    ("me servir de Slack au lieu des mails", "enterprise-network"),
]


def keys(objectives: list[str], topics: list[str]) -> list[str]:
    return [each.key for each in proposed(objectives, topics, SHELF)]


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_objectives_of_a_template_meet_their_module(locale):
    told = [
        (topic.code, objective)
        for topic in load("pwn-digital-2016").topics
        if topic.examples and topic.code in FIRST
        for objective in topic.examples.of(locale)
    ]
    met = [keys([objective], [code])[0] in FIRST[code] for code, objective in told]
    # One objective on sharing articles with a team looks like leading a meeting.
    assert sum(met) >= len(told) - 1


@pytest.mark.parametrize(("objective", "key"), SAID)
def test_words_alone_are_enough(objective, key):
    assert keys([objective], [])[0] == key


def test_several_objectives_bring_several_modules():
    said = ["Write a LinkedIn biography in five lines", "Protect my accounts with passwords"]
    assert {*keys(said, [])} >= {"linkedin-profile", "security-privacy"}


def test_topics_alone_are_enough():
    assert keys([], ["watch"]) == ["watch"]
    assert {*keys([], ["linkedin"])} == {"linkedin-profile", "linkedin-network"}


def test_nothing_is_proposed_by_chance():
    assert keys(["apprendre la cuisine"], []) == []
    assert keys([], []) == []
    assert keys(["  "], ["other"]) == []


def test_never_more_than_were_asked_for():
    said = [topic.examples.fr[0] for topic in load("pwn-digital-2016").topics if topic.examples]
    assert len(proposed(said, [*FIRST], SHELF, top=2)) == 2
