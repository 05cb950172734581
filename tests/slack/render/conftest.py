"""What the goldens need: a conversation."""

from tests import client

_empty, chat = client._empty, client.chat
