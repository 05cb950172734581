"""Every reason and every rule has its words, in both languages."""

import pytest

from bot.message import Message, plain, text_of
from bot.pairing import explain
from bot.pairing.candidates import pool_of
from bot.pairing.run import run
from bot.pairing.week import halfdays, in_words
from bot.texts import Voice
from matching.proposals import ANSWERS, REASONS
from tests.pairing.town import NOW

LOCALES = ("fr", "en")
CODES = [*ANSWERS[:-1], "taken", "proposed", "rejected", "paired", "not-yet"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", [*REASONS, ""])
def test_every_reason_has_words_for_both_sides(town, locale, code):
    voice = Voice(locale)
    other = {plain(voice.runs(f"pairing.{who}.other")) for who in ("reason", "own")}
    for left in (town.mentee("Anne"), town.mentor("Paul")):
        one = left.model_copy(update={"unmatched": code})
        for own in (False, True):
            said = plain(explain.reason(voice, one, own=own))
            assert said
            assert said not in other


def test_an_unheard_of_reason_still_has_words(town):
    odd = town.mentee("Anne").model_copy(update={"unmatched": "comet"})
    assert plain(explain.reason(Voice("fr"), odd, own=True))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_words(town, locale, code):
    mentee, mentor = town.mentee("Anne"), town.mentor("Paul")
    pool = pool_of(town.work, town.again(), town.plan)
    assert plain(explain.rule(Voice(locale), pool, code, mentee, mentor))


def test_a_proposal_is_told_need_by_need(town):
    town.mentee(
        "Anne Leroy", "Créer la page Facebook de mon cabinet", "Jongler", topics=["facebook"]
    )
    town.mentor("Paul Roy", "Animer une page Facebook", topics=["facebook", "blog"], capacity="3")
    run(town.work, town.again(), town.plan)
    pool = pool_of(town.work, town.again(), town.plan)
    said = text_of(Message(explain.told(Voice("fr"), pool, pool.numbered[1]))).replace(
        "\u00a0", " "
    )
    assert (
        "« Créer la page Facebook de mon cabinet » rencontre « Animer une page Facebook »" in said
    )
    assert "« Jongler » : rien de précis en face" in said
    assert "Sujets communs : Facebook" in said
    assert "mardi soir et jeudi matin" in said
    assert "Paul Roy veut bien suivre jusqu’à 3 personnes" in said


def test_typed_words_stay_data(town):
    town.mentee("Anne *bold*", "Créer <b>la page</b> Facebook")
    town.mentor("Paul", "Animer une page Facebook")
    run(town.work, town.again(), town.plan)
    pool = pool_of(town.work, town.again(), town.plan)
    runs = explain.line(Voice("fr"), pool, 1, pool.numbered[1])
    risky = [run for run in runs if "<b>" in run.text or "*bold*" in run.text]
    assert len(risky) == 2
    assert all(run.typed for run in risky)


def test_why_not_says_the_first_thing_that_stands_in_the_way(town):
    anne = town.mentee("Anne", "Publier sur LinkedIn", team="Finance")
    paul = town.mentor("Paul", "Publier sur LinkedIn", team="finance ")
    zoe = town.mentor("Zoé", "Publier sur LinkedIn")
    berthe = town.mentee("Berthe", "Publier sur LinkedIn chaque semaine", languages=["fr", "en"])
    pool = pool_of(town.work, town.again(), town.plan)
    assert explain.why_not(pool, anne, paul) == "same-team"
    assert explain.why_not(pool, anne, zoe) == "not-yet"
    run(town.work, town.again(), town.plan)
    pool = pool_of(town.work, town.again(), town.plan)
    with_zoe = {each.mentee_id for each in pool.pending.values() if each.mentor_id == zoe.id}
    other = berthe if anne.id in with_zoe else anne
    assert explain.why_not(pool, other, zoe) == "full"


def test_hours_become_half_days_on_the_readers_own_clock():
    tuesday_evening = [24 + 17, 24 + 18]
    assert halfdays(tuesday_evening, "Europe/Paris", NOW.date()) == [(1, "eve")]
    assert in_words(Voice("fr", "Europe/Paris"), tuesday_evening, NOW.date()) == "mardi soir"
    assert in_words(Voice("en", "Asia/Tokyo"), tuesday_evening, NOW.date()) == "Wednesday morning"
    many = [24 * day + 9 for day in range(7)]
    assert in_words(Voice("fr"), many, NOW.date(), most=2) == "lundi matin, mardi matin et 5 autres"
