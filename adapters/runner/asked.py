"""The message that asked what typed words have just settled, to be rewritten as after a press."""

from dataclasses import dataclass

from bot.message import Answered, Message, from_data
from storage import outbox
from storage.nouns import Address, Outgoing
from storage.work import Work

_LOOKED_AT = 5  # messages: an older question has long left the screen


@dataclass(frozen=True, slots=True)
class Asked:
    """What was sent, and which of its parts is the question."""

    sent: Outgoing
    message: Message
    part: int


def asked(work: Work, address: Address, answer: Answered) -> Asked | None:
    """The latest message there that asks it, when it is among the last ones."""
    for sent in outbox.last_sent(work, address.id, _LOOKED_AT):
        for number, part in enumerate(sent.payload.get("parts", ())):
            if part.get("draft") == answer.draft and part["field"]["name"] == answer.field:
                return Asked(sent, from_data(sent.payload), number)
    return None
