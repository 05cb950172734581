"""What people do in Slack happens once, is committed before Slack hears, and is answered in time."""

import threading
import time
from typing import Any

import pytest

from bot.event import Command, Said, Submitted
from bot.handle import handle
from storage.nouns import Address, Enrolment, Outgoing, Person, Received
from tests.slack.bot import database, empty_file, learned, running
from tests.slack.harness import Profile

__all__ = ["database", "empty_file", "learned"]


@pytest.fixture
def atlas(slack):
    claire = Profile(name="Claire Marchetti", admin=True)
    return slack.workspace(
        people=["Lucie Martin", Profile(name="Agnès Durand", tz="Asia/Tokyo"), claire],
        channels=["general", "veille"],
    )


@pytest.fixture
def binome(slack, database, atlas):
    with running(slack, database, atlas) as started:
        yield started


@pytest.fixture
def lucie(atlas):
    return atlas.person("Lucie")


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


class Failing:
    """A core whose transaction fails at its very end."""

    def __init__(self, kind):
        self.kind, self.fails = kind, True

    def __call__(self, event, work):
        reply = handle(event, work)
        if isinstance(event, self.kind) and self.fails:
            raise RuntimeError("the secret words")
        return reply


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
        assert lucie.gives("/binome", "help", channel="general").status == 500
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
        assert go.wait(10)
        return reply

    with running(slack, database, atlas, core=core) as binome:
        answers = []
        telling = threading.Thread(target=lambda: answers.append(lucie.says("bonjour")))
        telling.start()
        assert held.wait(10)
        assert answers == []
        go.set()
        telling.join(10)
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


# ---------------------------------------------------------------- forms


def asks_for_the_form(binome, lucie):
    binome.opens()
    lucie.says("bonjour")
    binome.settled()
    lucie.clicks("Je veux apprendre")
    binome.settled()
    lucie.clicks("Voir tout le formulaire")


def test_a_form_opens_before_slack_is_answered(binome, lucie):
    asks_for_the_form(binome, lucie)
    assert lucie.modal is not None
    assert lucie.modal["callback_id"] == "form"


def test_mistakes_are_said_under_their_field(binome, lucie):
    asks_for_the_form(binome, lucie)
    delivery = lucie.submits(
        {"objectives": "\n".join(f"Savoir {n}" for n in range(9)), **_answers(lucie)}
    )
    assert delivery.status == 200
    assert delivery.errors
    assert lucie.modal is not None


def test_a_form_that_is_right_closes_and_goes_on_in_private(binome, lucie):
    asks_for_the_form(binome, lucie)
    delivery = lucie.submits({"objectives": "Rédiger ma biographie", **_answers(lucie)})
    assert delivery.errors == {}
    assert delivery.json == {"response_action": "clear"}
    binome.settled()
    assert lucie.modal is None


def _answers(person):
    """Something valid for every other question of the form that is open."""
    found: dict[str, Any] = {}
    for block in person.modal["blocks"]:
        if block["type"] != "input" or block["block_id"] == "objectives":
            continue
        element = block["element"]
        if element["type"] == "plain_text_input":
            found[block["block_id"]] = "Paris"
        elif element["type"] in ("checkboxes", "multi_static_select"):
            found[block["block_id"]] = [element["options"][0]["text"]["text"]]
        else:
            options = element.get("options") or element["option_groups"][0]["options"]
            found[block["block_id"]] = options[0]["text"]["text"]
    return found


def test_a_form_asked_for_too_late_is_told(slack, binome, lucie):
    slack.faults.fails("views.open", "expired_trigger_id")
    asks_for_the_form(binome, lucie)
    assert lucie.modal is None
    binome.until(lambda: lucie.ephemerals, "a word")
    assert "formulaire" in lucie.ephemerals[0]["text"]


def test_an_answer_pressed_settles_its_question(slack, binome, lucie):
    asks_for_the_form(binome, lucie)
    lucie.closes()
    before = len(slack.calls.to("response_url"))
    lucie.clicks("J’accepte") if _sees(lucie, "J’accepte") else lucie.clicks(_first(lucie))
    binome.settled()
    binome.until(lambda: len(slack.calls.to("response_url")) > before, "the question settled")
    replaced = slack.calls.to("response_url")[-1].args
    assert replaced["replace_original"] is True


def _sees(person, label):
    return any(label == each for each in _labels(person))


def _first(person):
    return _labels(person)[0]


def _labels(person):
    return [
        element["text"]["text"]
        for block in person.messages[-1]["blocks"]
        for element in block.get("elements", [])
        if element.get("type") == "button"
    ]


# ---------------------------------------------------------------- slow work


def slowly(kind, until):
    def core(event, work):
        if isinstance(event, kind):
            assert until.wait(10)
        return handle(event, work)

    return core


