"""A moment: something to do at a time, once."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """`act` is done at `at`, unless that is past `until`; `about` is what it needs to know."""

    name: str
    at: datetime
    act: str
    about: tuple[int | str, ...] = ()
    until: datetime | None = None
