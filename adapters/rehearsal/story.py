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
        *_requests(counts, voice),
        *_pairs(work, programme, pairs, counts, voice),
        *_circles(counts, voice),
        *_sessions(counts, voice),
        *_polls(counts, voice),
        *_noticed(work, programme, voice),
    ]
    if report is not None:
        lines += [f"# {voice.words('rehearsal.report')}", str(report)]
    return tuple(lines)


def _sign_ups(work: Work, programme: Programme, counts: Counts, voice: Voice) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.sign-ups')}"
    if counts.both == counts.people:
        yield voice.words("rehearsal.signed-up-both", counts.people)
    else:
        yield voice.words(
            "rehearsal.signed-up", counts.people, mentees=counts.mentees, mentors=counts.mentors
        )
    if any(counts.invited.values()):
        yield voice.words("rehearsal.invited", None, **counts.invited)
    there = [each for each in work.find(Enrolment, programme_id=programme.id) if each.answers]
    for enrolment in there[:_SHOWN]:
        yield "  · " + _came_for(work, enrolment, voice)
    more = counts.people - _SHOWN
    if more > 0:
        yield "  " + voice.words("rehearsal.more", more)


def _came_for(work: Work, enrolment: Enrolment, voice: Voice) -> str:
    """Who somebody is, and what they came for."""
    name = work.get(Person, enrolment.person_id).name
    wanted, taught = (enrolment.answers.get(each, [""])[0] for each in ("objectives", "skills"))
    if enrolment.role == "both":
        return voice.words("rehearsal.exchanges", None, name=name, what=wanted, skill=taught)
    if enrolment.role == "mentor":
        return voice.words("rehearsal.teaches", None, name=name, what=taught)
    return voice.words("rehearsal.learns", None, name=name, what=wanted)


def _requests(counts: Counts, voice: Voice) -> Iterable[str]:
    if counts.calls["asked"]:
        yield f"# {voice.words('rehearsal.requests')}"
        calls = {name: number for name, number in counts.calls.items() if name != "asked"}
        yield voice.words("rehearsal.request-figures", counts.calls["asked"], **calls)


def _circles(counts: Counts, voice: Voice) -> Iterable[str]:
    if counts.circles["formed"]:
        yield f"# {voice.words('rehearsal.circles')}"
        met = counts.circles["met"]
        yield voice.words("rehearsal.circle-figures", counts.circles["formed"], met=met)
        asked, answered = counts.circles["asked"], counts.circles["answered"]
        if asked:
            yield voice.words("rehearsal.board-figures", None, asked=asked, answered=answered)


def _pairs(
    work: Work, programme: Programme, pairs: list[Pair], counts: Counts, voice: Voice
) -> Iterable[str]:
    yield f"# {voice.words('rehearsal.pairs')}"
    yield voice.words(
        "rehearsal.met" if counts.calls["asked"] else "rehearsal.paired", counts.pairs
    )
    for pair in pairs[:_SHOWN]:
        whole = both(work, pair, programme)
        names = f"{whole.mentee.person.name} ↔ {whole.mentor.person.name}"
        reason = why(work.first(Proposal, id=pair.proposal_id or 0), voice)
        held = sum(session.state == "held" for session in sessions_of(work, pair))
        told = [names, *reason, voice.words("rehearsal.held-by-pair", held)]
        yield "  · " + " · ".join(told)
    if counts.pairs > _SHOWN:
        yield "  " + voice.words("rehearsal.more-pairs", counts.pairs - _SHOWN)
    if counts.unmatched and not counts.calls["asked"]:
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
    yield voice.words("rehearsal.weekly", None, **counts.weekly)


def _noticed(work: Work, programme: Programme, voice: Voice) -> Iterable[str]:
    notices = work.find(Notice, programme_id=programme.id)
    yield f"# {voice.words('rehearsal.noticed')}"
    if not notices:
        yield voice.words("rehearsal.nothing-noticed")
    kinds = (n.kind if voice.knows(f"rehearsal.notice.{n.kind}") else "other" for n in notices)
    for kind, times in sorted(Counter(kinds).items()):
        yield "  · " + voice.words(f"rehearsal.notice.{kind}", times)
