"""The way in: who may command, which command is meant, about which programme.

Somebody who coordinates nothing hears one and the same sentence whatever they type, so that they
learn nothing about programmes or commands.
"""

from itertools import chain

from bot.addressed import CALLED
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.registry import COMMANDS, GROUPS, PREFIX, Entry, named, nearest
from bot.commands.wording import LONGEST, again, put_right
from bot.conversation.pressed import action, pressed
from bot.conversation.requests import REQUESTS
from bot.forms.field import typed
from bot.message import UNSETTLED, Bullets, Button, Buttons, Para, Part, Reply, Run
from bot.pairing.refused import Refused
from bot.programme.lifecycle import IllegalMove
from bot.rights import COORDINATOR, NotAllowed, may
from bot.scene import Scene, coordinates
from bot.texts import Typed
from bot.understanding.recognise import understood, word_for_word
from storage.nouns import Batch, Coordination, Programme

_LISTED = 8  # programmes offered as buttons
_UNDO = {"undo", "annuler", "annule", "defaire"}  # a button does it: the words stand for its press


def command(scene: Scene, text: str) -> Reply:
    """What follows from a command; `text` is all that comes after the bot's name."""
    said = Arguments.of(text.strip().removeprefix("/"))
    entry = named(said.first or "help")
    if not _commands(scene):
        if entry is not None and entry.name == "help":
            REQUESTS["help"](scene, "")
        else:
            scene.say(scene.voice.para("command.not-for-you"))
        return UNSETTLED
    if entry is None:
        return _undo(scene) if said.first in _UNDO and len(said) == 1 else _unknown(scene, said)
    return give(scene, entry, said.after())


def command_in(scene: Scene, text: str) -> str | None:
    """The command in a message such as `/binome status`, where a platform runs none by itself.

    Without its slash, `binome status` is one for those who may command, and a sentence otherwise.
    """
    found = CALLED.match(text)
    if found is None:
        return None
    rest = text[found.end() :].strip()
    if text.startswith("/"):
        return rest
    first = Arguments.of(rest).first
    known = first in _UNDO or named(first) is not None
    return rest if known and _commands(scene) else None


def hinted(scene: Scene, text: str) -> bool:
    """Offers the command that a bare word such as `status` or `matc` may mean; nothing is run.

    Only to somebody who may command, whom no question waits for, and who said nothing else by it.
    """
    if scene.address.draft_id is not None or len(text) > LONGEST or len(text.split()) != 1:
        return False
    word = Arguments.of(text).first
    if word_for_word(text) is not None or not _commands(scene):
        return False
    entry = named(word)
    if entry is None:
        if not nearest(word) or understood(text) is not None:
            return False
        _unknown(scene, Arguments.of(text))
        return True
    shown = f"{PREFIX} {word}"
    scene.say(
        scene.voice.para("command.as-such", None, command=Typed(shown)),
        Buttons((Button(shown, f"command:{entry.name}"),)),
    )
    return True


def give(scene: Scene, entry: Entry, words: Arguments) -> Reply:
    """Gives a command; whatever keeps it from being carried out is said."""
    now = about(scene)
    if entry.needs_programme:
        if now is None:
            return _which(scene, entry, words)
        if now.programme is not None and now.programme.state not in entry.states:
            return _not_now(now, entry)
    now = now or scene.within(None)
    try:
        if entry.needs_programme and now.programme is not None:
            needs(now, now.programme, entry.needs(words))
        return entry.act(now, words)
    except WrongWords as wrong:
        now.say(*put_right(now.voice, entry, words, wrong))
    except IllegalMove as refused:
        now.say(now.voice.para(refused.key), now.voice.hint(refused.next_key))
    except Refused as refused:
        now.say(Para(refused.sentence(now.voice)))
    except NotAllowed as short:
        now.say(short.sentence(now.work, now.voice))
    return UNSETTLED


def needs(scene: Scene, programme: Programme, right: str) -> None:
    """Raises NotAllowed unless the person has that right there."""
    if not may(scene.work, scene.person, programme, right):
        raise NotAllowed(programme, right)


def about(scene: Scene) -> Scene | None:
    """The scene about the programme meant: the one spoken of, else the only one coordinated."""
    if scene.coordinates:
        return scene
    own = coordinated(scene)
    alive = [each for each in own if each.state != "closed"]
    for some in (alive, own):
        if len(some) == 1:
            return scene.within(some[0])
    return None


def coordinated(scene: Scene) -> list[Programme]:
    """The programmes whose commands the person may give."""
    places = scene.work.find(Coordination, person_id=scene.person.id)
    return scene.work.among(Programme, [place.programme_id for place in places])


