"""The words of an organisation, from the command that notes them to the pairs that they make."""

import pytest

from storage.nouns import Proposal


def noted(desk):
    return desk.programme.plan["rules"]["synonyms"]


@pytest.mark.parametrize(
    "words",
    [
        'synonym "Atlas" = "CRM", "suivi des clients"',
        "synonyme « Atlas » = « CRM », « suivi des clients »",
        "synonym add Atlas = CRM ; suivi des clients",
        'synonyme ajouter Atlas : CRM | "suivi des clients"',
        'synonym “Atlas”=“CRM” and "suivi des clients"',
    ],
)
def test_a_word_is_noted_however_it_is_written(desk, words):
    said = desk.gives(words)
    assert "Atlas" in said
    assert "CRM et suivi des clients" in said
    assert noted(desk) == {"Atlas": ["CRM", "suivi des clients"]}


def test_words_are_added_to_listed_and_forgotten(desk):
    assert "Aucun mot" in desk.gives("synonym list")
    desk.gives("synonym Atlas = CRM")
    desk.gives("synonym ATLAS = relation client")
    desk.gives("synonym list = registre")
    assert noted(desk) == {"Atlas": ["CRM", "relation client"], "list": ["registre"]}
    listed = desk.gives("synonymes")
    assert "CRM et relation client" in listed
    assert "J’ai oublié" in desk.gives("synonyme retirer « atlas »")
    assert "Aucun mot" in desk.gives("synonym remove Atlas")
    assert noted(desk) == {"list": ["registre"]}


@pytest.mark.parametrize(
    "words",
    ["synonym Atlas", "synonym Atlas =", "synonym = CRM", "synonym … = CRM", "synonym list a"],
)
def test_what_cannot_be_meant_is_not_noted(desk, words):
    assert "Je n’ai pas compris" in desk.gives(words)
    assert not noted(desk)


def test_there_is_an_end_to_it(desk):
    assert "plus que je ne peux retenir" in desk.gives(f"synonym {'a' * 81} = CRM")
    many = ", ".join(f"sens {number}" for number in range(21))
    assert "plus que je ne peux retenir" in desk.gives(f"synonym Atlas = {many}")
    assert not noted(desk)


def test_a_word_noted_makes_a_pair_and_is_told_as_such(desk):
    desk.town.mentee("Anne Leroy", "Me servir de Zorglub")
    desk.town.mentor("Paul Roy", "Suivi des ventes dans Salesforce")
    desk.gives("synonym Zorglub = Salesforce")
    assert "1 binôme proposé" in desk.gives("match")
    (made,) = desk.work.find(Proposal, round=desk.programme.round)
    assert ["zorglub", "salesforce", "own"] in made.why["needs"][0]["terms"]
    told = desk.gives("review why 1")
    assert "« zorglub », qui dans votre organisation veut dire « salesforce »" in told
