"""Who is to be paired: a programme's enrolments, told to matching in its own plain values.

A pool is read in a number of queries that does not grow with the programme, except for the chunks
that databases impose and one query for each level above the most senior manager.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from math import ceil
from typing import Any

from bot.calendar.availability import HALF_DAYS
from bot.pairing.declined import resting, too_close
from bot.pairing.listing import pending
from bot.pairing.names import Names
from bot.people.generations import born, seniority
from bot.programme.plan import Plan
from matching.hours import hours_of_week
from matching.people import FORMATS, Candidate, Preferences, Rules, Strategy
from storage.nouns import Enquiry, Enrolment, Pair, Person, Programme, Proposal
from storage.work import Work

WISHES = {"mentee": "objectives", "mentor": "skills"}
_NOBODY = frozenset[int]()
# Thousands of people choose among the same few half-days: those who chose alike share one set.
_hours = lru_cache(maxsize=1024)(hours_of_week)


@dataclass(frozen=True)
class Pool:
    """Everything that pairing needs to know about a programme, read once."""

    programme: Programme
    plan: Plan
    enrolments: Mapping[int, Enrolment]  # of this programme, by id
    people: Mapping[int, Person]  # by id
    pairs: tuple[Pair, ...]  # of this programme, whatever became of them
    proposals: tuple[Proposal, ...]  # of this programme, from every round
    managers: Mapping[int, int | None]  # of whoever is enrolled or above them
    elsewhere: tuple[tuple[int, int], ...] = ()  # people already paired in another programme
    enquiries: tuple[Enquiry, ...] = ()  # what people answered when a proposal was put to them

    def person(self, enrolment_id: int) -> Person:
        """Whose enrolment it is."""
        return self.people[self.enrolments[enrolment_id].person_id]

    def name(self, enrolment_id: int) -> str:
        """The name of whose enrolment it is."""
        return self.person(enrolment_id).name

    @cached_property
    def names(self) -> Names:
        """The names of everybody who did not leave."""
        there = [each.person_id for each in self.enrolments.values() if each.state != "left"]
        return Names.of(self.people[person] for person in there)

    @property
    def exchanges(self) -> bool:
        """Whether both people of a pair teach and learn: nobody is then in two."""
        return self.plan.rules.strategy == "two-way"

    @cached_property
    def load(self) -> Mapping[int, int]:
        """How many active pairs each enrolment has, those made on request apart."""
        counts: dict[int, int] = {}
        for pair in self.pairs:
            if pair.state == "active" and not pair.calls:
                for one in (pair.mentee_id, pair.mentor_id):
                    counts[one] = counts.get(one, 0) + 1
        return counts

    @cached_property
    def finished(self) -> frozenset[int]:
        """The enrolments of those who completed what they came for."""
        done = (pair for pair in self.pairs if pair.state == "completed" and not pair.calls)
        return frozenset(one for pair in done for one in (pair.mentee_id, pair.mentor_id))

    @cached_property
    def numbered(self) -> Mapping[int, Proposal]:
        """The latest round's proposals by number; a number keeps its meaning all the round."""
        latest = [each for each in self.proposals if each.round == self.programme.round]
        return dict(enumerate(latest, 1))

    @cached_property
    def pending(self) -> Mapping[int, Proposal]:
        """Among them, by number, those that still count and that no announcement made a pair of."""
        return pending([*self.numbered.values()], self.pairs)

    def undecided(self) -> dict[int, Proposal]:
        """The proposals that wait for a coordinator's word, by number."""
        return {n: each for n, each in self.pending.items() if each.state == "proposed"}

    def approved(self) -> dict[int, Proposal]:
        """The proposals that wait for the announcement, by number."""
        return {n: each for n, each in self.pending.items() if each.state == "approved"}

    @cached_property
    def mentees(self) -> tuple[Candidate, ...]:
        """Everybody who wants to learn and has not all the mentors they may have."""
        return tuple(
            self.candidate(each, "mentee")
            for each in self.waiting("mentee")
            if not self.served(each.id)
        )

    @cached_property
    def learnt(self) -> Mapping[int, int]:
        """How many pairs each enrolment learns in, or learnt in until the end."""
        had = [p for p in self.pairs if p.state in ("active", "completed") and not p.calls]
        found = Counter(pair.mentee_id for pair in had)
        return found + Counter(pair.mentor_id for pair in had) if self.exchanges else found

    def served(self, enrolment_id: int) -> bool:
        """Whether somebody has all the mentors they may have."""
        return self.learnt.get(enrolment_id, 0) >= self.plan.rules.mentors_each

    def wants(self, enrolment_id: int) -> int:
        """How many more mentors somebody may have, what is approved counted."""
        approved = [one for each in self.approved().values() for one in self.taken_by(each)]
        more = self.plan.rules.mentors_each - self.learnt.get(enrolment_id, 0)
        return more - approved.count(enrolment_id)

    def taken_by(self, each: Proposal) -> tuple[int, ...]:
        """Who learns in a proposal: the mentee, and both where each teaches the other."""
        return (each.mentee_id, each.mentor_id) if self.exchanges else (each.mentee_id,)

    @cached_property
    def mentors(self) -> tuple[Candidate, ...]:
        """Everybody who can teach and has room for one more."""
        return tuple(
            self.candidate(each, "mentor")
            for each in self.waiting("mentor")
            if capacity(each) > self._taught.get(each.id, 0) or not self._taught.get(each.id)
            if not (self.exchanges and self.served(each.id))
            if each.id not in self._resting
        )

    @cached_property
    def _resting(self) -> frozenset[int]:
        return resting(self.enquiries, self.proposals, self.programme.round)

    @cached_property
    def _too_close(self) -> Mapping[int, frozenset[int]]:
        return too_close(self.enquiries, self.enrolments, self.people)

    @cached_property
    def _taught(self) -> Mapping[int, int]:
        counts: dict[int, int] = {}
        for pair in self.pairs:
            if pair.state == "active" and not pair.calls:
                counts[pair.mentor_id] = counts.get(pair.mentor_id, 0) + 1
        return counts

    @cached_property
    def _promised(self) -> Mapping[int, int]:
        counts: dict[int, int] = {}
        for each in self.approved().values():
            counts[each.mentor_id] = counts.get(each.mentor_id, 0) + 1
        return counts

    def takes(self, mentee_id: int, mentor_id: int) -> bool:
        """Whether two people may become a pair now: what is only approved takes no place."""
        if self.served(mentee_id) or (self.exchanges and self.served(mentor_id)):
            return False
        return capacity(self.enrolments[mentor_id]) > self._taught.get(mentor_id, 0)

    def room(self, mentor_id: int) -> int:
        """How many more people a mentor can take, what is approved counted."""
        if mentor_id in self._resting:
            return 0
        approved = self._promised.get(mentor_id, 0)
        return capacity(self.enrolments[mentor_id]) - self._taught.get(mentor_id, 0) - approved

    def waiting(self, role: str) -> list[Enrolment]:
        """Who takes part in that role now and has answered."""
        return [
            each
            for each in self.enrolments.values()
            if each.state == "active" and each.role in (role, "both") and each.answers
        ]

    def candidate(self, enrolment: Enrolment, role: str) -> Candidate:
        """One side of an enrolment, in the words of matching."""
        answers, person = enrolment.answers, self.people[enrolment.person_id]
        form = str(answers.get("format", "either"))
        if role == "mentor":
            room = capacity(enrolment) - self._taught.get(enrolment.id, 0)
        else:
            room = max(1, self.plan.rules.mentors_each - self.learnt.get(enrolment.id, 0))
        return Candidate(
            id=enrolment.id,
            statements=statements(enrolment, role),
            topics=_set_of(topics(enrolment, role)),
            languages=_set_of(tuple(answers.get("languages", ()))),
            hours=free_hours(answers, person, self.programme.starts_on),
            capacity=max(0, room),
            team=str(answers.get("team") or person.team),
            person=person.id,
            managers=self._above(person.id),
            avoids=self.avoided.get(person.id, _NOBODY) | self._too_close.get(person.id, _NOBODY)
            or _NOBODY,
            declined=self._declined.get(person.id, _NOBODY),
            earlier=self._earlier.get(person.id, _NOBODY),
            place=str(answers.get("place") or "") if form != "remote" else "",
            format=form if form in FORMATS else "either",
            waiting=enrolment.waited + self._afresh.get(enrolment.id, 0),
            language=person.locale,
            born=born(answers, self.programme.starts_on),
            seniority=seniority(answers),
            returns=statements(enrolment, "mentor" if role == "mentee" else "mentee"),
        )

    @cached_property
    def avoided(self) -> Mapping[int, frozenset[int]]:
        """The people each person asked not to be paired with, when the names are clear."""
        return {person: frozenset(found) for person, (found, _) in self._avoid.items() if found}

    @cached_property
    def unclear(self) -> tuple[int, ...]:
        """The people who asked to avoid somebody whom their words do not tell apart."""
        return tuple(person for person, (_, lost) in self._avoid.items() if lost)

    @cached_property
    def _avoid(self) -> Mapping[int, tuple[list[int], list[str]]]:
        return {
            each.person_id: self.names.named_in(str(each.answers["avoid"]))
            for each in self.enrolments.values()
            if each.answers.get("avoid")
        }

    @cached_property
    def started_afresh(self) -> frozenset[int]:
        """The enrolments of those whose pair ended early, and who have no other now."""
        ended = (pair for pair in self.pairs if pair.state == "ended" and not pair.calls)
        both = {one for pair in ended for one in (pair.mentee_id, pair.mentor_id)}
        return frozenset(one for one in both if not self.load.get(one))

    @cached_property
    def _afresh(self) -> Mapping[int, int]:
        """What brings those before anybody who merely waited."""
        longest = max((each.waited for each in self.enrolments.values()), default=0)
        return dict.fromkeys(self.started_afresh, longest + 1)

    @cached_property
    def _earlier(self) -> Mapping[int, frozenset[int]]:
        parted = [p for p in self.pairs if p.state != "active" and not p.calls]
        past = [(p.mentee_id, p.mentor_id) for p in parted]
        return _each_other([*self._persons(past), *self.elsewhere])

    @cached_property
    def _declined(self) -> Mapping[int, frozenset[int]]:
        past = [(p.mentee_id, p.mentor_id) for p in self.proposals if p.state == "rejected"]
        return _each_other(self._persons(past))

    def _persons(self, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        return [
            (self.enrolments[one].person_id, self.enrolments[other].person_id)
            for one, other in pairs
        ]

    def _above(self, person: int) -> frozenset[int]:
        found: list[int] = []
        manager = self.managers.get(person)
        # A loop in the organisation's data must not become one here.
        while manager is not None and manager != person and manager not in found:
            found.append(manager)
            manager = self.managers.get(manager)
        return frozenset(found) or _NOBODY


def pool_of(work: Work, programme: Programme, plan: Plan) -> Pool:
    """Reads what pairing needs about a programme."""
    enrolments = {each.id: each for each in work.find(Enrolment, programme_id=programme.id)}
    people = {
        each.id: each
        for each in work.among(Person, [each.person_id for each in enrolments.values()])
    }
    return Pool(
        programme=programme,
        plan=plan,
        enrolments=enrolments,
        people=people,
        pairs=tuple(work.find(Pair, programme_id=programme.id)),
        proposals=tuple(work.find(Proposal, programme_id=programme.id)),
        managers=_managers(work, people.values()),
        elsewhere=_elsewhere(work, programme, people),
        enquiries=_declined(work, programme, plan),
    )


def _declined(work: Work, programme: Programme, plan: Plan) -> tuple[Enquiry, ...]:
    """Every no, where people are asked at all."""
    if plan.proposals.ask == "nobody":
        return ()
    return tuple(work.find(Enquiry, programme_id=programme.id, state="declined"))


def rules_of(
    plan: Plan, pinned: Iterable[tuple[int, int]] = (), strategy: Strategy | None = None
) -> Rules:
    """The rules of a programme's plan, and the pairs that a human has decided."""
    return Rules(
        session_hours=min(24, ceil(plan.sessions.minutes / 60)),
        same_team=plan.rules.same_team,
        reporting_line=plan.rules.reporting_line,
        common_language=plan.rules.common_language,
        common_hours=plan.rules.common_halfday,
        pinned=tuple(pinned),
        strategy=strategy or plan.rules.strategy,
        age_gap=plan.rules.age_gap,
        seniority_gap=plan.rules.seniority_gap,
        mentors_each=plan.rules.mentors_each,
        every_mentor=plan.rules.every_mentor,
        prefer=Preferences(**plan.rules.prefer.model_dump()),
        synonyms=plan.rules.synonyms,
    )


def capacity(enrolment: Enrolment) -> int:
    """How many people a mentor wishes to follow in all."""
    said = str(enrolment.answers.get("capacity", 1))
    return int(said) if said.isdecimal() else 1


def statements(enrolment: Enrolment, role: str) -> tuple[str, ...]:
    """The needs of a mentee or the skills of a mentor, as typed."""
    return tuple(str(each) for each in enrolment.answers.get(WISHES[role], ()))


def topics(enrolment: Enrolment, role: str) -> tuple[str, ...]:
    """The codes of the topics that somebody wants to learn, or can teach."""
    name = "teaches" if role == "mentor" and "teaches" in enrolment.answers else "topics"
    return tuple(str(each) for each in enrolment.answers.get(name, ()))


@lru_cache(maxsize=1024)
def _set_of(codes: tuple[str, ...]) -> frozenset[str]:
    """One set for all those who chose the same."""
    return frozenset(codes)


def free_hours(answers: Mapping[str, Any], person: Person, on: date) -> frozenset[int]:
    """The hours of a UTC week at which someone said they are free."""
    halfdays = frozenset(code for code in answers.get("halfdays", ()) if code in HALF_DAYS)
    for zone in (str(answers.get("zone") or person.zone), person.zone):
        try:
            return _hours(halfdays, zone, on)
        except ValueError:
            continue
    return frozenset()


def _each_other(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Whom each person is with in some of these pairs."""
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {person: frozenset(others) for person, others in found.items()}


def _managers(work: Work, people: Iterable[Person]) -> dict[int, int | None]:
    """The manager of each person and of everybody above them, one query a level."""
    known = {person.id: person.manager_id for person in people}
    while missing := {above for above in known.values() if above and above not in known}:
        known |= {person.id: person.manager_id for person in work.among(Person, [*missing])}
        known |= dict.fromkeys(missing - known.keys())
    return known


def _elsewhere(
    work: Work, programme: Programme, people: Iterable[int]
) -> tuple[tuple[int, int], ...]:
    """Who met whom in another programme: nobody wants the same partner twice."""
    places = {
        each.id: each.person_id
        for each in work.among(Enrolment, [*people], by="person_id")
        if each.programme_id != programme.id
    }
    pairs = work.among(Pair, [*places], by="mentee_id") if places else []
    return tuple(
        (places[pair.mentee_id], places[pair.mentor_id])
        for pair in pairs
        if pair.mentor_id in places
    )
