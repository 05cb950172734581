"""Whole conversations in a terminal, over a database and a courier."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.console.read import typed_in
from adapters.console.talk import (
    ConsolePlatform,
    Handle,
    Screen,
    Talk,
    sender_called,
    typed_lines,
)
from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from bot.conversation.arrivals import meet
from bot.event import Command, Event, Joined, Pressed, Said, Submitted
from bot.message import (
    NOTHING,
    Ask,
    FieldView,
    FormView,
    Message,
    Option,
    Para,
    Part,
    Reply,
    Run,
    to_data,
)
from storage import inbox, outbox
from storage.database import Database
from storage.nouns import Address, Draft, Line, Outgoing, Person
from storage.work import Work

START = datetime(2016, 2, 9, 8, 12, tzinfo=UTC)
TOPICS = (Option("ai", "IA"), Option("watch", "Veille"))
ASK = FieldView("topics", "pick", "Sujets", (Run("Quels sujets ?"),), options=TOPICS)
FORM = FormView(
    5, "Programme", (FieldView("name", "text", "Nom", (Run("Quel nom ?"),)), ASK), "Envoyer"
)


def handle(event: Event, work: Work) -> Reply:
    """Answers by rote."""
    if inbox.seen(work, event.key):
        return NOTHING
    scene = meet(work, event)

    def say(*parts: Part) -> Reply:
        data = to_data(Message(parts))
        outbox.post(work, f"{event.key}/1", scene.address.id, data)
        return NOTHING

    match event:
        case Joined():
            return say(para(f"Bienvenue, {scene.person.name} !"))
        case Said(text="sujets"):
            return say(Ask(7, ASK, skip="Passer"))
        case Said(text="casse"):
            raise RuntimeError("broken on purpose")
        case Said(text=text):
            return say(para(f"> {text}"))
        case Command(text="create"):
            return Reply(form=FORM)
        case Command(text=text):
            return say(para(f"Commande {text}"))
        case Pressed(action=action, values=values):
            return say(para(f"Reçu {action} {','.join(values)}"))
        case Submitted(values=values):
            if values["name"] == "":
                return Reply(errors={"name": "Il faut un nom."})
            return say(para(f"{values['name']} {values['topics']}"))
        case _:
            return NOTHING


def para(text: str) -> Para:
    return Para((Run(text),))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'console.sqlite'}")
    opened.upgrade()
    yield opened
    opened.close()


async def typing(lines: Iterable[str]) -> AsyncIterator[str]:
    for line in lines:
        yield f"{line}\n"


def converse(
    database: Database, *lines: str, name: str = "Léa Moreau", core: Handle = handle
) -> tuple[str, str]:
    """What a terminal shows, and the transcript it leaves."""
    out, transcript = io.StringIO(), io.StringIO()
    clock = DrivenClock(START)
    platform = ConsolePlatform(database, clock)

    async def advance(by: timedelta) -> None:
        clock.advance(by)

    async def run() -> None:
        courier = Courier(database, [platform], clock)
        talk = Talk(
            database, clock, courier, platform, core, Screen(out, transcript), advance=advance
        )
        await talk.run(name, typing(lines))

    asyncio.run(run())
    return out.getvalue(), transcript.getvalue()


def test_a_newcomer_is_welcomed_once(database):
    shown, _ = converse(database)
    assert shown == "Bienvenue, Léa Moreau !\n\n"
    shown, _ = converse(database)
    assert shown == ""


def test_a_conversation_by_words_numbers_and_commands(database):
    shown, transcript = converse(database, "sujets", "1,2", "/binome aide", "")
    assert shown == transcript
    assert transcript == (
        "Bienvenue, Léa Moreau !\n\n"
        "> sujets\nQuels sujets ?\n  1. IA\n  2. Veille\n"
        "Plusieurs réponses possibles\u00a0: séparez les numéros par des virgules.\n"
        "  3. Passer\n\n"
        "> 1,2\n(IA, Veille)\nReçu answer:7:topics ai,watch\n\n"
        "> /binome aide\nCommande aide\n\n"
    )


def test_a_transcript_can_be_said_again(database, tmp_path):
    _, transcript = converse(database, "sujets", "3", "bonjour", "/aide")
    assert typed_in(transcript) == ["sujets", "3", "bonjour", "/aide"]
    other = Database(f"sqlite:///{tmp_path / 'again.sqlite'}")
    other.upgrade()
    _, again = converse(other, *typed_in(transcript))
    other.close()
    assert again == transcript


def test_what_is_typed_cannot_command_the_terminal(database):
    shown, transcript = converse(database, "\x1b[2Jbonjour\x07")
    assert "\x1b" not in shown + transcript
    assert "\\x1b[2Jbonjour\\x07" in shown


def test_a_whole_form_is_asked_question_by_question(database):
    shown, _ = converse(database, "/create", "", "2", "PWN 2016", "bonjour")
    assert shown.index("Programme") < shown.index("Quel nom ?") < shown.index("Il faut un nom.")
    assert "PWN 2016 ['watch']" in shown
    assert shown.count("Quels sujets ?") == 1  # only what was wrong is asked again
    assert " > bonjour" in shown or "> bonjour" in shown


def test_a_form_that_the_input_leaves_unfinished_sends_nothing(database):
    shown, _ = converse(database, "/create", "PWN 2016")
    assert shown.rstrip().endswith("virgules.") or "Quels sujets ?" in shown


def test_a_failure_is_told_and_the_conversation_goes_on(database):
    shown, _ = converse(database, "casse", "/aide")
    assert "Quelque chose s’est mal passé et rien n’a été changé." in shown
    assert "Commande aide" in shown


def test_the_clock_moves_when_asked(database):
    seen: list[datetime] = []

    def noting(event: Event, work: Work) -> Reply:
        seen.append(work.now)
        return handle(event, work)

    converse(database, "+1d", "bonjour", core=noting)
    assert seen == [START, START + timedelta(days=1)]


def test_somebody_known_from_another_platform_is_the_same_person(database):
    with database.work(START) as work:
        person = work.add(Person(name="Léa Moreau", created_at=START))
        work.add(Address(person_id=person.id, platform="web", user="lea"))
    shown, _ = converse(database, "bonjour")
    assert "Bienvenue" not in shown
    with database.reading(START) as work:
        assert [each.name for each in work.find(Person)] == ["Léa Moreau"]
        places = work.find(Address, person_id=person.id)
        assert [each.platform for each in places] == ["web", "console"]


def test_somebody_known_keeps_their_language(database):
    with database.work(START) as work:
        work.add(Person(name="Emma Hall", locale="en", created_at=START))
    shown, _ = converse(database, "ok", name="Emma Hall")
    assert "Bonjour" not in shown
    with database.reading(START) as work:
        assert work.first(Person, name="Emma Hall").locale == "en"


def test_what_others_are_told_is_not_shown(database):
    converse(database, name="Amina")
    with database.work(START) as work:
        amina = work.find(Address)[0]
        outbox.post(work, "for-amina", amina.id, to_data(Message((para("Pour Amina"),))))
    shown, _ = converse(database, "bonjour")
    assert "Pour Amina" not in shown


def test_what_came_meanwhile_is_shown_to_who_comes_back(database):
    converse(database, "sujets", name="Amina")
    with database.work(START) as work:
        amina = work.find(Address)[0]
        for number in (1, 2):
            told = to_data(Message((para(f"Pour Amina, {number}"),)))
            outbox.post(work, f"for-amina-{number}", amina.id, told)
    converse(database, "bonjour")  # whose courier brings what waits for everybody
    shown, _ = converse(database, name="Amina")
    assert shown == "Pour Amina, 1\n\nPour Amina, 2\n\n"
    assert "Pour Amina" not in converse(database, "merci", name="Amina")[0].partition("> merci")[2]
    assert converse(database, name="Amina")[0] == ""


@pytest.mark.parametrize("words", ["Une question pour vous", "A question for you"])
def test_words_erased_once_read_wait_for_a_reader_who_is_elsewhere(database, words):
    converse(database, "sujets", name="Amina")
    with database.work(START) as work:
        amina = work.find(Address)[0]
        draft = work.add(
            Draft(person_id=amina.person_id, form="relay", created_at=START, changed_at=START)
        )
        outbox.post(work, outbox.fleeting(draft), amina.id, to_data(Message((para(words),))))
    converse(database, "bonjour")  # whose courier brings what waits for everybody
    shown, _ = converse(database, name="Amina")
    assert shown == f"{words}\n\n"
    assert converse(database, name="Amina")[0] == "", "it is read once"
    with database.reading(START) as work:
        assert work.find(Line) == []
        sent = work.first(Outgoing, key=outbox.fleeting(draft))
        assert words not in str(sent.payload)


def test_numbers_shown_before_still_choose_for_who_comes_back(database):
    converse(database, "sujets")
    shown, _ = converse(database, "2")
    assert "Reçu answer:7:topics watch" in shown


def test_a_name_is_an_address():
    assert sender_called("Zoé d’Été").user == "zoe-dete"
    assert sender_called("王").user == "someone"


def test_a_pipe_is_read_to_its_end():
    async def read() -> list[str]:
        return [line async for line in typed_lines(io.StringIO("un\ndeux"))]

    assert asyncio.run(read()) == ["un\n", "deux"]
