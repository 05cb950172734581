"""A coordinator's word on proposals: approve, reject, swap, or put two people together by hand.

- Nobody's capacity is ever exceeded, whoever insists; a rule of the programme gives way only to
  a coordinator who insists.
- What a human put together is approved by that very act, and no later matching undoes it.
- A rejected pair is never proposed again; approving it after all is a change of mind, allowed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.pairing.candidates import Pool, capacity
from bot.pairing.evidence import SOFT, broken_rules, compare, proposed, sides, why
from bot.pairing.refused import BrokenRules, Refused
from bot.texts import Typed
from storage.nouns import Enrolment, Person, Proposal
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision changed."""

    done: tuple[Proposal, ...] = ()
    already: tuple[Proposal, ...] = ()  # decided so before
    refused: tuple[tuple[Proposal, Refused], ...] = ()
    dropped: tuple[Proposal, ...] = ()  # proposals that had to make room


def numbered(pool: Pool, numbers: Iterable[int]) -> list[Proposal]:
    """The proposals of those numbers. Raises Refused for a number that is not in the list."""
    found: list[Proposal] = []
    for number in dict.fromkeys(numbers):
        if not pool.pending:
            raise Refused("pairing.refused.none")
        if number not in pool.pending:
            raise Refused("pairing.refused.number", None, number=number)
        found.append(pool.pending[number])
    return found


def approve(work: Work, pool: Pool, wanted: Iterable[Proposal], by: Person) -> Decided:
    """Approves proposals, as far as their people are there and their mentors have room."""
    done: list[Proposal] = []
    already: list[Proposal] = []
    refused: list[tuple[Proposal, Refused]] = []
    wants: dict[int, int] = {}
    room: dict[int, int] = {}
    for each in wanted:
        if each.state == "approved":
            already.append(each)
            continue
        left = room.setdefault(each.mentor_id, pool.room(each.mentor_id))
        for one in pool.taken_by(each):
            wants.setdefault(one, pool.wants(one))
        problem = _absent(pool, each) or _no_room(pool, each, left, wants)
        if problem is not None:
            refused.append((each, problem))
            continue
        room[each.mentor_id] -= 1
        for one in pool.taken_by(each):
            wants[one] -= 1
        done.append(_decide(work, each, by, state="approved"))
    return Decided(tuple(done), tuple(already), tuple(refused))


def reject(
    work: Work, pool: Pool, wanted: Iterable[Proposal], by: Person, reason: str = ""
) -> Decided:
    """Rejects proposals, so that these people are never proposed to each other again."""
    done, already = [], []
    for each in wanted:
        if each.state == "rejected":
            already.append(each)
            continue
        told = {**each.why, "reason": reason} if reason else each.why
        done.append(_decide(work, each, by, state="rejected", locked=False, why=told))
    return Decided(tuple(done), tuple(already))


def swap(
    work: Work, pool: Pool, one: Proposal, other: Proposal, by: Person, force: bool = False
) -> Decided:
    """Exchanges the mentors of two proposals. Raises Refused, or BrokenRules unless `force`."""
    if one.mentor_id == other.mentor_id:
        raise Refused("pairing.refused.same-mentor", None, name=Typed(pool.name(one.mentor_id)))
    crossed = ((one, other.mentor_id), (other, one.mentor_id))
    ours = {one.id, other.id}
    for each, mentor_id in crossed:
        problem = _absent(pool, each)
        if problem is not None:
            raise problem
        _refuse_full(pool, mentor_id, ours)
        _refuse_second(pool, each.mentee_id, ours)
        _refuse_broken(pool, each.mentee_id, mentor_id, force)
    done = [_together(work, pool, each, mentor_id, by) for each, mentor_id in crossed]
    return Decided(tuple(done))


def lock(
    work: Work,
    pool: Pool,
    mentee: Enrolment,
    mentor: Enrolment,
    by: Person,
    force: bool = False,
    instead: Proposal | None = None,
) -> Decided:
    """Puts two people together by hand, in place of another proposal of the mentee if one is given.

    Raises Refused, or BrokenRules unless `force`.
    """
    _refuse_role(pool, mentee, "mentee")
    _refuse_role(pool, mentor, "mentor")
    theirs = [p for p in pool.pending.values() if p.mentee_id == mentee.id]
    paired = [each for each in pool.pairs if each.state == "active" and not each.calls]
    mine = [each for each in paired if each.mentee_id == mentee.id]
    for pair in mine:
        if len(mine) >= pool.plan.rules.mentors_each or pair.mentor_id == mentor.id:
            names = {"name": pool.name(mentee.id), "other": pool.name(pair.mentor_id)}
            raise Refused("pairing.refused.paired", None, **{k: Typed(v) for k, v in names.items()})
    if pool.exchanges:
        involved = {mentee.id, mentor.id}
        theirs = [p for p in pool.pending.values() if involved & {p.mentee_id, p.mentor_id}]
    open_ = [p for p in theirs if p.state != "rejected"]
    _refuse_full(pool, mentor.id, {each.id for each in open_})
    _refuse_broken(pool, mentee.id, mentor.id, force)
    wanted = (mentee.id, mentor.id)
    same = next((each for each in theirs if (each.mentee_id, each.mentor_id) == wanted), None)
    if same is None:
        first, second = sides(pool, mentee, mentor)
        found = compare(pool, first, second)
        same = work.add(proposed(pool.programme, pool.programme.round, found, first, second))
    kept = _decide(work, same, by, state="approved", locked=True)
    beside = [each for each in open_ if each.id != kept.id and each != instead]
    beside.sort(key=lambda each: (each.state != "approved", -each.score))
    dropped = beside[max(0, pool.plan.rules.mentors_each - len(mine) - 1) :]
    dropped += [each for each in open_ if each == instead and each.id != kept.id]
    dropped += _surplus(pool, mentor.id, kept)
    for each in dropped:
        work.change(each, state="replaced")
    return Decided((kept,), dropped=tuple(dropped))


