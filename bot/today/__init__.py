"""A coordinator's day: what waits for their word, whom to call, what fails, what gathers people."""

from bot.today.day import LINES, day, parts_of

__all__ = ["LINES", "day", "parts_of"]
