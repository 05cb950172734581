"""From enrolments to candidates: nothing lost, nobody treated twice."""

from datetime import UTC, date, datetime

from bot.pairing.candidates import Pool, pool_of, rules_of
from storage.nouns import Enrolment, Pair, Programme, Proposal
from tests.pairing.town import NOW, Town, a_town


def pool(town: Town) -> Pool:
    return pool_of(town.work, town.again(), town.plan)


def test_an_enrolment_becomes_a_candidate_with_all_that_matters(town):
    boss = town.person("Big Boss")
    chief = town.person("Chief", manager_id=boss.id)
    other = town.mentor("Paul Roy")
    one = town.mentee(
        "Anne Leroy",
        "Tenir un blog",
        person={"manager_id": chief.id, "locale": "fr"},
        topics=["blog"],
        team="Finance",
        avoid="Paul Roy",
        halfdays=["tue-am"],
    )
    found = pool(town).candidate(one, "mentee")
    assert found.statements == ("Tenir un blog",)
    assert found.topics == {"blog"}
    assert found.managers == {boss.id, chief.id}
    assert found.avoids == {other.person_id}
    assert found.team == "Finance"
    # Tuesday 9:00 to 13:00 in Paris, in winter: 8:00 to 12:00 UTC.
    assert found.hours == {24 + 8, 24 + 9, 24 + 10, 24 + 11}


def test_hours_are_those_of_the_week_the_programme_starts(town):
    one = town.mentee("Anne Leroy", halfdays=["tue-am"])
    town.work.change(town.programme, starts_on=date(2016, 7, 5))
    assert min(pool(town).candidate(one, "mentee").hours) == 24 + 7  # summer time


def test_an_unknown_zone_falls_back_on_the_persons_own(town):
    one = town.mentee("Anne Leroy", zone="Mars/Base", halfdays=["mon-am", "sun-am"])
    assert pool(town).candidate(one, "mentee").hours == {8, 9, 10, 11}


def test_a_loop_of_managers_ends(town):
    first = town.person("First")
    second = town.person("Second", manager_id=first.id)
    town.work.change(first, manager_id=second.id)
    one = town.mentee("Anne Leroy", person={"manager_id": first.id})
    assert pool(town).candidate(one, "mentee").managers == {first.id, second.id}


def test_capacity_counts_active_pairs_and_never_goes_below_zero(town):
    mentor = town.mentor("Paul Roy", capacity="2")
    mentees = [town.mentee(f"Anne {n}") for n in "abc"]
    for each in mentees[:2]:
        pair(town, each, mentor)
    found = pool(town)
    assert found.room(mentor.id) == 0
    assert mentor.id not in {each.id for each in found.mentors}
    assert {each.id for each in found.mentees} == {mentees[2].id}
    town.work.change(mentor, answers={**mentor.answers, "capacity": "1"})
    assert pool(town).candidate(town.now_is(mentor), "mentor").capacity == 0


def test_those_paused_gone_or_invited_are_left_out(town):
    for state in ("paused", "left", "invited"):
        town.work.change(town.mentee(f"Anne {state}"), state=state)
    town.enrol("Both Ways", "both", {}, objectives=["Bloguer"], skills=["LinkedIn"])
    found = pool(town)
    assert [found.name(each.id) for each in found.mentees] == ["Both Ways"]
    assert [found.name(each.id) for each in found.mentors] == ["Both Ways"]


def test_former_partners_of_any_programme_and_rejected_ones_are_remembered(town):
    mentee, mentor, third = town.mentee("Anne"), town.mentor("Paul"), town.mentor("Zoé")
    elsewhere = town.work.add(
        Programme(
            name="Avant",
            slug="avant",
            template="x",
            starts_on=NOW.date(),
            created_at=NOW,
            changed_at=NOW,
        )
    )
    old = [
        town.work.add(
            Enrolment(programme_id=elsewhere.id, person_id=each.person_id, role=role, joined_at=NOW)
        )
        for each, role in ((mentee, "mentee"), (mentor, "mentor"))
    ]
    town.work.add(
        Pair(programme_id=elsewhere.id, mentee_id=old[0].id, mentor_id=old[1].id, started_at=NOW)
    )
    town.work.add(
        Proposal(
            programme_id=town.programme.id, round=0, mentee_id=mentee.id, mentor_id=third.id,
            score=0.4, label="good", state="rejected",
        )
    )  # fmt: skip
    found = pool(town).candidate(mentee, "mentee")
    assert found.earlier == {mentor.person_id}
    assert found.declined == {third.person_id}


def test_a_mentee_who_completed_is_not_paired_again(town):
    mentee, mentor = town.mentee("Anne"), town.mentor("Paul")
    pair(town, mentee, mentor, state="completed")
    found = pool(town)
    assert not found.mentees
    assert [each.id for each in found.mentors] == [mentor.id]


def test_the_plans_rules_are_those_of_matching(town):
    rules = rules_of(town.plan, [(1, 2)])
    assert (rules.session_hours, rules.same_team, rules.pinned) == (2, True, ((1, 2),))


def test_reading_a_pool_takes_as_many_queries_for_five_people_as_for_fifty():
    counts = []
    for size in (5, 50):
        with a_town() as town:
            for n in range(size):
                town.mentee(f"Anne {n}")
                town.mentor(f"Paul {n}")
            town.statements.clear()
            found = pool(town)
            assert len(found.mentees) == len(found.mentors) == size
            counts.append(len(town.statements))
    assert counts[0] == counts[1] < 12


def pair(town: Town, mentee: Enrolment, mentor: Enrolment, state: str = "active") -> Pair:
    return town.work.add(
        Pair(
            programme_id=town.programme.id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            state=state,
            started_at=datetime(2016, 1, 1, tzinfo=UTC),
        )
    )
