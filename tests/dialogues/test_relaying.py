"""A short message passed on between the two of a pair: both agreed, nobody else sees it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogues.relaying import words_to_relay
from bot.event import Said
from bot.handle import handle
from storage import outbox
from storage.nouns import Draft, Outgoing, Programme
from tests.dialogues.test_together import paired

LATE = "Je serai en retard de dix minutes."


@pytest.fixture
def two(chat):
    return paired(chat)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("dis à mon binôme que je serai en retard", "je serai en retard"),
        ("Dites à ma mentore : à demain !", "à demain !"),
        ("préviens mon binôme que j’arrive", "j’arrive"),
        ("Pouvez-vous transmettre à mon mentor « merci pour hier »", "merci pour hier"),
        ("écris à mon binôme", ""),
        ("tell my partner that I am late", "I am late"),
        ("let my mentor know I am late", "I am late"),
        ("Can you tell my mentee: see you tomorrow", "see you tomorrow"),
        ("dis à mon binôme qu’on se voit demain", "on se voit demain"),
        ("je veux parler à mon binôme", None),
        ("qui est mon binôme ?", None),
        ("on m’a dit que mon binôme était absent", None),
        ("tell me who my partner is", None),
        ("dis à mon responsable que je viens", None),
    ],
)
def test_what_is_to_be_passed_on_is_found(text, words):
    assert words_to_relay(text) == words


def test_both_agree_once_then_words_pass(chat, two):
    agnes, bruno = two
    assert "Est-ce d’accord" in agnes.says(f"dis à mon binôme : {LATE}")
    assert "Je demande d’abord à Bruno Petit" in agnes.presses("D’accord")
    assert LATE not in bruno.heard()
    assert "peut vous écrire par moi" in bruno.presses("D’accord")
    assert "votre message est remis" in agnes.heard()
    assert any(LATE in each.text for each in bruno.history)
    assert any("Un mot d’Agnès Martin" in each.text for each in bruno.history)
    assert "C’est transmis à Agnès Martin" in bruno.says("dis à mon binôme que pas de souci")
    assert "pas de souci" in agnes.heard()


def test_the_other_may_be_called_by_their_name(chat, two):
    agnes, bruno = two
    assert "Je remets ces mots à Bruno Petit" in agnes.says("dis à Bruno que j’arrive")
    assert "Je demande d’abord à Bruno Petit" in agnes.presses("D’accord")
    bruno.presses("D’accord")
    assert any("j’arrive" in each.text for each in bruno.history)
    bruno.says("English please")
    assert "passed it on to Agnès Martin" in bruno.says("tell agnes I'm on my way")
    assert "I'm on my way" in agnes.heard()


def test_somebody_else_s_name_relays_nothing(chat, two):
    agnes, bruno = two
    assert "Je remets ces mots" not in agnes.says("dis à Martine que j’arrive")
    assert bruno.heard() == ""


@pytest.mark.parametrize(
    "late",
    [
        "j’aurai 10 min de retard",
        "désolée, je serai un peu en retard !",
        "je vais être en retard de dix minutes",
        "I'll be ten minutes late",
        "running late, sorry",
        "je suis en retard, j’arrive !",
    ],
)
def test_whoever_is_late_is_offered_to_tell_the_other(chat, two, late):
    agnes, bruno = two
    agnes.says(late)
    agree = agnes.shown()[0]
    assert agree in ("D’accord", "That’s fine")
    assert bruno.heard() == ""
    agnes.presses(agree)
    bruno.presses("D’accord")
    assert any(late in each.text for each in bruno.history)
    assert agnes.says("dis à mon binôme que merci")  # both agreed, and yet lateness is asked about
    bruno.heard()
    agnes.says(late)
    assert late not in bruno.heard()


def test_being_late_with_something_else_is_not_for_the_other(chat, two):
    agnes, _ = two
    assert "Je remets ces mots" not in agnes.says("je suis en retard sur le numérique")
    assert "Je remets ces mots" not in agnes.says("j’ai pris du retard dans le programme")


def test_words_said_again_take_the_place_of_those_not_agreed_to(chat, two):
    agnes, bruno = two
    agnes.says("dis à mon binôme : à lundi")
    agnes.says("dis à mon binôme : à mardi")
    agnes.presses("D’accord")
    bruno.presses("D’accord")
    assert "à mardi" in "".join(each.text for each in bruno.history)
    assert "à lundi" not in "".join(each.text for each in bruno.history)


def test_a_message_is_kept_nowhere_once_it_arrived(chat, two):
    agnes, bruno = two
    agnes.says(f"dis à mon binôme : {LATE}")
    agnes.presses("D’accord")
    bruno.presses("D’accord")
    assert any(LATE in each.text for each in bruno.history)
    kept = json.dumps([each.model_dump(mode="json") for each in chat.all(Outgoing)])
    kept += json.dumps([each.model_dump(mode="json") for each in chat.all(Draft)])
    assert LATE not in kept


def passing_on(chat, two):
    """Words on their way from Agnès to Bruno, who both agreed: the outgoing message."""
    agnes, bruno = two
    agnes.says("dis à mon binôme : bonjour")
    agnes.presses("D’accord")
    bruno.presses("D’accord")
    chat.deliver()
    agnes.heard()
    with chat.database.work(chat.clock.now()) as work:
        handle(Said("again", agnes.sender, f"dis à mon binôme : {LATE}"), work)
        (found,) = [
            each
            for each in work.find(Outgoing, state="pending")
            if each.key.startswith(outbox.FLEETING)
        ]
    return found


@pytest.mark.parametrize("fails", [outbox.refuse, outbox.retry])
def test_words_that_never_arrive_are_seen_by_nobody_and_their_author_hears_of_it(chat, two, fails):
    agnes, _ = two
    key = passing_on(chat, two).key
    with chat.database.work(chat.clock.now()) as work:
        there = outbox.claim(work)
        outbox.sent_all(work, [(each, "r") for each in there if each.outgoing.key != key])
        (claimed,) = [each for each in there if each.outgoing.key == key]
        if fails is outbox.retry:
            last = claimed.outgoing.model_copy(update={"attempts": outbox.MOST_ATTEMPTS})
            outbox.retry(work, replace(claimed, outgoing=last), work.now, "http_500")
        else:
            outbox.refuse(work, claimed, "user_disabled")
        assert outbox.stuck(work) == []
    left = chat.only(Outgoing, key=key)
    assert (left.state, left.payload) == ("dead", {})
    chat.later(minutes=1)
    told = agnes.heard()
    assert told.count("Je n’ai pas pu remettre votre message à Bruno Petit") == 1
    assert LATE not in told
    chat.later(days=1)
    assert "remettre votre message" not in agnes.heard(), "it is said once"


def test_words_lost_with_their_courier_are_erased_too(chat, two):
    agnes, _ = two
    key = passing_on(chat, two).key
    for _ in range(outbox.MOST_ATTEMPTS):
        with chat.database.work(chat.clock.now()) as work:
            assert key in {c.outgoing.key for c in outbox.claim(work)}
        chat.jump(chat.clock.now() + timedelta(hours=2))
        with chat.database.work(chat.clock.now()) as work:
            assert outbox.recover(work)
    with chat.database.work(chat.clock.now()) as work:
        assert key not in {each.key for each, _ in outbox.stuck(work)}
    left = chat.only(Outgoing, key=key)
    assert (left.state, left.payload) == ("dead", {})
    chat.later(days=1)  # those attempts took the night
    assert "Je n’ai pas pu remettre votre message à Bruno Petit" in agnes.heard()


def test_words_that_arrived_leave_nothing_to_say(chat, two):
    agnes, bruno = two
    passing_on(chat, two)
    chat.deliver()
    chat.later(days=1)
    assert LATE in bruno.heard()
    assert "remettre votre message" not in agnes.heard()


def test_who_would_rather_not_receives_nothing(chat, two):
    agnes, bruno = two
    agnes.says(f"dis à mon binôme : {LATE}")
    agnes.presses("D’accord")
    assert "je ne vous remets rien" in bruno.presses("Non merci")
    assert "préfère ne pas recevoir" in agnes.heard()
    assert "préfère ne pas recevoir" in agnes.says(f"dis à mon binôme : {LATE}")
    assert not any(LATE in each.text for each in bruno.history)
    assert all(LATE not in json.dumps(each.answers) for each in chat.all(Draft))


def test_without_an_answer_the_message_is_erased_after_a_week(chat, two):
    agnes, _ = two
    agnes.says(f"dis à mon binôme : {LATE}")
    agnes.presses("D’accord")
    agnes.heard()
    chat.later(days=8)
    assert "j’ai effacé le message" in agnes.heard()
    assert all(LATE not in json.dumps(each.answers) for each in chat.all(Draft))


def test_who_does_not_agree_sends_nothing(chat, two):
    agnes, bruno = two
    agnes.says(f"dis à mon binôme : {LATE}")
    assert "je ne fais rien passer" in agnes.says("non")
    assert bruno.heard() == ""


def test_five_a_day_are_enough(chat, two):
    agnes, bruno = two
    agnes.says("dis à mon binôme : bonjour")
    agnes.presses("D’accord")
    bruno.presses("D’accord")
    for n in range(4):
        assert "C’est transmis" in agnes.says(f"dis à mon binôme : {n}")
    assert "5 messages par jour" in agnes.says("dis à mon binôme : encore")
    chat.later(days=1)
    assert "C’est transmis" in agnes.says("dis à mon binôme : encore")


def test_long_words_are_asked_to_be_shorter(chat, two):
    agnes, _ = two
    assert "500" in agnes.says("dis à mon binôme : " + "mot " * 200)


def test_words_are_asked_for_when_there_are_none(chat, two):
    agnes, _ = two
    assert "Que faut-il dire à Bruno Petit" in agnes.says("écris à mon binôme")
    assert "Est-ce d’accord" in agnes.says("à demain")


def test_typed_words_are_data(chat, two):
    agnes, bruno = two
    for each in (agnes, bruno):
        each.says("dis à mon binôme : bonjour")
        each.presses("D’accord")
    agnes.says("dis à mon binôme : **gras** <!channel>")
    message = bruno.history[-1].message
    typed = [run for part in message.parts for run in getattr(part, "runs", ()) if run.typed]
    assert any(run.text == "**gras** <!channel>" for run in typed)


def test_the_coordinator_hears_nothing_of_it(chat, two):
    agnes, bruno = two
    claire = chat.person("claire", name="Claire Roy")
    claire.joins()
    chat.coordinates(claire, chat.only(Programme))
    claire.heard()
    agnes.says(f"dis à mon binôme : {LATE}")
    agnes.presses("D’accord")
    bruno.presses("D’accord")
    assert claire.heard() == ""
    assert LATE not in claire.gives("health") + claire.gives("status")


def test_nobody_without_a_pair_is_misled(chat):
    chat.programme()
    zoe = chat.person("zoe")
    zoe.joins()
    assert zoe.says("dis à mon binôme que je viens")
