"""What a channel is for: gathering the participants, or telling the coordinators the news."""

from bot.channels import USES, channel_of, channels_around, met, name_of, voice_in
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned, run_button
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Bullets, Button, Buttons, Part, Reply
from bot.scene import Scene, post
from bot.texts import Typed
from storage.nouns import Address, Programme

_MEANINGS = {
    "community": "community", "communaute": "community", "participants": "community",
    "participantes": "community", "mentorat": "community", "coordinators": "coordinators",
    "coordination": "coordinators", "coordinateurs": "coordinators",
    "coordinatrices": "coordinators", "alertes": "coordinators", "alerts": "coordinators",
    "stop": "stop", "arreter": "stop", "fin": "stop", "rien": "stop", "nothing": "stop",
}  # fmt: skip


@command("here")
def here(scene: Scene, words: Arguments) -> Reply:
    """Says what the channel is for, or decides it."""
    if len(words) > 1:
        raise WrongWords(words.raw)
    wanted = words.one_of(_MEANINGS) if words else ""
    if scene.channel is None:
        _explain(scene)
        return NOTHING
    if scene.channel.closed and wanted != "stop":
        scene.say(scene.voice.para("command.here.closed"))
        return NOTHING
    channel = met(scene, scene.channel)
    if wanted == "stop":
        _release(scene, channel)
    elif wanted:
        settle(scene, wanted, channel)
    else:
        _tell(scene, channel)
    return NOTHING


@action("here")
def _pressed(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """A use was chosen for a channel: `here:<programme>:<address>:<use>`."""
    now = owned(scene, int(words[0]))
    channel = scene.work.get(Address, int(words[1]))
    if channel.id not in {each.id for each in channels_around(now)}:
        raise LookupError("not a channel of theirs")
    if words[2] == "stop":
        _release(now, channel)
    elif words[2] in USES:
        settle(now, words[2], channel)
    else:
        raise LookupError(words[2])
    return NOTHING


def choosing(scene: Scene, use: str, label: str, channel: Address, style: str = "plain") -> Button:
    """A button that gives a channel a use, or releases it."""
    programme = programme_of(scene)
    return Button(label, f"here:{programme.id}:{channel.id}:{use}", style)  # type: ignore[arg-type]  # one of the three that Button knows


def settle(scene: Scene, use: str, channel: Address) -> None:
    """Gives a channel of the programme its use; everybody in it reads what it is now for."""
    voice, work = scene.voice, scene.work
    programme = work.lock(Programme, programme_of(scene).id)
    name = Typed(name_of(channel))
    other = next(each for each in USES if each != use)
    if getattr(programme, USES[other]) == channel.id:
        # What is said of pairs to their coordinators is not for those pairs to read.
        release = choosing(scene, "stop", voice.words("command.button.here-stop"), channel)
        scene.say(
            voice.para(f"command.here.not-both-{use}", None, channel=name), Buttons((release,))
        )
        return
    if getattr(programme, USES[use]) == channel.id:
        scene.say(voice.para(f"command.here.already-{use}", None, channel=name))
        return
    programme = work.change(programme, **{USES[use]: channel.id})
    told = voice_in(programme).para(
        f"command.here.announce-{use}", None, programme=Typed(programme.name)
    )
    post(work, f"{scene.key}/here", channel, (told,), "hold")
    parts: list[Part] = [voice.para(f"command.here.done-{use}", None, channel=name)]
    if use == "coordinators":
        parts.append(voice.hint("command.here.who-reads"))
    scene.say(*parts)


def _release(scene: Scene, channel: Address) -> None:
    voice, work = scene.voice, scene.work
    programme = work.lock(Programme, programme_of(scene).id)
    name = Typed(name_of(channel))
    kept = [column for column in USES.values() if getattr(programme, column) == channel.id]
    if not kept:
        scene.say(voice.para("command.here.unused", None, channel=name))
        return
    programme = work.change(programme, **dict.fromkeys(kept))
    told = voice_in(programme).para(
        "command.here.announce-stop", None, programme=Typed(programme.name)
    )
    post(work, f"{scene.key}/here", channel, (told,), "hold")
    scene.say(voice.para("command.here.released", None, channel=name))


def _tell(scene: Scene, channel: Address) -> None:
    """What this channel is for, with what it could be for."""
    voice, programme = scene.voice, programme_of(scene)
    name = Typed(name_of(channel))
    now = [use for use, column in USES.items() if getattr(programme, column) == channel.id]
    if now:
        said = voice.para(f"command.here.already-{now[0]}", None, channel=name)
        stop = choosing(scene, "stop", voice.words("command.button.here-stop"), channel)
        scene.say(said, Buttons((stop,)))
        return
    buttons = tuple(
        choosing(scene, use, voice.words(f"command.button.here-{use}"), channel) for use in USES
    )
    scene.say(voice.para("command.here.what-for", None, channel=name), Buttons(buttons))


def _explain(scene: Scene) -> None:
    """Where to give the command, and which channels the programme has."""
    voice, programme = scene.voice, programme_of(scene)
    parts: list[Part] = [
        voice.para("command.here.in-a-channel"),
        Bullets(tuple(voice.runs(f"command.here.to-{use}") for use in USES)),
    ]
    for use in USES:
        channel = channel_of(scene.work, programme, use)
        if channel is not None:
            name = Typed(name_of(channel))
            parts.append(voice.hint(f"command.here.now-{use}", None, channel=name))
    scene.say(*parts, Buttons((run_button(scene, "help", "help here"),)))
