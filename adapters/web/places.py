"""Where one can be on the simulated platform: everybody's direct messages, and the channels."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from adapters.web.render import line_data
from bot.forms.words import fold
from storage.nouns import Address, Coordination, Enrolment, Line, Person, Programme
from storage.work import Work

PLATFORM = "web"
TENANT = "playground"


def people(work: Work, search: str = "", limit: int = 60) -> dict[str, Any]:
    """The people of the platform whose name holds every word of `search`, coordinators first."""
    addresses = [
        each for each in work.find(Address, platform=PLATFORM) if each.person_id is not None
    ]
    ids = [each.person_id for each in addresses]
    persons = {each.id: each for each in work.among(Person, ids)}
    wanted = fold(search).split()
    found = [
        (address, persons[address.person_id])
        for address in addresses
        if address.person_id in persons
        and persons[address.person_id].erased_at is None
        and _matches(fold(persons[address.person_id].name), wanted)
    ]
    roles = _roles(work, [person.id for _, person in found])
    coordinating = _coordinating(work)
    found.sort(
        key=lambda pair: (
            pair[1].id not in coordinating and not pair[1].organiser,
            _never_first(pair[0].heard_at),
            fold(pair[1].name),
            pair[0].id,
        )
    )
    shown = [
        person_data(address, person, roles[person.id], coordinating[person.id])
        for address, person in found[:limit]
    ]
    return {"people": shown, "total": len(found)}


def person_at(work: Work, address: Address) -> dict[str, Any]:
    """The person at an address, as the picker shows them."""
    person = work.get(Person, address.person_id or 0)
    roles = _roles(work, [person.id])[person.id]
    return person_data(address, person, roles, _coordinating(work)[person.id])


def person_data(
    address: Address, person: Person, roles: list[dict[str, str]], coordinates: list[str]
) -> dict[str, Any]:
    """One person for the picker: who they are, and their part in each programme."""
    return {
        "place": address.id,
        "name": person.name,
        "locale": person.locale,
        "zone": person.zone,
        "organiser": person.organiser,
        "reachable": address.reachable,
        "coordinates": coordinates,
        "roles": roles,
    }


def channels(work: Work) -> list[dict[str, Any]]:
    """The channels of the platform, with the programmes that they gather."""
    gathers: dict[int | None, list[str]] = defaultdict(list)
    for programme in work.find(Programme):
        gathers[programme.community_id].append(programme.name)
    return [
        {
            "place": each.id,
            "name": str(each.route.get("name") or each.user),
            "programmes": gathers[each.id],
        }
        for each in work.find(Address, platform=PLATFORM, person_id=None)
    ]


def lines(
    work: Work, address: Address, *, before: int | None = None, limit: int = 200
) -> dict[str, Any]:
    """The last lines of a conversation, oldest first, and whether there are earlier ones."""
    found = work.find(Line, address_id=address.id)
    if before is not None:
        found = [line for line in found if line.id < before]
    return {
        "lines": [line_data(line) for line in found[-limit:]],
        "earlier": len(found) > limit,
    }


def _matches(name: str, wanted: list[str]) -> bool:
    return all(any(word.startswith(each) for word in name.split()) for each in wanted)


def _never_first(heard: datetime | None) -> float:
    return 0.0 if heard is None else -heard.timestamp()


def _roles(work: Work, persons: list[int]) -> dict[int, list[dict[str, str]]]:
    programmes = {each.id: each for each in work.find(Programme)}
    found: dict[int, list[dict[str, str]]] = defaultdict(list)
    for each in work.among(Enrolment, persons, by="person_id"):
        found[each.person_id].append(
            {
                "programme": programmes[each.programme_id].name,
                "role": each.role,
                "state": each.state,
            }
        )
    return found


def _coordinating(work: Work) -> dict[int, list[str]]:
    programmes = {each.id: each for each in work.find(Programme)}
    found: dict[int, list[str]] = defaultdict(list)
    for each in work.find(Coordination):
        found[each.person_id].append(programmes[each.programme_id].name)
    return found


def open_channel(work: Work, name: str) -> Address:
    """The channel of that name, made when it is not there."""
    user = f"#{name}"
    found = work.first(Address, platform=PLATFORM, tenant=TENANT, user=user)
    if found is not None:
        return found
    place = Address(platform=PLATFORM, tenant=TENANT, user=user, route={"name": name})
    return work.add(place)
