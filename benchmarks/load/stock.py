"""What a very large deployment has in its database: people, pairs with sessions ahead, messages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from bot.message import Message, Para, Run, to_data
from storage import installations
from storage.database import Database
from storage.nouns import Address, Enrolment, Noun, Outgoing, Pair, Person, Programme, Session
from storage.pace import workspace
from storage.vault import Vault

_AT_A_TIME = 20_000
_AHEAD = timedelta(days=180)
_SPOKEN = "Votre session avec Lucie a lieu demain à 10 h, dans ses bureaux. Bonne rencontre !"


def tenant(number: int) -> str:
    """A workspace."""
    return f"T{number:04}"


def user(number: int) -> str:
    """Somebody of the crowd."""
    return f"U{number:07}"


def install(database: Database, now: datetime, key: str, workspaces: int) -> None:
    """The bot installed in so many workspaces."""
    vault = Vault([key])
    with database.work(now) as work:
        for number in range(workspaces):
            bot = {
                "bot_token": f"xoxb-{number}",
                "bot_user_id": "U0BOT",
                "bot_id": "B0BOT",
                "team_id": tenant(number),
                "team_name": f"Bench {number}",
                "is_enterprise_install": False,
                "bot_scopes": "chat:write",
            }
            installations.keep(
                work, vault, "slack", tenant(number), f"Bench {number}", {"bot": bot}
            )


def fill(
    database: Database, now: datetime, people: int, workspaces: int, *, ahead: int, due: int
) -> None:
    """So many people in so many workspaces, things to come in half a year, messages due now.

    Of what is to come, one in ten is a session of a pair; the others are messages.
    """
    with database.reading(now) as work:
        programme = work.find(Programme)[0].id
    sessions = ahead // 10
    for rows in (
        _people(people, now),
        _addresses(people, workspaces, now),
        _enrolments(people, programme, now),
        _pairs(people, programme, now),
        _sessions(sessions, people // 2, now),
        _messages("ahead", ahead - sessions, people, workspaces, now, _AHEAD),
        _messages("due", due, people, workspaces, now, timedelta(0)),
    ):
        _keep(database, now, rows)


def _keep(database: Database, now: datetime, rows: Iterator[Noun]) -> None:
    while some := list(islice(rows, _AT_A_TIME)):
        with database.work(now) as work:
            work.add_all(some)


def _people(count: int, now: datetime) -> Iterator[Noun]:
    return (Person(name=f"Personne {n}", created_at=now) for n in range(count))


def _addresses(count: int, workspaces: int, now: datetime) -> Iterator[Noun]:
    for n in range(count):
        yield Address(
            person_id=n + 1,
            platform="slack",
            tenant=tenant(n % workspaces),
            user=user(n),
            zone="Europe/Paris",
            welcomed=True,
            heard_at=now,
        )


def _enrolments(count: int, programme: int, now: datetime) -> Iterator[Noun]:
    for n in range(count):
        yield Enrolment(
            programme_id=programme,
            person_id=n + 1,
            role=("mentee", "mentor")[n % 2],
            joined_at=now,
            look_at=_moment(n, count, now),
        )


def _pairs(people: int, programme: int, now: datetime) -> Iterator[Noun]:
    for n in range(0, people - 1, 2):
        yield Pair(
            programme_id=programme,
            mentee_id=n + 1,
            mentor_id=n + 2,
            started_at=now,
            look_at=_moment(n, people, now),
        )


def _sessions(count: int, pairs: int, now: datetime) -> Iterator[Noun]:
    for n in range(count):
        yield Session(
            pair_id=n % pairs + 1,
            number=n // pairs + 1,
            state="planned",
            starts_at=_moment(n, count, now),
            minutes=60,
            proposed_by=1,
            created_at=now,
        )


def _messages(
    name: str, count: int, people: int, workspaces: int, now: datetime, spread: timedelta
) -> Iterator[Noun]:
    payload: dict[str, Any] = to_data(Message((Para((Run(_SPOKEN),)),)))
    for n in range(count):
        yield Outgoing(
            key=f"{name}/{n:07}",
            address_id=n % people + 1,
            workspace=workspace("slack", tenant(n % people % workspaces)),
            due_at=_moment(n, count, now, spread) if spread else now,
            payload=payload,
        )


def _moment(n: int, of: int, now: datetime, spread: timedelta = _AHEAD) -> datetime:
    """Spread over the time to come, but for the first day."""
    return now + timedelta(days=1) + spread * (n / of)
