"""The story of a played programme, for somebody reading a terminal."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from adapters.rehearsal.figures import Counts
from bot.pairs.both import both, sessions_of
from bot.texts import Voice
from storage.nouns import Enrolment, Notice, Pair, Person, Programme, Proposal
from storage.work import Work

_SHOWN = 6


def tell(
    work: Work, programme: Programme, counts: Counts, report: Path | None, voice: Voice
) -> tuple[str, ...]:
    """The story in short lines; a line that starts with `# ` opens a chapter."""
    pairs = work.find(Pair, programme_id=programme.id)
    lines = [
        f"# {programme.name}",
        *_sign_ups(work, programme, counts, voice),
        *_pairs(work, programme, pairs, counts, voice),
        *_sessions(counts, voice),
        *_polls(counts, voice),
        *_noticed(work, programme, voice),
    ]
    if report is not None:
        lines += [f"# {voice.words('rehearsal.report')}", str(report)]
    return tuple(lines)


def _sign_ups(work: Work, programme: Programme, counts: Counts, voice: Voice) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.sign-ups')}"
    yield voice.words(
        "rehearsal.signed-up", counts.people, mentees=counts.mentees, mentors=counts.mentors
    )
    for enrolment in work.find(Enrolment, programme_id=programme.id)[:_SHOWN]:
        person = work.get(Person, enrolment.person_id)
        wanted = enrolment.answers.get("objectives") or enrolment.answers.get("skills") or [""]
        role = "teaches" if enrolment.role == "mentor" else "learns"
        yield "  · " + voice.words(f"rehearsal.{role}", None, name=person.name, what=wanted[0])
    more = counts.people - _SHOWN
    if more > 0:
        yield "  " + voice.words("rehearsal.more", more)


def _pairs(
    work: Work, programme: Programme, pairs: list[Pair], counts: Counts, voice: Voice
) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.pairs')}"
    yield voice.words("rehearsal.paired", counts.pairs)
    for pair in pairs[:_SHOWN]:
        whole = both(work, pair, programme)
        names = f"{whole.mentee.person.name} ↔ {whole.mentor.person.name}"
        reason = why(work.first(Proposal, id=pair.proposal_id or 0), voice)
        held = sum(session.state == "held" for session in sessions_of(work, pair))
        told = [names, *reason, voice.words("rehearsal.held-by-pair", held)]
        yield "  · " + " · ".join(told)
    if counts.pairs > _SHOWN:
        yield "  " + voice.words("rehearsal.more-pairs", counts.pairs - _SHOWN)
    if counts.unmatched:
        yield voice.words("rehearsal.unmatched", counts.unmatched)


def why(proposal: Proposal | None, voice: Voice) -> tuple[str, ...]:
    """The need that weighs most beside the skill that meets it; nothing when either is unsaid."""
    needs = proposal.why.get("needs", ()) if proposal is not None else ()
    told = [each for each in needs if each.get("need") and each.get("skill")]
    if not told:
        return ()
    most = max(told, key=lambda each: float(each.get("share", 0)))
    return (voice.words("rehearsal.why", None, need=most["need"], skill=most["skill"]),)


def _sessions(counts: Counts, voice: Voice) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.sessions')}"
    yield voice.words("rehearsal.session-figures", None, **counts.sessions)


def _polls(counts: Counts, voice: Voice) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.polls')}"
    share = (
        round(100 * counts.polls["answered"] / counts.polls["sent"]) if counts.polls["sent"] else 0
    )
    yield voice.words("rehearsal.poll-figures", None, **counts.polls, share=share)
    yield voice.words("rehearsal.messages", counts.messages)


def _noticed(work: Work, programme: Programme, voice: Voice) -> Iterable[str]:
    notices = work.find(Notice, programme_id=programme.id)
    yield f"# {voice.words('rehearsal.noticed')}"
    if not notices:
        yield voice.words("rehearsal.nothing-noticed")
    for kind, times in sorted(Counter(notice.kind for notice in notices).items()):
        yield "  · " + voice.words(f"rehearsal.notice.{kind}", times)
