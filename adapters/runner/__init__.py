"""What runs in the background: the courier empties the outbox, the ticker looks at what is due."""

from adapters.runner.clock import Clock, DrivenClock, SystemClock
from adapters.runner.courier import Courier
from adapters.runner.platform import (
    Delivered,
    Outcome,
    Platform,
    Refused,
    TryLater,
    Uncertain,
    Unreachable,
)
from adapters.runner.ticker import Ticker

__all__ = [
    "Clock",
    "Courier",
    "Delivered",
    "DrivenClock",
    "Outcome",
    "Platform",
    "Refused",
    "SystemClock",
    "Ticker",
    "TryLater",
    "Uncertain",
    "Unreachable",
]
