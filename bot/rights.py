"""Who may do what in a programme: three rights, each with all that those before it may.

- A `reader` reads: the day, the state, people, sessions, health, workshops, the report.
- A `coordinator` acts too: everything but what follows.
- An `owner` also says who coordinates and with which right, and ends the programme for good.

Whoever makes a programme owns it, and somebody always does.
"""

from bot.message import Para
from bot.texts import Typed, Voice
from storage.nouns import Coordination, Person, Programme
from storage.nouns.programme import RIGHTS
from storage.work import Work

READER, COORDINATOR, OWNER = RIGHTS


class NotAllowed(LookupError):
    """Somebody may read of this programme, and do less than they asked."""

    def __init__(self, programme: Programme, needed: str) -> None:
        self.programme, self.needed = programme, needed
        super().__init__(needed)

    def sentence(self, work: Work, voice: Voice) -> Para:
        """What they lack, and who has it."""
        names = Typed(
            voice.listed(each.name for each in who_may(work, self.programme, self.needed))
        )
        programme = Typed(self.programme.name)
        return voice.para(f"rights.needs-{self.needed}", None, programme=programme, names=names)


def rights_of(work: Work, person: Person, programme: Programme) -> str:
    """The right of somebody in a programme; empty when they have none."""
    place = work.first(Coordination, programme_id=programme.id, person_id=person.id)
    return place.rights if place is not None else ""


def enough(rights: str, needed: str) -> bool:
    """Whether a right lets one do what needs another."""
    return bool(rights) and RIGHTS.index(rights) >= RIGHTS.index(needed)


def may(work: Work, person: Person, programme: Programme, needed: str) -> bool:
    """Whether somebody has at least that right in a programme."""
    return enough(rights_of(work, person, programme), needed)


def who_may(work: Work, programme: Programme, needed: str) -> list[Person]:
    """Everybody with at least that right."""
    places = work.find(Coordination, programme_id=programme.id)
    return work.among(Person, [p.person_id for p in places if enough(p.rights, needed)])
