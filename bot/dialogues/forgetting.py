"""Forgetting a person: what somebody wrote goes, that somebody took part stays.

What stays carries no name and no words: the enrolment with its topics and level, the sessions and
the choices ticked in polls, for the figures. Messages already delivered to others, who read them
long ago, leave the outbox on their own day.
"""

from datetime import timedelta

from bot.dialogues.polls import POLLS
from bot.guests.passes import GUESTS
from bot.pairs.calendars import uid
from bot.pairs.together import forget_gatherings
from storage import contact
from storage.nouns import (
    Address,
    Answer,
    Application,
    Batch,
    Call,
    Certificate,
    Commendation,
    Contribution,
    Coordination,
    Draft,
    Enquiry,
    Enrolment,
    File,
    Line,
    Notice,
    Outgoing,
    Pair,
    Pass,
    Person,
    Programme,
    Proposal,
    Reaction,
    Session,
    Sponsor,
    Thanks,
)
from storage.opening import conversation
from storage.work import Work

_NOBODY = "—"
_FIGURES = ("topics", "level")  # of what was answered when signing up


def forget(work: Work, person: Person) -> None:
    """Takes a person out of everything that is kept; their addresses are then nobody's."""
    work.leave_no_trace()
    for enrolment in work.find(Enrolment, person_id=person.id):
        _forget_place(work, enrolment, person)
    for noun in (Draft, File, Coordination, Batch, Pass, Sponsor):
        for each in work.find(noun, person_id=person.id):
            work.remove(each)
    forget_gatherings(work, person)
    for address in work.find(Address, person_id=person.id):
        for outgoing in work.find(Outgoing, address_id=address.id):
            work.remove(outgoing)
        if address.tenant == GUESTS:  # their history is kept here, and by no platform
            for line in work.find(Line, address_id=address.id):
                work.remove(line)
        work.change(address, person_id=None, draft_id=None, programme_id=None, welcomed=False)
    work.change(
        person,
        name=_NOBODY,
        email=None,
        team="",
        manager_id=None,
        organiser=False,
        erased_at=work.now,
    )


def forget_the_gone(work: Work, after: timedelta, most: int = 20) -> int:
    """Forgets some of the people who could be met nowhere for so long, and how many.

    Whoever has a place in a programme under way, or coordinates one, is not forgotten.
    """
    gone = contact.gone_since(work, work.now - after, most)
    for person in gone:
        addresses = work.find(Address, person_id=person.id)
        for each in addresses:  # as `meet` does: they may be writing again at this very moment
            work.alone(conversation(each.platform, each.tenant, each.user))
        if work.first(Address, person_id=person.id, reachable=True) is not None:
            continue
        forget(work, person)
        for address in addresses:  # nobody is left to be told, and its user is somebody's id
            work.remove(address)
    return len(gone)


def _forget_place(work: Work, enrolment: Enrolment, person: Person) -> None:
    """Takes somebody's words out of all that their place in a programme left behind."""
    kept = {name: enrolment.answers[name] for name in _FIGURES if name in enrolment.answers}
    work.change(enrolment, answers=kept, told={})
    for certificate in work.find(Certificate, enrolment_id=enrolment.id):
        work.change(certificate, facts={}, files=[], look_at=None)
    for noun in (Contribution, Reaction, Commendation):
        for each in work.find(noun, enrolment_id=enrolment.id):
            work.remove(each)
    for column in ("by_id", "to_id"):
        for thanks in work.find(Thanks, **{column: enrolment.id}):
            work.remove(thanks)
    for answer in work.find(Answer, enrolment_id=enrolment.id):
        work.change(answer, answers=_without_words(answer))
    _forget_notices(work, f"enrolment:{enrolment.id}", person)
    for offer in work.find(Application, enrolment_id=enrolment.id):
        for draft in work.find(Draft, form="choosing", subject=str(offer.id)):
            work.remove(draft)  # a coordinator's page about them
        work.remove(offer)
    for enquiry in work.find(Enquiry, enrolment_id=enrolment.id):
        work.change(enquiry, words="")
    for call in work.find(Call, enrolment_id=enrolment.id):
        work.change(call, subject="", point="")
        _forget_notices(work, f"call:{call.id}", person)
    for column in ("mentee_id", "mentor_id"):
        for proposal in work.find(Proposal, **{column: enrolment.id}):
            work.change(proposal, why=_without_needs(proposal.why))
            _forget_notices(work, f"proposal:{proposal.id}", person)
        for pair in work.find(Pair, **{column: enrolment.id}):
            _forget_notices(work, f"pair:{pair.id}", person)
            _forget_sessions(work, pair)


def _without_needs(why: dict[str, object]) -> dict[str, object]:
    """What spoke for a pair, without anybody's words."""
    return {name: [] if name in ("needs", "returns") else value for name, value in why.items()}


def _without_words(answer: Answer) -> dict[str, object]:
    """A poll's choices and scales, without what was written."""
    form = POLLS.get(answer.form)
    if (
        form is None
    ):  # a poll that this version no longer asks: what was written cannot be told apart
        return {}
    written = {field.name for field in form.fields if field.kind in ("text", "lines")}
    return {name: value for name, value in answer.answers.items() if name not in written}


def _forget_notices(work: Work, subject: str, person: Person) -> None:
    for each in work.find(Notice, subject=subject):
        facts = dict(each.facts)
        if "names" in facts:
            facts["names"] = [_NOBODY if n == person.name else n for n in facts["names"]]
        work.change(each, facts=facts)


def _forget_sessions(work: Work, pair: Pair) -> None:
    """Where they met, and the calendar files that name them both."""
    programme = work.get(Programme, pair.programme_id)
    sessions = work.find(Session, pair_id=pair.id)
    uids = [uid(programme, session).encode() for session in sessions]
    for session in sessions:
        if session.place or session.about:
            work.change(session, place="", about="")
    for file in work.find(File, person_id=None, name="session.ics"):
        if any(each in file.content for each in uids):
            work.remove(file)
