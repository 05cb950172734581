"""A programme set beside its earlier runs, and what the figures prove."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.report import earlier_runs, figures
from bot.report.blocks import Block, Table
from bot.report.earlier import compared
from bot.report.measures import Split
from bot.report.say import Say
from bot.report.standard import AREAS, LEVELS, evidence, gap, levels, standard
from bot.texts import Voice
from storage.nouns import Coordination, Person, Programme
from storage.work import Work
from tests.client import Chat, _empty, chat, everywhere
from tests.report.invented import nothing, programme, rich

__all__ = ["_empty", "chat", "everywhere"]
LOCALES = ("fr", "en")


def run(work: Work, year: int, state: str = "closed", **changes: Any) -> Programme:
    made = programme(state, starts_on=date(year, 2, 2), slug=f"run-{year}", **changes)
    return work.add(made.model_copy(update={"id": None}))


def table(blocks: tuple[Block, ...]) -> Table:
    found = blocks[0]
    assert isinstance(found, Table)
    return found


def in_charge(work: Work, person: Person, *programmes: Programme) -> None:
    for each in programmes:
        work.add(Coordination(programme_id=each.id, person_id=person.id))


def test_the_earlier_runs_are_those_closed_that_somebody_of_the_team_coordinated(
    chat: Chat,
) -> None:
    with chat.database.work(datetime(2021, 1, 1, tzinfo=UTC)) as work:
        claire, zoe = (work.add(Person(name=name, created_at=work.now)) for name in ("C", "Z"))
        older = [run(work, year) for year in (2013, 2014, 2015, 2016)]
        going, other, hers = run(work, 2017, "running"), run(work, 2018), run(work, 2019)
        now = run(work, 2020, "closing")
        in_charge(work, claire, *older, going, now)
        work.change(other, template="two-way")
        in_charge(work, claire, other)
        in_charge(work, zoe, hers)
        found = [each.programme.starts_on.year for each in earlier_runs(work, now)]
    assert found == [2014, 2015, 2016], "three at most, the oldest first, and nobody else's"


@pytest.mark.parametrize("locale", LOCALES)
def test_runs_stand_side_by_side_and_a_dash_tells_of_too_few(locale: str) -> None:
    few = replace(rich(3), programme=programme(starts_on=date(2015, 2, 3)))
    say = Say(Voice(locale), figures(replace(rich(20), earlier=(few,))))
    found = table(compared(say))
    assert len(found.head) == 3
    assert all(len(row) == 3 for row in found.rows)
    recommend = found.rows[-1]
    assert recommend[2] != "–"
    assert compared(Say(Voice(locale), figures(rich(20)))) == ()


@pytest.mark.parametrize("locale", LOCALES)
def test_each_level_and_area_is_said(locale: str) -> None:
    say = Say(Voice(locale), figures(rich(20)))
    four = table(levels(say))
    assert len(four.rows) == len(LEVELS)
    six = table(standard(say))
    assert len(six.rows) == len(AREAS)
    assert all("{" not in cell for row in (*four.rows, *six.rows) for cell in row)
    empty = Say(Voice(locale), figures(nothing()))
    assert levels(empty) == standard(empty) == ()


def test_a_level_that_too_few_answered_says_so() -> None:
    say = Say(Voice("fr"), replace(figures(rich(20)), progress=Split(3)))
    four = table(levels(say))
    assert four.rows[1][2] == "Pas assez de réponses pour le dire."


def test_a_gap_goes_when_the_figures_fill_it() -> None:
    found = figures(rich(20))
    full = replace(found, pairs=replace(found.pairs, unmatched_mentees=0))
    lacking = replace(found, pairs=replace(found.pairs, unmatched_mentees=2), workshops=())
    voice = Voice("fr")
    assert gap("selection", Say(voice, full)) == ""
    assert "encore sans binôme" in gap("selection", Say(voice, lacking))
    assert "avant la première séance" in gap("training", Say(voice, lacking))
    assert gap("ethics", Say(voice, lacking)) == ""
    assert "5 réponses" in evidence("ethics", Say(voice, full)).replace("\u00a0", " ")
