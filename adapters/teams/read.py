"""What Teams sent, turned into what happened; nothing here touches a network or a database.

An activity is the JSON that Teams posts. It may come twice, late, or from something else than
Teams: what concerns nobody here means nothing, and what no activity looks like is Malformed.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.teams import PLATFORM, typed
from adapters.teams.actions import Used, used
from bot.event import Channel, Command, Joined, Left, Pressed, Said, Sender, Submitted

Activity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Malformed:
    """What came is no activity: `reason` names what is wrong with it, for whoever sent it."""

    reason: str


Happened = (
    Said
    | Command
    | Pressed
    | Submitted
    | Joined
    | Left
    | ChannelJoined
    | ChannelRenamed
    | ChannelLost
)


def read(activity: Any) -> Happened | Malformed | None:
    """What happened, None when nothing did that concerns the bot, or what is wrong."""
    if not isinstance(activity, Mapping):
        return Malformed("an activity is a JSON object")
    kind = _text(activity, "type")
    if not kind:
        return Malformed("type")
    reader = _READERS.get(kind)
    if reader is None:
        return None
    for name in ("conversation", "from"):
        if not _text(_map(activity, name), "id"):
            return Malformed(f"{name}.id")
    if not _text(activity, "serviceUrl").startswith(("https://", "http://")):
        return Malformed("serviceUrl")
    return reader(activity)


def used_in(activity: Activity) -> Used | None:
    """What was used on a card, when that is what the activity tells."""
    value = _map(activity, "value")
    if activity.get("type") != "invoke":
        return used(value)
    if activity.get("name") != "adaptiveCard/action" or value.get("trigger") == "automatic":
        return None
    return used(_map(_map(value, "action"), "data"))


def tenant_of(activity: Activity) -> str:
    """The tenant that an activity comes from; empty when nothing says so."""
    told = _text(_map(_map(activity, "channelData"), "tenant"), "id")
    return told or _text(_map(activity, "conversation"), "tenantId")


def key_of(activity: Activity) -> str:
    """The key of what an activity tells, the same when Teams sends it again."""
    own = _text(activity, "id")
    if not own:  # some are sent without: the same words again are the same event
        told = json.dumps(activity, sort_keys=True, default=str)
        own = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    conversation = _text(_map(activity, "conversation"), "id")
    return f"{PLATFORM}:{tenant_of(activity)}:{conversation}:{own}"


def sender_of(activity: Activity) -> Sender:
    """Who caused an activity; the way back to them is known when they speak in private."""
    account = _map(activity, "from")
    return Sender(
        PLATFORM,
        tenant_of(activity),
        _text(account, "aadObjectId") or _text(account, "id"),
        _text(account, "name"),
        _text(account, "email"),
        _text(activity, "locale") or _text(_client(activity), "locale"),
        _text(activity, "localTimezone") or _text(_client(activity), "timezone"),
        route=_reference(activity) if _is_private(activity) else {},
    )


def _message(activity: Activity) -> Said | Command | Pressed | Submitted | None:
    on_card = used_in(activity)
    if on_card is not None:
        return _event_of(activity, on_card)
    if _is_bot(activity) or _map(activity, "value"):
        return None
    key, sender, text = key_of(activity), sender_of(activity), typed.words(activity)
    if not _is_private(activity):
        if not typed.calls_the_bot(activity):
            return None
        return Command(key, sender, typed.bare(text), _channel(activity))
    asked = typed.command(text)
    return Said(key, sender, text) if asked is None else Command(key, sender, asked)


def _invoke(activity: Activity) -> Pressed | Submitted | Malformed | None:
    if activity.get("name") != "adaptiveCard/action":
        return None
    value = _map(activity, "value")
    if value.get("trigger") == "automatic":
        return None  # a card refreshing itself, which none of ours asks for
    if not isinstance(value.get("action"), Mapping):
        return Malformed("value.action")
    on_card = used_in(activity)
    return Malformed("value.action.data") if on_card is None else _event_of(activity, on_card)


def _event_of(activity: Activity, on_card: Used) -> Pressed | Submitted:
    key, sender = key_of(activity), sender_of(activity)
    if on_card.draft is not None:
        return Submitted(key, sender, on_card.draft, on_card.fields)
    return Pressed(key, sender, on_card.action, on_card.values)


def _installed(activity: Activity) -> Joined | Left | ChannelJoined | ChannelLost | None:
    private, key = _is_private(activity), key_of(activity)
    match activity.get("action"):
        case "add" if private:
            return Joined(key, sender_of(activity))
        case "remove" if private:
            return Left(key, sender_of(activity))
        case "add":
            channel, by = _channel(activity), sender_of(activity)
            return ChannelJoined(key, tenant_of(activity), channel, by)
        case "remove":
            return ChannelLost(key, tenant_of(activity), _channel(activity).user)
        case _:
            return None  # an upgrade changes nothing for anybody


def _changed(activity: Activity) -> Joined | Left | ChannelRenamed | ChannelLost | None:
    key = key_of(activity)
    if _is_private(activity):
        if _is_bot(activity):
            return None
        if _accounts(activity, "membersAdded"):
            sender = sender_of(activity)
            # Without a language it would be a greeting in the wrong one: the installation, told at
            # the same moment, has it.
            return Joined(key, sender) if sender.locale else None
        bot = _text(_map(activity, "recipient"), "id")
        gone = {_text(each, "id") for each in _accounts(activity, "membersRemoved")}
        return Left(key, sender_of(activity)) if bot in gone else None
    data = _map(activity, "channelData")
    match data.get("eventType"):
        case "channelDeleted" | "teamDeleted":
            return ChannelLost(key, tenant_of(activity), _channel(activity).user)
        case "channelRenamed":
            return ChannelRenamed(key, tenant_of(activity), _channel(activity))
        case _:
            # That the bot was added to a team is told by its installation too, with the channel.
            return None


_READERS: dict[str, Callable[[Activity], Happened | Malformed | None]] = {
    "message": _message,
    "invoke": _invoke,
    "installationUpdate": _installed,
    "conversationUpdate": _changed,
}


# ---------------------------------------------------------------- the pieces of an activity


def _reference(activity: Activity) -> dict[str, Any]:
    """All it takes to write into the conversation of an activity."""
    conversation, account = _map(activity, "conversation"), _map(activity, "from")
    return {
        "serviceUrl": _text(activity, "serviceUrl"),
        "channelId": _text(activity, "channelId"),
        "conversation": {"id": _text(conversation, "id"), "conversationType": "personal"},
        "bot": _named(_map(activity, "recipient")),
        "user": {**_named(account), "aadObjectId": _text(account, "aadObjectId")},
        "tenant": tenant_of(activity),
    }


def _channel(activity: Activity) -> Channel:
    """The channel of an activity; of a team as a whole, the one where the bot was put."""
    data, conversation = _map(activity, "channelData"), _map(activity, "conversation")
    chosen = _map(_map(data, "settings"), "selectedChannel")
    channel, team = _map(data, "channel") or chosen, _map(data, "team")
    thread = _text(conversation, "id").partition(";")[0]
    user = _text(channel, "id") or _text(team, "id") or thread
    # The first channel of a team has no name of its own: people know it by the team's.
    name = _text(channel, "name") or _text(team, "name") or _text(conversation, "name")
    route = {
        "name": name or user,
        "serviceUrl": _text(activity, "serviceUrl"),
        "channelId": _text(activity, "channelId"),
        "conversation": {
            "id": user,
            "conversationType": _text(conversation, "conversationType") or "channel",
        },
        "bot": _named(_map(activity, "recipient")),
        "team": _text(team, "id"),
        "tenant": tenant_of(activity),
    }
    return Channel(user, name, route)


def _is_private(activity: Activity) -> bool:
    conversation = _map(activity, "conversation")
    kind = _text(conversation, "conversationType")
    return kind == "personal" if kind else conversation.get("isGroup") is not True


def _is_bot(activity: Activity) -> bool:
    sender = _text(_map(activity, "from"), "id")
    return sender == _text(_map(activity, "recipient"), "id") or sender.startswith("28:")


def _client(activity: Activity) -> Activity:
    """What the person's own Teams tells of itself, when it does."""
    return next(
        (each for each in _accounts(activity, "entities") if each.get("type") == "clientInfo"), {}
    )


def _accounts(activity: Activity, name: str) -> list[Activity]:
    found = activity.get(name)
    some = found if isinstance(found, list) else []
    return [each for each in some if isinstance(each, Mapping)]


def _named(account: Activity) -> dict[str, str]:
    return {"id": _text(account, "id"), "name": _text(account, "name")}


def _map(of: Activity, name: str) -> Activity:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(of: Activity, name: str) -> str:
    return typed.sound(of.get(name))
