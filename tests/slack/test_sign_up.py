"""A mentee, a mentor and a coordinator, in a Slack that nobody here wrote."""

import pytest

from tests.slack.bot import database, empty_file, learned, running
from tests.slack.harness import Profile
from tests.slack.server.blocks import spaced, written

__all__ = ["database", "empty_file", "learned"]

AGNES = (
    *("Rédiger ma biographie LinkedIn", "LinkedIn", "Un profil, jamais ouvert.", "2"),
    *("mardi matin et jeudi soir", "français", "à distance", "passer", "passer", "je confirme"),
)
LUCIE = {
    "Que pouvez-vous apprendre": "Écrire une biographie LinkedIn",
    "Sur quels sujets": ["LinkedIn"],
    "Comment évaluez-vous": "5",
    "Qu’aimez-vous particulièrement": "Des exemples",
    "Quelqu’un vous dit": "On débute tous",
    "Combien de personnes": "1 personne",
    "Quand êtes-vous libre": ["Mardi matin", "Jeudi soir"],
    "Dans quelles langues": ["français"],
    "Comment préférez-vous": "À distance",
    "Confirmation": ["Tout est juste, je confirme"],
}


@pytest.fixture
def atlas(slack):
    claire = Profile(name="Claire Marchetti", admin=True)
    return slack.workspace(people=["Agnès Durand", "Lucie Martin", claire])


@pytest.fixture
def binome(slack, database, atlas):
    with running(slack, database, atlas) as started:
        yield started


def signs_up_by_talking(binome, agnes):
    agnes.says("bonjour")
    agnes.waits_for("Bonjour Agnès")
    agnes.clicks("Je veux apprendre")
    agnes.waits_for("les règles du jeu")
    agnes.clicks("J’accepte ces règles")
    agnes.waits_for("Qu’aimeriez-vous savoir faire")
    for answer in AGNES:
        agnes.says(answer)
        binome.settled()


def signs_up_in_a_form(lucie):
    lucie.says("bonjour")
    lucie.waits_for("Bonjour Lucie")
    lucie.clicks("Je peux transmettre")
    lucie.waits_for("les règles du jeu")
    lucie.clicks("J’accepte ces règles")
    lucie.waits_for("Que pouvez-vous apprendre à quelqu’un ?")
    lucie.clicks("Répondre sur une seule page")
    assert lucie.submits(LUCIE).errors == {}
    assert lucie.modal is None


def test_two_people_sign_up_and_become_a_pair(binome, atlas):
    claire, agnes, lucie = (atlas.person(name) for name in ("Claire", "Agnès", "Lucie"))
    claire.gives("/binome", "create pwn-digital-2016")
    claire.waits_for("vous le coordonnez")
    claire.gives("/binome", "open")
    claire.waits_for("Les inscriptions sont ouvertes")
    signs_up_by_talking(binome, agnes)
    agnes.waits_for("Merci Agnès, votre inscription est complète")
    signs_up_in_a_form(lucie)
    lucie.waits_for("Merci Lucie, votre inscription est complète")
    claire.gives("/binome", "match")
    claire.waits_for("1 très bon accord")
    claire.clicks("Approuver les très bons accords")
    binome.settled()
    claire.waits_for("Binôme approuvé : Agnès Durand – Lucie Martin")
    claire.clicks("Annoncer les binômes")
    agnes.waits_for("votre mentor est Lucie Martin")
    lucie.waits_for("Agnès Durand")
    (group,) = binome.until(lambda: agnes.groups, "the pair’s own conversation")
    assert lucie.groups == [group]
    lucie.waits_for("Agnès Durand et Lucie Martin forment un binôme", channel=group)
    agnes.opens_home()
    binome.until(lambda: agnes.id in atlas.homes, "her Home")
    assert "Lucie Martin" in spaced(written(agnes.home["blocks"]))
