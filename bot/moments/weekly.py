"""On Mondays, what the week brought, to whoever coordinates and wants to read it.

A week that brought nothing is said in a line, and every other week at most.
"""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.civil import on
from bot.message import Bullets, Buttons, Part
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.programme.lifecycle import dates
from bot.programme.template import plan_of
from bot.scene import voice_of
from bot.texts import Typed
from bot.today.week import counts, lines
from storage.nouns import Coordination, Person, Programme
from storage.work import Work

WEEKLY = "weekly"
_AT = time(9)
_AFTER = timedelta(days=60)  # a programme that nobody ends is not told of for ever
_NEWS = timedelta(days=1)


def readers(work: Work, programme: Programme) -> list[Person]:
    """Who wants to read it, whatever their right: it names nobody."""
    places = work.find(Coordination, programme_id=programme.id)
    return work.among(Person, [each.person_id for each in places if each.weekly])


def moments(programme: Programme) -> list[Moment]:
    """Every Monday of a programme, from the one that follows its making."""
    if programme.state == "draft":
        return []
    begun = programme.created_at.astimezone(ZoneInfo(programme.zone)).date()
    last = dates(plan_of(programme.plan), programme.starts_on)["closed"] + _AFTER
    first = begun + timedelta(days=7 - begun.weekday())
    found = []
    for number in range(max(0, (last - first).days // 7 + 1)):
        day = first + timedelta(weeks=number)
        at = on(day, _AT, programme.zone)
        found.append(Moment(f"{WEEKLY}-{day}", at, WEEKLY, (day.isoformat(),), at + _NEWS))
    return found


def tell(work: Work, programme: Programme, moment: Moment) -> None:
    """Tells each reader, in their own language and in their day."""
    found = counts(work, programme, moment.at)
    even = date.fromisoformat(str(moment.about[0])).isocalendar().week % 2 == 0
    if not any(found.values()) and not even:
        return
    for person in readers(work, programme):
        voice, name = voice_of(person, programme), Typed(programme.name)
        stop = voice.button("week.stop", f"weekly:{programme.id}:off")
        day = voice.button("command.button.today", "command:today", "primary")
        said = lines(voice, found)
        parts: list[Part] = (
            [voice.title("week.title", programme=name), Bullets(tuple(said)), Buttons((day, stop))]
            if said
            else [voice.para("week.quiet", None, programme=name), Buttons((stop,))]
        )
        key = f"programme:{programme.id}/{moment.name}/{person.id}"
        tell_by_day(work, key, person, parts)
