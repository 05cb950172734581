"""Who can be met, and who may yet be found."""

from datetime import timedelta
from typing import Any

from storage import contact, signs
from storage.database import Database
from storage.nouns import Address, Person
from storage.work import Work
from tests.storage.ready import NOW, database, somewhere

__all__ = ["database"]


def known(work: Work, name: str, **fields: Any) -> Person:
    return work.add(Person(name=name, email=f"{name}@example.org", created_at=NOW, **fields))


def at(work: Work, person: Person, tenant: str, **fields: Any) -> None:
    fields = {"platform": "slack", **fields}
    work.add(Address(person_id=person.id, tenant=tenant, user=f"U{person.id}", **fields))


def test_whoever_has_an_email_and_is_not_met_there_may_be_found_there(database: Database) -> None:
    with database.work(NOW) as work:
        here, away, teams = (known(work, name) for name in ("here", "away", "teams"))
        known(work, "nowhere")
        known(work, "erased", erased_at=NOW)
        somewhere(work)  # of whom no e-mail is known
        at(work, here, "T1")
        at(work, away, "T2")
        at(work, teams, "T1", platform="teams")
    with database.reading(NOW) as work:
        found = contact.unmet(work, "slack", "T1")
    assert found == {"away@example.org", "teams@example.org", "nowhere@example.org"}


def test_whoever_is_met_somewhere_is_not_lost(database: Database) -> None:
    gone: dict[str, Any] = {"reachable": False, "unreachable_since": NOW - timedelta(days=1)}
    with database.work(NOW) as work:
        both, lost, well = (known(work, name) for name in ("both", "lost", "well"))
        at(work, both, "T1", **gone)
        at(work, both, "T2")
        at(work, lost, "T1", **gone)
        at(work, lost, "T2", **gone)
        at(work, well, "T1")
        work.add(Address(platform="slack", tenant="T1", user="C1", **gone))  # a channel
    with database.reading(NOW) as work:
        assert signs.unreachable(work) == 1
