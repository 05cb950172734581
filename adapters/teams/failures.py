"""What became of a message that Teams did not take, as the outbox understands it.

Microsoft says to try again after 412, 429, 502 and 504. A 429 and a 412 come before anything is
done, and a 503 with the time to wait does too; after any other 5xx a post may be there.
"""

from adapters.runner.platform import Outcome, Refused, TryLater, Uncertain, Unreachable
from adapters.teams.connector import Call, Refusal, Unheard, Unsent

_WAIT = 300.0  # seconds, while the operator sees to what Microsoft does not take
_CALM = 5.0  # seconds, when Teams asks for patience and does not say how long
# A 403 or a 404 that says nothing about the person.
_OURS = frozenset({"InvalidBotApiHost", "NotEnoughPermissions", "ActivityNotFoundInConversation"})


def outcome_of(failure: Refusal | Unsent | Unheard, arrived: str = "") -> Outcome:
    """What to note of a delivery that ended so, after what had `arrived`."""
    match failure:
        case Unsent(reason=reason, refused=True):
            return TryLater(_WAIT, reason, everyone=True, arrived=arrived)
        case Unsent(reason=reason):
            return TryLater(None, reason, arrived=arrived)
        case Unheard(call=call, reason=reason):
            return _perhaps(call, reason, arrived)
        case Refusal(status=401, code=code):
            return TryLater(_WAIT, code, everyone=True, arrived=arrived)
        case Refusal(status=429, code=code, seconds=seconds):
            wait = _CALM if seconds is None else seconds
            return TryLater(wait, code, arrived=arrived, patience=True)
        case Refusal(status=412, code=code, seconds=seconds):
            return TryLater(seconds, code, arrived=arrived)
        case Refusal(status=503, code=code, seconds=seconds) if seconds is not None:
            return TryLater(seconds, code, arrived=arrived)
        case Refusal(call=call, status=status, code=code, seconds=seconds) if status >= 500:
            return _perhaps(call, code, arrived, seconds)
        case Refusal(status=403 | 404, code=code) if code not in _OURS:
            return Unreachable(code, arrived)
        case Refusal(code=code):
            return Refused(code, arrived)


def _perhaps(call: Call, reason: str, arrived: str, seconds: float | None = None) -> Outcome:
    """Nobody knows whether it was done; what nobody sees is simply done again."""
    if call.sends:
        return Uncertain(reason, arrived)
    return TryLater(seconds, reason, arrived=arrived)
