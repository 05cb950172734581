"""`python -m adapters.cli` is `binome`, where the command itself is not installed."""

from adapters.cli.app import main

main()
