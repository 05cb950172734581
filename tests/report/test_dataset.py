"""The data set: whole, without names, without a row that is somebody's answer, never too small."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.report.dataset import Sheet, TooFew, dataset, sheets
from bot.report.facts import Facts
from bot.texts import LOCALES, Voice
from storage.nouns import Answer
from tests.report.invented import plan, rich, with_answers
from tests.report.test_anonymity import answers_to
from tests.report.test_effects import asking, assessments, before_after


def unpacked(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as kept:
        return {name: kept.read(name).decode("utf-8-sig") for name in kept.namelist()}


def rows_of(found: Sequence[Sheet], name: str) -> list[dict[str, object]]:
    (sheet,) = [each for each in found if each.name == name]
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_column_is_in_the_dictionary(locale: str) -> None:
    files = unpacked(dataset(rich(8), Voice(locale)))
    told = {(r["table"], r["column"]) for r in csv.DictReader(StringIO(files["dictionary.csv"]))}
    tables = [name for name in files if name.endswith(".csv") and name != "dictionary.csv"]
    for name in tables:
        heads = next(csv.reader(StringIO(files[name])))
        assert {(name.removesuffix(".csv"), head) for head in heads} <= told
    assert len(tables) == 10
    (read_me,) = [text for name, text in files.items() if name.endswith(".txt")]
    assert ("moins de 5 personnes" if locale == "fr" else "fewer than 5 people") in read_me


def test_attendance_that_nobody_noted_is_not_zero() -> None:
    came = [row["came"] for row in rows_of(sheets(rich(8)), "workshops")]
    assert came[-1] is None
    assert all(isinstance(each, int) for each in came[:-1])


def test_it_holds_no_name_and_no_confidence() -> None:
    facts = rich(12)
    for text in unpacked(dataset(facts, Voice("fr"))).values():
        for word in ("SECRET", "Delmas", "Bonnet", "Haddad"):
            assert word not in text


def test_made_up_names_hold_within_one_export_and_not_across_two() -> None:
    facts = rich(20)
    first = sheets(facts)
    people = {row["person"] for row in rows_of(first, "people")}
    pairs = rows_of(first, "pairs")
    assert {row["mentee"] for row in pairs} | {row["mentor"] for row in pairs} <= people
    assert {row["pair"] for row in rows_of(first, "sessions")} <= {row["pair"] for row in pairs}
    assert sheets(facts) != first
    plainly = sheets(facts, lambda ids: None)
    assert plainly == sheets(facts, lambda ids: None)


def test_too_few_people_give_no_data_set() -> None:
    with pytest.raises(TooFew):
        dataset(rich(0), Voice("fr"))


def test_before_and_after_are_in_it() -> None:
    facts = asking(with_answers(rich(8), *before_after([(1, 3)] * 5 + [(2, 3)])))
    effects = rows_of(sheets(facts), "effects")
    assert [row["situation"] for row in effects] == ["all", "screen", "tool", "unknown"]
    assert effects[0]["n"] == 6
    assert not rows_of(sheets(replace(facts, plan=plan())), "effects")


@given(st.one_of(answers_to(), assessments()), st.data())
def test_no_row_counts_fewer_answers_than_the_floor(
    answers: list[Answer], data: st.DataObject
) -> None:
    base: Facts = asking(rich(4))
    state = data.draw(st.sampled_from(("running", "closed")))
    base = replace(base, programme=base.programme.model_copy(update={"state": state}))
    found = sheets(with_answers(base, *answers))
    for name in ("answers", "effects", "returns"):
        for row in rows_of(found, name):
            assert int(str(row["n"])) >= base.plan.polls.floor
