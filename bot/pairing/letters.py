"""What the two people of a new pair are told, each in their own voice, and those left waiting."""

from collections.abc import Sequence

from bot.dialogues.workshops import in_words_of
from bot.forms.field import typed
from bot.message import Bullets, Button, Buttons, Facts, Para, Part, Run, Runs
from bot.pairing.candidates import Pool, statements
from bot.pairing.exchanges import both_ways, is_exchange, turns
from bot.pairing.exchanges import together as both_needs
from bot.pairing.explain import reason, topic_names
from bot.pairing.week import in_words
from bot.texts import Typed, Voice
from storage.nouns import Enrolment, Pair, Person, Proposal, Workshop

_ICEBREAKERS = 5  # questions, of which a pair gets one


def first_name(person: Person) -> str:
    """What friends call a person."""
    return next(iter(person.name.split()), person.name)


def to_mentee(
    voice: Voice,
    pool: Pool,
    pair: Pair,
    why: Proposal,
    gathering: Workshop | None,
    contact: str,
    together: bool = False,
) -> tuple[Part, ...]:
    """Presents the mentor to the mentee, who opens the conversation."""
    me, other = pool.person(pair.mentee_id), pool.person(pair.mentor_id)
    name = Typed(first_name(other))
    mentor = pool.enrolments[pair.mentor_id]
    rows = _in_common(voice, pool, why, contact)
    if is_exchange(pool, pair):
        parts = [
            *both_ways(voice, me, other, mentor),
            *turns(voice, pool, other, i_learn_first=True),
        ]
        fresh = _fresh(voice, pool, pair, "mentee", name)
        return (*parts, *fresh, *_opening(voice, pool, pair, why, gathering, rows, together))
    parts = [
        voice.title("pairing.intro.title"),
        voice.para(
            "pairing.intro.your-mentor", None, me=Typed(first_name(me)), other=Typed(other.name)
        ),
        voice.para("pairing.intro.teaches", None, name=name),
        Bullets(tuple(typed(each) for each in statements(mentor, "mentor"))),
    ]
    if mentor.answers.get("reassure"):
        parts.append(voice.para("pairing.intro.reassures", None, name=name))
        parts.append(Para(typed(str(mentor.answers["reassure"])), "quote"))
    fresh = _fresh(voice, pool, pair, "mentee", name)
    return (*parts, *fresh, *_opening(voice, pool, pair, why, gathering, rows, together))


def _fresh(voice: Voice, pool: Pool, pair: Pair, role: str, name: Typed) -> tuple[Part, ...]:
    """A fresh start for a mentee whose earlier pair ended: nothing is said of that pair itself."""
    if pair.mentee_id not in pool.started_afresh:
        return ()
    return (voice.para(f"pairing.intro.fresh-{role}", None, name=name),)


def _opening(
    voice: Voice,
    pool: Pool,
    pair: Pair,
    why: Proposal,
    gathering: Workshop | None,
    rows: tuple[tuple[str, Runs], ...],
    together: bool,
) -> tuple[Part, ...]:
    """What they have in common, and the first word, which is the mentee's."""
    name = Typed(first_name(pool.person(pair.mentor_id)))
    parts: list[Part] = [Facts(rows)] if rows else []
    if together:
        parts.append(voice.para("pairing.intro.together", None, name=name))
    parts += [
        voice.para("pairing.intro.you-open", None, name=name),
        Para(_starter(voice, pool, pair, why), "quote"),
        *_gathering(voice, pool, gathering),
        Buttons(
            (
                voice.button("pairing.button.plan", f"plan:{pair.id}", "primary"),
                *_choosing(voice, pool, pair),
                *_writing(voice, pair, name, together),
            )
        ),
    ]
    return tuple(parts)


def to_mentor(
    voice: Voice,
    pool: Pool,
    pair: Pair,
    why: Proposal,
    gathering: Workshop | None,
    contact: str,
    together: bool = False,
) -> tuple[Part, ...]:
    """Presents the mentee to the mentor, and says what to expect."""
    me, other = pool.person(pair.mentor_id), pool.person(pair.mentee_id)
    name = Typed(first_name(other))
    mentee, sessions = pool.enrolments[pair.mentee_id], pool.plan.sessions
    rows = _in_common(voice, pool, why, contact)
    exchange = is_exchange(pool, pair)
    if mentee.answers.get("level") and not exchange:
        level = (Run(f"{mentee.answers['level']}/5"),)
        rows = ((voice.words("pairing.fact.level"), level), *rows)
    parts: list[Part] = (
        both_ways(voice, me, other, mentee)
        if exchange
        else [
            voice.title("pairing.intro.title"),
            voice.para(
                "pairing.intro.your-mentee", None, me=Typed(first_name(me)), other=Typed(other.name)
            ),
            voice.para("pairing.intro.wants", None, name=name),
            Bullets(tuple(typed(each) for each in statements(mentee, "mentee"))),
        ]
    )
    if mentee.answers.get("already"):
        parts.append(voice.para("pairing.intro.already", None, name=name))
        parts.append(Para(typed(str(mentee.answers["already"])), "quote"))
    parts += _fresh(voice, pool, pair, "mentor", name)
    if rows:
        parts.append(Facts(rows))
    if together:
        parts.append(voice.para("pairing.intro.together", None, name=name))
    length = voice.duration(sessions.minutes)
    rhythm: tuple[Part, ...] = (voice.para("pairing.intro.rhythm", sessions.count, length=length),)
    parts += [
        *(turns(voice, pool, other, i_learn_first=False) if exchange else ()),
        voice.para("pairing.intro.they-open", None, name=name),
        *(() if exchange else rhythm),
        *_gathering(voice, pool, gathering),
        voice.hint("pairing.intro.trust"),
    ]
    ways = (*_choosing(voice, pool, pair), *_writing(voice, pair, name, together))
    return (*parts, Buttons(ways)) if ways else tuple(parts)


