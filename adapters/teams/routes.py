"""The way back to a conversation: all that it takes to write there, unreadable at rest."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from storage.vault import CannotOpen, Vault

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation of Teams; without an id, one that is still to be opened with `user`."""

    service: str
    conversation: str = ""
    kind: str = "personal"
    channel: str = "msteams"  # the name of Teams among what the connector connects
    bot: Mapping[str, str] | None = None
    user: Mapping[str, str] | None = None
    tenant: str = ""
    team: str = ""  # whose channel it is


class NoWay(LookupError):
    """Nothing is known of how to write there."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


def sealed(route: Mapping[str, Any], vault: Vault) -> Json:
    """The route as it may be kept: only the name of a channel can be read."""
    if not route:
        return {}
    name = {"name": route["name"]} if "name" in route else {}
    hidden = {key: value for key, value in route.items() if key != "name"}
    return {**name, "sealed": vault.seal(hidden).decode()}


def sealed_again(route: Mapping[str, Any], kept: Mapping[str, Any], vault: Vault) -> Json:
    """The route as it may be kept: as it is kept already, while nothing in it has changed."""
    held = kept.get("sealed")
    if isinstance(held, str):
        with suppress(CannotOpen):  # sealed with a key that is lost
            same = vault.open(held.encode()) == dict(route)
            if same and vault.renew(held.encode()) == held.encode():
                return dict(kept)
    return sealed(route, vault)


def opened(route: Mapping[str, Any], vault: Vault) -> Place:
    """The place that a kept route leads to. Raises NoWay, or CannotOpen without its key."""
    if not isinstance(route.get("sealed"), str):
        raise NoWay
    found = vault.open(route["sealed"].encode())
    conversation = found.get("conversation") or {}
    return Place(
        str(found["serviceUrl"]),
        str(conversation.get("id") or ""),
        str(conversation.get("conversationType") or "personal"),
        str(found.get("channelId") or "msteams"),
        found.get("bot"),
        found.get("user"),
        str(found.get("tenant") or ""),
        str(found.get("team") or ""),
    )


def private(place: Place, user: Mapping[str, str], tenant: str) -> Place:
    """The conversation with somebody met at a place, still to be opened."""
    return Place(place.service, channel=place.channel, bot=place.bot, user=user, tenant=tenant)


def way_to(place: Place) -> Json:
    """The route of a place, as `read` makes it."""
    return {
        "serviceUrl": place.service,
        "channelId": place.channel,
        "conversation": {"id": place.conversation, "conversationType": place.kind},
        "bot": dict(place.bot or {}),
        "user": dict(place.user or {}),
        "tenant": place.tenant,
    }
