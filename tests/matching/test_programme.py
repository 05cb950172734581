"""What a coordinator may rely on, whatever the strategy: pins, ways out, who moves, who wins."""

import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import (
    Candidate,
    Preferences,
    Rules,
    alternates,
    circles,
    compared,
    match,
    rematch,
    why_not,
)
from matching.people import STRATEGIES

WORDS = ("blog", "twitter", "facebook", "photo", "visio")
QUIET = Preferences("no", "no", "no", "no", "no")


@st.composite
def towns(draw, most=6, capacity=2):
    """People whose topics alone make the scores, so that each test says what it means."""

    def people(first):
        return [
            Candidate(
                number,
                topics=draw(st.frozensets(st.sampled_from(WORDS), min_size=1, max_size=3)),
                capacity=draw(st.integers(1, capacity)),
                team=draw(st.sampled_from(["", "A", "B"])),
                person=first + number,
                hours=draw(st.frozensets(st.sampled_from([9, 10, 11, 33, 34, 35, 57, 58, 59]))),
            )
            for number in range(1, draw(st.integers(1, most)) + 1)
        ]

    return people(0), people(100)


def pairs_of(outcome):
    return {(each.mentee, each.mentor) for each in outcome.proposals}


@settings(max_examples=25, deadline=None)
@given(towns(), st.sampled_from(STRATEGIES), st.randoms())
def test_the_order_of_rows_and_columns_never_matters(town, strategy, luck):
    mentees, mentors = town
    rules = Rules(strategy=strategy)
    again = match(luck.sample(mentees, len(mentees)), luck.sample(mentors, len(mentors)), rules)
    assert again == match(mentees, mentors, rules)


@settings(max_examples=25, deadline=None)
@given(towns(), st.sampled_from(STRATEGIES), st.data())
def test_a_pinned_pair_stands_in_every_strategy(town, strategy, data):
    mentees, mentors = town
    pin = (data.draw(st.sampled_from(mentees)).id, data.draw(st.sampled_from(mentors)).id)
    outcome = match(mentees, mentors, Rules(strategy=strategy, pinned=(pin,)))
    assert pin in pairs_of(outcome)
    for mentor in mentors:
        assert sum(each.mentor == mentor.id for each in outcome.proposals) <= mentor.capacity


@settings(max_examples=25, deadline=None)
@given(towns(), st.sampled_from(STRATEGIES[:4]), st.randoms())
def test_matching_again_with_healthy_pairs_kept_equals_a_fresh_match(town, strategy, luck):
    """On the same facts; whichever pairs are kept. By value, where several choices are as good."""
    mentees, mentors = town
    rules = Rules(strategy=strategy)
    fresh = match(mentees, mentors, rules)
    kept = [pair for pair in sorted(pairs_of(fresh)) if luck.random() < 0.5]
    again = rematch(kept, mentees, mentors, rules)
    assert set(kept) <= pairs_of(again)
    if strategy == "greedy":
        assert pairs_of(again) == pairs_of(fresh)
    total, other = (sum(each.score for each in outcome.proposals) for outcome in (again, fresh))
    assert len(again.proposals) == len(fresh.proposals)
    assert total == pytest.approx(other)


@settings(max_examples=25, deadline=None)
@given(towns())
def test_only_those_concerned_move_when_somebody_declines(town):
    mentees, mentors = town
    fresh = match(mentees, mentors)
    if not fresh.proposals:
        return
    gone = fresh.proposals[0]
    kept = pairs_of(fresh) - {(gone.mentee, gone.mentor)}
    person = next(each.person for each in mentors if each.id == gone.mentor)
    mentees = [
        replace(each, declined=frozenset({person})) if each.id == gone.mentee else each
        for each in mentees
    ]
    again = pairs_of(rematch(kept, mentees, mentors))
    assert kept <= again
    assert (gone.mentee, gone.mentor) not in again
    assert gone.mentor not in {each.mentor for each in alternates(gone.mentee, mentees, mentors)}


def _equals():
    """A place more with the first mentor draws somebody who suits her just as well."""
    topics = ({"blog"}, {"blog"}, {"twitter"}, {"blog"})
    mentees = [Candidate(k, topics=frozenset(each)) for k, each in enumerate(topics, 1)]
    two = frozenset({"blog", "twitter"})
    return mentees, [Candidate(1, topics=frozenset({"blog"})), Candidate(2, topics=two)]


