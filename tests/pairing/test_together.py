"""The conversation opened for a pair: who is in it, what is said there, what is pressed there."""

from typing import Any

import pytest

from bot.pairing import decide
from bot.pairing.announce import announce
from bot.pairing.candidates import pool_of
from bot.pairing.run import run
from bot.pairs.ending import end
from bot.programme.template import plan_of
from storage.nouns import Address, Outgoing, Pair, Programme, Session
from tests.client import Chat, Heard, Someone

TOGETHER = "together:anne+paul"


def two(chat: Chat, **theirs: Any) -> tuple[Someone, Someone]:
    """Two people on one platform, announced as a pair."""
    chat.programme(state="matching")
    anne = chat.person("anne", name="Anne Leroy", gathers=True)
    paul = chat.person("paul", name="Paul Roy", **{"gathers": True, **theirs})
    chat.enrols(anne, "mentee", level=1)
    chat.enrols(paul, "mentor", reassure="On débute tous un jour")
    for each in (anne, paul):
        each.heard()
    announced(chat)
    return anne, paul


def announced(chat: Chat) -> None:
    with chat.database.work(chat.clock.now()) as work:
        (programme,) = work.find(Programme)
        plan = plan_of(programme.plan)
        programme = run(work, programme, plan).programme
        pool = pool_of(work, programme, plan)
        decide.approve(work, pool, pool.pending.values(), next(iter(pool.people.values())))
        announce(work, programme, plan)
    chat.deliver()


def there(chat: Chat) -> list[Heard]:
    return chat.channels.get(TOGETHER, [])


def shown_there(chat: Chat) -> dict[str, str]:
    """The buttons of the conversation, by label."""
    return {
        button.label.replace("\u00a0", " "): button.action
        for part in there(chat)[0].message.parts
        for button in getattr(part, "buttons", ())
    }


def test_both_are_introduced_in_one_conversation(chat):
    anne, paul = two(chat)
    (said,) = [each.text for each in there(chat)]
    assert "Anne Leroy et Paul Roy forment un binôme" in said
    assert "Anne aimerait savoir faire ceci, « Rédiger ma biographie LinkedIn »" in said
    assert "C’est Anne qui ouvre la conversation" in said
    assert "je n’y écrirai plus" in said
    for private in ("1/5", "On débute tous un jour"):
        assert private not in said
    for each, other in ((anne, "Paul"), (paul, "Anne")):
        assert f"une conversation à trois, avec {other} et moi" in each.heard()
    place = chat.only(Address, user=TOGETHER)
    assert (place.person_id, place.route) == (None, {"members": ["anne", "paul"]})
    # Two introductions would embarrass: each has read of the other in private all the same.
    assert chat.only(Outgoing, address_id=place.id).kind == "hold"


@pytest.mark.parametrize("theirs", [{"gathers": False}, {"platform": "teams"}])
def test_where_the_platform_cannot_gather_nothing_changes(chat, theirs):
    anne, paul = two(chat, **theirs)
    assert there(chat) == []
    assert "conversation à trois" not in anne.heard() + paul.heard()
    assert chat.all(Address, user=TOGETHER) == []


def test_each_is_spoken_to_in_the_programmes_language_when_theirs_differ(chat):
    two(chat, locale="en-GB")
    assert "forment un binôme" in there(chat)[0].text


def test_two_who_share_another_language_read_it(chat):
    chat.programme(state="matching")
    for user, name, role in (("anne", "Anne Leroy", "mentee"), ("paul", "Paul Roy", "mentor")):
        chat.enrols(chat.person(user, name=name, gathers=True, locale="en-GB"), role)
    announced(chat)
    assert "Anne Leroy and Paul Roy are a pair" in there(chat)[0].text


def test_a_moment_pressed_by_one_is_proposed_and_by_the_other_agreed(chat):
    anne, paul = two(chat)
    anne.heard(), paul.heard()
    slots = [each for each in shown_there(chat).values() if each.startswith("slot:")]
    assert len(slots) == 3
    said = paul.sends(slots[0])
    assert "J’ai proposé" in said
    assert "Anne Leroy" in said
    assert "Paul Roy vous propose" in anne.heard()
    assert chat.only(Session).state == "proposed"
    assert paul.sends(slots[0])  # pressed again: told where it stands
    assert chat.only(Session).state == "proposed"
    anne.sends(slots[0])
    assert chat.only(Session).state == "planned"
    assert "C’est fixé avec Anne Leroy" in paul.heard()
    assert len(there(chat)) == 1  # what follows is private


def test_another_moment_than_the_one_proposed_does_not_move_it(chat):
    anne, paul = two(chat)
    first, second, _ = [one for one in shown_there(chat).values() if one.startswith("slot:")]
    anne.sends(first)
    paul.heard()
    assert "Anne Leroy" in paul.sends(second)
    session = chat.only(Session)
    assert f"{session.starts_at:%Y%m%d%H%M}" == first.split(":")[2]


def test_another_time_is_chosen_in_private(chat):
    anne, _ = two(chat)
    anne.heard()
    action = shown_there(chat)["Un autre moment"]
    assert "Paul Roy" in anne.sends(action)
    assert anne.asked().name == "slot"


def test_a_moment_that_has_passed_or_is_taken_offers_others(chat):
    anne, _ = two(chat)
    (first, *_rest) = [one for one in shown_there(chat).values() if one.startswith("slot:")]
    chat.later(days=40)
    anne.heard()
    anne.sends(first)
    assert chat.all(Session) == []
    assert anne.asked().name == "slot"


@pytest.mark.parametrize("moment", ["201601121300x", "209901121300", "later"])
def test_a_forged_moment_is_refused(chat, moment):
    anne, _ = two(chat)
    pair = chat.only(Pair)
    assert "Ce bouton ne sert plus" in anne.sends(f"slot:{pair.id}:{moment}")
    assert chat.all(Session) == []


def test_a_stranger_presses_in_vain(chat):
    two(chat)
    zoe = chat.person("zoe", name="Zoé Petit", gathers=True)
    zoe.joins()
    zoe.heard()
    for action in shown_there(chat).values():
        assert "Ce bouton ne sert plus" in zoe.sends(action)
    assert chat.all(Session) == []


def test_two_clocks_are_never_told_in_one_label(chat):
    two(chat, zone="Europe/London")
    assert not any(one.startswith("slot:") for one in shown_there(chat).values())
    assert "Choisir un moment" in shown_there(chat)


@pytest.mark.parametrize("goes", ["leaves", "is erased", "removes the bot"])
def test_whoever_goes_takes_the_conversation_along(chat, goes):
    anne, _ = two(chat)
    if goes == "leaves":
        anne.says("je veux arrêter")
        anne.presses("Quitter le programme")
    elif goes == "is erased":
        anne.says("supprimez mes données")
        anne.sends(f"erase-yes:{anne.person.id}")
    else:
        anne.removes_the_bot()
    assert chat.all(Address, user=TOGETHER) == []
    assert TOGETHER not in chat.everything()
    addresses = {each.id for each in chat.all(Address)}
    assert {each.address_id for each in chat.all(Outgoing)} <= addresses


def test_a_pair_that_ends_says_nothing_there(chat):
    two(chat)
    pair = chat.only(Pair)
    with chat.database.work(chat.clock.now()) as work:
        end(work, "test", work.get(Pair, pair.id), "left")
    chat.deliver()
    assert len(there(chat)) == 1
