"""What goes wrong with Slack, on demand: `slack.faults.fails("chat.postMessage", "is_archived")`.

Every fault takes the method it is for ("*": any), and may say `times` (how many calls it spoils;
None: all), `after` (how many matching calls pass first) and arguments that a call must have
(`channel="U…"`). `lifted()` ends them all.
"""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tests.slack.server.calls import Call


@dataclass
class Fault:
    """One thing that goes wrong."""

    method: str
    name: str
    times: int | None = 1
    after: int = 0
    workspace: str = ""
    where: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    error: str = ""
    seconds: float = 0
    spoiled: int = 0
    over: bool = False

    def fits(self, call: Call) -> bool:
        """The call is one of those it spoils."""
        return (
            self.method in ("*", call.method)
            and self.workspace in ("", call.workspace)
            and all(call.args.get(name) == value for name, value in self.where.items())
        )


class Faults:
    """What is to go wrong, oldest first; the first that fits a call spoils it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def limited(self, method: str = "*", *, seconds: float = 1, **when: Any) -> Fault:
        """429 with Retry-After, in whole seconds as Slack gives it."""
        return self._add(method, "limited", when, status=429, seconds=seconds)

    def breaks(self, method: str = "*", *, status: int = 503, **when: Any) -> Fault:
        """A 5xx in HTML: nothing was done."""
        return self._add(method, "breaks", when, status=status)

    def fails(self, method: str, error: str, **when: Any) -> Fault:
        """`ok: false` with an error of Slack's, such as channel_not_found or token_expired."""
        return self._add(method, "fails", when, error=error)

    def slow(self, method: str = "*", *, seconds: float, **when: Any) -> Fault:
        """The answer comes late, or when this is lifted; the call was made when it comes."""
        return self._add(method, "slow", when, seconds=seconds)

    def refuses(self, method: str = "*", **when: Any) -> Fault:
        """The connection is cut before anything was done."""
        return self._add(method, "refuses", when)

    def cuts(self, method: str = "*", **when: Any) -> Fault:
        """The call is made, then the connection is cut without an answer."""
        return self._add(method, "cuts", when)

    def lifted(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            for fault in self._faults:
                fault.over = True
            self._faults.clear()

    def spoiling(self, call: Call) -> Fault | None:
        """What goes wrong with this call, which counts as one of its times."""
        with self._lock:
            for fault in self._faults:
                if not fault.fits(call):
                    continue
                if fault.after > 0:
                    fault.after -= 1
                    continue
                if fault.times is None or fault.spoiled < fault.times:
                    fault.spoiled += 1
                    return fault
        return None

    def _add(self, method: str, name: str, when: dict[str, Any], **more: Any) -> Fault:
        own = {key: when.pop(key) for key in ("times", "after", "workspace") if key in when}
        fault = Fault(method, name, where=when, **own, **more)
        with self._lock:
            self._faults.append(fault)
        return fault
