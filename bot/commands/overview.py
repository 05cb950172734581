"""A programme seen at once: people, pairs, sessions and polls, each read when first asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from bot.commands.moving import programme_of
from bot.pairing.listing import Listing
from bot.pairing.names import Names
from bot.programme.plan import Plan
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import (
    Attendance,
    Draft,
    Enrolment,
    Notice,
    Pair,
    Person,
    Poll,
    Programme,
    Session,
    Workshop,
)
from storage.work import Work

SIGN_UP = ("mentee", "mentor", "both")


class Overview:
    """What commands tell about a programme, in a number of queries that does not grow with it."""

    def __init__(self, work: Work, programme: Programme, plan: Plan) -> None:
        self.work, self.programme, self.plan = work, programme, plan

    @cached_property
    def enrolments(self) -> Mapping[int, Enrolment]:
        found = self.work.find(Enrolment, programme_id=self.programme.id)
        return {each.id: each for each in found}

    @cached_property
    def people(self) -> Mapping[int, Person]:
        ids = [each.person_id for each in self.enrolments.values()]
        ids += [each.person_id for each in self.drafts]
        return {each.id: each for each in self.work.among(Person, ids)}

    @cached_property
    def names(self) -> Names:
        """The names of everybody enrolled, those who left included."""
        return Names.of(self.people[each.person_id] for each in self.enrolments.values())

    @cached_property
    def by_person(self) -> Mapping[int, Enrolment]:
        return {each.person_id: each for each in self.enrolments.values()}

    @cached_property
    def pairs(self) -> Sequence[Pair]:
        return self.work.find(Pair, programme_id=self.programme.id)

    @cached_property
    def active(self) -> Sequence[Pair]:
        return [pair for pair in self.pairs if pair.state == "active"]

    @cached_property
    def pairs_of(self) -> Mapping[int, list[Pair]]:
        """The pairs of each enrolment, whatever became of them."""
        found: dict[int, list[Pair]] = defaultdict(list)
        for pair in self.pairs:
            found[pair.mentee_id].append(pair)
            found[pair.mentor_id].append(pair)
        return found

    @cached_property
    def approved(self) -> frozenset[int]:
        """The places for whom a pair is approved that nobody was told of yet."""
        kept = Listing(self.work, self.programme, self.plan).pending.values()
        found = [each for each in kept if each.state == "approved"]
        return frozenset(one for each in found for one in (each.mentee_id, each.mentor_id))

    @cached_property
    def sessions(self) -> Mapping[int, list[Session]]:
        """The sessions of each pair, by number."""
        found: dict[int, list[Session]] = defaultdict(list)
        for each in self.work.among(Session, [pair.id for pair in self.pairs], by="pair_id"):
            found[each.pair_id].append(each)
        for sessions in found.values():
            sessions.sort(key=lambda each: each.number)
        return found

    @cached_property
    def polls(self) -> Sequence[Poll]:
        return self.work.find(Poll, programme_id=self.programme.id)

    @cached_property
    def drafts(self) -> Sequence[Draft]:
        """The sign-ups left half filled."""
        found = self.work.find(Draft, programme_id=self.programme.id, state="open")
        return [each for each in found if each.form in SIGN_UP and not each.subject]

    @cached_property
    def half_filled(self) -> Sequence[Draft]:
        """Those of them whose authors have not signed up already."""
        return [each for each in self.drafts if not self._signed_up(each.person_id)]

    @cached_property
    def notices(self) -> Sequence[Notice]:
        return self.work.find(Notice, programme_id=self.programme.id, state="open")

    @cached_property
    def workshops(self) -> Sequence[Workshop]:
        found = self.work.find(Workshop, programme_id=self.programme.id)
        return sorted(found, key=lambda each: (each.starts_at, each.id))

    @cached_property
    def attendances(self) -> Mapping[int, list[Attendance]]:
        """The lists of the workshops."""
        found: dict[int, list[Attendance]] = defaultdict(list)
        ids = [each.id for each in self.workshops]
        for each in self.work.among(Attendance, ids, by="workshop_id"):
            found[each.workshop_id].append(each)
        return found

    @cached_property
    def alone(self) -> Sequence[Enrolment]:
        """Who takes part without a pair, now or ever completed; those who waited longest first."""
        if not self.plan.on_request.paired:
            return []
        kept = ("active", "completed")
        found = [
            each
            for each in self.signed_up
            if each.state == "active"
            and not any(p.state in kept and not p.calls for p in self.pairs_of.get(each.id, ()))
        ]
        return sorted(found, key=lambda each: (-each.waited, each.id))

    @cached_property
    def signed_up(self) -> Sequence[Enrolment]:
        """Who answered and did not leave."""
        there = ("active", "paused")
        return [each for each in self.enrolments.values() if each.state in there and each.answers]

    def person(self, enrolment_id: int) -> Person:
        """Whose enrolment it is."""
        return self.people[self.enrolments[enrolment_id].person_id]

    def name(self, enrolment_id: int) -> Typed:
        """The name of whose enrolment it is, as data."""
        return Typed(self.person(enrolment_id).name)

    def names_of(self, enrolments: Sequence[Enrolment], most: int = 5) -> list[str]:
        """The names of a few people."""
        return [self.people[each.person_id].name for each in enrolments[:most]]

    def _signed_up(self, person_id: int) -> bool:
        place = self.by_person.get(person_id)
        return place is not None and bool(place.answers) and place.state != "left"


def overview_of(scene: Scene) -> Overview:
    """The programme spoken of, at a glance."""
    return Overview(scene.work, programme_of(scene), scene.plan)
