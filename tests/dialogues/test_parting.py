"""Ending a pair without leaving, a mediation that is offered, and the fresh start that follows."""

from datetime import date, timedelta

import pytest

from bot.pairing.candidates import pool_of
from bot.programme.template import plan_of
from storage.nouns import Enrolment, Notice, Pair, Programme, Session
from tests.client import START, Chat, Someone


@pytest.fixture
def anne(chat: Chat) -> Someone:
    """A mentee with Paul, in a programme under way that Claire coordinates."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    anne, paul = chat.person("anne", name="Anne Leroy"), chat.person("paul", name="Paul Roy")
    chat.enrols(anne, "mentee")
    chat.enrols(paul, "mentor")
    chat.pairs(anne, paul)
    for each in (anne, paul, claire):
        each.heard()
    return anne


@pytest.fixture
def paul(chat: Chat, anne: Someone) -> Someone:
    return chat.people["paul"]


@pytest.fixture
def claire(chat: Chat, anne: Someone) -> Someone:
    return chat.people["claire"]


def test_the_junior_has_a_private_way_out(chat, anne, paul, claire):
    said = paul.says("je voudrais parler à la coordination en privé")
    assert "J’ai prévenu la coordination (Claire Marchetti)" in said
    assert paul.shown() == ["Conclure avec Anne Leroy"]
    assert "Paul Roy souhaite vous parler en privé" in claire.heard()
    said = paul.presses("Conclure avec Anne Leroy")
    assert "jamais que cela vient de vous" in said
    assert chat.only(Pair).state == "active"
    assert "est conclu" in paul.presses("Conclure ce binôme")
    pair = chat.only(Pair)
    assert (pair.state, pair.reason) == ("ended", "withdrawn")
    told = anne.heard()
    assert "Votre binôme avec Paul Roy prend fin, sans que personne n’ait rien" in told
    assert "a pris fin avant son terme" in claire.heard()
    assert {each.enrolment.state for each in (anne, paul)} == {"active"}


def test_in_english_with_a_second_click_and_a_change_of_mind(chat, anne, paul):
    chat.change(anne.person, locale="en", locale_chosen=True)
    anne.says("I would like another mentor")
    anne.presses("End with Paul Roy")
    assert "Nothing" in anne.says("no") or chat.only(Pair).state == "active"
    anne.presses("End with Paul Roy")
    anne.presses("End this pair")
    assert chat.only(Pair).state == "ended"
    assert "no longer" in anne.presses("End this pair")
    assert paul.heard().count("prend fin") == 1


def test_whoever_wants_to_leave_may_end_the_pair_instead(chat, anne):
    anne.says("je veux arrêter")
    assert anne.shown() == [
        "Faire une pause plutôt",
        "Conclure avec Paul Roy",
        "Quitter le programme",
    ]
    anne.presses("Conclure avec Paul Roy")
    anne.says("oui")  # typed, right after the question
    assert chat.only(Pair).state == "ended"
    assert anne.enrolment.state == "active"


def test_nobody_else_may_end_a_pair(chat, anne, claire):
    pair = chat.only(Pair)
    for action in ("part", "part-yes", "mediation"):
        assert "Ce bouton ne sert plus" in claire.sends(f"{action}:{pair.id}:no")
    for act in ("nudge", "mediate", "rematch", "rematch-yes", "conclude-yes"):
        assert "Ce bouton ne sert plus" in anne.sends(f"care:{pair.id}:{act}")
    assert chat.only(Pair).state == "active"


def test_a_mediation_is_offered_to_both_and_answered_in_private(chat, anne, paul, claire):
    chat.later(days=22)
    for each in (anne, paul, claire):
        each.heard()
    said = claire.gives("health")
    assert "Santé : 45 sur 100 (date 0/25, séances 15/30, constance 20/20" in said
    assert claire.shown()[0] == "Proposer une médiation"
    assert "C’est proposé à Anne Leroy et Paul Roy" in claire.presses("Proposer une médiation")
    assert "Claire Marchetti, de la coordination, vous propose un coup de main" in anne.heard()
    assert paul.shown() == ["Volontiers, à trois", "D’abord en privé", "Non merci, tout va bien"]
    assert "déjà proposée aujourd’hui" in claire.presses("Proposer une médiation")
    assert "cela reste entre nous" in anne.presses("Non merci, tout va bien")
    assert claire.heard() == ""
    assert "pour fixer ce moment à trois" in paul.presses("Volontiers, à trois")
    assert "Paul Roy accepte volontiers votre aide" in claire.heard()
    assert "elle vous contactera en privé" in anne.presses("D’abord en privé")
    assert "Anne Leroy souhaite vous parler en privé" in claire.heard()
    paul.presses("Volontiers, à trois")
    assert claire.heard() == ""  # told once
    assert len(chat.all(Notice, kind="mediation-wanted")) == 1


def test_a_pair_is_concluded_without_blame(chat, anne, paul, claire):
    chat.later(days=22)
    for each in (anne, paul, claire):
        each.heard()
    claire.gives("health")
    assert "Conclure ici le binôme Anne Leroy et Paul Roy" in claire.presses(
        "Conclure sans reproche"
    )
    assert "viennent de recevoir un merci" in claire.presses("Conclure ce binôme")
    for one, other in ((anne, "Paul Roy"), (paul, "Anne Leroy")):
        assert f"Votre binôme avec {other} se conclut ici" in one.heard()
    pair = chat.only(Pair)
    assert (pair.state, pair.reason) == ("ended", "concluded")
    assert {each.state for each in chat.all(Notice)} == {"handled"}
    assert "ne forment plus un binôme" in claire.presses("Conclure ce binôme")


def test_a_warm_rematch_puts_both_first_and_speaks_of_a_fresh_start(chat, anne, paul, claire):
    pair = chat.only(Pair)
    with chat.database.work(START) as work:
        work.add(
            Session(
                pair_id=pair.id, number=1, state="held", starts_at=START - timedelta(days=2),
                minutes=60, proposed_by=pair.mentee_id, created_at=START, closed_at=START,
            )
        )  # fmt: skip
    zoe = chat.person("zoe", name="Zoé Petit")
    waiting = chat.enrols(zoe, "mentee")
    chat.change(waiting, waited=2)
    chat.enrols(chat.person("luc", name="Luc Blanc"), "mentor", capacity="1")
    for each in chat.people.values():
        each.heard()
    claire.sends(f"care:{pair.id}:rematch")
    assert "Les deux passent en premier" in claire.presses("Leur chercher un autre binôme")
    assert "elle cherche pour vous une autre personne" in anne.heard()
    with chat.reading() as work:
        programme = work.first(Programme)
        pool = pool_of(work, programme, plan_of(programme.plan))
        by_id = {each.id: each for each in pool.mentees}
        first = by_id[anne.enrolment.id]
        assert first.waiting > by_id[waiting.id].waiting
        assert paul.person.id in first.earlier  # never together again
    claire.presses("Chercher d’autres binômes")
    claire.gives("review approve all")
    claire.gives("announce")
    made = [each for each in chat.all(Pair) if each.state == "active"]
    assert anne.enrolment.id in {each.mentee_id for each in made}
    told = anne.heard()
    assert "C’est un nouveau départ : ce que vous avez déjà appris reste acquis" in told
    luc = chat.people["luc"].heard()
    assert ("C’est un nouveau départ pour Anne" in luc) is ("Anne Leroy" in luc)
    assert chat.all(Enrolment, id=anne.enrolment.id)[0].answers["objectives"]


@pytest.fixture
def pauline(chat: Chat, anne: Someone) -> Someone:
    """A second mentor of Anne’s."""
    pauline = chat.person("pauline", name="Pauline Roux")
    chat.enrols(pauline, "mentor")
    chat.pairs(anne, pauline)
    pauline.heard()
    anne.heard()
    return pauline


def test_with_two_mentors_the_one_who_is_named_is_meant(chat, anne, paul, pauline):
    said = anne.says("je veux arrêter avec Pauline Roux")
    assert "Conclure votre binôme avec Pauline Roux" in said
    anne.presses("Conclure ce binôme")
    assert {pair.mentor_id: pair.state for pair in chat.all(Pair)} == {
        paul.enrolment.id: "active",
        pauline.enrolment.id: "ended",
    }


@pytest.mark.parametrize(
    ("locale", "text", "question"),
    [
        ("fr", "je voudrais arrêter avec un de mes deux mentors", "Quel binôme souhaitez-vous"),
        ("en", "I want to stop with one of my mentors", "Which pair would you like to end?"),
    ],
)
def test_with_two_mentors_and_nobody_named_the_bot_asks_which(
    chat, anne, paul, pauline, locale, text, question
):
    chat.change(anne.person, locale=locale, locale_chosen=True)
    assert question in anne.says(text)
    names = [
        label.removeprefix("Conclure avec ").removeprefix("End with ") for label in anne.shown()
    ]
    assert sorted(names) == ["Paul Roy", "Pauline Roux"]
    assert {pair.state for pair in chat.all(Pair)} == {"active"}


def test_with_one_mentor_stopping_with_them_is_not_leaving(chat, anne, paul):
    assert "Conclure votre binôme avec Paul Roy" in anne.says("je veux arrêter avec mon mentor")
    assert anne.enrolment.state == "active"


def test_leaving_with_somebody_else_in_the_sentence_is_still_leaving(anne, paul):
    anne.says("je quitte le programme avec regret")
    assert "Quitter le programme" in anne.shown()


@pytest.mark.parametrize(
    "said",
    [
        "I would like to stop with Paul",
        "stop with Paul",
        "I want to stop seeing Paul Roy",
        "I'd like to end my pair",
    ],
)
def test_stopping_with_somebody_ends_that_pair_first_in_english(chat, anne, paul, said):
    chat.change(anne.person, locale="en", locale_chosen=True)
    assert "End your pair with Paul Roy?" in anne.says(said)
    assert anne.shown() == ["Talk to the coordinators first", "End this pair"]
    assert paul.heard() == ""


@pytest.mark.parametrize("said", ["j’arrête avec Paul", "je voudrais arrêter mon binôme"])
def test_stopping_with_somebody_ends_that_pair_first_in_french(chat, anne, paul, said):
    assert "Conclure votre binôme avec Paul Roy ?" in anne.says(said)
    assert "rien ne change" in anne.says("non")
    assert chat.only(Pair).state == "active"


@pytest.mark.parametrize(
    "said", ["arrêter la pause", "je veux arrêter le programme", "j’arrête de lire ces messages"]
)
def test_what_else_is_stopped_ends_no_pair(chat, anne, said):
    assert "Conclure votre binôme avec Paul Roy ?" not in anne.says(said)
