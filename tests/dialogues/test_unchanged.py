"""Words that say that nothing is to be changed: they ask for nothing, and alert nobody."""

import pytest

from storage.nouns import Draft, Notice, Session
from tests.client import Chat, Someone
from tests.dialogues.test_sessions import agnes, bruno
from tests.dialogues.test_signup import at_objectives, at_the_end

__all__ = ["agnes", "bruno"]

WORDS = ["Rien à changer", "Il n’y a rien à changer, merci", "nothing to change", "No changes"]


@pytest.mark.parametrize("words", WORDS)
def test_nothing_to_change_is_no_problem(
    agnes: Someone, bruno: Someone, chat: Chat, words: str
) -> None:
    assert agnes.says(words) in ("D’accord, rien ne change.", "All right, nothing changes.")
    assert chat.all(Notice) == []


@pytest.mark.parametrize("words", WORDS)
def test_nothing_to_change_where_answers_are_read_back_confirms_them(
    chat: Chat, words: str
) -> None:
    chat.programme()
    nadia = chat.person("nadia", name="Nadia Roux")
    at_the_end(nadia)
    assert "Que souhaitez-vous modifier ?" in nadia.presses("Modifier une réponse")
    nadia.says(words)
    assert nadia.enrolment.state == "active"
    assert chat.all(Notice) == []


@pytest.mark.parametrize("words", WORDS)
def test_nothing_to_change_at_a_choice_asks_it_again_and_alerts_nobody(
    agnes: Someone, bruno: Someone, chat: Chat, words: str
) -> None:
    agnes.says("planifier une séance")
    draft = agnes.draft()
    agnes.says(words)
    assert agnes.draft() == draft
    assert agnes.asked().name == "slot"
    assert chat.all(Notice) == []


@pytest.mark.parametrize("words", WORDS)
def test_nothing_to_change_keeps_the_answer_gone_back_to(chat: Chat, words: str) -> None:
    chat.programme()
    nadia = chat.person("nadia", name="Nadia Roux")
    at_objectives(nadia)
    nadia.says("Rédiger ma biographie LinkedIn")
    nadia.picks("LinkedIn")
    nadia.says("retour")
    assert nadia.asked().name == "topics"
    nadia.says(words)
    assert nadia.asked().name != "topics"
    assert chat.only(Draft).answers["topics"] == ["linkedin"]


@pytest.mark.parametrize("words", ["J’ai un problème avec mon mentor", "I have a problem"])
def test_a_problem_is_still_heard(agnes: Someone, bruno: Someone, chat: Chat, words: str) -> None:
    agnes.says(words)
    assert [each.kind for each in chat.all(Notice)] == ["asks-for-help"]


# ---------------------------------------------------------------- where a place is asked


MOVES = ["Je dois déplacer la séance", "I need to move the session", "we have to reschedule it"]
DROPS = ["Finalement, annuler la séance", "I need to cancel the session"]


@pytest.mark.parametrize("words", MOVES)
def test_moving_a_session_whose_place_is_asked_asks_for_another_moment(
    agnes: Someone, bruno: Someone, chat: Chat, words: str
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    assert agnes.asked().name == "place"
    agnes.says(words)
    assert agnes.asked().name == "slot"
    assert chat.all(Session) == []
    agnes.says("2")
    agnes.says("Café de la gare")
    assert chat.only(Session).place == "Café de la gare"


@pytest.mark.parametrize("words", DROPS)
def test_cancelling_a_session_whose_place_is_asked_lets_it_go(
    agnes: Someone, bruno: Someone, chat: Chat, words: str
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says(words)
    assert chat.all(Session) == []
    assert chat.only(Draft).state != "open"


@pytest.mark.parametrize("place", ["Salle des séances", "the meeting room", "Teams", "chez moi"])
def test_a_place_is_kept_as_it_is_written(
    agnes: Someone, bruno: Someone, chat: Chat, place: str
) -> None:
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says(place)
    assert chat.only(Session).place == place
