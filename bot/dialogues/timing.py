"""The form of a session: when, among hours that suit both or in one's own words, and where."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.calendar.when import moment
from bot.forms import Choose, Form, Given, Text, Wrong
from bot.message import Option, Run

_OTHER = "other"
_TYPED = "at:"


def chosen(answers: Mapping[str, Any]) -> datetime:
    """The moment that the answers to Plan give."""
    if answers["slot"] == _OTHER:
        return datetime.fromisoformat(answers["other"])
    return datetime.fromisoformat(answers["slot"].removeprefix(_TYPED))


def _slots(given: Given) -> tuple[Option, ...]:
    """The hours that suit both, each in the person's own time, and a way to say another."""
    voice = given.voice
    found = [
        Option(start.isoformat(), voice.moment(start)) for start in given.facts.get("slots", ())
    ]
    return (*found, Option(_OTHER, voice.words("plan.other-time")))


def _moment_meant(text: str, given: Given) -> str:
    """A date and time that people type, as kept: ISO, in UTC. Raises Wrong."""
    voice = given.voice
    start = _iso(text) or moment(text, given.now, voice.zone, voice.locale)
    if start is None:
        raise Wrong("no-such-moment")
    if start <= given.now:
        raise Wrong("moment-past", when=start)
    if start > given.now + timedelta(days=366):
        raise Wrong("moment-far")
    return start.isoformat()


def _iso(text: str) -> datetime | None:
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    return start if start.tzinfo else None


class _OwnTime(Text):
    """A moment in the person's own words, read back in full."""

    def show(self, value: Any, given: Given) -> tuple[Run, ...]:
        return (Run(given.voice.moment(datetime.fromisoformat(value))),)


class _Slot(Choose):
    """One of the hours that suit both, or at once another that is typed, kept after `at:`."""

    def read(self, text: str, given: Given) -> str:
        try:
            return super().read(text, given)
        except Wrong as none:
            try:
                return f"{_TYPED}{_moment_meant(text, given)}"
            except Wrong as wrong:
                raise (none if wrong.key == "no-such-moment" else wrong) from None

    def check(self, value: Any, given: Given) -> str:
        if str(value).startswith(_TYPED):
            return f"{_TYPED}{_moment_meant(str(value).removeprefix(_TYPED), given)}"
        return super().check(value, given)

    def show(self, value: Any, given: Given) -> tuple[Run, ...]:
        if str(value).startswith(_TYPED):
            start = datetime.fromisoformat(str(value).removeprefix(_TYPED))
            return (Run(given.voice.moment(start)),)
        return super().show(value, given)


class Plan(Form, name="plan"):
    """When and where to meet."""

    slot = _Slot(among=_slots)
    other = _OwnTime(at_most=80, when=lambda a: a.get("slot") == _OTHER, meaning=_moment_meant)
    place = Text(at_most=200, optional=True)
