"""Large programmes, in which not everybody is compared with everybody."""

import random
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from matching import Candidate, Rules, alternates, match, programme, rematch, why_not
from matching.nearest import LEAST, NEAR_THE_BEST, nearest, thinned
from matching.people import STRATEGIES
from matching.shortlist import Once, alike, best_people
from matching.similarity import side_of_texts, space_of

SUBJECTS = (
    *("rédiger une bio LinkedIn", "publier sur Instagram", "monter une vidéo", "trier ses mails"),
    *(
        "animer un groupe Facebook",
        "protéger ses mots de passe",
        "écrire un blog",
        "code a website",
    ),
    *("host a podcast", "write a newsletter", "analyse data in Excel", "build slides that speak"),
)


@pytest.fixture
def large(monkeypatch):
    """Any programme is a large one."""
    monkeypatch.setattr(programme, "WHOLE_UP_TO", 0)


def town(count=30, seed=1):
    luck = random.Random(seed)

    def people(first):
        return [
            Candidate(
                number,
                (*luck.sample(SUBJECTS, 2), f"sujet {number} {luck.random()}"),
                capacity=luck.randint(1, 2),
                team=luck.choice(("", "A", "B")),
                person=first + number,
            )
            for number in range(1, count + 1)
        ]

    return people(0), people(1000)


def test_a_large_programme_comes_to_about_what_a_small_one_does(monkeypatch):
    mentees, mentors = town()
    small = match(mentees, mentors)
    monkeypatch.setattr(programme, "WHOLE_UP_TO", 0)
    big = match(mentees, mentors)
    assert len(big.proposals) == len(small.proposals)
    totals = [sum(each.score for each in found.proposals) for found in (small, big)]
    assert totals[1] == pytest.approx(totals[0], rel=0.1)
    assert all(each.evidence for each in big.proposals)
    for each in big.proposals:
        assert sum(one.share for one in each.evidence) == pytest.approx(1)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_rule_is_broken_in_a_large_programme(large, strategy):
    mentees, mentors = town()
    if strategy == "two-way":
        mentees = [Candidate(each.id, each.statements, returns=each.statements) for each in mentees]
        mentors = [Candidate(each.id, each.statements, returns=each.statements) for each in mentors]
    found = match(mentees, mentors, Rules(strategy=strategy))
    here, there = ({one.id: one for one in side} for side in (mentees, mentors))
    taken = [each.mentor for each in found.proposals]
    assert found.proposals
    assert all(taken.count(one) <= there[one].capacity for one in taken)
    for each in found.proposals:
        teams = {here[each.mentee].team, there[each.mentor].team}
        assert len(teams) == 2 or teams == {""}


def test_the_other_questions_have_answers_in_a_large_programme(large):
    mentees, mentors = town()
    found = match(mentees, mentors)
    pair = found.proposals[0]
    assert why_not(pair.mentee, pair.mentor, mentees, mentors) == ""
    others = alternates(pair.mentee, mentees, mentors, top=5)
    assert [each.score for each in others] == sorted((e.score for e in others), reverse=True)
    kept = [(each.mentee, each.mentor) for each in found.proposals[:10]]
    again = rematch(kept, mentees, mentors)
    assert {(e.mentee, e.mentor) for e in again.proposals} == {
        (e.mentee, e.mentor) for e in found.proposals
    }
    assert all(left.unlock for left in found.unmatched)


def test_the_order_of_people_never_matters_in_a_large_programme(large):
    mentees, mentors = town()
    one = match(mentees, mentors)
    assert match(mentees[::-1], mentors[::-1]) == one


@st.composite
def tables(draw):
    """Rows of few distinct values, so that ties abound."""
    width = draw(st.integers(1, 6))
    sides = []
    for _ in range(2):
        height = draw(st.integers(1, 8))
        cells = draw(
            st.lists(
                st.sampled_from((0, 0.25, 0.5)), min_size=height * width, max_size=height * width
            )
        )
        sides.append(csr_array(np.array(cells, dtype=np.float32).reshape(height, width)))
    return sides


