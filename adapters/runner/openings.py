"""How the turn of an event begins, where it is a short one."""

from bot.addressed import called
from bot.event import Event, Said
from storage.opening import Opening


def opening_of(event: Event) -> Opening | None:
    """What is known of the turn of words that are no command; other turns may be long."""
    if not isinstance(event, Said) or called(event.text):
        return None
    sender = event.sender
    return Opening(event.key, sender.platform, sender.tenant, sender.user)
