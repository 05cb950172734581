"""Pausing, coming back, leaving, being erased, taking one's data along."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.message import Attachment
from storage import outbox
from storage.nouns import Draft, Enrolment, File, Notice, Pair, Person, Poll, Programme, Session
from tests.client import Chat, Someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    """A mentee of a running programme, paired with Bruno; Claire coordinates."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr")
    claire = chat.person("claire", name="Claire Roux")
    claire.joins()
    chat.coordinates(claire, programme)
    chat.enrols(
        agnes,
        "mentee",
        objectives=["Oser la vidéo verticale"],
        already="Mes mots à moi",
        team="Achats",
    )
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno, claire):
        each.heard()
    return agnes


@pytest.fixture
def bruno(agnes: Someone) -> Someone:
    return agnes.chat.people["bruno"]


@pytest.fixture
def claire(agnes: Someone) -> Someone:
    return agnes.chat.people["claire"]


def planned(agnes: Someone, bruno: Someone) -> None:
    """A session that both agreed on."""
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("Café des Arts, rue Secrète")
    bruno.presses("Accepter cette date")
    agnes.heard()
    bruno.heard()


def test_a_pause_until_march_ends_by_itself(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    said = agnes.says("Mettez-moi en pause jusqu’en mars")
    assert "je vous laisse tranquille jusqu’au mardi 1er mars" in said
    assert "Agnès Martin fait une pause jusqu’au mardi 1er mars." in bruno.heard()
    assert agnes.enrolment.state == "paused"
    assert "Vous êtes en pause jusqu’au mardi 1er mars." in agnes.says("où en suis-je ?")

    chat.until(datetime(2016, 3, 1, 7, 59, tzinfo=UTC))
    assert agnes.heard() == ""  # neither nudges nor polls
    assert bruno.heard() == ""
    chat.until(datetime(2016, 3, 1, 9, 0, tzinfo=UTC))
    assert agnes.heard() == (
        "Votre pause est terminée : bon retour parmi nous. Si c’est trop tôt, écrivez « pause »."
    )
    assert agnes.enrolment.state == "active"
    chat.until(datetime(2016, 3, 5, 12, 0, tzinfo=UTC))
    assert agnes.heard() == ""
    chat.until(datetime(2016, 3, 8, 12, 0, tzinfo=UTC))
    assert "Votre première séance avec Bruno Petit n’est pas encore fixée" in agnes.heard()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Pause me until March", "Tuesday 1 March"),
        ("I'd like a break for two weeks", "Tuesday 19 January"),
    ],
)
def test_a_pause_in_one_sentence_of_english(agnes: Someone, words: str, day: str) -> None:
    agnes.says("English please")
    assert f"I’ll leave you in peace until {day}" in agnes.says(words)


