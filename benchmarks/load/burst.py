"""A crowd of messages that become due at one instant, while people talk."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from secrets import token_hex

from benchmarks.load import stock
from benchmarks.load.talking import talking
from benchmarks.load.turns import told
from benchmarks.turns import prepared

_PACE = 50  # turns a second, meanwhile
KEY = token_hex(32)  # seals what the workspaces gave
MANY = {
    "BINOME_SLACK_CLIENT_ID": "1.2",
    "BINOME_SLACK_CLIENT_SECRET": "nobody's",
    "BINOME_SLACK_WORKSPACES": "*",
    "BINOME_PUBLIC_URL": "https://bench.example.org",
    "BINOME_SECRET_KEY": KEY,
}


async def burst(
    name: str,
    url: str,
    api: str,
    heard: Counter[str],
    messages: int,
    workspaces: int,
    seconds: float,
) -> None:
    """Prints how soon people are answered while so many messages wait, and how many leave."""
    now = datetime.now(UTC)
    database = prepared(url, now)
    stock.install(database, now, KEY, workspaces)
    people = max(messages // 5, 1)
    stock.fill(database, now, people, workspaces, ahead=0, due=messages)
    database.close()
    places = [stock.tenant(number) for number in range(workspaces)]
    async with talking(url, api, workspaces=places, settings=MANY) as crowd:
        loop = asyncio.get_running_loop()
        sent, began = heard["chat.postMessage"], loop.time()
        spell = await crowd.steadily(_PACE, seconds)
        left = (heard["chat.postMessage"] - sent) / (loop.time() - began)
    print(f"  {name:34} {told(spell)}; {left:.0f} messages/s leave", flush=True)
