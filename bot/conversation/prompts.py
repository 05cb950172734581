"""A few things worth saying now, for platforms that suggest them above an empty conversation."""

from dataclasses import dataclass

from bot.commands.registry import PREFIX
from bot.conversation.arrivals import joinable, own
from bot.programme.following import next_in
from bot.programme.template import plan_of
from bot.scene import voice_of
from bot.texts import Voice, language_of
from storage.nouns import Address, Coordination, Enrolment, Pair, Person, Programme
from storage.work import Work

MOST = 4
_PAIRED = ("next", "plan", "who", "problem")
_WAITING = ("me", "edit", "pause", "help")


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to say: the few words that are shown, and the message they send."""

    title: str
    message: str


def prompts(work: Work, address: Address) -> tuple[Prompt, ...]:
    """Up to MOST things that somebody could say now, the likeliest first; nothing is written."""
    if address.person_id is None:
        voice = Voice(language_of(address.locale) if address.locale else "fr")
        return _say(voice, *_joining(joinable(work)))
    person = work.get(Person, address.person_id)
    mine = own(work, person)
    led = _led(work, person)
    voice = voice_of(person, mine[0] if mine else None)
    if mine:
        said = _say(voice, *(_PAIRED if _paired(work, person) else _WAITING))
    else:
        said = () if led else _say(voice, *_joining(joinable(work)))
    if not led:
        return said
    commands = _commands(work, voice_of(person, led), led)
    return (*commands[: MOST // 2 if said else MOST], *said)[:MOST]


def _led(work: Work, person: Person) -> Programme | None:
    """The latest programme under way that they coordinate."""
    places = work.find(Coordination, person_id=person.id)
    found = work.among(Programme, [each.programme_id for each in places])
    return next((each for each in reversed(found) if each.state != "closed"), None)


def _paired(work: Work, person: Person) -> bool:
    return any(
        work.first(Pair, **{column: place.id}, state="active") is not None
        for place in work.find(Enrolment, person_id=person.id)
        for column in ("mentee_id", "mentor_id")
    )


def _joining(opened: list[Programme]) -> tuple[str, ...]:
    roles = {role for each in opened for role in plan_of(each.plan).signup.roles}
    joins = tuple(f"join-{role}" for role in ("mentee", "mentor", "both") if role in roles)
    return (*joins, "help", "language")


def _say(voice: Voice, *requests: str) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(voice.words(f"prompt.{each}.title"), voice.words(f"prompt.{each}.say"))
        for each in requests
    )


def _commands(work: Work, voice: Voice, programme: Programme) -> tuple[Prompt, ...]:
    """The commands of the moment, typed as a message: a platform sends no slash for somebody."""
    names = dict.fromkeys(("status", *next_in(work, programme), "help"))
    called = PREFIX.removeprefix("/")
    return tuple(
        Prompt(voice.words(f"command.button.{each}"), f"{called} {each}") for each in names
    )
