"""Databases of every schema so far, as text: live conversations, half-filled drafts, sealed keys.

`python -m tests.storage.corpus` writes that of the present schema. It is made once for each schema,
and kept as it is once that schema was released: an upgrade must bring each of them along.
"""

import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from adapters.runner.clock import DrivenClock
from bot.message import Message, to_data
from storage import installations, outbox, schema
from storage.database import Database
from storage.nouns import Address, Person
from storage.vault import Vault
from tests.client import START, Chat

FOLDER = Path(__file__).with_name("schemas")
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "xoxb-of-the-corpus"
HALFWAY = "Rédiger ma biographie LinkedIn"


def known() -> list[Path]:
    """One file for each schema, oldest first."""
    return sorted(FOLDER.glob("[0-9]*.sql"))


def made(dump: Path, file: Path) -> dict[str, int]:
    """Makes the database of a dump, and how many rows each table has."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(dump.read_text("utf-8"))
        return counts(connection)


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in names
    }


def live(database: Database) -> Chat:
    """A programme under way: who signs up is half-way, a pair has a session, messages wait."""
    chat = Chat(database, DrivenClock(START))
    programme = chat.programme()
    helene = chat.person("helene", name="Hélène Marin")
    helene.joins()
    chat.coordinates(helene, programme)
    beatrice, lea = (chat.person(each, name=each.title()) for each in ("beatrice", "lea"))
    chat.enrols(beatrice, "mentee")
    chat.enrols(lea, "mentor")
    chat.moves(programme, "running")
    chat.pairs(beatrice, lea)
    chat.later(days=1)
    beatrice.says("planifier une séance")
    beatrice.says("1")
    beatrice.says("passer")
    lea.presses("Accepter cette date")
    chat.moves(programme, "signup")
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.joins()
    agnes.presses("Je veux apprendre")
    agnes.presses("J’accepte ces règles")
    agnes.says(HALFWAY)
    agnes.picks("LinkedIn", "Twitter")
    with database.work(chat.clock.now()) as work:
        # Whoever was kept first answers to somebody kept later.
        work.change(work.get(Person, helene.person.id), manager_id=agnes.person.id)
        vault = Vault([KEY])
        installations.keep(work, vault, "slack", "T1", "Atelier", {"bot_token": TOKEN})
        place = work.find(Address)[0].id
        for number, kind in enumerate(("resend", "hold", "resend")):
            due = work.now + timedelta(days=1 if number == 2 else 0)
            outbox.post(work, f"waits-{number}", place, to_data(Message(())), due=due, kind=kind)
    return chat


def write() -> Path:
    """Writes the database of the present schema as text."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "corpus.sqlite"
        database = Database(f"sqlite:///{file}")
        database.upgrade()
        live(database)
        database.checkpoint()
        database.close()
        with closing(sqlite3.connect(file)) as connection:
            dump = "\n".join(connection.iterdump()) + "\n"
    written = FOLDER / f"{schema.head()}.sql"
    written.write_text(dump, "utf-8")
    return written


if __name__ == "__main__":
    print(write())
