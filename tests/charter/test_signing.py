"""Both of a pair agree to the rules before they first meet; nobody is blamed for being later."""

from datetime import timedelta

from bot.programme.template import plan_of
from storage.nouns import Draft, Happened, Session, Signature
from tests.charter.conftest import CHARTER, Circle, programme_of, trio
from tests.client import Chat

RULES = "Ces règles vous conviennent-elles ?"


def signatures(chat: Chat) -> set[tuple[int, str, str, str]]:
    return {(s.enrolment_id, s.revision, s.role, s.how) for s in chat.all(Signature)}


def test_a_first_session_waits_for_both_and_says_so_kindly(french: Circle) -> None:
    agnes, lea, chat = french.agnes, french.lea, french.chat
    told = agnes.says("planifier une séance")
    assert "se planifie dès que vous avez lu et accepté les règles du jeu" in told
    assert "Ce qui se dit reste entre nous." in told
    assert "En tant que mentee :\n• Je n’évalue jamais mon mentor." in told
    assert "Du côté des mentors :\n• Je peux m’arrêter en privé." in told
    assert "Dites-moi clairement" in agnes.says("peut-être bien")
    assert "votre accord est noté" in agnes.says("oui")
    told = agnes.says("planifier une séance")
    assert "Votre binôme, Léa Petit, n’a pas encore eu l’occasion" in told
    assert not chat.all(Session)

    asked = lea.heard()
    assert asked.count(RULES) == 1
    assert "En tant que mentor :\n• Je peux m’arrêter en privé." in asked
    chat.later(hours=2)
    assert RULES not in "".join(french.heard()), "nobody is asked twice"
    assert "Tout est prêt pour votre première séance avec Agnès Martin" in lea.says("j’accepte")
    assert "Léa Petit a accepté les règles du jeu" in agnes.heard()
    assert "Quand vous verrez-vous" in agnes.presses("Choisir une date")
    assert signatures(chat) == {
        (agnes.enrolment.id, "1", "mentee", "asked"),
        (lea.enrolment.id, "1", "mentor", "asked"),
    }


def test_the_same_in_english(english: Circle) -> None:
    agnes, lea = english.agnes, english.lea
    told = agnes.says("plan a session")
    assert "as soon as you have read the rules of the game and agreed" in told
    assert "On the mentors’ side:\n• I may stop in private." in told
    assert "your agreement is noted" in agnes.says("yes")
    assert "Your partner, Léa Petit, has not had the chance" in agnes.says("plan a session")
    lea.heard()
    assert "All is ready for your first session" in lea.says("I accept")
    assert "Léa Petit has agreed to the rules" in agnes.heard()
    assert "When will you meet" in agnes.presses("Choose a date")


def test_whoever_is_paired_without_a_signature_is_asked_once(french: Circle) -> None:
    french.chat.later(hours=1)
    for told in french.heard():
        assert told.count(RULES) == 1
    french.chat.later(days=1)
    assert RULES not in "".join(french.heard())
    french.chat.later(days=3)
    for told in french.heard():
        assert told.count("Les règles du jeu attendent toujours votre accord") == 1


def test_a_second_press_changes_nothing(french: Circle) -> None:
    lea = french.lea
    french.chat.later(hours=1)
    lea.presses("J’accepte ces règles")
    assert "Cette question n’attend plus de réponse" in lea.presses("J’accepte ces règles")
    assert len(french.chat.all(Signature)) == 1


def test_a_no_is_a_right_and_can_become_a_yes(french: Circle) -> None:
    lea, chat = french.lea, french.chat
    chat.later(hours=1)
    assert "c’est votre droit" in lea.sends(f"decline:{lea.draft()}")
    assert not chat.all(Signature)
    assert "Votre binôme, Léa Petit" not in french.agnes.heard(), "a no is nobody else’s business"
    assert RULES in lea.says("la charte")
    assert "accord est noté" in lea.says("oui")


def test_an_agreement_at_sign_up_is_a_signature(chat: Chat) -> None:
    chat.programme(charter=CHARTER)
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.joins()
    told = agnes.presses("Je veux apprendre")
    agnes.presses("J’accepte ces règles")
    for answer in ("Rédiger ma biographie LinkedIn", "1", "rien", "2", "mardi matin", "français"):
        agnes.says(answer)
    for answer in ("à distance", "passer", "passer", "oui"):
        agnes.says(answer)
    assert "En tant que mentee :\n• Je n’évalue jamais mon mentor." in told
    assert signatures(chat) == {(agnes.enrolment.id, "1", "mentee", "signup")}
    assert "Vous avez accepté ces règles : mardi 5 janvier" in agnes.says("la charte")


def test_a_pair_in_order_notices_nothing(chat: Chat) -> None:
    both = trio(chat, "fr-FR", signed="1")
    chat.later(hours=2)
    assert both.heard() == ("", "")
    assert "Quand vous verrez-vous" in both.agnes.says("planifier une séance")


def test_a_date_already_proposed_is_accepted_once_both_signed(french: Circle) -> None:
    agnes, lea, chat = french.agnes, french.lea, french.chat
    for each in (agnes, lea):
        chat.change(each.enrolment, answers={**each.enrolment.answers, "charter": "1"})
    for text in ("planifier une séance", "1", "passer"):
        agnes.says(text)
    chat.change(lea.enrolment, answers={**lea.enrolment.answers, "charter": "0"})
    assert RULES in lea.presses("Accepter cette date")
    assert chat.only(Session).state == "proposed"
    told = lea.says("oui")
    assert "Accepter cette date" in told
    lea.presses("Accepter cette date")
    assert chat.only(Session).state == "planned"


def test_whoever_leaves_half_way_is_asked_nothing_more(french: Circle) -> None:
    lea, chat = french.lea, french.chat
    lea.says("planifier une séance")
    lea.says("je veux quitter le programme")
    lea.presses("Quitter le programme")
    lea.heard()
    assert {each.state for each in chat.all(Draft, person_id=lea.person.id)} == {"cancelled"}
    chat.until(chat.clock.now() + timedelta(days=5))
    assert RULES not in lea.heard()
    assert plan_of(programme_of(chat).plan).charter.revision == "1"
    assert not chat.all(Happened, note="late")


def test_a_bare_no_is_understood_kindly(french: Circle) -> None:
    lea, chat = french.lea, french.chat
    chat.later(hours=1)
    told = lea.says("non")
    assert "c’est votre droit" in told
    assert "« la charte »" in told, "and how to read it again"
    assert not chat.all(Signature)
    agnes = french.agnes
    agnes.says("merci")
    assert RULES in agnes.says("non"), (
        "what was said meanwhile has it asked again, and nothing lost"
    )
    assert "accord est noté" in agnes.says("oui")


def test_a_bare_no_in_english(english: Circle) -> None:
    english.chat.later(hours=1)
    assert "that is your right" in english.lea.says("No")
    assert "your agreement is noted" in english.agnes.says("Yes")


def test_agreeing_while_another_question_is_open_goes_to_the_rules(french: Circle) -> None:
    lea, chat = french.lea, french.chat
    chat.later(hours=1)
    lea.heard()
    lea.says("remercier Agnès Martin")
    asked = lea.asked().name
    assert asked != "charter"
    assert "votre accord est noté" in lea.says("J’accepte")
    assert lea.asked().name == asked, "and the question that was open is asked again"
    assert signatures(chat) == {(lea.enrolment.id, "1", "mentor", "asked")}
