"""Every way in which Slack may not take a message, and what is noted of each."""

import logging

import pytest

from adapters.runner.platform import Refused, TryLater, Uncertain, Unreachable
from adapters.slack.api import Refusal, Unheard, Unsent
from adapters.slack.failures import outcome_of
from bot.message import (
    Ask,
    Attachment,
    Bullets,
    Button,
    Buttons,
    FieldView,
    Message,
    Option,
    Para,
    Run,
    to_data,
)
from storage import outbox
from storage.nouns import Address, File, Outgoing, Person
from tests.slack.bot import database, empty_file, learned, running

__all__ = ["database", "empty_file", "learned"]
POST = "chat.postMessage"


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Unsent(POST, "ClientConnectorError"), TryLater(None, "ClientConnectorError", arrived="x")),
        (Unheard(POST, "ServerDisconnectedError"), Uncertain("ServerDisconnectedError", "x")),
        (
            Unheard("conversations.open", "TimeoutError"),
            TryLater(None, "TimeoutError", arrived="x"),
        ),
        (
            Refusal(POST, "ratelimited", status=429, seconds=7.0),
            TryLater(7.0, "ratelimited", everyone=True, arrived="x"),
        ),
        (
            Refusal(POST, "ratelimited", status=429),
            TryLater(30.0, "ratelimited", everyone=True, arrived="x"),
        ),
        (Refusal(POST, "http_503", status=503), TryLater(None, "http_503", arrived="x")),
        (Refusal(POST, "http_502", status=502), Uncertain("http_502", "x")),
        (Refusal(POST, "internal_error"), Uncertain("internal_error", "x")),
        (Refusal("conversations.open", "fatal_error"), TryLater(None, "fatal_error", arrived="x")),
        (Refusal(POST, "is_archived"), Unreachable("is_archived", "x")),
        (Refusal(POST, "user_disabled"), Unreachable("user_disabled", "x")),
        (Refusal(POST, "invalid_blocks"), Refused("invalid_blocks", "x")),
        (
            Refusal(POST, "missing_scope", needed="chat:write"),
            Refused("missing_scope: chat:write", "x"),
        ),
    ],
)
def test_every_failure_has_its_outcome(failure, outcome):
    assert outcome_of(failure, "x") == outcome


@pytest.fixture
def atlas(slack):
    return slack.workspace(people=["Lucie Martin", "Agnès Durand"], channels=["general", "veille"])


@pytest.fixture
def binome(slack, database, atlas):
    with running(slack, database, atlas) as started:
        yield started


@pytest.fixture
def lucie(atlas, binome):
    return atlas.person("Lucie")


@pytest.fixture
def place(binome, atlas, lucie):
    return binome.known(lucie, atlas)


def sent(binome):
    """The one message, once it is away."""

    def done():
        found = binome.only(Outgoing)
        return found if found.state not in ("pending", "sending") else None

    return binome.until(done, "the message noted")


def parts(*told):
    return to_data(Message(tuple(told)))


def posts(binome, address, *told, key="k", **given):
    with binome.database.work(binome.clock.now()) as work:
        outbox.post(work, key, address.id, parts(*told), **given)
    binome.courier.kick()


def test_a_message_goes_to_the_person_without_opening_anything(slack, binome, lucie, place):
    binome.posts(place, "Bonjour <!channel> & *vous*")
    found = sent(binome)
    assert found.state == "sent"
    assert found.receipt.startswith(f"{lucie.dm}:")
    (call,) = slack.calls.to(POST)
    assert call.args["channel"] == lucie.id
    assert "conversations.open" not in slack.calls.counted()
    assert "<!channel>" not in lucie.messages[0]["text"]


def test_what_could_not_be_drawn_has_certainly_not_left(slack, binome, place, monkeypatch):
    """So even a message that must not arrive twice is tried again, and asks nobody to decide."""

    def away(*_):
        raise OSError("the database is away")

    monkeypatch.setattr("adapters.slack.delivery.voice_at", away)
    posts(binome, place, Para((Run("Bonjour"),)), kind="hold")
    found = binome.until(lambda: binome.all(Outgoing, error="OSError"), "the try noted")[0]
    assert (found.state, found.attempts) == ("pending", 1)
    assert POST not in slack.calls.counted()


