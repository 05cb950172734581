"""Matching a programme: a new round of proposals, which keeps what people have decided."""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from bot.pairing.candidates import Pool, pool_of, rules_of
from bot.pairing.evidence import proposed
from bot.pairing.turns import in_turns
from bot.programme.plan import Plan
from matching.people import Strategy
from matching.proposals import Matching, Summary
from storage.nouns import Programme, Proposal
from storage.work import Work

LABELS = ("strong", "good", "fair")  # best first


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of matching brought."""

    programme: Programme  # as it is now
    pool: Pool  # as it was read, before the round
    matching: Matching
    kept: tuple[Proposal, ...]  # decided before, and left as they were
    made: tuple[Proposal, ...]  # new, best first; without ids
    others: tuple[Summary, ...] = ()  # what each other strategy would have done

    @property
    def count(self) -> int:
        """How many proposals there are now."""
        return len(self.kept) + len(self.made)


def run(work: Work, programme: Programme, plan: Plan, strategy: Strategy | None = None) -> Round:
    """Pairs everybody who waits; what was locked or approved stays."""
    programme = work.lock(Programme, programme.id)
    pool = pool_of(work, programme, plan)
    mentees = {each.id: each for each in pool.mentees}
    mentors = {each.id: each for each in pool.mentors}
    number = programme.round + 1
    kept = _kept(pool, mentees.keys(), mentors.keys())
    lasting = {each.id for each in kept}
    for old in pool.pending.values():
        if old.id in lasting:
            work.change(old, round=number)
        elif old.state != "rejected":
            work.change(old, state="replaced")
    pinned = [(each.mentee_id, each.mentor_id) for each in kept]
    rules = rules_of(plan, pinned, strategy)
    found, others = in_turns([*mentees.values()], [*mentors.values()], rules)
    held = {*pinned}
    new = sorted(
        (each for each in found.proposals if (each.mentee, each.mentor) not in held),
        key=lambda each: (LABELS.index(each.label), -each.score, each.mentee),
    )
    made = tuple(
        proposed(programme, number, each, mentees[each.mentee], mentors[each.mentor])
        for each in new
    )
    work.add_all(made)
    _note_unmatched(work, pool, found)
    programme = work.change(programme, round=number)
    return Round(programme, pool, found, kept, made, others)


def _kept(pool: Pool, mentees: Set[int], mentors: Set[int]) -> tuple[Proposal, ...]:
    """What people decided and can still be: approved or locked, as many as a mentee may have."""
    kept: list[Proposal] = []
    count: Counter[int] = Counter()
    for each in pool.pending.values():
        decided = each.state == "approved" or (each.state == "proposed" and each.locked)
        there = each.mentee_id in mentees and each.mentor_id in mentors
        room = pool.plan.rules.mentors_each - pool.learnt.get(each.mentee_id, 0)
        if decided and there and count[each.mentee_id] < room:
            count[each.mentee_id] += 1
            kept.append(each)
    return tuple(kept)


def _note_unmatched(work: Work, pool: Pool, found: Matching) -> None:
    """Keeps why each person was left without a pair, and forgets it of the others."""
    proposed = {one for each in found.proposals for one in (each.mentee, each.mentor)}
    left: dict[int, str] = {}
    for each in found.unmatched:
        if each.id not in proposed and not pool.load.get(each.id):
            left.setdefault(each.id, each.reason)
    for enrolment in pool.enrolments.values():
        reason = left.get(enrolment.id, "")
        if enrolment.unmatched != reason:
            work.change(enrolment, unmatched=reason)
