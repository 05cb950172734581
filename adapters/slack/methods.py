"""Slack's methods that Binôme calls: the scopes each needs, and how its arguments travel.

The manifest asks for exactly these scopes, and those of the events it subscribes to.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Method:
    """One method of Slack's Web API."""

    scopes: tuple[str, ...] = ()
    form: bool = False  # its arguments are a form: Slack reads JSON only where something is written
    sends: bool = False  # people see what it does, so that doing it twice would show


METHODS = {
    "apps.connections.open": Method(form=True),  # by the app's own token, with connections:write
    "assistant.threads.setSuggestedPrompts": Method(("assistant:write",)),
    "auth.test": Method(form=True),
    "chat.postMessage": Method(("chat:write",), sends=True),
    "chat.update": Method(("chat:write",)),
    "conversations.info": Method(("channels:read", "groups:read"), form=True),
    "conversations.join": Method(("channels:join",)),
    "conversations.open": Method(("im:write", "mpim:write")),
    "files.completeUploadExternal": Method(("files:write",), sends=True),
    "files.getUploadURLExternal": Method(("files:write",), form=True),
    "users.conversations": Method(("channels:read", "groups:read"), form=True),
    "users.info": Method(("users:read", "users:read.email"), form=True),
    "users.list": Method(("users:read", "users:read.email"), form=True),
    "users.lookupByEmail": Method(("users:read.email",), form=True),
    "views.open": Method(),
    "views.publish": Method(),
    "views.push": Method(),
    "views.update": Method(),
}
# What Slack asks for before it tells of each event, and before it lets people type a command.
EVENTS = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
COMMANDS = ("commands",)


def scopes() -> frozenset[str]:
    """Every scope that the bot's token needs."""
    asked = [each.scopes for each in METHODS.values()]
    return frozenset().union(COMMANDS, *asked, *EVENTS.values())
