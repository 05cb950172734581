"""Choosing mentors: the scenarios at sign-up, a coordinator's reading, what each person hears."""

import pytest

from storage.nouns import Application, Draft, Enrolment, Programme, Proposal
from tests.client import Chat, Someone

FR = {
    "case": "Je regarde les fichiers récents, puis la corbeille, puis l’historique.",
    "reassure": "Vous savez déjà diriger cent personnes : une chose à la fois.",
    "lost": "Il dit « oui oui ». Je m’arrête et je lui passe la souris.",
}


@pytest.fixture
def programme(chat: Chat) -> Programme:
    return chat.programme("select-and-equip")


@pytest.fixture
def claire(chat: Chat, programme: Programme) -> Someone:
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def applies(chat: Chat, user: str, name: str) -> Someone:
    """Somebody who signs up as a mentor, in French."""
    one = chat.person(user, name=name)
    one.joins()
    one.presses("Je peux transmettre")
    one.presses("J’accepte ces règles")
    one.says("Régler ses notifications")
    one.picks("LinkedIn")
    one.says("4")
    assert "ne retrouve plus le document partagé" in one.says("Des gestes simples")
    assert "Je dirige cent personnes, et je suis nulle avec tout ça." in one.says(FR["case"])
    assert "décroche sans oser le dire" in one.says(FR["reassure"])
    one.says(FR["lost"])
    one.says("2")
    one.says("mardi matin et jeudi soir")
    one.picks("français")
    one.presses("À distance")
    one.presses("Passer")
    one.presses("Passer")
    return one


def applied(chat: Chat, user: str = "paul", name: str = "Paul Roy") -> Someone:
    one = applies(chat, user, name)
    one.presses("Tout est juste, je confirme")
    return one


def reads(claire: Someone, who: str, decision: str, scores: str = "333") -> None:
    """She opens an application, scores it and decides, up to the word she may add."""
    claire.gives("candidates")
    claire.presses(f"Lire {who}")
    levels = {"1": "1 · à construire", "2": "2 · solide", "3": "3 · remarquable"}
    for score in scores:
        claire.presses(levels[score])
    claire.presses(decision)


def decides(claire: Someone, who: str, decision: str, word: str = "", scores: str = "333") -> str:
    reads(claire, who, decision, scores)
    claire.says(word) if word else claire.presses("Passer")
    return claire.says("oui")


def test_whoever_offers_to_teach_waits_for_a_decision(chat: Chat, claire: Someone) -> None:
    paul = applies(chat, "paul", "Paul Roy")
    done = paul.presses("Tout est juste, je confirme")
    assert "Merci Paul, votre inscription est complète." in done
    assert "La coordination lit chaque candidature avec attention" in done
    assert "Les binômes se forment" not in done
    assert paul.enrolment.state == "applied"
    assert paul.enrolment.answers["case"] == FR["case"]
    assert "La coordination lit votre candidature" in paul.says("mon binôme")
    assert "La coordination lit votre candidature" in paul.says("où en suis-je ?")
    assert "rien à mettre en pause" in paul.says("je veux faire une pause jusqu’au 3 mars")
    assert paul.enrolment.state == "applied"
    assert "1 candidature de mentor attend votre décision." in claire.gives("today")


def test_a_mentee_is_not_chosen(chat: Chat, claire: Someone) -> None:
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.joins()
    agnes.presses("Je veux apprendre")
    agnes.presses("J’accepte ces règles")
    agnes.says("Créer une communauté interne, et la faire vivre trois mois")
    agnes.picks("LinkedIn")
    agnes.presses("Passer")
    agnes.says("2")
    agnes.says("mardi matin et jeudi soir")
    agnes.picks("français")
    agnes.presses("À distance")
    agnes.presses("Passer")
    agnes.presses("Passer")
    assert "Les binômes se forment" in agnes.presses("Tout est juste, je confirme")
    assert agnes.enrolment.state == "active"
    assert "Aucune candidature" in claire.gives("candidates")


