"""What is counted among a million messages is counted by small indexes."""

from storage.database import Database
from storage.outbox import afterwards
from tests.storage.ready import NOW, database

__all__ = ["database"]


def test_messages_are_counted_without_reading_them(database: Database) -> None:
    if database.kind != "sqlite":
        return  # PostgreSQL knows how many rows each index has
    with database.reading(NOW) as work:
        words = str(afterwards._COUNTS.compile(dialect=work.connection.dialect))
        bound = (NOW.isoformat(),) * words.count("?")
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", bound)
        steps = [row[3] for row in plan]
    read = [step for step in steps if "outgoing" in step]
    found = {step.rpartition("ix_outgoing_")[2].partition(" ")[0] for step in read}
    assert found == {"waiting", "leased", "arrived", "troubled"}, steps
