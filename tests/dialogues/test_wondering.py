"""People who wonder rather than answer: about the programme, about a question, or in passing."""

import pytest

from bot.dialogues.choices import format_meant
from bot.understanding.language import language_of
from storage.nouns import Draft, Enrolment, Programme
from tests.client import Chat, Someone
from tests.dialogues.test_sessions import agnes, bruno, planned

__all__ = ["agnes", "bruno"]


@pytest.fixture
def nadia(chat: Chat) -> Someone:
    programme = chat.programme()
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    nadia = chat.person("nadia", name="Nadia Roux")
    nadia.joins()
    nadia.heard()
    return nadia


@pytest.mark.parametrize(
    "asked",
    ["c'est quoi ce programme ?", "combien de temps cela prend-il ?", "what is it about?"],
)
def test_a_newcomer_who_wonders_hears_what_it_takes_and_who_to_ask(nadia: Someone, asked: str):
    told = nadia.says(asked)
    assert "3 s" in told
    assert "2 h" in told
    assert "19" in told  # until when to sign up
    assert "Claire Marchetti" in told
    assert len(nadia.shown()) == 4  # both roles, the charter, who reads what


def test_when_it_begins_and_the_rules_are_told_before_joining(nadia: Someone):
    assert "Lancement le mardi 2 février" in nadia.says("ça commence quand ?")
    assert "Ce qui se dit dans le binôme" in nadia.says("c'est confidentiel ?")
    assert nadia.chat.all(Enrolment) == []


def test_who_reads_what_is_told_to_anybody(nadia: Someone):
    assert "La coordination voit vos réponses" in nadia.says("qui lit mes réponses ?")
    assert "cinq réponses" in nadia.said_last()


def test_a_question_about_a_question_is_no_answer(nadia: Someone, chat: Chat):
    nadia.says("je voudrais apprendre à créer une page Facebook pour mon association")
    assert "Sans" not in nadia.says("c'est obligatoire ?")
    assert "Ces règles vous conviennent-elles" in nadia.said_last()
    nadia.says("j'accepte")
    nadia.says("facebook")
    assert nadia.asked().name == "already"
    for said, told in [
        ("je ne comprends pas la question", "écrire « passer »"),
        ("c'est obligatoire ?", "Non, vous pouvez passer"),
        ("combien de questions encore ?", "questions au plus"),
        ("qui va lire ça ?", "La coordination voit"),
    ]:
        assert told in nadia.says(said)
        assert nadia.asked().name == "already"
        assert "already" not in chat.only(Draft).answers
    nadia.says("je ne sais pas publier")
    assert chat.only(Draft).answers["already"] == "je ne sais pas publier"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("peu importe", "either"),
        ("en visio de préférence", "remote"),
        ("plutôt en présentiel", "in-person"),
        ("zoom ou en personne", "either"),
        ("pas de préférence", "either"),
        ("pas en visio", ""),
        ("mardi", ""),
    ],
)
def test_how_to_meet_is_said_in_many_words(text: str, way: str):
    assert format_meant(text) == way


def test_a_bare_yes_or_no_is_heard_and_does_nothing(nadia: Someone):
    assert "apprendre, ou transmettre" in nadia.says("ok")
    assert nadia.says("ok merci") == "Avec plaisir."
    assert nadia.says("non merci") == "D’accord, on en reste là pour l’instant."
    assert nadia.says("laisse tomber") == "D’accord, quand vous voulez : je suis là."
    assert nadia.chat.all(Draft) == []


def test_a_yes_brings_back_the_date_that_waits_for_it(agnes: Someone, bruno: Someone):
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    bruno.heard()
    assert "Accept this date" in bruno.says("ok")
    assert agnes.heard() == ""


def test_a_poll_hears_a_yes_or_a_no_with_a_few_words(agnes: Someone, bruno: Someone, chat: Chat):
    planned(agnes, bruno)
    chat.later(days=8)
    assert "difficile" in agnes.says("oui c'était top")
    bruno.heard()
    assert "another date" in bruno.says("no, she was ill")