def test_who_left_the_workspace_is_not_written_to_again(slack, binome, atlas, lucie, place):
    atlas.directory.change(lucie.id, deleted=True)
    binome.posts(place, "Bonjour")
    found = sent(binome)
    assert (found.state, found.error) == ("dead", "user_disabled")
    assert not binome.only(Address).reachable


def channel_in(binome, atlas, name):
    with binome.database.work(binome.clock.now()) as work:
        return work.add(
            Address(
                platform="slack",
                tenant=atlas.id,
                user=atlas.channels[name],
                route={"name": f"#{name}"},
            )
        )


def test_a_public_channel_is_entered_to_be_written_in(binome, atlas, lucie):
    binome.posts(channel_in(binome, atlas, "veille"), "Bonjour à tous")
    assert sent(binome).state == "sent"
    assert lucie.reads("veille")[-1]["text"] == "Bonjour à tous"


def test_an_archived_channel_is_lost(slack, binome, atlas, lucie):
    channel = channel_in(binome, atlas, "veille")
    atlas.ask("conversations.archive", lucie.token, channel=channel.user)
    slack.faults.fails(POST, "is_archived")
    binome.posts(channel, "Bonjour à tous")
    assert (sent(binome).state, sent(binome).error) == ("dead", "is_archived")
    assert not binome.only(Address, person_id=None).reachable


def test_a_channel_that_needs_an_invitation_is_lost(slack, binome, atlas):
    slack.faults.fails("conversations.join", "method_not_supported_for_channel_type")
    binome.posts(channel_in(binome, atlas, "veille"), "Bonjour à tous")
    assert sent(binome).error == "not_in_channel"


def test_a_connection_cut_after_the_post_is_held_for_a_human(slack, binome, lucie, place):
    slack.faults.cuts(POST)
    binome.posts(place, "Bonjour", kind="hold")
    assert sent(binome).state == "ambiguous"
    assert len(slack.calls.to(POST)) == 1
    assert len(lucie.messages) == 1


def test_a_missing_scope_is_named(slack, binome, place, caplog):
    slack.faults.fails(POST, "missing_scope")
    with caplog.at_level(logging.ERROR):
        binome.posts(place, "Bonjour")
        assert sent(binome).error == f"missing_scope: {POST}"
    assert binome.only(Address).reachable


def test_a_refusal_about_one_person_is_not_the_end_of_the_token(slack, binome, place):
    slack.faults.fails(POST, "account_inactive")
    binome.posts(place, "Bonjour")
    assert (sent(binome).state, sent(binome).error) == ("dead", "account_inactive")
    assert len(slack.calls.to("auth.test")) == 2


def test_a_dead_token_of_the_settings_makes_messages_wait(slack, binome, atlas, place):
    atlas.expire("token_revoked")
    binome.posts(place, "Bonjour")
    found = binome.until(lambda: binome.only(Outgoing).error and binome.only(Outgoing), "a note")
    assert (found.state, found.error, found.attempts) == ("pending", "token_revoked", 0)
    assert binome.only(Address).reachable


def test_a_long_message_goes_on_where_it_stopped(slack, binome, lucie, place):
    """Slack asks for patience in the middle: what is there is not sent again."""
    slack.faults.limited(POST, seconds=1, after=1)
    items = tuple((Run(f"{n} " + "mot " * 600),) for n in range(12))
    posts(binome, place, Para((Run("Voici"),)), Bullets(items))
    found = sent(binome)
    assert found.state == "sent"
    told = [call for call in slack.calls.to(POST) if call.ok]
    assert len(told) > 2
    assert len(found.receipt.split()) == len(told)
    assert len({str(call.args["blocks"]) for call in told}) == len(told)


def test_a_reminder_whose_connection_was_cut_is_sent_again(slack, binome, place):
    """Once too often harms nobody, and not at all does: only what embarrasses waits for a human."""
    slack.faults.cuts(POST)
    binome.posts(place, "Demain, vous retrouvez votre binôme.")
    found = binome.until(lambda: binome.only(Outgoing).error and binome.only(Outgoing), "a note")
    assert (found.state, found.attempts) == ("pending", 1)


