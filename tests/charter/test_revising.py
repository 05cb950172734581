"""A new revision: prepared in peace, seen beside the old one, asked of everybody once."""

import pytest

from bot.charter.revising import next_revision
from bot.programme.template import load, plan_of
from storage.nouns import Draft, Happened, Pair, Revision, Session, Signature
from tests.charter.conftest import Circle, programme_of, trio
from tests.client import Chat

FRENCH, ENGLISH = "Nous répondons sous deux jours.", "We answer within two days."


@pytest.fixture
def signed(chat: Chat) -> Circle:
    return trio(chat, "fr-FR", signed="1")


def revision(chat: Chat) -> str:
    return plan_of(programme_of(chat).plan).charter.revision


def test_everybody_is_asked_once_with_what_changed(signed: Circle) -> None:
    chat = signed.chat
    told = signed.revises(FRENCH, ENGLISH)
    assert "La révision 2 est en vigueur" in told
    assert "à 2 personnes" in told
    chat.later(hours=1)
    for heard in signed.heard():
        assert f"Ce qui est nouveau :\n• {FRENCH}" in heard
        assert "ce que vous aviez accepté reste valable" in heard
        assert heard.count("Ces règles vous conviennent-elles") == 1
    signed.agnes.says("j’accepte")
    assert [each.revision for each in chat.all(Signature)] == ["2"]
    told = signed.helene.gives("charter")
    assert "1 signature sur 2" in told
    assert "Il manque l’accord de Léa Petit" in told
    assert "Révision 1 : 2 accords restent au dossier" in told


def test_in_english(chat: Chat) -> None:
    signed = trio(chat, "en-GB", signed="1")
    assert "Revision 2 is in force" in signed.revises(FRENCH, ENGLISH)
    chat.later(hours=1)
    agnes, _ = signed.heard()
    assert f"What is new:\n• {ENGLISH}" in agnes
    assert "your agreement is noted" in signed.agnes.presses("I accept these rules")
    told = signed.helene.gives("charter list")
    assert "Léa Petit (mentor): not yet; agreed to revision 1 on" in told
    assert "Agnès Martin (mentee): when I asked" in told


def test_nothing_is_sent_before_the_last_press(signed: Circle) -> None:
    helene, chat = signed.helene, signed.chat
    assert "Voici la charte telle qu’elle est" in helene.gives("charter revise")
    assert "mot pour mot la charte actuelle" in helene.says("oui")
    helene.gives("charter revise")
    helene.says("règles de tout le monde, en français")
    assert "autant de règles dans les deux langues" in helene.says(f"A bien y penser.\n{FRENCH}")
    asked = helene.says(f"Come to think of it.\n{ENGLISH}")
    assert "Voulez-vous voir ce qui change, avant de l’adopter ?" in asked
    assert "Voir ce qui change" in helene.shown()
    told = helene.says("oui")
    assert "La charte deviendrait la révision 2" in told
    assert "Ce qui disparaît :\n• Ce qui se dit reste entre nous." in told
    assert "2 personnes seront invitées" in told
    assert revision(chat) == "1"
    adopt = helene.action_of("Adopter cette charte")[0]
    assert "reste comme elle était" in helene.presses("Garder l’ancienne")
    helene.sends(adopt)
    assert revision(chat) == "1", "what was put aside is not put in force"
    chat.later(hours=1)
    assert signed.heard() == ("", "")


def test_a_typed_yes_adopts_what_is_shown_and_a_typed_no_leaves_it(signed: Circle) -> None:
    helene = signed.helene
    helene.gives("charter revise")
    values = {
        "clauses_fr": ["Ce qui se dit reste entre nous.", FRENCH],
        "clauses_en": ["What is said stays here.", ENGLISH],
    }
    helene.submits({**values, "sure": ""}, draft=helene.draft())
    helene.says("reprendre")
    assert "La charte deviendrait la révision 2" in helene.says("oui")
    assert "rien ne change" in helene.says("non")
    assert revision(signed.chat) == "1"
    helene.presses("Reprendre le texte")
    assert "La charte deviendrait" in helene.says("oui")
    assert "La révision 2 est en vigueur" in helene.says("oui")


def test_the_old_button_signs_nothing_that_was_not_shown(french: Circle) -> None:
    chat, agnes = french.chat, french.agnes
    chat.later(hours=1)
    old = agnes.action_of("J’accepte ces règles")
    french.revises(FRENCH, ENGLISH)
    assert "Cette question n’attend plus de réponse" in agnes.sends(old[0], *old[1])
    assert not chat.all(Signature)
    chat.later(hours=1)
    assert FRENCH in agnes.heard()


