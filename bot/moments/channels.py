"""A channel of a programme that was lost: the coordinators hear of it, and how to mend that."""

from datetime import timedelta

from bot.calendar.civil import civil
from bot.channels import USES, name_of
from bot.moments.moment import Moment
from bot.notices import notice
from storage import contact
from storage.nouns import Address, Programme
from storage.work import Work

LOST = "channel-lost"
_NEWS = timedelta(days=7)  # for so long, a lost channel is worth telling


def lost(work: Work, programme: Programme) -> tuple[Address, ...]:
    """The programme's channels that cannot be written to; a workspace that left is its own news."""
    kept = {getattr(programme, column) for column in USES.values()} - {None}
    found = work.among(Address, sorted(kept))
    return tuple(each for each in found if not each.reachable and not contact.departed(work, each))


def moments(programme: Programme, channels: tuple[Address, ...]) -> list[Moment]:
    """One moment for each time that a channel was lost."""
    found: list[Moment] = []
    for each in channels:
        if each.unreachable_since is not None:
            at = civil(each.unreachable_since, programme.zone)
            name = f"{LOST}-{each.id}-{each.unreachable_since:%Y%m%d%H%M%S}"
            found.append(Moment(name, at, LOST, (each.id,), at + _NEWS))
    return found


def tell(work: Work, programme: Programme, moment: Moment) -> None:
    """Tells the coordinators of a lost channel."""
    subject = f"programme:{programme.id}"
    channel = work.get(Address, int(moment.about[0]))
    notice(work, programme, f"{subject}/{moment.name}", subject, LOST, [name_of(channel)])
