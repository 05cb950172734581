"""What the goldens need: a conversation, and the option that writes them anew."""

from tests import client

_empty, chat = client._empty, client.chat


def pytest_addoption(parser):
    parser.addoption("--write-goldens", action="store_true", help="write Slack's screens anew")
