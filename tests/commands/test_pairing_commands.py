"""Forming pairs by commands and buttons: match, review, announce, rematch."""

from datetime import timedelta

import pytest

from storage.nouns import Pair, Proposal
from tests.commands.desk import Desk, in_state, paired, several


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with three proposals to review."""
    town = desk.town
    town.mentee("Anne Leroy", "Animer la page Facebook de mon cabinet", topics=["facebook"])
    town.mentee("Berthe Roux", "Tenir un blog de lectures", topics=["blog"])
    town.mentee("Colette Brun", "Publier des photos sur Instagram", topics=["instagram"])
    town.mentor("Paul Roy", "Animer une page Facebook", topics=["facebook"])
    town.mentor("Zoé Petit", "Tenir un blog", topics=["blog"])
    town.mentor("Inès Blanc", "Publier des photos sur Instagram", topics=["instagram"])
    desk.gives("match")
    return desk


def proposal(desk: Desk, number: int) -> Proposal:
    return desk.work.find(Proposal, round=desk.programme.round)[number - 1]


def test_match_moves_on_and_says_who_is_left_and_why(desk):
    several(desk.town, 1)
    desk.town.mentee("Seule Ici", languages=["de"])
    said = desk.gives("match")
    assert "1 binôme proposé" in said
    assert "1 personne reste sans proposition" in said
    assert "aucune langue commune" in said
    assert desk.programme.state == "matching"
    assert "command:people:unmatched" in desk.buttons()


def test_match_says_how_it_chose_and_what_another_way_would_change(desk):
    town = desk.town
    town.mentee("Anne Leroy", "Tenir un blog", topics=["blog"])
    town.mentee("Berthe Roux", "Écrire un blog de lectures", topics=["blog"], languages=["fr"])
    town.mentor("Paul Roy", "Tenir un blog", topics=["blog"], languages=["fr", "en"])
    town.mentor("Zoé Petit", "Écrire sur le web", topics=["blog"], languages=["en"])
    first = desk.town.work.find(type(town.mentee("Colette Brun", "Tricoter", languages=["it"])))[0]
    town.work.change(first, answers={**first.answers, "languages": ["fr", "en"]})
    said = desk.gives("match")
    assert "Manière de choisir : le meilleur accord d’abord" in said
    assert "« match with everyone » (le plus de binômes) : 2 binômes" in said
    assert "2 binômes" in desk.gives("match avec tous")
    assert "le plus de binômes" in desk.gives("match with everyone")
    assert "Je n’ai pas compris" in desk.gives("match with luck")
    assert "Je n’ai pas compris" in desk.gives("match everyone and more")


def test_whoever_is_left_out_is_told_with_a_way_out(desk):
    desk.town.mentee("Anne Leroy", "Tenir un blog", topics=["blog"])
    desk.town.mentee("Berthe Roux", "Ouvrir un blog de lectures", topics=["blog"])
    desk.town.mentor("Paul Roy", "Tenir un blog", topics=["blog"])
    said = desk.gives("match")
    assert "1 place de plus avec Paul Roy suffirait" in said
    refused = desk.gives("review why-not Berthe Roux avec Paul Roy")
    assert "Ses places sont pour Anne Leroy" in refused


def test_no_mentor_signs_up_for_nothing_when_the_coordinator_wishes_so(desk):
    desk.gives("match prefer mentors oui")
    assert desk.programme.plan["rules"]["every_mentor"] is True
    assert "meilleurs accords" in desk.gives("match prefer mentors no")
    assert desk.programme.plan["rules"]["every_mentor"] is False


def test_a_preference_is_noted_in_plain_words(desk):
    several(desk.town, 1)
    said = desk.gives("match prefer services beaucoup")
    assert "croiser les services comptera beaucoup" in said
    assert desk.programme.plan["rules"]["prefer"]["departments"] == "a lot"
    assert "un peu" in desk.gives("match prefer hours a little")
    for wrong in ("match prefer", "match prefer hours", "match prefer luck a lot"):
        assert "Je n’ai pas compris" in desk.gives(wrong)


@pytest.mark.parametrize(
    ("role", "said"), [("mentee", "aucun mentor"), ("mentor", "pas de mentee")]
)
def test_one_side_alone_is_not_matched(desk, role, said):
    several(desk.town, 1, (role,))
    assert said in desk.gives("match")
    assert desk.programme.state == "signup"


def test_a_name_to_avoid_that_is_not_recognised_is_told_without_quoting_it(desk):
    several(desk.town, 1)
    desk.town.mentee("Anne Leroy", avoid="mon ancien collègue Gérard")
    said = desk.gives("match")
    assert "Anne Leroy souhaite éviter quelqu’un" in said
    assert "Gérard" not in said


def test_review_shows_each_proposal_with_buttons_that_act(busy):
    said = busy.gives("review")
    assert "3 à décider" in said
    first = proposal(busy, 1)
    assert f"review-approve:{first.id}" in busy.buttons()
    assert "Binôme approuvé" in busy.presses(f"review-approve:{first.id}")
    assert "Il reste 2 propositions" in busy.presses(
        f"review-approve:{first.id}"
    )  # said again, done once
    assert "2 à décider et 1 approuvé" in busy.gives("review full")


def test_the_last_decision_moves_the_programme_on(busy):
    assert "Binôme écarté" in busy.gives("review reject 1 pas le bon moment")
    assert proposal(busy, 1).why["reason"] == "pas le bon moment"
    assert "Tout est décidé" in busy.gives("review approve 2-3")
    assert busy.programme.state == "reviewed"
    assert "command:announce" in busy.buttons()


def test_all_or_the_strongest_may_be_approved_at_once(busy):
    strong = sum(each.label == "strong" for each in busy.work.find(Proposal))
    said = busy.gives("review approve strong")
    approved = len(busy.work.find(Proposal, state="approved"))
    assert approved == strong
    assert ("Rien à décider de ce genre" in said) is (strong == 0)
    busy.gives("review approuver tout")
    assert len(busy.work.find(Proposal, state="approved")) == 3


def test_swap_by_numbers(busy):
    before = [proposal(busy, 1).mentor_id, proposal(busy, 2).mentor_id]
    assert "2 binômes approuvés" in busy.gives("review swap 1 2")
    assert [proposal(busy, 2).mentor_id, proposal(busy, 1).mentor_id] == before


@pytest.mark.parametrize(
    "names",
    [
        'lock "Anne Leroy" "Zoé Petit"', "lock Anne Leroy avec Zoé Petit", "lock Anne Zoé",
        "imposer « Anne Leroy » « Zoé Petit »", "lock anne leroy zoe petit",
    ],
)  # fmt: skip
def test_lock_understands_names_in_many_ways(busy, names):
    said = busy.gives(f"review {names}")
    assert "Anne Leroy – Zoé Petit" in said
    assert "laisser la place" in said


def test_a_rule_is_named_and_force_insists(busy):
    for each in busy.work.find(Proposal):
        for one in (each.mentee_id, each.mentor_id):
            enrolment = busy.town.now_is(
                busy.town.work.find(type(busy.town.mentee("x")), id=one)[0]
            )
            busy.work.change(enrolment, answers={**enrolment.answers, "team": "Finance"})
    said = busy.gives("review lock Anne Zoé")
    assert "de la même équipe" in said
    assert "force" in said
    assert "Binôme approuvé" in busy.gives("review lock Anne Zoé force")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lock Zoé Anne", "n’a pas le rôle"),
        ("lock Anne Nadège", "Personne ne s’appelle « Nadège »"),
        ('lock "Ane Leroi" Zoé', "Pensiez-vous à Anne Leroy"),
        ("lock Anne", "Je n’ai pas compris"),
        ("swap 1", "Je n’ai pas compris"),
        ("swap 1 1", "Je n’ai pas compris"),
        ("approve", "Je n’ai pas compris"),
        ("approve 12", "La proposition 12 n’est pas dans la liste"),
        ("reject", "Je n’ai pas compris"),
        ("why", "Je n’ai pas compris"),
        ("why 1 2", "Je n’ai pas compris"),
        ("why 1", "apprendrait avec"),
        ("why-not Anne Zoé", "Rien de ce que demande Anne Leroy ne ressemble"),
        ("why-not Zoé Anne", "Rien de ce que demande Anne Leroy ne ressemble"),
        ("pourquoi-pas Anne Paul", "Ce binôme est justement proposé"),
    ],
)
def test_the_words_of_review(busy, typed, expected):
    states = [each.state for each in busy.work.find(Proposal)]
    assert expected in busy.gives(f"review {typed}")
    assert [each.state for each in busy.work.find(Proposal)] == states


def test_two_people_of_one_first_name_are_asked_about(busy):
    busy.town.mentee("Anne Petit")
    said = busy.gives("review lock Anne Zoé")
    assert "Plusieurs personnes répondent à « Anne » : Anne Leroy, Anne Petit" in said


def test_long_lists_come_in_pages_with_buttons(desk):
    several(desk.town, 20)
    desk.gives("match")
    assert "Page 1 sur 3" in desk.gives("review")
    assert "review-more:2" in desk.buttons()
    said = desk.presses("review-more:2")
    assert "Page 2 sur 3" in said
    assert {"review-more:1", "review-more:3"} <= set(desk.buttons())
    assert "Page 3 sur 3" in desk.gives("review 99")


def test_a_button_of_an_older_round_does_nothing_any_more(busy):
    old = proposal(busy, 1)
    busy.gives("match")
    assert "Ce bouton ne sert plus" in busy.presses(f"review-approve:{old.id}")


def test_announce_waits_for_an_approval(busy):
    assert "Aucun binôme approuvé à annoncer" in busy.gives("announce")
    busy.gives("review approve 1")
    said = busy.gives("announce")
    assert "1 binôme présenté" in said
    assert "2 propositions attendent encore" in said
    assert len(busy.work.find(Pair)) == 1
    assert busy.programme.state == "matching"


def test_what_is_announced_is_no_longer_told_to_be_announced(busy):
    busy.gives("review approve 1")
    assert "Approuvés, à annoncer" in busy.gives("status")
    busy.gives("review approve all")
    busy.gives("announce")
    assert "Approuvés, à annoncer" not in busy.gives("status")


@pytest.mark.parametrize(
    ("locale", "waiting"),
    [("fr", "binôme approuvé, pas encore annoncé"), ("en", "pair approved, not announced yet")],
)
def test_who_has_a_pair_that_waits_to_be_announced_is_not_said_to_have_none(busy, locale, waiting):
    busy.work.change(busy.person, locale=locale)
    assert waiting not in busy.gives("people Anne")
    busy.gives("review approve all")
    for typed in ("people Anne", "people", "people Paul"):
        assert waiting in busy.gives(typed)
    busy.gives("announce")
    assert waiting not in busy.gives("people Anne")


def test_once_announced_the_kick_off_is_what_comes_first(busy):
    busy.gives("review approve all")
    busy.gives("status")
    assert busy.buttons()[0].endswith("command:announce")
    busy.gives("announce")
    busy.gives("status")
    assert busy.buttons()[0].endswith("command:kickoff")


def test_kickoff_introduces_those_not_yet_announced(busy):
    assert "pas encore tous décidés" in busy.gives("kickoff")
    busy.gives("review approve all")
    assert "3 binômes viennent d’être présentés" in busy.gives("kickoff")
    assert busy.programme.state == "kickoff"
    assert len(busy.work.find(Pair)) == 3


def test_a_kickoff_given_late_names_no_day_that_is_over(busy):
    busy.gives("review approve all")
    busy.work.change(busy.programme, starts_on=busy.work.now.date() - timedelta(days=7))
    said = busy.gives("kickoff")
    assert "peuvent commencer dès aujourd’hui" in said
    assert "d’elles-mêmes le" not in said


def test_rematch_keeps_healthy_pairs_and_looks_for_the_others(desk):
    town = desk.town
    healthy = paired(town, town.mentee("Anne Leroy"), town.mentor("Paul Roy"))
    lost = paired(town, town.mentee("Berthe Roux"), town.mentor("Gone Away"), state="ended")
    town.mentor("Zoé Petit")
    in_state(town, "running")
    said = desk.gives("rematch")
    assert "Le binôme en cours ne change pas" in said
    assert "1 binôme proposé" in said
    desk.gives("review approve all")
    assert desk.programme.state == "running"
    desk.gives("announce")
    pairs = desk.work.find(Pair, state="active")
    assert healthy.id in {each.id for each in pairs}
    (new,) = [each for each in pairs if each.id != healthy.id]
    assert new.mentee_id == lost.mentee_id
    assert new.mentor_id != lost.mentor_id


def test_match_again_after_everything_is_decided_keeps_it_decided(busy):
    busy.gives("review approve all")
    said = busy.gives("match")
    assert "3 binômes déjà décidés, gardés" in said
    assert busy.programme.state == "reviewed"
