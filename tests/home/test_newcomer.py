"""The page of somebody who has no place: what this is, and the open doors."""

from bot.home import home
from bot.message import text_of
from storage.nouns import Address, Draft, Enrolment, Programme
from tests.client import Chat


def test_with_nothing_open_it_says_what_this_is(chat: Chat) -> None:
    nina = chat.person("nina", name="Nina Ray", locale="en-GB")
    page = nina.sends("home")
    assert page.startswith("Hello Nina\nI’m Binôme.")
    assert "No programme is taking sign-ups at the moment." in page
    assert nina.shown() == ["En français", "See what I can ask"]


def test_one_joins_the_programme_that_is_open(chat: Chat) -> None:
    chat.programme()
    nina = chat.person("nina", name="Nina Ray")
    page = nina.sends("home")
    assert "Inscriptions jusqu’au " in page
    assert "[Je veux apprendre] [Je peux transmettre]" in page
    assert "Merci de vouloir transmettre" in nina.presses("Je peux transmettre")


def test_one_joins_either_of_two_that_are_open(chat: Chat) -> None:
    first = chat.programme(name={"fr": "Numérique", "en": "Digital"})
    second = chat.programme(name={"fr": "Diversité", "en": "Diversity"}, slug="two")
    nina = chat.person("nina", name="Nina Ray")
    page = nina.sends("home")
    assert page.index("Numérique") < page.index("Diversité")
    assert "Bienvenue dans Numérique" in nina.sends(f"within:{first.id}:join:mentee")
    assert "Bienvenue dans Diversité" in nina.sends(f"within:{second.id}:join:mentee")
    begun = {each.programme_id for each in chat.all(Draft, state="open")}
    assert begun == {first.id, second.id}  # neither takes the other's place


def test_a_programme_that_is_not_open_cannot_be_entered_by_a_forged_button(chat: Chat) -> None:
    closed = chat.programme(state="running")
    nina = chat.person("nina")
    assert "Ce bouton ne sert plus" in nina.sends(f"within:{closed.id}:join:mentee")
    assert "Ce bouton ne sert plus" in nina.sends("within:99:join:mentee")
    assert "Ce bouton ne sert plus" in nina.sends("within:x")


def test_someone_invited_reads_the_invitation_and_answers_it(chat: Chat) -> None:
    programme = chat.programme()
    nina = chat.person("nina", name="Nina Ray")
    nina.joins()
    with chat.database.work(chat.clock.now()) as work:
        work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=nina.person.id,
                role="mentor",
                state="invited",
                joined_at=work.now,
            )
        )
    page = nina.sends("home")
    assert "vous a réservé une place, pour transmettre" in page
    assert "[M’inscrire] [Non merci]" in page
    assert "rien n’a été gardé" in nina.presses("Non merci")
    assert chat.only(Enrolment).state == "left"
    assert "[Je veux apprendre]" in nina.sends("home")  # the door stays open


def test_someone_erased_who_looks_at_the_page_is_a_newcomer(chat: Chat) -> None:
    nina = chat.person("nina", locale="en-GB")
    nina.joins()
    nina.says("delete my data")
    nina.presses("Erase for good")
    with chat.reading() as work:
        assert text_of(home(work, work.first(Address, user="nina"))).startswith("Hello\nI’m Binôme")


def test_many_open_programmes_are_folded(chat: Chat) -> None:
    for number in range(10):
        chat.programme(name={"fr": f"P{number}", "en": f"P{number}"}, slug=f"p{number}")
    page = chat.person("nina").sends("home")
    assert page.count("[Je veux apprendre]") == 8
    assert "D’autres programmes sont ouverts : P8 et P9." in page
    assert len(chat.all(Programme)) == 10
