"""A committee's question from asking to what became of it, and every way it can stop."""

import pytest

from bot.circles.board import _TABLE, STEPS, IllegalStep, step
from bot.report.facts import gather
from bot.report.figures import figures
from bot.report.say import Say
from bot.report.sections import sections
from bot.texts import Voice
from storage.nouns import Circle, Contribution, Draft, Programme, Question, Sponsor
from storage.nouns.circles import QUESTION_STATES
from tests.circles.conftest import DAY
from tests.client import Chat, Someone

ASKED = "Qu’est-ce qui vous ferait revenir dans nos hôtels entre amis ?"
IDEA = "Des chambres à six, avec une cuisine."
PROPOSAL = "Nous proposons trois chambres à six avec cuisine, dans un hôtel pilote."


@pytest.fixture
def boss(chat: Chat, claire: Someone, mentors: dict[str, Someone]) -> Someone:
    """A sponsor of the programme, whose board is formed."""
    boss = chat.person("boss", name="Paule Mercier")
    boss.joins()
    claire.gives("circles form board")
    claire.presses("Approuver ces cercles")
    claire.gives("board sponsor Paule")
    for each in (claire, *mentors.values()):
        each.heard()
    return boss


def asked(boss: Someone, kind: str = "Une proposition sur une question") -> str:
    boss.presses("Poser une question")
    boss.presses(kind)
    return boss.says(ASKED)


def proposed(chat: Chat, boss: Someone, mentors: dict[str, Someone]) -> None:
    asked(boss)
    mentors["Ana"].presses("Dire ce que j’en pense")
    mentors["Ana"].says(IDEA)
    chat.until(chat.clock.now() + 11 * DAY)
    mentors["Basile"].presses("Écrire la proposition")
    mentors["Basile"].says(PROPOSAL)


def test_illegal_steps_are_missing_keys() -> None:
    assert set(_TABLE) == set(QUESTION_STATES)
    for state in QUESTION_STATES:
        for name in STEPS:
            if name in _TABLE[state]:
                assert step(state, name) in QUESTION_STATES
            else:
                with pytest.raises(IllegalStep):
                    step(state, name)