def test_more_blocks_and_options_than_slack_takes_arrive_all_the_same(slack, binome, lucie, place):
    lines = [
        part
        for n in range(51)
        for part in (
            Para((Run(f"Proposition {n}"),)),
            Buttons((Button("Approuver", f"review-approve:{n}"),)),
        )
    ]
    options = tuple(Option(f"value-{n}", f"Sujet numéro {n}") for n in range(101))
    field = FieldView("topic", "choose", "Sujet", (Run("Quel sujet ?"),), options=options)
    posts(binome, place, *lines, Ask(7, field))
    assert sent(binome).state == "sent"
    told = slack.calls.to(POST)
    assert all(call.ok and len(call.args["blocks"]) <= 50 for call in told)
    shown = str([call.args["blocks"] for call in told])
    assert all(f"Proposition {n}'" in shown for n in range(51))
    assert all(f"'value-{n}'" in shown for n in range(101))
    assert lucie.clicks("Choisir…", value="value-100").status == 200


def test_a_file_is_uploaded_to_the_conversation(slack, binome, lucie, place):
    with binome.database.work(binome.clock.now()) as work:
        work.add(
            File(token="t", name="bilan.txt", media_type="text/plain", content=b"oui", at=work.now)
        )
    posts(binome, place, Para((Run("Le bilan"),)), Attachment("t", "bilan.txt", "text/plain"))
    assert sent(binome).state == "sent"
    files = [file for message in lucie.messages for file in message.get("files", ())]
    assert [file["name"] for file in files] == ["bilan.txt"]
    assert lucie.downloads(files[0]) == b"oui"


def test_a_file_that_was_erased_meanwhile_is_told(binome, place):
    posts(binome, place, Attachment("gone", "bilan.txt", "text/plain"))
    assert (sent(binome).state, sent(binome).error) == ("dead", "file-gone")


def test_a_pair_is_met_together(slack, binome, atlas, lucie):
    agnes = atlas.person("Agnès")
    both = sorted([lucie.id, agnes.id])
    with binome.database.work(binome.clock.now()) as work:
        together = work.add(
            Address(
                platform="slack",
                tenant=atlas.id,
                user="together:" + "+".join(both),
                route={"members": both},
            )
        )
    for n in range(2):
        binome.posts(together, f"Voici votre binôme {n}", key=str(n))
    binome.settled()
    assert len(slack.calls.to("conversations.open")) == 1
    (group,) = agnes.groups
    assert [m["text"] for m in lucie.reads(group)] == [
        "Voici votre binôme 0",
        "Voici votre binôme 1",
    ]


def test_somebody_of_another_workspace_is_not_written_to(binome, place):
    with binome.database.work(binome.clock.now()) as work:
        person = work.first(Person)
        other = work.add(
            Address(person_id=person.id, platform="slack", tenant="T0OTHER", user="U0OTHER")
        )
    binome.posts(other, "Bonjour")
    assert (sent(binome).state, sent(binome).error) == ("dead", "not_installed")


def test_patience_asked_in_the_middle_of_many_misses_nobody(slack, database):
    people = [f"Personne {chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(30)]
    atlas = slack.workspace(people=people)
    with running(slack, database, atlas) as binome:
        slack.faults.limited(POST, seconds=1, after=9, times=3)
        for n, person in enumerate(atlas.people.values()):
            binome.posts(binome.known(person, atlas), f"Rappel {n}", key=str(n))
        binome.settled()
        told = [call.args["channel"] for call in slack.calls.to(POST) if call.ok]
        assert sorted(told) == sorted(atlas.people)
        assert {each.state for each in binome.all(Outgoing)} == {"sent"}


def test_what_follows_a_post_goes_in_the_thread_of_it(slack, binome, atlas):
    channel = channel_in(binome, atlas, "general")
    posts(binome, channel, Para((Run("Une question."),)), key="post-vote")
    first = sent(binome)
    posts(binome, channel, Para((Run("Les résultats."),)), key="results", after="post-vote")
    posts(binome, channel, Para((Run("Autre chose."),)), key="other", after="long-gone")
    binome.until(lambda: len(binome.all(Outgoing, state="sent")) == 3, "all there")
    threads = {call.args["text"]: call.args.get("thread_ts") for call in slack.calls.to(POST)}
    assert threads["Une question."] is None
    assert threads["Les résultats."] == first.receipt.rpartition(":")[2]
    assert threads["Autre chose."] is None, "what it follows is known no more"
