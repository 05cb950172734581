"""What becomes due for one person: an invitation, a signature, the end of a pause, some polls."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.assessment import START
from bot.calendar.civil import civil, on
from bot.charter.signing import awaited_since
from bot.conversation.arrivals import ALIVE
from bot.dialogues import assessing, inviting, polls, signing
from bot.kit import inducting
from bot.moments import assessment
from bot.moments.leaderless import lost_at
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day, tell_with_room, want_room
from bot.notices import notice
from bot.programme.lifecycle import dates
from bot.programme.template import plan_of
from bot.recognition import commending
from bot.scene import address_of, voice_of
from storage.nouns import Enrolment, Pair, Person, Programme
from storage.work import Work

_TAKES_PART = ("active", "paused")
_NEWS = timedelta(days=2)  # for so long, that somebody can be met nowhere is worth telling


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """Somebody's place in a programme."""

    enrolment: Enrolment
    person: Person
    programme: Programme
    pairs: tuple[Pair, ...]
    invitable: bool = False  # put on a list, met somewhere, and not yet heard of it
    lost_at: datetime | None = None  # since when they can be met nowhere, though they could
    unsigned_at: datetime | None = None  # since when the charter waits for their word
    inductions: tuple[datetime, ...] = ()  # when a mentor is asked to go through the induction
    meetings: assessment.Meetings | None = None  # where people assess themselves
    commended_at: datetime | None = None  # when a mentor is asked about their manager

    @property
    def subject(self) -> str:
        return f"enrolment:{self.enrolment.id}"


def facts(work: Work, enrolment: Enrolment) -> EnrolmentFacts:
    """All that an enrolment's moments depend on."""
    as_mentee = work.find(Pair, mentee_id=enrolment.id)
    as_mentor = work.find(Pair, mentor_id=enrolment.id)
    person = work.get(Person, enrolment.person_id)
    programme = work.get(Programme, enrolment.programme_id)
    invitable = (
        inviting.welcome_in(enrolment, programme)
        and not inviting.begun(work, enrolment)
        and address_of(work, person) is not None
    )
    pairs = (*as_mentee, *as_mentor)
    lost = lost_at(work, person)
    unsigned_at = awaited_since(work, enrolment, programme, pairs)
    plan = plan_of(programme.plan)
    asked = inducting.asked_at(work, plan, enrolment, pairs)
    met = assessment.meetings(work, plan, pairs)
    thanked = commending.asked_at(work, programme, enrolment)
    return EnrolmentFacts(
        enrolment, person, programme, pairs, invitable, lost, unsigned_at, asked, met, thanked
    )


def moments(f: EnrolmentFacts) -> list[Moment]:
    """Every moment of an enrolment, past and future."""
    found: list[Moment] = []
    if f.enrolment.state == "left":
        return found
    if f.invitable:
        since = max(f.programme.changed_at, f.enrolment.joined_at)
        found.append(Moment(inviting.INVITATION, civil(since, f.person.zone), "invite"))
    if f.lost_at is not None and f.enrolment.state in _TAKES_PART and f.programme.state in ALIVE:
        at = civil(f.lost_at, f.programme.zone)
        name = f"out-of-reach-{f.lost_at:%Y%m%d%H%M%S}"
        found.append(Moment(name, at, "out-of-reach", (), at + _NEWS))
    if f.unsigned_at is not None:
        name = signing.asking(plan_of(f.programme.plan).charter)
        found.append(Moment(name, civil(f.unsigned_at, f.person.zone), "sign"))
    if f.programme.state in ALIVE:
        for name, asked in zip(("induction", "induction-again"), f.inductions, strict=False):
            at = civil(asked, f.person.zone)
            found.append(Moment(name, at, "induct", (), at + _NEWS * 2))
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
    if f.commended_at is not None:
        at = civil(f.commended_at, f.person.zone)
        found.append(Moment("commend", at, "commend", (), at + _NEWS * 7))
    plan = plan_of(f.programme.plan)
    found += assessment.moments(f.meetings, f.programme, plan, f.person, paired=paired)
    return found


def _invite(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    address = address_of(work, f.person)
    met = address is not None and inviting.met_at(work, address)
    parts = inviting.invitation(f.person, f.enrolment, f.programme, met=met)
    tell_by_day(work, f"{f.subject}/{moment.name}", f.person, parts)


def _sign(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    signing.request(work, f.programme, f.enrolment, due=civil(work.now, f.person.zone))


def _induct(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    """Invites a mentor who is about to meet somebody; the second time is the last."""
    voice, key = voice_of(f.person, f.programme), f"{f.subject}/{moment.name}"
    again = moment.name != "induction"
    text = "induction.again" if again else "induction.ask"
    told = voice.para(text, None, minutes=inducting.minutes())
    parts = (told, inducting.begin_button(voice))
    if again:
        tell_with_room(work, key, f.person, parts, plan_of(f.programme.plan))
    else:
        tell_by_day(work, key, f.person, parts)


def _pause_ends(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    # `paused_until` stays: silence before it is nobody's fault, so nudges count from it.
    work.change(f.enrolment, state="active")
    for pair in f.pairs:
        if pair.state == "active":
            work.change(pair, look_at=work.now)
    voice = voice_of(f.person, f.programme)
    tell_by_day(work, f"{f.subject}/{moment.name}", f.person, (voice.para("pause.over"),))


def _out_of_reach(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    key = f"{f.subject}/{moment.name}"
    notice(work, f.programme, key, f.subject, "out-of-reach", [f.person.name])


def _poll(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    due = civil(work.now, f.person.zone)
    polls.send(work, f.programme, str(moment.about[0]), f.enrolment, due=due)


def _assess(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    if moment.about[0] != START:  # which does not wait: once they have met, it is past
        want_room(work, f.person, plan_of(f.programme.plan))
    due = civil(work.now, f.person.zone)
    assessing.ask(work, f.programme, f.enrolment, str(moment.about[0]), due)


def _commend(work: Work, f: EnrolmentFacts, moment: Moment) -> None:
    commending.ask(work, f"{f.subject}/{moment.name}", f.programme, f.enrolment)


ACTS = {
    "invite": _invite,
    "sign": _sign,
    "induct": _induct,
    "pause-ends": _pause_ends,
    "poll": _poll,
    assessment.ACT: _assess,
    "commend": _commend,
    "out-of-reach": _out_of_reach,
}
