"""What speaks for a pair, kept with its proposal, in the words typed on the day of the match."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.pairing.candidates import Pool, rules_of
from matching import alternates, match
from matching.people import Candidate
from matching.proposals import RULES, Evidence
from matching.proposals import Proposal as Match
from storage.nouns import Enrolment, Programme, Proposal

# Two people with no words in common may still suit each other: a coordinator knows better.
SOFT = ("no-common-subject",)


def why(found: Match, mentee: Candidate, mentor: Candidate) -> dict[str, Any]:
    """The evidence of a match as plain JSON: each need with what meets it, topics, hours."""
    needs = _met(found.evidence, mentee.statements, mentor.statements)
    kept = {"needs": needs, "topics": list(found.topics), "hours": list(found.hours)}
    if found.returns:
        kept["returns"] = _met(found.returns, mentor.returns, mentee.returns)
    return kept


def _met(
    evidence: Sequence[Evidence], needs: Sequence[str], skills: Sequence[str]
) -> list[dict[str, Any]]:
    """Each need with the skill that meets it, and the words by which they meet."""
    # Letters in common without a telling word (a shared ending, say) meet no need.
    met = {each.need: each for each in evidence if each.terms}
    found: list[dict[str, Any]] = []
    for place, need in enumerate(needs):
        each = met.get(place)
        found.append(
            {
                "need": need,
                "skill": skills[each.skill] if each else "",
                "coverage": round(each.coverage, 3) if each else 0.0,
                "terms": [[t.need, t.skill, t.path] for t in each.terms] if each else [],
            }
        )
    return found


def proposed(
    programme: Programme, number: int, found: Match, mentee: Candidate, mentor: Candidate
) -> Proposal:
    """What a match becomes in the round of that number: a proposal that waits for a word."""
    return Proposal(
        programme_id=programme.id,
        round=number,
        mentee_id=found.mentee,
        mentor_id=found.mentor,
        score=found.score,
        label=found.label,
        why=why(found, mentee, mentor),
    )


def sides(pool: Pool, mentee: Enrolment, mentor: Enrolment) -> tuple[Candidate, Candidate]:
    """Both people as candidates, whether or not they have room."""
    return pool.candidate(mentee, "mentee"), pool.candidate(mentor, "mentor")


def compare(pool: Pool, mentee: Candidate, mentor: Candidate) -> Match:
    """Two people put together by hand, compared as if they had been proposed."""
    pinned = rules_of(pool.plan, [(mentee.id, mentor.id)])
    return match([mentee], [mentor], pinned).proposals[0]


def broken_rules(pool: Pool, mentee: Candidate, mentor: Candidate) -> list[str]:
    """The rules that bar two people, by name; `same-person` alone when they are one."""
    if mentee.person == mentor.person:
        return ["same-person"]
    left = match([mentee], [_with_room(mentor)], rules_of(pool.plan)).unmatched
    counts = left[0].counts if left else {}
    return [rule for rule in RULES if rule in counts]


def others_for(pool: Pool, mentee: Candidate, but: int, top: int = 3) -> Sequence[Match]:
    """The other mentors who would suit a mentee, best first, whether they have room or not."""
    mentors = [pool.candidate(each, "mentor") for each in pool.waiting("mentor")]
    found = alternates(mentee.id, [mentee], mentors, rules_of(pool.plan), top + 1)
    return [each for each in found if each.mentor != but][:top]


def _with_room(one: Candidate) -> Candidate:
    return replace(one, capacity=max(1, one.capacity))
