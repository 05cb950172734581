"""The rules that a pair must obey: bit k of a cell means that rule k bars it; and preferences.

A `Rulebook` turns people into codes once; then every rule is worked out for many pairs at a time,
for a block of the whole matrix or for a list of edges, with no Python step for a pair. What
somebody did not say (no language, no hours, no place) bars nobody and costs nothing.

Preferences are factors of at most 1. Hours in common count up to `ENOUGH_STARTS`: whoever says more
gains nothing more, and whoever says less never gains, so that rare availability wins nobody a
better mentor.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matching.people import HOURS_IN_A_WEEK, WEIGHTS, Candidate, Rules
from matching.proposals import RULES
from matching.stems import folded

Flags = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]
Sides = tuple[Sequence[Candidate], Sequence[Candidate]]

BIT = {rule: np.uint16(1 << k) for k, rule in enumerate(RULES)}
SELF = np.uint16(
    1 << len(RULES)
)  # a person enrolled on both sides, met with herself: no candidate at all
ENOUGH_STARTS = 4  # hours at which a session can start: two half-days, or one long evening
FULL_GAP = {"born": 15, "seniority": 10}  # years from which two generations are far apart


class Rulebook:
    """Who may meet whom: mentees are rows, mentors columns."""

    def __init__(
        self, mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules
    ) -> None:
        """Turn everybody into codes."""
        self.rules = rules
        self._width = len(mentors)
        self._height = len(mentees)
        sides = (mentees, mentors)
        self._person = _whole(sides, lambda one: one.person)
        self._team = _codes(sides, "team")
        self._place = _codes(sides, "place")
        self._department = _codes(sides, "department")
        self._format = _codes(sides, "format")
        self._in_person = _flags(sides, lambda one: one.format == "in-person")
        self._remote = _flags(sides, lambda one: one.format == "remote")
        self._waiting = _flags(sides, lambda one: one.waiting > 0)
        self._numbers = {
            "born": _whole(sides, lambda one: one.born),
            "seniority": _whole(sides, lambda one: one.seniority),
        }
        self._languages = _spoken(sides)
        self.starts = (
            session_starts(mentees, rules.session_hours),
            session_starts(mentors, rules.session_hours),
        )
        self._starts = (_packed(self.starts[0]), _packed(self.starts[1]))
        self._free = _flags(sides, lambda one: bool(one.hours))
        self._talks = _flags(sides, lambda one: bool(one.languages))
        self._named = {
            field: _named(mentees, mentors, field)
            for field in ("avoids", "managers", "declined", "earlier")
        }
        pairs = _pairs(mentees, mentors, rules.barred)
        self._named["avoids"] = np.union1d(self._named["avoids"], pairs)

    def of(self, rows: Ints) -> Bits:
        """The rules that bar each pair of some rows with every column; rows × columns."""
        columns = np.arange(self._width, dtype=np.int64)[None, :]
        place = np.full(self._height, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))

        def named(field: str) -> Flags:
            flags = np.zeros((len(rows), self._width), dtype=np.bool_)
            row, column = np.divmod(self._named[field], max(1, self._width))
            asked = place[row] >= 0
            flags[place[row[asked]], column[asked]] = True
            return flags

        return self._bits(rows[:, None], columns, {field: named(field) for field in self._named})

    def at(self, rows: Ints, columns: Ints) -> Bits:
        """The rules that bar some pairs, given as rows and columns of one length."""
        keys = rows.astype(np.int64) * self._width + columns

        def named(field: str) -> Flags:
            return np.isin(keys, self._named[field], kind="sort")

        return self._bits(rows, columns, {field: named(field) for field in self._named})

    def _bits(self, rows: Ints, columns: Ints, named: Mapping[str, Flags]) -> Bits:
        rules = self.rules
        cells = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.uint16)

        def bar(rule: str, flags: Flags) -> None:
            np.bitwise_or(cells, BIT[rule], out=cells, where=flags)

        bar("excluded", named["avoids"])
        if rules.reporting_line:
            bar("reporting-line", named["managers"])
        if rules.same_team:
            bar("same-team", _equal(self._team, rows, columns))
        if rules.declined:
            bar("declined", named["declined"])
        if rules.earlier:
            bar("earlier", named["earlier"])
        if rules.common_language:
            said = self._talks[0][rows] & self._talks[1][columns]
            bar("no-common-language", said & ~_meet(self._languages, rows, columns))
        if rules.common_hours:
            said = self._free[0][rows] & self._free[1][columns]
            bar("no-common-hours", said & ~_meet(self._starts, rows, columns))
        if rules.common_place:
            bar("place", self._apart(rows, columns))
        for rule, name, least in (
            ("seniority-gap", "seniority", rules.seniority_gap),
            ("age-gap", "born", rules.age_gap),
        ):
            if least:
                gap = self._gap(name, rows, columns)
                bar(rule, (gap >= 0) & (gap < least))
        here, there = self._person
        same = (here[rows] == there[columns]) & (here[rows] != 0)
        np.copyto(cells, SELF, where=same)
        return cells

    def factors(self, rows: Ints, columns: Ints) -> Floats:
        """What the preferences leave of a score, in [1 − the sum of their weights, 1]."""
        prefer = self.rules.prefer
        lost = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.float32)

        def take(share: float, of: Floats | Flags) -> None:
            if share:
                np.add(lost, np.float32(share) * of.astype(np.float32), out=lost)

        if (share := WEIGHTS[prefer.hours]) and any(flags.any() for flags in self._free):
            said = self._free[0][rows] & self._free[1][columns]
            common = _count(self._starts, rows, columns)
            few = 1 - np.minimum(common, ENOUGH_STARTS).astype(np.float32) / np.float32(
                ENOUGH_STARTS
            )
            take(share, (few * said).astype(np.float32))
        if share := WEIGHTS[prefer.format]:
            opposed = self._in_person[0][rows] & self._remote[1][columns]
            opposed |= self._remote[0][rows] & self._in_person[1][columns]
            take(share, opposed)
        if share := WEIGHTS[prefer.generations]:
            take(share, self._near(rows, columns))
        if share := WEIGHTS[prefer.departments]:
            take(share, _equal(self._department, rows, columns))
        if (share := WEIGHTS[prefer.waiting]) and any(flags.any() for flags in self._waiting):
            take(share, ~(self._waiting[0][rows] | self._waiting[1][columns]))
        return np.subtract(np.float32(1), lost, out=lost)

    def _near(self, rows: Ints, columns: Ints) -> Floats:
        """How little two people are apart in age, else in seniority: 0 (far, or not said) to 1."""
        near = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.float32)
        for name in ("seniority", "born"):
            gap = self._gap(name, rows, columns)
            share = 1 - np.minimum(gap, FULL_GAP[name]).astype(np.float32) / FULL_GAP[name]
            np.copyto(near, share, where=gap >= 0)
        return near

    def _gap(self, name: str, rows: Ints, columns: Ints) -> Ints:
        """By how many years two people differ; -1 when one of them did not say."""
        here, there = self._numbers[name][0][rows], self._numbers[name][1][columns]
        return np.where((here < 0) | (there < 0), -1, np.abs(here - there))

    def _apart(self, rows: Ints, columns: Ints) -> Flags:
        """Which pairs cannot meet: one wants it in person, the other is remote or elsewhere."""
        here, there = self._place
        known = (here[rows] != 0) & (there[columns] != 0)
        elsewhere = known & (here[rows] != there[columns])
        asked = self._in_person[0][rows] | self._in_person[1][columns]
        remote = self._remote[0][rows] | self._remote[1][columns]
        return np.asarray(asked & (remote | elsewhere))


def bars(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Bits:
    """Tell by which rules each pair is barred, but for the common subject: that is for texts."""
    return Rulebook(mentees, mentors, rules).of(np.arange(len(mentees)))


def session_starts(people: Sequence[Candidate], length: int) -> Flags:
    """Tell at which hours of the week `length` free hours start for each; the week wraps."""
    free = np.zeros((len(people), HOURS_IN_A_WEEK), dtype=np.bool_)
    if not any(person.hours for person in people):  # memory that is never touched is never taken
        return free
    for row, person in enumerate(people):
        free[row, sorted(person.hours)] = True
    starts = free.copy()
    for later in range(1, length):
        starts &= np.roll(free, -later, axis=1)
    return starts


def _flags(sides: Sides, read: Callable[[Candidate], bool]) -> tuple[Flags, Flags]:
    here, there = (np.array([read(one) for one in people], dtype=np.bool_) for people in sides)
    return here, there


def _whole(sides: Sides, read: Callable[[Candidate], int | None]) -> tuple[Ints, Ints]:
    """One whole number a person; -1 for what was not said."""
    here, there = (
        np.array([-1 if (said := read(one)) is None else said for one in people], dtype=np.int64)
        for people in sides
    )
    return here, there


def _codes(sides: Sides, field: str) -> tuple[Ints, Ints]:
    """The same number for the same text, accents, capitals and spaces aside; 0 for none."""
    numbers: dict[str, int] = {"": 0}

    def code(one: Candidate) -> int:
        return numbers.setdefault(tidy(getattr(one, field)), len(numbers))

    return _whole(sides, code)


def tidy(text: str) -> str:
    """Fold accents, capitals and spaces: "Équipe  A" and "equipe a" are one."""
    return " ".join(folded(text).split())


def _spoken(sides: Sides) -> tuple[Words, Words]:
    """The languages of each person, a bit each."""
    every = (code.casefold() for people in sides for one in people for code in one.languages)
    place = {code: k for k, code in enumerate(sorted({*every}))}

    def said(people: Sequence[Candidate]) -> Words:
        table = np.zeros((len(people), len(place)), dtype=np.bool_)
        for row, one in enumerate(people):
            table[row, [place[code.casefold()] for code in one.languages]] = True
        return _packed(table)

    return said(sides[0]), said(sides[1])


def _packed(flags: Flags) -> Words:
    """Rows of flags as rows of 64-bit words."""
    words = -(-flags.shape[1] // 64)
    whole = np.zeros((len(flags), words * 64), dtype=np.bool_)
    whole[:, : flags.shape[1]] = flags
    return np.packbits(whole, axis=1).view(np.uint64).reshape(len(flags), words)


def _meet(words: tuple[Words, Words], rows: Ints, columns: Ints) -> Flags:
    """Which pairs have one bit in common at least."""
    here, there = words
    shared = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.bool_)
    for k in range(here.shape[1]):
        shared |= (here[rows, k] & there[columns, k]) != 0
    return shared


def _count(words: tuple[Words, Words], rows: Ints, columns: Ints) -> npt.NDArray[np.uint8]:
    """How many bits pairs have in common."""
    here, there = words
    common = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.uint8)
    for k in range(here.shape[1]):
        common += np.bitwise_count(here[rows, k] & there[columns, k])
    return common


def _equal(codes: tuple[Ints, Ints], rows: Ints, columns: Ints) -> Flags:
    here, there = codes
    return np.asarray((here[rows] == there[columns]) & (here[rows] != 0))


def _named(mentees: Sequence[Candidate], mentors: Sequence[Candidate], field: str) -> Ints:
    """Where either of two people names the other in a set of person ids: sorted keys of pairs."""
    width = len(mentors)
    keys: set[int] = set()
    sides = ((mentees, mentors, width, 1), (mentors, mentees, 1, width))
    for people, others, mine, theirs in sides:
        places: dict[int, list[int]] = {}
        for place, other in enumerate(others):
            if other.person:
                places.setdefault(other.person, []).append(place)
        for place, one in enumerate(people):
            for name in getattr(one, field):
                keys.update(place * mine + there * theirs for there in places.get(name, ()))
    return np.array(sorted(keys), dtype=np.int64)


def _pairs(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate], pairs: Iterable[tuple[int, int]]
) -> Ints:
    """The sorted keys of pairs given by ids; those of people who are not there are void."""
    row_of = {mentee.id: row for row, mentee in enumerate(mentees)}
    column_of = {mentor.id: column for column, mentor in enumerate(mentors)}
    keys = {
        row_of[mentee] * len(mentors) + column_of[mentor]
        for mentee, mentor in pairs
        if mentee in row_of and mentor in column_of
    }
    return np.array(sorted(keys), dtype=np.int64)
