"""Who agreed to which revision of the charter: kept as a signature, and never taken back.

Agreeing while signing up is a signature. Before their first session both people of a pair have
signed the revision in force; a pair that has met goes on, on what each signed earlier, while a
later revision waits for their word.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.conversation.arrivals import ALIVE
from bot.pairs.both import Both, Side
from bot.programme.plan import Plan
from bot.programme.template import plan_of
from storage.nouns import Draft, Enrolment, Pair, Programme, Revision, Signature
from storage.work import Work

FORM = "charter"  # the name of the form that asks for a signature


def sign(work: Work, enrolment: Enrolment, revision: str, how: str, role: str = "") -> None:
    """Keeps somebody's agreement; what was signed before stands as it was."""
    if work.first(Signature, enrolment_id=enrolment.id, revision=revision) is not None:
        return
    work.add(
        Signature(
            programme_id=enrolment.programme_id,
            enrolment_id=enrolment.id,
            revision=revision,
            role=role or enrolment.role,
            how=how,
            at=work.now,
        )
    )


def signed(work: Work, enrolment: Enrolment, revision: str) -> bool:
    """Whether somebody agreed to a revision."""
    if enrolment.answers.get("charter") == revision:
        return True  # while signing up
    return work.first(Signature, enrolment_id=enrolment.id, revision=revision) is not None


def unsigned(work: Work, pair: Both) -> list[Side]:
    """Those of a pair who have not agreed to the revision in force."""
    revision = pair.plan.charter.revision
    return [side for side in pair.sides if not signed(work, side.enrolment, revision)]


def signatures(
    work: Work, programme: Programme, places: Iterable[Enrolment]
) -> dict[int, list[Signature]]:
    """What each of these people signed, by enrolment, the earliest first."""
    found: dict[int, list[Signature]] = {}
    for each in work.find(Signature, programme_id=programme.id):
        found.setdefault(each.enrolment_id, []).append(each)
    for place in places:
        said = str(place.answers.get("charter", ""))
        mine = found.setdefault(place.id, [])
        if said and all(each.revision != said for each in mine):
            mine.insert(0, _at_signup(place, said))
    return found


def _at_signup(place: Enrolment, revision: str) -> Signature:
    """An agreement that was given when answers alone were kept."""
    return Signature(
        programme_id=place.programme_id,
        enrolment_id=place.id,
        revision=revision,
        role=place.role,
        how="signup",
        at=place.joined_at,
    )


def concerned(places: Iterable[Enrolment]) -> list[Enrolment]:
    """Those whose signature counts: who answered and takes part, or will again."""
    return [each for each in places if each.state in ("active", "paused") and each.answers]


def waiting(
    places: Iterable[Enrolment], found: Mapping[int, Sequence[Signature]], plan: Plan
) -> list[Enrolment]:
    """Those concerned who have not signed the revision in force."""
    now = plan.charter.revision
    return [
        each
        for each in concerned(places)
        if all(one.revision != now for one in found.get(each.id, ()))
    ]


def awaited_since(
    work: Work, enrolment: Enrolment, programme: Programme, pairs: Sequence[Pair]
) -> datetime | None:
    """Since when somebody's signature is awaited: a new revision, or a pair that is to meet."""
    plan = plan_of(programme.plan)
    if enrolment.state != "active" or not enrolment.answers or programme.state not in ALIVE:
        return None
    if signed(work, enrolment, plan.charter.revision):
        return None
    since = [each.started_at for each in pairs if each.state == "active"]
    found = revised(work, programme, plan)
    return found.at if found is not None else min(since, default=None)


def revised(work: Work, programme: Programme, plan: Plan) -> Revision | None:
    """The revision in force, when a coordinator changed the clauses; None while it is the first."""
    revision = plan.charter.revision
    found = work.first(Revision, programme_id=programme.id, revision=revision)
    return found if found is not None and found.by is not None else None


def before(work: Work, programme: Programme, plan: Plan) -> Revision | None:
    """The revision before the one in force."""
    kept = work.find(Revision, programme_id=programme.id)
    earlier = [each for each in kept if each.revision != plan.charter.revision]
    return max(earlier, key=lambda each: each.id, default=None)


def open_questions(work: Work, programme: Programme) -> Sequence[Draft]:
    """The signatures that are being asked for."""
    return work.find(Draft, programme_id=programme.id, form=FORM, state="open")
