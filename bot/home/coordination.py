"""What somebody coordinates: each programme in three lines, its commands, and what awaits them."""

from collections.abc import Sequence

from bot.message import Button, Buttons, Para, Part, Run
from bot.programme.following import next_in
from bot.rights import COORDINATOR, may
from bot.scene import voice_of
from bot.texts import Typed, Voice
from bot.today import day, parts_of
from storage.nouns import Enrolment, Notice, Pair, Person, Programme, Proposal
from storage.tally import sessions, tally
from storage.work import Work

_MOST = 8
_LINES = 3  # of each matter of the day; the whole of it is behind a button


def section(work: Work, person: Person, voice: Voice, led: Sequence[Programme]) -> list[Part]:
    """The programmes under way one by one, those that ended in one line."""
    alive = [each for each in reversed(led) if each.state != "closed"]
    closed = [each.name for each in reversed(led) if each.state == "closed"]
    parts: list[Part] = []
    for programme in alive[:_MOST]:
        parts += _programme(work, voice_of(person, programme), programme, person)
    if len(alive) > _MOST:
        rest = Typed(voice.listed(each.name for each in alive[_MOST:]))
        parts.append(voice.hint("home.more-led", None, programmes=rest))
    if closed:
        parts.append(voice.hint("home.ended", None, programmes=Typed(voice.listed(closed))))
    if person.organiser:
        if not led:
            parts += [voice.title("home.organise"), voice.para("home.organise-how")]
        style = "plain" if alive else "primary"
        create = voice.button("command.button.create", "command:create", style)
        parts.append(Buttons((create,)))
    return parts


def _programme(work: Work, voice: Voice, programme: Programme, person: Person) -> list[Part]:
    state = voice.words(f"state.{programme.state}.label")
    following = next_in(work, programme)
    names = dict.fromkeys((*following, "today", "status"))
    return [
        voice.title("command.status.title", name=Typed(programme.name), state=state),
        voice.para(f"state.{programme.state}.next"),
        Para((Run(_figures(work, voice, programme)),), "hint"),
        Buttons(tuple(_command(voice, programme, name, name == following[0]) for name in names)),
        *parts_of(
            voice,
            day(work, programme, person, voice),
            _LINES,
            acts=may(work, person, programme, COORDINATOR),
        ),
    ]


def _command(voice: Voice, programme: Programme, name: str, first: bool) -> Button:
    action = f"within:{programme.id}:command:{name}"
    return voice.button(f"command.button.{name}", action, "primary" if first else "plain")


def _figures(work: Work, voice: Voice, programme: Programme) -> str:
    """People, pairs, sessions, what waits for a decision and what was noticed, in one line."""
    key = programme.id
    people = tally(work, Enrolment, "state", programme_id=key)
    pairs = tally(work, Pair, "state", programme_id=key)
    waiting = tally(work, Proposal, "state", programme_id=key, round=programme.round)
    noticed = tally(work, Notice, "state", programme_id=key)
    told = [voice.words("home.people", people.get("active", 0) + people.get("paused", 0))]
    if people.get("invited"):
        told.append(voice.words("home.invited", people["invited"]))
    if pairs:
        met = sessions(work, key)
        told.append(voice.words("home.pairs", pairs.get("active", 0) + pairs.get("completed", 0)))
        told.append(voice.words("home.sessions-held", met.get("held", 0)))
        told.append(voice.words("home.sessions-planned", met.get("planned", 0)))
    if waiting.get("proposed"):
        told.append(voice.words("home.to-review", waiting["proposed"]))
    if noticed.get("open"):
        told.append(voice.words("home.noticed", noticed["open"]))
    return " · ".join(told)
