"""What people are answered at once: a form, its mistakes, a word when it takes long."""

import threading
from typing import Any

from bot.event import Command, Submitted
from bot.handle import handle
from storage.nouns import Draft, Received
from tests.slack.atlas import Failing, atlas, binome, lucie
from tests.slack.bot import database, empty_file, learned, running

__all__ = ["atlas", "binome", "database", "empty_file", "learned", "lucie"]


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


def test_a_press_that_comes_again_uses_its_trigger_once(slack, binome, lucie):
    binome.opens()
    lucie.says("bonjour")
    binome.settled()
    lucie.clicks("Je veux apprendre")
    binome.settled()
    delivery = lucie.clicks("Voir tout le formulaire")
    assert [delivery.again(number).status for number in (1, 2)] == [200, 200]
    binome.settled()
    (call,) = slack.calls.to("views.open")
    assert call.ok
    assert lucie.ephemerals == []


def test_a_trigger_that_was_used_already_is_told(slack, binome, atlas, lucie):
    """Slack opens one form for each: a second is refused, and the person hears how to go on."""
    use, opened = lucie.link.send, []

    def used_before(kind, payload, person=None):
        if kind == "interactive" and payload["actions"][0]["action_id"].startswith("form:"):
            view = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
            trigger = payload["trigger_id"]
            opened.append(atlas.ask("views.open", "inner-bot", trigger_id=trigger, view=view))
        return use(kind, payload, person)

    lucie.link.send = used_before
    asks_for_the_form(binome, lucie)
    assert opened[0]["ok"]
    (call,) = slack.calls.to("views.open")
    assert not call.ok
    binome.until(lambda: lucie.ephemerals, "a word")
    assert "formulaire" in lucie.ephemerals[0]["text"]


def test_words_settle_the_message_whose_question_they_answer(slack, binome, lucie):
    binome.opens()
    lucie.says("bonjour")
    binome.settled()
    lucie.clicks("Je veux apprendre")
    binome.settled()
    asked = lucie.messages[-1]
    lucie.says("une carotte")  # no answer: it is asked again, and the press still serves
    binome.settled()
    assert _pressable(lucie, asked["ts"])
    asked = lucie.messages[-1]
    lucie.says("j'accepte")
    binome.settled()
    (call,) = slack.calls.to("chat.update")
    assert call.ok
    assert (call.args["ts"], call.args["channel"]) == (asked["ts"], lucie.dm)
    assert "✓ " in str(call.args["blocks"])
    assert not _pressable(lucie, asked["ts"])
    objectives = lucie.messages[-1]
    lucie.says("retour")
    binome.settled()
    assert not _pressable(lucie, objectives["ts"])
    assert slack.calls.to("chat.update")[-1].args["ts"] == objectives["ts"]


def _pressable(person, moment):
    (message,) = [each for each in person.messages if each["ts"] == moment]
    return [each for each in message["blocks"] if each["type"] == "actions"]


def test_what_fails_right_after_the_answer_takes_nothing_back(binome, lucie):
    binome.opens()
    lucie.says("bonjour")
    binome.settled()

    came = []

    async def fails(event, *_, **__):
        came.append(event)
        raise RuntimeError("the secret words")

    binome.bot.speaking.settle = fails
    assert lucie.clicks("Je veux apprendre").status == 200
    lucie.waits_for("les règles du jeu")
    binome.settled()
    assert len(came) == 1
    assert len(binome.all(Received)) == 2


def test_slack_is_not_kept_waiting_for_its_own_slowness(slack, database, atlas, lucie):
    slack.faults.slow("views.open", seconds=600)
    with running(slack, database, atlas, hurried=True, patience=60) as binome:
        asks_for_the_form(binome, lucie)
        assert lucie.modal is None
        slack.faults.lifted()
        binome.until(lambda: lucie.modal, "the form")


def test_an_answer_pressed_settles_its_question(slack, binome, lucie):
    asks_for_the_form(binome, lucie)
    lucie.closes()
    before = len(slack.calls.to("response_url"))
    lucie.clicks("J’accepte") if _sees(lucie, "J’accepte") else lucie.clicks(_first(lucie))
    binome.settled()
    binome.until(lambda: len(slack.calls.to("response_url")) > before, "the question settled")
    replaced = slack.calls.to("response_url")[-1].args
    assert replaced["replace_original"] is True


def test_a_press_that_was_refused_settles_nothing(slack, binome, lucie):
    asks_for_the_form(binome, lucie)
    lucie.closes()
    with binome.database.work(binome.clock.now()) as work:
        work.change(binome.only(Draft), state="cancelled")
    before = len(slack.calls.to("response_url"))
    lucie.clicks(_first(lucie))
    lucie.waits_for("n’attend plus de réponse")
    binome.settled()
    slack.run(binome.receiving.drain())
    assert len(slack.calls.to("response_url")) == before


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
            assert until.wait(60)
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
            assert go.wait(60)
        return fails(event, work)

    with running(slack, database, atlas, core=core, patience=0.05) as binome:
        assert lucie.gives("/binome", "help", channel="general").status == 200
        go.set()
        binome.until(lambda: len(lucie.ephemerals) == 2, "a word")
        assert "rien n’a changé" in lucie.ephemerals[1]["text"]


def test_a_slow_form_waits_in_its_own_window(slack, database, atlas, lucie):
    go = threading.Event()
    with running(slack, database, atlas, core=slowly(Submitted, go)) as binome:
        asks_for_the_form(binome, lucie)
        binome.receiving._patience = 0.05
        answers = {"objectives": "Rédiger ma biographie", **_answers(lucie)}
        delivery = lucie.submits(answers)
        assert delivery.json["response_action"] == "update"
        go.set()
        (call,) = binome.until(lambda: slack.calls.to("views.update"), "the window up to date")
        assert call.ok
        binome.settled()
