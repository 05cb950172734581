"""The forms people fill in by chatting, and what each brings about; importing this knows all."""

from bot.dialogues import erasing, leaving, pausing, planning, polls, signup, standing, workshops

__all__ = ["erasing", "leaving", "pausing", "planning", "polls", "signup", "standing", "workshops"]
