"""What waits for other people's word: proposals put to them, sessions asked for."""

from bot.kit.inducting import lacks
from bot.pairing.putting import open_enquiries
from bot.programme.plan import Plan
from bot.programme.template import plan_of
from bot.texts import Voice
from bot.today.line import Line, gives
from storage.nouns import Call, Enrolment, Pair, Programme
from storage.work import Work


def lines(work: Work, programme: Programme, voice: Voice) -> list[Line]:
    """One line for each kind, where the programme knows it."""
    plan, found = plan_of(programme.plan), list[Line]()
    if plan.proposals.ask != "nobody":
        asked = len(open_enquiries(work, programme))
        if asked:
            see = gives(voice, programme, "proposals", "proposals")
            found.append(Line(voice.runs("today.proposals", asked), (see,)))
    if plan.induction == "asked":
        count = len(_to_induct(work, programme, plan))
        if count:
            see = gives(voice, programme, "people-mentors", "people mentors")
            found.append(Line(voice.runs("today.inductions", count), (see,)))
    if plan.on_request.allowed:
        for state in ("asked", "alone"):
            count = len(work.find(Call, programme_id=programme.id, state=state))
            if count:
                see = gives(voice, programme, "requests", "requests")
                found.append(Line(voice.runs(f"today.requests-{state}", count), (see,)))
    return found


def _to_induct(work: Work, programme: Programme, plan: Plan) -> list[Enrolment]:
    """The mentors with a pair who have not gone through the induction."""
    paired = {each.mentor_id for each in work.find(Pair, programme_id=programme.id, state="active")}
    places = work.find(Enrolment, programme_id=programme.id, state="active")
    return [each for each in places if each.id in paired and lacks(plan, each)]
