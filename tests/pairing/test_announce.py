"""Telling everybody once: the pairs, and those who wait."""

import pytest

from bot.pairing import decide
from bot.pairing.announce import Announced, announce
from bot.pairing.candidates import pool_of
from bot.pairing.run import run
from storage import outbox
from storage.nouns import Outgoing, Pair
from tests.pairing.town import Town


def decided(town: Town) -> None:
    run(town.work, town.again(), town.plan)
    pool = pool_of(town.work, town.again(), town.plan)
    decide.approve(town.work, pool, pool.pending.values(), town.coordinator)


def told(town: Town) -> Announced:
    return announce(town.work, town.again(), town.plan)


def test_both_learn_who_the_other_is_in_their_own_language(town):
    mentee = town.mentee(
        "Susan Hill", "Write a LinkedIn biography", person={"locale": "en"}, languages=["en", "fr"],
        already="A profile from 2011.",
    )  # fmt: skip
    mentor = town.mentor("Paul Roy", "Écrire un profil LinkedIn")
    decided(town)
    done = told(town)
    (pair,) = town.work.find(Pair)
    assert (pair.mentee_id, pair.mentor_id, pair.state) == (mentee.id, mentor.id, "active")
    assert pair.look_at == town.work.now
    assert done.pairs == (pair,)
    (to_mentee,), (to_mentor,) = town.told(mentee), town.told(mentor)
    assert "your mentor is Paul Roy" in to_mentee
    assert "Écrire un profil LinkedIn" in to_mentee
    assert "“Write a LinkedIn biography”" in to_mentee  # the first message, ready to copy
    assert "Tuesday evening" in to_mentee
    assert "vous accompagnez Susan Hill" in to_mentor
    assert "mardi soir" in to_mentor
    assert "3 séances de 2 h" in to_mentor
    assert "A profile from 2011." in to_mentor


def test_the_mentee_is_given_the_next_step(town):
    mentee = town.mentee("Anne")
    town.mentor("Paul")
    decided(town)
    told(town)
    (pair,) = town.work.find(Pair)
    payloads = [each.payload for each in town.work.find(Outgoing)]
    assert sum(f"plan:{pair.id}" in str(payload) for payload in payloads) == 1
    assert "[Planifier la première séance]" in town.told(mentee)[0]


def test_whoever_waits_is_told_why_and_comes_first_next_time(town):
    town.mentee("Anne")
    town.mentor("Paul")
    alone = town.mentee("Berthe", languages=["de"])
    decided(town)
    done = told(town)
    assert [each.id for each in done.waiting] == [alone.id]
    assert town.now_is(alone).waited == 1
    (text,) = town.told(alone)
    assert "ne parle une langue que vous avez indiquée" in text
    assert "vous passez avant les autres" in text


def test_announcing_twice_does_nothing_more(town):
    town.mentee("Anne")
    town.mentor("Paul")
    alone = town.mentor("Zoé", languages=["de"])
    decided(town)
    told(town)
    before = outbox.counts(town.work)["pending"]
    again = told(town)
    assert again.nothing
    assert outbox.counts(town.work)["pending"] == before
    assert town.now_is(alone).waited == 1


def test_nobody_is_told_to_wait_while_something_is_undecided(town):
    alone = town.mentee("Berthe", languages=["de"])
    town.mentee("Anne")
    town.mentor("Paul")
    run(town.work, town.again(), town.plan)
    done = told(town)
    assert (done.waiting, done.undecided) == ((), 1)
    assert not town.told(alone)


def test_a_mentee_hears_it_every_round_and_a_mentor_in_reserve_once(town):
    mentee = town.mentee("Berthe", languages=["de"])
    mentor = town.mentor("Zoé", languages=["it"])
    for _ in range(2):
        decided(town)
        told(town)
    assert len(town.told(mentee)) == 2
    assert len(town.told(mentor)) == 1
    assert town.now_is(mentor).waited == 2


def test_whoever_just_ended_a_pair_waits_for_the_next_matching_to_hear(town):
    mentee = town.mentee("Anne")
    town.mentor("Paul")
    decided(town)
    told(town)
    (pair,) = town.work.find(Pair)
    town.work.change(pair, state="ended", ended_at=town.work.now)
    assert told(town).nothing, "no matching has left them out since"
    decided(town)
    assert mentee.id in [each.id for each in told(town).waiting]


def test_a_pair_whose_mentor_left_meanwhile_is_void(town):
    town.mentee("Anne")
    mentor = town.mentor("Paul")
    decided(town)
    town.work.change(town.now_is(mentor), state="left")
    done = told(town)
    assert len(done.void) == 1
    assert not town.work.find(Pair)


def test_people_who_cannot_be_reached_are_named(town):
    town.mentee("Anne", person={"reached": False})
    town.mentor("Paul")
    decided(town)
    done = told(town)
    assert [person.name for person in done.unreachable] == ["Anne"]
    assert len(done.pairs) == 1


@pytest.mark.parametrize(("platform", "shown"), [("teams", True), ("console", False)])
def test_an_address_is_given_only_when_no_platform_joins_the_two(town, platform, shown):
    mentee = town.mentee("Anne", person={"platform": "console"})
    town.mentor("Paul", person={"platform": platform, "email": "paul@example.org"})
    decided(town)
    told(town)
    assert ("paul@example.org" in town.told(mentee)[0]) is shown


def test_what_was_asked_in_confidence_is_never_told(town):
    mentee = town.mentee("Anne", avoid="Gérard Dupont")
    mentor = town.mentor("Paul", avoid="Monique Durand")
    decided(town)
    told(town)
    for one in (mentee, mentor):
        text = "\n".join(town.told(one))
        assert "Dupont" not in text
        assert "Durand" not in text
