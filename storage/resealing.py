"""Everything that is sealed, sealed anew with the newest key: the old one is not needed after that."""  # noqa: E501

from datetime import datetime
from functools import partial

from sqlalchemy import Connection, bindparam, select

from storage import installations
from storage.database import Database
from storage.nouns import Address, SigningKey, table_of
from storage.vault import Vault
from storage.work import Work

_MOST = 500  # addresses in one transaction: the bot may go on meanwhile
_A = table_of(Address)
_NEXT = (
    select(_A.c.id).where(_A.c.id > bindparam("after")).order_by(_A.c.id).limit(bindparam("most"))
)


def reseal(database: Database, vault: Vault, now: datetime) -> int:
    """Seals everything with the newest key, and how much was not. Raises CannotOpen."""
    changed = database.carry_out(now, lambda work: installations.seal_anew(work, vault))
    changed += database.carry_out(now, lambda work: _signing_keys(work, vault))
    last = 0
    while True:
        with database.reading(now) as work:
            some = _following(work.connection, last)
        if not some:
            return changed
        last = some[-1]
        changed += database.carry_out(now, partial(_ways, vault=vault, ids=some))


def _following(connection: Connection, last: int) -> list[int]:
    return [*connection.execute(_NEXT, {"after": last, "most": _MOST}).scalars()]


def _signing_keys(work: Work, vault: Vault) -> int:
    changed = 0
    for each in work.find(SigningKey):
        sealed = vault.renew(each.sealed)
        if sealed != each.sealed:
            work.change(each, sealed=sealed)
            changed += 1
    return changed


def _ways(work: Work, vault: Vault, ids: list[int]) -> int:
    """The ways to people and channels, which a platform may have sealed."""
    changed = 0
    for seen in work.among(Address, ids):
        if not isinstance(seen.route.get("sealed"), str):
            continue
        if vault.renew(seen.route["sealed"].encode()).decode() == seen.route["sealed"]:
            continue
        here = work.lock(Address, seen.id)  # it may have changed since
        sealed = vault.renew(here.route["sealed"].encode()).decode()
        work.change(here, route={**here.route, "sealed": sealed})
        changed += 1
    return changed
