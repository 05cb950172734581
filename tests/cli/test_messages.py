"""What did not arrive, seen and settled from the command line."""

from datetime import timedelta

import pytest

from adapters.cli.running import opened
from adapters.runner import SystemClock
from storage import outbox
from storage.nouns import Address, Outgoing
from tests.storage.ready import somewhere

STORE = "sqlite:///store.sqlite"


@pytest.fixture
def stuck(here):
    """Two messages that wait for a decision, one that simply waits, one that arrived."""
    now = SystemClock().now()
    with opened(STORE) as ground, ground.work(now) as work:
        ines, leo = somewhere(work, "Inès Roux"), somewhere(work, "Léo Petit")
        channel = work.add(Address(platform="slack", user="C1", route={"name": "#mentorat"}))
        for number, (place, days, kind) in enumerate(
            [(ines, 2, "hold"), (leo, 3, "resend"), (channel, 1, "resend")], start=1
        ):
            due = now - timedelta(days=days, minutes=5)
            outbox.post(work, f"k{number}", place.id, {"text": "secret"}, due=due, kind=kind)
        by_place = {each.address.id: each for each in outbox.claim(work)}
        outbox.uncertain(work, by_place[ines.id], "timeout")
        outbox.refuse(work, by_place[leo.id], "invalid_blocks")
        outbox.sent(work, by_place[channel.id], "r")
        outbox.post(work, "later", channel.id, {"text": "secret"})
        return {each.key: each.id for each in work.find(Outgoing)}


def states():
    with opened(STORE) as ground, ground.reading(SystemClock().now()) as work:
        return {each.key: each.state for each in work.find(Outgoing)}


def test_what_did_not_arrive_is_shown_without_what_it_says(binome, stuck):
    shown = binome("messages", "--database", STORE)
    assert shown.code == 0, shown.err
    assert shown.out.splitlines() == [
        f"{stuck['k2']}  Léo Petit (slack): dead, due 3 days ago, invalid_blocks",
        f"{stuck['k1']}  Inès Roux (slack): ambiguous, due 2 days ago, timeout",
    ]
    assert "secret" not in shown.out
    only = binome("messages", "--state", "ambiguous", "--database", STORE)
    assert [line.split()[0] for line in only.out.splitlines()] == [str(stuck["k1"])]


def test_a_message_is_sent_again_or_given_up(binome, stuck):
    again = binome("messages", "again", str(stuck["k1"]), "--database", STORE)
    assert again.out == f"Message {stuck['k1']} is in line again.\n"
    gone = binome("messages", "discard", str(stuck["k2"]), "--database", STORE)
    assert gone.out == f"Message {stuck['k2']} is given up.\n"
    assert states() == {"k1": "pending", "k2": "dead", "k3": "sent", "later": "pending"}
    assert binome("messages", "--database", STORE).out == "No message waits for you.\n"


@pytest.mark.parametrize("verb", ["again", "discard"])
@pytest.mark.parametrize("key", ["k3", "later", "none"])
def test_only_what_waits_for_a_decision_is_settled(verb, key, binome, stuck):
    before = states()
    refused = binome("messages", verb, str(stuck.get(key, 99)), "--database", STORE)
    assert refused.code == 2
    assert "waits for a decision: `binome messages` lists those that do." in refused.err
    assert states() == before


def test_the_list_itself_has_its_help(binome):
    shown = binome("messages", "--help")
    assert shown.code == 0
    assert "Example: binome messages --state ambiguous" in shown.out
    assert "again" in shown.out
    assert "discard" in shown.out


def test_an_empty_database_says_so(binome, here):
    assert binome("messages").out == "No message waits for you.\n"