def test_an_absence_that_is_only_told_becomes_a_pause_once_confirmed(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    agnes.says("English please")
    asked = agnes.says("I broke my leg, off for 3 weeks")
    assert "Would you like a pause until Tuesday 26 January?" in asked
    assert agnes.enrolment.state == "active"
    assert bruno.heard() == ""
    assert "Then nothing changes." in agnes.says("no")
    assert agnes.enrolment.state == "active"
    agnes.says("I am off sick for two weeks")
    agnes.says("later")
    assert "until Tuesday 26 January" in agnes.says("I broke my leg, off for 3 weeks")
    assert "I’ll leave you in peace until Tuesday 26 January" in agnes.says("yes")
    assert "Agnès Martin fait une pause jusqu’au mardi 26 janvier." in bruno.heard()


def test_an_absence_told_in_french_is_confirmed_by_a_button(agnes: Someone) -> None:
    asked = agnes.says("je suis en congé jusqu’au 15 février")
    assert "Souhaitez-vous une pause jusqu’au lundi 15 février ?" in asked
    assert "je vous laisse tranquille" in agnes.presses("Oui, une pause")
    assert agnes.enrolment.state == "paused"


def test_an_absence_without_an_end_is_asked_for_one(agnes: Someone) -> None:
    assert "Jusqu’à quand souhaitez-vous une pause ?" in agnes.says("je pars en vacances")
    assert "je vous laisse tranquille" in agnes.says("deux semaines")


def test_a_newcomer_who_goes_away_is_told_that_nothing_waits(chat: Chat) -> None:
    zoe = chat.person("zoe", name="Zoé Roux")
    zoe.joins()
    assert "rien ne vous attend" in zoe.says("je pars en vacances")
    assert "rien ne vous attend" in zoe.says("je serai en vacances jusqu’au 15")


def test_a_pause_of_a_length_said_at_once(agnes: Someone) -> None:
    agnes.says("pause")
    assert "Ce jour est passé" in agnes.says("hier")
    assert "Je n’ai pas compris jusqu’à quand" in agnes.says("quand les poules auront des dents")
    assert "Une pause dure un an au plus." in agnes.says("le 3 mars 2019")
    assert "jusqu’au mardi 26 janvier" in agnes.says("trois semaines")


def test_coming_back_early(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    agnes.says("pause")
    agnes.says("un mois")
    bruno.heard()
    chat.later(days=10)
    assert agnes.presses("Reprendre maintenant") == "Heureux de vous revoir, Agnès. On reprend !"
    assert "Agnès Martin est de retour." in bruno.heard()
    assert "tout est à jour" in agnes.presses("Reprendre maintenant")
    chat.later(days=5)
    assert agnes.heard() == ""  # the silence of a pause is nobody's fault
    chat.later(days=3)
    assert "Votre première séance" in agnes.heard()


def test_a_session_within_a_pause_is_kept_unless_they_say_otherwise(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    said = agnes.says("mettez-moi en pause jusqu’en mars")
    assert (
        "Votre séance du jeudi 7 janvier à 9 h avec Bruno Petit tombe pendant cette pause" in said
    )
    assert agnes.shown() == ["Déplacer la séance", "Annuler la séance"]
    told = bruno.heard()
    assert "Agnès Martin fait une pause jusqu’au mardi 1er mars." in told
    assert "Votre séance du jeudi 7 janvier à 9 h reste prévue pour l’instant" in told
    assert chat.only(Session).state == "planned"
    agnes.presses("Annuler la séance")
    agnes.says("oui")
    assert chat.only(Session).state == "cancelled"
    assert "ne pourra pas venir" in bruno.heard()


def test_a_session_after_a_pause_is_not_spoken_of(agnes: Someone, bruno: Someone) -> None:
    planned(agnes, bruno)
    assert "tombe pendant cette pause" not in agnes.says("mettez-moi en pause jusqu’au 7 janvier")
    assert "reste prévue" not in bruno.heard()


def test_a_date_only_proposed_within_a_pause_is_spoken_of_too(
    agnes: Someone, bruno: Someone
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    bruno.heard()
    assert "Une séance est proposée pour jeudi 7 janvier" in agnes.says("en pause pendant un mois")
    assert "reste prévue" not in bruno.heard()


def test_a_pause_by_words(agnes: Someone) -> None:
    agnes.says("pause")
    agnes.says("jusqu’au 20 janvier")
    assert "Heureux de vous revoir" in agnes.says("je suis de retour")


def test_leaving_is_one_message_and_one_press_without_reproach(
    agnes: Someone, bruno: Someone, claire: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    said = agnes.says("je veux arrêter")
    assert "à tout moment, sans vous justifier ; une pause est possible aussi." in said
    assert agnes.enrolment.state == "active"
    assert agnes.presses("Quitter le programme") == (
        "C’est fait. Merci d’avoir participé ; la porte reste ouverte."
    )
    assert agnes.enrolment.state == "left"
    assert chat.only(Pair).state == "ended"
    assert chat.only(Session).state == "cancelled"
    told = bruno.heard()
    assert "Votre binôme avec Agnès Martin prend fin" in told
    assert "[Retirer de mon agenda (.ics)]" in told
    assert "a pris fin avant son terme" in claire.heard()
    assert chat.only(Notice).kind == "pair-ended"
    chat.later(days=60)
    assert agnes.heard() == bruno.heard() == ""


def test_leaving_twice_says_that_there_is_nothing_to_leave(agnes: Someone) -> None:
    agnes.says("je veux arrêter")
    agnes.presses("Quitter le programme")
    assert "il n’y a rien à quitter" in agnes.presses("Quitter le programme")
    assert "il n’y a rien à quitter" in agnes.says("je veux arrêter")


def test_a_pause_rather_than_leaving(agnes: Someone) -> None:
    agnes.says("je veux arrêter")
    assert "Jusqu’à quand" in agnes.presses("Faire une pause plutôt")


def test_leaving_forgets_forms_and_polls_under_way(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.later(days=5)
    assert "La séance a-t-elle eu lieu ?" in agnes.heard()
    agnes.says("je veux arrêter")
    agnes.presses("Quitter le programme")
    assert {poll.state for poll in chat.all(Poll)} == {"expired"}
    assert not chat.all(Draft, state="open")
    assert "Cette question n’attend plus de réponse" in agnes.presses("Oui")


def test_somebody_else_cannot_make_me_leave_or_erase_me(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    bruno.sends(f"leave-yes:{agnes.enrolment.id}")
    bruno.sends(f"erase-yes:{agnes.person.id}")
    assert agnes.enrolment.state == "active"
    assert agnes.person.name == "Agnès Martin"


def test_erasing_leaves_nothing_of_her_words(agnes: Someone, bruno: Someone, chat: Chat) -> None:
    planned(agnes, bruno)
    chat.later(days=6)
    agnes.presses("Oui")
    agnes.says("5")
    agnes.presses("En partie")
    agnes.says("Une phrase très reconnaissable")
    agnes.says("ma mentore ne répond pas")
    agnes.says("envoyez-moi mes données")
    agnes.says("modifier mes réponses")
    assert "C’est définitif." in agnes.says("comment supprimer mes données ?")
    assert agnes.presses("Effacer définitivement").endswith(
        "Vos données sont effacées. Si vous m’écrivez un jour, nous ferons connaissance à nouveau."
    )
    with chat.database.work(chat.clock.now() + timedelta(days=31)) as work:
        outbox.prune(work, work.now)  # what others read long ago
    kept = chat.everything()
    for word in (
        "Agnès", "agnes@exemple.fr", "Mes mots à moi", "Achats", "vidéo verticale",
        "reconnaissable", "rue Secrète",
    ):  # fmt: skip
        assert word not in kept, f"{word!r} is still there"
    assert "Bruno" in kept
    (answer,) = (line for line in kept.splitlines() if line.startswith("answer:"))
    assert "'rating': 5" in answer  # the figures stay


def test_erased_words_are_gone_from_the_files_too(agnes: Someone, chat: Chat) -> None:
    file = chat.database.file
    assert file is not None

    def on_disk() -> bytes:
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))

    agnes.says("supprimez mes données")
    assert b"agnes@exemple.fr" in on_disk()
    assert b"verticale" in on_disk()
    agnes.presses("Effacer définitivement")
    assert b"agnes@exemple.fr" not in on_disk()
    assert b"verticale" not in on_disk()


def test_someone_erased_who_writes_again_is_met_afresh(agnes: Someone, chat: Chat) -> None:
    agnes.says("supprimez mes données")
    agnes.presses("Effacer définitivement")
    assert agnes.says("bonjour").startswith("Bonjour Agnès")
    assert agnes.person.name == "Agnès Martin"
    assert not chat.all(Enrolment, person_id=agnes.person.id)
    assert len(chat.all(Person, erased_at=None)) == 3


def test_a_coordinator_hands_over_before_being_erased(claire: Someone) -> None:
    claire.says("supprimez mes données")
    assert "passez d’abord la main" in claire.presses("Effacer définitivement")
    assert claire.person.name == "Claire Roux"


def test_a_copy_of_ones_data_holds_ones_own_words_and_no_confidence_of_others(
    agnes: Someone, bruno: Someone, chat: Chat
) -> None:
    planned(agnes, bruno)
    chat.later(days=5)
    bruno.presses("Oui")
    bruno.says("5")
    bruno.presses("En partie")
    bruno.says("Confidence de Bruno")
    agnes.presses("Non")
    assert "Voici tout ce que je garde à votre sujet." in agnes.says("envoyez-moi mes données")
    (attached,) = (p for p in agnes.history[-1].message.parts if isinstance(p, Attachment))
    file = chat.only(File, token=attached.token)
    assert file.person_id == agnes.person.id
    data = json.loads(file.content)
    assert data["person"]["email"] == "agnes@exemple.fr"
    (place,) = data["programmes"]
    assert place["answers"]["already"] == "Mes mots à moi"
    assert place["sessions"][0]["place"] == "Café des Arts, rue Secrète"
    assert place["polls"][0]["answers"] == {"met": "no"}
    assert "Confidence" not in file.content.decode()
    assert "bruno@exemple.fr" not in file.content.decode()


def test_a_private_word_to_the_coordinators_says_who_and_not_what(
    agnes: Someone, bruno: Someone, claire: Someone
) -> None:
    said = agnes.says("mon mentor ne répond pas")
    assert "J’ai prévenu la coordination (Claire Roux)" in said
    told = claire.heard()
    assert "Agnès Martin souhaite vous parler en privé." in told
    assert "Je ne vous transmets pas son message" in told
    assert "ne répond pas" not in told
    assert bruno.heard() == ""
    agnes.says("mon mentor ne répond pas")
    assert claire.heard() == ""  # once is enough
    assert "Agnès Martin souhaite vous parler en privé" in claire.gives("status")
    assert "C’est réglé pour Agnès Martin" in claire.presses("C’est réglé : Agnès Martin")
    assert "souhaite vous parler" not in claire.gives("status")
    agnes.says("mon mentor ne répond pas")
    assert "Agnès Martin souhaite vous parler" in claire.heard()  # again, since it was settled


def test_a_coordinator_of_the_same_pair_learns_nothing_of_that_word(
    agnes: Someone, bruno: Someone, claire: Someone, chat: Chat
) -> None:
    chat.coordinates(bruno, chat.only(Programme))
    said = agnes.says("mon mentor ne répond pas")
    assert "J’ai prévenu la coordination (Claire Roux)" in said
    assert "Agnès Martin souhaite vous parler en privé" in claire.heard()
    assert bruno.heard() == ""
    assert "souhaite vous parler" not in bruno.gives("status")


def test_when_only_the_other_of_the_pair_coordinates_nobody_is_told_and_that_is_said(
    agnes: Someone, bruno: Someone, claire: Someone, chat: Chat
) -> None:
    chat.coordinates(bruno, chat.only(Programme))
    bruno.gives("coordinators remove Claire")
    bruno.heard()
    assert "Je n’ai prévenu personne" in agnes.says("mon mentor ne répond pas")
    assert "Je n’ai prévenu personne" in agnes.says("mon mentor ne répond pas")
    assert bruno.heard() == ""


def test_who_removes_the_bot_is_not_written_to_until_they_come_back(
    agnes: Someone, chat: Chat
) -> None:
    agnes.removes_the_bot()
    chat.later(days=8)
    assert agnes.heard() == ""
    assert agnes.says("bonjour")
