"""How many turns a second the bot takes, and how soon it answers at a steady pace."""

from collections.abc import Sequence
from statistics import median

from benchmarks.load.talking import Spell, talking

_TIMES = 3
_PACE = 200  # turns a second


async def flat_out(name: str, url: str, api: str, seconds: float, *, processes: int = 1) -> None:
    """Prints how many turns a second it takes from people who answer at once."""
    async with talking(url, api, processes=processes) as crowd:
        spells = [await crowd.flat_out(seconds) for _ in range(_TIMES)]
    speed = median(spell.took.a_second for spell in spells)
    print(f"  {name:34} {speed:5.0f} turns/s, {_spent(spells)}", flush=True)


async def at_a_pace(name: str, url: str, api: str, seconds: float, *, processes: int = 1) -> None:
    """Prints how soon it answers 200 turns a second."""
    async with talking(url, api, processes=processes) as crowd:
        spell = await crowd.steadily(_PACE, seconds)
    print(f"  {name:34} {told(spell)}; {_spent([spell])}", flush=True)


def _spent(spells: Sequence[Spell]) -> str:
    """The processor that each turn took, by whom."""
    each, database, around = (
        median(getattr(spell, name) for spell in spells) for name in ("each", "database", "around")
    )
    there = f" and {database:.2f} of PostgreSQL" if database else ""
    return f"{each:.2f} ms of processor each{there}, beside {around:.2f} of those who talk"


def told(spell: Spell) -> str:
    """How soon answers came, and the longest stall of a loop."""
    times = ", ".join(
        f"{part} {spell.took.share(share):.0f} ms"
        for part, share in (("half in", 0.5), ("99 % in", 0.99), ("all in", 1))
    )
    return f"{spell.took.a_second:4.0f}/s: {times}; {stalled(spell.stalls)}"


def stalled(stalls: dict[float, int]) -> str:
    """The longest stall, as the figures tell it: between two bounds."""
    total = max(stalls.values(), default=0)
    worst = next((most for most, count in stalls.items() if count == total), 0.0)
    long = total - stalls.get(0.05, total)
    return f"stalls under {worst * 1000:.0f} ms, {long} of {total} over 50"
