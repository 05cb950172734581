"""A workspace: one of emulate's Slacks, what it is called outside, and its keys."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.slack.server.people import Directory, Profile
from tests.slack.server.web import post

if TYPE_CHECKING:
    from tests.slack.server.person import Person

EVERY_SCOPE = (
    "chat:write",
    "chat:write.customize",
    "channels:read",
    "channels:join",
    "channels:manage",
    "channels:history",
    "groups:read",
    "groups:write",
    "groups:history",
    "im:read",
    "im:write",
    "im:history",
    "mpim:read",
    "mpim:write",
    "mpim:history",
    "users:read",
    "users:read.email",
    "users.profile:read",
    "files:read",
    "files:write",
    "team:read",
    "commands",
    "assistant:write",
    "app_mentions:read",
)
ITS_TEAM = "T000000001"
"""emulate has one team with this id; the proxy writes the workspace's own in and out."""
ITS_ADMIN = "U000000001"


@dataclass
class Grant:
    """A token that the app holds, and the one that emulate knows for it."""

    token: str
    inner: str
    workspace: "Workspace"
    scopes: tuple[str, ...]
    refresh: str = ""
    error: str = ""


@dataclass
class Workspace:
    """A team of people and its channels; `bot_token` when the app is installed in it."""

    id: str
    name: str
    url: str
    app: dict[str, str]
    enterprise: str = ""
    rotating: bool = False
    directory: Directory = field(default_factory=Directory)
    people: "dict[str, Person]" = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    ephemerals: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    modals: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    prompts: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, str] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The first word of its address."""
        return self.name.lower().replace(" ", "-")

    @property
    def bot_user(self) -> str:
        """The user that the bot is."""
        return bot_user(self.id)

    @property
    def bot_id(self) -> str:
        """What signs the bot's messages."""
        return bot_id(self.id)

    @property
    def bot_token(self) -> str:
        """The token that the app was given last; empty when it is not installed."""
        return self.grants[-1].token if self.grants else ""

    @property
    def refresh_token(self) -> str:
        """What renews that token, where tokens rotate."""
        return self.grants[-1].refresh if self.grants else ""

    def expire(self, error: str = "token_expired") -> None:
        """The tokens given until now are good no more."""
        for grant in self.grants:
            grant.error = grant.error or error

    def person(self, name: str) -> "Person":
        """Somebody by the first word of their name, or by all of it."""
        for person in self.people.values():
            if name in (person.profile.name, person.profile.name.split()[0], person.id):
                return person
        raise AssertionError(f"nobody called {name!r} in {self.name}")

    def ask(self, method: str, token: str = "", **args: Any) -> dict[str, Any]:
        """What emulate answers when asked directly, not as the app: unseen by the log."""
        answer = post(f"{self.url}/api/{method}", self.into(args), token=token or "xoxp-harness")
        return dict(self.out_of(answer))

    def members(self) -> Iterator[dict[str, Any]]:
        """Everybody, page by page."""
        cursor = ""
        while True:
            page = self.ask("users.list", limit=1000, cursor=cursor)
            yield from page["members"]
            cursor = page.get("response_metadata", {}).get("next_cursor", "")
            if not cursor:
                return

    def shown(self, view: dict[str, Any], method: str, user: str, trigger: str) -> None:
        """Keep what a person now sees: their Home, or their stack of modals, the last on top."""
        if method == "views.publish":
            self.homes[user] = view
        elif method == "views.update":
            for stack in self.modals.values():
                stack[:] = [view if kept["id"] == view["id"] else kept for kept in stack]
        else:
            stack = self.modals.setdefault(self.triggers[trigger], [])
            if method == "views.open":
                stack.clear()
            stack.append(view)

    def into(self, value: Any) -> Any:
        """What emulate must be told: its own name for the team."""
        return _renamed(value, self.id, ITS_TEAM)

    def out_of(self, value: Any) -> Any:
        """What emulate said, with this workspace's name for the team."""
        return _renamed(value, ITS_TEAM, self.id)


def _renamed(value: Any, old: str, new: str) -> Any:
    return json.loads(json.dumps(value).replace(old, new))


def seed(
    profiles: Iterable[Profile],
    channels: Iterable[str],
    app: dict[str, str],
    workspace: str,
    scopes: Iterable[str],
) -> dict[str, Any]:
    """What emulate is started with: people, channels, the app, and tokens.

    `inner-<handle>` is a person's own token, `inner-app` the app's with its scopes, `inner-bot` the
    bot's with every scope (what Slack itself does in its name), `xoxp-harness` an administrator's.
    """
    known = list(profiles)
    every = [*EVERY_SCOPE, "channels:write", "users:write"]
    bot = {
        "type": "bot",
        "user": bot_user(workspace),
        "bot_user_id": bot_user(workspace),
        "bot_id": bot_id(workspace),
        "app_id": app["app_id"],
        "client_id": app["client_id"],
    }
    return {
        "team": {"name": workspace, "domain": workspace.lower()},
        "strict_scopes": True,
        "users": [
            {
                "name": p.handle,
                "real_name": p.name,
                "email": p.address,
                "is_admin": p.admin or p.owner,
                "profile": {"email": p.address, "real_name": p.name, "display_name": p.name},
            }
            for p in known
        ],
        "channels": [{"name": name} for name in channels],
        "oauth_apps": [
            {
                **app,
                "name": "Binôme",
                "redirect_uris": [],
                "scopes": list(scopes),
                "bot_id": bot_id(workspace),
                "bot_user_id": bot_user(workspace),
                "bot_name": "binome",
            }
        ],
        "tokens": [
            {"token": "xoxp-harness", "type": "user", "user": ITS_ADMIN, "scopes": every},
            {"token": "inner-app", **bot, "scopes": list(scopes)},
            {"token": "inner-bot", **bot, "scopes": every},
            *(
                {"token": f"inner-{p.handle}", "type": "user", "user": p.handle, "scopes": every}
                for p in known
            ),
        ],
    }


def bot_user(workspace: str) -> str:
    """The bot's user id in a workspace."""
    return f"U0APP{workspace[1:]}"


def bot_id(workspace: str) -> str:
    """The bot's other id, which signs its messages."""
    return f"B0APP{workspace[1:]}"