def test_a_slow_command_is_answered_in_words_first(slack, database, atlas, lucie):
    go = threading.Event()
    with running(slack, database, atlas, core=slowly(Command, go), patience=0.05) as binome:
        delivery = lucie.gives("/binome", "help", channel="general")
        assert delivery.status == 200
        assert "en cours" in lucie.ephemerals[0]["text"]
        assert binome.all(Received) == []
        go.set()
        binome.until(lambda: binome.all(Received), "the end of the work")
        binome.settled()
        assert len(lucie.messages) == 1


def test_a_slow_command_that_fails_is_told(slack, database, atlas, lucie):
    go, fails = threading.Event(), Failing(Command)

    def core(event, work):
        if isinstance(event, Command):
            assert go.wait(10)
        return fails(event, work)

    with running(slack, database, atlas, core=core, patience=0.05) as binome:
        assert lucie.gives("/binome", "help", channel="general").status == 200
        go.set()
        binome.until(lambda: len(lucie.ephemerals) == 2, "a word")
        assert "rien n’a changé" in lucie.ephemerals[1]["text"]


def test_a_slow_form_waits_in_its_own_window(slack, database, atlas, lucie):
    go = threading.Event()
    with running(slack, database, atlas, core=slowly(Submitted, go), patience=0.2) as binome:
        binome.receiving._patience = 5
        asks_for_the_form(binome, lucie)
        binome.receiving._patience = 0.05
        answers = {"objectives": "Rédiger ma biographie", **_answers(lucie)}
        delivery = lucie.submits(answers)
        assert delivery.json["response_action"] == "update"
        go.set()
        binome.until(lambda: slack.calls.to("views.update"), "the window brought up to date")
        binome.settled()


# ---------------------------------------------------------------- who they are


def test_slack_is_asked_once_who_somebody_is(slack, binome, lucie):
    for words in ("bonjour", "aide", "merci"):
        lucie.says(words)
    assert len(slack.calls.to("users.info")) == 1


def test_without_slacks_word_the_conversation_goes_on(slack, binome, lucie):
    slack.faults.breaks("users.info")
    assert lucie.says("bonjour").status == 200
    binome.settled()
    assert lucie.messages


def test_a_slow_word_of_slacks_is_not_waited_for(slack, binome, lucie):
    slack.faults.slow("users.info", seconds=3)
    started = time.monotonic()
    assert lucie.says("bonjour").status == 200
    assert time.monotonic() - started < 3


def test_a_move_is_followed(binome, lucie):
    lucie.says("bonjour")
    assert lucie.changes(tz="Asia/Tokyo", locale="en-GB").status == 200
    person = binome.only(Person)
    assert (person.zone, person.locale) == ("Asia/Tokyo", "en")


def test_of_people_who_take_no_part_nothing_is_kept(binome, lucie, atlas):
    assert atlas.person("Agnès").changes(tz="Europe/London").status == 200
    assert atlas.person("Agnès").changes(deleted=True).status == 200
    assert binome.all(Person) == []
    assert binome.all(Received) == []


def test_an_account_that_is_closed_is_noted(binome, lucie):
    lucie.says("bonjour")
    lucie.changes(deleted=True)
    assert not binome.only(Address).reachable


# ---------------------------------------------------------------- home, channels, socket


def test_home_is_shown_to_a_newcomer_and_follows(slack, binome, lucie, atlas):
    binome.opens()
    assert lucie.opens_home().status == 200
    binome.until(lambda: lucie.id in atlas.homes, "Home")
    assert lucie.messages == []
    first = len(slack.calls.to("views.publish"))
    lucie.clicks("Je veux apprendre", on="home")
    binome.until(lambda: len(slack.calls.to("views.publish")) > first, "Home again")
    binome.settled()


def test_nobodys_home_is_published_unasked(slack, binome, lucie):
    lucie.says("bonjour")
    binome.settled()
    assert slack.calls.to("views.publish") == []


def test_who_opens_the_conversation_is_welcomed_once_with_prompts(binome, lucie, atlas):
    binome.opens()
    for _ in range(2):
        assert lucie.opens_home("messages").status == 200
        binome.settled()
    assert len(lucie.messages) == 1
    assert 1 <= len(atlas.prompts[lucie.dm]["prompts"]) <= 4


def test_the_bot_knows_its_channels(binome, lucie, atlas):
    lucie.adds_bot("veille")
    assert binome.only(Address).route == {"name": "#veille"}
    lucie.renames("veille", "curiosites")
    assert binome.only(Address).route == {"name": "#curiosites"}
    lucie.removes_bot("curiosites")
    assert not binome.only(Address).reachable
    lucie.adds_bot("curiosites")
    assert binome.only(Address).reachable
    lucie.archives("curiosites")
    assert not binome.only(Address).reachable


def test_a_channel_where_the_bot_never_was_is_left_alone(binome, lucie):
    lucie.renames("veille", "curiosites")
    assert binome.all(Address) == []


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
