"""What the bot notices, told once to the coordinators with what they can do about it."""

from typing import Any

from bot.message import Para, Part
from bot.moments.telling import tell_by_day
from bot.scene import coordinators, voice_of
from bot.texts import Typed
from storage.nouns import Notice, Programme
from storage.work import Work


def notice(
    work: Work,
    programme: Programme,
    key: str,
    subject: str,
    kind: str,
    names: list[str],
    days: int = 0,
) -> None:
    """Keeps a notice and tells every coordinator: what was seen, and what can be done."""
    facts: dict[str, Any] = {"names": names, "days": days}
    work.add(
        Notice(programme_id=programme.id, subject=subject, kind=kind, facts=facts, at=work.now)
    )
    for person in coordinators(work, programme):
        voice = voice_of(person, programme)
        who = Typed(voice.listed(names))
        parts: list[Part] = [voice.para(f"notice.{kind}", None, names=who, days=days)]
        if voice.knows(f"notice.{kind}.do"):
            parts.append(Para(voice.runs(f"notice.{kind}.do", None, names=who), "hint"))
        tell_by_day(work, f"{key}/{person.id}", person, parts)
