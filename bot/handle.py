"""The heart: one event in, everything it changes and causes committed together.

`handle` runs inside one transaction. It refuses an event it has already seen, finds who speaks, and
hands the event to the part that knows about it; each part says what it says through the outbox.
"""

from bot.commands import command, command_in, hinted
from bot.conversation import buttons  # noqa: F401  # an action is known once its module is read
from bot.conversation.arrivals import meet
from bot.conversation.pressed import pressed, submitted
from bot.conversation.said import said, welcome
from bot.event import Command, Event, Joined, Known, Left, Pressed, Said, Submitted
from bot.home import show_home
from bot.message import NOTHING, UNSETTLED, Reply
from bot.pairs.together import forget_gatherings
from storage import contact, inbox
from storage.work import Work


def handle(event: Event, work: Work) -> Reply:
    """Everything that follows from `event`; nothing when it was already handled."""
    if inbox.seen(work, event.key):
        return UNSETTLED  # what it was answered the first time stands
    scene = meet(work, event)
    match event:
        case Said():
            commanded = command_in(scene, event.text)
            if commanded is not None:
                return command(scene, commanded)
            return NOTHING if hinted(scene, event.text) else said(scene, event.text)
        case Command():
            scene.channel = event.channel
            return command(scene, event.text)
        case Pressed(action="home"):
            return show_home(scene)
        case Pressed():
            return pressed(scene, event.action, event.values)
        case Submitted():
            return submitted(scene, event.draft, event.values)
        case Joined():
            return welcome(scene)
        case Known():
            return NOTHING
        case Left():
            forget_gatherings(work, scene.person)
            contact.lost(work, scene.address)
            return NOTHING
