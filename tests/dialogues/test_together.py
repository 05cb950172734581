"""Two people at the same time, on both databases: whoever comes second sees what the first did."""

import threading
from datetime import date

import pytest

from bot.event import Event, Pressed, Said
from bot.handle import handle
from storage.nouns import Answer, Draft, Enrolment, Pair, Received, Session
from tests.client import Chat, Someone


def paired(chat: Chat) -> tuple[Someone, Someone]:
    """A mentee and a mentor who may plan their first session."""
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes, bruno = (
        chat.person("agnes", name="Agnès Martin"),
        chat.person("bruno", name="Bruno Petit"),
    )
    chat.enrols(agnes, "mentee")
    chat.enrols(bruno, "mentor")
    chat.pairs(agnes, bruno)
    for each in (agnes, bruno):
        each.heard()
    return agnes, bruno


def at_once(chat: Chat, *events: Event) -> None:
    """Handles events at the same time: the second begins once the first has done all but commit."""
    begun, failed = [threading.Event() for _ in events], list[BaseException]()

    def act(number: int) -> None:
        try:
            if number:
                begun[number - 1].wait(5)
            with chat.database.work(chat.clock.now()) as work:
                handle(events[number], work)
                begun[number].set()
                if number + 1 < len(events):
                    # Long enough for the other to read, too short to slow anybody down.
                    threading.Event().wait(0.15)
        except BaseException as error:
            failed.append(error)
        finally:
            begun[number].set()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(events))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not failed, failed
    chat.deliver()


def said(someone: Someone, text: str) -> Event:
    return Said(someone.chat.key(), someone.sender, text)


def pressed(someone: Someone, label: str) -> Event:
    action, values = someone.action_of(label)
    return Pressed(someone.chat.key(), someone.sender, action, values)


def test_both_propose_at_the_same_time(everywhere: Chat) -> None:
    agnes, bruno = paired(everywhere)
    for each, choice in ((agnes, "1"), (bruno, "2")):
        each.says("planifier une séance")
        each.says(choice)
    at_once(everywhere, said(agnes, "passer"), said(bruno, "passer"))
    assert everywhere.only(Session).proposed_by == agnes.enrolment.id
    told = bruno.heard()
    assert "Agnès Martin vous propose" in told
    assert "J’ai proposé" not in told
    bruno.presses("Accepter cette date")
    assert everywhere.only(Session).state == "planned"


def test_one_accepts_while_the_other_cancels(everywhere: Chat) -> None:
    agnes, bruno = paired(everywhere)
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    session = everywhere.only(Session)
    cancel = Pressed(everywhere.key(), agnes.sender, f"drop-yes:{session.id}", ())
    at_once(everywhere, cancel, pressed(bruno, "Accepter cette date"))
    assert everywhere.only(Session).state == "cancelled"
    assert "Ce bouton ne sert plus" in bruno.heard()
    assert "C’est fixé" not in agnes.heard()


def test_both_say_that_they_did_not_meet_at_the_same_time(everywhere: Chat) -> None:
    agnes, bruno = paired(everywhere)
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    bruno.presses("Accepter cette date")
    everywhere.later(days=4)
    at_once(everywhere, pressed(agnes, "Non"), pressed(bruno, "Non"))
    assert everywhere.only(Session).state == "missed"
    assert len(everywhere.all(Answer)) == 2


@pytest.mark.parametrize("many", [2, 3])
def test_the_last_answer_pressed_several_times_in_a_row(everywhere: Chat, many: int) -> None:
    agnes, bruno = paired(everywhere)
    agnes.says("planifier une séance")
    agnes.says("1")
    agnes.says("passer")
    bruno.presses("Accepter cette date")
    everywhere.later(days=4)
    agnes.presses("Oui")
    agnes.presses("5")
    agnes.presses("En partie")
    at_once(everywhere, *[pressed(agnes, "Passer") for _ in range(many)])
    assert len(everywhere.all(Answer)) == 1
    assert agnes.heard().count("Cette question n’attend plus de réponse") == many - 1


def test_the_same_event_delivered_twice_at_the_same_time(everywhere: Chat) -> None:
    agnes, _ = paired(everywhere)
    event = said(agnes, "planifier une séance")
    at_once(everywhere, event, event)
    assert agnes.heard().count("Quand vous verrez-vous ?") == 1
    assert len(everywhere.all(Received, key=event.key)) == 1


def test_a_mentee_signs_up_and_is_met_again_on_both_databases(everywhere: Chat) -> None:
    everywhere.programme()
    agnes = everywhere.person("agnes")
    agnes.says("J’aimerais apprendre à me servir de LinkedIn")
    for answer in ("oui", "1", "rien du tout", "2", "lundi matin", "français", "à distance"):
        agnes.says(answer)
    agnes.says("passer")
    agnes.says("passer")
    assert "inscription est complète" in agnes.says("oui")
    assert everywhere.only(Enrolment).answers["objectives"] == ["Me servir de LinkedIn"]
    assert everywhere.only(Draft).state == "done"


def test_leaving_and_erasing_on_both_databases(everywhere: Chat) -> None:
    agnes, bruno = paired(everywhere)
    agnes.says("supprimez mes données")
    agnes.presses("Effacer définitivement")
    assert everywhere.only(Pair).state == "ended"
    assert "prend fin" in bruno.heard()
    assert agnes.says("bonjour").startswith("Bonjour Agnès")
