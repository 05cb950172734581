"""What breaks naive code, by name, in every strategy: nobody, no room, all barred, all equal."""

import random

import pytest

from matching import Candidate, Rules, alternates, match, why_not
from matching.people import STRATEGIES

BLOG = ("tenir un blog",)


def people(count, first=0, texts=BLOG, **said):
    """So many alike; in an exchange each gives back what it asks for."""
    return [
        Candidate(n, texts, person=first + n, returns=texts, **said) for n in range(1, count + 1)
    ]


def pairs_of(outcome):
    return [(each.mentee, each.mentor) for each in outcome.proposals]


@pytest.fixture(params=STRATEGIES)
def rules(request):
    return Rules(strategy=request.param)


def everybody_is_told_of(outcome, mentees, mentors):
    told = {(each.side, each.id) for each in outcome.unmatched}
    told |= {("mentee", one) for one, _ in pairs_of(outcome)}
    told |= {("mentor", other) for _, other in pairs_of(outcome)}
    assert told == {("mentee", m.id) for m in mentees} | {("mentor", m.id) for m in mentors}
    assert all(left.unlock for left in outcome.unmatched)


def test_capacity_0_on_either_side(rules):
    for mentees, mentors in (
        (people(3, capacity=0), people(3, 100)),
        (people(3), people(3, 100, capacity=0)),
    ):
        outcome = match(mentees, mentors, rules)
        assert not outcome.proposals
        everybody_is_told_of(outcome, mentees, mentors)


def test_all_barred(rules):
    mentees, mentors = people(4, team="A"), people(4, 100, team="a")
    outcome = match(mentees, mentors, rules)
    assert not outcome.proposals
    assert {left.reason for left in outcome.unmatched} == {"same-team"}
    everybody_is_told_of(outcome, mentees, mentors)
    assert alternates(1, mentees, mentors, rules) == ()
    assert why_not(1, 2, mentees, mentors, rules) == "same-team"


def test_all_tied(rules):
    """No order of the rows makes a tie look like a choice."""
    mentees, mentors = people(12), people(12, 100)
    wanted = pairs_of(match(mentees, mentors, rules))
    assert len({one for one, _ in wanted}) == len({other for _, other in wanted}) == 12
    for seed in range(3):
        luck = random.Random(seed)
        shuffled = luck.sample(mentees, 12), luck.sample(mentors, 12)
        assert pairs_of(match(*shuffled, rules)) == wanted


@pytest.mark.parametrize("texts", [(), ("",), ("  ", "\n"), ("…",)])
def test_empty_text(rules, texts):
    mentees = [*people(2), Candidate(9, texts, person=9, returns=texts)]
    mentors = people(3, 100)
    outcome = match(mentees, mentors, rules)
    assert [one for one, _ in pairs_of(outcome)] == [1, 2]
    everybody_is_told_of(outcome, mentees, mentors)


@pytest.mark.parametrize(("rows", "columns"), [(1, 30), (30, 1), (1, 1)])
def test_1_by_n(rules, rows, columns):
    mentees, mentors = people(rows), people(columns, 100)
    outcome = match(mentees, mentors, rules)
    assert pairs_of(outcome) == [(1, 1)]
    everybody_is_told_of(outcome, mentees, mentors)


@pytest.mark.parametrize(("rows", "columns"), [(0, 0), (0, 3), (3, 0)])
def test_a_side_with_nobody(rules, rows, columns):
    mentees, mentors = people(rows), people(columns, 100)
    outcome = match(mentees, mentors, rules)
    assert not outcome.proposals
    everybody_is_told_of(outcome, mentees, mentors)


def test_truth_on_the_diagonal_is_found_once_rows_are_shuffled(rules):
    subjects = (
        "tenir un blog",
        "monter une vidéo",
        "trier ses mails",
        "protéger ses mots de passe",
    )
    luck = random.Random(5)
    mentees = [
        Candidate(k, (text,), person=k, returns=(text,)) for k, text in enumerate(subjects, 1)
    ]
    mentors = [
        Candidate(k, (text,), person=100 + k, returns=(text,)) for k, text in enumerate(subjects, 1)
    ]
    shuffled = luck.sample(mentees, 4), luck.sample(mentors, 4)
    assert pairs_of(match(*shuffled, rules)) == [(k, k) for k in range(1, 5)]
