"""What becomes due for one enrolled person: the end of a pause, the half-way and closing polls."""

from dataclasses import dataclass
from datetime import time, timedelta

from bot.dialogues import polls
from bot.moments.moment import Moment, civil, on
from bot.moments.telling import tell_by_day
from bot.programme.lifecycle import dates
from bot.programme.template import plan_of
from bot.scene import voice_of
from storage.nouns import Enrolment, Pair, Person, Programme
from storage.work import Work


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """Somebody's place in a programme."""

    enrolment: Enrolment
    person: Person
    programme: Programme
    pairs: tuple[Pair, ...]

    @property
    def subject(self) -> str:
        return f"enrolment:{self.enrolment.id}"


def facts(work: Work, enrolment: Enrolment) -> EnrolmentFacts:
    """All that an enrolment's moments depend on."""
    as_mentee = work.find(Pair, mentee_id=enrolment.id)
    as_mentor = work.find(Pair, mentor_id=enrolment.id)
    return EnrolmentFacts(
        enrolment,
        work.get(Person, enrolment.person_id),
        work.get(Programme, enrolment.programme_id),
        (*as_mentee, *as_mentor),
    )


def moments(f: EnrolmentFacts) -> list[Moment]:
    """Every moment of an enrolment, past and future."""
    found: list[Moment] = []
    if f.enrolment.state == "left":
        return found
    until = f.enrolment.paused_until
    if f.enrolment.state == "paused" and until is not None:
        at = on(until, time(9), f.person.zone)
        found.append(Moment(f"pause-ends-{until.isoformat()}", at, "pause-ends"))
    days = dates(plan_of(f.programme.plan), f.programme.starts_on)
    paired = f.enrolment.state == "active" and any(pair.state == "active" for pair in f.pairs)
    if f.programme.state == "running" and paired and "midway" in days:
        at = on(days["midway"], time(10), f.person.zone)
        found.append(Moment("midway", at, "poll", ("midway",), at + timedelta(days=10)))
    if f.programme.state == "closing" and f.pairs:
        at = civil(f.programme.changed_at, f.person.zone)
        found.append(Moment("closing", at, "poll", ("closing",)))
    return found


def _pause_ends(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    # `paused_until` stays: silence before it is nobody's fault, so nudges count from it.
    work.change(f.enrolment, state="active")
    for pair in f.pairs:
        if pair.state == "active":
            work.change(pair, look_at=work.now)
    voice = voice_of(f.person, f.programme)
    tell_by_day(work, f"{f.subject}/{moment.name}", f.person, (voice.para("pause.over"),))


def _poll(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    due = civil(work.now, f.person.zone)
    polls.send(work, f.programme, str(moment.about[0]), f.enrolment, due=due)


ACTS = {"pause-ends": _pause_ends, "poll": _poll}
