"""What can happen to the channels of any platform that has some."""

from dataclasses import dataclass

from bot.event import Channel, Sender


@dataclass(frozen=True, slots=True)
class ChannelJoined:
    """The bot was added to a channel or to its team, by somebody when `sender` says so."""

    key: str
    tenant: str
    channel: Channel
    sender: Sender | None


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """A channel has another name."""

    key: str
    tenant: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """The bot can write in a channel no more: it was removed, or the channel is gone."""

    key: str
    tenant: str
    user: str  # the channel's id
