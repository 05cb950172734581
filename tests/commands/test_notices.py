"""What the bot noticed, told once where the coordinators are, and what they do about it."""

from datetime import date, timedelta

import pytest

from storage.nouns import Address, Notice, Pair, Programme, Session
from tests.client import START, Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """Somebody who coordinates, with Marc, a programme under way."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    for user, name in (("claire", "Claire Marchetti"), ("marc", "Marc Aubin")):
        someone = chat.person(user, name=name)
        someone.joins()
        chat.coordinates(someone, programme)
        someone.heard()
    return chat.people["claire"]


@pytest.fixture
def marc(chat: Chat, claire: Someone) -> Someone:
    return chat.people["marc"]


def two(chat: Chat) -> tuple[Someone, Someone]:
    mentee = chat.person("anne", name="Anne Leroy")
    mentor = chat.person("paul", name="Paul Roy")
    chat.enrols(mentee, "mentee")
    chat.enrols(mentor, "mentor")
    chat.pairs(mentee, mentor)
    for each in (mentee, mentor):
        each.heard()
    return mentee, mentor


def silent(chat: Chat) -> tuple[Someone, Someone]:
    """Two people who plan nothing, until the coordinators hear of it."""
    both = two(chat)
    chat.later(days=22)
    for each in both:
        each.heard()
    return both


def in_channel(chat: Chat, claire: Someone) -> None:
    claire.gives("here coordinators", channel="coordination")
    claire.heard()


def pressed_there(chat: Chat, someone: Someone, label: str) -> str:
    """Presses a button of the latest message of the coordinators' channel."""
    heard = chat.channels["C-coordination"]
    for each in reversed(heard):
        for part in each.message.parts:
            for button in getattr(part, "buttons", ()):
                if button.label.replace("\u00a0", " ") == label:
                    return someone.sends(button.action)
    raise AssertionError(f"nobody was shown {label!r} there")


def test_without_a_channel_each_hears_in_private(chat, claire, marc):
    silent(chat)
    for each in (claire, marc):
        assert "Anne Leroy et Paul Roy : rien de planifié depuis 21 jours" in each.heard()
        assert each.shown() == ["Leur envoyer un mot", "Chercher un autre binôme", "C’est réglé"]


def test_with_a_channel_all_hear_once_there(chat, claire, marc):
    in_channel(chat, claire)
    silent(chat)
    assert claire.heard() == marc.heard() == ""
    told = [each for each in chat.read_in("coordination") if "rien de planifié" in each]
    assert len(told) == 1


def test_a_channel_that_is_gone_leaves_the_private_messages(chat, claire, marc):
    in_channel(chat, claire)
    chat.change(chat.only(Address, user="C-coordination"), reachable=False)
    silent(chat)
    assert "rien de planifié" in claire.heard()


def test_a_wish_to_talk_stays_private(chat, claire, marc):
    in_channel(chat, claire)
    anne, _ = two(chat)
    anne.says("je veux parler à la coordination")
    assert "Anne Leroy souhaite vous parler en privé" in claire.heard()
    assert "en privé" in marc.heard()
    claire.presses("C’est réglé")
    assert not any("Anne" in each for each in chat.read_in("coordination"))
    assert "déjà réglé pour Anne Leroy : grâce à Claire Marchetti, mardi 5 janvier" in marc.presses(
        "C’est réglé"
    )


def test_what_is_settled_in_the_channel_is_known_there_in_a_line(chat, claire, marc):
    in_channel(chat, claire)
    silent(chat)
    before = len(chat.read_in("coordination"))
    assert "C’est réglé pour Anne Leroy et Paul Roy. Merci." in pressed_there(
        chat, marc, "C’est réglé"
    )
    assert chat.read_in("coordination")[before:] == [
        "Anne Leroy et Paul Roy : c’est réglé, grâce à Marc Aubin."
    ]
    notice = chat.only(Notice)
    assert (notice.state, notice.handled_by) == ("handled", marc.person.id)
    assert notice.handled_at == chat.clock.now()
    chat.later(hours=3)
    again = pressed_there(chat, claire, "Chercher un autre binôme")
    assert "grâce à Marc Aubin, mercredi 27 janvier" in again
    assert len(chat.read_in("coordination")) == before + 1
    assert "rien de planifié" not in claire.gives("status")


