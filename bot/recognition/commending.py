"""Thanking mentors' managers, with each mentor's consent: hours, themes, thanks, and nothing else.

Each mentor is asked in private, and may change their mind until the word leaves. A manager of
several mentors reads one message. Who said no is told to nobody: no answer is no.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.calendar.civil import civil
from bot.message import Attachment, Bullets, Buttons, Para, Run, Runs, plain
from bot.message import Part as Said
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.programme.template import plan_of
from bot.recognition.giving import part_of
from bot.recognition.record import Part, worked_on
from bot.scene import address_of, coordinators, voice_of
from bot.texts import Typed, Voice
from storage.nouns import Commendation, Enrolment, File, Person, Programme
from storage.work import Work

_ASKED_AFTER = timedelta(days=2)  # the closing poll comes first
_THINKS_AGAIN = timedelta(days=1)  # at least, from a yes to what follows
_INLINE = 3  # texts in one message to a coordinator; more come as a file


def teaching(work: Work, place: Enrolment) -> Part:
    """What somebody's place led to as a mentor."""
    part = part_of(work, place)
    if place.role == "both":
        return part
    pairs = tuple(pair for pair in part.pairs if pair.mentor_id == place.id)
    taught = {pair.id for pair in pairs}
    return Part(place, pairs, tuple(s for s in part.sessions if s.pair_id in taught))


def asked_at(work: Work, programme: Programme, place: Enrolment) -> datetime | None:
    """When a mentor is asked; never where there is nothing to thank for."""
    if plan_of(programme.plan).recognition.managers != "asked" or programme.state != "closing":
        return None
    if place.role == "mentee" or place.state == "left" or teaching(work, place).lacking:
        return None
    return programme.changed_at + _ASKED_AFTER


def ask(work: Work, key: str, programme: Programme, place: Enrolment) -> None:
    """Asks a mentor, once."""
    person = work.get(Person, place.person_id)
    if work.first(Commendation, enrolment_id=place.id) or address_of(work, person) is None:
        return
    days = timedelta(days=plan_of(programme.plan).recognition.wait_days)
    kept = work.add(
        Commendation(
            programme_id=programme.id,
            enrolment_id=place.id,
            asked_at=work.now,
            told_from=work.now + days,
        )
    )
    tell_by_day(work, key, person, asking(work, programme, kept, person))


def asking(
    work: Work, programme: Programme, kept: Commendation, person: Person
) -> tuple[Said, ...]:
    """The question, the very words that would leave, and both answers."""
    voice, place = voice_of(person, programme), work.get(Enrolment, kept.enrolment_id)
    manager = manager_of(work, person)
    known = manager is not None and address_of(work, manager) is not None
    name = Typed(manager.name if manager is not None else "")
    told = {"programme": Typed(programme.name), "name": name}
    return (
        voice.para("commend.ask.reached" if known else "commend.ask.by-coordination", None, **told),
        Para(_line(work, programme, place, voice), "hint"),
        voice.para("commend.ask.free", None, day=kept.told_from.date()),
        Buttons(
            (
                voice.button("commend.button.yes", f"commend:{kept.id}:yes", "primary"),
                voice.button("commend.button.no", f"commend:{kept.id}:no"),
            )
        ),
    )


def manager_of(work: Work, person: Person) -> Person | None:
    """Somebody's manager, where one is known and still there."""
    manager = None if person.manager_id is None else work.get(Person, person.manager_id)
    return manager if manager is not None and manager.erased_at is None else None


def _line(work: Work, programme: Programme, place: Enrolment, voice: Voice) -> Runs:
    """What is said of one mentor: sessions held, hours, themes."""
    part, person = teaching(work, place), work.get(Person, place.person_id)
    others = work.among(Enrolment, [*part.others])
    themes = worked_on(part, others, plan_of(programme.plan), voice.locale)
    length = voice.duration(sum(each.minutes for each in part.held))
    values = {"name": Typed(person.name), "length": length}
    if not themes:
        return voice.runs("commend.line", len(part.held), **values)
    about = voice.listed(themes)
    return voice.runs("commend.line.themes", len(part.held), themes=about, **values)


def words(
    work: Work, programme: Programme, places: Sequence[Enrolment], voice: Voice
) -> list[Said]:
    """What a manager reads, of one mentor or of several."""
    lines = [_line(work, programme, each, voice) for each in places]
    name = Typed(programme.name)
    return [
        voice.para("commend.manager.intro", len(places), programme=name),
        Bullets(tuple(lines)),
        voice.para("commend.manager.thanks", len(places)),
    ]


# ---------------------------------------------------------------- when it is told


@dataclass(frozen=True, slots=True)
class CommendingFacts:
    """A mentor's word, and whom it is about."""

    kept: Commendation
    place: Enrolment
    person: Person
    programme: Programme

    @property
    def subject(self) -> str:
        return f"commendation:{self.kept.id}"


