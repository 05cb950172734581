"""What Slack sent, turned into what happened; nothing here touches a network or a database.

A body is what Bolt gives: an event's envelope, the fields of a slash command, or the payload of an
interaction. Whatever is not understood, or is nobody's business here, is None: never an error.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.slack import typed
from adapters.slack.actions import label_of, pressed
from adapters.slack.happened import Happened, Opened, Uninstalled
from adapters.slack.render.modal import CALLBACK, values
from bot.event import Channel, Command, Known, Left, Pressed, Said, Sender, Submitted

Body = Mapping[str, Any]
Who = Callable[[str], Sender]  # makes the sender of a Slack user id

_WRITTEN = (None, "file_share", "thread_broadcast")  # the subtypes of what people write themselves
_LONGEST = 8_000  # characters of one message that are read


# Shortcuts by their callback_id, and the action that each presses.
SHORTCUTS = {"ask_mentor": "ask:join-mentee", "offer_help": "ask:join-mentor"}
MESSAGE_SHORTCUTS = {"help_with_this": "offer"}


def tenant_of(body: Body) -> str:
    """The enterprise of an org-wide install, else the workspace; empty when nothing says so."""
    install = _install(body)
    wide = install.get("is_enterprise_install", body.get("is_enterprise_install"))
    enterprise = _id(install, "enterprise_id") or _id(body, "enterprise_id", "enterprise")
    if wide in (True, "true") and enterprise:
        return enterprise
    return _id(install, "team_id") or _id(body, "team_id", "team") or _team_of_user(body)


def author_of(body: Body) -> str:
    """The Slack id of whoever caused this; empty when nobody did."""
    if _map(body, "event"):
        event = _map(body, "event")
        return _id(event, "inviter") or _id(event, "user", "user")
    return _id(body, "user_id", "user")


def profile_in(body: Body) -> Body | None:
    """The whole profile of a user that an event brings along, as `users.info` would give it."""
    return _map(_map(body, "event"), "user") or None


def pressed_label(body: Body) -> str:
    """The words of what was pressed or chosen, for the question that it settles."""
    return label_of(_element(body), _state(body))


def event_from(body: Body, who: Who) -> Happened | None:
    """What happened, or None when nothing did that concerns the bot."""
    key = key_of(body)
    if not key or not tenant_of(body):
        return None
    event = _map(body, "event")
    if event:
        reader = EVENTS.get(_text(event, "type"))
        return None if reader is None else reader(key, body, event, who)
    user = author_of(body)
    if not user:
        return None
    if _text(body, "command"):
        text = typed.words(_text(body, "text"))[:_LONGEST]
        return Command(key, who(user), text, _channel_of_command(body))
    return _interaction(key, body, who, user)


def key_of(body: Body) -> str:
    """The key of an event or of an interaction, the same when it comes again; empty without one."""
    own = _text(body, "event_id") or _text(body, "trigger_id")
    return f"slack:{_id(body, 'team_id', 'team') or tenant_of(body)}:{own}" if own else ""


def _interaction(key: str, body: Body, who: Who, user: str) -> Happened | None:
    name = _text(body, "callback_id")
    match body.get("type"):
        case "block_actions":
            action, chosen = pressed(_element(body), _state(body))
            return Pressed(key, who(user), action, chosen) if action else None
        case "view_submission":
            return _submitted(key, _map(body, "view"), who(user))
        case "shortcut" if name in SHORTCUTS:
            return Pressed(key, who(user), SHORTCUTS[name])
        case "message_action" if name in MESSAGE_SHORTCUTS:
            told = typed.words_of_message(_map(body, "message"))[:_LONGEST]
            return Pressed(key, who(user), MESSAGE_SHORTCUTS[name], (told,))
        case _:
            return None


def _submitted(key: str, view: Body, sender: Sender) -> Submitted | None:
    if view.get("callback_id") != CALLBACK:
        return None
    try:
        draft = json.loads(_text(view, "private_metadata"))["draft"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    if not isinstance(draft, int) or isinstance(draft, bool) or not 0 <= draft < 2**53:
        return None
    return Submitted(key, sender, draft, values(_map(view, "state")))


# ---------------------------------------------------------------- events


def _message(key: str, body: Body, event: Body, who: Who) -> Said | None:
    user = _text(event, "user")
    private = event.get("channel_type") == "im"
    written = event.get("subtype") in _WRITTEN and not _text(event, "bot_id")
    if not user or not private or not written or event.get("edited") or event.get("hidden"):
        return None
    if user == _bot(body):
        return None
    text = typed.words_of_message(event)[:_LONGEST]
    return Said(key, who(user), text) if text.strip() else None


def _opened(key: str, body: Body, event: Body, who: Who) -> Opened | None:
    user, tab = _text(event, "user"), event.get("tab")
    if not user or tab not in ("home", "messages"):
        return None
    return Opened(key, who(user), tab)


def _uninstalled(key: str, body: Body, event: Body, who: Who) -> Uninstalled:
    return Uninstalled(key, tenant_of(body))


def _revoked(key: str, body: Body, event: Body, who: Who) -> Uninstalled | None:
    """Only the bot's own tokens matter: nobody gives this bot theirs."""
    return Uninstalled(key, tenant_of(body)) if _map(event, "tokens").get("bot") else None


