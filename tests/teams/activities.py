"""Activities as Teams posts them, and a person who answers on cards."""

from collections.abc import Mapping
from typing import Any

from tests.teams.cards import everything

Json = dict[str, Any]
BOT = {"id": "28:bot", "name": "Binôme"}
PERSON = {"id": "29:agnes", "name": "Agnès Martin", "aadObjectId": "aad-agnes"}


def activity(kind: str = "message", /, **more: Any) -> Json:
    """Something that happened in a private conversation."""
    return {
        "type": kind,
        "id": "1700000000000",
        "channelId": "msteams",
        "serviceUrl": "https://smba.example/emea/",
        "from": PERSON,
        "recipient": BOT,
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t-1"},
        "channelData": {"tenant": {"id": "t-1"}},
        "locale": "fr-FR",
        "localTimezone": "Europe/Paris",
        **more,
    }


def in_channel(text: str, *mentioned: Json, **more: Any) -> Json:
    """A message in a channel, which mentions these accounts."""
    return activity(
        text=text,
        conversation={
            "id": "19:general@thread.tacv2;messageid=17",
            "conversationType": "channel",
            "isGroup": True,
        },
        channelData={
            "tenant": {"id": "t-1"},
            "channel": {"id": "19:general@thread.tacv2"},
            "team": {"id": "19:general@thread.tacv2", "name": "Mentorat"},
        },
        entities=[
            {"type": "mention", "mentioned": each, "text": f"<at>{each['name']}</at>"}
            for each in mentioned
        ],
        **more,
    )


def pressing(card: Json, title: str, filled: Mapping[str, str], *, old: bool = False) -> Json:
    """What Teams posts when a button of a card is pressed, its inputs filled by field name."""
    button = next(
        each
        for each in everything(card)
        if each.get("title") == title and each.get("type") == "Action.Execute"
    )
    inputs = {each["id"]: each.get("value", "") for each in everything(card) if "id" in each}
    inputs |= {name: filled[name.split(":")[1]] for name in inputs if name.split(":")[1] in filled}
    if button.get("associatedInputs") == "none":
        inputs = {}
    # Teams tells nothing of an input that holds nothing.
    data = {**button["data"], **{name: value for name, value in inputs.items() if value}}
    if old:
        return activity(value=data)
    action = {"type": "Action.Execute", "verb": button["verb"], "data": data}
    return activity(
        "invoke", name="adaptiveCard/action", value={"action": action, "trigger": "manual"}
    )
