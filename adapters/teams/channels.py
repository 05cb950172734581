"""The channels in which the bot is, kept as addresses: those it may be asked to write in."""

from adapters.runner.channels import known
from adapters.teams import PLATFORM
from adapters.teams.routes import sealed
from bot.channels import is_channel
from bot.event import Channel
from storage.nouns import Address
from storage.vault import Vault
from storage.work import Work


def keep(work: Work, tenant: str, channel: Channel, vault: Vault) -> None:
    """The bot may write there, under that name and by that way."""
    route = sealed({**channel.route, "name": channel.name or channel.user}, vault)
    found = known(work, PLATFORM, tenant, channel.user)
    if found is None:
        work.add(Address(platform=PLATFORM, tenant=tenant, user=channel.user, route=route))
    elif found.person_id is None:
        work.change(found, route=route, reachable=True, unreachable_since=None)


def rename(work: Work, tenant: str, channel: Channel) -> None:
    """The channel has another name; one where the bot never was is left alone."""
    found = known(work, PLATFORM, tenant, channel.user)
    if found is not None and is_channel(found) and channel.name:
        work.change(found, route={**found.route, "name": channel.name})
