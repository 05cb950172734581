"""The channels of a programme: where its community gathers, where its coordinators hear news.

A channel is an address that is nobody's and has a name. The address of an erased person is nobody's
either, and so is the conversation that the bot opens for a pair; neither has one.
"""

from typing import TYPE_CHECKING

from bot.event import Channel
from bot.texts import Voice
from storage.nouns import Address, Programme
from storage.work import Work

if TYPE_CHECKING:  # platforms ask about channels before the rest of the core is loaded
    from bot.scene import Scene

# What a channel is for, and where the programme keeps it.
USES = {"community": "community_id", "coordinators": "coordinators_id"}


def channel_of(work: Work, programme: Programme, use: str) -> Address | None:
    """The channel that a programme has for that use, when it can still be written to."""
    kept = getattr(programme, USES[use])
    return None if kept is None else work.first(Address, id=kept, reachable=True)


def channels_around(scene: "Scene") -> list[Address]:
    """The channels of the workspace from which somebody speaks."""
    here = scene.address
    found = scene.work.find(
        Address, person_id=None, platform=here.platform, tenant=here.tenant, reachable=True
    )
    return [each for each in found if is_channel(each)]


def channels_offered(scene: "Scene") -> list[Address]:
    """Those of `channels_around` that anybody there may see: the name of a private one tells."""
    return [each for each in channels_around(scene) if not each.route.get("private")]


def is_channel(address: Address) -> bool:
    """Whether an address is a place where many people talk."""
    return address.person_id is None and bool(address.route.get("name"))


def met(scene: "Scene", channel: Channel) -> Address:
    """The address of the channel in which somebody gave a command, made or brought up to date.

    Raises LookupError when that address is a person's.
    """
    here = scene.address
    found = scene.work.first(Address, platform=here.platform, tenant=here.tenant, user=channel.user)
    # A command tells less of its channel than the platform did before.
    route = {**(found.route if found else {}), **channel.route}
    route["name"] = channel.name or (name_of(found) if found else channel.user)
    if found is None:
        place = Address(platform=here.platform, tenant=here.tenant, user=channel.user, route=route)
        return scene.work.add(place)
    if found.person_id is not None:
        raise LookupError("somebody's own address")
    if found.route == route and found.reachable:
        return found
    return scene.work.change(found, route=route, reachable=True, unreachable_since=None)


def name_of(channel: Address) -> str:
    """How people call a channel."""
    return str(channel.route.get("name") or channel.user)


def voice_in(programme: Programme) -> Voice:
    """How a programme speaks to many people at once, whom French calls vous whatever its tone."""
    return Voice(programme.locale, programme.zone)
