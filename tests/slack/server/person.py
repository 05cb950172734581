"""Somebody who uses Slack: `lucie.says("bonjour")`, `lucie.clicks("Accepter")`."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.slack.server import filling, installing, interacting, payloads, web
from tests.slack.server.blocks import elements, filled, label, spaced, written
from tests.slack.server.inbound import Delivery
from tests.slack.server.link import Link
from tests.slack.server.people import Profile
from tests.slack.server.workspace import Workspace

Message = dict[str, Any]


@dataclass(eq=False)
class Person:
    """A member of a workspace; what they do reaches the app as Slack would send it."""

    id: str
    workspace: Workspace
    link: Link

    @property
    def profile(self) -> Profile:
        """What Slack knows of them now."""
        return self.workspace.directory.profiles[self.id]

    @property
    def token(self) -> str:
        """With which they use Slack themselves."""
        return f"inner-{self.profile.handle}"

    # ------------------------------------------------------------ what they see

    @property
    def dm(self) -> str:
        """The channel of their conversation with the bot."""
        opened = self.workspace.ask("conversations.open", self.token, users=self.workspace.bot_user)
        assert opened.get("ok"), opened
        return str(opened["channel"]["id"])

    def reads(self, channel: str = "") -> list[Message]:
        """The messages of a channel they are in, or of their talk with the bot, in order."""
        place = self.workspace.channels.get(channel, channel) or self.dm
        told = self.workspace.ask("conversations.history", self.token, channel=place, limit=1000)
        assert told.get("ok"), told
        bot = {"bot_id": self.workspace.bot_id, "app_id": self.workspace.app["app_id"]}
        return [
            {**message, "channel": place, "team": self.workspace.id}
            | (bot if message["user"] == self.workspace.bot_user else {})
            for message in reversed(told["messages"])
        ]

    @property
    def messages(self) -> list[Message]:
        """What the bot told them privately, the oldest first."""
        return [m for m in self.reads() if m["user"] == self.workspace.bot_user]

    @property
    def ephemerals(self) -> list[Message]:
        """What only they saw and nobody keeps."""
        return [m for m in self.workspace.ephemerals if m["user"] == self.id]

    @property
    def groups(self) -> list[str]:
        """The group conversations that they are in."""
        asked = {"types": "mpim", "limit": 1000}
        listed = self.workspace.ask("conversations.list", self.token, **asked)
        return [channel["id"] for channel in listed["channels"]]

    @property
    def home(self) -> dict[str, Any]:
        """The Home that the app published for them last."""
        return self.workspace.homes[self.id]

    @property
    def modal(self) -> dict[str, Any] | None:
        """The form on top of what is open, if one is."""
        stack = self.workspace.modals.get(self.id)
        return stack[-1] if stack else None

    def waits_for(self, words: str, channel: str = "", within: float = 60) -> Message:
        """The latest message with these words, once it has come."""

        def found() -> Message | None:
            there = reversed(self.reads(channel))
            return next((m for m in there if spaced(words) in heard(m)), None)

        message: Message = self.link.calls.until(found, f"“{words}” told to {self}", within)
        return message

    def downloads(self, file: dict[str, Any]) -> bytes:
        """What is in a file of a message."""
        path = urlsplit(file["url_private"]).path.partition("/files-pri/")[2]
        url = f"{self.workspace.url}/files-pri/{path}"
        got = web.request("GET", url, headers={"Authorization": f"Bearer {self.token}"})
        assert got.status == 200, got.text
        return got.body

    # ------------------------------------------------------------ what they do

    def says(self, text: str, channel: str = "", **more: Any) -> Delivery:
        """Write a message to the bot, or in a channel that both are in."""
        place = self.workspace.channels.get(channel, channel) or self.dm
        sent = self.workspace.ask("chat.postMessage", self.token, channel=place, text=text)
        assert sent.get("ok"), sent
        return self.link.event(
            self.workspace,
            payloads.said(self.workspace, self.id, place, text, sent["ts"], **more),
        )

    def clicks(
        self, wanted: str, message: Message | None = None, *, on: str = "", value: Any = None
    ) -> Delivery:
        """Press the button with this label, or choose `value` in what has this label or action_id.

        Looked for in the message, on "home" or in the "modal"; otherwise in the latest message
        that has it, of their private conversation or of those that only they see.
        """
        if on:
            view = self.home if on == "home" else self.modal
            assert view is not None, f"{self} has no form open"
            shown: Message = view
        else:
            shown = message or self._latest(wanted)
        block, element = _find(shown, wanted)
        if element["type"] == "button":
            chosen: dict[str, Any] = {}
        elif element["type"] == "overflow":
            chosen = filled({**element, "type": "static_select"}, value)
        else:
            chosen = filled(element, value)
            shown.setdefault("touched", {}).setdefault(block["block_id"], {})[
                element["action_id"]
            ] = chosen
        return interacting.act(self, shown, payloads.action(block, element, chosen))

    def submits(self, values: dict[str, Any] | None = None) -> Delivery:
        """Fill in the open form, by label or by block_id, and send it."""
        assert self.modal is not None, f"{self} has no form open"
        return filling.submit(self, self.modal, values or {})

    def closes(self) -> Delivery | None:
        """Close the open form; the app hears of it if it asked to."""
        assert self.modal is not None, f"{self} has no form open"
        return filling.close(self, self.modal)

    def gives(self, command: str, text: str = "", channel: str = "") -> Delivery:
        """Give a slash command in a channel, by its name; in their conversation with the bot."""
        if channel:
            place = {"id": self.workspace.channels.get(channel, channel), "name": channel}
        else:
            place = {"id": self.dm, "name": "directmessage"}
        fields = payloads.command(
            self.workspace,
            {"id": self.id, "name": self.profile.handle},
            place,
            (command, text),
            self.trigger(),
        )
        known = {"workspace": self.workspace, "channel": place["id"], "user": self.id}
        fields["response_url"] = self.link.response_url(**known)
        delivery = self.link.send("slash_commands", fields, self)
        told = delivery.json or ({"text": delivery.body} if delivery.body.strip() else {})
        if delivery.status == 200 and told:
            self.link.acknowledged(self, place["id"], told)
        return delivery

    def opens_home(self, tab: str = "home") -> Delivery:
        """Open the app, on its Home or its Messages."""
        inner: dict[str, Any] = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.dm,
            "tab": tab,
            "event_ts": f"{time.time():.6f}",
        }
        if tab == "home" and self.id in self.workspace.homes:
            inner["view"] = filling.view(self.home)
        return self.link.event(self.workspace, inner)

    def uses_shortcut(self, callback: str, message: Message | None = None) -> Delivery:
        """Use one of the app's shortcuts, global or on a message."""
        return interacting.shortcut(self, callback, message)

    def changes(self, **changes: Any) -> Delivery:
        """Have another profile from now on (tz=, locale=, name=, deleted=…): user_change."""
        self.workspace.directory.change(self.id, **changes)
        return self.link.event(
            self.workspace,
            {
                "type": "user_change",
                "user": self.as_seen(with_locale=True),
                "cache_ts": int(time.time()),
                "event_ts": f"{time.time():.6f}",
            },
        )

    def adds_bot(self, channel: str) -> Delivery:
        """Bring the bot into a channel by its name: member_joined_channel."""
        place = self.workspace.channels[channel]
        asked = {"channel": place, "users": self.workspace.bot_user}
        added = self.workspace.ask("conversations.invite", self.token, **asked)
        assert added.get("ok"), added
        return self._member("member_joined_channel", place, inviter=self.id)

    def removes_bot(self, channel: str) -> Delivery:
        """Take the bot out of a channel: member_left_channel."""
        place = self.workspace.channels[channel]
        asked = {"channel": place, "user": self.workspace.bot_user}
        self.workspace.ask("conversations.kick", self.token, **asked)
        return self._member("member_left_channel", place)

    def archives(self, channel: str) -> Delivery:
        """Archive a channel: channel_archive, or group_archive."""
        place = self.workspace.channels[channel]
        archived = self.workspace.ask("conversations.archive", self.token, channel=place)
        assert archived.get("ok"), archived
        kind = "channel_archive" if place.startswith("C") else "group_archive"
        stamp = f"{time.time():.6f}"
        inner = {"type": kind, "channel": place, "user": self.id, "is_moved": 0, "event_ts": stamp}
        return self.link.event(self.workspace, inner)

    def renames(self, channel: str, name: str) -> Delivery:
        """Give a channel another name: channel_rename."""
        place = self.workspace.channels.pop(channel)
        renamed = self.workspace.ask("conversations.rename", channel=place, name=name)
        assert renamed.get("ok"), renamed
        self.workspace.channels[name] = place
        now = int(time.time())
        told = {"id": place, "name": name, "name_normalized": name, "created": now}
        told |= {"is_channel": True, "is_mpim": False}
        stamp = f"{time.time():.6f}"
        inner = {"type": "channel_rename", "channel": told, "event_ts": stamp}
        return self.link.event(self.workspace, inner)

    def installs(self, url: str, *, agrees: bool = True) -> web.Answer:
        """Install the app from its own page, agreeing to what it asks; the page one ends on."""
        return installing.install(self, url, agrees=agrees)

    def uninstalls(self) -> tuple[Delivery, Delivery]:
        """Remove the app from the workspace: tokens_revoked, then app_uninstalled."""
        return installing.uninstall(self)

    # ------------------------------------------------------------ as Slack does it

    def trigger(self, view_id: str = "") -> str:
        """A trigger_id of theirs: it opens one form, within three seconds."""
        return self.link.trigger(self.workspace, self.id, view_id)

    def as_seen(self, *, with_locale: bool = False) -> dict[str, Any]:
        """Their user object."""
        user = self.workspace.ask("users.info", user=self.id)["user"]
        return dict(self.workspace.directory.completed(user, with_locale=with_locale))

    def as_actor(self) -> dict[str, Any]:
        """How an interaction names them."""
        handle = self.profile.handle
        return {"id": self.id, "username": handle, "name": handle, "team_id": self.workspace.id}

    def __str__(self) -> str:
        return self.profile.name

    def _member(self, kind: str, place: str, **more: Any) -> Delivery:
        inner = {
            "type": kind,
            "user": self.workspace.bot_user,
            "channel": place,
            "channel_type": place[0],
            "team": self.workspace.id,
            "event_ts": f"{time.time():.6f}",
            **more,
        }
        return self.link.event(self.workspace, inner)

    def _latest(self, wanted: str) -> Message:
        mine: list[Message] = sorted(
            [*self.reads(), *self.ephemerals], key=lambda m: float(m["ts"])
        )
        for message in reversed(mine):
            if any(_is(element, wanted) for _, element in elements(message.get("blocks", []))):
                return message
        seen = [label(e) for m in mine for _, e in elements(m.get("blocks", []))]
        raise AssertionError(f"{self} sees no {wanted!r}; there are: {', '.join(seen) or 'none'}")


def heard(message: Message) -> str:
    """All that can be read in a message."""
    return spaced(f"{message.get('text', '')}\n{written(message.get('blocks', []))}")


def _is(element: dict[str, Any], wanted: str) -> bool:
    return wanted == element.get("action_id") or spaced(wanted) == spaced(label(element))


def _find(shown: Message, wanted: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for block, element in elements(shown["blocks"]):
        named = [block.get("label", {}).get("text"), block.get("text", {}).get("text")]
        if _is(element, wanted) or (element["type"] != "button" and wanted in named):
            return block, element
    there = ", ".join(label(element) for _, element in elements(shown["blocks"]))
    raise AssertionError(f"no {wanted!r} there; there are: {there or 'none'}")