def test_after_the_end_somebody_who_took_part_is_known(agnes: Someone, bruno: Someone, chat: Chat):
    chat.change(chat.only(Programme), state="closed")
    assert "ravi de vous retrouver" in agnes.says("bonjour")
    assert "s’est terminé" in agnes.said_last()
    for said in ("qui est ma mentore ?", "planifier une séance", "ma situation"):
        assert "s’est terminé" in agnes.says(said)


def test_a_word_to_cancel_asks_which_when_a_session_is_planned(agnes: Someone, bruno: Someone):
    assert "Rien n’est en cours" in agnes.says("annuler")
    planned(agnes, bruno)
    assert agnes.says("annuler").startswith("Que faut-il annuler ?")
    assert agnes.shown() == ["Annuler la séance", "Déplacer la séance", "Quitter le programme"]


@pytest.mark.parametrize(("word", "shown"), [("status", "status"), ("matc", "match")])
def test_a_coordinator_who_forgets_the_name_is_offered_the_command(
    nadia: Someone, chat: Chat, word: str, shown: str
):
    claire = chat.people["claire"]
    claire.says(word)
    assert claire.shown() == [f"/binome {shown}"]
    assert "binome" not in nadia.says(word)
    nadia.says("je voudrais apprendre LinkedIn")
    assert claire.says("merci") == "Avec plaisir."


def test_the_other_role_is_refused_with_somebody_to_talk_to(agnes: Someone):
    agnes.says("je voudrais aussi être mentor")
    assert "Parler à la coordination" in agnes.shown()


def test_a_coordinator_is_greeted_as_one_and_offered_what_comes_next(nadia: Someone, chat: Chat):
    claire = chat.people["claire"]
    assert "Vous coordonnez ce programme" in claire.says("bonjour")
    assert "Former les binômes" in claire.shown()
    claire.says("le train de huit heures")
    assert "Former les binômes" in claire.shown()
    assert "Je veux apprendre" not in claire.shown()
    assert "inscri" in claire.presses("Former les binômes").casefold()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on peut s'inscrire à deux ?", "fr"),
        ("on m'a mise dans quel cercle", None),
        ("what's next for us?", "en"),
        ("I'd like to meet on Monday", "en"),
        ("LinkedIn Instagram Teams", None),
    ],
)
def test_a_language_is_told_by_words_that_it_alone_has(text: str, language: str | None):
    assert language_of(text) == language


COMING_BACK = ["Bonjour !", "Re-bonjour, je suis de retour", "on continue ?", "où en étions-nous ?"]


@pytest.mark.parametrize("back", [*COMING_BACK, "hello again", "Good morning, where was I?"])
def test_whoever_comes_back_half_way_is_welcome_and_nothing_is_kept_as_an_answer(
    nadia: Someone, chat: Chat, back: str
):
    nadia.says("je voudrais apprendre à créer une page Facebook pour mon association")
    nadia.says("j'accepte")
    nadia.says("facebook")
    chat.later(days=1)
    assert "Que faites-vous déjà" in nadia.says(back)
    told = nadia.said_last()
    assert "où nous en étions" in told or "where we were" in told
    nadia.says("rien")
    assert "à l’aise" in nadia.says(back)
    assert "Je n’ai pas trouvé" not in nadia.said_last()
    assert "already" not in chat.only(Draft).answers


@pytest.mark.parametrize("away", ["je reviens demain", "je dois y aller, à demain", "brb"])
def test_whoever_goes_away_half_way_finds_all_as_it_was(nadia: Someone, chat: Chat, away: str):
    nadia.says("je voudrais apprendre à créer une page Facebook pour mon association")
    nadia.says("j'accepte")
    nadia.says("facebook")
    assert "je garde tout" in nadia.says(away)
    chat.later(days=1)
    told = nadia.says("bonjour")
    assert "Je suis Binôme" not in told
    assert "vous attend, à l’endroit où vous l’avez laissée" in told
    assert nadia.shown() == ["Reprendre où j’en étais", "Ne pas continuer"]
    assert "Que faites-vous déjà" in nadia.says("où j'en étais ?")
    assert "already" not in chat.only(Draft).answers
