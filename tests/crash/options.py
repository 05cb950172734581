"""How far a run of the crash tests goes."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Lets a run kill at every point, or at others than the usual ones."""
    parser.addoption("--crash-all", action="store_true", help="kill at every point: minutes")
    parser.addoption("--crash-seed", type=int, default=17, help="which points to kill at")
