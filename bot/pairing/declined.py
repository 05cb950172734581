"""What a no teaches the next match: whom not to propose again, and who rests for now.

- Whoever declined is not proposed the same person again, unless only the moment was wrong.
- Somebody too close to one's work stands for their whole team.
- A mentor who can take nobody more, or not now, is left out of the match that follows.
"""

from collections.abc import Iterable, Mapping

from storage.nouns import Enquiry, Enrolment, Person, Proposal

NOT_NOW = ("later", "full")  # reasons that speak of the moment, and not of the other person
TOO_CLOSE = "team"


def bars(reason: str) -> bool:
    """Whether two people are never proposed to each other again after a no for that reason."""
    return reason not in NOT_NOW


def too_close(
    enquiries: Iterable[Enquiry],
    enrolments: Mapping[int, Enrolment],
    people: Mapping[int, Person],
) -> dict[int, frozenset[int]]:
    """For each person who declined somebody as too close: everybody of that person's team."""
    teams: dict[str, set[int]] = {}
    for place in enrolments.values():
        teams.setdefault(_team(place, people), set()).add(place.person_id)
    found: dict[int, frozenset[int]] = {}
    for each in enquiries:
        if each.state == "declined" and each.reason == TOO_CLOSE and each.other_id in enrolments:
            team = _team(enrolments[each.other_id], people)
            me = enrolments[each.enrolment_id].person_id
            near = frozenset(teams[team]) if team else frozenset()
            found[me] = found.get(me, frozenset()) | near - {me}
    return found


def _team(place: Enrolment, people: Mapping[int, Person]) -> str:
    return str(place.answers.get("team") or people[place.person_id].team).strip().casefold()


def resting(
    enquiries: Iterable[Enquiry], proposals: Iterable[Proposal], round_: int
) -> frozenset[int]:
    """The mentors who said in that round that they can take nobody more, or not now."""
    latest = {each.id for each in proposals if each.round == round_}
    return frozenset(
        each.enrolment_id
        for each in enquiries
        if each.state == "declined"
        and each.role == "mentor"
        and each.reason in NOT_NOW
        and each.proposal_id in latest
    )
