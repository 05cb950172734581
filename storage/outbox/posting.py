"""Putting messages in line."""

from datetime import datetime
from typing import Any

from storage.nouns import Address, Draft, Outgoing
from storage.outbox.line import FLEETING
from storage.pace import workspace
from storage.shapes import inserting_once
from storage.work import Work

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
) -> bool:
    """Puts a message in the outbox, unless that key was posted before; says whether it did."""
    place = work.get(Address, address_id)
    row = {
        **_FRESH,
        "key": key,
        "address_id": address_id,
        "workspace": workspace(place.platform, place.tenant),
        "kind": kind,
        "due_at": due or work.now,
        "payload": payload,
    }
    work.forget(Outgoing)
    return bool(inserting_once(Outgoing, "key").run(work.connection, row))


def fleeting(draft: Draft) -> str:
    """The key of words that a draft held, for their reader alone.

    Once they can arrive no more they are erased, and that draft is looked at.
    """
    return f"{FLEETING}{draft.id}"
