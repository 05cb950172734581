"""What Slack sends to an app, field by field.

Written after docs.slack.dev (reference/interaction-payloads, reference/events) and checked against
the TypeScript types of @slack/bolt in tests/slack/test_payloads.py.
"""

import secrets
import time
from typing import Any

from tests.slack.server.workspace import Workspace

Payload = dict[str, Any]
_TOKEN = "verification-token"  # of the kind that Slack replaced by signatures, and still sends


def event(workspace: Workspace, inner: Payload, **more: Any) -> Payload:
    """An event in its envelope, with an id of its own."""
    return {
        "token": _TOKEN,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise or None,
        **({"enterprise_id": workspace.enterprise} if workspace.enterprise else {}),
        "api_app_id": workspace.app["app_id"],
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": workspace.enterprise or None,
                "team_id": workspace.id,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": bool(workspace.enterprise),
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
        **more,
    }


def said(workspace: Workspace, user: str, channel: str, text: str, ts: str, **more: Any) -> Payload:
    """The event of a message that a person wrote; channel_type from the channel's first letter."""
    kind = {"D": "im", "G": "mpim", "C": "channel"}[channel[0]]
    return {
        "type": "message",
        "user": user,
        "client_msg_id": f"{secrets.token_hex(4)}-0000-4000-8000-{secrets.token_hex(6)}",
        "text": text,
        "team": workspace.id,
        "channel": channel,
        "channel_type": kind,
        "ts": ts,
        "event_ts": ts,
        "blocks": [
            {
                "type": "rich_text",
                "block_id": secrets.token_urlsafe(4)[:5],
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
                ],
            }
        ],
        **more,
    }


def interaction(workspace: Workspace, kind: str, user: Payload, trigger: str) -> Payload:
    """What all interactions have."""
    enterprise = {"id": workspace.enterprise, "name": workspace.name}
    return {
        "type": kind,
        "user": user,
        "api_app_id": workspace.app["app_id"],
        "token": _TOKEN,
        "trigger_id": trigger,
        "team": {
            "id": workspace.id,
            "domain": workspace.domain,
            **(
                {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.name}
                if workspace.enterprise
                else {}
            ),
        },
        "enterprise": enterprise if workspace.enterprise else None,
        "is_enterprise_install": bool(workspace.enterprise),
    }


def command(
    workspace: Workspace, user: Payload, channel: Payload, words: tuple[str, str], trigger: str
) -> dict[str, str]:
    """The form fields of a slash command: (command, text)."""
    fields = {
        "token": _TOKEN,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": user["id"],
        "user_name": user["name"],
        "command": words[0],
        "text": words[1],
        "api_app_id": workspace.app["app_id"],
        "is_enterprise_install": str(bool(workspace.enterprise)).lower(),
        "trigger_id": trigger,
    }
    if workspace.enterprise:
        fields |= {"enterprise_id": workspace.enterprise, "enterprise_name": workspace.name}
    return fields


def action(block: Payload, element: Payload, value: Payload) -> Payload:
    """One entry of `actions`: a button's own fields, or what was chosen in an element."""
    told = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
        "action_ts": f"{time.time():.6f}",
    }
    if element["type"] == "button":
        kept = ("text", "value", "style", "confirm", "url", "accessibility_label")
        told |= {name: element[name] for name in kept if name in element}
    elif "placeholder" in element:
        told["placeholder"] = element["placeholder"]
    return told | {name: one for name, one in value.items() if name != "type"}