def test_the_whole_chain(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    ana, bas, ines = mentors["Ana"], mentors["Basile"], mentors["Inès"]
    assert "posée à 9 personnes, qui peuvent écrire jusqu’au vendredi 15 janvier" in asked(boss)
    assert "Paule Mercier pose une question à votre cercle" in ana.heard()
    told = ines.heard()
    assert "Paule Mercier asks your circle, Shadow board, a question" in told
    assert "the committee will only read the common proposal" in told
    ana.presses("Dire ce que j’en pense")
    assert "personne d’autre ne le lit avant le vendredi 15 janvier" in ana.says(IDEA)
    ines.presses("Say what I think")
    ines.says("A shared table at breakfast.")
    bas.heard()
    for reader in (claire.gives("board"), claire.gives("board 1"), bas.says("mon cercle")):
        assert IDEA not in reader, "private until the day"
    chat.until(chat.clock.now() + 8 * DAY)
    assert "Il vous reste jusqu’au vendredi 15 janvier" in bas.heard()
    assert ana.heard() == "", "whoever wrote is not reminded"
    chat.until(chat.clock.now() + 5 * DAY)
    told = bas.heard()
    assert f"Ana Petit : {IDEA}" in told
    assert "Qui en tire une proposition" in told
    assert f"Ana Petit: {IDEA}" in ines.heard(), "no French space before an English colon"
    assert "hôtels" not in boss.heard(), "the committee reads no contribution"
    bas.presses("Écrire la proposition")
    ana.heard()
    assert "Basile Petit écrit déjà la proposition" in ana.presses("Écrire la proposition")
    bas.says(PROPOSAL)
    assert PROPOSAL in ana.heard()
    ana.presses("Donner un dernier mot")
    ana.says("Ajoutons la table partagée.")
    assert "Ana Petit donne un dernier mot" in bas.heard()
    bas.presses("Reprendre le texte")
    bas.says(f"{PROPOSAL} Et une table partagée.")
    assert "Et une table partagée." in ana.heard(), "a new text is read by everybody"
    bas.presses("Envoyer au comité")
    told = boss.heard()
    assert "Shadow board vous fait cette proposition" in told
    assert "Et une table partagée." in told
    assert "partie au comité" in ana.heard()
    assert "Cette étape est passée" in bas.presses("Envoyer au comité")
    boss.presses("Répondre au cercle")
    boss.presses("En partie")
    boss.says("Nous essayons une chambre à six à Lyon.")
    assert "Choisissez un jour à venir" in boss.says("hier")
    assert "Je ne lis pas ce jour" in boss.says("bientôt peut-être")
    assert "je vous demanderai" in boss.says("dans 6 semaines").lower()
    told = ana.heard()
    assert "Le comité retient une partie de la proposition" in told
    assert "Nous essayons une chambre à six à Lyon." in told
    assert "The committee accepts part of the proposal" in ines.heard()
    chat.until(chat.clock.now() + 46 * DAY)
    assert "Qu’est devenue la proposition du cercle Shadow board ?" in boss.heard()
    boss.presses("Dire ce qu’il en est")
    boss.says("La chambre de Lyon est réservée tous les week-ends.")
    assert "réservée tous les week-ends" in ana.heard()
    assert "suivie jusqu’au bout" in claire.gives("board")
    assert "Cette étape est passée" in boss.presses("Dire ce qu’il en est")


def test_a_challenge_is_the_same_chain(
    boss: Someone, mentors: dict[str, Someone], chat: Chat
) -> None:
    asked(boss, "Un regard critique sur ce que je présente")
    assert "présente quelque chose à votre cercle" in mentors["Ana"].heard()
    assert "what you would change" in mentors["Inès"].heard()
    assert chat.only(Question).kind == "challenge"


def test_nobody_writes_so_it_is_closed_without_reproach(
    chat: Chat, boss: Someone, mentors: dict[str, Someone]
) -> None:
    asked(boss)
    mentors["Ana"].presses("Dire ce que j’en pense")
    chat.until(chat.clock.now() + 12 * DAY)
    assert chat.only(Question).state == "lapsed"
    assert "Ce n’est pas grave" in mentors["Ana"].heard()
    assert "n’a pas pu répondre à votre question" in boss.heard()
    assert "Cette étape est passée" in mentors["Ana"].says("Trop tard, une idée.")
    assert chat.all(Contribution) == []


def test_every_step_that_is_late_is_told(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    asked(boss)
    mentors["Ana"].presses("Dire ce que j’en pense")
    mentors["Ana"].says(IDEA)
    chat.until(chat.clock.now() + 11 * DAY)
    mentors["Chloé"].heard()
    chat.until(chat.clock.now() + 5 * DAY)
    assert "Personne n’écrit encore la proposition" in mentors["Chloé"].heard()
    chat.until(chat.clock.now() + 4 * DAY)
    assert "n’a pas encore de proposition" in claire.heard()
    claire.gives("board 1")
    claire.presses("Écrire la proposition")
    claire.says(PROPOSAL)
    assert "Claire Roy a écrit la proposition" in mentors["Ana"].heard()
    boss.heard()
    chat.until(chat.clock.now() + 5 * DAY)
    assert "vous fait cette proposition" in boss.heard()
    mentors["Ana"].heard()
    chat.until(chat.clock.now() + 25 * DAY)
    assert "Le cercle attendait votre réponse" in boss.heard()
    assert "n’a pas répondu à la proposition" in claire.heard()
    assert mentors["Ana"].heard().count("n’a pas encore répondu à votre proposition") == 1
    claire.gives("board 1")
    claire.presses("Répondre au cercle")
    claire.presses("Pas maintenant")
    claire.says("Le budget de l’année est clos.")
    claire.says("dans 2 semaines")
    assert "ne retient pas la proposition du cercle Shadow board pour l’instant" in (
        mentors["Ana"].heard()
    )
    boss.heard()
    claire.heard()
    chat.until(chat.clock.now() + 23 * DAY)
    assert "dit ce qu’est devenue la proposition" in boss.heard() + claire.heard()


def test_taking_a_question_back(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    asked(boss)
    mentors["Ana"].heard()
    assert "est retirée" in claire.gives("board withdraw 1")
    assert "Cette question est retirée" in mentors["Ana"].heard()
    assert "Cette étape est passée" in mentors["Ana"].presses("Dire ce que j’en pense")
    assert "ne se retire plus" in claire.gives("board withdraw 1")
    assert "Je ne vois pas de question 9" in claire.gives("board withdraw 9")


def test_who_may_not(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    proposed(chat, boss, mentors)
    ana, eve = mentors["Ana"], chat.person("eve")
    eve.joins()
    circle = chat.only(Circle)
    for action in ("board-write:1", "board-edit:1", "board-last:1", "board-send:1"):
        assert "ne sert plus" in eve.sends(action), action
    for action in (f"board-ask:{circle.id}", "board-answer:1", "board-follow:1"):
        for each in (eve, ana):
            assert "ne sert plus" in each.sends(action), action
    assert "ne sert plus" in ana.sends("board-send:1"), "only whoever wrote it sends it"
    assert "ne pose plus de questions" in claire.gives("board sponsor remove Paule")
    assert "ne sert plus" in boss.sends(f"board-ask:{circle.id}")
    assert chat.all(Sponsor) == []


def test_whoever_leaves_half_way_or_is_erased(
    chat: Chat, boss: Someone, mentors: dict[str, Someone]
) -> None:
    asked(boss)
    ana, bas = mentors["Ana"], mentors["Basile"]
    ana.presses("Dire ce que j’en pense")
    ana.says(IDEA)
    bas.presses("Dire ce que j’en pense")
    bas.says("annuler")
    assert "[" in ana.says("Effacez toutes mes données")
    ana.says("oui")
    assert IDEA not in "\n".join(
        line for line in chat.everything().splitlines() if not line.startswith("outgoing")
    )
    chat.until(chat.clock.now() + 12 * DAY)
    assert chat.only(Question).state == "lapsed"
    assert all(each.state != "open" for each in chat.all(Draft, form="board-write"))


def test_naming_sponsors(boss: Someone, claire: Someone) -> None:
    assert "peut déjà poser" in claire.gives("board sponsor Paule")
    assert "Je ne connais personne de ce nom" in claire.gives("board sponsor Zébulon")
    assert "Du comité : Paule Mercier." in claire.gives("board")
    assert "Aucune question n’est en cours" in boss.says("le shadow board")


def test_the_report_counts_what_became_of_questions_without_their_words(
    chat: Chat, boss: Someone, mentors: dict[str, Someone]
) -> None:
    proposed(chat, boss, mentors)
    mentors["Basile"].presses("Envoyer au comité")
    with chat.reading() as work:
        facts = gather(work, work.get(Programme, 1))
    assert ASKED not in repr(facts)
    assert PROPOSAL not in repr(facts)
    (told,) = figures(facts).circles
    assert told.board
    assert (told.people, told.asked, told.proposed, told.answered) == (9, 1, 1, 0)
    report = "".join(
        str(block)
        for each in sections(Say(Voice("fr"), figures(facts)), ())
        for block in each.blocks
    )
    assert "Les questions d’un comité" in report


def test_who_answers_for_whoever_asked_is_told_who_will_be_asked(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    proposed(chat, boss, mentors)
    mentors["Basile"].presses("Envoyer au comité")
    told = claire.gives('board answer 1 oui "Le pilote est prêt." 2016-06-01')
    assert "je demanderai à Paule Mercier ce qu’il en est" in told


def test_a_coordinator_asks_answers_and_follows_in_one_line(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    assert "posée à 9 personnes" in claire.gives(f'board ask board "{ASKED}"')
    assert "n’en est pas là" in claire.gives('board answer 1 oui "Avec plaisir." 2016-06-01')
    mentors["Ana"].presses("Dire ce que j’en pense")
    mentors["Ana"].says(IDEA)
    chat.until(chat.clock.now() + 13 * DAY)
    mentors["Basile"].presses("Écrire la proposition")
    mentors["Basile"].says(PROPOSAL)
    mentors["Basile"].presses("Envoyer au comité")
    mentors["Ana"].heard()
    assert "à venir" in claire.gives('board answer 1 oui "Avec plaisir." 2016-01-01')
    assert "Le cercle a votre réponse" in claire.gives(
        'board answer 1 oui "Le pilote est prêt." 2016-06-01'
    )
    assert "Le pilote est prêt." in mentors["Ana"].heard()
    assert "sait ce que sa proposition" in claire.gives('board follow 1 "Il est ouvert."')
    assert "Il est ouvert." in mentors["Ana"].heard()
    assert "n’en est pas là" in claire.gives('board follow 1 "Il est ouvert."')


def test_whoever_wrote_the_proposal_sends_it_from_their_circle(
    chat: Chat, boss: Someone, mentors: dict[str, Someone]
) -> None:
    proposed(chat, boss, mentors)
    ana, bas = mentors["Ana"], mentors["Basile"]
    told = bas.says("mon cercle")
    assert PROPOSAL in told
    assert bas.shown() == ["Envoyer au comité", "Reprendre le texte"]
    assert PROPOSAL in ana.says("mon cercle")
    assert ana.shown() == ["Donner un dernier mot"]
    bas.presses("Envoyer au comité")
    assert bas.said_last().startswith("C’est parti au comité")


def test_the_day_of_the_follow_up_is_one_of_work_and_the_same_everywhere(
    chat: Chat, boss: Someone, mentors: dict[str, Someone], claire: Someone
) -> None:
    proposed(chat, boss, mentors)
    mentors["Basile"].presses("Envoyer au comité")
    chat.until(chat.clock.now() + 3 * DAY)
    boss.presses("Répondre au cercle")
    boss.presses("En partie")
    boss.says("Nous essayons une chambre à six à Lyon.")
    said = boss.says("samedi 20 février")
    assert "Le lundi 22 février, je vous demanderai" in said
    assert "Le lundi 22 février, il dira" in mentors["Ana"].heard()
    assert "lundi 22 février" in claire.gives("board")
    told = mentors["Ana"].says("mon cercle")
    assert "La réponse du comité : En partie." in told
    assert "Nous essayons une chambre à six à Lyon." in told
    chat.until(chat.clock.now() + 40 * DAY)
    boss.presses("Dire ce qu’il en est")
    boss.says("La chambre est réservée tous les week-ends.")
    assert "réservée tous les week-ends" in mentors["Ana"].says("mon cercle"), "read by all, later"
    assert "What became of your proposal" in mentors["Inès"].says("my circle")
