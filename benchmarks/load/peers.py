"""What others would do in the place of the outbox and of a turn, in the same run.

- A reminder as one APScheduler job in a SQLAlchemyJobStore, as its documentation shows.
- The rows of a turn by SQLAlchemy's ORM over aiosqlite, as is usual behind an asynchronous server.
- Messages as procrastinate's deferred jobs, on the same PostgreSQL as the outbox.

    make peers

installs them, locked, in a folder of their own, and measures them; without it, a peer that is not
there is left out.
"""

import asyncio
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy.orm import registry

from adapters.runner import Courier, Delivered, Outcome, SystemClock
from benchmarks.turns import NOW, TURNS, bare_rows, prepared, turns
from storage import outbox
from storage.database import Database
from storage.nouns import (
    Address,
    Draft,
    Enrolment,
    Noun,
    Outgoing,
    Person,
    Programme,
    Received,
    table_of,
)
from storage.pace import Rate

_TIMES = 3
_JOBS = 1_000  # due at once, in APScheduler
_MESSAGES = 500
_PEOPLE = 10


def beside(kind: str, url: str, database: Database) -> None:
    """Prints the peers that run on that database."""
    if kind == "SQLite":
        _scheduler()
        _orm(Path(database.file or ""), database)
    else:
        _queue(url, database)


def _there(*names: str) -> bool:
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        print(f"  {', '.join(missing)}: not installed; `make peers` does")
    return not missing


def _said(name: str, figures: str) -> None:
    print(f"  {name:44} {figures}", flush=True)


# ---------------------------------------------------------------- one job per reminder


def _scheduler() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        stalled, all_in = pool.submit(due_at_once, _JOBS).result()
    _said(
        f"APScheduler, {_JOBS:,} jobs due at once",
        f"the loop stood still for {stalled:.1f} s of {all_in:.1f}, {_JOBS / all_in:.0f}/s;"
        f" at that pace 100,000 take {all_in * 1e5 / _JOBS / 60:.0f} min",
    )


