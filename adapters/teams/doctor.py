"""What is wrong with the bot in Teams, and what to do about it: nothing is changed or sent."""

from collections.abc import Iterator

import aiohttp

from adapters.runner.clock import Clock
from adapters.runner.findings import Finding
from adapters.teams import PLATFORM
from adapters.teams.routes import NoWay, opened
from adapters.teams.signing import OPEN_ID, SigningKeys
from adapters.teams.tokens import NoToken, Way
from bot.channels import USES, name_of
from storage.database import Database
from storage.nouns import Address, Person, Programme
from storage.vault import CannotOpen, Vault
from storage.work import Work

_ADVICE = {
    "invalid_client": "make a new secret for the app: its value goes in BINOME_TEAMS_APP_PASSWORD",
    "unauthorized_client": "check BINOME_TEAMS_APP_ID and the first of BINOME_TEAMS_TENANT_ID",
    "invalid_request": "check the first of BINOME_TEAMS_TENANT_ID: the app is registered there",
}


async def of_token(session: aiohttp.ClientSession, way: Way) -> Finding:
    """Whether Microsoft gives the token that the bot writes with."""
    try:
        await way.ask(session)
    except NoToken as failure:
        unheard = "check that this machine reaches login.microsoftonline.com"
        advice = _ADVICE.get(failure.reason, "") if failure.refused else unheard
        advice = advice or "check the app's id, its secret and its tenant"
        return Finding(False, f"the token to write with ({failure.reason})", advice)
    return Finding(True, "the token to write with")


async def of_keys(session: aiohttp.ClientSession, url: str = OPEN_ID) -> Finding:
    """Whether the keys by which Teams signs can be had."""
    if await SigningKeys(session, url).refresh():
        return Finding(True, "the keys by which Teams signs")
    advice = "check that this machine reaches login.botframework.com: without them nobody is let in"
    return Finding(False, "the keys by which Teams signs", advice)


def of_endpoint(public_url: str) -> Finding:
    """What no bot may read of its own registration."""
    advice = f"portal.azure.com, your Azure Bot, Configuration must show {public_url}/api/messages"
    return Finding(None, "the messaging endpoint, which Microsoft tells no bot", advice)


def of_what_is_kept(database: Database, clock: Clock, vault: Vault) -> Iterator[Finding]:
    """Whether people and channels can still be written to, and whether anybody may begin."""
    with database.reading(clock.now()) as work:
        yield from _ways(work, vault)
        yield from _channels(work)
        if work.first(Person, organiser=True) is None:
            advice = "name them by their e-mails in BINOME_ORGANISERS"
            yield Finding(None, "nobody has written yet who may create programmes", advice)


def _ways(work: Work, vault: Vault) -> Iterator[Finding]:
    lost = known = 0
    for address in work.find(Address, platform=PLATFORM, reachable=True):
        try:
            opened(address.route, vault)
            known += 1
        except NoWay:
            continue
        except CannotOpen:
            lost += 1
    if lost:
        advice = "put the key that they were sealed with back in BINOME_SECRET_KEY, after a comma"
        yield Finding(False, f"the ways to {lost} conversations cannot be read", advice)
    else:
        yield Finding(True, f"the ways to {known} conversations")


def _channels(work: Work) -> Iterator[Finding]:
    for programme in work.find(Programme):
        for use in USES.values():
            kept = getattr(programme, use)
            found = work.first(Address, id=kept, platform=PLATFORM) if kept else None
            if found is None or programme.state == "closed":
                continue
            name = f"{name_of(found)}, of {programme.name}"
            if found.reachable:
                yield Finding(True, name)
            else:
                yield Finding(False, f"{name} is without the bot", "add the app to its team again")