def _surplus(pool: Pool, mentor_id: int, kept: Proposal) -> list[Proposal]:
    """The mentor's weakest undecided proposals, as many as have no room beside the one kept."""
    approved = [p for p in pool.approved().values() if p.mentee_id == kept.mentee_id]
    room = pool.room(mentor_id) - 1 + sum(p.mentor_id == mentor_id for p in approved)
    undecided = [
        each
        for each in pool.undecided().values()
        if each.mentor_id == mentor_id and each.mentee_id != kept.mentee_id
    ]
    undecided.sort(key=lambda each: -each.score)
    return undecided[max(0, room) :]


def _together(work: Work, pool: Pool, each: Proposal, mentor_id: int, by: Person) -> Proposal:
    mentee, mentor = sides(pool, pool.enrolments[each.mentee_id], pool.enrolments[mentor_id])
    found = compare(pool, mentee, mentor)
    return _decide(
        work,
        each,
        by,
        mentor_id=mentor_id,
        score=found.score,
        label=found.label,
        why=why(found, mentee, mentor),
        state="approved",
        locked=True,
    )


def _decide(work: Work, each: Proposal, by: Person, **fields: object) -> Proposal:
    return work.change(each, decided_by=by.id, decided_at=work.now, **fields)


def _absent(pool: Pool, each: Proposal) -> Refused | None:
    """Says who is not there any more, if anybody."""
    for one in (each.mentee_id, each.mentor_id):
        if pool.enrolments[one].state != "active":
            key = f"pairing.refused.{pool.enrolments[one].state}"
            return Refused(key, None, name=Typed(pool.name(one)))
    return None


def _no_room(pool: Pool, each: Proposal, left: int, wants: Mapping[int, int]) -> Refused | None:
    for one in pool.taken_by(each):
        if wants[one] < 1:
            return Refused("pairing.refused.taken", None, name=Typed(pool.name(one)))
    return _full(pool, each.mentor_id) if left < 1 else None


def _full(pool: Pool, mentor_id: int) -> Refused:
    most = capacity(pool.enrolments[mentor_id])
    return Refused("pairing.refused.full", most, name=Typed(pool.name(mentor_id)))


def _refuse_full(pool: Pool, mentor_id: int, but: set[int]) -> None:
    approved = [p for p in pool.approved().values() if p.id in but and p.mentor_id == mentor_id]
    if pool.room(mentor_id) + len(approved) < 1:
        raise _full(pool, mentor_id)


def _refuse_second(pool: Pool, mentee_id: int, but: set[int]) -> None:
    """A proposal that was rejected must not come back beside as many as a mentee may have."""
    others = [p for p in pool.approved().values() if p.mentee_id == mentee_id and p.id not in but]
    if len(others) + pool.learnt.get(mentee_id, 0) >= pool.plan.rules.mentors_each:
        raise Refused("pairing.refused.taken", None, name=Typed(pool.name(mentee_id)))


def _refuse_role(pool: Pool, enrolment: Enrolment, role: str) -> None:
    name = Typed(pool.name(enrolment.id))
    if enrolment.state != "active":
        raise Refused(f"pairing.refused.{enrolment.state}", None, name=name)
    if enrolment.role not in (role, "both"):
        raise Refused(f"pairing.refused.no-{role}", None, name=name)
    if not enrolment.answers:
        raise Refused("pairing.refused.invited", None, name=name)


def _refuse_broken(pool: Pool, mentee_id: int, mentor_id: int, force: bool) -> None:
    mentee, mentor = sides(pool, pool.enrolments[mentee_id], pool.enrolments[mentor_id])
    rules = tuple(rule for rule in broken_rules(pool, mentee, mentor) if rule not in SOFT)
    if rules and (not force or "same-person" in rules):
        raise BrokenRules(mentee_id, mentor_id, rules)
