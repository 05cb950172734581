"""The two engines, each as safe and quick as it can be: SQLite in a file, or PostgreSQL."""

import math
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage.columns import json_text, json_value

_NEW = "new"  # of a connection that nobody has used yet


class UnknownDatabase(ValueError):
    """The database address {url} is not one Binôme understands: write sqlite:///path/to/file.sqlite or postgresql://user@host/name."""  # noqa: E501  # a message is one line

    def __init__(self, url: str) -> None:
        super().__init__((type(self).__doc__ or "").format(url=url))


def understood(url: str) -> URL:
    """The address of a database that Binôme knows how to use. Raises UnknownDatabase."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UnknownDatabase("given") from None  # it may hold a password: not repeated
    name = parsed.drivername
    if name in ("postgres", "postgresql", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if name == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    raise UnknownDatabase(parsed.render_as_string(hide_password=True))


def sqlite(
    url: URL, patience: float, *, connections: int, writes: bool, durable: bool, kept: bool
) -> Engine:
    """Connections to a file, that write or only read; they wait as long as the patience goes.

    A transaction that writes says so from its first word: one that changes its mind later is
    refused at once.
    """
    journal, sync = _safety(durable=durable, kept=kept)
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        # The driver's own BEGIN comes too late and is deferred: ours is below.
        connect_args={
            "isolation_level": None,
            "timeout": patience,
            # A programme speaks in some two hundred statements; parsed once, they are kept.
            "cached_statements": 512,
        },
    )
    pragmas = [
        f"PRAGMA journal_mode = {journal}",
        f"PRAGMA synchronous = {sync}",
        "PRAGMA foreign_keys = ON",
        "PRAGMA secure_delete = ON",
        # In kibibytes, then in pages: what a busy turn touches stays at hand, and a page that
        # many turns write one after the other is copied into the file once. Each of those who
        # read has pages of its own, which one look through everything would fill for ever.
        f"PRAGMA cache_size = {-8192 if writes else -2048}",
        "PRAGMA wal_autocheckpoint = 4000",
        f"PRAGMA query_only = {'OFF' if writes else 'ON'}",
    ]

    def settle(raw: SqliteConnection, _record: object) -> None:
        for pragma in pragmas:
            raw.execute(pragma)

    def start(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", settle)
    event.listen(engine, "begin", start)
    return engine


def _safety(*, durable: bool, kept: bool) -> tuple[str, str]:
    """SQLite's journal, and when it waits for the disk."""
    if not kept:
        return "MEMORY", "OFF"
    return "WAL", "FULL" if durable else "NORMAL"


def postgresql(url: URL, patience: float, *, connections: int) -> Engine:
    """Connections to a server, which are waited for as long as the patience goes, in seconds."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        connect_args=_bounds(url, patience),
        json_serializer=json_text,
        json_deserializer=json_value,
    )
    _replace_the_left(engine)
    return engine


def _replace_the_left(engine: Engine) -> None:
    """Has each connection that PostgreSQL left replaced before it is used.

    The driver knows without asking the server, which at every turn would cost a way there and back.
    """
    gone = engine.dialect.loaded_dbapi.OperationalError

    def note(_raw: Any, record: ConnectionPoolEntry) -> None:
        record.info[_NEW] = True

    def listen_to(raw: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        new = record.info.pop(_NEW, False)
        try:
            raw.pgconn.consume_input()  # the last words of a server that goes
            raw.pgconn.consume_input()  # and that it went
        except gone as error:
            if new:  # a server that leaves whoever comes is away
                raise
            raise DisconnectionError from error
        if raw.read_only is False:  # of whoever only read before; a standby refuses to hear it
            raw.read_only = None

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", listen_to)


def _bounds(url: URL, patience: float) -> dict[str, Any]:
    """How long PostgreSQL is waited for, unless its address says so itself."""
    wanted: dict[str, Any] = {
        "connect_timeout": max(2, math.ceil(patience)),
        # Whoever waits for a lock for ever keeps others waiting, who would have been served.
        "options": f"-c lock_timeout={math.ceil(patience * 1000)}",
    }
    return {name: value for name, value in wanted.items() if name not in url.query}