def to_both(
    voice: Voice, pool: Pool, pair: Pair, why: Proposal, slots: tuple[Button, ...]
) -> tuple[Part, ...]:
    """Introduces the two to each other where they both read; nothing that only one was told."""
    mentee, mentor = pool.person(pair.mentee_id), pool.person(pair.mentor_id)
    me, other = Typed(first_name(mentee)), Typed(first_name(mentor))
    need = _best_need(pool, pair, why)
    topics = topic_names(voice, pool, why.why.get("topics", ()))
    parts: list[Part] = [
        voice.title("pairing.together.title", mentee=Typed(mentee.name), mentor=Typed(mentor.name))
    ]
    if is_exchange(pool, pair):
        parts += both_needs(voice, pool, pair)
    elif need:
        parts.append(
            voice.para("pairing.together.need", None, me=me, other=other, need=Typed(need))
        )
    elif topics:
        parts.append(voice.para("pairing.together.topics", None, topics=voice.listed(topics)))
    parts += [
        voice.para("pairing.together.opens", None, me=me),
        Para(voice.runs(f"pairing.together.ice-{pair.id % _ICEBREAKERS + 1}"), "quote"),
    ]
    if slots:
        parts += [voice.para("pairing.together.slots"), Buttons(slots)]
    key = "pairing.button.other-moment" if slots else "pairing.button.moment"
    # Plain: a button that decides ends its row, and the other of the two may press it as well.
    parts.append(Buttons((voice.button(key, f"plan:{pair.id}"),)))
    parts.append(voice.hint("pairing.together.hint"))
    return tuple(parts)


def to_waiting(voice: Voice, pool: Pool, enrolment: Enrolment) -> tuple[Part, ...]:
    """Tells somebody left without a pair why, kindly, and what happens next."""
    name = Typed(first_name(pool.people[enrolment.person_id]))
    return (
        voice.para("pairing.waiting.hello", None, name=name),
        Para(reason(voice, enrolment, own=True)),
        voice.para("pairing.waiting.next"),
        Buttons((voice.button("pairing.button.answers", "answers"),)),
    )


def _writing(voice: Voice, pair: Pair, name: Typed, together: bool) -> tuple[Button, ...]:
    """A way to write to the other, for those who have no conversation of their own."""
    if together:
        return ()
    return (voice.button("pairing.button.relay", f"relay:{pair.id}", "plain", name=name),)


def _choosing(voice: Voice, pool: Pool, pair: Pair) -> tuple[Button, ...]:
    """The modules, for the two to decide, where the programme leaves it to them."""
    if not pool.plan.course.agreed:
        return ()
    return (voice.button("course.button.choose", f"course:{pair.id}"),)


def _starter(voice: Voice, pool: Pool, pair: Pair, why: Proposal) -> Runs:
    """A first message that the mentee may copy; it is theirs to change."""
    best = _best_need(pool, pair, why)
    me, other = pool.person(pair.mentee_id), pool.person(pair.mentor_id)
    names = {"me": Typed(first_name(me)), "other": Typed(first_name(other))}
    if not best:
        return voice.runs("pairing.starter.plain", None, **names)
    return voice.runs("pairing.starter.about", None, need=Typed(best), **names)


def _best_need(pool: Pool, pair: Pair, why: Proposal) -> str:
    """What the mentee asked for and the mentor answers best; else the first thing asked for."""
    needs: Sequence[str] = statements(pool.enrolments[pair.mentee_id], "mentee")
    met = [need for need in why.why.get("needs", ()) if need["skill"]]
    return max(met, key=lambda need: need["coverage"])["need"] if met else next(iter(needs), "")


def _in_common(
    voice: Voice, pool: Pool, why: Proposal, contact: str
) -> tuple[tuple[str, Runs], ...]:
    rows: list[tuple[str, Runs]] = []
    topics = topic_names(voice, pool, why.why.get("topics", ()))
    if topics:
        rows.append((voice.words("pairing.fact.topics"), (Run(voice.listed(topics)),)))
    hours = why.why.get("hours", ())
    if hours:
        free = in_words(voice, hours, pool.programme.starts_on)
        rows.append((voice.words("pairing.fact.hours"), (Run(free),)))
    if contact:
        rows.append((voice.words("pairing.fact.email"), typed(contact)))
    return tuple(rows)


def _gathering(voice: Voice, pool: Pool, gathering: Workshop | None) -> tuple[Part, ...]:
    if gathering is None:
        return ()
    title = in_words_of(gathering, pool.plan, voice).title
    told = voice.para("pairing.intro.gathering", None, title=Typed(title), at=gathering.starts_at)
    return (told,)
