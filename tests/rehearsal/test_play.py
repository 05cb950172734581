"""A template played by simulated people, from sign-up to closing report."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.rehearsal.actor import Actor
from adapters.rehearsal.people import cast, written
from adapters.rehearsal.play import Options, Outcome, rehearse
from bot.message import Button, Buttons, Message
from bot.programme.template import UnknownTemplate, load
from storage.database import Database
from storage.nouns import Enrolment, Outgoing, Pair, Session

PWN = "pwn-digital-2016"


def played(folder: Path, people: int | None, seed: int = 1, locale: str | None = None) -> Outcome:
    database = Database(f"sqlite:///{folder / 'played.sqlite'}")
    database.upgrade()
    try:
        return rehearse(Options(PWN, people, seed, locale, folder), database)
    finally:
        database.close()


@pytest.fixture(scope="module")
def pwn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    folder = tmp_path_factory.mktemp("pwn")
    return played(folder, None), folder


def test_the_forty_people_of_2016_go_from_bonjour_to_the_report(pwn: tuple[Outcome, Path]) -> None:
    outcome, _folder = pwn
    assert (outcome.people, outcome.mentees, outcome.mentors) == (40, 20, 20)
    assert outcome.pairs >= 18
    # Three sessions a pair were foreseen; a few pairs lose some.
    assert outcome.sessions["held"] >= 2.5 * outcome.pairs
    assert outcome.sessions["moved"] > 0
    assert outcome.sessions["cancelled"] > 0
    assert 0.7 < outcome.polls["answered"] / outcome.polls["sent"] < 1
    report = Path(outcome.report)
    assert report.suffix == ".html"
    assert "Reverse Mentoring Digital" in report.read_text(encoding="utf-8")
    assert any("↔" in line for line in outcome.story)


def test_nothing_is_left_unsent_and_nobody_is_paired_beyond_their_capacity(
    pwn: tuple[Outcome, Path],
) -> None:
    _outcome, folder = pwn
    database = Database(f"sqlite:///{folder / 'played.sqlite'}")
    with database.reading(_outcome.ended_at) as work:
        assert {each.state for each in work.find(Outgoing)} == {"sent"}
        pairs = work.find(Pair)
        for enrolment in work.find(Enrolment, role="mentor"):
            room = int(enrolment.answers.get("capacity", 1))
            completed = [p for p in pairs if p.mentor_id == enrolment.id and p.state != "ended"]
            assert len(completed) <= room
        for pair in pairs:
            numbers = [each.number for each in work.find(Session, pair_id=pair.id)]
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
    database.close()


def test_the_same_seed_plays_the_same_programme_and_another_seed_another(tmp_path: Path) -> None:
    def figures(name: str, seed: int) -> dict[str, object]:
        folder = tmp_path / name
        folder.mkdir()
        return replace(played(folder, 10, seed), seconds=0.0, report="").as_dict()

    assert figures("one", 1) == figures("again", 1)
    assert figures("one-more", 2) != figures("yet-another", 3)


def test_a_template_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    database.upgrade()
    with pytest.raises(UnknownTemplate):
        rehearse(Options("pwn-digital-2061", None, 1, None, tmp_path), database)
    database.close()


def test_a_crowd_is_made_from_the_template_and_its_seed() -> None:
    plan = load(PWN)
    crowd = cast(plan, 30, seed=7, locale=None)
    assert crowd == cast(plan, 30, seed=7, locale=None)
    assert crowd != cast(plan, 30, seed=8, locale=None)
    assert {each.role for each in crowd} == {"mentee", "mentor"}
    assert {each.locale for each in cast(plan, 30, seed=7, locale="en")} == {"en"}


def test_whoever_is_written_for_a_template_says_something_of_their_own() -> None:
    people = written(PWN)
    assert len(people) == 40
    assert len({each.hello for each in people}) == 40
    assert written("no-such-template") == []


def test_an_actor_presses_a_button_once() -> None:
    actor = Actor(written(PWN)[0], seed=1)
    shown = Message((Buttons((Button("Je veux apprendre", "join:mentee"),)),))
    assert [deed.text for deed in actor.sees(shown)] == ["join:mentee"]
    assert list(actor.sees(shown)) == []
