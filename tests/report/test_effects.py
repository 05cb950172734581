"""Before and after: measured person by person, mentees and mentors apart, never under the floor."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assessment import RETURNS
from bot.message import text_of
from bot.programme.plan import Assessment
from bot.report import figures, files, summary
from bot.report.assessment import effects
from bot.report.charts import charts
from bot.report.facts import Facts
from bot.report.measures import Named, Shift, Step
from bot.report.page import page
from bot.report.say import Say
from bot.report.tree import Effect
from bot.texts import Voice
from storage.nouns import Answer, Poll
from tests.report.invented import CLOSED, KICKOFF, plan, rich, with_answers
from tests.report.test_anonymity import shown, walked

CODES = {"mentee": ("screen", "tool", "unknown"), "mentor": ("reassure", "senior", "network")}


def one(
    key: int, person: int, moment: str, role: str = "mentee", level: int = 0, **also: Any
) -> Answer:
    """One person's answers at one moment, all situations alike; none where level is 0."""
    levels = {"levels": dict.fromkeys(CODES[role], level)} if level else {}
    return Answer(
        id=key, programme_id=1, form="assessment", role=role, enrolment_id=person,
        subject=moment, answers=levels | also, on=CLOSED.date(),
    )  # fmt: skip


def asking(base: Facts, **changes: Any) -> Facts:
    asks = plan().model_copy(update={"assessment": Assessment(asked=True, **changes)})
    return replace(base, plan=asks)


def told(facts: Facts, side: str = "mentee") -> Effect:
    (found,) = [each for each in figures(facts).effects if each.side == side]
    return found


def polled(person: int) -> Poll:
    return Poll(
        id=900 + person, programme_id=1, enrolment_id=person, form="assessment", subject="start",
        state="answered", sent_at=KICKOFF,
    )  # fmt: skip


def before_after(levels: Sequence[tuple[int, int]], role: str = "mentee") -> list[Answer]:
    found, first = [], 1 if role == "mentee" else 2
    for n, (before, after) in enumerate(levels):
        person = 2 * n + first
        found.append(one(10 * person, person, "start", role, before))
        found.append(one(10_000 + person, person, "end", role, after))
    return found


def test_a_programme_that_does_not_ask_tells_nothing_of_it() -> None:
    assert figures(rich(6)).effects == ()


def test_the_effect_is_the_mean_of_the_differences_with_its_interval() -> None:
    given_by = before_after([(1, 3), (2, 3), (2, 4), (3, 3), (2, 5), (1, 2)])
    found = told(asking(with_answers(rich(8), *given_by)))
    assert found.whole is not None
    assert (found.both, found.whole.n) == (6, 6)
    assert found.whole.before == pytest.approx(11 / 6)
    assert found.whole.after == pytest.approx(20 / 6)
    # Differences 2, 1, 2, 0, 3, 1: mean 1.5, deviation 1.0488, t(5) = 2.571.
    assert found.whole.shift.difference == pytest.approx(1.5)
    assert found.whole.shift.low == pytest.approx(1.5 - 2.571 * 1.0488 / 6**0.5, abs=1e-3)
    assert [code for code, _, _ in found.situations] == [*CODES["mentee"]]


def test_four_people_tell_nothing_and_the_page_says_so() -> None:
    facts = asking(with_answers(rich(8), *before_after([(1, 5)] * 4)))
    polls = [polled(2 * n + 1) for n in range(6)]
    facts = replace(facts, polls=(*facts.polls, *polls))
    found = told(facts)
    assert (found.asked, found.started, found.both) == (6, 4, 4)
    assert found.whole is None
    text = page(Say(Voice("fr"), figures(facts)), ())
    assert "L’effet n’est pas montré" in text
    assert "avant la première séance\u00a0: 6\u202f; réponses\u00a0: 4" in text


def test_who_answered_once_is_set_beside_nobody() -> None:
    answers = before_after([(2, 3)] * 5)
    answers += [one(900, 31, "start", level=1), one(901, 33, "end", level=5)]
    found = told(asking(with_answers(rich(20), *answers)))
    assert found.whole is not None
    assert found.whole.n == 5
    assert found.started == 6


def test_mentors_are_told_apart_with_what_they_received() -> None:
    answers = before_after([(2, 4)] * 6, "mentor")
    answers = [
        replace_answers(each, returns=["network", "advice"] if each.id % 4 else ["nothing"])
        if each.subject == "end"
        else each
        for each in answers
    ]
    facts = asking(with_answers(rich(8), *answers))
    assert told(facts).whole is None
    found = told(facts, "mentor")
    assert found.returns is not None
    assert found.returns.n == 6
    assert dict(found.returns.counts)["network"] == dict(found.returns.counts)["advice"]


def replace_answers(answer: Answer, **also: Any) -> Answer:
    return answer.model_copy(update={"answers": answer.answers | also})


# ---------------------------------------------------------------- nobody can be worked out


@st.composite
def assessments(draw: st.DrawFn) -> list[Answer]:
    """What people said, in the order in which it came; many skip a moment."""
    people = draw(st.integers(0, 26))
    moments = [
        (person, moment)
        for person in range(1, people + 1)
        for moment in ("start", "midway", "end")
        if draw(st.integers(0, 3))  # most answer
    ]
    order = draw(st.permutations(moments))
    found = []
    for key, (person, moment) in enumerate(order, 1):
        role = "mentee" if person % 3 else "mentor"
        returns = draw(st.lists(st.sampled_from(RETURNS), min_size=1, max_size=3, unique=True))
        also = {"returns": returns} if moment == "end" else {}
        found.append(one(key, person, moment, role, draw(st.integers(1, 5)), **also))
    return found


