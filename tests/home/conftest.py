from tests.client import _empty, chat, everywhere

__all__ = ["_empty", "chat", "everywhere"]
