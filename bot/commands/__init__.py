"""What coordinators command: every command is a function in the table of `registry`."""

from bot.commands import (  # noqa: F401  # a command is known once its module is read
    announcing,
    board,
    calendar,
    candidates,
    caring,
    certificates,
    channels,
    charter,
    choosing,
    circles,
    concluding,
    coordinating,
    creating,
    exporting,
    guests,
    health,
    helping,
    matching,
    noticed,
    opening,
    people,
    posting,
    posts,
    proposals,
    pulsing,
    reminding,
    requests,
    reviewing,
    sessions,
    status,
    synonyms,
    today,
    workshop,
)
from bot.commands.entry import command, command_in, hinted
from bot.commands.registry import COMMANDS

__all__ = ["COMMANDS", "command", "command_in", "hinted"]
