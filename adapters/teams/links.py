"""Files and pictures, by links that nobody can make up and that stop working.

Teams shows a picture again whenever its message is read, and an invitation is fetched when its
reader gets to it; a report or an export names people, and its link is for at once.
"""

from adapters.runner.clock import Clock
from storage.database import Database
from storage.nouns import File
from storage.vault import Vault

PATH = "/files/"
LONG, SHORT = 7 * 86_400, 3_600  # seconds
_PURPOSE = "teams file"
_LASTING = ("image/", "text/calendar")


class Links:
    """Makes links to files, and finds the file of one."""

    def __init__(self, vault: Vault, public_url: str, database: Database, clock: Clock) -> None:
        self._vault, self._url = vault, public_url
        self._database, self._clock = database, clock

    def to(self, token: str) -> str:
        """The address of a file, for a while."""
        return f"{self._url}{PATH}{self._vault.stamp(token, _PURPOSE, self._clock.now())}"

    def file(self, signed: str) -> File | None:
        """The file of a link; None when it is not one of ours, is too old, or the file is gone."""
        now = self._clock.now()
        token = self._vault.stamped(signed, LONG, _PURPOSE, now)
        if token is None:
            return None
        with self._database.reading(now) as work:
            found = work.first(File, token=token)
        if found is None or found.media_type.startswith(_LASTING):
            return found
        return found if self._vault.stamped(signed, SHORT, _PURPOSE, now) else None
