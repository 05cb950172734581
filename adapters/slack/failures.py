"""What became of a message that Slack did not take, as the outbox understands it.

Slack documents that `internal_error` and `fatal_error` may come after part of the work was done: a
post that ended so may be there. A 503 is told by what stands before Slack's own program, which then
saw nothing; any other 5xx may come from after it.
"""

from adapters.runner.platform import Outcome, Refused, TryLater, Uncertain, Unreachable
from adapters.slack.api import Refusal, Unheard, Unsent
from adapters.slack.methods import METHODS

_WAIT = 30.0  # seconds, when Slack asks for patience and does not say how long
_LATER = frozenset({"http_503", "migration_in_progress", "request_timeout", "service_unavailable"})
_UNSURE = frozenset({"fatal_error", "internal_error"})
# Nobody is there any more, or the bot may not write there.
_GONE = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)


def outcome_of(failure: Refusal | Unsent | Unheard, arrived: str = "") -> Outcome:
    """What to note of a delivery that ended so, after what had `arrived`."""
    match failure:
        case Unsent(reason=reason):
            return TryLater(None, reason, arrived=arrived)
        case Unheard(method=method, reason=reason):
            return _perhaps(method, reason, arrived)
        case Refusal(status=429) | Refusal(code="ratelimited" | "rate_limited"):
            seconds = _WAIT if failure.seconds is None else failure.seconds
            return TryLater(seconds, "ratelimited", everyone=True, arrived=arrived)
        case Refusal(code=code) if code in _LATER:
            return TryLater(failure.seconds, code, arrived=arrived)
        case Refusal(method=method, code=code) if code in _UNSURE or failure.status >= 500:
            return _perhaps(method, code, arrived)
        case Refusal(code=code) if code in _GONE:
            return Unreachable(code, arrived)
        case Refusal(code="missing_scope"):
            return Refused(f"missing_scope: {failure.needed or failure.method}", arrived)
        case Refusal(code=code):
            return Refused(code, arrived)


def _perhaps(method: str, reason: str, arrived: str) -> Outcome:
    """Nobody knows whether it was done; what nobody sees is simply done again."""
    known = METHODS.get(method)
    if known is not None and known.sends:
        return Uncertain(reason, arrived)
    return TryLater(None, reason, arrived=arrived)
