"""Seeing who is there and nudging them: status, people, remind, post."""

from datetime import timedelta

import pytest

from bot.message import Buttons, Para, from_data
from storage.nouns import Address, Draft, Enrolment, Notice, Outgoing, Poll, Programme
from tests.commands.desk import Desk, in_state, met, paired, several


def half_filled(desk: Desk, name: str, form: str = "mentee", subject: str = "") -> Draft:
    person = desk.town.person(name)
    return desk.work.add(
        Draft(
            person_id=person.id, programme_id=desk.programme.id, form=form, subject=subject,
            created_at=desk.work.now, changed_at=desk.work.now,
        )
    )  # fmt: skip


def test_status_tells_everything_at_one_glance(desk):
    town, now = desk.town, desk.work.now
    pair = paired(town, town.mentee("Anne Leroy"), town.mentor("Paul Roy"))
    met(desk.work, pair, 1, "held", -9)
    met(desk.work, pair, 2, "cancelled", -2)
    met(desk.work, pair, 3, "planned", 3)
    paused = town.mentee("Berthe Roux")
    desk.work.change(paused, state="paused", paused_until=now.date())
    desk.work.change(town.mentor("Gone Away"), state="left")
    desk.work.change(town.mentor("Not Yet"), state="invited", answers={})
    town.mentor("Zoé Petit")
    half_filled(desk, "Colette Brun")
    for n, state in enumerate(("answered", "sent", "sent")):
        desk.work.add(
            Poll(
                programme_id=pair.programme_id, enrolment_id=pair.mentee_id, form="session",
                subject=f"session:{n}", state=state, sent_at=now,
            )
        )  # fmt: skip
    found = desk.work.add(
        Notice(
            programme_id=pair.programme_id, subject=f"pair:{pair.id}", kind="silent",
            facts={"names": ["Anne Leroy", "Paul Roy"], "days": 21}, at=now,
        )
    )  # fmt: skip
    desk.work.change(desk.programme, round=1)
    in_state(town, "running")
    said = desk.gives("status")
    for line in (
        "Reverse Mentoring Digital – En cours",
        "Inscriptions : 2 mentees, 2 mentors",
        "Invitations sans réponse : 1 personne",
        "Inscriptions inachevées : 1 (Colette Brun)",
        "Binômes : 1 actif",
        "Sans binôme : 1 (Zoé Petit)",
        "Séances : 1 tenue, 1 à venir et 1 annulée ou manquée",
        "Questions : 1 réponse sur 3",
        "En pause : 1 (Berthe Roux)",
        "Départs : 1 (Gone Away)",
        "Anne Leroy et Paul Roy : rien de planifié depuis 21 jours",
        "Regardez qui a besoin de vous",
    ):
        assert line in said, line
    assert "C’est réglé" in desk.presses(f"notice:{found.id}:done")
    assert desk.work.get(Notice, found.id).state == "handled"
    assert "rien de planifié" not in desk.gives("status")


def test_status_tells_what_comes_next_and_no_phase_already_reached(desk):
    said = desk.gives("status")
    assert "Lancement : mardi 2 février" in said
    assert "Ouverture des inscriptions" not in said


def test_people_are_listed_by_role_state_or_name(desk):
    town = desk.town
    anne, paul = town.mentee("Anne Leroy"), town.mentor("Paul Roy")
    paired(town, anne, paul)
    desk.work.change(town.mentee("Berthe Roux"), state="paused", paused_until=desk.work.now.date())
    desk.work.change(town.mentor("Gone Away"), state="left")
    assert "Anne Leroy – mentee, avec Paul Roy" in desk.gives("people")
    assert "Gone Away" not in desk.gives("people")
    assert "Gone Away – mentor, a quitté le programme" in desk.gives("people left")
    assert "en pause jusqu’au mercredi 20 janvier" in desk.gives("people en pause")
    assert "Les mentors (1)" in desk.gives("people mentors")
    assert "Rédiger un profil LinkedIn" in desk.gives("people anne")
    assert "Pensiez-vous à Anne Leroy" in desk.gives("people Ane Leroi")
    assert "Personne ne s’appelle" in desk.gives("people Xavier")


