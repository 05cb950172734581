"""The forms people fill in by chatting, and what each brings about; importing this knows all."""

from bot.dialogues import (
    erasing,
    inviting,
    leaving,
    offering,
    pausing,
    planning,
    polls,
    relaying,
    signup,
    standing,
    teaching,
    together,
    workshops,
)

__all__ = [
    "erasing",
    "inviting",
    "leaving",
    "offering",
    "pausing",
    "planning",
    "polls",
    "relaying",
    "signup",
    "standing",
    "teaching",
    "together",
    "workshops",
]
