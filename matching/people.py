"""Who is to be paired, and under which rules: plain values, no numbers yet.

A mentee is the senior who wants to learn, a mentor the junior who teaches; both are candidates.
Nothing here imports numpy or scikit-learn, so that whoever only builds these values pays nothing
for them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

FORMATS = ("remote", "in-person", "either")
HOURS_IN_A_WEEK = 168

Strategy = Literal["greedy", "everyone", "total", "fair", "two-way"]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)
How = Literal["no", "a little", "somewhat", "a lot"]
# What a preference may take off a score, at most: bounded, so that no preference makes a mentor out
# of somebody who cannot help. Four of them at their most halve a score.
WEIGHTS: dict[How, float] = {"no": 0.0, "a little": 0.03, "somewhat": 0.08, "a lot": 0.15}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One enrolment that waits for a pair; what was not said (no language, no hour) bars nobody."""

    id: int  # of the enrolment, unique on its side
    statements: tuple[str, ...] = ()  # the needs of a mentee, the skills of a mentor, one text each
    topics: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()  # spoken, ISO codes
    hours: frozenset[int] = (
        frozenset()
    )  # free hours of a UTC week, 0 = Monday 00:00, 167 = Sunday 23:00
    capacity: int = 1  # pairs wanted; a mentee gets Rules.mentors_each at most
    team: str = ""
    person: int = 0  # who it is, the id used by the four sets below; 0 = not known
    managers: frozenset[int] = frozenset()  # every superior, at any depth
    avoids: frozenset[int] = frozenset()  # declared not to be matched with
    declined: frozenset[int] = frozenset()  # proposed once, and one of the two said no
    earlier: frozenset[int] = frozenset()  # paired with before
    place: str = ""
    format: str = "either"  # one of FORMATS
    waiting: int = 0  # rounds left unmatched before: goes first on ties
    language: str = ""  # main language, a hint for texts too short to tell
    department: str = ""
    seniority: int | None = None  # years in the trade, or a grade; None = not said
    born: int | None = None  # year of birth; None = not said
    returns: tuple[str, ...] = ()  # two-way: what a mentee teaches back, what a mentor wants back

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, in a sentence that names the candidate."""
        if self.capacity < 0:
            raise ValueError(f"Candidate {self.id} has a negative capacity ({self.capacity}).")
        if self.format not in FORMATS:
            raise ValueError(
                f"Candidate {self.id} has the format {self.format!r}; expected one of {FORMATS}."
            )
        wrong = [hour for hour in self.hours if not 0 <= hour < HOURS_IN_A_WEEK]
        if wrong:
            raise ValueError(
                f"Candidate {self.id} has hours outside a week (0–167): {sorted(wrong)}."
            )


@dataclass(frozen=True, slots=True)
class Preferences:
    """What makes one of two equal pairs better, and how much; what was not said costs nothing."""

    hours: How = "a little"  # several slots in common, time zones counted, rather than one
    format: How = "a little"  # both wish to meet the same way
    generations: How = "a little"  # people far apart in age, or in seniority
    departments: How = "a little"  # people of two departments
    waiting: How = "somewhat"  # somebody left without a pair last time

    def __post_init__(self) -> None:
        """Refuse a word that says nothing of how much."""
        for name in self.__slots__:
            if getattr(self, name) not in WEIGHTS:
                known = ", ".join(WEIGHTS)
                raise ValueError(f"prefer {name}: {getattr(self, name)!r} is not one of {known}.")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a programme asks of a pair; the defaults are those of good practice."""

    session_hours: int = 2  # a whole session of so many hours must fit in the free hours of both
    weigh_topics: float = 0.2  # share of the score given by common topics, the rest by the texts
    same_team: bool = True  # bar two people of one team
    reporting_line: bool = True  # bar a person and any superior of theirs
    declined: bool = True  # bar people of whom one declined the other
    earlier: bool = True  # bar people already paired
    common_language: bool = True  # ask for one language in common
    common_hours: bool = True  # ask for one common slot
    common_place: bool = True  # ask for one place when somebody wants to meet in person
    seniority_gap: int = 0  # bar people whose seniority differs by less
    age_gap: int = 0  # bar people whose years of birth differ by less
    floor: float = 0.03  # a pair scored below has no subject in common worth a proposal
    pinned: tuple[tuple[int, int], ...] = ()  # (mentee id, mentor id) decided by a human
    barred: frozenset[tuple[int, int]] = frozenset()  # (mentee id, mentor id) never to be proposed
    strategy: Strategy = "greedy"
    mentors_each: int = 1  # how many mentors a mentee may have, at most her capacity
    in_turns: bool = False  # nobody gets a second one before everybody had a turn at a first
    every_mentor: bool = False  # nobody signs up as a mentor for nothing, when it can be helped
    prefer: Preferences = field(default_factory=Preferences)
    # words of the organisation, a tool or an acronym -> what they mean
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Refuse contradictory rules, in a sentence."""
        if not 1 <= self.session_hours <= 24:
            raise ValueError(f"A session lasts 1 to 24 hours, not {self.session_hours}.")
        if not 0 <= self.weigh_topics <= 1:
            raise ValueError(f"weigh_topics is a share between 0 and 1, not {self.weigh_topics}.")
        if not 0 <= self.floor <= 1:
            raise ValueError(f"floor is a score between 0 and 1, not {self.floor}.")
        if self.strategy not in STRATEGIES:
            known = ", ".join(STRATEGIES)
            raise ValueError(f"{self.strategy!r} is not a strategy; expected one of {known}.")
        if self.mentors_each < 1:
            raise ValueError(f"A mentee may have one mentor or more, not {self.mentors_each}.")
        if min(self.seniority_gap, self.age_gap) < 0:
            raise ValueError("A gap in age or in seniority cannot be negative.")
        counts = Counter(mentee for mentee, _ in self.pinned)
        if twice := sorted(each for each, count in counts.items() if count > self.mentors_each):
            raise ValueError(f"Mentee {twice[0]} is pinned more than once.")
