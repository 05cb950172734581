"""Who took part: sign-ups, pairs, who was left alone, and what they wanted to learn or teach."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.pairing.candidates import topics as topics_of
from bot.report.facts import Facts
from bot.report.measures import whole
from bot.report.tree import ENDINGS, OTHER, UNMATCHED, Pairs, Participation, Tally, Topic
from storage.nouns import Enrolment


def _signed_up(facts: Facts) -> list[Enrolment]:
    return [each for each in facts.enrolments if each.state not in ("invited", "applied")]


def _mentors(people: Iterable[Enrolment]) -> list[Enrolment]:
    return [each for each in people if each.role != "mentee"]


def _mentees(people: Iterable[Enrolment]) -> list[Enrolment]:
    return [each for each in people if each.role != "mentor"]


def participation(facts: Facts, closes_on: date) -> Participation:
    """Who was invited, signed up, left; `closes_on` is when the closing begins."""
    people = _signed_up(facts)
    left = [each for each in people if each.state == "left"]
    start, zone = facts.programme.starts_on, ZoneInfo(facts.programme.zone)
    half = start + (closes_on - start) / 2

    def when(person: Enrolment) -> str:
        day = (person.left_at or facts.now).astimezone(zone).date()
        if day < start:
            return "before"
        if day >= closes_on:
            return "after"
        return "first-half" if day < half else "second-half"

    phases = Counter(when(each) for each in left)
    languages: Counter[str] = Counter()
    for each in people:
        languages.update({code for code in _texts(each, "languages") if len(code) in (2, 3)})
    zones = Counter(found for each in people if (found := _zone(each)))
    floor = facts.plan.polls.floor
    return Participation(
        invited=len(facts.enrolments),
        waiting=len(facts.enrolments) - len(people),
        signed_up=len(people),
        roles=_tallies(Counter(each.role for each in people), ("mentee", "mentor", "both")),
        left=len(left),
        left_when=_tallies(phases, ("before", "first-half", "second-half", "after")),
        languages=_common(languages, floor),
        zones=_common(zones, floor),
        mentors=len(_mentors(people)),
        mentees=len(_mentees(people)),
    )


def _zone(person: Enrolment) -> str:
    zone = person.answers.get("zone")
    if not isinstance(zone, str) or not zone:
        return ""
    return zone if zone in _all_zones() else OTHER


@cache
def _all_zones() -> set[str]:
    return available_timezones()  # walks a folder


def _texts(person: Enrolment, name: str) -> list[str]:
    values = person.answers.get(name)
    return [each for each in values if isinstance(each, str)] if isinstance(values, list) else []


def _teaching(facts: Facts) -> set[int]:
    """Who teaches in a pair at least; in an exchange both do."""
    found = {pair.mentor_id for pair in facts.pairs}
    if facts.plan.rules.strategy == "two-way":
        found |= {pair.mentee_id for pair in facts.pairs}
    return found


def _tallies(counts: Counter[str], order: Sequence[str]) -> tuple[Tally, ...]:
    return tuple(Tally(code, counts[code]) for code in order if counts[code])


def _common(counts: Counter[str], floor: int) -> tuple[Tally, ...]:
    """The frequent kinds, most frequent first; the rare ones together, lest they name one."""
    if len(counts) <= 1:
        return tuple(Tally(code, count) for code, count in counts.items())
    often = [(code, count) for code, count in counts.items() if count >= floor and code != OTHER]
    rest = sum(counts.values()) - sum(count for _, count in often)
    tallies = [Tally(code, count) for code, count in sorted(often, key=lambda t: (-t[1], t[0]))]
    return (*tallies, Tally(OTHER, rest)) if rest else tuple(tallies)


def pairs(facts: Facts) -> Pairs:
    """The pairs made and how they ended, the people without one and why."""
    people = _signed_up(facts)
    paired = {each for pair in facts.pairs for each in (pair.mentee_id, pair.mentor_id)}
    met = {each.pair_id for each in facts.sessions if each.state == "held"}
    alone = [each for each in people if each.state != "left" and each.id not in paired]
    waited = facts.plan.on_request.paired
    if not waited:
        alone = []  # nobody there waits for a pair
    states = Counter(pair.state for pair in facts.pairs)
    endings = Counter(
        pair.reason if pair.reason in ENDINGS else OTHER
        for pair in facts.pairs
        if pair.state == "ended"
    )
    without = sum(each.role != "mentor" for each in alone)
    most = facts.plan.signup.capacity
    places = sum(
        min(most, whole(each.answers, "capacity", 1, 20) or 1) for each in _mentors(people)
    )
    waiting = "not-kept" if facts.programme.round else "waiting"
    put = {one for each in facts.proposals for one in (each.mentee_id, each.mentor_id)}
    reasons = Counter(
        "proposed" if each.id in put else _reason(each.unmatched or waiting) for each in alone
    )
    proposals = Counter(each.state for each in facts.proposals)
    return Pairs(
        made=len(facts.pairs),
        proposed=proposals["proposed"],
        approved=proposals["approved"],
        active=states["active"],
        completed=states["completed"],
        ended=states["ended"],
        endings=_tallies(endings, [code for code, _ in endings.most_common()]),
        met=len(met),
        lively=sum(pair.state != "ended" and pair.id in met for pair in facts.pairs),
        seeking=without + len({pair.mentee_id for pair in facts.pairs}) if waited else 0,
        unmatched_mentees=without,
        unmatched_mentors=sum(each.role == "mentor" for each in alone),
        unmatched=_tallies(reasons, [code for code, _ in reasons.most_common()]),
        mentors_used=len(_teaching(facts)),
        places=places,
    )


def _reason(code: str) -> str:
    return code if code in UNMATCHED else OTHER


def topics(facts: Facts) -> tuple[Topic, ...]:
    """What mentees asked for beside what mentors offered, most wanted first."""
    codes = [topic.code for topic in facts.plan.topics]
    people = _signed_up(facts)

    def count(some: Iterable[Enrolment], role: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for person in some:
            found.update({c if c in codes else OTHER for c in topics_of(person, role)})
        return found

    asked, offered = count(_mentees(people), "mentee"), count(_mentors(people), "mentor")
    known = [*codes, *(() if OTHER in codes else (OTHER,))]
    found = [Topic(c, asked[c], offered[c]) for c in known if asked[c] or offered[c]]
    # The sort is stable: equals stay in the order of the plan.
    return tuple(sorted(found, key=lambda topic: (topic.code == OTHER, -topic.asked)))
