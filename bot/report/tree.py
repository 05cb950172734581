"""The shape of a report's figures: frozen values, in the order in which a report tells them.

A share is None when there is nothing to divide by; a statistic of answers is None, or leaves groups
out, when too few people answered (`bot.report.measures` says how).
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.report.measures import Named, Progress, Reached, Scale, Shift, Split, Step
from matching.proposals import REASONS

OTHER = "other"
# Why a pair ended before its time, as codes: a reason in someone's own words counts as other.
ENDINGS = ("completed", "time", "fit", "job", "left", "silent", "decided")
# Why someone has no pair: what matching said, or a proposal that was not kept or still waits, or no
# matching yet.
UNMATCHED = (*REASONS, "not-kept", "proposed", "waiting")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind, named by its code."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Participation:
    """Who was invited, who signed up, who left."""

    invited: int  # everyone ever enrolled or invited
    waiting: int  # invited, and never answered
    signed_up: int
    roles: tuple[Tally, ...]
    left: int
    left_when: tuple[Tally, ...]  # before, first-half, second-half, after
    languages: tuple[Tally, ...]  # people may speak several
    zones: tuple[Tally, ...]
    mentors: int  # who may teach, `both` included
    mentees: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs made, how they ended, and who was left without one."""

    made: int
    proposed: int  # that wait for a decision, while none is made
    approved: int  # that wait for their announcement, while none is made
    active: int
    completed: int
    ended: int  # before their time
    endings: tuple[Tally, ...]
    met: int  # with one session held at least
    lively: int  # with one session held at least, and not ended early
    seeking: int  # mentees who have a pair, had one or wait for one
    unmatched_mentees: int
    unmatched_mentors: int
    unmatched: tuple[Tally, ...]  # why, mentees and mentors together
    mentors_used: int  # mentors with one pair at least
    places: int  # pairs that mentors offered to take


@dataclass(frozen=True, slots=True)
class Point:
    """Sessions up to one day: how many the rhythm of the plan asks for, and how many were held."""

    on: date
    expected: int
    held: int | None  # None in the future


@dataclass(frozen=True, slots=True)
class Sessions:
    """The meetings of pairs."""

    expected: int  # pairs x sessions in the plan
    due: int  # of these, how many should have been held by now
    held: int
    counted: int  # held, no more for each pair than the plan expects
    extra: int  # held on request, beyond the plan
    planned: int  # with a date still to come
    unagreed: int  # proposed, and no date agreed
    missed: int
    cancelled: int  # once agreed, by one of the two
    dropped: int  # agreed, and fell with their pair
    moved: int  # sessions moved at least once
    moves: int
    minutes: int  # held, all together
    never: int  # pairs that never met
    first_days: float | None  # median delay from pair to first session held
    first_goal: int  # the delay hoped for
    timeline: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Requests:
    """Sessions asked for one by one."""

    asked: int
    met: int  # somebody took it
    alone: int  # nobody could
    waiting: int
    held: int
    minutes: int  # held, all together
    hours: float | None  # median wait from asking to a yes
    offered: int  # minutes that mentors offered; 0 where none are counted
    taken: int


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Pairs in which both teach, and those that met in both directions, or in one."""

    pairs: int
    both: int
    one: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject: how many asked for it, how many offered to teach it."""

    code: str
    asked: int
    offered: int


@dataclass(frozen=True, slots=True)
class Course:
    """A module of the kit: how many pairs put it in their course, and worked on it."""

    name: tuple[str, str]  # in French and in English
    agreed: int  # pairs
    worked: int  # pairs that held the session for which it was agreed
    sessions: int  # held on it


@dataclass(frozen=True, slots=True)
class Effect:
    """The same situations at the start and at the end, for those who mentor or for the others."""

    side: str  # mentee or mentor
    asked: int  # people, at the start
    started: int  # of these, how many answered
    both: int  # answered at the start and at the end
    whole: Step | None = None  # each person's mean over the situations
    situations: tuple[tuple[str, tuple[str, str], Step], ...] = ()  # code, own names, and levels
    midway: Shift | None = None  # from the start to half-way
    returns: Named | None = None  # what mentees gave, or mentors received


