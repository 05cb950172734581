"""Where logs are set up, for every command: to stderr, and never with what people wrote.

An error's own text may quote a message (a database repeats the values it refused), so a log holds
the kind of an error and the places it went through, unless the operator asks for all of it.
"""

import logging
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def _as_if_without(package: str) -> Iterator[None]:
    """A package is not found meanwhile: the import system takes None for its absence."""
    modules: dict[str, Any] = sys.modules
    before = modules.get(package)
    modules[package] = None
    try:
        yield
    finally:
        del modules[package]
        if before is not None:
            modules[package] = before


# It would load Rich, in a twentieth of a start, for traces that are never shown in that way.
with _as_if_without("rich"):
    import structlog

# They tell each of their steps at `info`.
_TALKATIVE = ("alembic", "apscheduler", "asyncio", "matplotlib", "PIL")


def set_up(level: str, form: str, *, whole: bool = False) -> None:
    """Logs from `level` on, as `text` or `json` lines; `whole` keeps the errors' texts."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        *([] if whole else [_places_only]),
    ]
    last: list[Any]
    if form == "json":
        last = [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        colours = sys.stderr.isatty()
        last = [
            structlog.dev.ConsoleRenderer(
                colors=colours, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            # `extra=` of a plain logger says whom it is about, as our own fields do.
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    # A line that cannot be written is lost: Python would tell of it with all that it was to hold.
    logging.raiseExceptions = whole
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _places_only(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Puts the kind of an error and where it went through in the place of its text."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    error = given if isinstance(given, BaseException) else None
    if error is None:
        error = given[1] if isinstance(given, tuple) else sys.exc_info()[1]
    if error is not None:
        event["error"] = event.get("error") or type(error).__name__
        event["at"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event
