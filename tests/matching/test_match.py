"""Matching as a whole: its promises, whatever the programme, then one story."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Candidate, Rules, alternates, match, why_not
from matching.proposals import ANSWERS, REASONS

TEXTS = st.sampled_from(
    [
        "",
        "  ",
        "...",
        "créer une page Facebook",
        "Twitter et les hashtags",
        "social media for work",
        "video calls",
        "visioconférence",
        "mots de passe",
        "X",
        "🤔",
        "a",
    ]
)


@st.composite
def sides(draw, least=0):
    def people():
        return [
            Candidate(
                id=number,
                statements=tuple(draw(st.lists(TEXTS, max_size=3))),
                topics=draw(st.frozensets(st.sampled_from(["blog", "ai", "other"]), max_size=2)),
                capacity=draw(st.integers(0, 2)),
                team=draw(st.sampled_from(["", "A", "B"])),
                person=draw(st.integers(0, 5)),
                avoids=draw(st.frozensets(st.integers(1, 5), max_size=1)),
                waiting=draw(st.integers(0, 1)),
            )
            for number in range(draw(st.integers(least, 5)))
        ]

    return people(), people()


@settings(max_examples=30, deadline=None)
@given(sides(), st.randoms())
def test_everybody_is_paired_or_told_why_whatever_the_order_of_the_rows(both, luck):
    mentees, mentors = both
    outcome = match(mentees, mentors)
    assert {p.mentee for p in outcome.proposals} | {
        u.id for u in outcome.unmatched if u.side == "mentee"
    } == {m.id for m in mentees}
    assert {p.mentor for p in outcome.proposals} | {
        u.id for u in outcome.unmatched if u.side == "mentor"
    } == {m.id for m in mentors}
    assert len(outcome.proposals) == len({p.mentee for p in outcome.proposals})
    for mentor in mentors:
        assert sum(p.mentor == mentor.id for p in outcome.proposals) <= mentor.capacity
    assert all(left.reason in REASONS for left in outcome.unmatched)

    shuffled = luck.sample(mentees, len(mentees)), luck.sample(mentors, len(mentors))
    assert match(*shuffled) == outcome


@settings(max_examples=30, deadline=None)
@given(sides(least=1))
def test_scores_are_shares_and_every_pair_has_an_answer(both):
    mentees, mentors = both
    paired = {(p.mentee, p.mentor): p for p in match(mentees, mentors).proposals}
    for mentee in mentees:
        ranked = alternates(mentee.id, mentees, mentors, top=9)
        assert [p.score for p in ranked] == sorted((p.score for p in ranked), reverse=True)
        assert all(0 < p.score <= 1 for p in ranked)
        for mentor in mentors:
            answer = why_not(mentee.id, mentor.id, mentees, mentors)
            assert answer in ANSWERS
            assert (answer == "") == ((mentee.id, mentor.id) in paired)
            open_to_her = mentor.id in {p.mentor for p in ranked}
            assert open_to_her == (answer in ("", "full", "better", "no-capacity"))


@settings(max_examples=30, deadline=None)
@given(sides(least=1))
def test_no_two_people_would_both_rather_have_each_other(both):
    mentees, mentors = both
    outcome = match(mentees, mentors)
    got = {p.mentee: p.score for p in outcome.proposals}
    for mentee in (m for m in mentees if m.capacity):
        for better in alternates(mentee.id, mentees, mentors, top=9):
            if better.score <= got.get(mentee.id, 0):
                continue
            mentor = next(m for m in mentors if m.id == better.mentor)
            theirs = [p.score for p in outcome.proposals if p.mentor == mentor.id]
            assert len(theirs) == mentor.capacity
            assert all(score >= better.score for score in theirs)


def test_nobody_at_all_and_a_side_that_is_empty():
    one = [Candidate(1, ("Twitter",))]
    assert match([], []).proposals == ()
    (left,) = match(one, []).unmatched
    assert (left.side, left.reason, left.counts) == ("mentee", "no-candidates", {})
    (left,) = match([], one).unmatched
    assert (left.side, left.reason) == ("mentor", "no-candidates")


def test_a_tie_goes_to_who_has_waited_longer_then_to_the_lower_id():
    def mentee(number, waiting=0):
        return Candidate(number, ("écrire un blog",), waiting=waiting)

    mentor = [Candidate(1, ("écrire un blog",))]
    assert match([mentee(2), mentee(1)], mentor).proposals[0].mentee == 1
    assert match([mentee(1), mentee(2, waiting=1)], mentor).proposals[0].mentee == 2


def test_topics_alone_make_a_pair_but_the_other_topic_does_not():
    silent = Candidate(1, (), topics=frozenset({"twitter", "other"}))
    assert match([silent], [Candidate(1, (), topics=frozenset({"twitter"}))]).proposals
    assert not match([silent], [Candidate(1, (), topics=frozenset({"other"}))]).proposals


def test_common_small_words_are_not_a_common_subject():
    mentee = [Candidate(1, ("Apprendre à faire une page et savoir utiliser les outils",))]
    mentor = [Candidate(1, ("Savoir faire une tarte avec les bons outils",))]
    assert why_not(1, 1, mentee, mentor) == "no-common-subject"


def test_a_name_misspelt_is_understood():
    assert match([Candidate(1, ("Linkdin",))], [Candidate(1, ("Mon profil LinkedIn",))]).proposals


def test_the_reason_is_the_rule_whose_relaxing_opens_most():
    mentee = Candidate(1, ("Twitter",), team="A", languages=frozenset({"fr"}))
    english = frozenset({"en"})
    mentors = [
        Candidate(1, ("Twitter",), languages=english),
        Candidate(2, ("Twitter",), languages=english),
        Candidate(3, ("Twitter",), team="a"),
        Candidate(4, ("Pâtisserie",), team="A"),
        Candidate(5, ("Pâtisserie",), team="A"),
    ]
    left = next(u for u in match([mentee], mentors).unmatched if u.side == "mentee")
    assert left.reason == "no-common-language"
    assert left.counts == {"same-team": 3, "no-common-language": 2, "no-common-subject": 2}


def test_a_full_mentor_leaves_somebody_and_spare_mentors_are_a_surplus():
    mentees = [Candidate(1, ("Twitter",)), Candidate(2, ("Twitter",)), Candidate(3, ("Twitter",))]
    outcome = match(mentees, [Candidate(1, ("Twitter",), capacity=2)])
    assert [p.mentee for p in outcome.proposals] == [1, 2]
    assert [(u.id, u.reason) for u in outcome.unmatched] == [(3, "capacity")]
    assert why_not(3, 1, mentees, [Candidate(1, ("Twitter",), capacity=2)]) == "full"
    outcome = match(mentees[:1], [Candidate(1, ("Twitter",)), Candidate(2, ("Twitter",))])
    assert [(u.id, u.reason) for u in outcome.unmatched] == [(2, "surplus")]


def test_people_without_capacity_are_left_alone():
    outcome = match(
        [Candidate(1, ("Twitter",), capacity=0)], [Candidate(1, ("Twitter",), capacity=0)]
    )
    assert {u.reason for u in outcome.unmatched} == {"no-capacity"}


def test_a_pinned_pair_stands_over_the_rules_and_takes_its_room():
    mentees = [Candidate(1, ("cuisine",), team="A"), Candidate(2, ("Twitter",))]
    mentors = [Candidate(1, ("Twitter",), team="A")]
    outcome = match(mentees, mentors, Rules(pinned=((1, 1), (9, 1))))
    assert [(p.mentee, p.mentor, p.pinned) for p in outcome.proposals] == [(1, 1, True)]
    assert why_not(1, 1, mentees, mentors, Rules(pinned=((1, 1),))) == ""
    assert [(u.id, u.reason) for u in outcome.unmatched] == [(2, "capacity")]


def test_a_pair_barred_by_name_is_never_proposed():
    people = [Candidate(1, ("Twitter",))]
    assert why_not(1, 1, people, people, Rules(barred=frozenset({(1, 1)}))) == "excluded"


def test_somebody_enrolled_on_both_sides_never_meets_herself():
    her = [Candidate(1, ("Twitter",), person=5)]
    assert not match(her, her).proposals
    assert why_not(1, 1, her, her) == "same-person"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: match([Candidate(1), Candidate(1)], []), "Two mentees have the id 1"),
        (lambda: alternates(3, [], []), "no mentee with the id 3"),
        (lambda: Rules(pinned=((1, 1), (1, 2))), "Mentee 1 is pinned more than once"),
        (lambda: Rules(session_hours=0), "1 to 24 hours"),
        (lambda: Candidate(4, hours=frozenset({168})), "Candidate 4 has hours outside a week"),
        (lambda: Candidate(4, capacity=-1), "negative capacity"),
    ],
)
def test_a_contradiction_is_refused_in_a_sentence(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


def test_importing_matching_loads_no_scientific_library():
    code = (
        "import sys, matching, matching.match; from matching import match; assert callable(match);"
        "from matching import Candidate, Rules; Candidate(1); Rules();"
        "sys.exit(any(m in sys.modules for m in ('sklearn', 'scipy', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


MORNINGS = frozenset({9, 10, 11})
EVENINGS = frozenset({18, 19, 20})


def kick_off():
    """Four seniors and four juniors on 2 February, at the launch of a programme in Paris."""
    mentees = [
        Candidate(
            1,
            ("Rédiger une biographie LinkedIn efficace", "Développer mon réseau en ligne"),
            topics=frozenset({"linkedin"}),
            hours=MORNINGS | EVENINGS,
            team="Juridique",
            person=11,
        ),
        Candidate(
            2,
            ("Créer et animer une page Facebook professionnelle",),
            topics=frozenset({"facebook"}),
            hours=MORNINGS,
            person=12,
        ),
        Candidate(
            3,
            ("Make sense of Twitter and hashtags",),
            topics=frozenset({"twitter"}),
            hours=EVENINGS,
            languages=frozenset({"en", "fr"}),
            person=13,
        ),
        Candidate(4, ("Apprendre la guitare",), hours=MORNINGS, person=14),
    ]
    mentors = [
        Candidate(
            1,
            ("Profils LinkedIn : photo, résumé, réseautage",),
            topics=frozenset({"linkedin"}),
            hours=MORNINGS,
            team="juridique",
            person=21,
        ),
        Candidate(
            2,
            ("LinkedIn summaries that open doors", "Facebook pages for small businesses"),
            topics=frozenset({"linkedin", "facebook"}),
            hours=MORNINGS | EVENINGS,
            capacity=2,
            person=22,
        ),
        Candidate(
            3,
            ("Tweeter avec les bons mots-dièse",),
            topics=frozenset({"twitter"}),
            hours=EVENINGS,
            languages=frozenset({"fr"}),
            person=23,
        ),
        Candidate(4, ("Stories Instagram",), hours=MORNINGS, managers=frozenset({12}), person=24),
    ]
    return mentees, mentors


def test_the_kick_off_of_a_programme_in_paris():
    """The junior of her own team suited her; she gets another, across languages, and knows why."""
    mentees, mentors = kick_off()
    outcome = match(mentees, mentors)
    assert {p.mentee: p.mentor for p in outcome.proposals} == {1: 2, 2: 2, 3: 3}
    assert why_not(1, 1, mentees, mentors) == "same-team"
    assert why_not(2, 4, mentees, mentors) == "reporting-line"

    biography = outcome.proposals[0]
    assert biography.label in ("strong", "good")
    assert biography.topics == ("linkedin",)
    assert biography.hours == (9, 10, 18, 19)
    terms = {(t.need, t.skill): t.path for e in biography.evidence for t in e.terms}
    assert terms["linkedin", "linkedin"] == "same"

    hashtags = outcome.proposals[2]
    terms = {(t.need, t.skill): t.path for e in hashtags.evidence for t in e.terms}
    assert terms["hashtags", "mots dièse"] == "translation"

    assert {(u.side, u.id): u.reason for u in outcome.unmatched} == {
        ("mentee", 4): "no-common-subject",
        ("mentor", 1): "same-team",
        ("mentor", 4): "no-common-subject",
    }

    random.Random(2016).shuffle(mentees)
    random.Random(2016).shuffle(mentors)
    assert match(mentees, mentors) == outcome