@settings(max_examples=40, deadline=None)
@given(towns())
@example(_equals())
def test_whoever_is_left_out_is_told_a_way_that_works(town):
    mentees, mentors = town
    outcome = match(mentees, mentors)
    for left in outcome.unmatched:
        assert left.unlock
        key = left.unlock[0]
        if key.kind == "place":
            roomier = [
                replace(each, capacity=each.capacity + key.places) if each.id == key.other else each
                for each in mentors
            ]
            assert left.id in {pair for pair, _ in pairs_of(match(mentees, roomier))}
        if key.kind == "rule":
            pair = (left.id, key.other) if left.side == "mentee" else (key.other, left.id)
            assert why_not(*pair, mentees, mentors) == key.rule


@settings(max_examples=30, deadline=None)
@given(towns(), st.data())
def test_saying_less_of_ones_hours_never_wins_a_better_mentor(town, data):
    """Greedy gives nothing for scarcity: who hides hours gets the same mentor or a lesser one."""
    mentees, mentors = town
    liar = data.draw(st.sampled_from(mentees))
    if not liar.hours:
        return  # who says nothing is free at any time
    said = data.draw(st.frozensets(st.sampled_from(sorted(liar.hours)), min_size=1))
    worth = {each.mentor: each.score for each in alternates(liar.id, mentees, mentors, top=99)}

    def won(mine):
        people = [replace(each, hours=mine) if each.id == liar.id else each for each in mentees]
        return max(
            (worth[b] for a, b in pairs_of(match(people, mentors)) if a == liar.id), default=0
        )

    assert won(said) <= won(liar.hours)


def test_overstating_ones_hours_wins_nothing_beyond_a_few_slots():
    mentor = Candidate(1, topics=frozenset({"blog"}), hours=frozenset(range(168)))
    modest = Candidate(1, topics=frozenset({"blog"}), hours=frozenset(range(8)))
    boastful = Candidate(2, topics=frozenset({"blog"}), hours=frozenset(range(168)))
    assert pairs_of(match([modest, boastful], [mentor])) == {(1, 1)}  # a tie, by id


def test_a_way_out_by_a_rule_and_by_a_place():
    blog = frozenset({"blog"})
    mentees = [
        Candidate(1, topics=blog),
        Candidate(2, topics=blog),
        Candidate(3, topics=blog, team="A"),
    ]
    mentors = [
        Candidate(1, topics=blog),
        Candidate(2, topics=blog, team="a", capacity=2, avoids=frozenset({9})),
    ]
    mentees[1] = replace(mentees[1], person=9)
    outcome = match(mentees, mentors, Rules(prefer=QUIET))
    ways = {(left.side, left.id): left.unlock for left in outcome.unmatched}
    told = {
        who: [(key.kind, key.rule, key.other, key.places) for key in keys]
        for who, keys in ways.items()
    }
    assert told[("mentee", 2)][0] == ("place", "", 1, 1)
    assert ("rule", "same-team", 2, 0) in told[("mentee", 3)]


def test_why_not_by_rule_by_price_or_by_hand():
    blog = frozenset({"blog"})
    mentees = [Candidate(1, ("tenir un blog",), blog), Candidate(2, ("blog et cuisine",), blog)]
    mentors = [Candidate(1, ("tenir un blog",), blog)]
    assert why_not(2, 1, mentees, mentors) == "full"
    mentors.append(Candidate(2, ("cuisine",), frozenset({"photo"})))
    pinned = Rules(pinned=((1, 2),))
    assert why_not(1, 1, mentees, mentors, pinned) == "pinned"


def test_every_mentor_gets_somebody_when_it_can_be_helped():
    blog = frozenset({"blog"})
    mentees = [Candidate(number, ("tenir un blog",), blog) for number in (1, 2)]
    mentors = [Candidate(1, ("tenir un blog",), blog, capacity=2), Candidate(2, ("web",), blog)]
    assert {each.mentor for each in match(mentees, mentors).proposals} == {1}
    rules = Rules(every_mentor=True)
    assert {each.mentor for each in match(mentees, mentors, rules).proposals} == {1, 2}
    moved = next(
        each.mentee for each in match(mentees, mentors, rules).proposals if each.mentor == 2
    )
    assert why_not(moved, 1, mentees, mentors, rules) == "spread"


