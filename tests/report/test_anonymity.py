"""Nobody's words or answers can be read out of a report, nor worked out from it."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.message import text_of
from bot.report import ReportFile, figures, files, summary
from bot.report.facts import quotes_of, unnamed
from bot.report.measures import Named, Progress, Reached, Scale, Shift, Split, Step
from bot.report.page import page
from bot.report.say import Say
from bot.texts import Voice
from storage.nouns import Answer
from tests.report.invented import nothing, one_answer, plan, rich, with_answers

FORMS = {
    "session": {"rating": (1, 5)},
    "midway": {"going": (1, 5)},
    "closing": {"recommend": (0, 10), "level": (1, 5), "level_before": (1, 5)},
    "workshop": {"useful": (1, 5)},
}


@st.composite
def answers_to(draw: st.DrawFn) -> list[Answer]:
    found = []
    for key in range(draw(st.integers(0, 24))):
        form = draw(st.sampled_from(sorted(FORMS)))
        given_answers: dict[str, Any] = {
            name: draw(st.integers(low, high))
            for name, (low, high) in FORMS[form].items()
            if draw(st.booleans())
        }
        if form == "closing":
            given_answers["reached"] = draw(st.sampled_from(("yes", "partly", "no")))
            given_answers |= {
                "comment": "Une phrase.",
                "quote": draw(st.sampled_from(("yes", "no"))),
            }
        role = draw(st.sampled_from(("mentee", "mentor", "both")))
        subject = f"session:{draw(st.integers(1, 9))}" if form == "session" else ""
        found.append(one_answer(form, role, key + 1, subject, **given_answers))
    return found


@given(answers_to(), st.integers(5, 8))
def test_nothing_under_the_floor_is_ever_in_the_figures(answers: list[Answer], floor: int) -> None:
    base = rich(4)
    polls = plan().polls.model_copy(update={"floor": floor})
    strict = plan().model_copy(update={"polls": polls})
    facts = replace(with_answers(base, *answers), plan=strict, quotes=quotes_of(answers, ()))
    found = figures(facts)
    for each in walked(found):
        if isinstance(each, Scale | Reached | Progress):
            assert each.n >= floor
        if isinstance(each, Split):
            assert each.everyone is None or each.heard >= floor
            if each.groups:
                assert each.everyone is not None
                # Whoever subtracts the groups from the total finds nobody, or enough people.
                left = each.heard - sum(group.n for _, group in each.groups)
                assert left == 0 or left >= floor
    closing = sum(each.form == "closing" for each in answers)
    assert closing >= floor or not found.quotes


Statistic = Scale | Reached | Progress | Step | Shift | Named


def shown(found: Any, path: str = "") -> Iterator[tuple[str, Statistic]]:
    """Every statistic of the figures, by where it stands."""
    if isinstance(found, Statistic):
        yield path, found
    elif isinstance(found, tuple):
        for place, each in enumerate(found):
            named = isinstance(each, tuple) and each and isinstance(each[0], str)
            yield from shown(each, f"{path}/{each[0] if named else place}")
    elif is_dataclass(found):
        for field in fields(found):
            yield from shown(getattr(found, field.name), f"{path}/{field.name}")


@given(answers_to(), st.data())
def test_no_series_of_reports_tells_what_one_person_answered(
    answers: list[Answer], data: st.DataObject
) -> None:
    """Between any two reports, a statistic stays as it was or counts enough answers more."""
    base = rich(4)
    floor = base.plan.polls.floor
    running = replace(base, programme=base.programme.model_copy(update={"state": "running"}))
    looks = sorted(data.draw(st.sets(st.integers(0, len(answers)), max_size=6)))
    series = [figures(with_answers(running, *answers[:some])) for some in looks]
    series.append(figures(with_answers(base, *answers)))
    told = [dict(shown(each)) for each in series]
    for earlier, later in combinations(told, 2):
        for path, before in earlier.items():
            after = later.get(path)
            assert after is not None, "what was told once is told again"
            assert before == after or after.n - before.n >= floor, path
    assert not any(each.quotes for each in series[:-1]), "words wait for the end"


@given(st.lists(st.sampled_from((None, 1, 5)), min_size=10, max_size=30), st.data())
def test_whoever_leaves_a_question_out_hides_nobody_who_answered_it(
    marks: list[int | None], data: st.DataObject
) -> None:
    """Those who did not meet, or did not come, give no mark: they are no company for who did."""
    base = rich(4)
    floor = base.plan.polls.floor
    running = replace(base, programme=base.programme.model_copy(update={"state": "running"}))
    form, name, subject = data.draw(
        st.sampled_from((("session", "rating", "session:1"), ("workshop", "useful", "workshop:1")))
    )
    answers = [
        one_answer(form, "mentee", key, subject, **({} if mark is None else {name: mark}))
        for key, mark in enumerate(marks, 1)
    ]
    looks = [with_answers(running, *answers[:some]) for some in range(len(answers) + 1)]
    told = [dict(shown(figures(each))) for each in (*looks, with_answers(base, *answers))]
    for earlier, later in combinations(told, 2):
        for path, before in earlier.items():
            assert before == later[path] or later[path].n - before.n >= floor, path


@given(st.permutations(range(1, 24)))
def test_the_number_drawn_for_an_anonymous_answer_takes_nobodys_place(drawn: list[int]) -> None:
    base = rich(4)
    running = replace(base, programme=base.programme.model_copy(update={"state": "running"}))
    answers = [
        one_answer("midway", "mentee", key, going=1 + place % 5, wave=place // 5)
        for place, key in enumerate(drawn)
    ]
    told = [figures(with_answers(running, *answers[:some])).going.everyone for some in range(24)]
    for earlier, later in combinations([each for each in told if each is not None], 2):
        assert earlier == later or later.n - earlier.n >= base.plan.polls.floor


@given(st.integers(1, 4))
def test_a_page_of_few_answers_says_so_and_shows_none(few: int) -> None:
    answers = [
        one_answer("closing", "mentee", n, recommend=3, reached="no", level=5, level_before=4)
        for n in range(few)
    ]
    facts = with_answers(rich(3), *answers)
    text = page(Say(Voice("fr"), figures(facts)), ())
    assert "moins de 5 réponses" in text
    assert "le progrès du niveau" in text
    assert "3,0 sur 10" not in text
    assert "4,00" not in text


def test_no_private_word_reaches_any_file() -> None:
    for locale in ("fr", "en"):
        facts = rich(12)
        for file in files(facts, Voice(locale)):
            assert "SECRET" not in readable(file), file.name
        assert "SECRET" not in text_of(summary(figures(facts), Voice(locale)))


def test_only_those_who_agreed_are_quoted() -> None:
    answers = [
        one_answer("closing", "mentee", 1, comment="Oui.", quote="yes"),
        one_answer("closing", "mentee", 2, comment="Non.", quote="no"),
        one_answer("closing", "mentee", 3, comment="Peut-être."),
        one_answer("closing", "mentee", 4, comment="  ", quote="yes"),
        one_answer("midway", "mentee", 5, comment="Ailleurs.", quote="yes"),
    ]
    assert quotes_of(answers, ()) == (("mentee", "Oui."),)


def test_quotes_lose_the_names_of_participants() -> None:
    names = {"agnès", "delmas", "rose", "marie"}
    said = "Merci à Agnès Delmas, à Marie-Rose et à la rose du jardin !"
    assert unnamed(said, names) == "Merci à […], à […] et à la rose du jardin !"


def test_quotes_come_in_the_order_of_their_words() -> None:
    words = ["Zut.", "Ah.", "Merci."]
    answers = [
        one_answer("closing", "mentee", n, comment=text, quote="yes")
        for n, text in enumerate(words)
    ]
    assert [text for _, text in quotes_of(answers, ())] == ["Ah.", "Merci.", "Zut."]


def test_a_quote_keeps_no_role_when_its_group_is_small() -> None:
    answers = [one_answer("closing", "mentee", n, recommend=9) for n in range(8)]
    answers.append(one_answer("closing", "mentor", 9, recommend=9, comment="Bien.", quote="yes"))
    facts = replace(with_answers(nothing(), *answers), quotes=quotes_of(answers, ()))
    assert figures(facts).quotes == (("", "Bien."),)


def walked(value: Any) -> Iterator[Any]:
    """A value and everything in it."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from walked(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from walked(each)


def readable(file: ReportFile) -> str:
    """Every word of a file."""
    if file.name.endswith(".xlsx"):
        book = load_workbook(BytesIO(file.content))
        return " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )
    if file.name.endswith(".png"):
        return file.alt
    return re.sub(r"base64,[^\"]+", "", file.content.decode())
