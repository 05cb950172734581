"""How screens are written anew, once they were seen and found good."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Lets a run keep the screens of Slack and of Teams as they are drawn now."""
    parser.addoption("--write-goldens", action="store_true", help="write the screens anew")
