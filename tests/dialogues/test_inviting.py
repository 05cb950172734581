"""People put on a list hear of it once, in their language and in their day."""

from datetime import UTC, datetime

import pytest

from bot.event import Known
from bot.people.importing import import_people
from bot.people.rows import Row
from storage.nouns import Draft, Enrolment, Happened, Programme
from tests.client import Chat, Someone


def listed(chat: Chat, programme: Programme, email: str, role: str = "mentee", **known) -> None:
    """A coordinator's list of one, kept."""
    row = {
        "line": 2, "name": "Agnès Martin", "locale": None, "zone": None, "team": None,
        "manager": None, "platform": None, "tenant": None, "user": None, **known,
    }  # fmt: skip
    with chat.database.work(chat.clock.now()) as work:
        import_people(work, [Row(email=email, role=role, **row)], programme)
    chat.tick()


def is_known(someone: Someone) -> str:
    """Their platform says who they are; they did nothing themselves."""
    someone.chat.handle(Known(someone.chat.key(), someone.sender))
    someone.chat.tick()
    return someone.heard()


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    return chat.person("agnes", name="Agnès Martin", email="agnes@exemple.fr")


def test_who_is_listed_with_an_address_is_invited_at_once(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme()
    listed(chat, programme, "agnes@exemple.fr", platform="console", user="agnes", tenant="")
    told = agnes.heard()
    assert told.startswith("Bonjour Agnès ! Je suis Binôme.")
    assert "La coordination de Reverse Mentoring Digital vous a réservé une place" in told
    assert agnes.shown() == ["M’inscrire", "Non merci"]
    assert "Bienvenue dans" in agnes.presses("M’inscrire")
    agnes.says("oui")
    chat.later(days=1)
    assert "réservé une place" not in agnes.heard()


def test_who_is_met_after_the_list_is_invited_then(agnes: Someone, chat: Chat) -> None:
    listed(chat, chat.programme(), "agnes@exemple.fr")
    assert agnes.heard() == ""
    assert "vous a réservé une place" in is_known(agnes)
    assert is_known(agnes) == ""
    assert agnes.joins() == ""  # the bot has said who it is
    chat.later(days=3)
    assert agnes.heard() == ""


def test_who_was_met_before_the_list_is_invited_by_it(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme()
    agnes.joins()
    agnes.heard()
    listed(chat, programme, "agnes@exemple.fr", "mentor")
    told = agnes.heard()
    assert told.startswith("La coordination de")  # they have met
    assert "pour transmettre ce que vous savez faire" in told


def test_opening_sign_up_invites_those_who_were_listed_before(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme(state="draft")
    listed(chat, programme, "agnes@exemple.fr")
    assert is_known(agnes) == ""  # only the coordinators know of it
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.gives("open")
    chat.tick()
    assert "vous a réservé une place" in agnes.heard()
    claire.gives("match")
    claire.gives("open")  # again, for latecomers
    chat.later(days=1)
    assert "réservé" not in agnes.heard()


def test_nobody_is_invited_in_their_night(chat: Chat) -> None:
    tokyo = chat.person("yuki", email="yuki@exemple.fr", zone="Asia/Tokyo", locale="en-US")
    listed(chat, chat.programme(), "yuki@exemple.fr", zone="Asia/Tokyo", locale="en")
    chat.until(datetime(2016, 1, 5, 14, 0, tzinfo=UTC))  # eleven in the evening
    assert is_known(tokyo) == ""
    chat.until(datetime(2016, 1, 5, 23, 59, tzinfo=UTC))
    assert tokyo.heard() == ""
    chat.until(datetime(2016, 1, 6, 0, 1, tzinfo=UTC))  # nine in the morning
    assert "The coordinators of" in tokyo.heard()


def test_who_begins_in_the_night_is_not_invited_in_the_morning(chat: Chat) -> None:
    chat.until(datetime(2016, 1, 5, 22, 0, tzinfo=UTC))
    agnes = chat.person("agnes", email="agnes@exemple.fr")
    listed(chat, chat.programme(), "agnes@exemple.fr")
    assert is_known(agnes) == ""
    agnes.says("je voudrais un mentor")
    chat.later(hours=14)
    assert "réservé" not in agnes.heard()


def test_who_says_hello_first_reads_the_invitation_as_the_answer(
    agnes: Someone, chat: Chat
) -> None:
    listed(chat, chat.programme(), "agnes@exemple.fr")
    told = agnes.says("bonjour")
    assert told.startswith("Bonjour Agnès ! Je suis Binôme.")
    assert "vous a réservé une place" in told
    chat.later(days=2)
    assert agnes.heard() == ""
    assert len(chat.all(Happened, name="invitation")) == 1


def test_who_gave_up_a_sign_up_still_finds_the_invitation(agnes: Someone, chat: Chat) -> None:
    listed(chat, chat.programme(), "agnes@exemple.fr")
    agnes.says("je voudrais un mentor")
    assert "M’inscrire" not in agnes.sends("home")
    agnes.says("annuler")
    assert "[M’inscrire] [Non merci]" in agnes.sends("home")
    assert "[M’inscrire] [Non merci]" in agnes.says("bonjour")
    chat.later(days=2)
    assert agnes.heard() == ""  # but is not written to about what they gave up


def test_a_no_is_one_press_and_the_end_of_it(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme()
    listed(chat, programme, "agnes@exemple.fr")
    is_known(agnes)
    assert "C’est votre droit, et rien n’a été gardé." in agnes.presses("Non merci")
    assert chat.only(Enrolment).state == "left"
    assert "Ce bouton ne sert plus" in agnes.presses("Non merci")
    listed(chat, programme, "agnes@exemple.fr")  # the same list again leaves them alone
    chat.later(days=2)
    assert agnes.heard() == ""


def test_nobody_else_answers_an_invitation(agnes: Someone, chat: Chat) -> None:
    listed(chat, chat.programme(), "agnes@exemple.fr")
    is_known(agnes)
    eve = chat.person("eve")
    eve.joins()
    eve.heard()
    assert "Ce bouton ne sert plus" in eve.sends(f"invited-no:{chat.only(Enrolment).id}")
    assert chat.only(Enrolment).state == "invited"


def test_after_sign_up_nobody_is_invited_any_more(agnes: Someone, chat: Chat) -> None:
    listed(chat, chat.programme(state="running"), "agnes@exemple.fr")
    assert is_known(agnes) == ""
    chat.later(days=2)
    assert agnes.heard() == ""


def test_on_both_databases(everywhere: Chat) -> None:
    agnes = everywhere.person("agnes", email="agnes@exemple.fr")
    listed(everywhere, everywhere.programme(), "agnes@exemple.fr")
    assert "vous a réservé une place" in is_known(agnes)
    assert "place : Reverse Mentoring Digital" in agnes.sends("home")
    everywhere.later(days=1)
    assert agnes.heard() == ""


def test_a_typed_yes_signs_up_and_a_typed_no_declines(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme()
    listed(chat, programme, "agnes@exemple.fr", platform="console", user="agnes", tenant="")
    agnes.heard()
    assert "Bienvenue dans" in agnes.says("oui")
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr", locale="en-GB")
    listed(chat, programme, "bruno@exemple.fr", platform="console", user="bruno", tenant="")
    bruno.heard()
    bruno.says("no thanks")
    assert chat.only(Enrolment, person_id=bruno.person.id).state == "left"


def test_a_no_long_after_the_invitation_is_asked_again(agnes: Someone, chat: Chat) -> None:
    programme = chat.programme()
    listed(chat, programme, "agnes@exemple.fr", platform="console", user="agnes", tenant="")
    agnes.says("merci")
    assert "réservé une place" in agnes.says("non")
    assert chat.only(Enrolment).state == "invited"
    agnes.says("non")
    assert chat.only(Enrolment).state == "left"


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("words", ["LinkedIn", "Excel"])
def test_who_only_names_a_subject_signs_up_in_the_role_of_the_invitation(
    chat: Chat, words: str, locale: str
) -> None:
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr", locale=locale)
    known = {"platform": "console", "user": "bruno", "tenant": ""}
    listed(chat, chat.programme(), "bruno@exemple.fr", "mentor", **known)
    bruno.says(words)
    assert chat.only(Draft).form == "mentor"


@pytest.mark.parametrize("words", ["Je veux apprendre LinkedIn", "I want to learn LinkedIn"])
def test_who_says_that_they_want_to_learn_is_heard_whatever_the_invitation(
    chat: Chat, words: str
) -> None:
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr")
    known = {"platform": "console", "user": "bruno", "tenant": ""}
    listed(chat, chat.programme(), "bruno@exemple.fr", "mentor", **known)
    bruno.says(words)
    assert chat.only(Draft).form == "mentee"