def test_a_persons_card_never_shows_whom_they_avoid(desk):
    desk.town.mentee("Anne Leroy", avoid="Gérard Dupont")
    assert "Dupont" not in desk.gives("people Anne")


def test_unmatched_people_are_listed_with_the_reason(desk):
    desk.town.mentee("Anne Leroy", languages=["de"])
    several(desk.town, 1)
    desk.gives("match")
    assert "Anne Leroy – mentee : aucune langue commune" in desk.gives("people unmatched")


def test_whoever_has_a_proposal_is_not_told_to_be_left_without(desk):
    desk.town.mentee("Anne Leroy", languages=["de"])
    several(desk.town, 2)
    desk.gives("match")
    said = desk.gives("people unmatched")
    assert "Sans binôme (1)" in said
    assert "pas été retenue" not in said
    desk.gives("review reject 1")
    assert "Sans binôme (3)" in desk.gives("people unmatched")


def test_when_proposals_wait_for_everybody_that_is_what_is_said(desk):
    several(desk.town, 1)
    desk.gives("match")
    said = desk.gives("people unmatched")
    assert said.startswith("Tout le monde a un binôme, ou une proposition qui vous attend.")


def test_people_come_in_pages(desk):
    several(desk.town, 12)
    assert "Page 1 sur 3" in desk.gives("people")
    assert "command:people:all:2" in desk.buttons()
    assert "Page 2 sur 2" in desk.presses("command:people:mentors:2")


# ---------------------------------------------------------------- remind


def test_those_with_an_unfinished_sign_up_are_nudged_once_a_day(desk):
    draft = half_filled(desk, "Colette Brun")
    desk.work.change(desk.town.mentor("Not Yet"), state="invited", answers={})
    assert "2 personnes n’ont pas terminé" in desk.gives("remind")
    assert "command:remind:unfinished" in desk.buttons()
    said = desk.presses("command:remind:unfinished")
    assert "2 messages partiraient, pour Colette Brun et Not Yet" in said
    assert "2 relances en attente, pour des inscriptions" in desk.gives("remind unfinished send")
    assert "2 personnes ont déjà reçu cette relance" in desk.gives("remind unfinished")
    (address,) = desk.work.find(Address, person_id=draft.person_id)
    (letter,) = desk.work.among(Outgoing, [address.id], by="address_id")
    assert f"resume:{draft.id}" in str(letter.payload)
    desk.work.now += timedelta(days=1)
    assert "2 relances en attente" in desk.gives("remind unfinished envoyer")


def test_someone_who_signed_up_is_not_nudged_for_an_old_draft(desk):
    anne = desk.town.mentee("Anne Leroy")
    draft = half_filled(desk, "x")
    desk.work.change(draft, person_id=anne.person_id)
    assert "Aucune inscription" in desk.gives("remind unfinished")


def test_only_pairs_without_a_date_are_nudged(desk):
    town = desk.town
    idle = paired(town, town.mentee("Anne Leroy"), town.mentor("Paul Roy"))
    met(desk.work, paired(town, town.mentee("Berthe"), town.mentor("Zoé")), 1, "planned", 3)
    done = paired(town, town.mentee("Colette"), town.mentor("Inès"))
    for number in (1, 2, 3):
        met(desk.work, done, number, "held", -number)
    away = town.mentee("Diane")
    desk.work.change(away, state="paused")
    paired(town, away, town.mentor("Jules"))
    in_state(town, "running")
    assert "2 relances en attente, pour choisir" in desk.gives("remind seances send")
    (text,) = town.told(desk.work.get(Enrolment, idle.mentee_id))
    assert "prochaine date avec Paul Roy" in text


