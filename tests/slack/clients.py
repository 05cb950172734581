"""Slack's own Python client, pointed at the Slack of the tests."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.harness import Slack, Workspace


def using(
    slack: Slack, workspace: Workspace, work: Callable[[AsyncWebClient], Awaitable[Any]]
) -> Any:
    """What a coroutine of the workspace's bot gives; nothing is retried."""

    async def go() -> Any:
        async with aiohttp.ClientSession() as session:
            client = AsyncWebClient(workspace.bot_token, base_url=slack.api_url, session=session)
            client.retry_handlers.clear()
            return await work(client)

    return asyncio.run(go())
