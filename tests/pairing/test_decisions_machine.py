"""Whatever coordinators do, in any order: nobody gets more than they accepted, nobody is lost."""

from collections import Counter
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pairing import decide
from bot.pairing.announce import announce
from bot.pairing.candidates import Pool, capacity, pool_of
from bot.pairing.refused import Refused
from bot.pairing.run import run
from storage.nouns import Enrolment, Pair, Proposal
from tests.pairing.town import Town, a_town

SUBJECTS = (("linkedin", "Publier sur LinkedIn"), ("blog", "Tenir un blog"), ("twitter", "Tweeter"))
numbers = st.integers(1, 8)
actions = st.one_of(
    st.tuples(st.sampled_from(["match", "announce", "approve-all"])),
    st.tuples(st.sampled_from(["approve", "reject"]), numbers),
    st.tuples(st.sampled_from(["swap", "lock"]), numbers, numbers, st.booleans()),
    st.tuples(st.sampled_from(["leave", "end"]), numbers),
)


@settings(max_examples=25)
@given(
    st.lists(st.integers(0, 2), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2)), min_size=1, max_size=3),
    st.lists(actions, max_size=14),
    st.sampled_from([1, 1, 2]),
)
def test_no_sequence_of_decisions_breaks_a_promise(mentees, mentors, wanted, each):
    with a_town(mentors_each=each) as town:
        for n, subject in enumerate(mentees):
            code, wish = SUBJECTS[subject]
            town.mentee(f"Anne Number{n}", wish, topics=[code])
        for n, (subject, most) in enumerate(mentors):
            code, wish = SUBJECTS[subject]
            town.mentor(f"Paul Number{n}", wish, topics=[code], capacity=str(most))
        for action in (("match",), *wanted, ("approve-all",), ("announce",)):
            before = {each.id for each in town.work.find(Pair, state="active")}
            with suppress(Refused):
                _act(town, *action)
            _promises_hold(town, before, gone=action[0] in ("end",))
        pairs = len(town.work.find(Pair))
        announce(town.work, town.again(), town.plan)
        assert len(town.work.find(Pair)) == pairs


def _act(town: Town, what: str, *about: int) -> None:
    work, programme = town.work, town.again()
    pool = pool_of(work, programme, town.plan)
    match what:
        case "match":
            run(work, programme, town.plan)
        case "announce":
            announce(work, programme, town.plan)
        case "approve-all":
            decide.approve(work, pool, pool.pending.values(), town.coordinator)
        case "approve":
            decide.approve(work, pool, decide.numbered(pool, about), town.coordinator)
        case "reject":
            decide.reject(work, pool, decide.numbered(pool, about), town.coordinator)
        case "swap":
            one, other = decide.numbered(pool, about[:1]), decide.numbered(pool, about[1:2])
            decide.swap(work, pool, one[0], other[0], town.coordinator, bool(about[2]))
        case "lock":
            mentee, mentor = (
                _one(pool, role, n) for role, n in zip(("mentee", "mentor"), about, strict=False)
            )
            decide.lock(work, pool, mentee, mentor, town.coordinator, bool(about[2]))
        case "leave":
            gone = [*pool.enrolments.values()][about[0] % len(pool.enrolments)]
            if not pool.load.get(gone.id):
                work.change(gone, state="left")
        case "end":
            active = work.find(Pair, state="active")
            if active:
                work.change(active[about[0] % len(active)], state="ended")


def _one(pool: Pool, role: str, number: int) -> Enrolment:
    found = [each for each in pool.enrolments.values() if each.role == role]
    return found[number % len(found)]


def _promises_hold(town: Town, before: set[int], gone: bool) -> None:
    active = town.work.find(Pair, state="active")
    pool = pool_of(town.work, town.again(), town.plan)
    assert gone or before <= {each.id for each in active}, "a pair vanished"
    promised = [(p.mentee_id, p.mentor_id) for p in active]
    promised += [(p.mentee_id, p.mentor_id) for p in pool.approved().values()]
    learns = Counter(mentee for mentee, _ in promised)
    most = pool.plan.rules.mentors_each
    assert max(learns.values(), default=0) <= most, "more mentors for one mentee than she may have"
    assert len({*promised}) == len(promised), "the same two people twice"
    for mentor, count in Counter(mentor for _, mentor in promised).items():
        assert count <= capacity(pool.enrolments[mentor]), "more than a mentor accepted"
    rejected = {(p.mentee_id, p.mentor_id) for p in town.work.find(Proposal, state="rejected")}
    proposed = {(p.mentee_id, p.mentor_id) for p in pool.undecided().values()}
    assert not rejected & proposed, "a rejected pair came back"
