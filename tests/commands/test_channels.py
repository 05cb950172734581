"""What a channel is for, said in the channel itself; and who coordinates."""

import pytest

from bot.event import Channel, Command
from storage.nouns import Address, Coordination, Outgoing, Programme
from tests.client import Chat, Someone


@pytest.fixture
def claire(chat: Chat) -> Someone:
    """Somebody who coordinates the only programme."""
    programme = chat.programme()
    claire = chat.person("claire", name="Claire Marchetti", email="claire@example.org")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def kept(chat: Chat, column: str) -> str:
    """The platform's id of the channel that the programme has there."""
    number = getattr(chat.only(Programme), column)
    return chat.only(Address, id=number).user if number else ""


def test_a_channel_gathers_the_community(chat, claire):
    said = claire.gives("here community", channel="mentorat")
    assert "la communauté se retrouve dans #mentorat" in said
    assert kept(chat, "community_id") == "C-mentorat"
    (told,) = chat.read_in("mentorat")
    assert "rassemble désormais les participants de" in told
    assert "C’est publié dans #mentorat" in claire.gives('post "Bonjour à toutes"')
    assert chat.read_in("mentorat")[-1] == "Bonjour à toutes"
    place = chat.only(Address, user="C-mentorat")
    assert (place.person_id, place.heard_at, place.route) == (None, None, {"name": "#mentorat"})


def test_what_many_read_is_not_said_twice_when_nobody_knows_whether_it_arrived(chat, claire):
    claire.gives("here community", channel="mentorat")
    claire.gives('post "Bonjour à toutes"')
    place = chat.only(Address, user="C-mentorat")
    assert [each.kind for each in chat.all(Outgoing, address_id=place.id)] == ["hold", "hold"]


@pytest.mark.parametrize("typed", ["here coordinators", "ici coordination", "ici Coordinatrices"])
def test_a_channel_is_for_the_coordinators_in_french_too(chat, claire, typed):
    said = claire.gives(typed, channel="coordination")
    assert "une seule fois pour toute la coordination" in said
    assert "vérifiez que seule la coordination lit ce canal" in said
    assert kept(chat, "coordinators_id") == "C-coordination"
    assert "celui de la coordination" in chat.read_in("coordination")[0]


def test_a_channel_closed_to_the_bot_is_not_taken_for_one_it_writes_in(chat, claire):
    claire.gives("here community", channel="mentorat")
    closed = Channel("C-mystere", "", closed=True)
    for typed in ("here community", "ici"):
        said = claire._does(Command(chat.key(), claire.sender, typed, closed))
        assert "Je ne suis pas dans ce canal" in said
    assert kept(chat, "community_id") == "C-mentorat"
    assert chat.all(Address, user="C-mystere") == []


def test_a_channel_that_closed_can_still_be_released(chat, claire):
    claire.gives("here community", channel="mentorat")
    closed = Channel("C-mentorat", "", closed=True)
    claire._does(Command(chat.key(), claire.sender, "here stop", closed))
    assert kept(chat, "community_id") == ""


def test_a_channel_without_a_use_offers_both(chat, claire):
    said = claire.gives("here", channel="mentorat")
    assert "#mentorat n’a pas encore de rôle" in said
    assert claire.shown() == [
        "En faire le canal de la communauté",
        "En faire le canal de la coordination",
    ]
    assert chat.read_in("mentorat") == []
    assert "se retrouve dans #mentorat" in claire.presses("En faire le canal de la communauté")
    assert "La communauté se retrouve dans #mentorat" in claire.gives("ici", channel="mentorat")
    assert claire.shown() == ["Ne plus y écrire"]


def test_in_private_it_says_where_to_type_it(chat, claire):
    claire.gives("here community", channel="mentorat")
    said = claire.gives("here")
    assert "/binome here community" in said
    assert "/binome here coordinators" in said
    assert "la communauté se retrouve dans #mentorat" in said
    assert "se donne dans le canal lui-même" in claire.gives("here coordinators")


def test_a_channel_is_released(chat, claire):
    claire.gives("here community", channel="mentorat")
    assert "je n’écris plus dans #mentorat" in claire.gives("here stop", channel="mentorat")
    assert kept(chat, "community_id") == ""
    assert "Je n’écris plus ici pour" in chat.read_in("mentorat")[-1]
    assert "n’avait pas de rôle" in claire.gives("ici stop", channel="mentorat")
    assert len(chat.read_in("mentorat")) == 2


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("community", "coordinators", "qui liraient ce que je remarque"),
        ("coordinators", "community", "n’est pas pour les participants"),
    ],
)
def test_participants_never_read_what_is_said_of_them(chat, claire, first, then, said):
    claire.gives(f"here {first}", channel="mentorat")
    assert said in claire.gives(f"here {then}", channel="mentorat")
    assert kept(chat, f"{then}_id") == ""
    claire.presses("Ne plus y écrire")
    claire.gives(f"here {then}", channel="mentorat")
    assert kept(chat, f"{then}_id") == "C-mentorat"


def test_said_twice_a_channel_is_told_once(chat, claire):
    claire.gives("here community", channel="mentorat")
    claire.gives("here community", channel="mentorat")
    assert len(chat.read_in("mentorat")) == 1


