"""A circle with the people around it, each with the voice they are spoken to in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.forms.words import fold
from bot.message import Part
from bot.moments.telling import tell_by_day
from bot.programme.plan import Circle as Kind
from bot.programme.template import plan_of
from bot.scene import voice_of
from bot.texts import Typed, Voice
from storage.nouns import Circle, Enrolment, Meeting, Member, Person, Programme
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Seat:
    """One person of a circle."""

    enrolment: Enrolment
    person: Person
    voice: Voice

    @property
    def name(self) -> Typed:
        """Their name, as data."""
        return Typed(self.person.name)


@dataclass(frozen=True, slots=True)
class Around:
    """A circle, the part of the plan it is made from, and who is in it now."""

    circle: Circle
    programme: Programme
    kind: Kind
    seats: tuple[Seat, ...]  # those who did not leave, by name
    alone: bool  # the only circle of its kind, which then needs no number

    def title(self, voice: Voice) -> Typed:
        """How people call it: `Supervision 2`."""
        said = self.kind.title.of(voice.locale)
        return Typed(said if self.alone else f"{said} {self.circle.number}")

    @property
    def code(self) -> str:
        """How a command calls it: `supervision-2`."""
        return f"{self.circle.key}-{self.circle.number}"

    @property
    def there(self) -> tuple[Seat, ...]:
        """Those who are not on a break."""
        return tuple(seat for seat in self.seats if seat.enrolment.state == "active")

    def seat(self, person: Person) -> Seat:
        """The seat of that person. Raises LookupError for a stranger."""
        for seat in self.seats:
            if seat.person.id == person.id:
                return seat
        raise LookupError(f"person {person.id} is not in circle {self.circle.id}")

    def others(self, seat: Seat) -> tuple[Seat, ...]:
        """Everybody else in it."""
        return tuple(each for each in self.seats if each.enrolment.id != seat.enrolment.id)

    def listed(self, voice: Voice, seats: Sequence[Seat] | None = None) -> Typed:
        """Their names in one sentence."""
        return Typed(voice.listed(each.person.name for each in (seats or self.seats)))


def kind_of(programme: Programme, key: str) -> Kind:
    """The part of the plan that a circle is made from. Raises LookupError when there is none."""
    for each in plan_of(programme.plan).circles:
        if each.key == key:
            return each
    raise LookupError(f"the plan has no circle {key!r}")


def around(work: Work, circle: Circle, programme: Programme | None = None) -> Around:
    """The circle with its people."""
    programme = programme or work.get(Programme, circle.programme_id)
    places = [each.enrolment_id for each in work.find(Member, circle_id=circle.id)]
    enrolments = [each for each in work.among(Enrolment, places) if each.state != "left"]
    people = {each.id: each for each in work.among(Person, [e.person_id for e in enrolments])}
    seats = [
        Seat(each, people[each.person_id], voice_of(people[each.person_id], programme))
        for each in enrolments
    ]
    seats.sort(key=lambda seat: (fold(seat.person.name), seat.enrolment.id))
    kind = kind_of(programme, circle.key)
    return Around(circle, programme, kind, tuple(seats), _alone(work, circle))


def _alone(work: Work, circle: Circle) -> bool:
    known = work.find(Circle, programme_id=circle.programme_id, key=circle.key)
    return all(each.id == circle.id or each.state == "dissolved" for each in known)


def circles_of(work: Work, enrolment: Enrolment, *states: str) -> list[Circle]:
    """The circles that somebody is in."""
    places = [each.circle_id for each in work.find(Member, enrolment_id=enrolment.id)]
    found = work.among(Circle, places)
    return [each for each in found if each.state in (states or ("active",))]


def meetings_of(work: Work, circle: Circle) -> list[Meeting]:
    """Its meetings, in their order."""
    found = work.find(Meeting, circle_id=circle.id)
    return sorted(found, key=lambda each: (each.starts_at, each.number))


def tell(work: Work, key: str, seat: Seat, parts: Sequence[Part]) -> bool:
    """Writes to one of a circle, once for a key; False when they cannot be reached."""
    return tell_by_day(work, f"{key}/{seat.enrolment.id}", seat.person, parts)


def look_again(work: Work, circle: Circle) -> None:
    """Has what is due for a circle derived again: its facts changed."""
    work.change(circle, look_at=work.now)