def _changed(key: str, body: Body, event: Body, who: Who) -> Known | Left | None:
    profile = _map(event, "user")
    user = _text(profile, "id")
    if not user or profile.get("is_bot") or user == "USLACKBOT":
        return None
    return Left(key, who(user)) if profile.get("deleted") is True else Known(key, who(user))


def _joined(key: str, body: Body, event: Body, who: Who) -> ChannelJoined | None:
    channel, by = _text(event, "channel"), _text(event, "inviter")
    if not channel or _text(event, "user") != _bot(body):
        return None
    # The event does not say how the channel is called.
    return ChannelJoined(key, tenant_of(body), Channel(channel, ""), who(by) if by else None)


def _left(key: str, body: Body, event: Body, who: Who) -> ChannelLost | None:
    return _lost(key, body, event, who) if _text(event, "user") == _bot(body) else None


def _lost(key: str, body: Body, event: Body, who: Who) -> ChannelLost | None:
    channel = _text(event, "channel")
    return ChannelLost(key, tenant_of(body), channel) if channel else None


def _renamed(key: str, body: Body, event: Body, who: Who) -> ChannelRenamed | None:
    channel = _map(event, "channel")
    user, name = _text(channel, "id"), _text(channel, "name")
    if not user or not name:
        return None
    return ChannelRenamed(key, tenant_of(body), _channel(user, name))


# Every event that means something here, so every one to subscribe to: `message` as `message.im`.
EVENTS: dict[str, Callable[[str, Body, Body, Who], Happened | None]] = {
    "message": _message,
    "app_home_opened": _opened,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
    "user_change": _changed,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _lost,
    "group_left": _lost,
    "channel_archive": _lost,
    "group_archive": _lost,
    "channel_deleted": _lost,
    "group_deleted": _lost,
    "channel_rename": _renamed,
    "group_rename": _renamed,
}


# ---------------------------------------------------------------- the pieces of a body


def _channel_of_command(body: Body) -> Channel | None:
    """Where a command was given; None in a conversation of a few people, which is private."""
    user, name = _text(body, "channel_id"), _text(body, "channel_name")
    if not user or name == "directmessage" or name.startswith("mpdm-"):
        return None
    # Slack calls every private channel so, whatever its name.
    return Channel(user, "") if name == "privategroup" else _channel(user, name)


def _channel(user: str, name: str) -> Channel:
    shown = f"#{name}" if name else ""
    return Channel(user, shown, {"name": shown} if shown else {})


def _element(body: Body) -> Body:
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else None
    return first if isinstance(first, Mapping) else {}


def _state(body: Body) -> Body:
    state = _map(body, "state") or _map(_map(body, "view"), "state")
    return _map(state, "values")


def _install(body: Body) -> Body:
    found = body.get("authorizations")
    first = found[0] if isinstance(found, list) and found else None
    return first if isinstance(first, Mapping) else {}


def _bot(body: Body) -> str:
    return _text(_install(body), "user_id")


def _team_of_user(body: Body) -> str:
    """An interaction in an org-wide install may name no team but its author's."""
    return _text(_map(body, "user"), "team_id")


def _id(of: Body, flat: str, nested: str = "") -> str:
    """An identifier, written flat in an event or a command, and inside an object elsewhere."""
    return _text(of, flat) or (_text(_map(of, nested), "id") if nested else "")


def _map(of: Body, name: str) -> Body:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(of: Body, name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""
