"""What becomes due for certificates that a coordinator sends: each arrives in its reader's day."""

from dataclasses import dataclass

from bot.calendar.civil import civil
from bot.message import Part as Said
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.recognition.giving import ENDING, give, part_of
from bot.recognition.record import Part
from bot.scene import voice_of
from bot.texts import Typed, Voice
from storage.nouns import Certificate, Enrolment, Person, Programme
from storage.work import Work

AT_ONCE = 5  # in one transaction: drawing one takes up to a tenth of a second


@dataclass(frozen=True, slots=True)
class SendingFacts:
    """A certificate, and whom it is for."""

    certificate: Certificate
    part: Part
    person: Person
    programme: Programme

    @property
    def subject(self) -> str:
        return f"certificate:{self.certificate.id}"


def facts(work: Work, certificate: Certificate) -> SendingFacts:
    """All that a certificate's moments depend on."""
    enrolment = work.get(Enrolment, certificate.enrolment_id)
    return SendingFacts(
        certificate,
        part_of(work, enrolment),
        work.get(Person, enrolment.person_id),
        work.get(Programme, certificate.programme_id),
    )


def moments(f: SendingFacts) -> list[Moment]:
    """The moment at which it is sent, while nobody has it and it is deserved."""
    kept = f.certificate
    if kept.given_at is not None or kept.revoked_at is not None or f.part.lacking:
        return []
    if f.programme.state not in ENDING or f.person.erased_at is not None:
        return []
    return [Moment("send", civil(kept.issued_at, f.person.zone), "send")]


def presented(voice: Voice, programme: Programme, part: Part, files: list[Said]) -> list[Said]:
    """A certificate with its words: what it says, then what a badge is for."""
    held = len(part.held)
    said: list[Said] = [
        voice.para("certificate.here", held, programme=Typed(programme.name)),
    ]
    if len(files) > 1:
        said.append(voice.hint("certificate.badge"))
    return [*said, *files]


def _send(work: Work, f: SendingFacts, moment: Moment) -> None:
    files: list[Said] = [*give(work, f.part.enrolment, f.part, f.person)]
    voice = voice_of(f.person, f.programme)
    tell_by_day(
        work, f"{f.subject}/{moment.name}", f.person, presented(voice, f.programme, f.part, files)
    )


ACTS = {"send": _send}
