"""One crowd played twice, in calm and in bad weather: how the two ends differ, and what it cost."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.rehearsal.play import Options, rehearse
from storage import outbox
from storage.database import Database
from storage.nouns import Outgoing
from storage.outbox.line import DISCARDED
from tests.chaos import ledger
from tests.chaos.crowd import Rough
from tests.chaos.weather import Weather

TEMPLATE = "pwn-digital-2016"


@dataclass(frozen=True, slots=True)
class End:
    """What a run came to; `lost` and `misplaced` are numbers of messages, `seconds` of work."""

    file: Path
    at: Any
    people: int
    messages: int
    lost: int
    misplaced: int
    twice: int
    cut: int  # tries that arrived and were reset
    asked: int
    met: Counter[str]
    seconds: float


def played(folder: Path, people: int, weather: Weather, seed: int = 1) -> End:
    """A whole programme of so many people, in a new file of that folder."""
    folder.mkdir()
    file, made = folder / "played.sqlite", list[Rough]()
    began = time.process_time()

    def stage(*given: Any) -> Rough:
        made.append(Rough(weather, *given))
        return made[0]

    with opened(file) as database:
        database.upgrade()
        options = Options(TEMPLATE, people, seed, None, folder)
        outcome = rehearse(options, database, on=stage)
        made[0].close()
        with database.reading(outcome.ended_at) as work:
            given_up = outbox.stuck(work)
            dead = {m.key for m in work.find(Outgoing, state="dead") if m.error == DISCARDED}
            counts, keys = outbox.counts(work), made[0].arrived_ever
            assert not given_up, [m.key for m, _ in given_up]
            coming = outbox.next_due(work)
            assert coming is None or coming > outcome.ended_at
            assert counts["sent"] + counts["pending"] + len(dead) == sum(counts.values()), counts
            assert dead <= keys.keys(), "given up, though it had not arrived"
            sent = (m.key for m in work.find(Outgoing, state="sent"))
            lost = sum(key not in keys for key in sent)
    return End(
        file=file,
        at=outcome.ended_at,
        people=outcome.people,
        messages=len(keys),
        lost=lost,
        misplaced=made[0].misplaced,
        twice=made[0].twice,
        cut=weather.met["cut"],
        asked=made[0].asked,
        met=weather.met,
        seconds=time.process_time() - began,
    )


def differences(one: End, other: End) -> dict[str, list[str]]:
    """The rows that only one of the two ends has, by table."""
    with (
        opened(one.file) as here,
        opened(other.file) as there,
        here.reading(one.at) as mine,
        there.reading(other.at) as theirs,
    ):
        return ledger.differences(mine, theirs)


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """A file of SQLite."""
    database = Database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        database.close()
