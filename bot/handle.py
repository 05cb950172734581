"""The heart: one event in, everything it changes and causes committed together.

`handle` runs inside one transaction. It refuses an event it has already seen, finds who speaks, and
hands the event to the part that knows about it; each part says what it says through the outbox.
"""

from bot.commands import command
from bot.conversation.arrivals import meet
from bot.conversation.pressed import pressed, submitted
from bot.conversation.said import said, welcome
from bot.event import Command, Event, Joined, Known, Left, Pressed, Said, Submitted
from bot.message import NOTHING, Reply
from storage import inbox
from storage.work import Work


def handle(event: Event, work: Work) -> Reply:
    """Everything that follows from `event`; nothing when it was already handled."""
    if inbox.seen(work, event.key):
        return NOTHING
    scene = meet(work, event)
    match event:
        case Said():
            return said(scene, event.text)
        case Command():
            return command(scene, event.text)
        case Pressed():
            return pressed(scene, event.action, event.values)
        case Submitted():
            return submitted(scene, event.draft, event.values)
        case Joined():
            return welcome(scene)
        case Known():
            return NOTHING
        case Left():
            work.change(scene.address, reachable=False)
            return NOTHING