def test_both_are_sent_a_kind_word_once_a_day(chat, claire, marc):
    in_channel(chat, claire)
    anne, paul = silent(chat)
    said = pressed_there(chat, claire, "Leur envoyer un mot")
    assert "un mot aimable, sans reproche, attend Anne Leroy et Paul Roy" in said
    for one, other in ((anne, "Paul Roy"), (paul, "Anne Leroy")):
        assert f"votre prochaine date avec {other}" in one.heard()
        assert one.shown() == ["Choisir une date"]
    assert "Claire Marchetti vient de leur faire envoyer un mot" in chat.read_in("coordination")[-1]
    lines = len(chat.read_in("coordination"))
    assert "patience jusqu’à demain" in pressed_there(chat, marc, "Leur envoyer un mot")
    assert anne.heard() == ""
    assert "déjà reçu cette relance" in marc.gives("remind unplanned")
    assert len(chat.read_in("coordination")) == lines
    assert chat.only(Notice).state == "open"
    chat.later(days=1)
    pressed_there(chat, marc, "Leur envoyer un mot")
    assert "votre prochaine date" in anne.heard()


def test_another_pair_is_confirmed_then_both_are_told_and_matched_again(chat, claire, marc):
    in_channel(chat, claire)
    anne, paul = silent(chat)
    said = pressed_there(chat, claire, "Chercher un autre binôme")
    assert "Mettre fin au binôme Anne Leroy et Paul Roy ? Les deux l’apprennent avec tact" in said
    assert chat.only(Pair).state == "active"
    said = claire.presses("Mettre fin à ce binôme")
    assert "prend fin, et les deux le savent" in said
    pair = chat.only(Pair)
    assert (pair.state, pair.reason) == ("ended", "coordination")
    for one, other in ((anne, "Paul Roy"), (paul, "Anne Leroy")):
        told = one.heard()
        assert f"met fin à votre binôme avec {other}" in told
        assert "sans que personne n’ait rien à se reprocher" in told
    assert "Claire Marchetti met fin à ce binôme" in chat.read_in("coordination")[-1]
    assert not any("a pris fin avant" in each for each in chat.read_in("coordination"))
    assert {each.state for each in chat.all(Notice)} == {"handled"}
    said = claire.presses("Chercher d’autres binômes")
    assert "aucun binôme possible" in said  # the two are never put together again
    assert "binôme actif" not in said


def test_a_pair_that_ended_meanwhile_is_no_matter_any_more(chat, claire, marc):
    anne, _ = silent(chat)
    action, _ = claire.action_of("Leur envoyer un mot")
    anne.says("je veux arrêter")
    anne.presses("Quitter le programme")
    assert "a pris fin avant son terme" in claire.heard()
    assert "C’était déjà réglé pour Anne Leroy et Paul Roy" in claire.sends(action)
    assert claire.presses("Chercher une suite")
    assert {each.state for each in chat.all(Notice)} == {"handled"}


def test_nobody_else_may_press(chat, claire, marc):
    anne, _ = silent(chat)
    for label in ("Leur envoyer un mot", "Chercher un autre binôme", "C’est réglé"):
        action, _ = claire.action_of(label)
        assert "Ce bouton ne sert plus" in anne.sends(action)
    notice = chat.only(Notice)
    for act in ("held", "end", "dance"):
        assert "Ce bouton ne sert plus" in anne.sends(f"notice:{notice.id}:{act}")
    assert "Ce bouton ne sert plus" in claire.sends(f"notice:{notice.id}:dance")
    assert "Ce bouton ne sert plus" in claire.sends(f"notice:{notice.id}:held")
    assert (chat.only(Notice).state, chat.only(Pair).state) == ("open", "active")


def unconfirmed(chat: Chat) -> tuple[Someone, Someone]:
    anne, paul = two(chat)
    pair = chat.only(Pair)
    with chat.database.work(START) as work:
        work.add(
            Session(
                pair_id=pair.id, number=1, state="planned", starts_at=START + timedelta(days=2),
                minutes=60, proposed_by=pair.mentee_id, sequence=1, created_at=START,
            )
        )  # fmt: skip
        work.change(pair, look_at=START)
    chat.later(days=13)
    for each in (anne, paul):
        each.heard()
    return anne, paul


def test_a_session_counts_on_a_coordinators_word(chat, claire, marc):
    in_channel(chat, claire)
    anne, paul = unconfirmed(chat)
    assert chat.only(Session).state == "missed"
    said = pressed_there(chat, claire, "Elle a eu lieu")
    assert "est notée comme tenue" in said
    assert chat.only(Session).state == "held"
    for one, other in ((anne, "Paul Roy"), (paul, "Anne Leroy")):
        told = one.heard()
        assert f"Votre séance avec {other}, jeudi 7 janvier à 10 h, compte désormais" in told
        assert "Claire Marchetti, de la coordination" in told
        assert one.shown()
    assert "la séance a eu lieu, d’après Claire Marchetti" in chat.read_in("coordination")[-1]
    assert "déjà réglé" in pressed_there(chat, marc, "Elle n’a pas eu lieu")
    assert chat.only(Session).state == "held"


def test_a_session_that_did_not_take_place_stays_missed(chat, claire, marc):
    anne, _ = unconfirmed(chat)
    assert "reste notée comme manquée" in claire.presses("Elle n’a pas eu lieu")
    assert chat.only(Session).state == "missed"
    assert anne.heard() == ""


