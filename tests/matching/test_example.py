"""The example of docs/matching.md, and what else that page promises."""

import re
from datetime import date
from pathlib import Path

import pytest

from matching import Rules, compared, why_not
from matching.people import STRATEGIES, WEIGHTS, Preferences
from matching.proposals import RELAXABLE, RULES
from matching.rules import ENOUGH_STARTS, FULL_GAP
from matching.table import OPTIONAL, SAME, read_people_csv

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "matching.md").read_text("utf-8")


@pytest.fixture(scope="module")
def town():
    examples = DOCS / "examples"
    return read_people_csv(examples / "mentees.csv", examples / "mentors.csv", date(2016, 1, 19))


def named(town, outcome):
    return {
        town.called["mentee", each.mentee][1].split()[0]: town.called["mentor", each.mentor][
            1
        ].split()[0]
        for each in outcome.proposals
    }


def test_twenty_pairs_in_paris(town):
    greedy, others = compared(town.mentees, town.mentors)
    everyone, _ = compared(town.mentees, town.mentors, Rules(strategy="everyone"))
    assert (len(greedy.proposals), len(everyone.proposals)) == (19, 20)
    assert next(each for each in others if each.strategy == "everyone") == everyone.summary

    before, after = named(town, greedy), named(town, everyone)
    assert (before["Patricia"], after["Patricia"]) == ("Tom", "Emily")
    assert ("Béatrice" in before, after["Béatrice"]) == (False, "Tom")
    assert {name for name in before if before[name] != after.get(name)} == {"Patricia"}

    numbers = {name: number for (_, number), (name, _) in town.called.items()}
    assert why_not(numbers["m13"], numbers["j01"], town.mentees, town.mentors) == "reporting-line"
    assert why_not(numbers["m17"], numbers["j02"], town.mentees, town.mentors) == "full"
    ingrid = next(left for left in everyone.unmatched if left.id == numbers["m22"])
    assert ingrid.reason == "no-common-language"


def test_every_strategy_explains_its_pairs_and_helps_who_is_left(town):
    for strategy in STRATEGIES[:4]:
        found, _ = compared(town.mentees, town.mentors, Rules(strategy=strategy))
        assert all(each.evidence or each.topics for each in found.proposals)
        assert all(left.unlock for left in found.unmatched)


def test_every_column_is_documented():
    cells = re.findall(r"^\| (`.+?) \|", PAGE.partition("## The two files")[2], re.MULTILINE)
    told = {name for cell in cells for name in re.findall(r"`([\w-]+)`", cell)}
    assert {"id", "needs", "skills", *OPTIONAL} <= told
    assert all(f"`{name}`" in PAGE for name in SAME)


def test_every_rule_strategy_and_weight_is_documented():
    assert all(f"`{code}`" in PAGE for code in (*RULES, *STRATEGIES, *Preferences.__slots__))
    assert not {"excluded", "declined", "reporting-line"} & set(RELAXABLE)
    for how, weight in WEIGHTS.items():
        assert f"`{how}` ({f'{round(weight * 100)} %' if weight else '0'})" in PAGE
    assert f"{ENOUGH_STARTS} hours of the week" in PAGE
    assert f"{FULL_GAP['born']} years of age apart or more, else {FULL_GAP['seniority']}" in PAGE
