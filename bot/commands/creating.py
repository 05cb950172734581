"""Making a programme from a template, and choosing the one spoken of."""

import re

from bot.commands.arguments import Arguments, UnknownDay, WrongWords
from bot.commands.calendar import calendar_facts
from bot.commands.entry import coordinated, run_button
from bot.commands.registry import command
from bot.forms.words import fold
from bot.message import NOTHING, Button, Buttons, Facts, Part, Reply
from bot.programme.making import NameTaken, TooSoon, make
from bot.programme.template import UnknownTemplate, load, names
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Programme
from storage.nouns.programme import STATES

_LONGEST_NAME = 80


@command("create", states=STATES, needs_programme=False)
def create(scene: Scene, words: Arguments) -> Reply:
    """A new programme, in preparation, coordinated by whoever asked for it."""
    if not words:
        _offer(scene)
        return NOTHING
    try:
        plan = load(words.first)
    except UnknownTemplate as unknown:
        _offer(scene, unknown)
        return NOTHING
    named, starts_on = words.after().ending_day(scene.work.now, plan.zone, scene.voice.locale)
    if starts_on is None:
        _refuse_day(named)
    name = named.raw.strip() or plan.name.of(scene.person.locale)
    if len(name) > _LONGEST_NAME:
        raise WrongWords(name)
    try:
        programme = make(scene.work, plan, name, starts_on, (scene.person,), scene.voice.locale)
    except TooSoon as refused:
        days = {"day": refused.day, "soonest": refused.soonest}
        scene.say(scene.voice.para("command.create.too-soon", None, **days))
        return NOTHING
    except NameTaken:
        scene.say(
            scene.voice.para("command.create.name-taken", None, name=Typed(name)),
            scene.voice.hint("command.create.name-taken.do", None, template=plan.key),
        )
        return NOTHING
    _speak_of(scene, programme)
    now = scene.within(programme)
    now.say(
        now.voice.para("command.create.done", None, name=Typed(name)),
        now.voice.para("command.create.about", None, about=plan.about.of(now.voice.locale)),
        Facts(calendar_facts(now)),
        now.voice.hint("command.create.next"),
        Buttons((run_button(now, "open", "open", "primary"), run_button(now, "help", "help"))),
    )
    return NOTHING


@command("use", states=STATES, needs_programme=False)
def use(scene: Scene, words: Arguments) -> Reply:
    """Chooses the programme that the next commands are about."""
    own = coordinated(scene)
    voice = scene.voice
    if not own:
        scene.say(
            voice.para("command.none-yet"),
            Buttons((run_button(scene, "create", "create", "primary"),)),
        )
        return NOTHING
    said = fold(words.raw)
    exact = [each for each in own if said in (fold(each.name), fold(each.slug))]
    found = exact or [each for each in own if said and said in fold(each.name)]
    if len(found) == 1:
        _speak_of(scene, found[0])
        state = voice.words(f"state.{found[0].state}.label")
        chosen = voice.para("command.use.done", None, name=Typed(found[0].name), state=state)
        scene.say(chosen, Buttons((run_button(scene, "status", "status"),)))
        return NOTHING
    shown = found or own
    key = "command.use.several" if found else "command.use.unknown" if said else "command.use.which"
    buttons = tuple(Button(each.name, f"programme:{each.id}") for each in shown[-10:])
    scene.say(voice.para(key, None, name=Typed(words.raw)), Buttons(buttons))
    return NOTHING


def _refuse_day(named: Arguments) -> None:
    """Raises UnknownDay for what follows a name in quotes, or looks like a day that is none."""
    if not named:
        return
    if named.tokens[0].quoted and len(named) > 1:
        raise UnknownDay(named.after().raw)
    last = named.words[-1]
    if re.fullmatch(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?", last):
        raise UnknownDay(last)


def _offer(scene: Scene, unknown: UnknownTemplate | None = None) -> None:
    """The templates there are, each as a button."""
    voice = scene.voice
    parts: list[Part] = []
    if unknown is not None:
        key = "command.create.unknown" if unknown.near else "command.create.unlike"
        asked = Typed(unknown.name[:40])
        parts.append(voice.para(key, None, name=asked, near=unknown.near or ""))
    parts.append(voice.para("command.create.which"))
    for name in names():
        plan = load(name)
        locale = voice.locale
        parts.append(
            voice.para(
                "command.create.template",
                None,
                key=name,
                name=plan.name.of(locale),
                about=plan.about.of(locale),
            )
        )
    buttons = tuple(Button(load(n).name.of(voice.locale), f"command:create:{n}") for n in names())
    scene.say(*parts, Buttons(buttons))


def _speak_of(scene: Scene, programme: Programme) -> None:
    scene.address = scene.work.change(scene.address, programme_id=programme.id)
