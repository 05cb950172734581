"""Whether a message begins as a command does, which is known without knowing any command."""

import re

CALLED = re.compile(r"/?(?:bin[oô]me|mentorat)(?=\s|$)\s*", re.IGNORECASE)


def called(text: str) -> bool:
    """Whether a message begins as a command does."""
    return CALLED.match(text) is not None
