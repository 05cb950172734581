"""What one dialogue turn costs in processor time: a whole sign-up, turn by turn, on each database.

    python -m benchmarks.turns [POSTGRESQL_URL]

Beside it, in the same run, the same rows are read and written by the bare driver, without a core:
the ratio says what the conversation itself costs, whatever this machine's speed.
"""

import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.event import Said, Sender
from bot.handle import handle
from bot.programme.template import load, plan_data
from storage.database import Database
from storage.nouns import Programme

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


def prepared(url: str, now: datetime = NOW) -> Database:
    """A database with one programme whose sign-up is open."""
    database = Database(url)
    database.upgrade()
    plan = load("pwn-digital-2016")
    with database.work(now) as work:
        if work.first(Programme, slug="bench") is None:
            work.add(
                Programme(
                    name="Bench",
                    slug="bench",
                    template=plan.key,
                    plan=plan_data(plan),
                    state="signup",
                    starts_on=now.date(),
                    created_at=now,
                    changed_at=now,
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


def bare_rows(path: Path, people: int) -> float:
    """Milliseconds per turn of the least there can be: the driver with the same rows."""
    connection = sqlite3.connect(path, isolation_level=None)
    began = time.process_time()
    for n in range(people * len(TURNS)):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO received (key, at) VALUES (?, ?)", (f"bare/{n}", str(NOW)))
        key, person = connection.execute(
            "SELECT id, person_id FROM address WHERE user = ?", ("user-0",)
        ).fetchone()
        for table, column in (("person", "id"), ("enrolment", "person_id"), ("draft", "person_id")):
            connection.execute(f"SELECT * FROM {table} WHERE {column} = ?", (person,)).fetchone()  # noqa: S608  # names are ours
        connection.execute("SELECT * FROM programme WHERE state = ?", ("signup",)).fetchone()
        connection.execute("UPDATE draft SET answers = ? WHERE person_id = ?", ("{}", person))
        connection.execute("UPDATE address SET heard_at = ? WHERE id = ?", (str(NOW), key))
        connection.execute(
            "INSERT INTO outgoing (key, address_id, workspace, kind, due_at, state, attempts,"
            " lease_token, receipt, error, payload)"
            " VALUES (?, ?, ?, 'resend', ?, 'pending', 0, '', '', '', '{}')",
            (f"bare/{n}", key, "web/bench", str(NOW)),
        )
        connection.execute("COMMIT")
    connection.close()
    return (time.process_time() - began) * 1000 / (people * len(TURNS))


def main() -> None:
    """Prints one line per database."""
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'turns.sqlite'}"}
        if len(sys.argv) > 1:
            urls["PostgreSQL"] = sys.argv[1]
        for name, url in urls.items():
            database = prepared(url)
            turns(database, 5, 0)
            mine = turns(database, 60, 100)
            print(f"{name}: {mine:.2f} ms of processor per turn (goal: 2 ms on SQLite)")
            if name == "SQLite":
                bare = bare_rows(Path(folder) / "turns.sqlite", 60)
                print(f"  its rows alone, by the bare driver: {bare:.2f} ms; × {mine / bare:.1f}")
            database.close()


if __name__ == "__main__":
    main()
