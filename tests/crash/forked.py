"""A process of its own for something that may be killed on its way."""

import os
import signal
import traceback
from collections.abc import Callable

from tests.crash.points import Reach


def _in_silence(_name: str) -> None:
    """Notes nothing."""


def dying(at: int, note: Reach = _in_silence) -> Reach:
    """Kills this process at its `at`-th point, counted from zero, once its name is noted."""
    left = [at]

    def reach(name: str) -> None:
        left[0] -= 1  # first, as other threads go on meanwhile
        if left[0] == -1:
            note(name)
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def was_killed(does: Callable[[], None]) -> bool:
    """Does something in a fork; whether it was killed on its way. No connection may be open."""
    pid = os.fork()
    if pid == 0:
        try:
            does()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the fork failed by itself: see what it printed"
    return False
