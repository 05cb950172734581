"""What people are told when a proposal is put to them, and whatever becomes of it.

Before both said yes nobody's e-mail or phone is shown, not even one typed into an answer. Why
somebody said no is never told to the other.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.calendar.civil import civil
from bot.dialogues.asking import FORM, Asked
from bot.forms import Given, next_field
from bot.forms.field import typed
from bot.forms.views import turn
from bot.message import Bullets, Buttons, Facts, Message, Para, Part, Run, Runs, to_data
from bot.pairing.candidates import Pool, statements
from bot.pairing.exchanges import in_return, teach_each_other
from bot.pairing.explain import topic_names
from bot.pairing.week import in_words
from bot.scene import address_of, voice_of
from bot.texts import Typed, Voice
from storage import outbox
from storage.nouns import Draft, Enquiry, Enrolment, Person, Programme, Proposal
from storage.work import Work

_CONTACT = re.compile(r"\S+@\S+\.\S+|(?:\+|00|\b0)[\d\s./()-]{7,}\d")
NEWS = timedelta(days=7)  # after which whoever was left without a pair hears again


def subject_of(enquiry: Enquiry) -> str:
    """What the form that asks is about."""
    return f"enquiry:{enquiry.id}"


def facts_of(enquiry: Enquiry, other: Person) -> dict[str, Any]:
    """What the form that asks depends on."""
    return {
        "role": enquiry.role,
        "question": enquiry.question,
        "name": Typed(_first(other)),
    }


def ask(
    work: Work, pool: Pool, proposal: Proposal, enquiry: Enquiry, *, due: datetime | None = None
) -> bool:
    """Puts the proposal to one of its two people; False when nobody can be reached."""
    voice = voice_of(pool.person(enquiry.enrolment_id), pool.programme)
    parts = _proposal(voice, pool, proposal, enquiry)
    key = f"{subject_of(enquiry)}/asked"
    return ask_with(work, key, pool.programme, enquiry, parts, due=due)


def ask_with(
    work: Work,
    key: str,
    programme: Programme,
    enquiry: Enquiry,
    parts: Sequence[Part],
    *,
    due: datetime | None = None,
) -> bool:
    """Says something and asks for their word; False when nobody can be reached."""
    person, other = _person(work, enquiry.enrolment_id), _person(work, enquiry.other_id)
    draft, voice = _question(work, enquiry, person), voice_of(person, programme)
    given = Given(voice, work.now, programme.plan, facts_of(enquiry, other))
    field = next_field(Asked, draft, given)
    address = address_of(work, person)
    if address is None or field is None:
        return False
    told = Message((*parts, *turn(Asked, field, draft, given).parts))
    outbox.post(work, key, address.id, to_data(told), due=due or civil(work.now, person.zone))
    return True


def _question(work: Work, enquiry: Enquiry, person: Person) -> Draft:
    kept: dict[str, Any] = {"person_id": person.id, "form": FORM, "state": "open"}
    kept["subject"] = subject_of(enquiry)
    return work.first(Draft, **kept) or work.add(
        Draft(
            **kept,
            programme_id=enquiry.programme_id,
            created_at=work.now,
            changed_at=work.now,
        )
    )


def _proposal(voice: Voice, pool: Pool, proposal: Proposal, enquiry: Enquiry) -> tuple[Part, ...]:
    """Who the other is, why these two, and until when to say."""
    me, other = pool.person(enquiry.enrolment_id), pool.person(enquiry.other_id)
    name, theirs = Typed(_first(other)), "mentor" if enquiry.role == "mentee" else "mentee"
    exchange = teach_each_other(pool, enquiry.enrolment_id, enquiry.other_id)
    opening = f"pairing.asked.to-{'each' if exchange else enquiry.role}"
    about = "pairing.intro.teaches" if theirs == "mentor" else "pairing.intro.wants"
    said = statements(pool.enrolments[enquiry.other_id], theirs)
    parts: list[Part] = [
        voice.title("pairing.asked.title"),
        voice.para(opening, None, me=Typed(_first(me)), other=Typed(other.name)),
        voice.para(about, None, name=name),
        Bullets(tuple(typed(without_contacts(each)) for each in said)),
    ]
    if exchange:
        parts += in_return(voice, pool, enquiry.other_id, theirs, without_contacts)
    met = [
        voice.runs(
            "pairing.told.met",
            None,
            need=Typed(without_contacts(need["need"])),
            skill=Typed(without_contacts(need["skill"])),
        )
        for need in (*proposal.why.get("needs", ()), *proposal.why.get("returns", ()))
        if need["skill"]
    ]
    if met:
        parts += [voice.para("pairing.asked.why"), Bullets(tuple(met))]
    rows = _in_common(voice, pool, proposal)
    if rows:
        parts.append(Facts(rows))
    parts.append(voice.hint("pairing.asked.until", None, until=enquiry.until, name=name))
    return tuple(parts)


def _in_common(voice: Voice, pool: Pool, proposal: Proposal) -> tuple[tuple[str, Runs], ...]:
    rows: list[tuple[str, Runs]] = []
    topics = topic_names(voice, pool, proposal.why.get("topics", ()))
    if topics:
        rows.append((voice.words("pairing.fact.topics"), (Run(voice.listed(topics)),)))
    hours = proposal.why.get("hours", ())
    if hours:
        free = in_words(voice, hours, pool.programme.starts_on)
        rows.append((voice.words("pairing.fact.hours"), (Run(free),)))
    return tuple(rows)


def without_contacts(text: str) -> str:
    """Words that somebody typed, without any e-mail or phone in them."""
    return _CONTACT.sub("…", text)


# ---------------------------------------------------------------- what became of it


def tell(work: Work, programme: Programme, enquiry: Enquiry, what: str) -> None:
    """Says to whoever was asked what became of it: `lapsed`, `full`, `withdrawn` or `other`."""
    person, other = _person(work, enquiry.enrolment_id), _person(work, enquiry.other_id)
    voice, name = voice_of(person, programme), Typed(other.name)
    match what:
        case "full" if enquiry.role == "mentor":
            told = voice.para("pairing.asked.full-mentor", None, name=name)
        case "full":
            told = voice.para("pairing.asked.full", None, name=name)
        case "lapsed":
            told = voice.para("pairing.asked.lapsed", None, name=name)
        case "other":
            told = voice.para("pairing.asked.other", None, name=name)
        case _:
            told = voice.para("pairing.asked.withdrawn", None, name=name)
    parts: list[Part] = [told]
    if what == "lapsed":
        still = voice.button("pairing.asked.still", f"enquiry-still:{enquiry.id}", "primary")
        parts.append(Buttons((still,)))
    if enquiry.role == "mentee" and what in ("lapsed", "withdrawn"):
        day = (work.now + NEWS).date()
        parts.insert(1, voice.hint("pairing.asked.news-by", None, day=day))
    elif what != "lapsed" and enquiry.role == "mentor":
        both_ways = work.get(Enrolment, enquiry.enrolment_id).role == "both"
        parts.append(voice.hint(f"pairing.asked.{'each' if both_ways else 'mentor'}-next"))
    _post(work, f"{subject_of(enquiry)}/{what}", person, parts)


def thank(work: Work, programme: Programme, enquiry: Enquiry) -> None:
    """Says to somebody who left half-way that the no they had given is kept."""
    person = _person(work, enquiry.enrolment_id)
    told = voice_of(person, programme).para("enquiry.declined")
    _post(work, f"{subject_of(enquiry)}/declined", person, (told,))


def tell_unasked(work: Work, programme: Programme, closed: Enquiry) -> None:
    """Says to somebody who only had a question to answer that nothing comes of it this time."""
    person, other = _person(work, closed.other_id), _person(work, closed.enrolment_id)
    if work.get(Enrolment, closed.other_id).state == "active":
        told = voice_of(person, programme).para("pairing.asked.other", None, name=Typed(other.name))
        _post(work, f"{subject_of(closed)}/unasked", person, (told,))


def tell_left(work: Work, pool: Pool, mentee: Enrolment, closed: Enquiry) -> None:
    """Says to a mentee that there is nobody more for now: why, what comes next, and when."""
    person = pool.people[mentee.person_id]
    voice = voice_of(person, pool.programme)
    own = closed.enrolment_id == mentee.id and closed.state == "declined"
    key = "pairing.asked.left-declined" if own else "pairing.asked.left"
    if closed.reason == "full" and closed.state == "withdrawn":
        key = "pairing.asked.left-full"
    if mentee.role == "both":
        key += "-each"
    parts = (
        voice.para(key),
        voice.para("pairing.asked.left-next", None, day=(work.now + NEWS).date()),
        Buttons((voice.button("pairing.button.answers", "answers"),)),
    )
    _post(work, f"{subject_of(closed)}/left", person, parts)


def tell_news(work: Work, programme: Programme, closed: Enquiry, mentee: Enrolment) -> None:
    """A week later, to a mentee who is still without anybody: what was promised is kept."""
    person = work.get(Person, mentee.person_id)
    voice = voice_of(person, programme)
    parts: tuple[Part, ...] = (
        voice.para("pairing.asked.news", None, name=Typed(_first(person))),
        Buttons((voice.button("pairing.button.answers", "answers"),)),
    )
    _post(work, f"{subject_of(closed)}/news", person, parts)


def remind(work: Work, programme: Programme, enquiry: Enquiry) -> None:
    """Half-way, asks once more; whoever waits for an answer to their question may decide anyway."""
    person, other = _person(work, enquiry.enrolment_id), _person(work, enquiry.other_id)
    voice, name = voice_of(person, programme), Typed(other.name)
    if enquiry.question == "asked":
        told = voice.para("pairing.asked.remind-question", None, name=name, until=enquiry.until)
    else:
        told = voice.para("pairing.asked.remind", None, name=name, until=enquiry.until)
    key = f"{subject_of(enquiry)}/half-{enquiry.until:%Y%m%d%H%M}"
    ask_with(work, key, programme, enquiry, (told,))


def tell_recorded(work: Work, programme: Programme, enquiry: Enquiry, by: Person) -> None:
    """Says to somebody that a coordinator answered in their name."""
    person, other = _person(work, enquiry.enrolment_id), _person(work, enquiry.other_id)
    names = {"name": Typed(other.name), "who": Typed(by.name)}
    told = voice_of(person, programme).para("pairing.asked.recorded", None, **names)
    _post(work, f"{subject_of(enquiry)}/recorded", person, (told,))


def relay(work: Work, draft: Draft, person: Person, parts: Sequence[Part], text: str) -> bool:
    """Gives somebody's words to the other; they are erased once they arrived."""
    address = address_of(work, person)
    if address is None:
        return False
    first, *rest = parts
    told = Message((first, quoted(text), *rest))
    due = civil(work.now, person.zone)
    outbox.post(work, outbox.fleeting(draft), address.id, to_data(told), due=due)
    return True


def quoted(text: str) -> Para:
    """Somebody's words, as data, without any way to reach them."""
    return Para((Run(without_contacts(text), typed=True),), "quote")


def _post(work: Work, key: str, person: Person, parts: Sequence[Part]) -> None:
    address = address_of(work, person)
    if address is not None:
        due = civil(work.now, person.zone)
        outbox.post(work, key, address.id, to_data(Message(tuple(parts))), due=due)


def _person(work: Work, enrolment_id: int) -> Person:
    return work.get(Person, work.get(Enrolment, enrolment_id).person_id)


def _first(person: Person) -> str:
    return next(iter(person.name.split()), person.name)
