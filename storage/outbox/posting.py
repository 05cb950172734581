"""Putting messages in line."""

from datetime import datetime
from typing import Any

from storage.nouns import Address, Draft, Outgoing
from storage.outbox.line import FLEETING
from storage.pace import workspace
from storage.shapes import inserting_once
from storage.work import Work

AFTER = "after"  # in a payload, beside the message itself
_FRESH = {
    "state": "pending",
    "attempts": 0,
    "retry_at": None,
    "lease_until": None,
    "lease_token": "",
    "sent_at": None,
    "receipt": "",
    "error": "",
}


def post(
    work: Work,
    key: str,
    address_id: int,
    payload: dict[str, Any],
    *,
    due: datetime | None = None,
    kind: str = "resend",
    after: str = "",
) -> bool:
    """Puts a message in the outbox, unless that key was posted before; says whether it did.

    `after` is the key of a message in the same channel whose thread it goes on.
    """
    place = work.get(Address, address_id)
    row = {
        **_FRESH,
        "key": key,
        "address_id": address_id,
        "workspace": workspace(place.platform, place.tenant),
        "kind": kind,
        "due_at": due or work.now,
        "payload": {**payload, AFTER: after} if after else payload,
    }
    work.forget(Outgoing)
    return inserting_once(Outgoing, "key").make(work.connection, row) is not None


def thread_of(work: Work, message: Outgoing) -> str:
    """The receipt of what begins the thread a message goes on; empty when it begins its own."""
    key = message.payload.get(AFTER)
    first = work.first(Outgoing, key=key) if key else None
    return first.receipt.partition(" ")[0] if first is not None else ""


def fleeting(draft: Draft) -> str:
    """The key of words that a draft held, for their reader alone.

    Once they can arrive no more they are erased, and that draft is looked at.
    """
    return f"{FLEETING}{draft.id}"
