"""What happened on a platform, told in the platform-free words that the core understands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sender:
    """Who caused an event, as their platform knows them."""

    platform: str
    tenant: str
    user: str
    name: str = ""
    email: str = ""
    locale: str = ""  # the platform's idea of their language, such as fr-FR
    zone: str = ""  # the platform's idea of their time zone, an IANA name
    # They run the workspace, and so may create programmes; None when nothing says so or not.
    administers: bool | None = None
    gathers: bool = False  # their platform can put several people and the bot in one conversation
    route: Mapping[str, Any] = field(default_factory=dict)  # how to write back, opaque here


@dataclass(frozen=True, slots=True)
class Channel:
    """A place where many people talk, as its platform knows it."""

    user: str  # the platform's own id of the channel
    name: str
    route: Mapping[str, Any] = field(default_factory=dict)
    closed: bool = False  # to the bot, as far as its platform says


@dataclass(frozen=True, slots=True)
class Said:
    """Someone wrote to the bot."""

    key: str  # unique for ever: the same event delivered twice has the same key
    sender: Sender
    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """Someone gave a command: `text` follows the bot's name, such as `match` or `review 3`."""

    key: str
    sender: Sender
    text: str
    channel: Channel | None = None  # where it was given, when not in private


@dataclass(frozen=True, slots=True)
class Pressed:
    """Someone pressed a button; `values` holds what a multiple choice had selected."""

    key: str
    sender: Sender
    action: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submitted:
    """Someone sent a whole form."""

    key: str
    sender: Sender
    draft: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Joined:
    """Someone opened the conversation for the first time, or installed the bot."""

    key: str
    sender: Sender


@dataclass(frozen=True, slots=True)
class Known:
    """Someone's platform says who they are now; they did nothing themselves."""

    key: str
    sender: Sender


@dataclass(frozen=True, slots=True)
class Left:
    """Someone removed the bot, or their account was closed."""

    key: str
    sender: Sender


Event = Said | Command | Pressed | Submitted | Joined | Known | Left
