"""Two people are asked before they become a pair: yes, no, a question, a silence, a departure."""

import json

import pytest

from storage.nouns import Draft, Enquiry, File, Notice, Outgoing, Pair, Programme, Proposal
from tests.client import Chat
from tests.proposals.conftest import NAMES, Small, small_programme

YES, FIRST, NO = "Accepter", "Poser d’abord une question", "Décliner"


def test_both_say_yes_and_only_then_learn_how_to_reach_each_other(small: Small) -> None:
    told = small.announces()
    assert "1 proposition envoyée" in told
    assert "72 h" in told
    agnes, mentor = small["agnes"], small.mentor_of("agnes")
    asked = agnes.heard()
    assert f"je pense à {NAMES[mentor.user]} pour vous accompagner" in asked
    assert "« Rédiger ma biographie LinkedIn » rencontre" in asked
    assert "vendredi 8 janvier à 10 h" in asked
    assert "la raison va à la coordination" in asked
    assert "@" not in asked
    assert "Une proposition" not in mentor.heard(), "the mentee is asked first"
    assert "J’attends maintenant celui de" in agnes.presses(YES)
    asked = mentor.heard()
    assert "pour accompagner Agnès Martin" in asked
    assert "@" not in asked
    assert not small.pairs()
    told = mentor.says("accepter")
    assert "votre binôme avec Agnès Martin est formé" in told
    assert "Vous avez un binôme !" in agnes.heard()
    assert small.pairs() == {("agnes", mentor.user)}


def test_in_english(chat: Chat) -> None:
    small = small_programme(chat, "en-GB")
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    assert "1 proposal sent" in small.announces()
    agnes, lea = small["agnes"], small["lea"]
    asked = agnes.heard()
    assert "I am thinking of Léa Petit as your mentor" in asked
    assert "A no is a good answer too" in asked
    assert "What would you like to ask Léa" in agnes.presses("Ask a question first")
    assert "passed on to Léa Petit" in agnes.says("Are you free on Tuesdays?")
    assert "Are you free on Tuesdays?" in lea.heard()
    lea.presses("Answer the question")
    assert "passed on to Agnès Martin" in lea.says("Yes, from nine.")
    assert "Yes, from nine." in agnes.heard()
    assert "I am now waiting for Léa Petit’s" in agnes.presses("Accept")
    lea.heard()
    assert "what is the main reason" in lea.presses("Decline")
    lea.presses("It is not the right time for me")
    assert "The other person will only know" in lea.presses("Skip")
    told = agnes.heard()
    assert "The pair with Léa Petit will not happen this time" in told
    assert "I have no other mentor to suggest for now" in told
    assert "You will hear from me by Tuesday 12 January" in told


def test_a_no_brings_the_next_best_and_its_reason_stays_private(small: Small) -> None:
    small.announces()
    agnes, first = small["agnes"], small.mentor_of("agnes")
    agnes.presses(YES)
    first.heard()
    assert "la raison principale" in first.presses(NO)
    assert "ajouter un mot pour la coordination" in first.says("nos horaires ne s’accordent pas")
    assert "merci de l’avoir dit simplement" in first.says("Je travaille de nuit")
    told = agnes.heard()
    assert f"Le binôme avec {NAMES[first.user]} ne se fera pas cette fois-ci" in told
    assert "horaires" not in told
    assert "nuit" not in told
    second = small.mentor_of("agnes")
    assert second.user != first.user
    assert f"je pense à {NAMES[second.user]} pour vous accompagner" in told
    helene = small.helene.heard()
    assert f"Agnès Martin et {NAMES[second.user]} : je leur propose" in helene
    told = small.helene.gives("proposals")
    assert f"{NAMES[first.user]} a décliné, avec Agnès Martin : Nos horaires" in told
    assert "Je travaille de nuit" in told
    agnes.presses(YES)
    second.presses(YES)
    assert small.pairs() == {("agnes", second.user)}


def test_a_question_is_asked_once_and_kept_nowhere(small: Small) -> None:
    small.announces()
    agnes, mentor = small["agnes"], small.mentor_of("agnes")
    agnes.presses(FIRST)
    told = agnes.says("Peut-on se voir à Lyon ? Mon numéro : 06 12 34 56 78")
    assert "Votre question est remise" in told
    asked = mentor.heard()
    assert "Peut-on se voir à Lyon" in asked
    assert "06 12" not in asked, "no phone before both said yes"
    mentor.presses("Répondre à la question")
    mentor.says("Oui, le mardi.")
    told = agnes.heard()
    assert "Oui, le mardi." in told
    assert agnes.shown() == [YES, NO], "one question, once"
    assert "déjà refermée" in mentor.presses("Répondre à la question")
    kept = str([each.payload for each in small.chat.all(Outgoing)])
    kept += str([each.answers for each in small.chat.all(Draft)])
    assert "Lyon" not in kept
    assert "le mardi." not in kept


