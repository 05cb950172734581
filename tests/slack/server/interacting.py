"""The payloads of a press, of a choice and of a shortcut, from wherever they come."""

import time
from typing import TYPE_CHECKING, Any

from tests.slack.server import filling, payloads
from tests.slack.server.blocks import untouched
from tests.slack.server.inbound import Delivery

if TYPE_CHECKING:
    from tests.slack.server.person import Person

Message = dict[str, Any]


def act(person: "Person", shown: Message, action: dict[str, Any]) -> Delivery:
    """block_actions, from a message or from a view."""
    from_view = "hash" in shown
    trigger = person.trigger(shown["id"] if from_view else "")
    payload = payloads.interaction(
        person.workspace, "block_actions", person.as_actor(), trigger
    ) | {"actions": [action]}
    if from_view:
        payload |= {
            "container": {"type": "view", "view_id": shown["id"]},
            "view": filling.view(shown),
        }
        return person.link.send("interactive", payload, person)
    values = untouched(shown["blocks"])
    for block_id, touched in shown.get("touched", {}).items():
        values[block_id] |= touched
    ephemeral = shown if any(shown is m for m in person.workspace.ephemerals) else None
    name = "directmessage" if shown["channel"].startswith("D") else "privategroup"
    container = {
        "type": "message",
        "message_ts": shown["ts"],
        "channel_id": shown["channel"],
        "is_ephemeral": ephemeral is not None,
    }
    payload |= {
        "container": container,
        "channel": {"id": shown["channel"], "name": name},
        "state": {"values": values},
        "response_url": person.link.response_url(
            workspace=person.workspace,
            channel=shown["channel"],
            user=person.id,
            ts=shown["ts"],
            ephemeral=ephemeral,
        ),
    }
    if ephemeral is None:
        hidden = ("channel", "touched")
        payload["message"] = {k: v for k, v in shown.items() if k not in hidden}
    return person.link.send("interactive", payload, person)


def shortcut(person: "Person", callback: str, message: Message | None) -> Delivery:
    """Use one of the app's shortcuts, global or on a message."""
    workspace = person.workspace
    kind = "message_action" if message else "shortcut"
    user = {"id": person.id, "username": person.profile.handle, "team_id": workspace.id}
    payload = payloads.interaction(workspace, kind, user, person.trigger())
    payload |= {"callback_id": callback, "action_ts": f"{time.time():.6f}"}
    if message:
        if message["channel"].startswith("D"):
            name = "directmessage"
        else:
            name = next(
                (n for n, c in workspace.channels.items() if c == message["channel"]),
                "mpdm",
            )
        payload |= {
            "user": {
                "id": person.id,
                "name": person.profile.handle,
                "team_id": workspace.id,
            },
            "channel": {"id": message["channel"], "name": name},
            "message_ts": message["ts"],
            "message": {k: v for k, v in message.items() if k not in ("channel", "touched")},
            "response_url": person.link.response_url(
                workspace=workspace,
                channel=message["channel"],
                user=person.id,
                ts=message["ts"],
            ),
        }
    return person.link.send("interactive", payload, person)
