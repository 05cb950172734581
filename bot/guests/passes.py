"""A guest's pass: a personal link, which expires, and which a coordinator takes back at a word.

The secret in the link is 256 bits of chance: nobody guesses it, and nothing is to be read in it.
Only its digest is kept, so that whoever reads the database cannot enter with it. Whoever holds the
link is the guest: docs/guests.md says what that means, and what a coordinator should do with it.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.guests.door import door
from bot.programme.lifecycle import dates
from bot.programme.template import plan_of
from storage.looking import wake
from storage.nouns import Address, Coordination, Enrolment, Pass, Person, Programme
from storage.work import Work

PLATFORM, GUESTS = "web", "guests"  # where guests are met: the platform and the tenant
PATH = "/guest"
TO_OPEN = timedelta(days=14)  # a link that nobody opened
AFTERWARDS = timedelta(days=30)  # after the programme's last day


def link(secret: str) -> str:
    """The address to hand to a guest; what follows `#` never leaves their browser by itself."""
    return f"{door()}{PATH}#{secret}"


def usual_role(offered: Sequence[str]) -> str:
    """The role of a guest where none is told: most are invited to teach."""
    return "mentor" if "mentor" in offered else offered[0]


class NoGuest(ValueError):
    """A link may not stand for this person."""


def invite(
    work: Work, programme: Programme, name: str, email: str | None, role: str, by: Person | None
) -> tuple[Pass, str]:
    """A place kept for a guest, with a new pass and its secret, which is told this once.

    `by` is the coordinator who invites them; None when whoever runs the bot does.
    Raises NoGuest for somebody who has another way in.
    """
    person = _person(work, programme, name, email)
    if not may_be_guest(work, programme, person):
        raise NoGuest(person.name)
    place = work.first(Enrolment, programme_id=programme.id, person_id=person.id)
    if place is None:
        work.add(
            Enrolment(
                programme_id=programme.id,
                person_id=person.id,
                role=role,
                state="invited",
                joined_at=work.now,
                look_at=None,  # they are told when they open their link
            )
        )
    return renew(work, programme, person, by)


def renew(work: Work, programme: Programme, person: Person, by: Person | None) -> tuple[Pass, str]:
    """A new pass for a guest; the links they had before open nothing any more."""
    revoke(work, programme, person)
    if work.first(Address, person_id=person.id, platform=PLATFORM, tenant=GUESTS) is None:
        user = f"guest-{secrets.token_hex(8)}"
        work.add(Address(person_id=person.id, platform=PLATFORM, tenant=GUESTS, user=user))
        wake(work, Enrolment, person_id=person.id, state="active")
    secret = secrets.token_urlsafe(32)
    made = work.add(
        Pass(
            programme_id=programme.id,
            person_id=person.id,
            digest=digest(secret),
            made_by=by.id if by else None,
            made_at=work.now,
            expires_at=work.now + TO_OPEN,
        )
    )
    return made, secret


def revoke(work: Work, programme: Programme, person: Person) -> int:
    """Takes back every link of a guest; how many still opened."""
    mine = work.find(Pass, programme_id=programme.id, person_id=person.id, revoked_at=None)
    for each in mine:
        work.change(each, revoked_at=work.now)
    return sum(each.expires_at > work.now for each in mine)


def admitted(work: Work, secret: str) -> Pass | None:
    """The pass that a secret opens now; None for one unknown, expired or taken back."""
    found = work.first(Pass, digest=digest(secret))
    if found is None or found.revoked_at is not None or found.expires_at <= work.now:
        return None
    person = work.get(Person, found.person_id)
    return None if person.erased_at is not None or _commands(work, person) else found


def may_be_guest(work: Work, programme: Programme, person: Person) -> bool:
    """Whether a link may stand for somebody: they have no other way in, and no power elsewhere.

    Otherwise whoever coordinates one programme could act as them in another.
    """
    if _commands(work, person):
        return False
    places = work.find(Address, person_id=person.id)
    if any(each.tenant != GUESTS for each in places):
        return False
    elsewhere = work.find(Enrolment, person_id=person.id)
    return all(each.programme_id == programme.id for each in elsewhere)


def _commands(work: Work, person: Person) -> bool:
    return person.organiser or work.first(Coordination, person_id=person.id) is not None


def opened(work: Work, found: Pass) -> Pass:
    """Notes that a link was used; the first time, it is good for the whole programme."""
    if found.opened_at is not None:
        return work.change(found, used_at=work.now)
    programme = work.get(Programme, found.programme_id)
    last = dates(plan_of(programme.plan), programme.starts_on)["closed"]
    ends = datetime.combine(last, work.now.timetz()) + AFTERWARDS
    until = max(found.expires_at, ends)
    return work.change(found, opened_at=work.now, used_at=work.now, expires_at=until)


def digest(secret: str) -> str:
    """What is kept of a secret. Being all chance, it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(work: Work, found: Pass) -> Address:
    """Where the guest of a pass is met. Raises LookupError when they were erased."""
    address = work.first(Address, person_id=found.person_id, platform=PLATFORM, tenant=GUESTS)
    if address is None:
        raise LookupError("this guest has no address")
    return address


def _person(work: Work, programme: Programme, name: str, email: str | None) -> Person:
    known = work.first(Person, email=email) if email else None
    return known or work.add(
        Person(
            name=name,
            email=email,
            locale=programme.locale,
            zone=programme.zone,
            created_at=work.now,
        )
    )
