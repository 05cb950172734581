"""What one dialogue turn costs in processor time: a whole sign-up, turn by turn, on each database.

    python -m benchmarks.turns [POSTGRESQL_URL]

The plain approach beside it keeps the same turn's rows through the ORM's own session: the ratio tells
what statements built once are worth on this machine, whatever its speed.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session as DbSession
from sqlmodel import select

from bot.event import Said, Sender
from bot.handle import handle
from bot.programme.template import load, plan_data
from storage.database import Database
from storage.nouns import Programme
from storage.nouns.dialogue import DraftRow
from storage.nouns.people import AddressRow, PersonRow
from storage.nouns.post import OutgoingRow, ReceivedRow

NOW = datetime(2016, 1, 5, 10, tzinfo=UTC)
TURNS = (
    "Bonjour, j’aimerais apprendre à me servir de LinkedIn",
    "j’accepte",
    "linkedin, facebook",
    "un profil de 2011",
    "2",
    "mardi matin et jeudi soir",
    "français",
    "en personne",
    "Paris",
    "non",
    "non",
    "oui",
)


def _sender(n: int) -> Sender:
    return Sender("web", "bench", f"user-{n}", f"Personne {n}", "", "fr-FR", "Europe/Paris")


def _prepared(url: str) -> Database:
    database = Database(url)
    database.upgrade()
    plan = load("pwn-digital-2016")
    with database.work(NOW) as work:
        if work.first(Programme, slug="bench") is None:
            work.add(
                Programme(
                    name="Bench",
                    slug="bench",
                    template=plan.key,
                    plan=plan_data(plan),
                    state="signup",
                    starts_on=plan.starts_on,
                    created_at=NOW,
                    changed_at=NOW,
                )
            )
    return database


def turns(database: Database, people: int, first: int) -> float:
    """Milliseconds of processor time per turn, over whole sign-ups."""
    began = time.process_time()
    for n in range(first, first + people):
        for number, text in enumerate(TURNS):
            with database.work(NOW) as work:
                handle(Said(f"{n}/{number}", _sender(n), text), work)
    return (time.process_time() - began) * 1000 / (people * len(TURNS))


def orm_rows(database: Database, people: int) -> float:
    """Milliseconds per turn of the plain approach: the turn's reads and writes, by the ORM."""
    with database.work(NOW) as work:
        engine = work.connection.engine
    began = time.process_time()
    for n in range(people * len(TURNS)):
        with DbSession(engine) as session:
            session.add(ReceivedRow(key=f"orm/{n}", at=NOW))
            address = session.exec(select(AddressRow).where(AddressRow.user == "user-0")).one()
            session.get(PersonRow, address.person_id)
            draft = session.exec(select(DraftRow).where(DraftRow.person_id == address.person_id))
            for row in draft:
                row.answers = {**row.answers, "n": n}
            address.heard_at = NOW
            session.add(OutgoingRow(key=f"orm/{n}", address_id=address.id, due_at=NOW))
            session.commit()
    return (time.process_time() - began) * 1000 / (people * len(TURNS))


def main() -> None:
    """Prints one line per database."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'turns.sqlite'}"}
        if len(sys.argv) > 1:
            urls["PostgreSQL"] = sys.argv[1]
        for name, url in urls.items():
            database = _prepared(url)
            turns(database, 5, 0)
            mine = turns(database, 60, 100)
            print(f"{name}: {mine:.2f} ms of processor per turn (goal: 2 ms on SQLite)")
            if name == "SQLite":
                plain = orm_rows(database, 20)
                print(
                    f"  rows alone through the ORM: {plain:.2f} ms, {plain / mine:.1f} × a whole turn"
                )
            database.close()


if __name__ == "__main__":
    main()
