"""What people do in Slack happens once, and is committed before Slack hears."""

import threading

from bot.event import Command, Said
from bot.handle import handle
from storage.nouns import Address, Enrolment, Outgoing, Person, Received
from tests.slack.atlas import Failing, atlas, binome, lucie
from tests.slack.bot import database, empty_file, learned, running

__all__ = ["atlas", "binome", "database", "empty_file", "learned", "lucie"]


def test_a_first_message_is_answered_in_private(binome, lucie):
    assert lucie.says("bonjour").status == 200
    lucie.waits_for("Bonjour Lucie")
    person = binome.only(Person)
    assert (person.name, person.email) == ("Lucie Martin", "lucie.martin@atlas.example")
    assert (person.locale, person.zone, person.organiser) == ("fr", "Europe/Paris", False)
    assert binome.only(Address).gathers


def test_who_runs_the_workspace_may_create_programmes(binome, atlas):
    claire = atlas.person("Claire")
    assert claire.gives("/binome", "create pwn-digital-2016").status == 200
    binome.settled()
    assert binome.only(Person).organiser
    assert claire.ephemerals == []  # it was given where it is answered


def test_the_same_event_happens_once(binome, lucie):
    delivery = lucie.says("bonjour")
    assert [delivery.again(number).status for number in (1, 2, 3)] == [200, 200, 200]
    binome.settled()
    assert len(lucie.messages) == 1
    assert len(binome.all(Received)) == 1


def test_forged_and_stale_requests_change_nothing(slack, binome, lucie):
    payload = lucie.says("bonjour").payload
    binome.settled()
    payload["event_id"] = "Ev0FORGED"
    assert slack.way.post("events_api", payload, signature="v0=0").status == 401
    assert slack.way.post("events_api", payload, age=301).status == 401
    form = {"command": "/binome", "text": "help", "ssl_check": "0", "user_id": lucie.id}
    assert slack.way.post("slash_commands", form, signature="v0=0").status == 401
    assert len(binome.all(Received)) == 1


def test_a_check_of_the_certificate_brings_nothing_in(slack, binome, lucie):
    form = {"ssl_check": "1", "command": "/binome", "team_id": "T0ATLAS", "trigger_id": "1"}
    assert slack.way.post("slash_commands", form, signature="v0=0").status == 200
    assert binome.all(Received) == []


def test_the_address_is_checked(slack, binome):
    assert slack.challenge().json == {"challenge": "3eZbrw1aB"}


def test_variables_meant_for_bolt_change_nothing(slack, database, atlas, lucie, monkeypatch):
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "SIGNING_SECRET", "SCOPES"):
        monkeypatch.setenv(f"SLACK_{name}", "other")
    with running(slack, database, atlas):
        assert lucie.says("bonjour").status == 200
        lucie.waits_for("Bonjour Lucie")


def test_a_failed_transaction_is_told_again(slack, database, atlas, lucie, caplog):
    core = Failing(Said)
    with running(slack, database, atlas, core=core) as binome:
        delivery = lucie.says("bonjour")
        assert delivery.status == 500
        assert binome.all(Received) == []
        assert binome.all(Outgoing) == []
        core.fails = False
        assert delivery.again().status == 200
        lucie.waits_for("Bonjour Lucie")


def test_who_waits_for_something_that_failed_is_told(slack, database, atlas, lucie):
    with running(slack, database, atlas, core=Failing(Command)) as binome:
        assert lucie.gives("/binome", "help", channel="general").status == 200
        binome.until(lambda: lucie.ephemerals, "a word")
        assert "nothing has changed" in lucie.ephemerals[0]["text"] or (
            "rien n’a changé" in lucie.ephemerals[0]["text"]
        )


def test_slack_hears_only_what_is_committed(slack, database, atlas, lucie):
    """The answer is not there before the transaction ended."""
    held, go = threading.Event(), threading.Event()

    def core(event, work):
        reply = handle(event, work)
        held.set()
        assert go.wait(60)
        return reply

    with running(slack, database, atlas, core=core) as binome:
        answers = []
        telling = threading.Thread(target=lambda: answers.append(lucie.says("bonjour")))
        telling.start()
        assert held.wait(60)
        assert answers == []
        go.set()
        telling.join(60)
        assert answers[0].status == 200
        assert len(binome.all(Received)) == 1


def test_what_the_bot_and_other_bots_write_is_ignored(slack, binome, atlas, lucie):
    for author in ({"user": atlas.bot_user}, {"user": lucie.id, "bot_id": "B0OTHER"}):
        inner = {"type": "message", "channel_type": "im", "channel": lucie.dm, "text": "x"}
        assert slack.event(atlas, {**inner, **author, "ts": "1.2"}).status == 200
    edited = {"type": "message", "subtype": "message_changed", "channel_type": "im", "hidden": True}
    assert slack.event(atlas, {**edited, "channel": lucie.dm, "message": {}}).status == 200
    assert binome.all(Received) == []
    assert slack.calls.to("users.info") == []


def test_a_command_in_a_channel_is_answered_in_private(binome, lucie):
    lucie.gives("/mentorat", "aide", channel="general")
    binome.settled()
    assert [each["text"] for each in lucie.ephemerals] == [
        "La réponse est dans notre conversation privée."
    ]
    lucie.gives("/binome", "help")
    binome.settled()
    assert len(lucie.ephemerals) == 1


def test_by_socket_all_is_the_same(slack, database, atlas, lucie):
    with running(slack, database, atlas, by_socket=True) as binome:
        binome.opens()
        delivery = lucie.says("bonjour")
        assert delivery.status == 200
        assert delivery.again().status == 200
        lucie.waits_for("Bonjour Lucie")
        lucie.clicks("Je veux apprendre")
        binome.settled()
        lucie.clicks("Voir tout le formulaire")
        assert lucie.modal is not None
        assert len(binome.all(Enrolment)) == 0