def test_a_channel_that_came_back_is_written_to_again(chat, claire):
    claire.gives("here community", channel="mentorat")
    chat.change(chat.only(Address, user="C-mentorat"), reachable=False)
    said = claire.gives("post Bonjour")
    assert "n’a pas encore de canal" in said
    assert "/binome here community" in said
    claire.gives("here", channel="mentorat")
    assert "C’est publié" in claire.gives("post Bonjour")


def test_whoever_coordinates_nothing_decides_nothing(chat, claire):
    paul = chat.person("paul", name="Paul Roy")
    paul.joins()
    assert "Je ne peux rien faire de cette commande" in paul.gives(
        "here coordinators", channel="mentorat"
    )
    claire.gives("here", channel="mentorat")
    action, _ = claire.action_of("En faire le canal de la coordination")
    assert "Ce bouton ne sert plus" in paul.sends(action)
    assert kept(chat, "coordinators_id") == ""
    assert chat.read_in("mentorat") == []


# ---------------------------------------------------------------- coordinators


def coordinating(chat: Chat) -> int:
    return len(chat.all(Coordination))


def test_somebody_who_is_added_hears_what_they_can_do(chat, claire):
    paul = chat.person("paul", name="Paul Roy", email="paul@example.org", locale="en-GB")
    paul.joins()
    paul.heard()
    assert "Paul Roy coordonne désormais avec vous" in claire.gives("coordinators add paul roy")
    said = paul.heard()
    assert "Claire Marchetti shares the coordination of" in said
    assert "Commands begin with /binome" in said
    assert "Digital" in paul.presses("Where do we stand?")
    said = claire.gives("coordination")
    assert "Claire Marchetti" in said
    assert "Paul Roy" in said
    assert "coordonne déjà" in claire.gives("coordinators add PAUL@example.org")
    assert coordinating(chat) == 2


def test_whoever_is_taken_out_is_thanked_and_commands_no_more(chat, claire):
    paul = chat.person("paul", name="Paul Roy")
    paul.joins()
    claire.gives("coordinators add Paul")
    paul.heard()
    assert "ne coordonne plus" in claire.gives("coordinators remove Paul")
    assert "Merci pour ce que vous y avez apporté" in paul.heard()
    assert "Je ne peux rien faire" in paul.gives("status")


def test_the_last_one_stays(chat, claire):
    assert "au moins une personne" in claire.gives("coordination retirer Claire")
    assert coordinating(chat) == 1
    chat.person("paul", name="Paul Roy").joins()
    claire.gives("coordinators add Paul")
    assert "À qui la confier d’abord" in claire.gives("coordinators remove claire@example.org")
    assert "cesser d’y coordonner" in claire.presses("Paul Roy")
    assert "est entre les mains de Paul Roy" in claire.presses("Passer la main")
    assert coordinating(chat) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("coordinators add Zorglub", "Je ne connais personne sous « Zorglub »"),
        ("coordinators add Pol Roy", "Pensiez-vous à Paul Roy"),
        ("coordinators add nobody@example.org", "Je ne connais personne"),
        ("coordinators remove Zoé", "Personne ne coordonne ce programme sous le nom « Zoé »"),
        ("coordinators add", "Je n’ai pas compris"),
        ("coordinators banish Paul", "Je n’ai pas compris"),
    ],
)
def test_names_that_mean_nobody(chat, claire, typed, said):
    chat.person("paul", name="Paul Roy").joins()
    assert said in claire.gives(typed)
    assert coordinating(chat) == 1


def test_two_people_of_one_name_are_told_apart(chat, claire):
    for user in ("anne", "anna"):
        chat.person(user, name="Anne Leroy", email=f"{user}@example.org").joins()
    assert "Laquelle" in claire.gives("coordinators add Anne Leroy")
    assert claire.shown() == ["Anne Leroy (anne@example.org)", "Anne Leroy (anna@example.org)"]
    claire.presses("Anne Leroy (anna@example.org)")
    assert chat.people["anna"].person.id in {each.person_id for each in chat.all(Coordination)}


def test_nobody_is_added_from_another_workspace(chat, claire):
    elsewhere = chat.person("zed", name="Zed Elsewhere", platform="slack")
    elsewhere.joins()
    assert "Je ne connais personne" in claire.gives("coordinators add Zed Elsewhere")
    forged = f"coordinator:{chat.only(Programme).id}:add:{elsewhere.person.id}"
    assert "Ce bouton ne sert plus" in claire.sends(forged)
    assert coordinating(chat) == 1


def test_a_private_channel_is_offered_to_nobody_who_may_not_be_in_it(chat, claire):
    for name, private in (("projet-secret", True), ("mentorat", False)):
        with chat.database.work(chat.clock.now()) as work:
            work.add(
                Address(
                    platform=claire.sender.platform,
                    tenant=claire.sender.tenant,
                    user=f"C-{name}",
                    route={"name": f"#{name}", "private": private},
                )
            )
    said = claire.gives("post Bonjour")
    assert "projet-secret" not in said
    assert claire.shown() == ["#mentorat"]
    # Said from inside it, it serves; and what is known of it stays known.
    assert "se retrouve dans #projet-secret" in claire.gives(
        "here community", channel="projet-secret"
    )
    assert chat.only(Address, user="C-projet-secret").route["private"]
