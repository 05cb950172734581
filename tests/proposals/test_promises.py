"""Whatever people answer, in any order and at any time: every promise of a proposal holds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogues.asking import REASONS
from bot.pairing import decide, enquiring
from bot.pairing.announce import announce
from bot.pairing.candidates import capacity, pool_of
from bot.pairing.putting import open_enquiries
from bot.pairing.run import run
from bot.programme.plan import Proposals
from bot.programme.template import plan_data
from bot.tick import tick
from storage.nouns import Enquiry, Enrolment, Pair, Programme, Proposal
from tests.pairing.town import Town, a_town

which = st.integers(0, 5)
answers = st.one_of(
    *[st.tuples(st.just("accept"), which)] * 4,
    st.tuples(st.just("decline"), which),
    st.tuples(st.just("fewer"), which),
    st.tuples(st.sampled_from(["withdraw", "leave"]), which),
    st.tuples(st.just("hours"), st.integers(1, 60)),
    st.tuples(st.sampled_from(["match", "announce"]), which),
)
plans = st.builds(
    Proposals,
    ask=st.sampled_from(["mentee", "both", "mentor"]),
    mentee_first=st.booleans(),
    alternates=st.integers(0, 3),
)


@contextmanager
def asking(plan: Proposals) -> Iterator[Town]:
    with a_town() as town:
        town.plan = town.plan.model_copy(update={"proposals": plan})
        town.work.change(town.again(), plan=plan_data(town.plan))
        yield town


@settings(max_examples=30)
@given(
    plans,
    st.integers(1, 4),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
    st.booleans(),
    st.lists(answers, min_size=2, max_size=14),
)
def test_no_order_of_answers_breaks_a_promise(
    plan: Proposals,
    mentees: int,
    places: list[int],
    fewer: bool,
    wanted: list[tuple[str, int]],
) -> None:
    with asking(plan) as town:
        for n in range(mentees):
            town.mentee(f"Anne Number{n}", charter="1")
        for n, most in enumerate(places):
            town.mentor(f"Paul Number{n}", capacity=str(most), charter="1")
        begun = [("match", 0), ("announce", 0), *([("fewer", 0)] if fewer else [])]
        for each in (*begun, *wanted, ("hours", 400)):
            before = _pairs(town)
            _do(town, *each)
            _promises_hold(town, before)
        assert not open_enquiries(town.work, town.again()), "somebody is awaited for ever"


def _do(town: Town, what: str, about: int) -> None:
    work, programme = town.work, town.again()
    waiting = open_enquiries(work, programme)
    match what:
        case "match":
            run(work, programme, town.plan)
            enquiring.settle_strays(work, town.again())
            pool = pool_of(work, town.again(), town.plan)
            decide.approve(work, pool, pool.undecided().values(), town.coordinator)
        case "announce":
            announce(work, programme, town.plan)
        case "hours":
            for _ in range(about if about < 100 else 40):
                work.now += timedelta(hours=1 if about < 100 else 12)
                while tick(work):
                    pass
        case "leave":
            everybody = [e for e in work.find(Enrolment) if e.state == "active"]
            free = [e for e in everybody if not _paired(town, e.id)]
            if free:
                gone = free[about % len(free)]
                work.change(gone, state="left")
                for each in waiting:
                    work.change(each, look_at=work.now)
        case "fewer":
            mentors = work.find(Enrolment, role="mentor")
            one = mentors[about % len(mentors)]
            least = max(1, len(work.find(Pair, mentor_id=one.id, state="active")))
            work.change(one, answers={**one.answers, "capacity": str(least)})
        case _ if waiting:
            _answer(town, what, waiting[about % len(waiting)], about)


def _answer(town: Town, what: str, enquiry: Enquiry, about: int) -> None:
    if what == "accept":
        enquiring.accept(town.work, enquiry)
    elif what == "decline":
        reasons = REASONS[enquiry.role]
        enquiring.decline(town.work, enquiry, reasons[about % len(reasons)])
    else:
        proposal = town.work.get(Proposal, enquiry.proposal_id)
        enquiring.withdraw(town.work, proposal, town.coordinator)


def _pairs(town: Town) -> dict[int, str]:
    return {pair.id: pair.state for pair in town.work.find(Pair)}


def _paired(town: Town, enrolment: int) -> bool:
    columns: list[dict[str, Any]] = [{"mentee_id": enrolment}, {"mentor_id": enrolment}]
    return any(town.work.find(Pair, state="active", **each) for each in columns)


def _promises_hold(town: Town, before: dict[int, str]) -> None:
    work = town.work
    active = work.find(Pair, state="active")
    for mentor, count in Counter(pair.mentor_id for pair in active).items():
        assert count <= capacity(work.get(Enrolment, mentor)), "a mentor has too many"
    assert max(Counter(pair.mentee_id for pair in active).values(), default=0) <= 1
    for pair in active:
        if pair.id not in before:
            _all_said_yes(town, pair)
    proposals = {each.id: each for each in work.find(Proposal)}
    waiting = open_enquiries(work, work.get(Programme, town.programme.id))
    about = Counter(each.proposal_id for each in waiting)
    mentees = Counter(proposals[one].mentee_id for one in about)
    assert max(mentees.values(), default=0) <= 1, "a mentee is asked about two people"
    asked = Counter((each.enrolment_id, each.proposal_id) for each in work.find(Enquiry))
    assert max(asked.values(), default=0) <= 1, "somebody is asked twice"


def _all_said_yes(town: Town, pair: Pair) -> None:
    found = town.work.find(Enquiry, proposal_id=pair.proposal_id)
    said = {each.role: each.state for each in found if each.state != "withdrawn"}
    wanted = [role for role in ("mentee", "mentor") if town.plan.proposals.asks(role)]
    assert said == dict.fromkeys(wanted, "accepted"), "a pair without a yes"
