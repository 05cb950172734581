"""The command line, and the only place that wires settings, database, clock and platforms."""

from adapters.cli.app import main

__all__ = ["main"]
