"""What is wrong with the bot in Slack, and what to do about it: nothing is changed."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from adapters.runner.clock import Clock
from adapters.runner.findings import Finding
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed, Refusal
from adapters.slack.keys import Key, Keys, NotInstalled, presented
from adapters.slack.manifest import VERSION
from adapters.slack.methods import scopes
from bot.channels import USES, name_of
from storage.database import Database
from storage.nouns import Address, Programme
from storage.work import Work


async def of_key(api: Api, token: str) -> AsyncIterator[Finding]:
    """Whether Slack takes a token, and with every scope."""
    try:
        key = await presented(api, token)
    except Failed as failure:
        yield _trouble("the bot's token", failure, "install the app again")
        return
    yield Finding(True, f"the bot's token, in {key.name or key.tenant}")
    yield of_scopes(key)


def of_scopes(key: Key) -> Finding:
    """Whether a token has every scope that the code uses."""
    if not key.scopes:
        return Finding(None, "the scopes, which Slack did not list")
    lacking, more = sorted(scopes() - key.scopes), sorted(key.scopes - scopes())
    if lacking:
        advice = (
            "paste `binome manifest slack` in the app's page App Manifest, and install it again"
        )
        return Finding(False, f"the scopes lack {', '.join(lacking)}", advice)
    told = f"; not needed: {', '.join(more)}" if more else ""
    return Finding(True, f"the {len(scopes())} scopes{told}")


async def of_app_token(api: Api, token: str) -> Finding:
    """Whether a socket can be opened."""
    try:
        await api.call("apps.connections.open", token)
    except Failed as failure:
        advice = "make one with connections:write, under Basic Information, App-Level Tokens"
        return _trouble("the app's token", failure, advice)
    return Finding(True, "the app's token, by which a socket opens")


def of_manifest() -> Finding:
    """What no token may read."""
    advice = f"the app's long description ends with “{VERSION}.” when it has the present manifest"
    return Finding(
        None, "the events, commands and menus of the app, which Slack tells no bot", advice
    )


async def of_channels(
    api: Api, keys: Keys, database: Database, clock: Clock
) -> AsyncIterator[Finding]:
    """Whether the bot can write in the channels of every programme under way."""

    def look() -> list[tuple[str, Address]]:
        with database.reading(clock.now()) as work:
            return [*_channels(work)]

    for programme, address in await asyncio.to_thread(look):
        name = f"{name_of(address)}, of {programme}"
        try:
            key = await keys.of(address.tenant)
            answer = await api.call("conversations.info", key.token, channel=address.user)
        except NotInstalled:
            yield Finding(False, name, "the bot is no longer in its workspace: install it again")
            continue
        except Failed as failure:
            yield _trouble(name, failure, "invite the bot there again")
            continue
        channel = answer.get("channel") or {}
        if channel.get("is_archived"):
            yield Finding(False, f"{name} is archived", "choose another with /binome here")
        elif channel.get("is_member") is False:
            yield Finding(False, f"{name} is without the bot", "invite it there: /invite @Binôme")
        else:
            yield Finding(True, name)


def _channels(work: Work) -> Iterator[tuple[str, Address]]:
    for programme in work.find(Programme):
        for use in USES.values():
            kept = getattr(programme, use)
            found = work.first(Address, id=kept, platform=PLATFORM) if kept else None
            if found is not None and programme.state != "closed":
                yield programme.name, found


def _trouble(what: str, failure: Exception, advice: str) -> Finding:
    """What failed, and what to do: a Slack that is away says nothing of a token."""
    if not isinstance(failure, Refusal):
        advice = "check the network, or BINOME_SLACK_API_URL"
    return Finding(False, f"{what} ({_code(failure)})", advice)


def _code(failure: Exception) -> str:
    return failure.code if isinstance(failure, Refusal) else type(failure).__name__
