"""What the bot notices, told once to the coordinators with what they can do about it.

It is told in the channel where they gather, once for all of them; else to each in private, as is
always a person's wish to talk to them: which a coordinator who is of their pair does not learn.
What the buttons do is in `bot.commands.noticed`.
"""

from typing import Any

from bot.calendar.civil import civil
from bot.channels import channel_of, voice_in
from bot.message import Buttons, Message, Para, Part, Runs, to_data
from bot.moments.telling import tell_by_day
from bot.rights import COORDINATOR, may
from bot.scene import coordinators, post, voice_of
from bot.texts import Typed, Voice
from storage import outbox
from storage.nouns import Address, Enrolment, Notice, Pair, Person, Programme
from storage.work import Work

_PRIVATE = ("asks-for-help", "mediation-wanted")
OF_PAIR = ("silent", "cancellations", "moves", "unconfirmed")  # what is noticed of a pair at work
# What can be done about each kind of notice, at a press.
OFFERS = {
    "silent": ("remind", "other-pair", "done"),
    "cancellations": ("remind", "done"),
    "moves": ("remind", "done"),
    "unconfirmed": ("held", "missed"),
    "pair-ended": ("rematch", "done"),
    "undelivered": ("again", "discard", "done"),
    "coordinator-lost-owner": ("take-over",),
    "proposal-stuck": ("rematch", "done"),
    "proposal-silent": ("rematch", "done"),
}


def notice(
    work: Work,
    programme: Programme,
    key: str,
    subject: str,
    kind: str,
    names: list[str],
    days: int = 0,
    **more: Any,
) -> Notice:
    """Keeps a notice and tells the coordinators: what was seen, and what can be done."""
    facts: dict[str, Any] = {"names": names, "days": days, **more}
    kept = work.add(
        Notice(programme_id=programme.id, subject=subject, kind=kind, facts=facts, at=work.now)
    )
    channel = shared_in(work, programme, kept)
    if channel is not None:
        told = to_data(Message(tuple(_told(voice_in(programme), kept))))
        due = civil(work.now, programme.zone)
        outbox.post(work, f"{key}/channel", channel.id, told, due=due)
        return kept
    for person in coordinators(work, programme):
        if not kept_from(work, kept, person):
            told_to = _told(voice_of(person, programme), kept)
            tell_by_day(work, f"{key}/{person.id}", person, told_to)
    return kept


def kept_from(work: Work, each: Notice, person: Person) -> bool:
    """Whether a notice is private, and about them or one of their pairs, or they only read."""
    if each.kind not in _PRIVATE:
        return False
    if not may(work, person, work.get(Programme, each.programme_id), COORDINATOR):
        return True
    mine = work.first(Enrolment, person_id=person.id, programme_id=each.programme_id)
    if mine is None:
        return False
    taught = [pair.mentee_id for pair in work.find(Pair, mentor_id=mine.id)]
    teaching = [pair.mentor_id for pair in work.find(Pair, mentee_id=mine.id)]
    return each.subject in {f"enrolment:{one}" for one in (mine.id, *taught, *teaching)}


def shared_in(work: Work, programme: Programme, each: Notice) -> Address | None:
    """The channel in which all the coordinators hear of a notice; None when it is private."""
    return None if each.kind in _PRIVATE else channel_of(work, programme, "coordinators")


def names_in(voice: Voice, each: Notice) -> Typed:
    """Whom a notice is about."""
    return Typed(voice.listed(str(name) for name in each.facts.get("names", ())))


def line(voice: Voice, each: Notice) -> Runs:
    """What was noticed, in a sentence."""
    keys = (f"command.status.notice-{each.kind}", f"notice.{each.kind}", "command.status.notice")
    key = next(key for key in keys if voice.knows(key))
    told = {name: Typed(value) for name, value in each.facts.items() if isinstance(value, str)}
    days = each.facts.get("days", 0)
    return voice.runs(key, None, **told | {"names": names_in(voice, each)}, days=days)


def offered(voice: Voice, each: Notice) -> Buttons:
    """What can be done about a notice; all plain, as several people may press in turn."""
    acts = OFFERS.get(each.kind, ("done",))
    return Buttons(
        tuple(voice.button(f"notice.do.{act}", f"notice:{each.id}:{act}") for act in acts)
    )


def settle(work: Work, programme: Programme, key: str, each: Notice, by: Person, how: str) -> None:
    """Keeps who dealt with a notice; those who read of it in their channel learn that in a line."""
    work.change(each, state="handled", handled_by=by.id, handled_at=work.now)
    share(work, programme, key, each, by, how)


def over(
    work: Work, subject: str, *kinds: str, since: str = "", session: int | None = None
) -> None:
    """What was noticed about that, of these kinds or of any, is no longer so and waits for nobody.

    Given what happened `since`, whoever heard of it in the coordinators' channel hears that too.
    Given a `session`, what was noticed about another one stays.
    """
    for each in work.find(Notice, subject=subject, state="open"):
        concerned = session is None or each.facts.get("session", session) == session
        if concerned and (not kinds or each.kind in kinds):
            work.change(each, state="handled", handled_at=work.now)
            if since:
                _share_news(work, each, since)


def share(work: Work, programme: Programme, key: str, each: Notice, by: Person, how: str) -> None:
    """Says in the coordinators' channel what one of them did about a notice."""
    channel = shared_in(work, programme, each)
    if channel is not None:
        voice = voice_in(programme)
        names, who = names_in(voice, each), Typed(by.name)
        told = voice.para(f"notice.done.{how}", None, names=names, who=who)
        post(work, f"{key}/shared", channel, (told,))


def _share_news(work: Work, each: Notice, since: str) -> None:
    programme = work.get(Programme, each.programme_id)
    channel = shared_in(work, programme, each)
    if channel is not None:
        voice = voice_in(programme)
        told = voice.para(f"notice.over.{since}", None, names=names_in(voice, each))
        due = civil(work.now, programme.zone)
        post(work, f"notice:{each.id}/over", channel, (told,), due=due)


def _told(voice: Voice, each: Notice) -> list[Part]:
    who, days = names_in(voice, each), each.facts["days"]
    parts: list[Part] = [voice.para(f"notice.{each.kind}", None, names=who, days=days)]
    if voice.knows(f"notice.{each.kind}.do"):
        asked = Typed(each.facts.get("asked", ""))
        told = voice.runs(f"notice.{each.kind}.do", None, names=who, asked=asked)
        parts.append(Para(told, "hint"))
    return [*parts, offered(voice, each)]
