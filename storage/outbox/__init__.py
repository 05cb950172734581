"""Messages committed with the state that caused them, handed out until a platform has each.

Rules:
- `post` happens once per key, however often it is called.
- The messages of one address wait in line: by due moment, then in the order they were posted, and
  only among those already due. One that is on its way, or that failed and waits for its next try,
  holds back the others of its address; nobody else waits for them.
- Whoever claims messages has them for the time of a lease, and proves it with a token. When a
  lease runs out nobody knows whether the message left: `resend` sends it again, `hold` leaves it
  to a human, as `ambiguous`.
- A workspace whose platform has a rate is written to no faster than `storage.pace` allows, and
  workspaces that wait share what may be claimed: a long line in one never starves another.
- What would tell that somebody said something is posted under `VANISHING`: its row goes as soon as
  it arrived, or can arrive no more.
- A message is tried at most `MOST_ATTEMPTS` times, over about three hours, then it is `dead`; a
  coordinator may send it again or discard it.

Conditions on `state` are written out rather than bound, or no partial index would serve them.
"""

from storage.outbox.afterwards import (
    counts,
    discard,
    last_sent,
    lately,
    latest,
    prune,
    send_again,
    stuck,
    withdraw,
)
from storage.outbox.claiming import Claimed, claim
from storage.outbox.handing import hand_out
from storage.outbox.line import DISCARDED, FLEETING, IN_TROUBLE, LEASE, MOST_ATTEMPTS, VANISHING
from storage.outbox.posting import AFTER, fleeting, post, thread_of
from storage.outbox.settling import (
    give_back,
    next_try,
    recover,
    refuse,
    retry,
    sent,
    sent_all,
    uncertain,
)
from storage.outbox.waiting import next_due, next_room
from storage.outbox.week import heard, told

__all__ = [
    "AFTER",
    "DISCARDED",
    "FLEETING",
    "IN_TROUBLE",
    "LEASE",
    "MOST_ATTEMPTS",
    "VANISHING",
    "Claimed",
    "claim",
    "counts",
    "discard",
    "fleeting",
    "give_back",
    "hand_out",
    "heard",
    "last_sent",
    "lately",
    "latest",
    "next_due",
    "next_room",
    "next_try",
    "post",
    "prune",
    "recover",
    "refuse",
    "retry",
    "send_again",
    "sent",
    "sent_all",
    "stuck",
    "thread_of",
    "told",
    "uncertain",
    "withdraw",
]
