"""A coordinator's word: what it changes, and what it may not."""

import pytest

from bot.pairing import decide
from bot.pairing.candidates import Pool, pool_of
from bot.pairing.refused import BrokenRules, Refused
from bot.pairing.run import run
from storage.nouns import Enrolment, Proposal
from tests.pairing.town import Town


def pool(town: Town) -> Pool:
    return pool_of(town.work, town.again(), town.plan)


def matched(town: Town) -> Pool:
    run(town.work, town.again(), town.plan)
    return pool(town)


def two_pairs(town: Town) -> Pool:
    town.mentee("Anne Leroy", "Animer la page Facebook de mon cabinet", topics=["facebook"])
    town.mentee("Berthe Roux", "Tenir un blog de lectures", topics=["blog"])
    town.mentor("Paul Roy", "Animer une page Facebook", topics=["facebook"])
    town.mentor("Zoé Petit", "Tenir un blog", topics=["blog"])
    return matched(town)


def test_approving_says_who_and_when(town):
    found = two_pairs(town)
    decided = decide.approve(town.work, found, found.pending.values(), town.coordinator)
    assert len(decided.done) == 2
    for each in town.work.find(Proposal, state="approved"):
        assert (each.decided_by, each.decided_at) == (town.coordinator.id, town.work.now)
    assert (
        len(
            decide.approve(
                town.work, pool(town), pool(town).pending.values(), town.coordinator
            ).already
        )
        == 2
    )


def test_an_unknown_number_is_named(town):
    with pytest.raises(Refused) as refused:
        decide.numbered(two_pairs(town), [1, 9])
    assert refused.value.values == {"number": 9}


def test_without_proposals_no_number_is_named(town):
    with pytest.raises(Refused) as refused:
        decide.numbered(pool(town), [1])
    assert refused.value.key == "pairing.refused.none"


def test_rejecting_keeps_the_reason(town):
    found = two_pairs(town)
    decide.reject(town.work, found, [found.numbered[1]], town.coordinator, "trop proches")
    kept = town.work.get(Proposal, found.numbered[1].id)
    assert (kept.state, kept.why["reason"]) == ("rejected", "trop proches")
    decided = decide.reject(town.work, pool(town), [kept], town.coordinator)
    assert decided.already == (kept,)


def test_a_mind_may_change(town):
    found = two_pairs(town)
    first = found.numbered[1]
    decide.reject(town.work, found, [first], town.coordinator)
    decide.approve(town.work, pool(town), [pool(town).numbered[1]], town.coordinator)
    assert town.work.get(Proposal, first.id).state == "approved"


def test_swapping_exchanges_mentors_explains_anew_and_lasts(town):
    found = two_pairs(town)
    one, other = found.numbered[1], found.numbered[2]
    decide.swap(town.work, found, one, other, town.coordinator)
    now = [town.work.get(Proposal, each.id) for each in (one, other)]
    assert [each.mentor_id for each in now] == [other.mentor_id, one.mentor_id]
    assert all(each.locked and each.state == "approved" for each in now)
    assert now[0].why != one.why
    again = run(town.work, town.again(), town.plan)
    assert len(again.kept) == 2


def test_a_swap_that_breaks_a_rule_names_it_and_waits_for_force(town):
    found = two_pairs(town)
    for name in ("Anne Leroy", "Zoé Petit"):
        (person,) = found.names.meant(name)
        enrolment = next(e for e in found.enrolments.values() if e.person_id == person)
        town.work.change(enrolment, answers={**enrolment.answers, "team": "Finance"})
    found = pool(town)
    with pytest.raises(BrokenRules) as broken:
        decide.swap(town.work, found, found.numbered[1], found.numbered[2], town.coordinator)
    assert broken.value.rules == ("same-team",)
    done = decide.swap(
        town.work, found, found.numbered[1], found.numbered[2], town.coordinator, force=True
    )
    assert len(done.done) == 2


def test_locking_two_people_drops_the_proposals_that_stood_in_the_way(town):
    found = two_pairs(town)
    anne, zoe = by_name(found, "Anne Leroy"), by_name(found, "Zoé Petit")
    done = decide.lock(town.work, found, anne, zoe, town.coordinator)
    (kept,) = done.done
    assert (kept.mentee_id, kept.mentor_id, kept.state, kept.locked) == (
        anne.id,
        zoe.id,
        "approved",
        True,
    )
    assert {each.id for each in done.dropped} == {found.numbered[1].id, found.numbered[2].id}
    assert [*pool(town).pending] == [3]


def test_locking_what_is_proposed_just_approves_it(town):
    found = two_pairs(town)
    each = found.numbered[1]
    mentee, mentor = found.enrolments[each.mentee_id], found.enrolments[each.mentor_id]
    done = decide.lock(town.work, found, mentee, mentor, town.coordinator)
    assert done.done[0].id == each.id
    assert not done.dropped


def test_capacity_is_never_exceeded_whoever_insists(town):
    found = two_pairs(town)
    decide.approve(town.work, found, found.pending.values(), town.coordinator)
    third = town.mentee("Colette Brun")
    found = pool(town)
    with pytest.raises(Refused) as refused:
        decide.lock(
            town.work, found, third, by_name(found, "Paul Roy"), town.coordinator, force=True
        )
    assert refused.value.key == "pairing.refused.full"


def test_approving_more_than_a_mentor_accepted_is_refused_one_by_one(town):
    mentor = town.mentor("Paul Roy", capacity="2")
    town.mentee("Anne")
    town.mentee("Berthe")
    found = matched(town)
    assert len(found.pending) == 2
    town.work.change(mentor, answers={**mentor.answers, "capacity": "1"})
    found = pool(town)
    decided = decide.approve(town.work, found, found.pending.values(), town.coordinator)
    assert (len(decided.done), len(decided.refused)) == (1, 1)
    assert decided.refused[0][1].key == "pairing.refused.full"


def test_nobody_is_locked_with_themselves(town):
    both = town.enrol("Both Ways", "both", {}, objectives=["Bloguer"], skills=["Bloguer"])
    town.mentor("Paul")
    found = matched(town)
    with pytest.raises(BrokenRules) as broken:
        decide.lock(town.work, found, both, both, town.coordinator, force=True)
    assert broken.value.rules == ("same-person",)


@pytest.mark.parametrize("state", ["left", "paused", "invited"])
def test_who_is_not_there_cannot_be_approved_nor_locked(town, state):
    found = two_pairs(town)
    each = found.numbered[1]
    town.work.change(found.enrolments[each.mentor_id], state=state)
    found = pool(town)
    decided = decide.approve(town.work, found, [each], town.coordinator)
    assert decided.refused[0][1].key == f"pairing.refused.{state}"
    with pytest.raises(Refused):
        decide.lock(
            town.work,
            found,
            found.enrolments[each.mentee_id],
            found.enrolments[each.mentor_id],
            town.coordinator,
            force=True,
        )


def test_roles_are_not_mixed_up(town):
    found = two_pairs(town)
    with pytest.raises(Refused) as refused:
        decide.lock(
            town.work,
            found,
            by_name(found, "Paul Roy"),
            by_name(found, "Zoé Petit"),
            town.coordinator,
        )
    assert refused.value.key == "pairing.refused.no-mentee"


def by_name(found: Pool, name: str) -> Enrolment:
    (person,) = found.names.meant(name)
    return next(each for each in found.enrolments.values() if each.person_id == person)
