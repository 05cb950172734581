"""The proposals of the latest round, read alone: what a page of two thousand needs, and no more.

People are read when a name is asked for: the eight that a page shows, or everybody when somebody is
looked for by name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.pairing.names import Names
from bot.programme.plan import Plan
from storage.nouns import Enrolment, Pair, Person, Programme, Proposal
from storage.work import Work


@dataclass(frozen=True)
class Listing:
    """A round's proposals and who they are about."""

    work: Work
    programme: Programme
    plan: Plan

    @cached_property
    def pending(self) -> Mapping[int, Proposal]:
        """The proposals that still count and that no announcement made a pair of, by number."""
        latest = self.work.find(
            Proposal, programme_id=self.programme.id, round=self.programme.round
        )
        return pending(latest, self.work.find(Pair, programme_id=self.programme.id))

    def undecided(self) -> dict[int, Proposal]:
        """Those that wait for a coordinator's word."""
        return {n: each for n, each in self.pending.items() if each.state == "proposed"}

    def name(self, enrolment_id: int) -> str:
        """The name of whose enrolment it is."""
        if enrolment_id not in self._names:
            self.read_names((enrolment_id,))
        return self._names[enrolment_id]

    def read_names(self, enrolments: Iterable[int]) -> None:
        """Reads the names of several people at once."""
        places = self.work.among(Enrolment, [*enrolments])
        people = self.work.among(Person, [each.person_id for each in places])
        named = {each.id: each.name for each in people}
        self._names.update({each.id: named[each.person_id] for each in places})

    @cached_property
    def _names(self) -> dict[int, str]:
        return {}

    @cached_property
    def people(self) -> Mapping[int, Person]:
        """Everybody of the programme who did not leave, by id."""
        there = [each.person_id for each in self.places if each.state != "left"]
        return {each.id: each for each in self.work.among(Person, there)}

    @cached_property
    def places(self) -> Sequence[Enrolment]:
        """Every place in the programme."""
        return self.work.find(Enrolment, programme_id=self.programme.id)

    @cached_property
    def names(self) -> Names:
        """The names of everybody who did not leave."""
        return Names.of(self.people.values())


def pending(latest: Sequence[Proposal], pairs: Iterable[Pair]) -> dict[int, Proposal]:
    """A round's proposals that still count, by number; a number keeps its meaning all the round."""
    made = {pair.proposal_id for pair in pairs}
    return {
        number: each
        for number, each in enumerate(latest, 1)
        if each.state != "replaced" and each.id not in made
    }
