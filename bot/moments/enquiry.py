"""What becomes due for a proposal that was put to somebody: a reminder half-way, then its end.

What is no longer possible closes at once: the mentor's last place is taken, somebody left or is
paused, a coordinator decided otherwise. Whoever is left without a pair hears again a week later.
"""

from dataclasses import dataclass

from bot.calendar.civil import civil
from bot.moments.moment import Moment
from bot.pairing import asked_letters as letters
from bot.pairing import enquiring
from bot.pairing.next_best import still_alone
from storage.nouns import Enquiry, Enrolment, Person, Programme, Proposal
from storage.work import Work


@dataclass(frozen=True, slots=True)
class EnquiryFacts:
    """A proposal put to somebody."""

    enquiry: Enquiry
    person: Person
    programme: Programme
    stray: str  # why it makes no sense any more
    alone: bool  # its mentee is still without anybody, and it was the last that was asked

    @property
    def subject(self) -> str:
        return letters.subject_of(self.enquiry)


def facts(work: Work, enquiry: Enquiry) -> EnquiryFacts:
    """All that an enquiry's moments depend on."""
    person = work.get(Person, work.get(Enrolment, enquiry.enrolment_id).person_id)
    programme = work.get(Programme, enquiry.programme_id)
    is_open = enquiry.state == "open"
    stray = enquiring.stray(work, enquiry) if is_open else ""
    alone = not is_open and still_alone(work, enquiry)
    return EnquiryFacts(enquiry, person, programme, stray, alone)


def moments(f: EnquiryFacts) -> list[Moment]:
    """Every moment of an enquiry, past and future."""
    each, zone = f.enquiry, f.person.zone
    if each.state != "open":
        if each.closed_at is None or not f.alone or f.programme.state == "closed":
            return []
        at = civil(each.closed_at + letters.NEWS, zone)
        return [Moment("news", at, "news")]
    if f.stray:
        return [Moment(f"close-{f.stray}", each.asked_at, "close", (f.stray,))]
    # A question and its answer give more time: half-way is then counted anew.
    since = max(each.asked_at, each.until - enquiring.time_given(f.programme))
    half = civil(since + (each.until - since) / 2, zone)
    ends = civil(each.until, zone)
    version = f"{each.until:%Y%m%d%H%M}"
    return [
        Moment(f"half-{version}", half, "remind", (), ends),
        Moment(f"lapse-{version}", ends, "lapse"),
    ]


def _remind(work: Work, f: EnquiryFacts, moment: Moment) -> None:
    if not enquiring.take_no(work, f.enquiry):
        letters.remind(work, f.programme, f.enquiry)


def _lapse(work: Work, f: EnquiryFacts, moment: Moment) -> None:
    if not enquiring.take_no(work, f.enquiry):
        enquiring.lapse(work, f.enquiry)


def _close(work: Work, f: EnquiryFacts, moment: Moment) -> None:
    enquiring.close(work, f.enquiry, str(moment.about[0]))


def _news(work: Work, f: EnquiryFacts, moment: Moment) -> None:
    proposal = work.get(Proposal, f.enquiry.proposal_id)
    letters.tell_news(work, f.programme, f.enquiry, work.get(Enrolment, proposal.mentee_id))


ACTS = {"remind": _remind, "lapse": _lapse, "close": _close, "news": _news}
