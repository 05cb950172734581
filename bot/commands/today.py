"""The day of a coordinator, in every programme under way that they coordinate, or in the one named.

It does not choose what the next commands are about; each button says its own programme.
"""

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import coordinated, owned, run_button
from bot.commands.overview import overview_of
from bot.commands.registry import command
from bot.commands.reminding import waiting
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Buttons, Part, Reply
from bot.rights import COORDINATOR, READER, may
from bot.scene import Scene
from bot.texts import Typed
from bot.today import day, parts_of
from bot.today.coming import coming, lines
from bot.today.line import gives
from storage.nouns import Coordination, Programme
from storage.nouns.programme import STATES

_MOST = 5  # programmes at once
_WEEK = {"weekly", "week", "hebdo", "hebdomadaire", "semaine"}
_WISHES = {"on": True, "oui": True, "yes": True, "off": False, "non": False, "no": False}


@command("today", states=STATES, needs_programme=False)
def today(scene: Scene, words: Arguments) -> Reply:
    """What awaits the coordinator today, and what leaves by itself."""
    if words:
        _weekly(scene, words)
        return NOTHING
    led = [each for each in reversed(coordinated(scene)) if each.state != "closed"]
    if not led:
        _nothing_led(scene)
        return NOTHING
    for programme in led[:_MOST]:
        _tell(scene.within(programme), programme)
    if len(led) > _MOST:
        names = Typed(scene.voice.listed(each.name for each in led[_MOST:]))
        scene.say(scene.voice.hint("home.more-led", None, programmes=names))
    return NOTHING


def _weekly(scene: Scene, words: Arguments) -> None:
    """Whether to read on Mondays what the week brought, in every programme they coordinate."""
    said = words.after()
    if words.first not in _WEEK or len(said) != 1 or said.first not in _WISHES:
        raise WrongWords(words.raw)
    for place in scene.work.find(Coordination, person_id=scene.person.id):
        _wish(scene, place, _WISHES[said.first])
    scene.say(scene.voice.para(f"week.{'on' if _WISHES[said.first] else 'off'}"))


@action("weekly")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """`weekly:<programme>:on|off`: for that programme alone."""
    now = owned(scene, int(words[0]), READER)
    wished = _WISHES[words[1]]
    place = now.work.first(Coordination, programme_id=int(words[0]), person_id=now.person.id)
    if place is not None:
        _wish(now, place, wished)
    again = now.voice.button("week.start", f"weekly:{words[0]}:on")
    now.say(
        now.voice.para(f"week.{'on' if wished else 'off'}"),
        *([] if wished else [Buttons((again,))]),
    )
    return NOTHING


def _wish(scene: Scene, place: Coordination, wished: bool) -> None:
    scene.work.change(place, weekly=wished)
    programme = scene.work.get(Programme, place.programme_id)
    scene.work.change(programme, look_at=scene.work.now)


def _tell(scene: Scene, programme: Programme) -> None:
    """One programme's day: one message, so that each can be dealt with by itself."""
    voice = scene.voice
    state = voice.words(f"state.{programme.state}.label")
    parts: list[Part] = [
        voice.title("command.status.title", name=Typed(programme.name), state=state)
    ]
    acts = may(scene.work, scene.person, programme, COORDINATOR)
    found = parts_of(voice, day(scene.work, programme, scene.person, voice), acts=acts)
    found += _to_nudge(scene, programme) if acts else []
    parts += found or [voice.para("today.quiet")]
    leaving = lines(programme, voice, coming(scene.work, programme))
    if leaving:
        parts += [voice.para("today.coming"), Bullets(tuple(leaving))]
    else:
        parts.append(voice.hint("today.nothing-leaves"))
    more = gives(voice, programme, "status", "status")
    scene.say(*parts, Buttons((more,)))


def _to_nudge(scene: Scene, programme: Programme) -> list[Part]:
    """Those whom a word from the coordinator would help, by what they left unfinished."""
    voice, counts = scene.voice, waiting(scene, overview_of(scene))
    if not counts:
        return []
    parts: list[Part] = [voice.para("today.nudge")]
    for kind, count in counts.items():
        parts.append(voice.para(f"command.remind.count-{kind}", count))
        parts.append(Buttons((gives(voice, programme, f"remind-{kind}", f"remind {kind}"),)))
    return parts


def _nothing_led(scene: Scene) -> None:
    """Nothing under way: what to begin with, or what is over."""
    voice = scene.voice
    if coordinated(scene):
        scene.say(voice.para("today.all-over"), Buttons((run_button(scene, "report", "report"),)))
        return
    scene.say(
        voice.para("command.none-yet"),
        Buttons((run_button(scene, "create", "create", "primary"),)),
    )
