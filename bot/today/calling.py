"""Whom to call, why and since when; and the messages that do not arrive."""

from bot.message import Run
from bot.notices import kept_from, line, offered
from bot.texts import Voice
from bot.today.line import Line
from storage.nouns import Notice, Person, Programme
from storage.work import Work

FAILING = ("undelivered", "late", "channel-lost", "out-of-reach")


def lines(
    work: Work, programme: Programme, person: Person, voice: Voice
) -> tuple[list[Line], list[Line]]:
    """The people and pairs to call, then what does not arrive; each longest first."""
    calls: list[Line] = []
    failing: list[Line] = []
    for each in work.find(Notice, programme_id=programme.id, state="open"):
        if kept_from(work, each, person):
            continue
        since = voice.runs("today.since", None, when=each.at)
        found = Line((*line(voice, each), Run(" "), *since), offered(voice, each).buttons)
        (failing if each.kind in FAILING else calls).append(found)
    return calls, failing
