"""Writing to the channel that gathers the participants."""

from bot.channels import channel_of, channels_offered, name_of
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.channels import choosing
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.message import NOTHING, Buttons, Para, Part, Reply, Run
from bot.scene import Scene, post
from bot.texts import Typed

_LONGEST = 3000
_OFFERED = 8


@command("post")
def post_(scene: Scene, words: Arguments) -> Reply:
    """Posts a text, as typed, in the community's channel."""
    programme, voice = programme_of(scene), scene.voice
    channel = channel_of(scene.work, programme, "community")
    if channel is None:
        _explain(scene)
        return NOTHING
    text = words.raw
    if not text:
        raise WrongWords(text)
    if len(text) > _LONGEST:
        scene.say(voice.para("command.post.too-long", None, length=len(text), most=_LONGEST))
        return NOTHING
    parts = tuple(Para((Run(each, typed=True),)) for each in text.split("\n") if each.strip())
    post(scene.work, f"{scene.key}/post", channel, parts, "hold")
    scene.say(voice.para("command.post.done", None, channel=Typed(name_of(channel))))
    return NOTHING


def _explain(scene: Scene) -> None:
    """How to give the programme a channel: choose one the bot is in, or say so in any other."""
    voice = scene.voice
    found = channels_offered(scene)[:_OFFERED]
    parts: list[Part] = [voice.para("command.post.no-channel")]
    if found:
        parts.append(voice.para("command.post.which"))
        buttons = tuple(choosing(scene, "community", name_of(each), each) for each in found)
        parts += [Buttons(buttons), voice.hint("command.post.or-here")]
    else:
        parts.append(voice.para("command.post.invite-me"))
    scene.say(*parts)
