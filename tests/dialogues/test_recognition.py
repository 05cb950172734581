"""Asking for one's certificate: before the end, at the end, and with nothing to certify."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from openbadgeslib.ob3 import OB3Verifier

from bot.message import Attachment
from bot.recognition.issuer import Issuer, in_the_name_of
from storage.nouns import Certificate, Enrolment, File, Pair, Person, Programme, Session
from storage.signing import Signer
from tests.client import Chat, Someone

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WHO = Issuer("PWN Paris", "https://binome.example.org", Signer("00112233aabbccdd", SECRET))
NIGHT = datetime(2016, 6, 16, 22, tzinfo=UTC)
MORNING = datetime(2016, 6, 17, 7, tzinfo=UTC)


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    return at_the_end(chat)


def at_the_end(chat: Chat) -> Someone:
    """A mentee who held two sessions with Bruno; Claire coordinates; the end has come."""
    programme = chat.programme(state="running", starts_on=date(2016, 2, 2))
    agnes = chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")
    bruno = chat.person("bruno", name="Bruno Petit", locale="en-GB")
    claire = chat.person("claire", name="Claire Roux")
    claire.joins()
    chat.coordinates(claire, programme)
    chat.enrols(agnes, "mentee", topics=["linkedin", "twitter"])
    chat.enrols(bruno, "mentor", topics=["twitter", "blog"])
    pair = chat.pairs(agnes, bruno)
    held(chat, pair, 1, datetime(2016, 2, 9, 13, tzinfo=UTC))
    held(chat, pair, 2, datetime(2016, 5, 3, 13, tzinfo=UTC), minutes=90)
    chat.jump(datetime(2016, 6, 15, 9, tzinfo=UTC))
    for each in (agnes, bruno, claire):
        each.heard()
    return agnes


@pytest.fixture
def claire(agnes: Someone) -> Someone:
    return agnes.chat.people["claire"]


@pytest.fixture
def bruno(agnes: Someone) -> Someone:
    return agnes.chat.people["bruno"]


def held(chat: Chat, pair: Pair, number: int, at: datetime, minutes: int = 120) -> None:
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Session(
                pair_id=pair.id, number=number, state="held", starts_at=at, minutes=minutes,
                proposed_by=pair.mentee_id, created_at=at, closed_at=at,
            )
        )  # fmt: skip


def ends(chat: Chat, state: str = "closing") -> None:
    chat.change(chat.only(Programme), state=state, look_at=None)


def files_of(someone: Someone) -> list[File]:
    given = [part for part in someone.history[-1].message.parts if isinstance(part, Attachment)]
    return [someone.chat.only(File, token=each.token) for each in given]


def words_of(file: File) -> str:
    document = pypdfium2.PdfDocument(file.content)
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text.replace("\u00a0", " ")


def test_before_the_end_it_says_when(agnes: Someone) -> None:
    said = agnes.says("Puis-je avoir mon attestation ?")
    assert "quand le programme se termine, à partir du mardi 14 juin" in said
    assert agnes.chat.all(Certificate) == []


def test_at_the_end_she_receives_her_certificate(agnes: Someone) -> None:
    ends(agnes.chat)
    said = agnes.says("mon attestation")
    assert "Voici votre attestation pour Reverse Mentoring Digital : 2 séances tenues." in said
    (file,) = files_of(agnes)
    assert (file.name, file.media_type) == ("attestation-pwn-digital-2016.pdf", "application/pdf")
    assert file.person_id == agnes.person.id
    said = words_of(file)
    for words in ("Agnès Martin", "2 séances", "3 h 30 d’échanges", "du 9 février au 3 mai 2016"):
        assert words in said
    assert "Thèmes travaillés : Twitter" in said
    assert "Claire Roux" in said
    assert "Bruno" not in said


def test_another_subject_is_no_theme(agnes: Someone) -> None:
    for each in agnes.chat.all(Enrolment):
        agnes.chat.change(each, answers={**each.answers, "topics": ["other"]})
    ends(agnes.chat)
    agnes.says("mon attestation")
    (file,) = files_of(agnes)
    assert "Thèmes" not in words_of(file)


def test_in_english_with_a_badge_that_a_stranger_verifies(bruno: Someone) -> None:
    ends(bruno.chat, "closed")
    with in_the_name_of(WHO):
        said = bruno.says("Where is my certificate?")
    assert "Here is your certificate for Reverse Mentoring Digital: 2 sessions held." in said
    assert "a picture that carries its own proof" in said
    page, badge = files_of(bruno)
    assert page.name == "certificate-pwn-digital-2016.pdf"
    assert "shared their know-how with 1 person, as a mentor" in words_of(page)
    token = bruno.chat.only(Certificate).token
    assert f"binome.example.org/badges/{token}" in words_of(page)
    public = SECRET.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = OB3Verifier(public).verify(OB3Verifier.extract_token_from_png(badge.content))
    assert found.issuer.name == "PWN Paris"
    assert "Reverse Mentoring Digital" in found.achievement.name


def test_asked_for_again_it_is_the_same_file_until_the_facts_change(agnes: Someone) -> None:
    ends(agnes.chat)
    agnes.says("mon attestation")
    (first,) = files_of(agnes)
    agnes.chat.jump(datetime(2016, 6, 20, 9, tzinfo=UTC))
    agnes.says("je veux recevoir mon certificat")
    (second,) = files_of(agnes)
    assert second == first
    held(agnes.chat, agnes.chat.only(Pair), 3, datetime(2016, 6, 14, 13, tzinfo=UTC))
    agnes.says("mon attestation")
    (third,) = files_of(agnes)
    assert "3 séances" in words_of(third)
    assert "Fait le 20 juin 2016" in words_of(third)
    assert third.token == first.token
    assert len(agnes.chat.all(File)) == 1


def test_whoever_held_no_session_hears_a_kind_sentence(chat: Chat, agnes: Someone) -> None:
    zoe = chat.person("zoe", name="Zoé Petit")
    chat.enrols(zoe, "mentor")
    ends(chat)
    zoe.heard()
    said = zoe.says("mon badge")
    assert "je n’en connais aucune de vous. Cela arrive, et ce n’est la faute de personne." in said


def test_whoever_left_or_never_came_hears_why(chat: Chat, agnes: Someone) -> None:
    chat.change(agnes.enrolment, state="left")
    ends(chat)
    assert "Vous avez quitté Reverse Mentoring Digital avant sa fin" in agnes.says(
        "mon attestation"
    )
    stranger = chat.person("yves")
    stranger.joins()
    stranger.heard()
    assert "vous n’avez pris part à aucun programme" in stranger.says("mon attestation")


# -------------------------------------------------------------------- the coordinator sends them


def test_all_are_sent_once_each_by_day(agnes: Someone, bruno: Someone, claire: Someone) -> None:
    chat = agnes.chat
    zoe = chat.person("zoe", name="Zoé Petit")
    chat.enrols(zoe, "mentor")
    gone = chat.person("gaston", name="Gaston Lebrun")
    chat.enrols(gone, "mentee")
    chat.change(gone.enrolment, state="left")
    ends(chat)
    for each in (zoe, gone):
        each.heard()
    chat.jump(NIGHT)
    said = claire.gives("certificates")
    assert "J’envoie 2 attestations, chacune dans la journée de qui la reçoit." in said
    assert "• Zoé Petit (aucune séance tenue)" in said
    assert "• Gaston Lebrun (départ avant la fin)" in said
    assert "je ne signe pas de badges" in said
    chat.tick()
    assert agnes.heard() == ""
    assert "Tout est envoyé : 2 personnes" in claire.gives("attestations")
    chat.until(MORNING)
    assert "Voici votre attestation" in agnes.heard()
    assert "Here is your certificate" in bruno.heard()
    assert "Agnès Martin" in words_of(files_of(agnes)[0])
    said = claire.gives("certificates")
    assert "Tout est envoyé : 2 personnes" in said
    chat.until(datetime(2016, 6, 19, 9, tzinfo=UTC))
    assert agnes.heard() == bruno.heard() == zoe.heard() == gone.heard() == ""


def test_both_databases_send_them_alike(everywhere: Chat) -> None:
    agnes = at_the_end(everywhere)
    claire, bruno = everywhere.people["claire"], everywhere.people["bruno"]
    ends(everywhere, "closed")
    with in_the_name_of(WHO):
        claire.gives("certificates")
        everywhere.tick()
    assert [len(files_of(each)) for each in (agnes, bruno)] == [2, 2]
    assert "Tout est envoyé" in claire.gives("certificates")


def test_whoever_asked_first_is_not_sent_it_again(agnes: Someone, claire: Someone) -> None:
    ends(agnes.chat)
    agnes.says("mon attestation")
    said = claire.gives("certificates")
    assert "J’envoie 1 attestation, en journée." in said
    assert "1 personne a déjà la sienne" in said
    agnes.chat.later(days=2)
    assert "attestation" not in agnes.heard()


def test_asking_while_it_waits_for_the_morning_gives_it_once(
    agnes: Someone, claire: Someone
) -> None:
    ends(agnes.chat)
    agnes.chat.jump(NIGHT)
    claire.gives("certificates")
    assert "Voici votre attestation" in agnes.says("mon attestation")
    agnes.chat.until(MORNING)
    assert "attestation" not in agnes.heard()


def test_it_is_for_coordinators_at_the_end_alone(agnes: Someone, claire: Someone) -> None:
    assert "/binome certificates" in claire.gives("certificates")
    assert agnes.chat.all(Certificate) == []
    ends(agnes.chat)
    agnes.gives("certificates")
    assert agnes.chat.all(Certificate) == []


def test_one_is_withdrawn_and_given_back(agnes: Someone, claire: Someone) -> None:
    ends(agnes.chat)
    assert "pas d’attestation au nom de « Agnès »" in claire.gives("certificates withdraw Agnès")
    agnes.says("mon attestation")
    said = claire.gives("attestations retirer Agnès Martin")
    assert "Agnès Martin : attestation retirée. La page qui la vérifie" in said
    assert agnes.chat.only(Certificate).revoked_at is not None
    assert "a été retirée. La coordination peut vous dire pourquoi." in agnes.says(
        "mon attestation"
    )
    assert "• Agnès Martin (attestation retirée)" in claire.gives("certificates")
    assert "de nouveau valable" in claire.presses("Rendre l’attestation")
    assert "Voici votre attestation" in agnes.says("mon attestation")
    agnes.sends(claire.action_of("Retirer l’attestation")[0])
    assert all(each.revoked_at is None for each in agnes.chat.all(Certificate))


# -------------------------------------------------------------------- forgetting


def test_erasing_somebody_takes_their_certificate_away(agnes: Someone) -> None:
    ends(agnes.chat, "closed")
    agnes.says("mon attestation")
    kept = agnes.chat.only(Certificate)
    assert kept.facts["name"] == "Agnès Martin"
    agnes.says("supprimez mes données")
    agnes.presses("Effacer définitivement")
    kept = agnes.chat.only(Certificate)
    assert (kept.facts, kept.files) == ({}, [])
    assert agnes.chat.all(File) == []


def test_a_copy_of_ones_data_holds_what_it_says(agnes: Someone) -> None:
    ends(agnes.chat)
    agnes.says("mon attestation")
    agnes.says("mes données")
    (file,) = files_of(agnes)
    assert '"sessions": 2' in file.content.decode()
    assert agnes.chat.all(Enrolment)
    assert agnes.chat.all(Person)
