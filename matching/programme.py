"""One programme put in numbers once: then every question is a look-up.

score = (1 − w) × text similarity + w × share of the mentee's topics that the mentor has, w being
`Rules.weigh_topics`. A mentee who chose no topic is scored on texts alone, one who wrote nothing
on topics alone.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching import explain
from matching.greedy import MILLION, Millionths, assign
from matching.people import Candidate, Rules
from matching.proposals import RULES, Matching, Proposal, Side, Unmatched
from matching.rules import BIT, SELF, bars, session_starts
from matching.similarity import side_of, space_of, text_scores

VAGUE_TOPICS = frozenset({"other"})  # two people who both chose these have nothing in common yet


class Programme:
    """Mentees in rows, mentors in columns, in the order that breaks ties: waiting, then id."""

    def __init__(
        self, mentees: Sequence[Candidate], mentors: Sequence[Candidate], rules: Rules
    ) -> None:
        """Score every pair and mark the rules that bar it."""
        self.rules = rules
        self.mentees = _in_turn(mentees, "mentee")
        self.mentors = _in_turn(mentors, "mentor")
        self._row = {mentee.id: row for row, mentee in enumerate(self.mentees)}
        self._column = {mentor.id: column for column, mentor in enumerate(self.mentors)}
        self._needs, self._skills = side_of(self.mentees), side_of(self.mentors)
        self._space = space_of(self._needs, self._skills)
        texts, subject = text_scores(self._needs, self._skills, self._space)
        topics = _topic_shares(self.mentees, self.mentors)
        self._topic_weight = _topic_weights(self.mentees, rules.weigh_topics)
        subject |= topics > 0
        # In place: at 2,000 × 2,000 each matrix of figures takes 16 MiB.
        texts *= (1 - self._topic_weight)[:, None]
        topics *= self._topic_weight[:, None]
        texts += topics
        del topics
        np.clip(texts, 0, 1, out=texts)
        texts *= MILLION
        self.scores: Millionths = np.rint(texts, out=texts).astype(np.int32)
        del texts
        subject &= self.scores >= round(rules.floor * MILLION)
        self.bars = bars(self.mentees, self.mentors, rules)
        self.bars[~subject & (self.bars != SELF)] |= BIT["no-common-subject"]
        self._starts_here = session_starts(self.mentees, rules.session_hours)
        self._starts_there = session_starts(self.mentors, rules.session_hours)

    def matching(self) -> Matching:
        """Pair everybody, pinned pairs first, and give a reason to whoever is left out."""
        pairs = self._pairs()
        pinned = set(self._pinned())
        proposals = [self._proposal(row, column, (row, column) in pinned) for row, column in pairs]
        paired_here = {row for row, _ in pairs}
        paired_there = {column for _, column in pairs}
        unmatched = [
            *self._left_out(self.mentees, "mentee", self.bars, paired_here),
            *self._left_out(self.mentors, "mentor", self.bars.T, paired_there),
        ]
        proposals.sort(key=lambda proposal: (proposal.mentee, proposal.mentor))
        return Matching(tuple(proposals), tuple(unmatched))

    def alternates(self, mentee_id: int, top: int) -> tuple[Proposal, ...]:
        """Rank the mentors that the rules allow to a mentee, best first."""
        row = self._place(mentee_id, "mentee")
        allowed = np.flatnonzero(self.bars[row] == 0)
        ranked = allowed[np.argsort(-self.scores[row, allowed], kind="stable")][: max(0, top)]
        return tuple(self._proposal(row, column) for column in ranked.tolist())

    def why_not(self, mentee_id: int, mentor_id: int) -> str:
        """Name the first rule that bars a pair, or what else kept it apart; empty when proposed."""
        row, column = self._place(mentee_id, "mentee"), self._place(mentor_id, "mentor")
        if (row, column) in self._pinned():
            return ""
        bits = self.bars[row, column]
        if bits == SELF:
            return "same-person"
        if bits:
            return next(rule for rule in RULES if bits & BIT[rule])
        if not self.mentees[row].capacity or not self.mentors[column].capacity:
            return "no-capacity"
        pairs = self._pairs()
        if (row, column) in pairs:
            return ""
        taken = sum(there == column for _, there in pairs)
        return "full" if taken >= self.mentors[column].capacity else "better"

    def _place(self, one: int, side: Side) -> int:
        places = self._row if side == "mentee" else self._column
        if one not in places:
            raise ValueError(f"There is no {side} with the id {one}.")
        return places[one]

    def _pinned(self) -> list[tuple[int, int]]:
        """Pinned pairs as rows and columns; a pin of somebody who has left is void."""
        return [
            (self._row[mentee], self._column[mentor])
            for mentee, mentor in self.rules.pinned
            if mentee in self._row and mentor in self._column
        ]

    def _pairs(self) -> list[tuple[int, int]]:
        """Take the pinned pairs, then the best ones; a mentee gets one mentor at most."""
        pinned = self._pinned()
        room_here = [min(1, mentee.capacity) for mentee in self.mentees]
        room_there = [mentor.capacity for mentor in self.mentors]
        for row, column in pinned:
            room_here[row] = 0
            room_there[column] = max(0, room_there[column] - 1)
        return [*pinned, *assign(self.scores, self.bars == 0, room_here, room_there)]

    def _proposal(self, row: int, column: int, pinned: bool = False) -> Proposal:
        mentee, mentor = self.mentees[row], self.mentors[column]
        found = (
            explain.evidence(self._needs, self._skills, self._space, row, column)
            if self._space
            else ()
        )
        weight = float(self._topic_weight[row])
        covered = explain.mean_coverage(found, len(self._needs.of(row)))
        return Proposal(
            mentee=mentee.id,
            mentor=mentor.id,
            score=int(self.scores[row, column]) / MILLION,
            label=explain.label((1 - weight) * covered + weight * _topic_share(mentee, mentor)),
            evidence=found,
            topics=tuple(sorted(mentee.topics & mentor.topics)),
            hours=tuple(
                np.flatnonzero(self._starts_here[row] & self._starts_there[column]).tolist()
            ),
            pinned=pinned,
        )

    def _left_out(
        self,
        people: Sequence[Candidate],
        side: Side,
        cells: npt.NDArray[np.uint16],
        paired: set[int],
    ) -> list[Unmatched]:
        """Give its reason to each person of one side without a pair, by id."""
        left = []
        for row, person in enumerate(people):
            if row not in paired:
                bits = cells[row][cells[row] != SELF]
                counts = {
                    rule: n for rule in RULES if (n := int(np.count_nonzero(bits & BIT[rule])))
                }
                left.append(Unmatched(person.id, side, _reason(person, side, bits, counts), counts))
        return sorted(left, key=lambda each: each.id)


def _in_turn(people: Sequence[Candidate], side: Side) -> tuple[Candidate, ...]:
    """Put a side in the order that breaks ties, whatever the order in which it came."""
    known: set[int] = set()
    for person in people:
        if person.id in known:
            raise ValueError(f"Two {side}s have the id {person.id}.")
        known.add(person.id)
    return tuple(sorted(people, key=lambda person: (-person.waiting, person.id)))


def _topic_shares(
    mentees: Sequence[Candidate], mentors: Sequence[Candidate]
) -> npt.NDArray[np.float32]:
    """Work out which share of each mentee's topics each mentor has; people × people."""
    codes = sorted(
        {code for person in (*mentees, *mentors) for code in person.topics - VAGUE_TOPICS}
    )
    column = {code: k for k, code in enumerate(codes)}

    def chosen(people: Sequence[Candidate]) -> npt.NDArray[np.float32]:
        table = np.zeros((len(people), len(codes)), dtype=np.float32)
        for row, person in enumerate(people):
            table[row, [column[code] for code in person.topics - VAGUE_TOPICS]] = 1
        return table

    here, there = chosen(mentees), chosen(mentors)
    return np.asarray((here @ there.T) / np.maximum(here.sum(axis=1), 1)[:, None])


def _topic_share(mentee: Candidate, mentor: Candidate) -> float:
    """Work out which share of a mentee's topics a mentor has."""
    asked = mentee.topics - VAGUE_TOPICS
    return len(asked & mentor.topics) / len(asked) if asked else 0.0


def _topic_weights(mentees: Sequence[Candidate], weight: float) -> npt.NDArray[np.float32]:
    """Give the weight of topics for each mentee: none without topics, all without texts."""
    weights = np.full(len(mentees), weight, dtype=np.float32)
    for row, mentee in enumerate(mentees):
        if not mentee.topics - VAGUE_TOPICS:
            weights[row] = 0
        elif not any(text.strip() for text in mentee.statements):
            weights[row] = 1
    return weights


def _reason(
    person: Candidate, side: Side, bits: npt.NDArray[np.uint16], counts: dict[str, int]
) -> str:
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
