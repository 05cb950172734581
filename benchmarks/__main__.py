"""All benchmarks in turn: `make bench`."""

from benchmarks import rehearsal, startup, turns, understanding


def main() -> None:
    """Runs each benchmark and names it."""
    for each in (turns, understanding, startup, rehearsal):
        print(
            f"\n{each.__name__.removeprefix('benchmarks.')}: {(each.__doc__ or '').splitlines()[0]}"
        )
        each.main()


if __name__ == "__main__":
    main()