def test_unanswered_polls_are_nudged_once_for_each_person(desk):
    anne = desk.town.mentee("Anne Leroy")
    for form in ("midway", "closing"):
        draft = half_filled(desk, "x", form)
        desk.work.change(draft, person_id=anne.person_id)
        desk.work.add(
            Poll(
                programme_id=desk.programme.id, enrolment_id=anne.id, form=form,
                sent_at=desk.work.now,
            )
        )  # fmt: skip
    in_state(desk.town, "closing")
    assert "1 relance en attente" in desk.gives("remind polls send")
    assert len(desk.town.told(anne)) == 1


def test_those_without_an_address_are_named(desk):
    person = desk.town.person("Sans Adresse", reached=False)
    draft = half_filled(desk, "x")
    desk.work.change(draft, person_id=person.id)
    assert "Je n’ai aucun moyen d’écrire à Sans Adresse" in desk.gives("remind unfinished")


# ---------------------------------------------------------------- post


@pytest.fixture
def channel(desk: Desk) -> Address:
    return desk.work.add(Address(platform="console", user="C1", route={"name": "#mentorat"}))


def test_a_channel_is_chosen_among_those_the_bot_is_in(desk, channel):
    erased = Address(platform="console", user="U9", heard_at=desk.work.now)  # nobody's any more
    elsewhere = Address(platform="slack", user="C2")
    for each in (erased, elsewhere):
        desk.work.add(each)
    assert "[#mentorat]" in desk.gives("post Bonjour")
    assert desk.buttons() == [f"here:{desk.programme.id}:{channel.id}:community"]
    assert "#mentorat" in desk.presses(desk.buttons()[0])
    assert desk.programme.community_id == channel.id


def test_a_post_appears_as_typed_and_as_data(desk, channel):
    desk.work.change(desk.programme, community_id=channel.id)
    assert "C’est publié dans #mentorat" in desk.gives("post « Bonjour *à* <toutes> !\nÀ jeudi »")
    (sent,) = desk.work.among(Outgoing, [channel.id], by="address_id")
    paragraphs = [part for part in from_data(sent.payload).parts if isinstance(part, Para)]
    assert [p.runs[0].text for p in paragraphs] == ["Bonjour *à* <toutes> !", "À jeudi"]
    assert all(run.typed for p in paragraphs for run in p.runs)


def test_an_empty_or_endless_post_is_refused(desk, channel):
    desk.work.change(desk.programme, community_id=channel.id)
    assert "Je n’ai pas compris" in desk.gives("post")
    assert "Je n’ai pas compris" in desk.gives('post ""')
    assert "Coupez-le en deux" in desk.gives("post " + "a" * 3001)
    assert not desk.work.among(Outgoing, [channel.id], by="address_id")


def test_a_channel_that_is_gone_is_explained(desk, channel):
    desk.work.change(desk.programme, community_id=channel.id)
    desk.work.change(channel, reachable=False)
    assert "n’a pas encore de canal" in desk.gives("post Bonjour")


def test_a_channel_of_another_programme_cannot_be_taken(desk, channel):
    other = desk.work.add(desk.programme.model_copy(update={"id": 0, "slug": "other"}))
    assert "Ce bouton ne sert plus" in desk.presses(f"here:{other.id}:{channel.id}:community")
    assert desk.work.get(Programme, other.id).community_id is None


def test_no_message_holds_a_button_without_words(desk):
    several(desk.town, 2)
    for typed in ("status", "people", "match", "review", "help", "create", "use"):
        desk.gives(typed)
    for message in desk.heard():
        for part in message.parts:
            if isinstance(part, Buttons):
                assert part.buttons
                assert all(button.label for button in part.buttons)


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("asks-for-help", {"names": ["Anne Leroy"]}, "Anne Leroy souhaite vous parler en privé"),
        ("pair-ended", {"names": ["Anne Leroy", "Paul Roy"], "reason": "time"}, "a pris fin"),
        ("comet", {}, "à regarder de plus près"),
    ],
)
def test_every_kind_of_notice_is_told(desk, kind, facts, said):
    desk.work.add(
        Notice(
            programme_id=desk.programme.id, subject="x:1", kind=kind, facts=facts, at=desk.work.now
        )
    )
    assert said in desk.gives("status")
