"""In which voice the words around a message are written."""

from bot.channels import USES, voice_in
from bot.conversation.arrivals import spoken_of
from bot.scene import voice_between, voice_of
from bot.texts import Voice, language_of
from storage.nouns import Address, Person, Programme
from storage.work import Work


def voice_at(work: Work, address: Address) -> Voice:
    """A person's own voice; that of the first of a pair; that of a channel's programme."""
    if address.person_id is not None:
        return _own(work, address, work.get(Person, address.person_id))
    for member in address.route.get("members", ()):
        found = work.first(Address, platform=address.platform, tenant=address.tenant, user=member)
        if found is not None and found.person_id is not None:
            return voice_of(work.get(Person, found.person_id))
    for use in USES.values():
        programme = work.first(Programme, **{use: address.id})
        if programme is not None:
            return voice_in(programme)
    return Voice(language_of(address.locale) if address.locale else "fr")


def _own(work: Work, address: Address, person: Person) -> Voice:
    # Every message delivered asks: who reads a language of one tone costs little.
    if person.locale != "fr":
        return voice_of(person)
    programme = spoken_of(work, address, person)
    return voice_between(work, person) if programme is None else voice_of(person, programme)
