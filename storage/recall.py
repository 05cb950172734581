"""What SQLite's one writer remembers from one unit of work to the next.

A memory stands while nobody has written but through it. SQLite tells both ways in which somebody
may have: `data_version` moves when another connection commits, in this process or elsewhere, and
the driver counts every row that this connection changed.
"""

from typing import Any

from sqlalchemy import Connection

from storage.memory import Memory


class Recall:
    """Lends the memory to one unit of work at a time.

    What is not given back is lost: a work that failed was told what may be undone.
    """

    def __init__(self) -> None:
        self._memory = Memory()
        self._seen: tuple[Any, ...] = ()  # when it was given back
        self._driver: Any = None
        self._version = 0

    def lend(self, connection: Connection) -> Memory:
        """The memory of the work before, empty if anybody wrote since; inside a transaction."""
        self._driver = connection.connection.dbapi_connection
        ((self._version,),) = self._driver.execute("PRAGMA data_version").fetchall()
        memory = self._memory if self._seen == self._state() else Memory()
        self._memory, self._seen = Memory(), ()
        return memory

    def take_back(self, memory: Memory) -> None:
        """Keeps what a work was told, once it is committed."""
        memory.rest()
        self._memory, self._seen = memory, self._state()

    def clear(self) -> None:
        """Forgets everything, as when the file may be another one."""
        self._memory, self._seen, self._driver = Memory(), (), None

    def _state(self) -> tuple[Any, ...]:
        return self._driver, self._version, self._driver.total_changes
