"""The whole story killed at every point there is, and what that came to."""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.runner.clock import DrivenClock
from storage.database import Database
from storage.nouns import Outgoing
from tests.both.story import cast
from tests.client import START, Chat, upgraded
from tests.crash.life import Life, Memory, Run, compare, ended, played, points, warm
from tests.postgres import PostgresServer

_FEW = 10  # times that a point of a rare name is gone through
_RECOVERING = 8  # points, before a new process has taken back what was lost
Points = Mapping[int, Sequence[str]]  # of each step, in the order it goes through them


@dataclass
class Told:
    """What a storm came to. Nothing was lost, or it would have failed."""

    kills: Counter[str] = field(default_factory=Counter)  # by the point's name
    doubled: int = 0  # messages that arrived once more than they should
    away: int = 0  # messages that were on their way at a kill

    def add(self, other: "Told") -> None:
        """Counts what another storm came to."""
        self.kills.update(other.kills)
        self.doubled += other.doubled
        self.away += other.away

    def count(self, run: Run) -> None:
        """Counts one more run of the story."""
        self.kills.update(each.partition(", ")[2] for each in run.kills)
        self.doubled += run.doubled
        self.away += sum(run.in_flight.values())


def morning(url: str) -> None:
    """The database of the first day."""
    upgraded(url)
    database = Database(url)
    cast(Chat(database, DrivenClock(START)))
    with database.work(START) as work:
        for each in work.find(Outgoing):  # heard before the story began
            work.remove(each)
    database.close()


@dataclass(frozen=True, slots=True)
class Ground:
    """The database of the first day, which can be put back to that."""

    database: Database
    put_back: Callable[[], None]


def on_sqlite(folder: Path) -> Ground:
    """A file of this folder."""
    file, kept = folder / "story.sqlite", folder / "morning.sqlite"
    morning(f"sqlite:///{kept}")
    shutil.copyfile(kept, file)
    database = Database(f"sqlite:///{file}")

    def put_back() -> None:
        database.close()
        for part in folder.glob(f"{file.name}*"):
            part.unlink()
        shutil.copyfile(kept, file)

    return Ground(database, put_back)


def on_postgresql(server: PostgresServer) -> Ground:
    """A database of this server."""
    url = server.create(morning)
    database = Database(url)

    def put_back() -> None:
        database.close()
        server.put_back(url, morning)

    return Ground(database, put_back)


def undisturbed(ground: Ground, folder: Path) -> tuple[dict[int, list[str]], Run]:
    """What the story goes through and leads to when nobody kills it.

    It is played in this process, which has then learned what every forked one needs.
    """
    memory = Memory(folder)
    names = points(Life(ground.database, memory))
    warm()
    return names, ended(ground.database, memory, Run())


def portion(names: Points, number: int, of: int) -> dict[int, list[int]]:
    """Every so-manieth point of each step; all the portions together are all the points.

    Each counts from where a process began: after a kill, recovering comes first.
    """
    # Another beginning at each step, or small portions would hold the same points of all.
    return {
        step: _rare(names, step) + _twice(range((number + 7 * step) % of, len(each), of))
        for step, each in names.items()
    }


def _rare(names: Points, step: int) -> list[int]:
    """A point of a name that the whole story hardly knows: chance would seldom meet it."""
    known = Counter(name for each in names.values() for name in each)
    return [at for at, name in enumerate(names[step]) if known[name] < _FEW][:1]


def _twice(chosen: Sequence[int]) -> list[int]:
    """The same points; after one in four, another kill while the new process recovers."""
    found: list[int] = []
    for at in chosen:
        found += [at, at // 4 % _RECOVERING] if at % 4 == 1 else [at]
    return found


def killed(calm: Run, ground: Ground, folder: Path, kills: Mapping[int, Sequence[int]]) -> Run:
    """The story killed at these points; fails unless it ends as it does when nobody kills it."""
    ground.put_back()
    run = played(ground.database, folder, kills)
    assert run.kills
    try:
        compare(calm, run)
    except AssertionError as error:
        (folder / "told").write_text("\n".join([str(error), *run.kills]))
        raise AssertionError(f"{error}\nafter {len(run.kills)} kills; see {folder}") from error
    shutil.rmtree(folder)
    return run
