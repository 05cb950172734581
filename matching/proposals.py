"""What matching hands back: pairs with their evidence, and people left out with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# "own": a synonym of the organisation, given by `Rules.synonyms`.
Path = Literal["same", "root", "synonym", "translation", "own"]
Label = Literal["strong", "good", "fair"]
Side = Literal["mentee", "mentor"]

# The names of the rules, in the order in which a barred pair is explained.
RULES = (
    "excluded",
    "reporting-line",
    "same-team",
    "declined",
    "earlier",
    "no-common-language",
    "no-common-hours",
    "place",
    "seniority-gap",
    "age-gap",
    "no-common-subject",
)
# What a coordinator may give way on to help somebody, the easiest first. Nobody is advised to pair
# people who exclude each other, of whom one declined, or of one reporting line.
RELAXABLE = (
    "no-common-hours",
    "place",
    "same-team",
    "seniority-gap",
    "age-gap",
    "no-common-language",
    "earlier",
)
# Every reason for being left out: the rules, then what is not a matter of rules.
REASONS = (*RULES, "capacity", "surplus", "no-capacity", "no-candidates")
# Every answer to "why not this one?": the rules, then what is not a matter of rules.
ANSWERS = (*RULES, "same-person", "no-capacity", "full", "better", "pinned", "spread", "")
# Every way out for somebody left without a pair.
KEYS = ("place", "rule", "subject", "capacity", "one-more", "people")


@dataclass(frozen=True, slots=True)
class Term:
    """Words of a need met by words of a skill, and by which path."""

    need: str
    skill: str
    path: Path
    share: float  # of the word similarity between the two texts, 0–1


@dataclass(frozen=True, slots=True)
class Evidence:
    """One need and the skill that meets it best."""

    need: int  # index into the mentee's statements
    skill: int  # index into the mentor's statements
    share: float  # of the text similarity of the pair, 0–1; the shares of a proposal sum to 1
    coverage: float  # how much of the need's meaning is met by name, 0–1
    terms: tuple[Term, ...]  # heaviest first


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scored and explained candidate pair."""

    mentee: int
    mentor: int
    score: float  # 0–1, for ranking only: show the label
    label: Label
    evidence: tuple[Evidence, ...] = ()
    topics: tuple[str, ...] = ()  # in common, sorted
    hours: tuple[int, ...] = ()  # hours of a UTC week at which a whole session can start
    pinned: bool = False
    rank: int = 1  # of the mentor among those the rules allow the mentee, 1 = nobody suits better
    # rule -> better mentors for this mentee that it bars: the rules that mattered
    mattered: Mapping[str, int] = field(default_factory=dict, hash=False)
    returns: tuple[Evidence, ...] = ()  # two-way: what the mentee teaches back, likewise


@dataclass(frozen=True, slots=True)
class Key:
    """One way out for somebody left without a pair."""

    kind: str  # one of KEYS
    other: int = 0  # id on the other side: whose place, or whom relaxing a rule opens
    rule: str = ""  # the one to relax
    places: int = 0  # how many more places there, when it takes some


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody left without a pair, and why."""

    id: int
    side: Side
    reason: str  # one of REASONS
    counts: Mapping[str, int] = field(
        default_factory=dict, hash=False
    )  # rule -> candidates that it bars
    unlock: tuple[Key, ...] = ()  # the most promising first


@dataclass(frozen=True, slots=True)
class Summary:
    """What one strategy would do, in three figures."""

    strategy: str
    pairs: int
    worst: float  # score of the weakest pair, 0–1
    average: float


@dataclass(frozen=True, slots=True)
class Matching:
    """The outcome of one round: proposals by mentee id, people left out by side and id."""

    proposals: tuple[Proposal, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    strategy: str = "greedy"
    bound: float | None = None  # a sum of scores that no matching can exceed, when it was proved

    @property
    def summary(self) -> Summary:
        """What was done, in three figures."""
        scores = [each.score for each in self.proposals]
        mean = sum(scores) / len(scores) if scores else 0.0
        return Summary(self.strategy, len(scores), min(scores, default=0.0), mean)