@settings(deadline=None)
@given(tables(), st.integers(1, 9))
def test_the_nearest_are_those_of_the_whole_product(sides, top):
    here, there = sides
    whole = (here @ there.T).toarray()
    found = nearest(here, there, top).toarray()
    for mine, kept in zip(whole, found, strict=True):
        least = max(LEAST, NEAR_THE_BEST * mine.max(initial=0))
        order = sorted(range(len(mine)), key=lambda k: (-mine[k], k))
        wanted = [k for k in order if mine[k] >= least][:top]
        assert np.flatnonzero(kept).tolist() == sorted(wanted)
        assert (kept[wanted] == mine[wanted]).all()


@settings(deadline=None)
@given(tables(), st.integers(1, 9))
def test_compiled_or_not_the_nearest_are_the_same(sides, top):
    pytest.importorskip("sparse_dot_topn", reason="the extra `scale` is not installed")
    here, there = sides
    with pytest.MonkeyPatch.context() as patch:
        compiled = nearest(here, there, top)
        patch.setitem(sys.modules, "sparse_dot_topn", None)
        plain = nearest(here, there, top)
    assert compiled.data.tolist() == plain.data.tolist()
    assert compiled.indptr.tolist() == plain.indptr.tolist()
    assert compiled.indices.tolist() == plain.indices.tolist()


def test_the_commonest_columns_go_first_when_work_is_bounded():
    common = csr_array(np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=np.float32))
    here, there = thinned(common, common, 2)
    assert here.toarray()[:, 0].sum() == 0
    assert there.nnz == 2
    assert thinned(common, common, 100) == (common, common)


def test_everybody_keeps_their_best_whom_no_rule_bars():
    texts = [[each, SUBJECTS[(k + 1) % len(SUBJECTS)]] for k, each in enumerate(SUBJECTS)]
    needs, skills = Once.of(side_of_texts(texts)), Once.of(side_of_texts(texts[::-1]))
    space = space_of(needs.side, skills.side)
    assert space is not None
    spoken = {*needs.side.languages, *skills.side.languages}
    factors = {(here, there): 1.0 for here in spoken for there in spoken}
    near = alike(needs, skills, space, factors, lambda share: None)
    worth = (needs.said.toarray() / 2) @ np.array(
        [
            [max(near[[need], :].toarray()[0, said.indices]) for said in skills.said]
            for need in range(near.shape[0])
        ]
    )
    barred = np.random.default_rng(3).random(worth.shape) < 0.5
    edges = best_people(
        needs, skills, near, 2, lambda r, c: barred[r, c].astype(np.uint16), lambda share: None
    )
    stands = edges.bits == 0
    kept = {*zip(edges.rows[stands].tolist(), edges.columns[stands].tolist(), strict=True)}
    allowed = np.where(barred, 0, np.rint(worth * 1e6))
    for figures, turned in ((allowed, False), (allowed.T, True)):
        for one, mine in enumerate(figures):
            order = sorted(np.flatnonzero(mine > 0).tolist(), key=lambda k: (-mine[k], k))[:2]
            assert all(((k, one) if turned else (one, k)) in kept for k in order)
    assert len(kept) <= 4 * len(SUBJECTS)


def test_people_who_chose_topics_and_wrote_nothing_have_a_pair_in_a_large_programme(large):
    """Every one of them, though all would look at the same mentors first."""
    topics = [frozenset({"linkedin"}), frozenset({"blog", "ai"})]
    mentees = [Candidate(k, topics=topics[k % 2], person=k) for k in range(1, 101)]
    mentors = [Candidate(k, topics=topics[k % 2], person=1000 + k) for k in range(1, 101)]
    found = match(mentees, mentors, Rules(strategy="everyone"))
    assert len(found.proposals) == 100
    assert all(each.topics for each in found.proposals)
    assert len(match(mentees, mentors).proposals) > 90
    again = match(mentees[::-1], mentors[::-1], Rules(strategy="everyone"))
    assert again.proposals == found.proposals


def test_who_wrote_meets_who_only_chose_topics_in_a_large_programme(large):
    mentees = [
        Candidate(1, ("rédiger une bio LinkedIn",), topics=frozenset({"linkedin"}), team="A")
    ]
    mentors = [
        Candidate(1, topics=frozenset({"linkedin"})),
        Candidate(2, topics=frozenset({"linkedin"}), team="A"),
        Candidate(3, ("host a podcast",)),
    ]
    found = match(mentees, mentors)
    assert [each.mentor for each in found.proposals] == [1]
    assert why_not(1, 2, mentees, mentors) == "same-team"