def due_at_once(count: int) -> tuple[float, float]:
    """The longest stall of the loop, and the time that all of them took, in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_due_at_once(count, f"sqlite:///{folder}/jobs.sqlite"))


_done: list[float] = []


async def _remind() -> None:
    _done.append(time.perf_counter())


async def _due_at_once(count: int, url: str) -> tuple[float, float]:
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)}, timezone=UTC)
    scheduler.start(paused=True)
    at = datetime.now(UTC) - timedelta(seconds=1)
    for number in range(count):
        scheduler.add_job(_remind, "date", run_date=at, id=str(number), misfire_grace_time=None)
    began, stalled = time.perf_counter(), 0.0
    scheduler.resume()
    while len(_done) < count:
        looked = time.perf_counter()
        await asyncio.sleep(0.005)
        stalled = max(stalled, time.perf_counter() - looked)
    scheduler.shutdown(wait=False)
    return stalled, _done[-1] - began


# ---------------------------------------------------------------- an asynchronous ORM


def _orm(file: Path, database: Database) -> None:
    turns(database, 3, 0)
    mine = median(turns(database, _PEOPLE, 100 + 100 * n) for n in range(_TIMES))
    bare = median(bare_rows(file.with_name(f"bare{n}.sqlite"), _PEOPLE) for n in _copies(file))
    _said("a turn, the whole conversation", f"{mine:.2f} ms of processor")
    _said("its rows alone, by the bare driver", f"{bare:.2f} ms")
    if _there("aiosqlite", "greenlet"):
        theirs = median(
            asyncio.run(_rows_by_orm(file.with_name(f"bare{n}.sqlite"))) for n in range(_TIMES)
        )
        _said(
            "its rows alone, by SQLAlchemy's ORM over aiosqlite",
            f"{theirs:.2f} ms: {theirs / bare:.0f} × the driver, {theirs / mine:.1f} × our turn",
        )


def _copies(file: Path) -> list[int]:
    """Copies of a database where people have signed up, so that none slows down another."""
    for number in range(_TIMES):
        made = prepared(f"sqlite:///{file.with_name(f'bare{number}.sqlite')}")
        turns(made, 2, 0)
        made.close()
    return [*range(_TIMES)]


@cache
def _mapped(noun: type[Noun]) -> Any:
    """A class that an ORM follows, over the table of a noun."""
    return registry().map_imperatively(type(noun.__name__, (), {}), table_of(noun)).class_


def _row(value: Noun) -> Any:
    made = _mapped(type(value))()
    for name, each in value.__dict__.items():
        if name != "id":
            setattr(made, name, each)
    return made


async def _rows_by_orm(file: Path) -> float:
    """Milliseconds of processor for the rows that a turn reads and writes."""
    from sqlalchemy import select
    from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.connect() as connection:  # which the pool then gives to every session
        await connection.exec_driver_sql("PRAGMA synchronous = NORMAL")
    count, began = _PEOPLE * len(TURNS), time.process_time()
    for number in range(count):
        async with AsyncSession(engine) as session:

            async def one(noun: type[Noun], session: AsyncSession = session, **equal: Any) -> Any:
                wanted = select(_mapped(noun)).filter_by(**equal).limit(1)
                found = await session.execute(wanted)
                return found.scalars().first()

            session.add(_row(Received(key=f"orm/{number}", at=NOW)))
            place = await one(Address, user="user-0")
            await one(Person, id=place.person_id)
            await one(Enrolment, person_id=place.person_id)
            draft = await one(Draft, person_id=place.person_id)
            await one(Programme, state="signup")
            draft.answers, place.heard_at = {"number": number}, NOW
            key, name = f"orm/{number}", "web/bench"
            session.add(_row(Outgoing(key=key, address_id=place.id, workspace=name, due_at=NOW)))
            await session.commit()
    spent = time.process_time() - began
    await engine.dispose()
    return spent * 1000 / count


# ---------------------------------------------------------------- a queue on PostgreSQL


class _Taker:
    """A platform that takes everything at once."""

    name = "web"
    rate: Rate | None = None

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        return Delivered("1")


def _queue(url: str, database: Database) -> None:
    mine = median(_by_outbox(database, n) for n in range(_TIMES))
    _said(f"the outbox, {_MESSAGES:,} posted and sent", f"{mine:.0f}/s")
    if _there("procrastinate", "psycopg_pool"):
        theirs = median(asyncio.run(_by_procrastinate(url, n)) for n in range(_TIMES))
        _said(f"procrastinate, {_MESSAGES:,} jobs", f"{theirs:.0f}/s; ours × {mine / theirs:.1f}")


def _by_outbox(database: Database, run: int) -> float:
    """Messages a second, each posted in a transaction of its own, then all delivered."""
    with database.work(NOW) as work:
        places = [
            work.add(Address(platform="web", user=f"peer {run}/{n}")).id for n in range(_MESSAGES)
        ]
    courier = Courier(database, [_Taker()], SystemClock())
    began = time.perf_counter()
    for number, place in enumerate(places):
        with database.work(NOW) as work:
            outbox.post(work, f"peer/{run}/{number}", place, {})

    async def all_sent() -> None:
        while await courier.once():
            pass

    asyncio.run(all_sent())
    return _MESSAGES / (time.perf_counter() - began)


async def _by_procrastinate(url: str, run: int) -> float:
    """Jobs a second, each deferred in a transaction of its own, then all done by one worker."""
    their: Any = import_module("procrastinate")
    connector = their.PsycopgConnector(conninfo=url.replace("+psycopg", ""))
    app = their.App(connector=connector)
    done: list[int] = []

    @app.task(name="deliver")
    async def deliver(number: int) -> None:
        done.append(number)

    async with app.open_async():
        if run == 0:
            await app.schema_manager.apply_schema_async()
        began = time.perf_counter()
        for number in range(_MESSAGES):
            await deliver.defer_async(number=number)
        await app.run_worker_async(wait=False, concurrency=20, install_signal_handlers=False)
        took = time.perf_counter() - began
    assert len(done) == _MESSAGES, "some were not done"
    return _MESSAGES / took
