"""Whether people can be met: at one address, in a whole workspace, or nowhere any more."""

from datetime import datetime

from sqlalchemy import Update, and_, bindparam, or_, select, update

from storage.looking import wake
from storage.nouns import (
    Address,
    Coordination,
    Enrolment,
    Installation,
    Person,
    Programme,
    table_of,
)
from storage.work import Work

_A, _P = table_of(Address), table_of(Person)
_LOSE = (
    update(_A)
    .where(_A.c.reachable.is_(True))
    .values(reachable=False, unreachable_since=bindparam("now"))
)
_LOSE_ONE = _LOSE.where(_A.c.id == bindparam("is_id"))
_IN_WORKSPACE = and_(_A.c.platform == bindparam("of"), _A.c.tenant == bindparam("at"))
_LOSE_ALL = _LOSE.where(_IN_WORKSPACE)
_MEET_AGAIN = (
    update(_A)
    .where(_IN_WORKSPACE, _A.c.reachable.is_(False), _A.c.unreachable_since == bindparam("since"))
    .values(reachable=True, unreachable_since=None)
)
# Each person once, by the index of e-mails: read as nouns, a hundred thousand take a second.
_UNMET = select(_P.c.email).where(
    _P.c.email > "",
    _P.c.erased_at.is_(None),
    ~select(_A.c.id).where(_A.c.person_id == _P.c.id, _IN_WORKSPACE).exists(),
)


def lost(work: Work, address: Address) -> bool:
    """Notes that nobody can be met at an address, from now on; False when that was known."""
    new = _write(work, _LOSE_ONE, is_id=address.id, now=work.now) == 1
    if new and address.person_id is not None:
        wake(work, Enrolment, person_id=address.person_id)  # somebody may have to hear of it
        for place in work.find(Coordination, person_id=address.person_id):
            wake(work, Programme, id=place.programme_id)
    elif new:
        for use in ("community_id", "coordinators_id"):
            wake(work, Programme, **{use: address.id})
    return new


def departed(work: Work, address: Address) -> bool:
    """Whether the bot was removed from the workspace where that address is."""
    there = work.first(Installation, platform=address.platform, tenant=address.tenant)
    return there is not None and there.revoked_at is not None


def lost_workspace(work: Work, platform: str, tenant: str) -> int:
    """Notes that the bot can meet nobody in a workspace, and how many it could until now."""
    return _write(work, _LOSE_ALL, of=platform, at=tenant, now=work.now)


def back_in_workspace(work: Work, platform: str, tenant: str, since: datetime) -> int:
    """Takes back `lost_workspace` of that moment: whoever was lost before it stays so."""
    return _write(work, _MEET_AGAIN, of=platform, at=tenant, since=since)


def unmet(work: Work, platform: str, tenant: str) -> set[str]:
    """The e-mails of people who have no address in a workspace, and may be found there."""
    found = work.connection.execute(_UNMET, {"of": platform, "at": tenant}).scalars()
    return {email for email in found if email is not None}


def _write(work: Work, statement: Update, **values: object) -> int:
    work.forget(Address)
    return work.connection.execute(statement, values).rowcount


# ---------------------------------------------------------------- gone for long

_E, _C, _G = table_of(Enrolment), table_of(Coordination), table_of(Programme)
_STILL_MET = select(_A.c.id).where(
    _A.c.person_id == _P.c.id,
    or_(_A.c.reachable.is_(True), _A.c.unreachable_since >= bindparam("before")),
)
_TAKES_PART = (
    select(_E.c.id)
    .join(_G, _G.c.id == _E.c.programme_id)
    .where(_E.c.person_id == _P.c.id, _E.c.state != "left", _G.c.state != "closed")
)
_COORDINATES = (
    select(_C.c.id)
    .join(_G, _G.c.id == _C.c.programme_id)
    .where(_C.c.person_id == _P.c.id, _G.c.state != "closed")
)
_GONE = (
    select(_P.c.id)
    .where(
        _P.c.id.in_(select(_A.c.person_id).where(_A.c.unreachable_since < bindparam("before"))),
        _P.c.erased_at.is_(None),
        ~_STILL_MET.exists(),
        ~_TAKES_PART.exists(),
        ~_COORDINATES.exists(),
    )
    .order_by(_P.c.id)
    .limit(bindparam("most"))
)


def gone_since(work: Work, before: datetime, most: int) -> list[Person]:
    """People who could be met nowhere since that moment, and who have no part in what goes on."""
    found = work.connection.execute(_GONE, {"before": before, "most": most}).scalars()
    return work.among(Person, list(found))