def facts(work: Work, kept: Commendation) -> CommendingFacts:
    """All that a commendation's moments depend on."""
    place = work.get(Enrolment, kept.enrolment_id)
    person = work.get(Person, place.person_id)
    return CommendingFacts(kept, place, person, work.get(Programme, kept.programme_id))


def moments(f: CommendingFacts) -> list[Moment]:
    """The moment at which the manager hears, while the mentor agrees and nobody has."""
    due = leaves_at(f.kept)
    if due is None or f.place.state == "left" or f.person.erased_at is not None:
        return []
    # Named after the answer: whoever took it back and gave it again is heard again.
    name = f"tell-{f.kept.answered_at:%Y%m%d%H%M%S}"
    return [Moment(name, civil(due, f.programme.zone), "tell")]


def leaves_at(kept: Commendation) -> datetime | None:
    """From when the word may leave: never within a day of a yes; None while there is none to."""
    if not kept.agreed or kept.told_at is not None or kept.answered_at is None:
        return None
    return max(kept.told_from, kept.answered_at + _THINKS_AGAIN)


def _tell(work: Work, f: CommendingFacts, moment: Moment) -> None:
    """Writes to the manager of all their mentors at once, or hands texts to the coordinators."""
    manager = _reached(work, f.person)
    work.alone(f"commendation:{f.programme.id}")
    ready = [
        each
        for each in _ready(work, f.programme)
        if (found := _reached(work, each.person)) is manager
        or (found is not None and manager is not None and found.id == manager.id)
    ]
    if not ready:  # another's moment took it along
        return
    key = f"{f.subject}/{moment.name}"
    if manager is None:
        _hand_over(work, key, f.programme, ready)
    else:
        places = [each.place for each in ready]
        said = words(work, f.programme, places, voice_of(manager, f.programme))
        tell_by_day(work, key, manager, said)
    told_by = "coordination" if manager is None else "bot"
    for each in ready:
        work.change(each.kept, told_at=work.now, told_by=told_by, look_at=None)


def _reached(work: Work, person: Person) -> Person | None:
    """Somebody's manager, where the bot can write to them."""
    manager = manager_of(work, person)
    return manager if manager is not None and address_of(work, manager) is not None else None


def _ready(work: Work, programme: Programme) -> list[CommendingFacts]:
    """Those that may be told now, in the order of names."""
    found = [facts(work, each) for each in work.find(Commendation, programme_id=programme.id)]
    due = [each for each in found if any(m.at <= work.now for m in moments(each))]
    return sorted(due, key=lambda each: (each.person.name.casefold(), each.kept.id))


def _hand_over(
    work: Work, key: str, programme: Programme, ready: Sequence[CommendingFacts]
) -> None:
    """The texts, one for each manager, ready to be sent by a coordinator."""
    groups: dict[int, list[CommendingFacts]] = {}
    for each in ready:
        groups.setdefault(each.person.manager_id or -each.person.id, []).append(each)
    for person in coordinators(work, programme):
        voice = voice_of(person, programme)
        texts = [_text(work, programme, each, voice) for each in groups.values()]
        name = Typed(programme.name)
        opening = voice.para("commend.hand-over", len(texts), programme=name)
        parts: list[Said] = [opening]
        if len(texts) <= _INLINE:
            parts += [Para((Run(text, typed=True),)) for text in texts]
        else:
            file = work.add(
                File(
                    token=token_urlsafe(24),
                    name=f"{voice.words('commend.file')}-{programme.slug}.txt",
                    media_type="text/plain",
                    content="\n\n----\n\n".join(texts).encode(),
                    person_id=person.id,
                    at=work.now,
                )
            )
            parts.append(Attachment(file.token, file.name, file.media_type, ""))
        tell_by_day(work, f"{key}/{person.id}", person, parts)


def _text(work: Work, programme: Programme, group: Sequence[CommendingFacts], voice: Voice) -> str:
    """To whom, where that is known, then the words."""
    manager = manager_of(work, group[0].person)
    names = Typed(voice.listed(each.person.name for each in group))
    if manager is None:
        to = voice.words("commend.to.unknown", None, names=names)
    else:
        name = f"{manager.name} <{manager.email}>" if manager.email else manager.name
        to = voice.words("commend.to.known", None, manager=Typed(name))
    said = words(work, programme, [each.place for each in group], voice)
    return "\n\n".join([to, *(_plainly(each) for each in said)])


def _plainly(part: Said) -> str:
    if isinstance(part, Bullets):
        return "\n".join(f"– {plain(each)}" for each in part.items)
    return plain(part.runs) if isinstance(part, Para) else ""


ACTS = {"tell": _tell}
