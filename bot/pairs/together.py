"""The conversation that the bot opens for a pair, where a platform can gather several people.

It is an address of its own, nobody's, named after the two people. It serves to introduce them, and
falls silent: what follows is told to each in private.
"""

from storage.nouns import Address, Enrolment, Outgoing, Pair, Person
from storage.work import Work


def can_gather(one: Address | None, other: Address | None) -> bool:
    """Whether two people can be put in one conversation with the bot."""
    if one is None or other is None or not (one.gathers and other.gathers):
        return False
    return (one.platform, one.tenant) == (other.platform, other.tenant)


def gathered(work: Work, one: Address, other: Address) -> Address:
    """The address of the conversation of two people, made when there is none yet."""
    members = sorted((one.user, other.user))
    user = _named(members)
    found = work.first(Address, platform=one.platform, tenant=one.tenant, user=user)
    if found is None:
        route = {"members": members}
        place = Address(platform=one.platform, tenant=one.tenant, user=user, route=route)
        return work.add(place)
    return found if found.reachable else work.change(found, reachable=True, unreachable_since=None)


def forget_gatherings(work: Work, person: Person) -> None:
    """Removes the conversations opened for somebody, with what was still to be said there."""
    mine = work.find(Address, person_id=person.id)
    for enrolment in work.find(Enrolment, person_id=person.id):
        for here, there in (("mentee_id", "mentor_id"), ("mentor_id", "mentee_id")):
            for pair in work.find(Pair, **{here: enrolment.id}):
                other = work.get(Enrolment, getattr(pair, there))
                theirs = work.find(Address, person_id=other.person_id)
                for one in mine:
                    for two in theirs:
                        _forget(work, one, two)


def _forget(work: Work, one: Address, other: Address) -> None:
    user = _named(sorted((one.user, other.user)))
    found = work.first(Address, platform=one.platform, tenant=one.tenant, user=user)
    if found is not None:
        for outgoing in work.find(Outgoing, address_id=found.id):
            work.remove(outgoing)
        work.remove(found)


def _named(members: list[str]) -> str:
    return f"together:{'+'.join(members)}"
