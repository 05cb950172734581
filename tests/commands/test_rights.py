"""What a reader, a coordinator and an owner may do, and how a programme is handed over."""

from datetime import date

import pytest

from bot.commands.arguments import Arguments
from bot.commands.registry import COMMANDS
from bot.rights import COORDINATOR, OWNER, READER
from storage.nouns import Coordination, Notice, Programme
from tests.client import Chat, Someone

READS = {"people", "sessions", "health", "status", "report"}


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """She owns a programme under way; Paul and Rita wrote to the bot once."""
    programme = chat.programme(state="running", starts_on=date(2016, 1, 4))
    claire = chat.person("claire", name="Claire Marchetti")
    for each in (
        claire,
        chat.person("paul", name="Paul Roy"),
        chat.person("rita", name="Rita Lys"),
    ):
        each.joins()
    chat.coordinates(claire, programme)
    for each in chat.people.values():
        each.heard()
    return claire


def right_of(chat: Chat, someone: Someone) -> str:
    rights: str = chat.only(Coordination, person_id=someone.person.id).rights
    return rights


def test_the_table_of_rights_is_that_of_the_commands():
    nothing, something = Arguments.of(""), Arguments.of("twitter cancel")
    assert {n for n, e in COMMANDS.items() if e.needs(something) == READER} >= READS
    for name in ("remind", "match", "announce", "open", "export", "post", "workshop"):
        assert COMMANDS[name].needs(something) == COORDINATOR
    alone = {n for n, e in COMMANDS.items() if e.needs(nothing) == READER}
    assert alone >= READS | {"dates", "workshop", "coordinators"}
    assert COMMANDS["coordinators"].needs(Arguments.of("add Paul")) == OWNER
    assert COMMANDS["match"].needs(nothing) == COORDINATOR


def test_a_reader_reads_and_changes_nothing(chat, claire):
    rita = chat.people["rita"]
    assert "peut désormais tout lire" in claire.gives("coordinators add Rita en lecture")
    assert "vous donne à lire le programme Reverse Mentoring Digital" in rita.heard()
    assert right_of(chat, rita) == READER
    for command in ("status", "people", "workshop", "dates", "today", "coordinators"):
        assert "ne rien changer" not in rita.gives(command)
    for command in ("remind", "open", "match", "review", "post bonjour", "dates 2027-02-02"):
        chat.change(chat.only(Programme), state="signup" if command != "review" else "matching")
        assert "vous pouvez tout lire et ne rien changer. Demandez à Claire" in rita.gives(command)
    assert "revient aux responsables" in rita.gives("coordinators remove Claire")


def test_a_reader_sees_the_day_without_its_buttons_nor_what_is_private(chat, claire):
    rita = chat.people["rita"]
    claire.gives("coordinators add Rita lecture")
    anne = chat.person("anne", name="Anne Leroy")
    chat.enrols(anne, "mentee")
    anne.says("je voudrais parler à la coordination en privé")
    assert "Anne Leroy souhaite vous parler" in claire.heard()
    rita.heard()
    assert "Anne Leroy" not in rita.gives("today")
    assert "Ce bouton" not in rita.sends(f"notice:{chat.only(Notice).id}:done")
    assert chat.only(Notice).state == "open"
    assert rita.shown() != ["C’est réglé"]


def test_a_coordinator_acts_and_an_owner_says_who_coordinates(chat, claire):
    paul, rita = chat.people["paul"], chat.people["rita"]
    claire.gives("coordinators add Paul")
    assert right_of(chat, paul) == COORDINATOR
    paul.heard()
    assert "Personne à relancer" in paul.gives("remind")
    assert "revient aux responsables de Reverse Mentoring Digital : Claire" in paul.gives(
        "coordinators add Rita"
    )
    assert "C’est noté. Paul Roy : responsable" in claire.gives("coordinators change Paul owner")
    assert "Claire Marchetti change votre droit" in paul.heard()
    assert "coordonne désormais avec vous" in paul.gives("coordinators add Rita")
    said = paul.gives("coordinators")
    assert "Claire Marchetti : responsable" in said
    assert "Rita Lys : coordination" in said
    assert rita.heard()


def test_only_an_owner_ends_the_programme(chat, claire):
    paul = chat.people["paul"]
    claire.gives("coordinators add Paul")
    chat.change(chat.only(Programme), state="closing")
    assert "revient aux responsables" in paul.gives("close")
    assert chat.only(Programme).state == "closing"
    claire.gives("close")
    assert chat.only(Programme).state == "closed"


def test_handing_over_asks_once_and_tells_everybody(chat, claire):
    paul, rita = chat.people["paul"], chat.people["rita"]
    claire.gives("coordinators add Rita")
    rita.heard()
    assert "cesser d’y coordonner" in claire.gives("coordinators hand-over Paul")
    assert right_of(chat, claire) == OWNER
    assert "est entre les mains de Paul Roy" in claire.presses("Passer la main")
    assert right_of(chat, paul) == OWNER
    assert "vous êtes désormais responsable" in paul.heard()
    assert "Claire Marchetti passe la main à Paul Roy" in rita.heard()
    assert "Je ne peux rien faire de cette commande" in claire.gives("status")
    assert "Je ne peux rien faire" in claire.presses("Passer la main") or "ne sert plus" in (
        claire.said_last()
    )
    assert len(chat.all(Coordination)) == 2


def test_a_coordinator_leaves_freely_and_the_last_owner_names_a_successor(chat, claire):
    paul = chat.people["paul"]
    claire.gives("coordinators add Paul")
    paul.heard()
    assert "À qui la confier d’abord" in claire.gives("coordinators leave")
    assert claire.shown() == ["Paul Roy"]
    assert "vous ne coordonnez plus" in paul.gives("coordinators leave")
    assert "Paul Roy ne coordonne plus" in claire.heard()
    assert "au moins une personne" in claire.gives("coordinators leave")
    assert right_of(chat, claire) == OWNER


def test_in_english(chat, claire):
    chat.change(claire.person, locale="en", locale_chosen=True)
    assert "can now read all of this programme" in claire.gives("coordinators add Rita as reader")
    assert "Noted. Rita Lys: owner" in claire.gives("coordinators change Rita owner")
    assert "Hand Reverse Mentoring Digital over to Rita Lys" in claire.gives(
        "coordinators hand-over Rita"
    )
    assert "/binome coordinators change" in claire.gives("coordinators change Rita king")


def test_a_name_that_ends_like_a_right_is_quoted(chat, claire):
    chat.person("read", name="Jo Reader").joins()
    assert "Jo Reader coordonne désormais" in claire.gives('coordinators add "Jo Reader"')
