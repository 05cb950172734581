"""What the two people of an exchange are told: each learns from the other, in turn."""

from collections.abc import Callable

from bot.forms.field import typed
from bot.message import Bullets, Para, Part, Run
from bot.pairing.candidates import Pool, statements
from bot.texts import Typed, Voice
from storage.nouns import Enrolment, Pair, Person


def is_exchange(pool: Pool, pair: Pair) -> bool:
    """Whether both people of a pair teach and learn."""
    return teach_each_other(pool, pair.mentee_id, pair.mentor_id)


def teach_each_other(pool: Pool, *places: int) -> bool:
    """Whether these people, by enrolment, would teach and learn in turn."""
    return pool.exchanges and all(pool.enrolments[each].role == "both" for each in places)


def in_return(
    voice: Voice, pool: Pool, other: int, role: str, shown: Callable[[str], str]
) -> tuple[Part, ...]:
    """The other direction of an exchange; `role` is what the other was presented as.

    `shown` is what may be read of somebody's words before both said yes.
    """
    key = "pairing.exchange.wants" if role == "mentor" else "pairing.intro.teaches"
    told = statements(pool.enrolments[other], "mentee" if role == "mentor" else "mentor")
    name = Typed(_first(pool.person(other)))
    return (
        voice.para("pairing.exchange.in-turn"),
        voice.para(key, None, name=name),
        Bullets(tuple(typed(shown(each)) for each in told)),
    )


def both_ways(voice: Voice, me: Person, other: Person, theirs: Enrolment) -> list[Part]:
    """Presents the other: what they can teach, and what they would like to learn in return."""
    my_first, first = _first(me), _first(other)
    parts: list[Part] = [
        voice.title("pairing.intro.title"),
        voice.para("pairing.exchange.with", None, me=Typed(my_first), other=Typed(other.name)),
        voice.para("pairing.intro.teaches", None, name=Typed(first)),
        Bullets(tuple(typed(each) for each in statements(theirs, "mentor"))),
        voice.para("pairing.exchange.wants", None, name=Typed(first)),
        Bullets(tuple(typed(each) for each in statements(theirs, "mentee"))),
    ]
    if theirs.answers.get("reassure"):
        parts.append(voice.para("pairing.intro.reassures", None, name=Typed(first)))
        parts.append(Para(typed(str(theirs.answers["reassure"])), "quote"))
    return parts


def turns(voice: Voice, pool: Pool, other: Person, *, i_learn_first: bool) -> tuple[Part, ...]:
    """How many sessions there are, and who leads the first of them."""
    sessions, name = pool.plan.sessions, Typed(_first(other))
    key = "they" if i_learn_first else "you"
    length = voice.duration(sessions.minutes)
    return (
        voice.para("pairing.exchange.turns", sessions.count, length=length),
        voice.para(f"pairing.exchange.{key}-lead-first", None, name=name),
    )


def together(voice: Voice, pool: Pool, pair: Pair) -> tuple[Part, ...]:
    """What each of the two will learn from the other, where both read it."""
    mentee, mentor = pool.person(pair.mentee_id), pool.person(pair.mentor_id)
    found: list[Part] = []
    for learner, teacher, key in (
        (mentee, mentor, pair.mentee_id),
        (mentor, mentee, pair.mentor_id),
    ):
        needs = statements(pool.enrolments[key], "mentee")
        if needs:
            found.append(
                voice.para(
                    "pairing.together.need",
                    None,
                    me=Typed(_first(learner)),
                    other=Typed(_first(teacher)),
                    need=(Run(needs[0], typed=True),),
                )
            )
    return tuple(found)


def _first(person: Person) -> str:
    return next(iter(person.name.split()), person.name)
