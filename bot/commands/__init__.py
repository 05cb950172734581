"""What coordinators command: every command is a function in the table of `registry`."""

from bot.commands import (  # noqa: F401  # a command is known once its module is read
    announcing,
    calendar,
    certificates,
    channels,
    concluding,
    coordinating,
    creating,
    exporting,
    health,
    helping,
    matching,
    noticed,
    opening,
    people,
    posting,
    pulsing,
    reminding,
    reviewing,
    sessions,
    status,
    synonyms,
    workshop,
)
from bot.commands.entry import command, command_in
from bot.commands.registry import COMMANDS

__all__ = ["COMMANDS", "command", "command_in"]
