"""Making a programme from a template, and choosing the one spoken of."""

from datetime import date, timedelta

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.calendar import calendar_facts
from bot.commands.entry import coordinated, run_button
from bot.commands.registry import command
from bot.forms.words import fold
from bot.message import NOTHING, Button, Buttons, Facts, Part, Reply
from bot.programme.plan import Plan
from bot.programme.template import UnknownTemplate, load, names, plan_data
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Coordination, Programme
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
    today = scene.work.now.date()
    named, starts_on = words.after().ending_day(scene.work.now, plan.zone, scene.voice.locale)
    name = named.raw.strip() or plan.name.of(scene.person.locale)
    if len(name) > _LONGEST_NAME:
        raise WrongWords(name)
    if starts_on is None:
        starts_on = _in_time(plan, today)
    elif starts_on + timedelta(days=plan.calendar.matching) <= today:
        soonest = _in_time(plan, today)
        scene.say(scene.voice.para("command.create.too-soon", None, day=starts_on, soonest=soonest))
        return NOTHING
    programme = scene.work.add(
        Programme(
            name=name,
            slug=_free_slug(scene, name),
            template=plan.key,
            plan=plan_data(plan),
            starts_on=starts_on,
            locale=plan.locale,
            tone=plan.tone,
            zone=plan.zone,
            look_at=scene.work.now,
            created_at=scene.work.now,
            changed_at=scene.work.now,
        )
    )
    scene.work.add(Coordination(programme_id=programme.id, person_id=scene.person.id))
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


def _offer(scene: Scene, unknown: UnknownTemplate | None = None) -> None:
    """The templates there are, each as a button."""
    voice = scene.voice
    parts: list[Part] = []
    if unknown is not None:
        near = unknown.near or names()[0]
        parts.append(
            voice.para("command.create.unknown", None, name=Typed(unknown.name), near=near)
        )
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


def _in_time(plan: Plan, today: date) -> date:
    """The template's own start, or the same weekday once sign-up has had its whole time."""
    if plan.starts_on + timedelta(days=plan.calendar.signup) >= today:
        return plan.starts_on
    soonest = today - timedelta(days=plan.calendar.signup)
    return soonest + timedelta(days=(plan.starts_on - soonest).days % 7)


def _free_slug(scene: Scene, name: str) -> str:
    stem = "-".join(fold(name).replace("+", " ").replace("#", " ").split())[:60] or "programme"
    slug, number = stem, 1
    while scene.work.first(Programme, slug=slug) is not None:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _speak_of(scene: Scene, programme: Programme) -> None:
    scene.address = scene.work.change(scene.address, programme_id=programme.id)