@dataclass(frozen=True, slots=True)
class Workshop:
    """A collective moment: its title as typed, who was invited, said yes and came."""

    title: str
    on: date
    state: str
    invited: int
    yes: int
    no: int
    came: int
    noted: bool  # whether anybody's presence was noted
    useful: Split[Scale]


@dataclass(frozen=True, slots=True)
class Circles:
    """The circles of one kind: who was in them, how often they met, what a committee asked."""

    title: tuple[str, str]  # in French and in English
    circles: int
    people: int
    held: int  # meetings
    missed: int
    came: int  # presences noted at the meetings held
    seats: int  # the people of each circle, once for each of its meetings held
    board: bool  # whether a committee may question it
    asked: int
    proposed: int
    answered: int
    followed: int


@dataclass(frozen=True, slots=True)
class Polls:
    """How many questionnaires of one form were sent, and answered."""

    form: str
    sent: int
    answered: int


@dataclass(frozen=True, slots=True)
class Alert:
    """What the bot told the coordinators about, and how it ended."""

    kind: str
    count: int
    handled: int
    resumed: int  # the pair held a session afterwards


@dataclass(frozen=True, slots=True)
class Momentum:
    """The pairs that fell silent, and what followed."""

    nudges: int
    nudged: int  # pairs
    resumed: int  # of these pairs, how many held a session afterwards
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """One share beside what good practice hopes for."""

    code: str
    value: float | None
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Whether the share is below, within or above what is hoped for; unknown of nothing."""
        if self.value is None:
            return "unknown"
        shown = round(self.value, 2)  # as it is read: 79.6 % is written 80 %
        return "below" if shown < self.low else "above" if shown > self.high else "within"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a programme, by what it is compared with another; None where too few answered."""

    name: str
    starts_on: date
    people: int
    pairs: int
    held: float | None  # share of the sessions expected
    progress: float | None  # mean difference of level
    reached: float | None  # share of objectives reached at least in part
    recommend: float | None  # mean, out of 10


@dataclass(frozen=True, slots=True)
class Figures:
    """All the figures of a programme at one moment."""

    name: str
    slug: str
    template: tuple[str, str]  # its name in French and in English
    topic_names: tuple[tuple[str, str, str], ...]  # code, French, English
    at: datetime
    zone: str
    starts_on: date
    closes_on: date
    over: bool  # closing or closed: the figures are final or nearly so
    final: bool  # closed: no answer comes any more
    floor: int
    anonymous: bool  # closing answers are anonymous
    sessions_each: int
    participation: Participation
    pairs: Pairs
    sessions: Sessions
    ratings: Split[Scale]  # by role
    ratings_by_number: Split[Scale]
    session_progress: Split[Reached]
    going: Split[Scale]
    reached: Split[Reached]
    progress: Split[Progress]
    recommend: Split[Scale]
    quotes: tuple[tuple[str, str], ...]  # role (empty when it could tell who) and words
    topics: tuple[Topic, ...]
    workshops: tuple[Workshop, ...]
    polls: tuple[Polls, ...]
    momentum: Momentum
    practice: tuple[Practice, ...]
    circles: tuple[Circles, ...] = ()
    courses: tuple[Course, ...] = ()  # where pairs agree on modules
    effects: tuple[Effect, ...] = ()  # where people assess themselves
    requests: Requests | None = None  # where sessions are asked for one by one
    exchanges: Exchanges | None = None  # where both people of a pair teach
    earlier: tuple[Run, ...] = ()  # the oldest first

    def practised(self, code: str) -> Practice:
        """The share of that code beside good practice."""
        return next(each for each in self.practice if each.code == code)

    def asked(self, form: str) -> Polls:
        """How many questionnaires of that form were sent and answered."""
        return next((each for each in self.polls if each.form == form), Polls(form, 0, 0))
