"""Between people and the app: the way it is reached, and what Slack keeps in between."""

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.slack.server import payloads
from tests.slack.server.blocks import with_ids
from tests.slack.server.calls import Call, Calls
from tests.slack.server.inbound import Delivery, Way
from tests.slack.server.proxy import Proxy
from tests.slack.server.workspace import Workspace

if TYPE_CHECKING:
    from tests.slack.server.person import Person


class NoApp(AssertionError):
    """Nobody listens: say slack.hears_at(url), or slack.by_socket()."""


@dataclass
class Link:
    """What every person shares."""

    calls: Calls
    proxy: Proxy
    way: Way | None = None

    def send(self, kind: str, payload: dict[str, Any], person: "Person | None" = None) -> Delivery:
        """Hand a payload to the app."""
        if self.way is None:
            raise NoApp(NoApp.__doc__)
        delivery = self.way.send(kind, payload)
        delivery.person = person
        return delivery

    def event(self, workspace: Workspace, inner: dict[str, Any]) -> Delivery:
        """Tell the app of an event, in an envelope of its own."""
        return self.send("events_api", payloads.event(workspace, inner))

    def response_url(self, **known: Any) -> str:
        """Where the app may answer an interaction."""
        return self.proxy.response_url(**known)

    def trigger(self, workspace: Workspace, user: str, view_id: str = "") -> str:
        """A trigger_id that emulate knows."""
        asked = {"user_id": user, **({"view_id": view_id} if view_id else {})}
        made = workspace.ask("views.generateTriggerId", "inner-bot", **asked)
        trigger = str(made.get("trigger_id") or f"{time.time():.3f}.{secrets.randbelow(10**6)}.x")
        workspace.triggers[trigger] = user
        return trigger

    def acknowledged(self, person: "Person", channel: str, told: dict[str, Any]) -> None:
        """Show what an app answered to a slash command, to its author or to the channel."""
        workspace = person.workspace
        said = {"text": told.get("text", ""), "blocks": with_ids(told.get("blocks", []))}
        call = Call("acknowledgement", told, workspace.id, status=200, answer={"ok": True})
        self.calls.add(call)
        if told.get("response_type") == "in_channel":
            workspace.ask("chat.postMessage", "inner-bot", channel=channel, **said)
        else:
            ts = f"{time.time():.6f}"
            workspace.ephemerals.append({"channel": channel, "user": person.id, "ts": ts, **said})

    def made(
        self, shown: dict[str, Any], wanted: dict[str, Any], person: "Person"
    ) -> dict[str, Any]:
        """The view that an app's answer puts in place of the one shown."""
        return self._view(person, wanted, "views.update", view_id=shown["id"])

    def pushed(
        self, shown: dict[str, Any], wanted: dict[str, Any], person: "Person"
    ) -> dict[str, Any]:
        """The view that an app's answer puts over the one shown."""
        trigger = self.trigger(person.workspace, person.id, shown["id"])
        return self._view(person, wanted, "views.push", trigger_id=trigger)

    def _view(
        self, person: "Person", wanted: dict[str, Any], method: str, **where: str
    ) -> dict[str, Any]:
        workspace = person.workspace
        call = Call("response_action", {"view": wanted}, workspace.id, arrived=True)
        view = {**wanted, "blocks": with_ids(wanted["blocks"])}
        call.status, call.answer = 200, workspace.ask(method, "inner-bot", view=view, **where)
        self.calls.add(call)
        assert call.ok, f"emulate did not take the view of an answer: {call}"
        return dict(call.answer["view"]) | {"app_installed_team_id": workspace.id}
