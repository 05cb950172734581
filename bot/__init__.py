"""The conversational core: events in, replies and messages out, with no network and no SDK."""

__version__ = "0.1.0"
