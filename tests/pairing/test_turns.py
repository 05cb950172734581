"""Programmes where somebody may learn from two mentors."""

from collections import Counter

import pytest

from bot.pairing import decide
from bot.pairing.announce import announce
from bot.pairing.candidates import pool_of
from bot.pairing.explain import why_not
from bot.pairing.refused import Refused
from bot.pairing.run import run
from storage.nouns import Pair
from tests.pairing.town import Town, a_town

BLOG = "Tenir un blog"


@pytest.fixture
def town():
    with a_town(mentors_each=2) as town:
        yield town


def matched(town: Town) -> list[tuple[int, int]]:
    found = run(town.work, town.again(), town.plan)
    town.again()
    return [(each.mentee_id, each.mentor_id) for each in found.made]


def announced(town: Town) -> list[Pair]:
    pool = pool_of(town.work, town.again(), town.plan)
    decide.approve(town.work, pool, pool.pending.values(), town.coordinator)
    return [*announce(town.work, town.again(), town.plan).pairs]


def test_a_mentee_gets_two_mentors_where_there_are_enough(town):
    anne = town.mentee("Anne", BLOG)
    mentors = [town.mentor(name, BLOG) for name in ("Paul Un", "Paul Deux", "Paul Trois")]
    found = matched(town)
    assert len(found) == 2
    assert {mentee for mentee, _ in found} == {anne.id}
    pairs = announced(town)
    assert {pair.mentor_id for pair in pairs} < {each.id for each in mentors}
    assert len(pairs) == 2
    told = " ".join(town.told(anne))
    assert "Paul Un" in told
    assert "Paul Deux" in told
    assert matched(town) == []


def test_nobody_gets_a_second_mentor_before_everybody_had_a_first(town):
    """The best pairs would both be hers; her neighbour, who suits less, has a mentor too."""
    anne = town.mentee("Anne", BLOG)
    berthe = town.mentee("Berthe", "Tenir un blog de voyage avec des photos")
    for name in ("Paul Un", "Paul Deux"):
        town.mentor(name, BLOG)
    found = matched(town)
    assert Counter(mentee for mentee, _ in found) == {anne.id: 1, berthe.id: 1}
    assert town.now_is(berthe).unmatched == ""


def test_a_second_mentor_comes_in_a_later_round(town):
    anne = town.mentee("Anne", BLOG)
    town.mentor("Paul Un", BLOG)
    matched(town)
    announced(town)
    later = town.mentor("Paul Deux", BLOG)
    assert matched(town) == [(anne.id, later.id)]
    pool = pool_of(town.work, town.again(), town.plan)
    assert why_not(pool, anne, later) == "proposed"
    assert len(announced(town)) == 1
    assert town.now_is(anne).unmatched == ""


def test_a_mentee_with_one_mentor_is_not_told_that_she_waits(town):
    anne = town.mentee("Anne", BLOG)
    town.mentor("Paul Un", BLOG)
    matched(town)
    announced(town)
    assert matched(town) == []
    announce(town.work, town.again(), town.plan)
    assert town.now_is(anne).waited == 0
    assert town.now_is(anne).unmatched == ""


def test_a_third_mentor_is_refused(town):
    anne = town.mentee("Anne", BLOG)
    mentors = [town.mentor(name, BLOG) for name in ("Paul Un", "Paul Deux", "Paul Trois")]
    matched(town)
    taken = {pair.mentor_id for pair in announced(town)}
    third = next(each for each in mentors if each.id not in taken)
    pool = pool_of(town.work, town.again(), town.plan)
    with pytest.raises(Refused):
        decide.lock(town.work, pool, anne, third, town.coordinator)
    assert why_not(pool, anne, third) == "taken"


def test_somebody_put_in_the_place_of_one_leaves_the_other(town):
    anne = town.mentee("Anne", BLOG)
    mentors = [town.mentor(name, BLOG) for name in ("Paul Un", "Paul Deux", "Paul Trois")]
    matched(town)
    pool = pool_of(town.work, town.again(), town.plan)
    first, second = pool.pending.values()
    third = next(m for m in mentors if m.id not in (first.mentor_id, second.mentor_id))
    done = decide.lock(town.work, pool, anne, third, town.coordinator, instead=pool.pending[1])
    assert [each.id for each in done.dropped] == [first.id]
    assert {pair.mentor_id for pair in announced(town)} == {second.mentor_id, third.id}


def test_what_another_strategy_would_change_is_told_in_the_same_turns(town):
    town.mentee("Anne", BLOG)
    town.mentee("Berthe", "Tenir un blog de voyage avec des photos")
    for name in ("Paul Un", "Paul Deux", "Paul Trois"):
        town.mentor(name, BLOG)
    found = run(town.work, town.again(), town.plan)
    assert len(found.made) == 3
    assert {each.strategy: each.pairs for each in found.others} == {
        "everyone": 3,
        "total": 3,
        "fair": 3,
    }
