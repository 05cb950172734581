"""Writing to the channel that gathers the participants."""

from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import owned
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.conversation.pressed import action
from bot.message import NOTHING, Button, Buttons, Para, Part, Reply, Run
from bot.scene import Scene, post
from bot.texts import Typed
from storage.nouns import Address

_LONGEST = 3000
_OFFERED = 8


@command("post")
def post_(scene: Scene, words: Arguments) -> Reply:
    """Posts a text, as typed, in the community's channel."""
    programme, voice = programme_of(scene), scene.voice
    channel = None
    if programme.community_id is not None:
        channel = scene.work.first(Address, id=programme.community_id, reachable=True)
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
    post(scene.work, f"{scene.key}/post", channel, parts)
    scene.say(voice.para("command.post.done", None, channel=Typed(_name(channel))))
    return NOTHING


@action("community")
def _community(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now = owned(scene, int(words[0]))
    channel = scene.work.get(Address, int(words[1]))
    if channel.id not in {each.id for each in _channels(now)}:
        raise LookupError("not a channel of theirs")
    scene.work.change(programme_of(now), community_id=channel.id)
    now.say(now.voice.para("command.post.chosen", None, channel=Typed(_name(channel))))
    return NOTHING


def _explain(scene: Scene) -> None:
    """How to give the programme a channel: choose one the bot is in, or invite the bot to one."""
    voice, programme = scene.voice, programme_of(scene)
    found = _channels(scene)[:_OFFERED]
    parts: list[Part] = [voice.para("command.post.no-channel")]
    if found:
        parts.append(voice.para("command.post.which"))
        buttons = tuple(
            Button(_name(each), f"community:{programme.id}:{each.id}") for each in found
        )
        parts.append(Buttons(buttons))
    else:
        parts.append(voice.para("command.post.invite-me"))
    scene.say(*parts)


def _channels(scene: Scene) -> list[Address]:
    """The channels of the coordinator's own workspace in which the bot is."""
    here = scene.address
    found = scene.work.find(
        Address, person_id=None, platform=here.platform, tenant=here.tenant, reachable=True
    )
    # The address of an erased person belongs to nobody either, but somebody once wrote from it.
    return [each for each in found if each.heard_at is None]


def _name(channel: Address) -> str:
    return str(channel.route.get("name") or channel.user)