def test_a_mentor_is_kept_with_a_word(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    assert "1 personne attend une réponse" in claire.gives("candidates")
    first = claire.presses("Lire Paul Roy")
    assert f"Sa réponse : « {FR['case']} »" in first
    assert "3 : une recherche dans l’ordre, une solution pour la réunion" in first
    assert f"Sa réponse : « {FR['reassure']} »" in claire.presses("3 · remarquable")
    assert "des trois" not in claire.says("4"), "a wrong word asks again"
    assert claire.asked().name == "reassurance"
    assert f"Sa réponse : « {FR['lost']} »" in claire.presses("2 · solide")
    assert "Que décidez-vous pour Paul Roy ?" in claire.presses("3 · remarquable")
    assert "Un mot de votre main" in claire.presses("Retenir comme mentor")
    assert "J’annonce cette décision à Paul Roy ?" in claire.says("Votre exemple m’a fait sourire.")
    assert "Annoncer la décision" in claire.shown(), "the button says what happens"
    assert paul.enrolment.state == "applied", "nothing is decided before she confirms"
    assert "C’est dit à Paul Roy, qui sera mentor." in claire.says("oui")
    told = paul.heard()
    assert "Bonne nouvelle, Paul" in told
    assert "Un mot de la coordination" in told
    assert "Votre exemple m’a fait sourire." in told
    assert "sur 3" not in told
    assert paul.enrolment.state == "active"
    kept = chat.only(Application)
    assert (kept.state, kept.scores) == ("kept", {"tools": 3, "reassurance": 2, "posture": 3})
    assert chat.only(Draft, form="choosing").answers == {}
    assert "Paul Roy : mentor (8 sur 9)" in claire.gives("candidates")


def test_a_no_thanks_and_opens_another_door(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    told = decides(claire, "Paul Roy", "Proposer un autre rôle", scores="111")
    assert "C’est dit à Paul Roy, avec un merci" in told
    heard = paul.heard()
    assert heard.startswith("Merci d’avoir voulu transmettre")
    for word in ("note", "refus", "1 sur", "malheureusement", "insuffisant"):
        assert word not in heard
    assert paul.shown() == ["Participer pour apprendre", "Aider aux ateliers"]
    assert "Bienvenue dans" in paul.presses("Participer pour apprendre")
    paul.presses("J’accepte ces règles")
    paul.says("Créer une communauté interne, et la faire vivre trois mois")
    paul.picks("LinkedIn")
    paul.presses("Passer")
    paul.says("2")  # their hours, languages and place are known already
    paul.presses("Passer")
    paul.presses("Passer")
    assert "votre inscription est complète" in paul.presses("Tout est juste, je confirme")
    assert (paul.enrolment.state, paul.enrolment.role) == ("active", "mentee")
    assert "Il est trop tard" in claire.presses("Revenir sur cette décision")
    assert paul.enrolment.role == "mentee"


def test_a_helper_at_the_workshops_is_told_to_the_coordinators_once(
    chat: Chat, claire: Someone
) -> None:
    paul = applied(chat)
    decides(claire, "Paul Roy", "Proposer un autre rôle")
    assert "Merci ! La coordination le sait" in paul.presses("Aider aux ateliers")
    assert "Merci ! La coordination le sait" in paul.presses("Aider aux ateliers")
    assert claire.heard().count("aiderait volontiers aux ateliers") == 1
    assert chat.only(Application).wished == "workshops"


def test_a_decision_is_taken_back(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    decides(claire, "Paul Roy", "Proposer un autre rôle", scores="121")
    old = paul.action_of("Participer pour apprendre")
    assert paul.enrolment.state == "left"
    paul.heard()
    assert "attend de nouveau" in claire.presses("Revenir sur cette décision")
    assert paul.enrolment.state == "applied"
    assert "relit votre candidature" in paul.heard()
    assert "n’attend plus de réponse" in paul.sends(old[0]), (
        "the door of a decision taken back is closed"
    )
    assert "Il est trop tard" in claire.presses("Revenir sur cette décision")
    claire.presses("Lire Paul Roy")
    assert claire.asked().name == "decision", "the scores are there already"
    claire.presses("Retenir comme mentor")
    claire.presses("Passer")
    claire.says("oui")
    assert paul.enrolment.state == "active"


def test_two_coordinators_decide_once(chat: Chat, claire: Someone, programme: Programme) -> None:
    applied(chat)
    luc = chat.person("luc", name="Luc Bernard")
    luc.joins()
    chat.coordinates(luc, programme)
    reads(luc, "Paul Roy", "Proposer un autre rôle")
    decides(claire, "Paul Roy", "Retenir comme mentor")
    assert "n’attend plus de décision" in luc.presses("Passer")
    assert chat.only(Application).state == "kept"


def test_whoever_leaves_meanwhile_waits_no_more(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    reads(claire, "Paul Roy", "Retenir comme mentor")
    paul.says("je veux quitter le programme")
    paul.presses("Quitter le programme")
    assert paul.enrolment.state == "left"
    assert "n’attend plus de décision" in claire.presses("Passer")
    assert "Aucune candidature" in claire.gives("candidates")


def test_changed_answers_are_read_afresh(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    paul.says("modifier mes réponses")
    paul.presses("Modifier une réponse")
    paul.presses("La personne décroche")
    paul.says("Je change d’exemple.")
    assert "Vos réponses sont à jour." in paul.presses("Tout est juste, je confirme")
    assert paul.enrolment.state == "applied"
    claire.gives("candidates")
    claire.presses("Lire Paul Roy")
    claire.presses("2 · solide")
    assert "« Je change d’exemple. »" in claire.presses("2 · solide")


def test_nobody_else_reads_an_application(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    offer = chat.only(Application)
    assert "Lire" not in paul.sends(f"selection:{offer.id}")
    assert paul.gives("candidates")
    assert chat.all(Draft, form="choosing") == []
    other = chat.person("lea", name="Léa Petit")
    other.joins()
    other.sends(f"another-role:{paul.enrolment.id}:mentee")
    other.sends(f"selection-undo:{offer.id}")
    assert chat.only(Application).state == "waiting"


def test_nobody_decides_about_themselves(chat: Chat, claire: Someone, programme: Programme) -> None:
    paul = applied(chat)
    chat.coordinates(paul, programme)
    paul.gives("candidates")
    assert "votre propre candidature" in paul.presses("Lire Paul Roy")


def test_erasing_takes_the_answers_and_the_scores(chat: Chat, claire: Someone) -> None:
    paul = applied(chat)
    reads(claire, "Paul Roy", "Proposer un autre rôle")
    person = paul.person
    paul.says("efface mes données")
    paul.presses("Effacer définitivement")
    assert chat.all(Application) == []
    assert chat.all(Draft, form="choosing") == []
    with chat.reading() as work:
        (place,) = work.find(Enrolment, person_id=person.id)
    assert "case" not in place.answers


def test_nothing_reaches_who_waits_and_matching_leaves_them_out(
    chat: Chat, claire: Someone
) -> None:
    paul = applied(chat)
    lea = applied(chat, "lea", "Léa Petit")
    decides(claire, "Léa Petit", "Retenir comme mentor")
    agnes = chat.person("agnes", name="Agnès Martin")
    chat.enrols(agnes, "mentee", languages=["fr"])
    paul.heard()
    claire.gives("match anyway")
    chat.later(hours=14)
    assert "Les binômes de Mentors choisis, mentors équipés se forment" in paul.heard()
    with chat.reading() as work:
        mentors = {each.mentor_id for each in work.find(Proposal)}
    assert mentors == {lea.enrolment.id}
    chat.later(days=3)
    assert paul.heard() == ""
    assert "Il est trop tard" in claire.sends(f"selection-undo:{_offer(chat, lea).id}")


def _offer(chat: Chat, someone: Someone) -> Application:
    found: Application = chat.only(Application, enrolment_id=someone.enrolment.id)
    return found


def test_in_english(chat: Chat, programme: Programme) -> None:
    paul = chat.person("paul", name="Paul Reed", locale="en-GB", zone="Europe/London")
    dora = chat.person("dora", name="Dora Hill", locale="en-GB", zone="Europe/London")
    dora.joins()
    chat.coordinates(dora, programme)
    paul.joins()
    paul.presses("I can teach")
    paul.presses("I accept these rules")
    paul.says("Setting notifications")
    paul.picks("LinkedIn")
    paul.says("4")
    assert "can no longer find the shared document" in paul.says("Small tricks")
    assert "I lead a hundred people" in paul.says("Recent files, then the bin.")
    assert "the person is lost and dares not say so" in paul.says("One thing at a time.")
    paul.says("I stop and hand over the mouse.")
    paul.says("2")
    paul.says("every morning")
    paul.picks("English")
    paul.presses("Remotely")
    paul.presses("Skip")
    paul.presses("Skip")
    assert "The coordinators read every application" in paul.says("yes")
    assert "1 person is waiting for an answer" in dora.gives("candidates")
    assert "3: searches in order, saves the meeting" in dora.presses("Read Paul Reed")
    dora.presses("2 · sound")
    dora.presses("2 · sound")
    dora.presses("1 · to be built")
    dora.presses("Offer another role")
    dora.says("Your patience would do wonders at the kick-off.")
    assert "no score and no blame" in dora.says("yes")
    heard = paul.heard()
    assert "Thank you for offering to teach" in heard
    assert "Your patience would do wonders" in heard
    assert paul.shown() == ["Take part to learn", "Help at the workshops"]
    assert "Welcome to" in paul.presses("Take part to learn")


def learner(chat: Chat) -> None:
    """A mentee whom pairs are formed for."""
    agnes = chat.person("agnes", name="Agnès Martin")
    chat.enrols(agnes, "mentee", languages=["fr"])


def test_before_pairs_are_formed_undecided_applications_are_named(
    chat: Chat, claire: Someone
) -> None:
    paul, ines = applied(chat), applied(chat, "ines", "Inès Roche")
    learner(chat)
    chat.later(days=15)
    claire.heard()
    told = claire.gives("match")
    assert "2 candidatures de mentors attendent votre décision : Paul Roy et Inès Roche." in told
    assert chat.all(Proposal) == []
    assert paul.heard() == ""
    assert "Sa réponse" in claire.presses("Lire les candidatures")
    claire.says("annuler")
    decides(claire, "Paul Roy", "Retenir comme mentor")
    assert "1 candidature de mentor attend votre décision : Inès Roche." in claire.gives("match")
    ines.heard()
    assert "1 binôme proposé" in claire.presses("Former les binômes sans attendre")
    chat.later(hours=14)
    assert "vous entrez dans le prochain tour" in ines.heard()
    claire.gives("match anyway")
    chat.later(hours=14)
    assert "prochain tour" not in ines.heard(), "once is enough"


def test_in_english_a_command_says_which_applications_wait(chat: Chat, claire: Someone) -> None:
    applied(chat)
    learner(chat)
    chat.change(claire.person, locale="en", locale_chosen=True)
    told = claire.gives("match with fair")
    assert "1 mentor application awaits your decision: Paul Roy." in told
    assert claire.action_of("Form the pairs without waiting")[0] == "command:match:with:fair:anyway"