@given(assessments(), st.integers(5, 8))
def test_nothing_under_the_floor_is_told(answers: list[Answer], floor: int) -> None:
    strict = asking(with_answers(rich(4), *answers))
    polls = strict.plan.polls.model_copy(update={"floor": floor})
    strict = replace(strict, plan=strict.plan.model_copy(update={"polls": polls}))
    for each in walked(figures(strict)):
        if isinstance(each, Step | Shift | Named):
            assert each.n >= floor


@given(assessments(), st.data())
def test_no_series_of_reports_tells_what_one_person_said(
    answers: list[Answer], data: st.DataObject
) -> None:
    """Between any two reports, the last one too, nothing changes or enough people do."""
    base = asking(rich(4))
    floor = base.plan.polls.floor
    running = replace(base, programme=base.programme.model_copy(update={"state": "running"}))
    looks = sorted(data.draw(st.sets(st.integers(0, len(answers)), max_size=6)))
    series = [figures(with_answers(running, *answers[:some])) for some in looks]
    series.append(figures(with_answers(base, *answers)))
    found = [dict(shown(each)) for each in series]
    for earlier, later in combinations(found, 2):
        for path, before in earlier.items():
            after = later[path]
            assert before == after or after.n - before.n >= floor, path


@given(assessments())
def test_no_two_figures_differ_by_what_one_person_said(answers: list[Answer]) -> None:
    """Levels are told of one group only: whoever answered at the start and at the end."""
    for found in figures(asking(with_answers(rich(4), *answers))).effects:
        levels = [each for each in walked(found) if isinstance(each, Step)]
        assert len({each.n for each in levels}) <= 1
        # What was said half-way is told as a difference alone: its start is nowhere apart.
        assert found.midway is None or isinstance(found.midway, Shift)


# ---------------------------------------------------------------- as it is read


def told_of(locale: str) -> tuple[Facts, str]:
    answers = before_after([(1, 3), (2, 3), (2, 4), (3, 3), (2, 5), (1, 2)])
    answers += before_after([(2, 3), (3, 4), (3, 3), (2, 4), (4, 5)], "mentor")
    facts = asking(with_answers(rich(8), *answers))
    polls = [polled(n) for n in range(1, 15)]
    facts = replace(facts, polls=(*facts.polls, *polls))
    say = Say(Voice(locale), figures(facts))
    return facts, page(say, charts(say))


def test_the_page_tells_it_in_french_and_in_english() -> None:
    facts, french = told_of("fr")
    assert "la moyenne passe de <strong>1,83</strong> à <strong>3,33</strong>" in french
    assert "Mentors, situation par situation" in french
    assert "Un étalon qui bouge" in french
    assert "Mentees, mêmes situations au début et à la fin" in french
    _, english = told_of("en")
    assert "Mentors, situation by situation" in english
    assert "Sharing a screen" in english
    names = [each.name for each in files(facts, Voice("en"))]
    assert "rmd-2016-report-before-after.png" in names


def test_modules_that_pairs_worked_on_are_counted() -> None:
    base = rich(6)
    course = {"modules": ["linkedin-profile", "linkedin-network"], "every_days": 14, "sessions": 3}
    pairs = tuple(
        each.model_copy(update={"course": course}) if each.id < 4 else each for each in base.pairs
    )
    found = figures(replace(base, pairs=pairs)).courses
    assert [each.agreed for each in found] == [3, 3]
    assert 0 < found[0].worked <= 3
    say = Say(Voice("en"), figures(replace(base, pairs=pairs)))
    assert "Modules of the kit agreed on by pairs" in page(say, ())


def test_a_hidden_figure_says_why_and_nothing_else() -> None:
    said = text_of(summary(figures(rich(0)), Voice("fr")))
    assert "moins de 5 réponses" in said
    assert "– –" not in said


def published(facts: Facts, *, final: bool) -> list[float]:
    """Every sum of what people said that the effects of one report tell."""
    found: list[float] = []
    for effect in effects(facts, final=final):
        steps = [step for _, _, step in effect.situations]
        for step in [*steps, *([effect.whole] if effect.whole else [])]:
            found += [step.n * step.before, step.n * step.after, step.n * step.shift.difference]
        if effect.midway is not None:
            found.append(effect.midway.n * effect.midway.difference)
    return found


@settings(max_examples=25)
@given(assessments(), st.data())
def test_no_arithmetic_on_a_series_of_reports_isolates_a_person(
    answers: list[Answer], data: st.DataObject
) -> None:
    """Whatever is added to and taken from these sums, no result is about one person alone."""
    said = [replace_answers(each, levels=dict.fromkeys(CODES[each.role], 2)) for each in answers]
    looks = sorted(data.draw(st.sets(st.integers(0, len(said)), max_size=4)))
    base = asking(rich(0))

    def series(some: list[Answer]) -> np.ndarray:
        told = [published(with_answers(base, *some[:look]), final=False) for look in looks]
        told.append(published(with_answers(base, *some), final=True))
        return np.array([value for each in told for value in each])

    plain = series(said)
    columns = []
    for place, each in enumerate(said):
        higher = replace_answers(each, levels=dict.fromkeys(CODES[each.role], 3))
        columns.append(series([*said[:place], higher, *said[place + 1 :]]) - plain)
    if not len(plain) or not columns:
        return
    known = np.stack(columns, axis=1)
    rank = np.linalg.matrix_rank(known, tol=1e-6)
    for person in {each.enrolment_id for each in said}:
        own = [place for place, each in enumerate(said) if each.enrolment_id == person]
        alone = np.eye(len(said))[own]
        together = np.linalg.matrix_rank(np.concatenate([known, alone]), tol=1e-6)
        assert together == rank + len(own), f"person {person} can be told apart"