def test_half_way_it_is_recalled_then_it_lapses_kindly(small: Small) -> None:
    small.announces()
    agnes, chat = small["agnes"], small.chat
    agnes.heard()
    chat.later(hours=35)
    assert agnes.heard() == ""
    chat.later(hours=14)
    assert agnes.heard().count("vous attend toujours, jusqu’au vendredi") == 1
    chat.later(hours=30)
    told = agnes.heard()
    assert "s’est refermée, sans conséquence" in told
    assert "Vous aurez de mes nouvelles au plus tard" in told
    assert "dit de qui elle manquait" in small.helene.heard()
    assert "n’attend plus de réponse" in agnes.presses(YES)
    assert "voici la proposition de nouveau" in agnes.presses("Toujours d’accord pour en parler")
    assert "J’attends maintenant" in agnes.presses(YES)


def test_a_no_with_its_reason_is_kept_though_its_words_never_come(small: Small) -> None:
    small.announces()
    agnes, first = small["agnes"], small.mentor_of("agnes")
    agnes.heard()
    agnes.says("non merci")
    assert "ajouter un mot" in agnes.presses("Nos équipes sont trop proches")
    small.chat.later(hours=49)
    told = agnes.heard()
    assert "merci de l’avoir dit simplement" in told
    assert "vous attend toujours" not in told
    assert f"je pense à {NAMES[small.mentor_of('agnes').user]} pour vous accompagner" in told
    assert small.mentor_of("agnes").user != first.user
    kept = small.enquiries()[0]
    assert (kept.state, kept.reason) == ("declined", "team")


