"""Ports for the servers that tests start."""

import socket
from random import SystemRandom

# Below those that systems give to connections: one of them may take a port before its server does.
_PORTS = range(20_000, 32_000)


def free_port() -> int:
    """A port that nobody listens on now, and that no connection will be given."""
    while True:
        port = SystemRandom().choice(_PORTS)
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
