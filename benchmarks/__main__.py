"""All benchmarks in turn: `make bench`; one of them: `make bench ARGS=slack`."""

import sys
from types import ModuleType

from benchmarks import (
    chaos,
    load,
    matching,
    programmes,
    rehearsal,
    replicas,
    scale,
    similarity,
    slack,
    startup,
    storm,
    strategies,
    teams,
    turns,
    understanding,
)

_USUAL = (turns, understanding, startup, rehearsal, programmes, slack, teams)
_MATCHING = (matching, scale, similarity, strategies)
_AT_SIZE = (load, storm, replicas, chaos)
_ALONE = {
    each.__name__.removeprefix("benchmarks."): each for each in (*_USUAL, *_MATCHING, *_AT_SIZE)
}


def main() -> None:
    """Runs each benchmark and names it, or one, which is given the other words."""
    if sys.argv[1:]:
        name = sys.argv.pop(1)
        if name not in _ALONE:
            sys.exit(f"There are: {', '.join(_ALONE)}.")
        _run(_ALONE[name])
        return
    for each in _USUAL:
        _run(each)


def _run(benchmark: ModuleType) -> None:
    name = benchmark.__name__.removeprefix("benchmarks.")
    print(f"\n{name}: {(benchmark.__doc__ or '').splitlines()[0]}")
    benchmark.main()


if __name__ == "__main__":
    main()
