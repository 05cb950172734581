"""Making out a certificate from the facts as they are, and giving it as files.

It is made out once: asked for again it is the same, file for file, unless the facts have changed.
"""

from collections.abc import Iterator
from dataclasses import replace
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from bot.message import Attachment
from bot.programme.template import plan_of
from bot.recognition import certificate as page
from bot.recognition import picture
from bot.recognition.badge import badge
from bot.recognition.issuer import Issuer, issuer
from bot.recognition.record import Part, Record, record_data, record_from, span, worked_on
from bot.scene import coordinators
from bot.texts import Voice
from storage.nouns import Certificate, Enrolment, File, Pair, Person, Programme, Session
from storage.work import Work

ENDING = ("closing", "closed")  # the states in which certificates are given
_TOKEN = 12  # bytes: nobody guesses it, and it is short enough to be typed


def part_of(work: Work, enrolment: Enrolment) -> Part:
    """What somebody's place in a programme led to."""
    pairs = [
        *work.find(Pair, mentee_id=enrolment.id),
        *work.find(Pair, mentor_id=enrolment.id),
    ]
    sessions = work.among(Session, [pair.id for pair in pairs], by="pair_id")
    return Part(enrolment, tuple(pairs), tuple(sessions))


def kept_for(work: Work, enrolment: Enrolment) -> Certificate | None:
    """The certificate of a place, if it was ever asked for."""
    return work.first(Certificate, enrolment_id=enrolment.id)


def begun_for(work: Work, enrolment: Enrolment) -> Certificate:
    """The certificate of a place, begun when there is none."""
    work.alone(f"certificate:{enrolment.id}")
    return kept_for(work, enrolment) or work.add(
        Certificate(
            programme_id=enrolment.programme_id,
            enrolment_id=enrolment.id,
            token=token_urlsafe(_TOKEN),
            issued_at=work.now,
        )
    )


def give(work: Work, enrolment: Enrolment, part: Part, person: Person) -> list[Attachment]:
    """The certificate and, where there is somebody to sign it, the badge."""
    programme, who = work.get(Programme, enrolment.programme_id), issuer()
    certificate = begun_for(work, enrolment)
    record = _record(work, programme, part, person, who)
    record = replace(record, on=certificate.issued_at.astimezone(ZoneInfo(programme.zone)).date())
    if certificate.facts != record_data(record):
        today = work.now.astimezone(ZoneInfo(programme.zone)).date()
        record = replace(record, on=today)
        facts = record_data(record)
        certificate = work.change(certificate, facts=facts, issued_at=work.now)
    files = [*_files(certificate, record, programme, person, who)]
    given = [_kept(work, certificate, n, file, person) for n, file in enumerate(files)]
    tokens = [file.token for file in given]
    certificate = work.change(certificate, files=tokens)
    if certificate.given_at is None:
        work.change(certificate, given_at=work.now, look_at=None)
    voice = Voice(record.locale)
    alts = (voice.words("certificate.alt"), voice.words("badge.alt"))
    return [
        Attachment(file.token, file.name, file.media_type, alt)
        for file, alt in zip(given, alts, strict=False)
    ]


def told(certificate: Certificate) -> Record | None:
    """What a certificate says; None when it was never made out, or was erased."""
    return record_from(certificate.facts) if certificate.facts else None


def _record(work: Work, programme: Programme, part: Part, person: Person, who: Issuer) -> Record:
    first, last = span(part, programme)
    others = work.among(Enrolment, [*part.others])
    names = sorted(each.name for each in coordinators(work, programme) if each.erased_at is None)
    return Record(
        name=person.name,
        role=part.enrolment.role,
        programme=programme.name,
        organisation=who.name,
        first=first,
        last=last,
        sessions=len(part.held),
        minutes=sum(each.minutes for each in part.held),
        others=len(others),
        themes=worked_on(part, others, plan_of(programme.plan), person.locale),
        coordinators=tuple(names),
        on=last,
        locale=person.locale,
    )


def _files(
    certificate: Certificate, record: Record, programme: Programme, person: Person, who: Issuer
) -> Iterator[tuple[str, str, bytes]]:
    """A name, a kind and the bytes of each file."""
    voice = Voice(record.locale)
    check_at = who.at(certificate.token) if who.public_url else ""
    name = f"{voice.words('certificate.file')}-{programme.slug}.pdf"
    yield name, page.MEDIA_TYPE, page.pdf_of(record, check_at)
    if who.signs:
        token = badge(certificate, record, person.email or "", who)
        yield f"badge-{programme.slug}.png", picture.MEDIA_TYPE, picture.picture(record, token)


def _kept(
    work: Work, certificate: Certificate, n: int, file: tuple[str, str, bytes], person: Person
) -> File:
    """The file that was given before, as it is now; else a new one."""
    name, media_type, content = file
    known = certificate.files[n : n + 1]
    found = work.first(File, token=known[0]) if known else None
    if found is None:
        return work.add(
            File(
                token=token_urlsafe(24),
                name=name,
                media_type=media_type,
                content=content,
                person_id=person.id,
                at=work.now,
            )
        )
    if (found.name, found.content) == (name, content):
        return found
    return work.change(found, name=name, media_type=media_type, content=content)
