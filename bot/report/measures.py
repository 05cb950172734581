"""What may be said of several answers together: never fewer than the floor, nor by subtraction.

A statistic of fewer answers than the floor is None. A split by group is shown only when every group
that answered reaches the floor: otherwise whoever subtracts the groups shown from the total would
read the one that was hidden.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, stdev
from typing import Any, Generic, TypeVar

T = TypeVar("T")
G = TypeVar("G", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Scale:
    """Answers on a scale: how many, their mean, and how many gave each value from `lowest` up."""

    n: int
    mean: float
    lowest: int
    counts: tuple[int, ...]

    def share(self, at_least: int, at_most: int | None = None) -> float:
        """The share of answers between two values, both included."""
        first = at_least - self.lowest
        last = len(self.counts) if at_most is None else at_most - self.lowest + 1
        return sum(self.counts[first:last]) / self.n


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether objectives were reached, by how many answers."""

    n: int
    yes: int
    partly: int
    no: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The level people give themselves before and after, for those who gave both."""

    n: int
    before: Scale
    after: Scale
    difference: float  # mean of the differences, person by person
    low: float  # 95 % interval of that mean (Student's t, paired)
    high: float
    higher: int  # people whose level rose, stayed, fell
    same: int
    lower: int


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the same people moved: the mean of their differences, with its 95 % interval."""

    n: int
    difference: float
    low: float  # Student's t, paired
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """Where the same people stood before and after, and how far they moved."""

    before: float  # means
    after: float
    shift: Shift

    @property
    def n(self) -> int:
        return self.shift.n


@dataclass(frozen=True, slots=True)
class Named:
    """What people named among several things: how many answered, how many named each."""

    n: int
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """One statistic for everyone and by group; None or no group where too few answered."""

    heard: int  # how many answered, however few
    everyone: T | None = None
    groups: tuple[tuple[str, T], ...] = ()

    def of(self, group: str) -> T | None:
        """The statistic of one group, when it may be shown."""
        return dict(self.groups).get(group)


def split(
    values: Iterable[tuple[str, V]], floor: int, measure: Callable[[Sequence[V]], T]
) -> Split[T]:
    """Measures values together and by group; hides what fewer than `floor` answers would show."""
    found: dict[str, list[V]] = {}
    for group, value in values:
        found.setdefault(group, []).append(value)
    together = [value for group in found.values() for value in group]
    if len(together) < floor:
        return Split(len(together))
    groups: tuple[tuple[str, T], ...] = ()
    if len(found) == 1 or all(len(group) >= floor for group in found.values()):
        groups = tuple((name, measure(found[name])) for name in sorted(found))
    return Split(len(together), measure(together), groups)


def scale(lowest: int, highest: int) -> Callable[[Sequence[int]], Scale]:
    """A measure of answers that lie between two values, both included."""

    def measure(values: Sequence[int]) -> Scale:
        counts = tuple(values.count(each) for each in range(lowest, highest + 1))
        return Scale(len(values), fmean(values), lowest, counts)

    return measure


def reached(values: Sequence[str]) -> Reached:
    """A measure of answers among yes, partly and no."""
    return Reached(len(values), *(values.count(each) for each in ("yes", "partly", "no")))


def progress(values: Sequence[tuple[int, int]]) -> Progress:
    """A measure of levels before and after, given by the same people, on a scale of 1 to 5."""
    measure = scale(1, 5)
    steps = [after - before for before, after in values]
    moved = shift(values)
    return Progress(
        n=len(steps),
        before=measure([before for before, _ in values]),
        after=measure([after for _, after in values]),
        difference=moved.difference,
        low=moved.low,
        high=moved.high,
        higher=sum(step > 0 for step in steps),
        same=sum(step == 0 for step in steps),
        lower=sum(step < 0 for step in steps),
    )


def shift(values: Sequence[tuple[float, float]]) -> Shift:
    """A measure of how far people moved, from what each said before and after."""
    steps = [after - before for before, after in values]
    mean = fmean(steps)
    reach = student(len(steps) - 1) * stdev(steps) / sqrt(len(steps)) if len(steps) > 1 else 0.0
    return Shift(len(steps), mean, mean - reach, mean + reach)


def step(values: Sequence[tuple[float, float]]) -> Step:
    """A measure of where people stood before and after, by what each said."""
    return Step(fmean(b for b, _ in values), fmean(a for _, a in values), shift(values))


def named(codes: Sequence[str]) -> Callable[[Sequence[Sequence[str]]], Named]:
    """A measure of answers that each name some of those codes."""

    def measure(values: Sequence[Sequence[str]]) -> Named:
        counts = ((code, sum(code in value for value in values)) for code in codes)
        return Named(len(values), tuple((code, count) for code, count in counts if count))

    return measure


def student(freedom: int, level: float = 0.95) -> float:
    """Student's t for a two-sided interval: exact for 1 and 2 degrees, then to 3 decimals.

    The expansion is Abramowitz & Stegun 26.7.5; scipy would be a heavy way to one number.
    """
    if freedom < 1:
        raise ValueError("an interval needs two values at least")
    p = (1 + level) / 2
    if freedom in _FEW and level == 0.95:
        return _FEW[freedom]
    z = NormalDist().inv_cdf(p)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + float(sum(term / freedom**k for k, term in enumerate(terms, start=1)))


# Where the expansion is too rough.
_FEW = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571}


def whole(answers: Mapping[str, Any], name: str, lowest: int, highest: int) -> int | None:
    """An answer that must be a whole number of a scale; None when missing or unreadable."""
    value = answers.get(name)
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if lowest <= value <= highest else None


def share(part: float, total: float) -> float | None:
    """A part of a total, None of nothing."""
    return part / total if total else None
