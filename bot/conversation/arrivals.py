"""Finding out who speaks: the address an event came from, and the person behind it."""

from typing import Any

from bot.calendar.availability import known_zone
from bot.calendar.civil import civil
from bot.event import Event, Known, Sender
from bot.forms.words import clean
from bot.programme.lifecycle import takes_in
from bot.programme.template import plan_of
from bot.scene import Scene
from bot.texts import language_of
from storage.nouns import Address, Coordination, Draft, Enrolment, File, Person, Programme
from storage.opening import conversation
from storage.work import Work

OPEN_TO_ALL = ("signup", "running")  # the latter where nobody is paired beforehand
ALIVE = ("signup", "matching", "reviewed", "kickoff", "running", "closing")


def meet(work: Work, event: Event) -> Scene:
    """The scene of an event; address and person are made on first contact, then kept up to date."""
    sender = event.sender
    # Two events from one place come one after the other, even the very first two.
    work.alone(conversation(sender.platform, sender.tenant, sender.user))
    address = work.first(Address, platform=sender.platform, tenant=sender.tenant, user=sender.user)
    if address is None:
        person = _person(work, sender)
        _look_at_invitations(work, person)
        if sender.administers and not person.organiser:
            person = work.change(person, organiser=True)
        address = work.add(
            Address(
                person_id=person.id,
                platform=sender.platform,
                tenant=sender.tenant,
                user=sender.user,
                route=dict(sender.route),
                zone=known_zone(sender.zone) or "",
                locale=sender.locale,
                gathers=sender.gathers,
                administers=sender.administers,
                heard_at=None if isinstance(event, Known) else work.now,
            )
        )
    else:
        changed: dict[str, Any] = {} if isinstance(event, Known) else {"heard_at": work.now}
        if not address.reachable:
            changed |= {"reachable": True, "unreachable_since": None}
        if sender.gathers != address.gathers:
            changed["gathers"] = sender.gathers
        if sender.route and dict(sender.route) != address.route:
            changed["route"] = dict(sender.route)
        if address.person_id is None:  # someone whose data were erased writes again
            person = _person(work, sender)
            changed["person_id"] = person.id
        else:
            person = _followed(work, work.get(Person, address.person_id), address, sender, changed)
        if not address.reachable:
            _look_at_invitations(work, person)
        person = _organising(work, person, address, sender)
        if sender.administers not in (None, address.administers):
            changed["administers"] = sender.administers
        address = work.change(address, **changed) if changed else address
    return Scene(work, event.key, address, person, spoken_of(work, address, person))


def _look_at_invitations(work: Work, person: Person) -> None:
    """Whoever was invited before they could be written to hears of it now, or in the morning."""
    for place in work.find(Enrolment, person_id=person.id, state="invited"):
        work.change(place, look_at=civil(work.now, person.zone))


def _organising(work: Work, person: Person, address: Address, sender: Sender) -> Person:
    """The person, who may create programmes while they run a workspace, and no longer after that.

    Whoever was named in another way keeps the right: no platform gave it.
    """
    if sender.administers:
        return person if person.organiser else work.change(person, organiser=True)
    if sender.administers is None or not address.administers or not person.organiser:
        return person
    others = [each for each in work.find(Address, person_id=person.id) if each.id != address.id]
    if any(each.administers for each in others):
        return person
    return work.change(person, organiser=False)


def _followed(
    work: Work, person: Person, address: Address, sender: Sender, changed: dict[str, Any]
) -> Person:
    """The person, after what their platform newly says; what stands unchanged there does not count.

    A new zone is a move. A new language counts until the person has chosen one.
    """
    person = _recognised(work, person, address, sender, changed)
    person = _introduced(work, person, sender)
    zone = known_zone(sender.zone)
    if zone is not None and zone != address.zone:
        changed["zone"] = zone
        person = work.change(person, zone=zone)
    if sender.locale and sender.locale != address.locale:
        changed["locale"] = sender.locale
        if not person.locale_chosen:
            person = work.change(person, locale=language_of(sender.locale))
    return person


def _recognised(
    work: Work, person: Person, address: Address, sender: Sender, changed: dict[str, Any]
) -> Person:
    """The person imported under an e-mail that their platform did not tell at first.

    Whoever has a place of their own meanwhile stays who they are.
    """
    known = None if person.email else _imported(work, sender)
    if known is None or known.id == person.id or _takes_part(work, person):
        return person
    for noun in (Address, Draft, File):
        for each in work.find(noun, person_id=person.id):
            work.change(each, person_id=known.id)
    changed["person_id"] = known.id
    if person.locale_chosen and not known.locale_chosen:
        known = work.change(known, locale=person.locale, locale_chosen=True)
    work.remove(person)
    _look_at_invitations(work, known)
    return known


def _takes_part(work: Work, person: Person) -> bool:
    places = (work.first(noun, person_id=person.id) for noun in (Enrolment, Coordination))
    return any(place is not None for place in places)


def _introduced(work: Work, person: Person, sender: Sender) -> Person:
    """The person, with the name and the e-mail that their platform did not tell at first."""
    told: dict[str, Any] = {}
    if sender.name and person.name == sender.user:
        told["name"] = clean(sender.name)[:120] or sender.user
    email = _email(sender)
    if email and person.email is None and work.first(Person, email=email) is None:
        told["email"] = email
    return work.change(person, **told)


def spoken_of(work: Work, address: Address, person: Person) -> Programme | None:
    """The programme a person means: the one chosen, else their only one, else the only open one."""
    if address.programme_id is not None:
        return work.first(Programme, id=address.programme_id)
    mine = own(work, person)
    if len(mine) == 1:
        return mine[0]
    opened = joinable(work)
    return opened[0] if len(opened) == 1 and not mine else None


def own(work: Work, person: Person) -> list[Programme]:
    """The programmes under way in which a person has a place."""
    places = [p for p in work.find(Enrolment, person_id=person.id) if p.state != "left"]
    # One at a time: nearly everybody has one place, and every event asks.
    found = (work.get(Programme, place.programme_id) for place in places)
    return [each for each in found if each.state in ALIVE]


def ended(work: Work, person: Person) -> Programme | None:
    """The latest programme that is over and in which a person had a place until the end."""
    places = [
        p for p in work.find(Enrolment, person_id=person.id) if p.state in ("active", "paused")
    ]
    found = [work.get(Programme, place.programme_id) for place in places]
    return next((each for each in reversed(found) if each.state == "closed"), None)


def joinable(work: Work) -> list[Programme]:
    """The programmes that anybody may join now."""
    found = [each for state in OPEN_TO_ALL for each in work.find(Programme, state=state)]
    return [each for each in found if open_to_all(each)]


def open_to_all(programme: Programme) -> bool:
    """Whether anybody may join it now."""
    return programme.state in OPEN_TO_ALL and takes_in(plan_of(programme.plan), programme.state)


def _person(work: Work, sender: Sender) -> Person:
    known = _imported(work, sender)
    if known is not None:
        return known
    return work.add(
        Person(
            name=clean(sender.name)[:120] or sender.user,
            email=_email(sender) or None,
            locale=language_of(sender.locale) if sender.locale else "fr",
            zone=known_zone(sender.zone) or "Europe/Paris",
            created_at=work.now,
        )
    )


def _imported(work: Work, sender: Sender) -> Person | None:
    """Who is known by the e-mail of a sender."""
    email = _email(sender)
    known = work.first(Person, email=email) if email else None
    return known if known is not None and known.erased_at is None else None


def _email(sender: Sender) -> str:
    return sender.email.strip().lower()