def test_a_no_without_a_reason_is_still_a_no(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    agnes.says("non merci")
    small.chat.later(hours=49)
    told = agnes.heard()
    assert "vous attend toujours" not in told
    assert "merci de l’avoir dit simplement" in told
    kept = small.enquiries()[0]
    assert (kept.state, kept.reason) == ("declined", "other")


def test_a_no_is_thanked_for_before_the_next_is_proposed(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.heard()
    agnes.presses(NO)
    agnes.presses("Nos équipes sont trop proches")
    told = agnes.says("c’est tout")
    assert 0 <= told.find("merci de l’avoir dit") < told.find("Une proposition de binôme")


def test_a_silent_mentor_gives_way_to_the_next(small: Small) -> None:
    small.announces()
    agnes, first = small["agnes"], small.mentor_of("agnes")
    agnes.presses(YES)
    agnes.heard()
    small.chat.later(days=4)
    assert "s’est refermée" in first.heard()
    assert "je pense à" in agnes.heard()
    assert small.mentor_of("agnes").user != first.user


def test_nobody_left_is_said_why_and_when_and_the_promise_is_kept(chat: Chat) -> None:
    small = small_programme(chat)
    agnes = small.joins("agnes", "mentee")
    lea = small.joins("lea", "mentor", capacity="1")
    small.announces()
    agnes.presses(YES)
    lea.presses(NO)
    lea.presses("Ce n’est pas ce que je sais transmettre")
    lea.presses("Passer")
    told = agnes.heard()
    assert "les personnes qui conviendraient ne sont pas libres" in told
    assert "au plus tard mardi 12 janvier" in told
    assert "À vous de décider de la suite" in small.helene.heard()
    chat.later(days=8)
    assert agnes.heard().count("comme promis, des nouvelles") == 1


def test_after_so_many_the_coordinator_decides(chat: Chat) -> None:
    small = small_programme(chat, alternates=0)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.joins("karim", "mentor", capacity="1")
    small.announces()
    first = small.mentor_of("agnes")
    small["agnes"].presses(YES)
    first.presses(NO)
    first.says("7")
    first.says("passer")
    assert len(small.enquiries()) == 2
    assert [n.kind for n in chat.all(Notice)] == ["proposal-stuck"]


@pytest.mark.parametrize("ask", ["mentee", "mentor"])
def test_one_side_alone_may_be_asked(chat: Chat, ask: str) -> None:
    small = small_programme(chat, ask=ask)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.announces()
    asked, other = ("agnes", "lea") if ask == "mentee" else ("lea", "agnes")
    assert small.heard(other) == ""
    assert "est formé" in small[asked].presses(YES)
    assert "Vous avez un binôme" in small.heard(other)


def test_both_may_be_asked_at_the_same_time(chat: Chat) -> None:
    small = small_programme(chat, mentee_first=False)
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    small.announces()
    assert "J’attends maintenant" in small["lea"].presses(YES)
    assert "est formé" in small["agnes"].presses(YES)
    assert small.pairs() == {("agnes", "lea")}


def test_nobody_is_asked_unless_the_plan_says_so(chat: Chat) -> None:
    small = small_programme(chat, ask="nobody")
    small.joins("agnes", "mentee")
    small.joins("lea", "mentor", capacity="1")
    assert "1 binôme présenté" in small.announces()
    assert not chat.all(Enquiry)
    assert "aucune proposition" in small.helene.gives("proposals")


def test_a_wrong_word_and_a_second_click(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.presses(NO)
    assert "la raison principale" in agnes.says("bof")
    assert agnes.enrolment.state == "active"
    agnes.says("annuler")
    assert small.enquiries()[0].state == "open", "half a no is no no"
    small.chat.later(hours=49)
    agnes.presses(YES)
    assert "Cette question n’attend plus de réponse" in agnes.presses(YES)
    assert len(small.enquiries()) == 2


def test_whoever_leaves_or_rests_while_a_proposal_waits(small: Small) -> None:
    small.announces()
    agnes, chat = small["agnes"], small.chat
    first = small.mentor_of("agnes")
    agnes.presses(YES)
    first.says("je veux quitter le programme")
    first.presses("Quitter le programme")
    chat.later(minutes=5)
    told = agnes.heard()
    assert f"Le binôme avec {NAMES[first.user]} ne se fera pas" in told
    second = small.mentor_of("agnes")
    assert second.user != first.user
    agnes.says("pause jusqu’au 1er février")
    chat.later(minutes=5)
    assert {each.state for each in small.enquiries()} == {"withdrawn"}
    assert not chat.all(Proposal, state="approved")
    second.heard()
    assert not small.pairs()


def test_whoever_is_erased_leaves_no_word_behind(small: Small) -> None:
    small.announces()
    agnes, first = small["agnes"], small.mentor_of("agnes")
    agnes.presses(YES)
    first.presses(NO)
    first.says("7")
    first.says("Je déménage à Tokyo")
    assert "Tokyo" in small.chat.everything()
    first.says("supprime mes données")
    first.presses("Effacer définitivement")
    kept = small.chat.everything()
    assert "Tokyo" not in kept
    small.helene.gives("proposals")


def test_a_coordinator_notes_a_yes_and_takes_one_back(small: Small) -> None:
    small.announces()
    agnes, helene = small["agnes"], small.helene
    first = small.mentor_of("agnes")
    told = helene.gives("proposals")
    assert f"Agnès Martin apprendrait avec {NAMES[first.user]}" in told
    assert "L’autre a maintenant la parole" in helene.presses("Noter le oui d’Agnès Martin")
    assert "Hélène Marin, de la coordination, a noté votre accord" in agnes.heard()
    first.heard()
    helene.gives("proposals")
    assert "est retirée" in helene.presses("Retirer la proposition")
    assert "n’est plus d’actualité" in first.heard()
    assert "ne se fera pas cette fois-ci" in agnes.heard()
    assert "trop tard" in helene.presses("Retirer la proposition")
    assert not small.pairs()
    stolen = helene.action_of("Retirer la proposition")[0]
    assert "trop tard" not in agnes.sends(stolen)


def test_a_coordinator_who_decides_otherwise_closes_the_question(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    first = small.mentor_of("agnes")
    other = next(user for user in ("lea", "karim") if user != first.user)
    agnes.heard()
    small.helene.gives(f'review lock "Agnès Martin" "{NAMES[other]}"')
    assert "n’est plus d’actualité" in agnes.heard()
    small.helene.gives("announce")
    assert f"je pense à {NAMES[other]}" in agnes.heard()
    assert small.mentor_of("agnes").user == other


def test_announcing_twice_asks_nobody_twice(small: Small) -> None:
    small.announces()
    small.heard("agnes")
    assert "déjà annoncé" in small.helene.gives("announce")
    assert small.heard("agnes") == ""
    assert len(small.enquiries()) == 1


def test_what_a_no_says_feeds_the_next_match(chat: Chat) -> None:
    small = small_programme(chat, alternates=0)
    agnes = small.joins("agnes", "mentee", team="Achats")
    small.joins("lea", "mentor", capacity="1", team="Ventes")
    small.joins("karim", "mentor", capacity="1", team="Ventes")
    small.announces()
    agnes.presses(NO)
    agnes.presses("Nos équipes sont trop proches")
    agnes.presses("Passer")
    agnes.heard()
    small.helene.gives("match")
    live = [p for p in chat.all(Proposal) if p.state == "proposed"]
    assert live == [], "the whole team is too close"
    small.joins("zoe", "mentor", capacity="1", team="Droit")
    small.helene.gives("match")
    (found,) = [p for p in chat.all(Proposal) if p.state == "proposed"]
    assert small.who(found.mentor_id).user == "zoe"


def test_a_mentor_who_is_full_is_left_out_of_the_next_match(chat: Chat) -> None:
    small = small_programme(chat, alternates=0, ask="mentor")
    small.joins("agnes", "mentee")
    lea = small.joins("lea", "mentor", capacity="2")
    small.announces()
    lea.presses(NO)
    lea.presses("Je ne peux pas suivre une personne de plus")
    assert "le nombre de personnes que vous suivez" in lea.presses("Passer")
    small.helene.gives("match")
    assert not [p for p in chat.all(Proposal) if p.state == "proposed"]
    small.helene.gives("match")
    assert [p.mentor_id for p in chat.all(Proposal) if p.state == "proposed"] == [
        lea.enrolment.id
    ], "later, they may be asked again"


def test_on_the_way_to_the_kick_off_nothing_waits_for_an_announcement(small: Small) -> None:
    small.announces()
    assert "Annoncer" not in small.helene.gives("status")
    assert "coup d’envoi est donné" in small.helene.gives("kickoff")
    assert not small.chat.all(Pair)
    small["agnes"].presses(YES)
    small.mentor_of("agnes").presses(YES)
    assert len(small.chat.all(Pair)) == 1
    assert small.chat.only(Programme).state == "kickoff"


def test_a_change_of_mind_asks_anew(small: Small) -> None:
    small.announces()
    agnes, helene, chat = small["agnes"], small.helene, small.chat
    first = small.mentor_of("agnes")
    agnes.presses(NO)
    agnes.says("3")
    agnes.says("passer")
    refused = chat.all(Proposal, state="rejected")[0]
    (instead,) = chat.all(Proposal, state="approved")
    assert chat.all(Enquiry, proposal_id=instead.id)
    helene.sends(f"review-reject:{instead.id}")
    agnes.heard()
    helene.sends(f"review-approve:{refused.id}")
    assert "1 proposition envoyée" in helene.gives("announce")
    assert f"je pense à {NAMES[first.user]}" in agnes.heard()
    agnes.presses(YES)
    first.presses(YES)
    assert small.pairs() == {("agnes", first.user)}


def test_mentors_exchanged_by_a_coordinator_are_asked_about_anew(chat: Chat) -> None:
    small = small_programme(chat)
    for user in ("agnes", "beatrice"):
        small.joins(user, "mentee")
    for user in ("lea", "karim"):
        small.joins(user, "mentor", capacity="1")
    small.announces()
    was = {user: small.mentor_of(user).user for user in ("agnes", "beatrice")}
    small.helene.gives("review swap 1 2")
    for user in was:
        assert "n’est plus d’actualité" in small.heard(user)
    assert "2 propositions envoyées" in small.helene.gives("announce")
    assert {user: small.mentor_of(user).user for user in was} == {
        "agnes": was["beatrice"],
        "beatrice": was["agnes"],
    }


def test_a_copy_of_ones_data_tells_what_was_answered(small: Small) -> None:
    small.announces()
    agnes = small["agnes"]
    agnes.presses(NO)
    agnes.says("6")
    agnes.says("Trop loin de chez moi")
    agnes.says("je veux une copie de mes données")
    (file,) = small.chat.all(File, name="binome.json")
    kept = json.loads(file.content)["programmes"][0]["proposals"][0]
    assert (kept["state"], kept["words"]) == ("declined", "Trop loin de chez moi")


def test_a_programme_that_closed_asks_nobody_any_more(small: Small) -> None:
    small.announces()
    small.heard("agnes")
    small.chat.moves(small.chat.only(Programme), "closed")
    small.chat.later(days=5)
    assert "n’est plus d’actualité" in small.heard("agnes")
    assert {each.state for each in small.enquiries()} == {"withdrawn"}
