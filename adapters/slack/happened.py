"""What can happen in Slack beside what happens on every platform."""

from dataclasses import dataclass
from typing import Literal

from bot.event import Channel, Command, Known, Left, Pressed, Said, Sender, Submitted


@dataclass(frozen=True, slots=True)
class Opened:
    """Someone opened the bot's Home, or the conversation with it."""

    key: str
    sender: Sender
    tab: Literal["home", "messages"]


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The bot was removed from a workspace, or its tokens were revoked."""

    key: str
    tenant: str


@dataclass(frozen=True, slots=True)
class ChannelJoined:
    """The bot was added to a channel, by somebody when `sender` says so."""

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
    """The bot can write in a channel no more: removed from it, or the channel was archived."""

    key: str
    tenant: str
    user: str  # the channel's id


Happened = (
    Said
    | Command
    | Pressed
    | Submitted
    | Known
    | Left
    | Opened
    | Uninstalled
    | ChannelJoined
    | ChannelRenamed
    | ChannelLost
)
