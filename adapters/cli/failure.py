"""What a failure looks like in a terminal: one sentence that says what to do, and an exit code.

Exit codes: 0 done; 1 it could not be done, or what was checked is wrong; 2 the command line or a
setting is wrong, and nothing was begun; 130 interrupted.
"""

import traceback

FAILED, MISUSED, INTERRUPTED = 1, 2, 130

# Errors from below whose own text is already such a sentence. By name, because importing them all
# would make every command slow; a test finds each of them.
TOLD = {
    "adapters.runner.http.PortTaken": FAILED,
    "bot.kit.reading.BadKit": FAILED,
    "bot.kit.shelf.UnknownModule": MISUSED,
    "bot.programme.making.NameTaken": MISUSED,
    "bot.programme.making.TooSoon": MISUSED,
    "bot.programme.template.BadTemplate": FAILED,
    "bot.programme.template.UnknownTemplate": MISUSED,
    "matching.table.TableError": FAILED,
    "storage.copying.BackupProblem": FAILED,
    "storage.database.DatabaseBusy": FAILED,
    "storage.engines.UnknownDatabase": MISUSED,
    "storage.schema.SchemaProblem": FAILED,
    "storage.serving.AlreadyServed": FAILED,
    "storage.vault.CannotOpen": MISUSED,
    "storage.vault.NoGoodKey": MISUSED,
}


class Failure(Exception):
    """Something that an operator can put right: the message says what, and how."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


def told(error: BaseException) -> tuple[str, int]:
    """The sentence for an error, and the exit code."""
    if isinstance(error, Failure):
        return str(error), error.code
    for kind in type(error).__mro__:
        code = TOLD.get(f"{kind.__module__}.{kind.__qualname__}")
        if code is not None:
            return str(error), code
    if (type(error).__module__, type(error).__name__) == ("sqlalchemy.exc", "OperationalError"):
        # The system's reason (a full disk, a lost connection), which quotes no value.
        reason = str(getattr(error, "orig", "")).strip().partition("\n")[0]
        advice = "what was under way is undone; mend this, then run the command again."
        return f"The database stopped answering ({reason}): {advice}", FAILED
    if isinstance(error, OSError) and error.filename and error.strerror:
        what = f"{error.filename}: {error.strerror.lower()}"
        return f"{what}; check the path and the rights on it.", FAILED
    # Its text may hold what people wrote: only its kind and its place are told.
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].filename}, line {frames[-1].lineno}" if frames else ""
    advice = "this is a fault of Binôme. `binome --debug …` shows the whole trace, to report it."
    return f"{type(error).__name__}{where}: {advice}", FAILED


def unreadable(name: str, error: OSError) -> Failure:
    """A file given on the command line cannot be read."""
    return Failure(f"{name} cannot be read ({error.strerror}): check the path.", MISUSED)
