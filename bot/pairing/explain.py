"""Proposals and refusals in words: what speaks for a pair, and why somebody has none."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.forms.field import typed
from bot.message import Bullets, Facts, Para, Part, Run, Runs
from bot.pairing.candidates import Pool, capacity
from bot.pairing.evidence import broken_rules, sides
from bot.pairing.listing import Listing
from bot.pairing.week import in_words
from bot.texts import Typed, Voice
from matching.proposals import Key
from storage.nouns import Enrolment, Proposal

_SHOWN = 90  # characters of a need in a list


def line(voice: Voice, pool: Pool | Listing, number: int, each: Proposal) -> Runs:
    """A proposal in one line: number, names, label, state, and what they would work on."""
    words = voice.runs(
        f"pairing.line.{each.state}",
        None,
        number=number,
        mentee=Typed(pool.name(each.mentee_id)),
        mentor=Typed(pool.name(each.mentor_id)),
        label=voice.words(f"pairing.label.{each.label}"),
    )
    subject = _subject(voice, pool, each)
    if subject:
        words = (*words, *voice.runs("pairing.line.subject", None, subject=subject))
    back = _best_met(each.why.get("returns", ()))
    if back:
        told = voice.runs("pairing.line.in-return", None, subject=back)
        words = (*words, Run(" · "), *told)
    return words


def told(voice: Voice, pool: Pool, each: Proposal) -> tuple[Part, ...]:
    """A proposal explained: which need is met by which skill, and when they can meet."""
    names = {"mentee": Typed(pool.name(each.mentee_id)), "mentor": Typed(pool.name(each.mentor_id))}
    label = voice.words(f"pairing.label.{each.label}")
    head = Para(voice.runs("pairing.told.title", None, **names), "title")
    about = voice.para(f"pairing.told.{each.label}", None, label=label)
    needs = tuple(met(voice, need) for need in each.why.get("needs", ()))
    rows = _facts(voice, pool, each)
    parts: list[Part] = [head, about]
    if needs:
        parts.append(Bullets(needs))
    returns = tuple(met(voice, need) for need in each.why.get("returns", ()))
    if returns:
        parts += [voice.para("pairing.told.in-return", None, **names), Bullets(returns)]
    if rows:
        parts.append(Facts(rows))
    noted = remarks(voice, pool, each)
    if noted:
        parts += [Para(noted_one, "hint") for noted_one in noted]
    return tuple(parts)


def remarks(voice: Voice, pool: Pool, each: Proposal) -> list[Runs]:
    """What else a coordinator should know before deciding."""
    found: list[Runs] = []
    mentee, mentor = pool.enrolments[each.mentee_id], pool.enrolments[each.mentor_id]
    if each.locked:
        found.append(voice.runs("pairing.remark.by-hand"))
    if mentee.waited:
        name = Typed(pool.name(mentee.id))
        found.append(voice.runs("pairing.remark.waited", mentee.waited, name=name))
    if each.locked:
        found += [
            voice.runs("pairing.remark.rule", None, rule=rule(voice, pool, broken, mentee, mentor))
            for broken in broken_rules(pool, *sides(pool, mentee, mentor))
        ]
    if not each.why.get("hours"):
        found.append(voice.runs("pairing.remark.no-hours"))
    if mentor.answers.get("capacity") and capacity(mentor) > 1:
        count = capacity(mentor)
        found.append(voice.runs("pairing.remark.capacity", count, name=Typed(pool.name(mentor.id))))
    said = each.why.get("reason")
    if said:
        found.append(voice.runs("pairing.remark.reason", None, reason=Typed(said)))
    return found


def reason(voice: Voice, enrolment: Enrolment, *, own: bool = False) -> Runs:
    """Why a person has no pair: for coordinators, or to the person (`own`), kindly."""
    return reason_in(voice, enrolment.unmatched or "not-kept", enrolment.role, own=own)


def reason_in(voice: Voice, code: str, side: str, *, own: bool = False) -> Runs:
    """The same, by the code of the reason."""
    who = "own" if own else "reason"
    for key in (f"pairing.{who}.{code}.{side}", f"pairing.{who}.{code}"):
        if voice.knows(key):
            return voice.runs(key)
    return voice.runs(f"pairing.{who}.other")


def rule(voice: Voice, pool: Pool, code: str, mentee: Enrolment, mentor: Enrolment) -> Runs:
    """What keeps two people apart, by the name of the rule."""
    names = {"mentee": Typed(pool.name(mentee.id)), "mentor": Typed(pool.name(mentor.id))}
    if code == "full":
        return voice.runs("pairing.rule.full", capacity(mentor), **names)
    return voice.runs(f"pairing.rule.{code}", None, **names)


def way(voice: Voice, pool: Pool, key: Key) -> Runs:
    """What would give a pair to somebody left without one."""
    if key.kind == "place" and pool.exchanges:  # nobody has two at once: more room helps nobody
        return voice.runs("pairing.way.exchange")
    name = Typed(pool.name(key.other)) if key.other else ""
    return way_with(voice, key, name)


def way_with(voice: Voice, key: Key, name: str) -> Runs:
    """The same, when the person concerned is called by that name."""
    if key.kind == "place":
        return voice.runs("pairing.way.place", key.places, name=name)
    if key.kind == "rule":
        rule = "meet" if key.rule == "place" else key.rule
        return voice.runs(f"pairing.way.{rule}", None, name=name)
    return voice.runs(f"pairing.way.{key.kind}")


def why_not(pool: Pool, mentee: Enrolment, mentor: Enrolment) -> str:
    """Why two people are not proposed to each other, or that they are after all."""
    for pair in pool.pairs:
        if pair.state == "active" and (pair.mentee_id, pair.mentor_id) == (mentee.id, mentor.id):
            return "paired"
    for each in pool.pending.values():
        if (each.mentee_id, each.mentor_id) == (mentee.id, mentor.id):
            return "rejected" if each.state == "rejected" else "proposed"
    learns = sum(pair.mentee_id == mentee.id and pair.state == "active" for pair in pool.pairs)
    if learns >= pool.plan.rules.mentors_each:
        return "taken"
    first, second = sides(pool, mentee, mentor)
    broken = broken_rules(pool, first, second)
    if broken:
        return broken[0]
    counted = [p for p in pool.pending.values() if p.state != "rejected"]
    taken = sum(each.mentor_id == mentor.id for each in counted)
    if second.capacity - taken < 1:
        return "full"
    return "better" if any(p.mentee_id == mentee.id for p in counted) else "not-yet"


def topic_names(voice: Voice, pool: Pool | Listing, codes: Sequence[str]) -> list[str]:
    """Topics as the programme calls them."""
    named = {topic.code: topic.of(voice.locale) for topic in pool.plan.topics}
    return [named.get(code, code) for code in codes]


def _subject(voice: Voice, pool: Pool | Listing, each: Proposal) -> Runs:
    """What they would work on: the need that is best met, else their topics."""
    best = _best_met(each.why.get("needs", ()))
    if best:
        return best
    topics = topic_names(voice, pool, each.why.get("topics", ()))
    return (Run(voice.listed(topics)),) if topics else ()


def _best_met(needs: Sequence[Mapping[str, Any]]) -> Runs:
    """The need that is best met, cut where a line must end; empty when none is."""
    found = [need for need in needs if need["skill"]]
    if not found:
        return ()
    text = max(found, key=lambda need: need["coverage"])["need"]
    return typed(text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…")


def met(voice: Voice, need: Mapping[str, Any]) -> Runs:
    """A need, the skill that meets it, and the words by which they meet."""
    if not need["skill"]:
        return voice.runs("pairing.told.unmet", None, need=Typed(need["need"]))
    told = voice.runs(
        "pairing.told.met", None, need=Typed(need["need"]), skill=Typed(need["skill"])
    )
    if not need["terms"]:
        return told
    shown: list[Run] = []
    for mine, theirs, path in need["terms"][:3]:
        key = "same" if mine == theirs else path
        shown += (Run(", "),) if shown else ()
        shown += voice.runs(f"pairing.path.{key}", None, need=Typed(mine), skill=Typed(theirs))
    return (*told, *voice.runs("pairing.told.words", None, words=tuple(shown)))


def _facts(voice: Voice, pool: Pool, each: Proposal) -> tuple[tuple[str, Runs], ...]:
    rows: list[tuple[str, Runs]] = []
    topics = topic_names(voice, pool, each.why.get("topics", ()))
    if topics:
        rows.append((voice.words("pairing.fact.topics"), (Run(voice.listed(topics)),)))
    hours = each.why.get("hours", ())
    if hours:
        free = in_words(voice, hours, pool.programme.starts_on)
        rows.append((voice.words("pairing.fact.hours"), (Run(free),)))
    mentee, mentor = pool.enrolments[each.mentee_id], pool.enrolments[each.mentor_id]
    for key, name in (("level", "level"), ("format", "format")):
        said = [one.answers.get(name) for one in (mentee, mentor)]
        if name == "format" and all(said):
            words = [voice.words(f"pairing.format.{form}") for form in dict.fromkeys(said)]
            rows.append((voice.words(f"pairing.fact.{key}"), (Run(voice.listed(words)),)))
        elif name == "level" and said[0]:
            rows.append((voice.words("pairing.fact.level"), (Run(f"{said[0]}/5"),)))
    return tuple(rows)
