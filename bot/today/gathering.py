"""The workshops of the coming week, and those whose attendance nobody has noted."""

from collections import Counter
from datetime import datetime, timedelta

from bot.dialogues.workshops import in_words_of
from bot.message import Button
from bot.programme.template import plan_of
from bot.texts import Typed, Voice
from bot.today.line import Line
from storage.nouns import Attendance, Programme, Workshop
from storage.work import Work

_WEEK = timedelta(days=7)


def lines(work: Work, programme: Programme, voice: Voice) -> list[Line]:
    """One line for each workshop that is near, before or after, soonest first."""
    if programme.state == "draft":
        return []
    now = work.now
    found = work.find(Workshop, programme_id=programme.id)
    near = [each for each in found if each.state != "cancelled" and _near(each, now)]
    places = work.among(Attendance, [each.id for each in near], by="workshop_id") if near else []
    told: list[Line] = []
    for each in sorted(near, key=lambda one: one.starts_at):
        mine = [place for place in places if place.workshop_id == each.id]
        title = Typed(in_words_of(each, plan_of(programme.plan), voice).title)
        see = Button(voice.words("today.see"), f"within:{programme.id}:command:workshop:{each.key}")
        if each.starts_at > now:
            counts = Counter(place.answer for place in mine)
            state = voice.words(
                "command.workshop.planned", counts["yes"], no=counts["no"], silent=counts[""]
            )
            runs = voice.runs("today.workshop", None, title=title, when=each.starts_at, state=state)
            told.append(Line(runs, (see,)))
        elif any(place.answer == "yes" for place in mine) and not any(
            place.attended for place in mine
        ):
            runs = voice.runs("today.attended", None, title=title, when=each.starts_at)
            action = f"within:{programme.id}:command:workshop:{each.key}:attended:all"
            told.append(Line(runs, (voice.button("today.all-came", action, "primary"), see)))
    return told


def _near(each: Workshop, now: datetime) -> bool:
    return -_WEEK <= each.starts_at - now <= _WEEK
