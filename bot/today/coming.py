"""What leaves by itself in the next day: derived from the facts, as the clock will do it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.community.calendar import planned
from bot.message import Runs
from bot.moments.moment import Moment
from bot.texts import Typed, Voice
from bot.tick import SUBJECTS, Subject
from storage.looking import ahead_in, happened
from storage.nouns import Noun, Programme
from storage.tally import messages_ahead
from storage.work import Work

DAY = timedelta(hours=24)
MOST = 200  # subjects of a kind looked at: in a large programme, a day has more than anybody reads
_SHOWN = 80  # signs of a post
# What each moment that writes to somebody is counted as; the others are the bot's own affair.
_COUNTED = {
    ("Programme", "invite"): "workshops",
    ("Programme", "ask-again"): "workshops",
    ("Programme", "day-before"): "workshops",
    ("Programme", "last-days"): "signups",
    ("Programme", "weekly"): "weekly",
    ("Enrolment", "invite"): "invitations",
    ("Enrolment", "pause-ends"): "returns",
    ("Enrolment", "poll"): "polls",
    ("Enrolment", "assess"): "polls",
    ("Enrolment", "sign"): "signatures",
    ("Enrolment", "induct"): "inductions",
    ("Enquiry", "remind"): "answers",
    ("Call", "recall"): "answers",
    ("Circle", "soon"): "circles",
    ("Circle", "eve"): "circles",
    ("Circle", "box"): "circles",
    ("Circle", "after"): "circles",
    ("Pair", "remind"): "sessions",
    ("Pair", "poll"): "polls",
    ("Pair", "ask-answer"): "answers",
    ("Pair", "first-word"): "nudges",
    ("Pair", "nudge"): "nudges",
    ("Draft", "remind-form"): "signups",
    ("Draft", "remind-poll"): "answers",
}
KINDS = tuple(dict.fromkeys(_COUNTED.values()))


@dataclass(frozen=True, slots=True)
class Coming:
    """What leaves before a moment: when each of a kind does, the posts, and what waits already."""

    kinds: dict[str, list[datetime]] = field(default_factory=dict)
    posts: tuple[tuple[datetime, str], ...] = ()  # when, and its words
    waiting: int = 0  # messages written already, that wait for somebody's morning
    more: bool = False  # there is more than was looked at


def coming(work: Work, programme: Programme) -> Coming:
    """What will leave in the next day if nothing changes."""
    until = work.now + DAY
    kinds: dict[str, list[datetime]] = defaultdict(list)
    posts: list[tuple[datetime, str]] = []
    texts = {each.key: each.text for each in planned(work, programme)}  # as they are changed
    more = False
    for subject in SUBJECTS:
        nouns = ahead_in(work, subject.noun, programme.id, until, MOST)
        more = more or len(nouns) == MOST
        for noun in nouns:
            for moment in _moments(work, subject, noun, until):
                if (subject.noun, moment.act) == (Programme, "post"):
                    posts.append((moment.at, texts[str(moment.about[0])]))
                    continue
                kind = _COUNTED.get((subject.noun.__name__, moment.act))
                if kind is not None:
                    kinds[kind].append(moment.at)
    waiting = messages_ahead(work, programme.id, until)
    return Coming(dict(kinds), tuple(sorted(posts)), waiting, more)


def _moments(work: Work, subject: Subject, noun: Noun, until: datetime) -> list[Moment]:
    facts = subject.facts(work, noun)
    done = happened(work, facts.subject)
    return [
        each
        for each in subject.moments(facts)
        if work.now < each.at <= until and each.name not in done
    ]


def lines(programme: Programme, voice: Voice, found: Coming) -> list[Runs]:
    """What leaves, in a few lines: how many of each kind, from which hour."""
    told = [
        voice.runs(f"today.out.{kind}", len(moments), when=min(moments))
        for kind in KINDS
        if (moments := found.kinds.get(kind))
    ]
    for at, text in found.posts:
        begins = Typed(text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…")
        there = "post" if programme.community_id is not None else "post-nowhere"
        told.append(voice.runs(f"today.out.{there}", None, when=at, text=begins))
    if found.waiting:
        told.append(voice.runs("today.out.waiting", found.waiting))
    if found.more:
        told.append(voice.runs("today.out.more"))
    return told
