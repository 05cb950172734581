"""The bot's token in each workspace: one from the settings, or those of many installations.

Slack refuses a token in many words. Before a workspace is given up, Slack is asked about the token
itself: a refusal may be about one person or one channel.
"""

from dataclasses import dataclass, field
from typing import Protocol

import structlog

from adapters.slack.api import Api, Failed, Refusal

_log = structlog.get_logger()
# What Slack says of a token that is good no more, or of a workspace closed to it.
SPENT = frozenset(
    {
        "access_denied",
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)


@dataclass(frozen=True, slots=True)
class Key:
    """What the bot acts with in one workspace, or in a whole organisation."""

    token: str = field(repr=False)
    tenant: str
    bot_user: str = ""
    bot_id: str = ""
    name: str = ""  # the workspace's own
    org_wide: bool = False
    scopes: frozenset[str] = frozenset()


class NotInstalled(LookupError):
    """The bot is not installed in the workspace {tenant}."""

    def __init__(self, tenant: str) -> None:
        super().__init__((type(self).__doc__ or "").format(tenant=tenant))


class Keys(Protocol):
    """Where tokens come from."""

    async def of(self, tenant: str) -> Key:
        """The key of a workspace, not about to expire. Raises NotInstalled."""

    async def all(self) -> list[Key]:
        """Every workspace where the bot is."""

    async def spent(self, key: Key, code: str) -> bool:
        """Notes that Slack no longer takes a key; True when its workspace is lost for good."""


class OneKey:
    """The single token of the settings."""

    def __init__(self, key: Key) -> None:
        self._key = key

    async def of(self, tenant: str) -> Key:
        """The one key; another workspace's people are met by another program."""
        if tenant != self._key.tenant:
            raise NotInstalled(tenant)
        return self._key

    async def all(self) -> list[Key]:
        """That one."""
        return [self._key]

    async def spent(self, key: Key, code: str) -> bool:
        """Messages wait for a new token: the operator may install the app again."""
        _log.error(
            "Slack no longer takes the token: install the app again, put the new token in"
            " BINOME_SLACK_BOT_TOKEN, and start again",
            error=code,
        )
        return False


async def presented(api: Api, token: str) -> Key:
    """Who Slack says that token is. Raises Refusal, Unsent or Unheard."""
    answer, headers = await api.whole("auth.test", token)
    listed = next((v for name, v in headers.items() if name.lower() == "x-oauth-scopes"), "")
    org_wide = bool(answer.get("is_enterprise_install"))
    tenant = answer.get("enterprise_id") if org_wide else answer.get("team_id")
    name = answer.get("enterprise_name") if org_wide else answer.get("team")
    return Key(
        token=token,
        tenant=str(tenant or ""),
        bot_user=str(answer.get("user_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        name=str(name or ""),
        org_wide=org_wide,
        scopes=frozenset(scope.strip() for scope in listed.split(",") if scope.strip()),
    )


async def is_spent(api: Api, key: Key) -> bool:
    """Whether Slack refuses the token itself; when it does not answer, nobody knows: False."""
    try:
        await api.call("auth.test", key.token)
    except Refusal as refusal:
        return refusal.code in SPENT
    except Failed:
        return False
    return False
