"""What can happen in Slack beside what happens on every platform."""

from dataclasses import dataclass
from typing import Literal

from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from bot.event import Command, Known, Left, Pressed, Said, Sender, Submitted


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