def test_other_strategies_are_told_in_figures():
    blog = frozenset({"blog"})
    mentees = [Candidate(1, topics=blog), Candidate(2, topics=blog, languages=frozenset({"fr"}))]
    mentors = [Candidate(1, topics=blog), Candidate(2, topics=blog, languages=frozenset({"en"}))]
    found, others = compared(mentees, mentors)
    assert found.summary.pairs == 1
    assert {each.strategy: each.pairs for each in others} == {"everyone": 2, "total": 2, "fair": 2}


def test_an_exchange_needs_both_directions():
    teach = {"piano": ("jouer du piano",), "blog": ("tenir un blog",)}
    mentees = [Candidate(1, teach["blog"], returns=teach["piano"])]
    mentors = [
        Candidate(1, teach["blog"], returns=("apprendre le russe",)),
        Candidate(2, ("écrire un blog",), returns=teach["piano"]),
    ]
    outcome = match(mentees, mentors, Rules(strategy="two-way"))
    assert pairs_of(outcome) == {(1, 2)}
    assert outcome.proposals[0].returns
    assert pairs_of(match(mentees, mentors)) == {(1, 1)}


def test_nobody_is_in_two_exchanges():
    texts = ("tenir un blog", "jouer du piano")

    def side(turn):
        return [
            Candidate(n, (texts[(n + turn) % 2],), returns=(texts[(n + turn + 1) % 2],), person=n)
            for n in range(1, 7)
        ]

    outcome = match(side(0), side(1), Rules(strategy="two-way"))
    met = [one for pair in pairs_of(outcome) for one in pair]
    assert sorted(met) == [1, 2, 3, 4, 5, 6]
    assert not outcome.unmatched


@settings(max_examples=30, deadline=None)
@given(st.integers(3, 45), st.integers(3, 20), st.integers(0, 99))
def test_circles_hold_everybody_once_in_sizes_that_differ_by_one(people, size, seed):
    rng = random.Random(seed)
    crowd = [
        Candidate(
            number,
            topics=frozenset(rng.sample(WORDS, 2)),
            department=rng.choice(["Ventes", "Achats", ""]),
        )
        for number in range(people)
    ]
    found = circles(crowd, size)
    assert sorted(one for circle in found for one in circle) == list(range(people))
    sizes = [len(circle) for circle in found]
    assert 3 <= min(sizes) <= max(sizes) <= 20
    assert max(sizes) - min(sizes) <= 1
    assert circles(rng.sample(crowd, people), size) == found


def test_departments_are_spread_over_circles_and_enemies_kept_apart():
    crowd = [
        Candidate(
            n,
            department=f"D{n % 4}",
            person=n + 1,
            avoids=frozenset({2}) if n == 0 else frozenset(),
        )
        for n in range(16)
    ]
    for circle in circles(crowd, 4):
        assert len({one % 4 for one in circle}) == 4
        assert not {0, 1} <= set(circle)


def test_what_no_circle_can_be_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="3 to 20 people, not 2"):
        circles([Candidate(1)], 2)
    with pytest.raises(ValueError, match="there are 1"):
        circles([Candidate(1)], 5)


@given(st.integers(0, 30))
@settings(max_examples=15, deadline=None)
def test_with_too_many_edges_another_strategy_is_told_from_the_best_and_never_below(seed):
    """`everyone` serves as many as greedy at least, whichever edges are left out."""
    luck = random.Random(seed)
    words = ["blog", "podcast", "Excel", "LinkedIn", "SEO", "Python"]
    mentees = [Candidate(n, tuple(luck.sample(words, 2))) for n in range(12)]
    mentors = [Candidate(n, tuple(luck.sample(words, 2))) for n in range(12)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matching.programme.COMPARED_UP_TO", 20)
        patch.setattr("matching.programme.COMPARED_EACH", (2, 1))
        found, others = compared(mentees, mentors)
    told = {each.strategy: each for each in others}
    assert told["everyone"].pairs >= found.summary.pairs
    assert told["total"].average * told["total"].pairs >= (
        found.summary.average * found.summary.pairs - 1e-6
    )
