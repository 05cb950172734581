"""A round of matching: what is kept, what is made, and why some are left."""

import json

import pytest

from bot.pairing import decide
from bot.pairing.candidates import pool_of
from bot.pairing.run import Round, run
from storage.nouns import Pair, Proposal
from tests.pairing.town import NOW, Town


def matched(town: Town) -> Round:
    found = run(town.work, town.again(), town.plan)
    town.again()
    return found


def proposals(town: Town, **equal: object) -> list[Proposal]:
    return town.work.find(Proposal, programme_id=town.programme.id, **equal)


def test_proposals_keep_their_evidence_as_json(town):
    town.mentee("Anne", "Créer la page Facebook de mon cabinet", topics=["facebook"])
    town.mentor("Paul", "Animer une page Facebook", topics=["facebook"])
    assert matched(town).count == 1
    (found,) = proposals(town)
    json.dumps(found.why)
    (need,) = found.why["needs"]
    assert need["skill"] == "Animer une page Facebook"
    assert ["facebook", "facebook", "same"] in need["terms"]
    assert found.why["topics"] == ["facebook"]
    assert found.why["hours"]
    assert (found.round, found.state, found.locked) == (1, "proposed", False)


def test_everybody_left_out_has_a_reason_and_others_have_none(town):
    lucky = town.mentee("Anne")
    town.mentor("Paul")
    alone = town.mentee("Berthe", languages=["de"])
    found = matched(town)
    assert town.now_is(alone).unmatched == "no-common-language"
    assert town.now_is(lucky).unmatched == ""
    assert town.now_is(alone).waited == 0  # only an announcement makes people wait
    assert len(found.matching.unmatched) == 1


def test_a_reason_goes_once_it_is_no_longer_true(town):
    alone = town.mentee("Anne")
    town.work.change(alone, unmatched="capacity")
    town.mentor("Paul")
    matched(town)
    assert town.now_is(alone).unmatched == ""


def test_a_new_round_keeps_what_was_decided_and_replaces_the_rest(town):
    mentees = [town.mentee(f"Anne {n}") for n in "abc"]
    for n in "abc":
        town.mentor(f"Paul {n}")
    matched(town)
    pool = pool_of(town.work, town.programme, town.plan)
    first = pool.numbered[1]
    decide.approve(town.work, pool, [first], town.coordinator)
    again = matched(town)
    assert [each.id for each in again.kept] == [first.id]
    assert len(again.made) == 2
    assert town.work.get(Proposal, first.id).round == 2
    assert len(proposals(town, state="replaced")) == 2
    assert {each.mentee_id for each in proposals(town, round=2)} == {m.id for m in mentees}


def test_a_kept_proposal_falls_when_somebody_is_not_there_any_more(town):
    mentee = town.mentee("Anne")
    gone, other = town.mentor("Paul"), town.mentor("Zoé", "Bloguer")
    matched(town)
    pool = pool_of(town.work, town.programme, town.plan)
    decide.lock(town.work, pool, mentee, gone, town.coordinator)
    town.work.change(town.now_is(gone), state="left")
    again = matched(town)
    assert not again.kept
    assert [each.mentor_id for each in again.made] in ([], [other.id])


def test_active_pairs_stay_and_are_not_proposed_again(town):
    mentee, mentor = town.mentee("Anne"), town.mentor("Paul")
    town.work.add(
        Pair(
            programme_id=town.programme.id, mentee_id=mentee.id, mentor_id=mentor.id, started_at=NOW
        )
    )
    alone = town.mentee("Berthe")
    found = matched(town)
    assert found.count == 0
    assert town.now_is(alone).unmatched
    assert not town.now_is(mentee).unmatched


def test_a_rejected_pair_never_comes_back(town):
    town.mentee("Anne")
    town.mentor("Paul")
    matched(town)
    pool = pool_of(town.work, town.programme, town.plan)
    decide.reject(town.work, pool, pool.pending.values(), town.coordinator)
    assert matched(town).count == 0


def test_the_strongest_come_first_and_numbers_last_the_round(town):
    town.mentee("Vague", "Bloguer un peu partout", topics=["blog"])
    town.mentee("Précise", "Animer la page Facebook de mon association", topics=["facebook"])
    town.mentor("Paul", "Animer la page Facebook d’une association", topics=["facebook"])
    town.mentor("Zoé", "Photographier puis bloguer", topics=["blog"])
    matched(town)
    pool = pool_of(town.work, town.programme, town.plan)
    assert pool.name(pool.numbered[1].mentee_id) == "Précise"
    decide.reject(town.work, pool, [pool.numbered[1]], town.coordinator)
    again = pool_of(town.work, town.programme, town.plan)
    assert [*again.numbered] == [1, 2]


@pytest.mark.parametrize("size", [20, 60])
def test_a_round_takes_a_constant_number_of_queries(town, size):
    for n in range(size):
        town.mentee(f"Anne {n}", f"Publier sur LinkedIn {n}")
        town.mentor(f"Paul {n}", f"Publier sur LinkedIn {n}")
    town.statements.clear()
    assert matched(town).count == size
    assert len(town.statements) < 15


@pytest.mark.slow
def test_two_thousand_and_two_thousand_are_matched_with_few_queries(town):
    topics = [topic.code for topic in town.plan.topics]
    for n in range(2000):
        one, two = topics[n % 7], topics[n % 5]
        town.mentee(f"Anne {n}", f"Publier sur {one} chaque semaine {n % 50}", topics=[one, two])
        town.mentor(f"Paul {n}", f"Publier sur {one} avec régularité {n % 40}", topics=[one])
    town.statements.clear()
    found = matched(town)
    assert found.count > 1900
    unmatched = len(found.matching.unmatched)
    assert len(town.statements) < 40 + unmatched
