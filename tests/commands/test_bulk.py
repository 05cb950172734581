"""Many at once: how many messages leave is said, some are chosen, and all can be taken back."""

from datetime import date, timedelta

import pytest

from storage.nouns import Batch, Outgoing, Pair, Programme, Proposal
from tests.client import Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She coordinates a programme of two pairs without a date."""
    programme = chat.programme(
        state="running", starts_on=date(2016, 1, 4), momentum={"first_hours": 0}
    )
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    for mentee, mentor in (("anne", "paul"), ("berthe", "marc")):
        one, other = chat.person(mentee), chat.person(mentor)
        chat.enrols(one, "mentee")
        chat.enrols(other, "mentor")
        chat.pairs(one, other)
    for each in chat.people.values():
        each.heard()
    return claire


def heard(chat: Chat) -> list[str]:
    return [name for name, each in chat.people.items() if name != "claire" and each.heard()]


def test_nothing_leaves_before_a_press_then_all_waits_ten_minutes(chat, claire):
    said = claire.gives("remind unplanned")
    assert "4 messages partiraient, pour Anne, Paul, Berthe et Marc. Les envoyer ?" in said
    assert claire.shown() == ["Envoyer", "En choisir quelques-uns"]
    assert heard(chat) == []
    said = claire.presses("Envoyer")
    assert "4 relances en attente, pour choisir une date." in said
    assert "Départ à 10 h 10. D’ici là, un bouton suffit pour tout retenir." in said
    chat.later(minutes=9)
    assert heard(chat) == []
    chat.later(minutes=2)
    assert sorted(heard(chat)) == ["anne", "berthe", "marc", "paul"]


def test_what_waits_is_held_back_and_may_be_sent_again(chat, claire):
    claire.gives("remind unplanned send")
    chat.later(minutes=5)
    claire.heard()
    assert "C’est annulé : 4 messages ne partiront pas." in claire.presses("Retenir ces messages")
    assert "déjà annulé" in claire.presses("Retenir ces messages")
    chat.later(minutes=10)
    assert heard(chat) == []
    assert "4 messages partiraient" in claire.gives("remind unplanned")


def test_what_has_left_says_so(chat, claire):
    claire.gives("remind unplanned send")
    chat.later(minutes=11)
    claire.heard()
    assert "Trop tard : les 4 messages sont déjà partis." in claire.presses("Retenir ces messages")
    assert chat.only(Batch).undone_at is None


def test_when_some_have_left_the_others_are_held(chat, claire):
    claire.gives("remind unplanned send")
    first = next(each for each in chat.all(Outgoing) if each.key.startswith("remind-unplanned"))
    chat.change(first, due_at=chat.clock.now())
    chat.later(seconds=1)
    said = claire.presses("Retenir ces messages")
    assert "3 messages ne partiront pas" in said
    assert "1 message était déjà parti" in said


def test_some_are_chosen_among_those_concerned(chat, claire):
    claire.gives("remind unplanned")
    assert "À qui envoyer un mot ?" in claire.presses("En choisir quelques-uns")
    said = claire.picks("Anne", "Paul")
    assert "2 messages partiraient, pour Anne et Paul" in said
    claire.presses("Envoyer")
    chat.later(minutes=11)
    assert sorted(heard(chat)) == ["anne", "paul"]
    assert "2 messages partiraient, pour Berthe et Marc" in claire.gives("remind unplanned")


def test_everybody_is_a_choice_and_so_is_a_change_of_mind(chat, claire):
    claire.gives("remind unplanned")
    claire.presses("En choisir quelques-uns")
    assert "4 messages partiraient" in claire.picks("Tout le monde")
    claire.says("annuler")
    chat.later(minutes=11)
    assert heard(chat) == []


def test_in_english_with_a_wrong_word(chat, claire):
    chat.change(claire.person, locale="en", locale_chosen=True)
    assert "4 messages would go out, to Anne, Paul, Berthe and Marc" in claire.gives(
        "remind unplanned"
    )
    assert "4 nudges are ready" in claire.presses("Send")
    assert "Undone: 4 messages will not go out." in claire.presses("Hold these messages back")
    assert "/binome remind" in claire.gives("remind unplanned loudly")


def test_nobody_else_takes_anything_back(chat, claire):
    claire.gives("remind unplanned send")
    batch, anne = chat.only(Batch), chat.people["anne"]
    assert "Ce bouton ne sert plus" in anne.sends(f"undo:{batch.id}")
    assert "Ce bouton ne sert plus" in anne.sends(f"bulk-choose:{batch.programme_id}:unplanned")
    assert "Ce bouton ne sert plus" in claire.sends(f"bulk-choose:{batch.programme_id}:dance")
    assert chat.only(Batch).undone_at is None


def test_many_approvals_are_given_back_at_once(chat, claire):
    programme = chat.only(Programme)
    for pair in chat.all(Pair):
        chat.change(pair, state="ended", ended_at=chat.clock.now())
    chat.change(programme, state="signup")
    claire.gives("match")
    claire.gives("review approve all")
    approved = [each for each in chat.all(Proposal) if each.state == "approved"]
    assert len(approved) == 2
    assert "2 propositions attendent de nouveau" in claire.presses("Revenir sur ces décisions")
    assert {each.state for each in chat.all(Proposal)} == {"proposed"}
    claire.gives("review approve all")
    chat.clock.set(chat.clock.now() + timedelta(minutes=11))
    assert "Trop tard pour tout reprendre" in claire.presses("Revenir sur ces décisions")


def test_what_was_announced_is_not_taken_back(chat, claire):
    for pair in chat.all(Pair):
        chat.change(pair, state="ended", ended_at=chat.clock.now())
    chat.change(chat.only(Programme), state="signup")
    claire.gives("match")
    claire.gives("review approve all")
    claire.gives("announce")
    told = claire.presses("Revenir sur ces décisions")
    assert "Ces binômes sont déjà annoncés" in told
    assert "tant que rien n’est annoncé" not in told


@pytest.mark.parametrize("typed", ["undo", "annuler"])
def test_the_word_takes_back_what_was_last_done_for_many(chat, claire, typed):
    assert "Rien à reprendre" in claire.gives(typed)
    claire.gives("remind unplanned send")
    assert "C’est annulé : 4 messages ne partiront pas." in claire.says(f"binome {typed}")
    assert "déjà annulé" in claire.gives(typed)
    chat.later(minutes=11)
    assert heard(chat) == []


def test_the_word_in_english_comes_too_late_and_takes_nothing_of_another(chat, claire):
    helene = chat.person("helene", name="Hélène Marin", locale="en-GB")
    helene.joins()
    chat.coordinates(helene, chat.only(Programme))
    claire.gives("remind unplanned send")
    assert "Nothing to take back" in helene.gives("undo")
    assert "not for you" not in helene.gives("undo")
    chat.later(minutes=11)
    assert "Trop tard" in claire.gives("undo")
    assert "undo" not in chat.people["anne"].gives("undo")
