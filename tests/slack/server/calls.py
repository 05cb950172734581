"""Every call that the app made to Slack's API, in order."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Condition
from typing import Any

_LOOKS = 0.05  # seconds: what is waited for may come without a call


@dataclass
class Call:
    """One request to https://slack.com/api/{method}, or to a response_url ("response_url")."""

    method: str
    args: dict[str, Any]
    workspace: str = ""
    verb: str = "POST"
    at: float = field(default_factory=time.monotonic)
    status: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    retry_after: int = 0
    arrived: bool = False

    @property
    def ok(self) -> bool:
        """Slack did it and said so."""
        return self.status == 200 and bool(self.answer.get("ok"))

    @property
    def error(self) -> str:
        """Slack's word for what was wrong, or nothing."""
        return str(self.answer.get("error", ""))

    def __str__(self) -> str:
        shown = json.dumps(self.args, ensure_ascii=False)[:300]
        return f"{self.method} {shown} → {self.status} {self.error or self.fault}"


class Calls:
    """The log, which any thread may read and wait on."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self.changed = Condition()

    def add(self, call: Call) -> None:
        """Note a call that has been answered (or not, when a fault said so)."""
        with self.changed:
            self._calls.append(call)
            self.changed.notify_all()

    def __iter__(self) -> Iterator[Call]:
        with self.changed:
            return iter(list(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def clear(self) -> None:
        """Forget what was called until now: it is not judged either."""
        with self.changed:
            self._calls.clear()

    def to(self, *methods: str, workspace: str = "", **args: object) -> list[Call]:
        """The calls to these methods, with these arguments among theirs."""
        return [
            call
            for call in self
            if call.method in methods
            and workspace in ("", call.workspace)
            and all(call.args.get(name) == value for name, value in args.items())
        ]

    def counted(self) -> Counter[str]:
        """How often each method was called."""
        return Counter(call.method for call in self)

    def busiest(self, *methods: str, workspace: str = "", seconds: float = 60) -> int:
        """The most calls that fell within any window of that length, refused ones included."""
        times = [call.at for call in self.to(*methods, workspace=workspace)]
        most, first = 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= seconds:
                first += 1
            most = max(most, last - first + 1)
        return most

    def early(self, grace: float = 0.1) -> list[Call]:
        """The calls made before a Retry-After was over, in its workspace and to its method.

        `grace` seconds are for what was already on its way.
        """
        told = list(self)
        return [
            call
            for call in told
            for pause in told
            if pause.retry_after
            and (call.method, call.workspace) == (pause.method, pause.workspace)
            and grace < call.at - pause.at < pause.retry_after
        ]

    def until(self, condition: Callable[[], Any], what: str, within: float = 60) -> Any:
        """Wait for the condition to be true after one call or another; its value."""
        deadline = time.monotonic() + within
        while True:
            with self.changed:
                seen = len(self._calls)
            value = condition()
            if value:
                return value
            with self.changed:
                left = deadline - time.monotonic()
                if len(self._calls) == seen and not self.changed.wait(min(max(left, 0), _LOOKS)):
                    assert left > 0, f"never saw {what}; calls:\n" + "\n".join(map(str, self))