def test_what_one_of_the_two_said_meanwhile_stands(chat, claire, marc):
    anne, _ = unconfirmed(chat)
    anne.presses("Oui")
    if chat.only(Session).state != "held":
        chat.change(chat.only(Session), state="held")
    assert "est notée comme tenue" in claire.presses("Elle n’a pas eu lieu")
    assert chat.only(Session).state == "held"


def test_a_date_that_is_set_is_not_asked_for_again(chat, claire, marc):
    anne, _ = two(chat)
    pair, programme = chat.only(Pair), chat.only(Programme)
    with chat.database.work(START) as work:
        work.add(
            Session(
                pair_id=pair.id, number=1, state="planned", starts_at=START + timedelta(days=9),
                minutes=60, proposed_by=pair.mentee_id, sequence=3, moves=2, created_at=START,
            )
        )  # fmt: skip
        work.change(pair, look_at=START)
    chat.later(hours=1)
    assert "déplacée 2 fois" in claire.heard()
    claire.presses("Leur envoyer un mot")
    assert "est prévue jeudi 14 janvier à 10 h. Ce moment vous convient-il toujours" in anne.heard()
    assert anne.shown() == ["Déplacer la séance", "Relire mes réponses"]
    assert programme.id


def test_whoever_is_on_a_break_is_left_in_peace(chat, claire, marc):
    anne, paul = silent(chat)
    for each in (anne, paul):
        chat.change(each.enrolment, state="paused", paused_until=date(2016, 6, 1))
    assert "en pause en ce moment" in claire.presses("Leur envoyer un mot")
    assert anne.heard() == paul.heard() == ""


def test_health_offers_the_same(chat, claire, marc):
    silent(chat)
    claire.heard()
    claire.gives("health")
    assert "Chercher un autre binôme" in claire.shown()
    assert "C’est réglé" in claire.shown()
    claire.presses("C’est réglé")
    claire.gives("health")
    assert "C’est réglé" not in claire.shown()


def planned_by(anne: Someone, paul: Someone) -> None:
    anne.says("planifier une séance")
    anne.says("1")
    anne.says("passer")
    paul.presses("Accepter cette date")


def test_a_date_agreed_settles_a_silence_and_the_channel_reads_so(chat, claire, marc):
    in_channel(chat, claire)
    anne, paul = silent(chat)
    assert "rien de planifié" in claire.gives("today")
    planned_by(anne, paul)
    assert chat.read_in("coordination")[-1] == (
        "Anne Leroy et Paul Roy : une séance est fixée, c’est réglé."
    )
    assert (chat.only(Notice).state, chat.only(Notice).handled_by) == ("handled", None)
    assert "rien de planifié" not in claire.gives("today")
    claire.gives("health")
    assert "C’est réglé" not in claire.shown()
    assert "C’était déjà réglé pour Anne Leroy et Paul Roy" in pressed_there(
        chat, marc, "Leur envoyer un mot"
    )


def test_without_a_channel_a_date_agreed_settles_a_silence_in_silence(chat, claire, marc):
    both = silent(chat)
    assert claire.heard()
    planned_by(*both)
    assert claire.heard() == ""
    assert "déjà réglé" in claire.presses("Leur envoyer un mot")


def test_one_yes_too_late_still_settles_what_nobody_had_confirmed(chat, claire, marc):
    in_channel(chat, claire)
    anne, paul = two(chat)
    planned_by(anne, paul)
    chat.later(days=10)
    chat.later(days=6)
    assert (chat.only(Notice).kind, chat.only(Session).state) == ("unconfirmed", "missed")
    for label in ("Oui", "5", "En partie", "Passer"):
        anne.presses(label)
    assert (chat.only(Notice).state, chat.only(Session).state) == ("handled", "held")
    assert chat.read_in("coordination")[-1] == (
        "Anne Leroy et Paul Roy : la séance a bien eu lieu, c’est réglé."
    )


def test_what_was_noticed_of_a_pair_is_over_with_it(chat, claire, marc):
    in_channel(chat, claire)
    anne, _ = silent(chat)
    anne.says("je veux arrêter")
    anne.presses("Quitter le programme")
    states = {each.kind: each.state for each in chat.all(Notice)}
    assert states == {"silent": "handled", "pair-ended": "open"}
    assert "rien de planifié" not in claire.gives("today")
    assert not any("c’est réglé" in each for each in chat.read_in("coordination"))


def test_what_was_noticed_of_pairs_is_over_with_the_programme(chat, claire, marc):
    silent(chat)
    for _ in range(2):
        claire.gives("close")
    assert chat.only(Pair).state == "ended"
    assert chat.only(Notice).state == "handled"
    assert "rien de planifié" not in claire.gives("today")
