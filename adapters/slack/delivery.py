"""Slack as the courier sees it: a message becomes posts and files, and each end has its name.

A person is written to under their own user id, a channel under its id, a pair in a conversation of
three that is opened first. A message of several pieces goes on where it stopped: its receipt names
each piece that is there, as `channel:id`.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog

from adapters.runner.clock import Clock
from adapters.runner.core import voice_at
from adapters.runner.platform import Delivered, Outcome, Refused, TryLater, Unreachable
from adapters.slack import PLATFORM
from adapters.slack.api import Api, Failed, Refusal
from adapters.slack.failures import outcome_of
from adapters.slack.keys import SPENT, Key, Keys, NotInstalled, is_spent
from adapters.slack.render.pieces import Piece, Post, Upload, pieces
from bot.message import from_data
from bot.texts import Voice
from storage.database import Database
from storage.nouns import Address, File, Outgoing
from storage.outbox import AFTER, thread_of
from storage.pace import Rate

_log = structlog.get_logger()
RATE = Rate(per_minute=300, burst=50)  # for each workspace, as Slack allows chat.postMessage
TOGETHER = "together:"  # begins the address of a pair, met in one conversation with the bot
_PATIENCE = 300.0  # seconds, while the operator sees to the token of the settings
_SOON = 1.0
_REMEMBERED = 20_000  # conversations


class FileGone(LookupError):
    """The file of a message was erased before it was delivered."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)


class SlackPlatform:
    """Delivers to people, channels and pairs; `arrived` is told to whom something was."""

    name = PLATFORM
    rate: Rate | None = RATE

    def __init__(
        self,
        api: Api,
        keys: Keys,
        database: Database,
        clock: Clock,
        arrived: Callable[[str, str], None] = lambda tenant, user: None,
    ) -> None:
        self._api, self._keys, self._arrived = api, keys, arrived
        self._database, self._clock = database, clock
        self._conversations: dict[tuple[str, str], str] = {}

    async def deliver(self, address: Address, message: Outgoing) -> Outcome:
        """Sends what is not there yet of a message."""
        try:
            key = await self._keys.of(address.tenant)
        except NotInstalled:
            return Unreachable("not_installed")
        there = message.receipt.split()
        try:
            voice = await asyncio.to_thread(self._voice, address)
            told = pieces(from_data(message.payload), voice)
            thread = await asyncio.to_thread(self._thread, message)
        except Exception as error:  # nothing has left: another try tells nobody twice
            return TryLater(None, type(error).__name__, arrived=message.receipt)
        for piece in told[len(there) :]:
            try:
                there.append(await self._send(key, address, piece, thread))
            except Failed as failure:
                return await self._failed(key, failure, " ".join(there))
            except FileGone:
                return Refused("file-gone", " ".join(there))
        self._arrived(address.tenant, address.user)
        return Delivered(" ".join(there))

    def _thread(self, message: Outgoing) -> str:
        """The moment that names the thread on which a message goes on, if it does."""
        if AFTER not in message.payload:
            return ""
        with self._database.reading(self._clock.now()) as work:
            return thread_of(work, message).rpartition(":")[2]

    async def _send(self, key: Key, address: Address, piece: Piece, thread: str) -> str:
        match piece:
            case Post():
                return await self._post(key, address, piece, thread)
            case Upload():
                return await self._upload(key, address, piece)

    async def _post(self, key: Key, address: Address, piece: Post, thread: str) -> str:
        channel = await self._place(key, address)
        given: dict[str, Any] = {
            "channel": channel,
            "text": piece.text,
            "blocks": list(piece.blocks) or None,
            "unfurl_links": False,
            "unfurl_media": False,
            **({"thread_ts": thread} if thread else {}),
        }
        try:
            answer = await self._api.call("chat.postMessage", key.token, **given)
        except Refusal as refusal:
            if refusal.code != "not_in_channel" or not await self._joined(key, channel):
                raise
            answer = await self._api.call("chat.postMessage", key.token, **given)
        found = str(answer.get("channel") or channel)
        if address.person_id is not None:
            self._remember(address, found)
        return f"{found}:{answer.get('ts')}"

    async def _upload(self, key: Key, address: Address, piece: Upload) -> str:
        channel = await self._conversation(key, address)
        files = [await self._file(key, token, alt) for token, alt in piece.files]
        await self._api.call(
            "files.completeUploadExternal",
            key.token,
            files=files,
            channel_id=channel,
            initial_comment=piece.comment or None,
        )
        return f"{channel}:{files[0]['id']}"

    async def _file(self, key: Key, token: str, alt: str) -> dict[str, str]:
        file = await asyncio.to_thread(self._content, token)
        place = await self._api.call(
            "files.getUploadURLExternal",
            key.token,
            filename=file.name,
            length=len(file.content),
            alt_txt=(alt or None) if file.media_type.startswith("image/") else None,
        )
        await self._api.upload(str(place["upload_url"]), file.content)
        return {"id": str(place["file_id"]), "title": file.name}

    def _voice(self, address: Address) -> Voice:
        """How whoever reads there is spoken to by what Slack's own controls need."""
        with self._database.reading(self._clock.now()) as work:
            return voice_at(work, address)

    def _content(self, token: str) -> File:
        with self._database.reading(self._clock.now()) as work:
            file = work.first(File, token=token)
            if file is None:
                raise FileGone
            return file

    async def _joined(self, key: Key, channel: str) -> bool:
        """Enters a public channel; others need an invitation."""
        try:
            await self._api.call("conversations.join", key.token, channel=channel)
        except Refusal:
            return False
        return True

    async def _place(self, key: Key, address: Address) -> str:
        """Where to post: Slack takes a person's own id for the conversation with them."""
        if address.user.startswith(TOGETHER):
            return await self._conversation(key, address)
        return address.user

    async def _conversation(self, key: Key, address: Address) -> str:
        """The conversation with a person or a pair, opened when need be; a channel as it is."""
        together = address.user.startswith(TOGETHER)
        if address.person_id is None and not together:
            return address.user
        known = self._conversations.get((address.tenant, address.user))
        if known is None:
            users = address.route["members"] if together else [address.user]
            answer = await self._api.call("conversations.open", key.token, users=",".join(users))
            known = str(answer["channel"]["id"])
            self._remember(address, known)
        return known

    def _remember(self, address: Address, conversation: str) -> None:
        while len(self._conversations) >= _REMEMBERED:
            self._conversations.pop(next(iter(self._conversations)))
        self._conversations[address.tenant, address.user] = conversation

    async def _failed(self, key: Key, failure: Any, arrived: str) -> Outcome:
        code = failure.code if isinstance(failure, Refusal) else ""
        if code in SPENT:
            if not await is_spent(self._api, key) or await self._keys.spent(key, code):
                return Unreachable(code, arrived)
            renewed = (await self._keys.of(key.tenant)).token != key.token
            return TryLater(_SOON if renewed else _PATIENCE, code, everyone=True, arrived=arrived)
        if code == "missing_scope":
            _log.error(
                "Slack asks for a scope that the token lacks: put it in the app's OAuth scopes"
                " (`binome manifest slack` has them all) and install the app again",
                method=failure.method,
                needed=failure.needed,
            )
        elif code == "messages_tab_disabled":
            _log.error("nobody can be written to: open the app's App Home, and its Messages tab")
        return outcome_of(failure, arrived)
