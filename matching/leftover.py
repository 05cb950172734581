"""Why somebody is left without a pair, and what would give them one."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

import numpy as np

from matching.large import Large
from matching.market import Flags, Ints
from matching.people import Candidate
from matching.proposals import RELAXABLE, RULES, Key, Side, Unmatched
from matching.rules import BIT, SELF, Bits
from matching.scoring import Scoring

_LOOKED_AT = 20  # the mentors who suit a mentee best, when a place is looked for


class Leftover:
    """The people of both sides once pairs are chosen."""

    def __init__(
        self,
        scoring: Scoring | Large,
        mentees: Sequence[Candidate],
        mentors: Sequence[Candidate],
        pairs: Sequence[tuple[int, int]],
        fixed: Flags,
    ) -> None:
        """Note who has whom; `fixed` mentees are pinned and leave their mentor for nobody."""
        self._scoring = scoring
        self._people: dict[Side, Sequence[Candidate]] = {"mentee": mentees, "mentor": mentors}
        rows = np.array([row for row, _ in pairs], dtype=np.int64)
        columns = np.array([column for _, column in pairs], dtype=np.int64)
        self._load = np.bincount(columns, minlength=len(mentors))
        self._placed = np.bincount(rows, minlength=len(mentees))
        room = np.array([mentor.capacity for mentor in mentors], dtype=np.int64)
        self._open = {"mentee": self._load < room, "mentor": self._placed == 0}
        # What a mentee has now, in millionths, and with whom: she would move for more, and for as
        # much with somebody who comes first.
        self._has = np.zeros(len(mentees), dtype=np.int64)
        self._with = np.full(len(mentees), -1, dtype=np.int64)
        for row, column in pairs:
            score = scoring.score(row, column)
            if (-score, column) < (-self._has[row], self._with[row]) or self._with[row] < 0:
                self._has[row], self._with[row] = score, column
        self._has[fixed] = np.iinfo(np.int64).max
        self._queues: dict[int, list[tuple[int, int]]] = {}

    def of(self, side: Side) -> list[Unmatched]:
        """Everybody of one side without a pair, by id, each with the reason and the way out."""
        counts = self._placed if side == "mentee" else self._load
        found = [self._one(side, int(place)) for place in np.flatnonzero(counts == 0)]
        return sorted(found, key=lambda each: each.id)

    def _one(self, side: Side, place: int) -> Unmatched:
        person = self._people[side][place]
        look = self._scoring.beside if side == "mentee" else self._scoring.below
        others, scores, bits = look(place)
        seen = bits[bits != SELF]
        counts = {rule: n for rule in RULES if (n := int(np.count_nonzero(seen & BIT[rule])))}
        reason = _reason(person, side, seen, counts)
        keys = self._keys(side, place, reason, others, scores, bits)
        return Unmatched(person.id, side, reason, counts, keys)

    def _keys(
        self, side: Side, place: int, reason: str, others: Ints, scores: Ints, bits: Bits
    ) -> tuple[Key, ...]:
        if reason == "no-capacity":
            return (Key("capacity"),)
        if reason == "no-candidates":
            return (Key("people"),)
        keys: list[Key] = []
        if reason == "capacity":
            keys.append(self._place(place, others, scores, bits))
        if reason == "surplus":
            keys.append(Key("one-more"))
        relaxed = self._relaxed(side, others, scores, bits)
        if relaxed is not None and reason != "surplus":
            keys.append(relaxed)
        if not keys:
            keys.append(Key("subject" if "no-common-subject" in reason else "people"))
        return tuple(keys)

    def _place(self, row: int, others: Ints, scores: Ints, bits: Bits) -> Key:
        """The mentor with whom the fewest more places bring this mentee a pair."""
        allowed = np.flatnonzero(bits == 0)
        best = allowed[np.argsort(-scores[allowed], kind="stable")][:_LOOKED_AT]
        chosen, fewest = 0, len(self._has) + 1
        for column, score in zip(others[best].tolist(), scores[best].tolist(), strict=True):
            before = bisect_left(self._queue(column), (-score, row))
            if before < fewest:
                chosen, fewest = column, before
        return Key("place", self._people["mentor"][chosen].id, places=fewest + 1)

    def _queue(self, column: int) -> list[tuple[int, int]]:
        """The mentees who would rather be with this mentor, the first in line first."""
        if column not in self._queues:
            rows, scores, bits = self._scoring.below(column)
            first = (scores == self._has[rows]) & (column < self._with[rows])
            wishing = (bits == 0) & ((scores > self._has[rows]) | first)
            figures = zip((-scores[wishing]).tolist(), rows[wishing].tolist(), strict=True)
            self._queues[column] = sorted(figures)
        return self._queues[column]

    def _relaxed(self, side: Side, others: Ints, scores: Ints, bits: Bits) -> Key | None:
        """The one rule that keeps this person from the best of those with room."""
        people = self._people["mentor" if side == "mentee" else "mentee"]
        single = np.zeros(len(bits), dtype=np.bool_)
        for rule in RELAXABLE:
            single |= bits == BIT[rule]
        found = np.flatnonzero(single & self._open[side][others])
        if not len(found):
            return None
        best = int(found[np.argmax(scores[found])])
        rule = next(each for each in RELAXABLE if bits[best] == BIT[each])
        return Key("rule", people[int(others[best])].id, rule)


def _reason(person: Candidate, side: Side, bits: Bits, counts: Mapping[str, int]) -> str:
    """Choose the reason that helps: the rule whose relaxing alone opens the most candidates."""
    if not person.capacity:
        return "no-capacity"
    if not len(bits):
        return "no-candidates"
    if not bits.all():
        return "capacity" if side == "mentee" else "surplus"
    opens = {rule: int(np.count_nonzero(bits == BIT[rule])) for rule in counts}
    # Nobody can relax the lack of a common subject: it is the reason only when no true rule is.
    relaxable = [rule for rule in counts if opens[rule] and rule != "no-common-subject"]
    return max(
        relaxable or counts, key=lambda rule: (opens[rule], counts[rule], -RULES.index(rule))
    )
