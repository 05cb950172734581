"""All benchmarks in turn: `make bench`; one of them: `make bench ARGS=slack`."""

import sys
from importlib import import_module

_USUAL = ("turns", "understanding", "startup", "rehearsal", "programmes", "slack", "teams")
_MATCHING = ("matching", "scale", "similarity", "strategies", "certified")
_AT_SIZE = ("load", "storm", "replicas", "chaos", "crowds")
ALONE = (*_USUAL, *_MATCHING, *_AT_SIZE)


def main() -> None:
    """Runs each benchmark and names it, or one, which is given the other words."""
    if sys.argv[1:]:
        name = sys.argv.pop(1)
        if name not in ALONE:
            sys.exit(f"There are: {', '.join(ALONE)}.")
        _run(name)
        return
    for each in _USUAL:
        _run(each)


def _run(name: str) -> None:
    benchmark = import_module(f"benchmarks.{name}")
    print(f"\n{name}: {(benchmark.__doc__ or '').splitlines()[0]}")
    benchmark.main()


if __name__ == "__main__":
    main()
