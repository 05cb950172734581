"""What the people of a circle are told about it: who, when, and what changed."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from bot.circles.around import Around, Seat, around, look_again, meetings_of, tell
from bot.message import Bullets, Button, Buttons, Facts, Part, Run, Runs
from bot.texts import Voice
from storage.nouns import Circle, Meeting, Programme
from storage.work import Work


def introduce(work: Work, key: str, whole: Around) -> int:
    """Tells everybody who is in their circle and when it meets; how many were told."""
    return sum(tell(work, key, seat, letter(work, whole, seat)) for seat in whole.there)


def letter(work: Work, whole: Around, seat: Seat) -> list[Part]:
    """A circle as one of its people is told of it, and how to read it again."""
    see = seat.voice.button("button.circle", f"circle:{whole.circle.id}")
    return [*about(work, whole, seat), Buttons((see, *buttons(seat.voice, whole)))]


def about(work: Work, whole: Around, seat: Seat) -> list[Part]:
    """Who is in a circle, what for, when and where."""
    voice = seat.voice
    others = whole.others(seat)
    parts: list[Part] = [voice.title("circle.title", title=whole.title(voice))]
    if others:
        parts.append(voice.para("circle.with", None, names=whole.listed(voice, others)))
    else:
        parts.append(voice.para("circle.nobody-else"))
    parts.append(voice.para(f"circle.about.{whole.kind.kind}"))
    return [*parts, *dates(voice, whole, ahead(work, whole))]


def dates(voice: Voice, whole: Around, meetings: Sequence[Meeting]) -> list[Part]:
    """When a circle meets, where, and what happens there."""
    if not meetings:
        return [voice.hint("circle.no-date")]
    told: list[Runs] = [voice.span(each.starts_at, each.minutes) for each in meetings]
    return [voice.para("circle.dates"), Bullets(tuple(told)), *agenda(voice, whole)]


def agenda(voice: Voice, whole: Around) -> list[Part]:
    """Where a circle meets, and in what order things happen."""
    parts: list[Part] = []
    kind = whole.kind
    if kind.place is not None:
        where = (Run(kind.place.of(voice.locale), typed=True),)
        parts.append(Facts(((voice.words("workshop.where"), where),)))
    if kind.agenda is not None:
        items = kind.agenda.of(voice.locale)
        parts.append(voice.hint("circle.agenda"))
        parts.append(Bullets(tuple((Run(item, typed=True),) for item in items)))
    return parts


def buttons(voice: Voice, whole: Around) -> tuple[Button, ...]:
    """What its people can do at any time."""
    if whole.kind.kind != "supervision":
        return ()
    return (voice.button("circle.button.dilemma", f"dilemma:{whole.circle.id}"),)


def ahead(work: Work, whole: Around) -> list[Meeting]:
    """The meetings of a circle that are still to come."""
    found = meetings_of(work, whole.circle)
    return [each for each in found if each.state == "planned" and each.starts_at > work.now]


def joined(work: Work, key: str, whole: Around, seat: Seat) -> None:
    """Somebody came in: they read about their circle, the others who it is."""
    tell(work, key, seat, letter(work, whole, seat))
    for other in whole.others(seat):
        told = other.voice.para(
            "circle.joined", None, name=seat.name, title=whole.title(other.voice)
        )
        tell(work, f"{key}/joined", other, (told,))


def went(work: Work, key: str, whole: Around, gone: Seat) -> None:
    """Somebody is no longer in it: the others hear it."""
    for other in whole.others(gone):
        told = other.voice.para("circle.went", None, name=gone.name, title=whole.title(other.voice))
        tell(work, f"{key}/went", other, (told,))


def dissolved(work: Work, key: str, whole: Around) -> int:
    """The circle meets no more; how many were told."""
    count = 0
    for seat in whole.seats:
        told = seat.voice.para("circle.dissolved", None, title=whole.title(seat.voice))
        count += tell(work, key, seat, (told,))
    return count


def move_meetings(work: Work, key: str, programme: Programme, by: timedelta) -> None:
    """Moves the meetings to come with the start of the programme; their circles hear the dates."""
    zone = ZoneInfo(programme.zone)
    for circle in work.find(Circle, programme_id=programme.id, state="active"):
        whole = around(work, circle, programme)
        for each in ahead(work, whole):
            # By the clock on the wall: an hour does not change with the season.
            local = each.starts_at.astimezone(zone).replace(tzinfo=None) + by
            at = local.replace(tzinfo=zone).astimezone(UTC)
            work.change(each, starts_at=at, sequence=each.sequence + 1)
        moved = ahead(work, whole)
        if not moved:
            continue
        look_again(work, circle)
        for seat in whole.there:
            told = seat.voice.para("circle.dates-moved", None, title=whole.title(seat.voice))
            spans = tuple(seat.voice.span(each.starts_at, each.minutes) for each in moved)
            tell(work, f"{key}/dates-{circle.id}", seat, (told, Bullets(spans)))
