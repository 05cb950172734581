"""What emulate lacks or simplifies, as Slack's own pages describe it."""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.slack.server.blocks import with_ids
from tests.slack.server.workspace import ITS_ADMIN, Grant, Workspace

if TYPE_CHECKING:
    from tests.slack.server.proxy import Proxy

Args = dict[str, Any]
_LASTS = 12 * 3600  # seconds that a rotating token lives
_USES = 5  # a response_url answers this often


async def plain(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    """All that emulate does by itself."""
    return await proxy.pass_on(grant.workspace, method, args, grant.inner)


async def _posted(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    """chat.*: Slack gives ids to blocks, and a bot posts only where it may."""
    workspace = grant.workspace
    channel = str(args.get("channel", ""))
    refused = await _refusal(proxy, grant, channel)
    if refused:
        return {"ok": False, "error": refused}
    if "blocks" in args:
        args = {**args, "blocks": with_ids(args["blocks"])}
    answer = await proxy.pass_on(workspace, method, args, grant.inner)
    if answer.get("ok") and method == "chat.postEphemeral":
        workspace.ephemerals.append(
            {"channel": channel, "user": args["user"], "ts": answer["message_ts"], **_said(args)}
        )
    if answer.get("ok") and "message" in answer:
        answer["message"] |= _signed(workspace)
    return answer


async def _refusal(proxy: "Proxy", grant: Grant, channel: str) -> str:
    workspace = grant.workspace
    profile = workspace.directory.profiles.get(channel)
    if profile is not None and profile.deleted:
        return "user_disabled"
    if channel.startswith("C") and "chat:write.public" not in grant.scopes:
        asked = {"channel": channel, "limit": 1000}
        members = await proxy.pass_on(workspace, "conversations.members", asked, "xoxp-harness")
        if members.get("ok") and workspace.bot_user not in members["members"]:
            return "not_in_channel"
    return ""


async def _opened(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    users = args.get("users") or ""
    for user in users.split(",") if isinstance(users, str) else users:
        profile = grant.workspace.directory.profiles.get(user)
        if profile is not None and profile.deleted:
            return {"ok": False, "error": "user_disabled"}
    return await plain(proxy, grant, method, args)


async def _told(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    """users.*: with time zone, locale and the rest of what Slack knows of a person."""
    answer = await plain(proxy, grant, method, args)
    directory = grant.workspace.directory
    locale = str(args.get("include_locale", "")).lower() in ("1", "true")
    if answer.get("ok") and "user" in answer:
        answer["user"] = directory.completed(answer["user"], with_locale=locale)
    if answer.get("ok") and "members" in answer:
        answer["members"] = [
            directory.completed(member, with_locale=locale)
            for member in answer["members"]
            if member["id"] != ITS_ADMIN
        ]
    return answer


async def _joined(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    """users.conversations: the channels in which the bot is."""
    wanted: Args = {name: args[name] for name in ("types", "exclude_archived") if name in args}
    answer = await plain(proxy, grant, "conversations.list", {**wanted, "limit": 1000})
    if answer.get("ok"):
        inside = []
        for channel in answer["channels"]:
            asked = {"channel": channel["id"], "limit": 1000}
            told = await proxy.pass_on(
                grant.workspace, "conversations.members", asked, "xoxp-harness"
            )
            if grant.workspace.bot_user in told.get("members", ()):
                inside.append(channel)
        answer["channels"] = inside
    return answer


async def _viewed(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    """views.*: kept, so that a person can fill in and press what they see."""
    workspace = grant.workspace
    view = args.get("view")
    if isinstance(view, dict) and isinstance(view.get("blocks"), list):
        args = {**args, "view": {**view, "blocks": with_ids(view["blocks"])}}
    answer = await proxy.pass_on(workspace, method, args, grant.inner)
    if answer.get("ok"):
        shown = answer["view"] | {"app_installed_team_id": workspace.id}
        workspace.shown(
            shown, method, str(args.get("user_id", "")), str(args.get("trigger_id", ""))
        )
    return answer


async def _tested(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    answer = await plain(proxy, grant, method, args)
    if answer.get("ok") and grant.workspace.enterprise:
        answer |= {"enterprise_id": grant.workspace.enterprise, "is_enterprise_install": True}
    return answer


async def _prompted(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    if "assistant:write" not in grant.scopes:
        return {"ok": False, "error": "missing_scope", "needed": "assistant:write"}
    grant.workspace.prompts[str(args.get("channel_id", ""))] = args
    return {"ok": True}


async def _revoked(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    grant.error = "token_revoked"
    return {"ok": True, "revoked": True}


async def _uninstalled(proxy: "Proxy", grant: Grant, method: str, args: Args) -> Args:
    for other in proxy.grants.values():
        if other.workspace is grant.workspace:
            other.error = "account_inactive"
    return {"ok": True}


async def _exchanged(proxy: "Proxy", args: Args, token: str) -> Args:
    """oauth.v2.access: emulate's exchange of a code; rotation is ours."""
    if any(args.get(name) != proxy.app[name] for name in ("client_id", "client_secret")):
        return {"ok": False, "error": "bad_client_secret"}
    if args.get("grant_type") == "refresh_token":
        return _refreshed(proxy, str(args.get("refresh_token", "")))
    workspace = proxy.codes.get(str(args.get("code", "")))
    if workspace is None:
        return {"ok": False, "error": "invalid_code"}
    answer = await proxy.pass_on(workspace, "oauth.v2.access", args, "")
    if not answer.get("ok"):
        return answer
    grant = proxy.granted(workspace, answer["access_token"], tuple(answer["scope"].split(",")))
    answer["access_token"] = grant.token
    if workspace.rotating:
        answer |= {"refresh_token": grant.refresh, "expires_in": _LASTS}
    if workspace.enterprise:
        answer |= {
            "is_enterprise_install": True,
            "enterprise": {"id": workspace.enterprise, "name": workspace.name},
            "team": None,
        }
    return answer


def _refreshed(proxy: "Proxy", refresh: str) -> Args:
    """A new pair of tokens; the old refresh token is spent, the old token lives on for a while."""
    old = proxy.refreshes.pop(refresh, None)
    if old is None or old.error in ("token_revoked", "account_inactive"):
        return {"ok": False, "error": "invalid_refresh_token"}
    grant = proxy.granted(old.workspace, old.inner, old.scopes)
    workspace = grant.workspace
    return {
        "ok": True,
        "access_token": grant.token,
        "refresh_token": grant.refresh,
        "expires_in": _LASTS,
        "token_type": "bot",
        "scope": ",".join(grant.scopes),
        "bot_user_id": workspace.bot_user,
        "app_id": proxy.app["app_id"],
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


async def _connected(proxy: "Proxy", args: Args, token: str) -> Args:
    """apps.connections.open, for Socket Mode."""
    if token != proxy.app_token:
        return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
    if proxy.socket_url is None:
        return {"ok": False, "error": "internal_error"}
    return {"ok": True, "url": proxy.socket_url()}


async def responded(proxy: "Proxy", known: Args | None, args: Args) -> Args:
    """A response_url: replaces, deletes or adds a message, five times at most."""
    if known is None or known["uses"] >= _USES:
        return {"ok": False, "error": "used_url"}
    known["uses"] += 1
    workspace: Workspace = known["workspace"]
    grant = Grant("", "inner-bot", workspace, ("chat:write.public",))
    said = {**_said(args), "blocks": with_ids(args.get("blocks", []))}
    shown = known.get("ephemeral")
    here: Args = {"channel": known["channel"]}
    if args.get("delete_original"):
        if shown is not None:
            workspace.ephemerals.remove(shown)
            return {"ok": True}
        return await plain(proxy, grant, "chat.delete", {**here, "ts": known["ts"]})
    if args.get("replace_original") and known.get("ts"):
        if shown is not None:
            shown |= said
            return {"ok": True}
        return await plain(proxy, grant, "chat.update", {**here, "ts": known["ts"], **said})
    if args.get("response_type") == "in_channel":
        return await plain(proxy, grant, "chat.postMessage", {**here, **said})
    ts = f"{time.time():.6f}"
    workspace.ephemerals.append({**here, "user": known["user"], "ts": ts, **said})
    return {"ok": True}


def _said(args: Args) -> Args:
    return {"text": args.get("text", ""), "blocks": args.get("blocks", [])}


def _signed(workspace: Workspace) -> Args:
    return {
        "bot_id": workspace.bot_id,
        "app_id": workspace.app["app_id"],
        "team": workspace.id,
    }


OWN: dict[str, Callable[["Proxy", Grant, str, Args], Awaitable[Args]]] = {
    "chat.postMessage": _posted,
    "chat.postEphemeral": _posted,
    "chat.update": _posted,
    "conversations.open": _opened,
    "users.info": _told,
    "users.list": _told,
    "users.lookupByEmail": _told,
    "users.conversations": _joined,
    "views.open": _viewed,
    "views.push": _viewed,
    "views.update": _viewed,
    "views.publish": _viewed,
    "auth.test": _tested,
    "auth.revoke": _revoked,
    "apps.uninstall": _uninstalled,
    "assistant.threads.setSuggestedPrompts": _prompted,
}
WITHOUT_TOKEN: dict[str, Callable[["Proxy", Args, str], Awaitable[Args]]] = {
    "oauth.v2.access": _exchanged,
    "apps.connections.open": _connected,
}
