"""The same story on every platform ends in the same database."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage.database import Database
from storage.nouns import (
    Address,
    Enrolment,
    File,
    Noun,
    Outgoing,
    Pair,
    Person,
    Poll,
    Programme,
    Session,
)
from storage.work import Work
from tests.both.portrait import Portrait, portrait
from tests.client import upgraded
from tests.platforms.console import Console
from tests.platforms.slack import InSlack
from tests.platforms.stage import Stage
from tests.platforms.story import tell
from tests.platforms.teams import InTeams
from tests.slack.harness import Slack, emulators, slack

__all__ = ["emulators", "slack"]
Fresh = Callable[[str], Database]
PEOPLE = ["Hélène Marin", "Agnès Martin", "Léa Petit"]
_OF_AN_EVENT = re.compile(r"'(?:console|slack|teams):[^'/]+/")


def end_of(stage: Stage) -> Portrait:
    """How things stand, without what is a platform's own.

    That is its ids and its keys, how a form asks its questions, and how a pair is put in touch: in
    a conversation of three, or by a button.
    """
    with stage.database.reading(stage.clock.now()) as work:
        told = portrait(work, lambda outgoing: _is_common(stage, work, outgoing))
        users = {each.user: _name(work, each) for each in work.find(Address)}
        told["people"] = [repr((each.name, each.locale, each.zone)) for each in work.find(Person)]
        told["files"] = [repr((each.name, each.media_type)) for each in work.find(File)]
    del told["received"]
    return {
        noun: sorted(_plain(line, users) for line in lines if not line.startswith("('together:"))
        for noun, lines in told.items()
    }


def _plain(line: str, users: dict[str, str]) -> str:
    for user, name in users.items():
        line = line.replace(repr(user), repr(name))
    return _OF_AN_EVENT.sub("'event/", line)


def _is_common(stage: Stage, work: Work, outgoing: Outgoing) -> bool:
    address = work.get(Address, outgoing.address_id)
    if "/introduced-" in outgoing.key:
        return False
    return (_name(work, address), outgoing.due_at) not in stage.forms


def _name(work: Work, address: Address) -> str:
    return work.get(Person, address.person_id).name if address.person_id else address.user


def ended_well(stage: Stage) -> None:
    """What the story must have come to, wherever it was played."""

    def states(noun: type[Noun]) -> Counter[str]:
        with stage.database.reading(stage.clock.now()) as work:
            found: list[Any] = [*work.find(noun)]
        return Counter(each.state for each in found)

    assert states(Programme) == {"closed": 1}
    assert states(Enrolment) == {"active": 2}
    assert states(Pair) == {"completed": 1}
    assert states(Session) == {"held": 1}
    assert states(Poll) == {"answered": 4, "expired": 1}  # nobody said how the evening was
    assert states(Outgoing).keys() == {"sent"}


@pytest.fixture
def fresh(tmp_path: Path) -> Any:
    """Makes databases of a name, closed at the end."""
    made: list[Database] = []

    def make(name: str) -> Database:
        url = f"sqlite:///{tmp_path / name}.sqlite"
        upgraded(url)
        made.append(Database(url))
        return made[-1]

    yield make
    for database in made:
        database.close()


@pytest.mark.slow
def test_console_and_slack_end_alike(slack: Slack, fresh: Fresh) -> None:
    here = Console(fresh("console"))
    tell(here)
    ended_well(here)
    with InSlack(fresh("slack"), slack, PEOPLE) as there:
        tell(there)
        ended_well(there)
        assert there.workspace.person("Léa").groups, "the pair was not gathered"
    assert len(slack.calls.to("views.open")) == 1
    alike(here, there)


@pytest.mark.slow
def test_console_and_teams_end_alike(fresh: Fresh) -> None:
    here = Console(fresh("console"))
    tell(here)
    with InTeams(fresh("teams")) as there:
        tell(there)
        ended_well(there)
    alike(here, there)


def alike(here: Stage, there: Stage) -> None:
    """Fails unless both databases tell the same."""
    one, other = end_of(here), end_of(there)
    assert one.keys() == other.keys()
    for noun in one:
        assert one[noun] == other[noun], noun