def test_whoever_was_reading_the_old_rules_begins_again(chat: Chat) -> None:
    signed = trio(chat, "fr-FR", signed="1")
    chat.moves(programme_of(chat), "signup")
    late = chat.person("ines", name="Inès Late")
    late.joins()
    late.presses("Je veux apprendre")
    signed.revises(FRENCH, ENGLISH)
    assert "viennent de changer" in late.heard()
    assert "Cette question n’attend plus de réponse" in late.presses("J’accepte ces règles")
    assert FRENCH in late.presses("Lire les nouvelles règles")


def test_a_half_filled_sign_up_reads_the_new_rules_before_it_goes_on(chat: Chat) -> None:
    signed = trio(chat, "fr-FR", signed="1")
    chat.moves(programme_of(chat), "signup")
    late = chat.person("ines", name="Inès Late")
    late.joins()
    late.presses("Je veux apprendre")
    late.presses("J’accepte ces règles")
    signed.revises(FRENCH, ENGLISH)
    told = late.says("Rédiger ma biographie LinkedIn")
    told += late.says("reprendre")
    assert "ont changé depuis votre accord" in told
    assert FRENCH in told


def test_a_pair_that_met_goes_on_meanwhile(signed: Circle) -> None:
    agnes, chat = signed.agnes, signed.chat
    with chat.database.work(chat.clock.now()) as work:
        (one,) = work.find(Pair)
        work.add(
            Session(
                pair_id=one.id, number=1, state="held", starts_at=work.now, minutes=60,
                proposed_by=one.mentee_id, created_at=work.now, closed_at=work.now,
            )
        )  # fmt: skip
    signed.revises(FRENCH, ENGLISH)
    assert "Quand vous verrez-vous" in agnes.says("planifier une séance")


def test_two_coordinators_do_not_overwrite_each_other(signed: Circle) -> None:
    chat, helene = signed.chat, signed.helene
    omar = chat.person("omar", name="Omar Diop")
    omar.joins()
    chat.coordinates(omar, programme_of(chat))
    helene.gives("charter revise")
    values = {"clauses_fr": [FRENCH], "clauses_en": [ENGLISH], "sure": ""}
    helene.submits(values, draft=helene.draft())
    Circle(chat, signed.agnes, signed.lea, omar).revises(FRENCH, ENGLISH)
    assert "La charte a changé entre-temps" in helene.says("reprendre")
    assert revision(chat) == "2"


def test_a_stranger_puts_nothing_in_force(signed: Circle) -> None:
    chat, helene = signed.chat, signed.helene
    helene.gives("charter revise")
    values = {"clauses_fr": [FRENCH], "clauses_en": [ENGLISH], "sure": ""}
    helene.submits(values, draft=helene.draft())
    helene.says("reprendre")
    helene.says("oui")
    signed.lea.sends(helene.action_of("Adopter cette charte")[0])
    assert revision(chat) == "1"
    assert "Voici la charte" not in signed.lea.gives("charter revise")


def test_the_template_gives_its_text(signed: Circle) -> None:
    told = signed.helene.gives("charter revise template")
    assert load("pwn-digital-2016").charter.clauses.fr[0] in told
    signed.helene.presses("Adopter cette charte")
    kept = signed.chat.all(Revision)
    assert [(each.revision, each.by is None) for each in kept] == [("1", True), ("2", False)]
    assert kept[0].charter["clauses"]["fr"] == ["Ce qui se dit reste entre nous."]


def test_a_reminder_reaches_those_who_have_not_signed_and_once_a_day(signed: Circle) -> None:
    helene, chat = signed.helene, signed.chat
    signed.revises(FRENCH, ENGLISH)
    chat.later(hours=1)
    signed.agnes.says("j’accepte")
    signed.heard()
    chat.later(days=1)
    assert "sous les yeux de 1 personne" in helene.gives("charter remind")
    agnes, lea = signed.heard()
    assert FRENCH not in agnes
    assert FRENCH in lea
    assert "a déjà reçu cette relance" in helene.gives("charter remind")
    assert signed.lea.heard() == ""


def test_signatures_are_in_the_exports(signed: Circle) -> None:
    told = signed.helene.gives("export")
    assert "pwn-digital-2016-signatures.csv" in told


@pytest.mark.parametrize(
    ("now", "then"), [("1", "2"), ("9", "10"), ("2016-1", "2016-2"), ("spring", "spring 2")]
)
def test_a_revision_has_a_name_of_its_own(now: str, then: str) -> None:
    assert next_revision(now) == then


def test_what_is_asked_happens_once_for_each_revision(signed: Circle) -> None:
    chat = signed.chat
    for number in (2, 3):
        signed.revises(f"{FRENCH} {number}", f"{ENGLISH} {number}")
        chat.later(hours=1)
    names = [each.name for each in chat.all(Happened) if each.name.startswith("charter-")]
    assert sorted(names) == ["charter-2", "charter-2", "charter-3", "charter-3"]
    assert len(chat.all(Draft, form="charter", state="open")) == 2
