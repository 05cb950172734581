"""The rules that a pair must obey, as one matrix: bit k of a cell means that rule k bars it.

Every rule is worked out for all pairs at once. What somebody did not say (no language, no hours,
no place) bars nobody.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from matching.people import HOURS_IN_A_WEEK, Candidate, Rules
from matching.proposals import RULES
from matching.stems import folded

Flags = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint16]

BIT = {rule: np.uint16(1 << k) for k, rule in enumerate(RULES)}
SELF = np.uint16(
    1 << len(RULES)
)  # a person enrolled on both sides, met with herself: no candidate at all


def bars(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Bits:
    """Tell by which rules each pair is barred, but for the common subject: that is for texts."""
    cells = np.zeros((len(mentees), len(mentors)), dtype=np.uint16)
    if not mentees or not mentors:
        return cells

    def bar(rule: str, flags: Flags) -> None:
        cells[flags] |= BIT[rule]

    bar("excluded", _names(mentees, mentors, "avoids") | _barred(mentees, mentors, rules))
    if rules.reporting_line:
        bar("reporting-line", _names(mentees, mentors, "managers"))
    if rules.same_team:
        bar("same-team", _same(_tidy(p.team for p in mentees), _tidy(p.team for p in mentors)))
    if rules.earlier:
        bar("earlier", _names(mentees, mentors, "earlier"))
    if rules.common_language:
        bar("no-common-language", _foreign(mentees, mentors))
    if rules.common_hours:
        bar("no-common-hours", _never_free(mentees, mentors, rules.session_hours))
    if rules.common_place:
        bar("place", _apart(mentees, mentors))
    here, there = _persons(mentees), _persons(mentors)
    cells[(here[:, None] == there[None, :]) & (here != 0)[:, None]] = SELF
    return cells


def session_starts(people: Sequence[Candidate], length: int) -> Flags:
    """Tell at which hours of the week `length` free hours start for each; the week wraps."""
    free = np.zeros((len(people), HOURS_IN_A_WEEK), dtype=np.bool_)
    for row, person in enumerate(people):
        free[row, sorted(person.hours)] = True
    starts = free.copy()
    for later in range(1, length):
        starts &= np.roll(free, -later, axis=1)
    return starts


def _persons(people: Sequence[Candidate]) -> npt.NDArray[np.int64]:
    return np.array([person.person for person in people], dtype=np.int64)


def _names(mentees: Sequence[Candidate], mentors: Sequence[Candidate], field: str) -> Flags:
    """Tell where either of two people names the other in a set of person ids."""
    flags = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    for people, others, view in ((mentees, mentors, flags), (mentors, mentees, flags.T)):
        rows_of: dict[int, list[int]] = {}
        for row, other in enumerate(others):
            if other.person:
                rows_of.setdefault(other.person, []).append(row)
        for row, one in enumerate(people):
            for named in getattr(one, field):
                view[row, rows_of.get(named, [])] = True
    return flags


def _barred(mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules) -> Flags:
    flags = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    row_of = {mentee.id: row for row, mentee in enumerate(mentees)}
    column_of = {mentor.id: column for column, mentor in enumerate(mentors)}
    for mentee, mentor in rules.barred:
        if mentee in row_of and mentor in column_of:
            flags[row_of[mentee], column_of[mentor]] = True
    return flags


def _tidy(texts: Iterable[str]) -> list[str]:
    """Fold accents, capitals and spaces: "Équipe  A" and "equipe a" are one."""
    return [" ".join(folded(text).split()) for text in texts]


def _same(here: Sequence[str], there: Sequence[str]) -> Flags:
    """Tell where two texts are equal; empty never is."""
    number = {text: k for k, text in enumerate(dict.fromkeys((*here, *there)))}
    left = np.array([number[text] if text else -1 for text in here])
    right = np.array([number[text] if text else -2 for text in there])
    return np.asarray(left[:, None] == right[None, :])


def _foreign(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Flags:
    """Tell which pairs, both languages known, have none in common."""
    codes = sorted(
        {code.casefold() for person in (*mentees, *mentors) for code in person.languages}
    )
    column = {code: k for k, code in enumerate(codes)}

    def spoken(people: Sequence[Candidate]) -> npt.NDArray[np.float32]:
        table = np.zeros((len(people), len(codes)), dtype=np.float32)
        for row, person in enumerate(people):
            table[row, [column[code.casefold()] for code in person.languages]] = 1
        return table

    here, there = spoken(mentees), spoken(mentors)
    said_here = np.array([bool(person.languages) for person in mentees])
    said_there = np.array([bool(person.languages) for person in mentors])
    return np.asarray(said_here[:, None] & said_there[None, :] & ~(here @ there.T > 0))


def _never_free(mentees: Sequence[Candidate], mentors: Sequence[Candidate], length: int) -> Flags:
    """Tell which pairs, both hours known, have no slot for a whole session."""
    here = session_starts(mentees, length).astype(np.float32)
    there = session_starts(mentors, length).astype(np.float32)
    said_here = np.array([bool(person.hours) for person in mentees])
    said_there = np.array([bool(person.hours) for person in mentors])
    return np.asarray(said_here[:, None] & said_there[None, :] & ~(here @ there.T > 0))


def _apart(mentees: Sequence[Candidate], mentors: Sequence[Candidate]) -> Flags:
    """Tell which pairs cannot meet: one wants it in person, the other is remote or elsewhere."""

    def wants(people: Sequence[Candidate], form: str) -> Flags:
        return np.array([person.format == form for person in people])

    here, there = _tidy(p.place for p in mentees), _tidy(p.place for p in mentors)
    known = np.array([bool(p) for p in here])[:, None] & np.array([bool(p) for p in there])[None, :]
    elsewhere = known & ~_same(here, there)
    asked = wants(mentees, "in-person")[:, None] | wants(mentors, "in-person")[None, :]
    remote = wants(mentees, "remote")[:, None] | wants(mentors, "remote")[None, :]
    return np.asarray(asked & (remote | elsewhere))
