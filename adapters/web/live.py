"""News for the pages that are open: each has a queue, and is told to reload when it lags behind."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

_MOST_WAITING = 500
_HEARTBEAT = 15.0  # seconds; a silent connection that broke is only noticed by writing to it


class Live:
    """Hands every piece of news to every open page, as Server-Sent Events."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[bytes | None]] = set()
        self._closed = False

    @property
    def watched(self) -> bool:
        """Whether any page is open."""
        return bool(self._pages)

    def tell(self, kind: str, data: Any) -> None:
        """Tells every open page; must be called from the event loop."""
        news = as_event(kind, data)
        for page in self._pages:
            if page.qsize() >= _MOST_WAITING:
                while not page.empty():
                    page.get_nowait()
                page.put_nowait(as_event("reload", {}))
            page.put_nowait(news)

    async def news(self) -> AsyncIterator[bytes]:
        """The news from now on, with a heartbeat, until `close`."""
        page: asyncio.Queue[bytes | None] = asyncio.Queue()
        if self._closed:
            return
        self._pages.add(page)
        try:
            yield b"retry: 1000\n\n"
            while True:
                try:
                    news = await asyncio.wait_for(page.get(), _HEARTBEAT)
                except TimeoutError:
                    news = b": still here\n\n"
                if news is None:
                    return
                yield news
        finally:
            self._pages.discard(page)

    def close(self) -> None:
        """Ends every open stream, so that the server can stop."""
        self._closed = True
        for page in self._pages:
            page.put_nowait(None)


def as_event(kind: str, data: Any) -> bytes:
    """One Server-Sent Event; JSON keeps it on one line."""
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
