"""Who is to be paired, and under which rules: plain values, no numbers yet.

A mentee is the senior who wants to learn, a mentor the junior who teaches; both are candidates.
Nothing here imports numpy or scikit-learn, so that whoever only builds these values pays nothing
for them.
"""

from dataclasses import dataclass

FORMATS = ("remote", "in-person", "either")
HOURS_IN_A_WEEK = 168


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
    capacity: int = 1  # pairs wanted; a mentee gets one at most
    team: str = ""
    person: int = 0  # who it is, the id used by the three sets below; 0 = not known
    managers: frozenset[int] = frozenset()  # every superior, at any depth
    avoids: frozenset[int] = frozenset()  # declared not to be matched with
    earlier: frozenset[int] = frozenset()  # paired with, or declined, before
    place: str = ""
    format: str = "either"  # one of FORMATS
    waiting: int = 0  # rounds left unmatched before: goes first on ties
    language: str = ""  # main language, a hint for texts too short to tell

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
class Rules:
    """What a programme asks of a pair; the defaults are those of good practice."""

    session_hours: int = 2  # a whole session of so many hours must fit in the free hours of both
    weigh_topics: float = 0.2  # share of the score given by common topics, the rest by the texts
    same_team: bool = True  # bar two people of one team
    reporting_line: bool = True  # bar a person and any superior of theirs
    earlier: bool = True  # bar people already paired, or declined
    common_language: bool = True  # ask for one language in common
    common_hours: bool = True  # ask for one common slot
    common_place: bool = True  # ask for one place when somebody wants to meet in person
    floor: float = 0.03  # a pair scored below has no subject in common worth a proposal
    pinned: tuple[tuple[int, int], ...] = ()  # (mentee id, mentor id) decided by a human
    barred: frozenset[tuple[int, int]] = frozenset()  # (mentee id, mentor id) never to be proposed

    def __post_init__(self) -> None:
        """Refuse contradictory rules, in a sentence."""
        if not 1 <= self.session_hours <= 24:
            raise ValueError(f"A session lasts 1 to 24 hours, not {self.session_hours}.")
        if not 0 <= self.weigh_topics <= 1:
            raise ValueError(f"weigh_topics is a share between 0 and 1, not {self.weigh_topics}.")
        if not 0 <= self.floor <= 1:
            raise ValueError(f"floor is a score between 0 and 1, not {self.floor}.")
        mentees = [mentee for mentee, _ in self.pinned]
        if twice := sorted({mentee for mentee in mentees if mentees.count(mentee) > 1}):
            raise ValueError(f"Mentee {twice[0]} is pinned more than once.")
