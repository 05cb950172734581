"""What keeps a database from working, in a sentence that says what to do.

Only what is nobody's mistake is told here: a disk that is full, a file that may not be written, a
lock that somebody keeps, a server that went away. It ends by itself once the cause does.
"""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Trouble:
    """A word for machines, and a sentence for whoever runs the bot."""

    name: str
    sentence: str


FULL = Trouble("full", "The disk of the database is full: free some space, or give it more.")
READ_ONLY = Trouble(
    "read-only",
    "The database may only be read: give the bot the right to write it, or look whether its disk"
    " was set to read-only after an error, or whether this server is a replica.",
)
LOCKED = Trouble(
    "locked",
    "Another program keeps a lock on the database: close whatever has it open, or end the"
    " transaction that waits.",
)
UNWRITABLE = Trouble(
    "unwritable", "The disk of the database refuses to be written: look at its space and its state."
)
CROWDED = Trouble(
    "crowded", "The database takes no more connections: raise its limit, or run fewer processes."
)
AWAY = Trouble("away", "The database cannot be reached: look whether it runs, and the way to it.")

# SQLite's primary codes, and PostgreSQL's classes or codes; the longest that fits is meant.
_OF_SQLITE = {5: LOCKED, 6: LOCKED, 8: READ_ONLY, 10: UNWRITABLE, 13: FULL, 14: AWAY}
_OF_POSTGRESQL = {
    "53100": FULL,
    "53300": CROWDED,
    "25006": READ_ONLY,
    "55P03": LOCKED,
    "58030": UNWRITABLE,
    "57P": AWAY,
    "08": AWAY,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """The trouble that an error tells of, or None when the database itself is well."""
    if not isinstance(error, DBAPIError):
        return None
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & 0xFF)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # nobody answered, so nobody gave a code
        return AWAY if error.connection_invalidated or _unanswered(error) else None
    fitting = [prefix for prefix in _OF_POSTGRESQL if state.startswith(prefix)]
    return _OF_POSTGRESQL[max(fitting, key=len)] if fitting else None


def _unanswered(error: DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("psycopg") and type(error.orig).__name__ in (
        "OperationalError",
        "ConnectionTimeout",
    )