def run_button(scene: Scene, label: str, words: str, style: str = "plain") -> Button:
    """A button that gives a command, such as `review approve strong`."""
    return Button(
        scene.voice.words(f"command.button.{label}"),
        "command:" + words.replace(" ", ":"),
        style,  # type: ignore[arg-type]  # one of the three that Button knows
    )


@action("command")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return command(scene, " ".join(words))


def owned(scene: Scene, programme_id: int, right: str = COORDINATOR) -> Scene:
    """The scene about a programme of theirs.

    Raises LookupError for anybody else's, or NotAllowed where they have less than that right.
    """
    programme = scene.work.get(Programme, programme_id)
    if not coordinates(scene.work, scene.person, programme):
        raise LookupError("somebody else's programme")
    needs(scene, programme, right)
    return scene.within(programme)


def _commands(scene: Scene) -> bool:
    if scene.person.organiser:
        return True
    return scene.work.first(Coordination, person_id=scene.person.id) is not None


def _undo(scene: Scene) -> Reply:
    """Takes back what they last did for several people at once, or says what can be taken back."""
    last = scene.work.find(Batch, person_id=scene.person.id)[-1:]
    if last:
        return pressed(scene, f"undo:{last[0].id}", ())
    scene.say(scene.voice.para("bulk.nothing"), Buttons((run_button(scene, "help", "help"),)))
    return UNSETTLED


def _unknown(scene: Scene, said: Arguments) -> Reply:
    voice, near = scene.voice, nearest(said.first)
    typed_word = Typed(said.words[0][:40])
    longer = _longer(scene, said)
    if len(longer) == 1:
        scene.say(voice.para("command.near", None, word=typed_word, near=Typed(longer[0])))
        return UNSETTLED
    if longer:
        shown = tuple((Run(each, bold=True, typed=True),) for each in longer)
        scene.say(voice.para("command.near-some", None, word=typed_word), Bullets(shown))
        return UNSETTLED
    if not near:
        scene.say(
            voice.para("command.unknown", None, word=typed_word),
            Buttons((run_button(scene, "help", "help"),)),
        )
        return UNSETTLED
    entry = named(near)
    label = f"{PREFIX} {near}"
    rest = " ".join(said.words[1:])
    parts: list[Part] = [voice.para("command.near", None, word=typed_word, near=label)]
    if entry is not None and not rest:
        parts.append(Buttons((Button(label, f"command:{near}", "primary"),)))
    scene.say(*parts)
    return UNSETTLED


def _longer(scene: Scene, said: Arguments) -> list[str]:
    """The commands that a word such as `why-not` belongs to, with the words typed after it.

    Those whose form has the second word too come alone; a word alone has what its usage asks for.
    """
    found: dict[str, str] = {}
    for name in chain.from_iterable(GROUPS.values()):
        for form in scene.voice.words(COMMANDS[name].key("usage")).split("\n"):
            if said.first in form.split()[1:2]:
                found.setdefault(name, form)
    if len(said) == 1:
        return [f"{PREFIX} {form}" for form in found.values()]
    second = said.after().first
    fit = [name for name, form in found.items() if second in form.split()[2:]] or [*found]
    return [f"{PREFIX} {name} {said.raw[:100]}" for name in fit]


def _not_now(scene: Scene, entry: Entry) -> Reply:
    state = scene.programme.state if scene.programme else "draft"
    voice = scene.voice
    scene.say(
        voice.para(
            "command.not-now",
            None,
            command=f"{PREFIX} {entry.name}",
            state=voice.words(f"state.{state}.label"),
        ),
        voice.hint(f"state.{state}.next"),
    )
    return UNSETTLED


def _which(scene: Scene, entry: Entry, words: Arguments) -> Reply:
    """Asks which programme is meant, and goes on from there; or how to make the first one."""
    own = coordinated(scene)
    if not own:
        scene.say(
            scene.voice.para("command.none-yet"),
            Buttons((run_button(scene, "create", "create", "primary"),)),
        )
        return UNSETTLED
    own.sort(key=lambda each: (each.state == "closed", -each.id))
    action = again(entry, words)
    chosen = tuple(
        Button(each.name, f"within:{each.id}:{action}" if action else f"programme:{each.id}")
        for each in own[:_LISTED]
    )
    parts: list[Part] = [scene.voice.para("command.which"), Buttons(chosen)]
    if len(own) > _LISTED:
        names = [typed(each.name) for each in own[_LISTED:]]
        parts += [scene.voice.hint("command.which-more"), Bullets(tuple(names))]
    scene.say(*parts)
    return UNSETTLED
