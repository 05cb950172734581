"""The channels a platform keeps as addresses: those the bot may be asked to write in."""

from bot.channels import is_channel
from storage import contact
from storage.nouns import Address
from storage.work import Work


def known(work: Work, platform: str, tenant: str, user: str) -> Address | None:
    """The address kept under that name, be it a channel's or somebody's."""
    return work.first(Address, platform=platform, tenant=tenant, user=user)


def lose(work: Work, platform: str, tenant: str, user: str) -> None:
    """Notes that the bot can write in a channel no more."""
    found = known(work, platform, tenant, user)
    if found is not None and is_channel(found) and found.reachable:
        contact.lost(work, found)
