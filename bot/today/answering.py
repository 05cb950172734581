"""What waits for other people's word: proposals put to them, sessions asked for."""

from bot.pairing.putting import open_enquiries
from bot.programme.template import plan_of
from bot.texts import Voice
from bot.today.line import Line, gives
from storage.nouns import Call, Programme
from storage.work import Work


def lines(work: Work, programme: Programme, voice: Voice) -> list[Line]:
    """One line for each kind, where the programme knows it."""
    plan, found = plan_of(programme.plan), list[Line]()
    if plan.proposals.ask != "nobody":
        asked = len(open_enquiries(work, programme))
        if asked:
            see = gives(voice, programme, "proposals", "proposals")
            found.append(Line(voice.runs("today.proposals", asked), (see,)))
    if plan.on_request.allowed:
        for state in ("asked", "alone"):
            count = len(work.find(Call, programme_id=programme.id, state=state))
            if count:
                see = gives(voice, programme, "requests", "requests")
                found.append(Line(voice.runs(f"today.requests-{state}", count), (see,)))
    return found
