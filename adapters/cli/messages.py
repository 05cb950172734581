"""`binome messages`: what did not arrive, and what to do about it; never what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.options import DatabaseUrl
from adapters.cli.state import State

if TYPE_CHECKING:
    from storage.nouns import Address, Outgoing
    from storage.work import Work

_HELP = """Show the messages that did not arrive, or of which nobody knows: the oldest first.

You get a line for each: its number, for whom it is, since when it is due, and why. An ambiguous one
may have arrived, and nobody knows; a dead one was refused, or tried in vain for hours. Nothing
shows what it says. `again` and `discard` settle them.
"""

app = typer.Typer(
    help=_HELP,
    short_help="Settle the messages that did not arrive.",
    epilog="Example: binome messages --state ambiguous",
    invoke_without_command=True,
    rich_markup_mode=None,
)
_Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="The number that `binome messages` shows.")
]


@app.callback()
def messages(
    context: typer.Context,
    which: Annotated[
        Literal["ambiguous", "dead"] | None,
        typer.Option("--state", help="Only these; else both."),
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """One line for each."""
    if context.invoked_subcommand is not None:
        return
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from storage import outbox

    state: State = context.obj
    settings = state.settings
    with (
        opened(database or settings.database) as ground,
        ground.reading(SystemClock().now()) as work,
    ):
        found = outbox.stuck(work, *([which] if which else []))
        for line in _lines(work, found):
            print(line)
    if not found:
        print("No message waits for you.")


@app.command(
    short_help="Send one again.",
    help="Send a dead or ambiguous message again: it goes back in line, and leaves at once if the"
    " bot is running. Somebody may read an ambiguous one twice.",
    epilog="Example: binome messages again 17",
)
def again(context: typer.Context, number: _Number, database: DatabaseUrl = None) -> None:
    """Back in line."""
    from storage import outbox

    with _waiting(context, number, database) as work:
        outbox.send_again(work, number)
    print(f"Message {number} is in line again.")


@app.command(
    short_help="Give one up for good.",
    help="Give up a dead or ambiguous message for good: nobody will receive it, and it is not"
    " shown any more.",
    epilog="Example: binome messages discard 17",
)
def discard(context: typer.Context, number: _Number, database: DatabaseUrl = None) -> None:
    """Out of sight."""
    from storage import outbox

    with _waiting(context, number, database) as work:
        outbox.discard(work, number)
    print(f"Message {number} is given up.")


@contextmanager
def _waiting(context: typer.Context, number: int, url: str | None) -> "Iterator[Work]":
    """A unit of work on a message that waits for a decision. Raises Failure when it does not."""
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from storage.nouns import Outgoing

    state: State = context.obj
    settings = state.settings
    with (
        opened(url or settings.database, durable=settings.durable) as ground,
        ground.work(SystemClock().now()) as work,
    ):
        found = work.first(Outgoing, id=number)
        if found is None or found.state not in ("ambiguous", "dead"):
            advice = "`binome messages` lists those that do."
            raise Failure(f"No message {number} waits for a decision: {advice}", MISUSED)
        yield work


def _lines(work: "Work", found: "list[tuple[Outgoing, Address]]") -> "Iterator[str]":
    from storage.nouns import Person

    ids = [address.person_id for _, address in found if address.person_id is not None]
    people = {each.id: each.name for each in work.among(Person, ids)}
    for message, address in found:
        who = people.get(address.person_id or 0) or str(address.route.get("name") or address.user)
        age = _in_words(work.now - message.due_at)
        why = message.error or "no reason was given"
        yield f"{message.id}  {who} ({address.platform}): {message.state}, due {age} ago, {why}"


def _in_words(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return f"{minutes} min"
