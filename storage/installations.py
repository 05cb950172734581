"""The bot in each workspace: the keys it holds there, sealed, and the day it is removed.

- Installing it again replaces the keys. After a removal the people of the workspace can be met
  again, since they did nothing; those who could not be met before cannot now.
- A renewed token never brings a removed installation back.
- One process at a time renews a token: a platform may accept the old one once.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, or_, select

from storage import contact
from storage.nouns import Installation, table_of
from storage.vault import Vault
from storage.work import Work

_NOTHING = b""  # sealed of an installation that was removed
_RENEWING = timedelta(minutes=2)  # a process that died meanwhile holds nobody up for longer


def keep(
    work: Work,
    vault: Vault,
    platform: str,
    tenant: str,
    name: str,
    data: dict[str, Any],
    expires_at: datetime | None = None,
) -> Installation:
    """Keeps what the platform gave when the bot was installed, in place of what was there."""
    found = _locked(work, platform, tenant)
    fields: dict[str, Any] = {
        "name": name,
        "sealed": vault.seal(data),
        "expires_at": expires_at,
        "renewing_until": None,
        "installed_at": work.now,
        "revoked_at": None,
    }
    if found is None:
        return work.add(Installation(platform=platform, tenant=tenant, **fields))
    if found.revoked_at is not None:
        contact.back_in_workspace(work, platform, tenant, found.revoked_at)
    return work.change(found, **fields)


def find(work: Work, vault: Vault, platform: str, tenant: str) -> dict[str, Any] | None:
    """What the platform gave, unless the bot was removed. Raises CannotOpen."""
    found = work.first(Installation, platform=platform, tenant=tenant, revoked_at=None)
    return None if found is None else vault.open(found.sealed)


def revoke(work: Work, platform: str, tenant: str) -> bool:
    """Wipes the keys of a workspace that removed the bot, and notes that nobody can be met there.

    False when it was removed before, or never installed.
    """
    found = _locked(work, platform, tenant)
    if found is None or found.revoked_at is not None:
        return False
    contact.lost_workspace(work, platform, tenant)
    work.change(found, sealed=_NOTHING, expires_at=None, renewing_until=None, revoked_at=work.now)
    return True


def due_for_renewal(work: Work, before: datetime, most: int = 20) -> list[Installation]:
    """Installations whose token ends before that moment, to be renewed by whoever asked first."""
    rows = work.connection.execute(_due(), {"before": before, "now": work.now, "most": most})
    found = [Installation(**row._mapping) for row in rows]
    return [work.change(each, renewing_until=work.now + _RENEWING) for each in found]


def renewed(
    work: Work,
    vault: Vault,
    platform: str,
    tenant: str,
    data: dict[str, Any],
    expires_at: datetime | None,
) -> bool:
    """Keeps what a renewal gave; False when the bot was removed meanwhile."""
    found = _locked(work, platform, tenant)
    if found is None or found.revoked_at is not None:
        return False
    work.change(found, sealed=vault.seal(data), expires_at=expires_at, renewing_until=None)
    return True


def seal_anew(work: Work, vault: Vault) -> int:
    """Seals everything with the newest key, and how much was not; raises CannotOpen.

    To be called at every start: a wrong key is found out then, and an old one is soon not needed.
    """
    changed = 0
    for each in work.find(Installation, revoked_at=None):
        if vault.renew(each.sealed) == each.sealed:
            continue
        found = _locked(work, each.platform, each.tenant)  # it may have changed since
        if found is not None and found.revoked_at is None:
            work.change(found, sealed=vault.renew(found.sealed))
            changed += 1
    return changed


def _locked(work: Work, platform: str, tenant: str) -> Installation | None:
    work.alone(f"installation:{platform}/{tenant}")
    return work.first(Installation, platform=platform, tenant=tenant)


@cache
def _due() -> Executable:
    table = table_of(Installation)
    return (
        select(table)
        .where(
            table.c.revoked_at.is_(None),
            table.c.expires_at < bindparam("before"),
            or_(table.c.renewing_until.is_(None), table.c.renewing_until <= bindparam("now")),
        )
        .order_by(table.c.expires_at, table.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
