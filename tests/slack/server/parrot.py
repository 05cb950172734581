"""A little Bolt app that does a bit of everything: the harness is tried on it, without the bot."""

from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

QUIET: dict[str, Any] = {"unfurl_links": False, "unfurl_media": False}
NAME = {
    "type": "modal",
    "callback_id": "name",
    "title": {"type": "plain_text", "text": "Votre nom"},
    "submit": {"type": "plain_text", "text": "Envoyer"},
    "close": {"type": "plain_text", "text": "Plus tard"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "first",
            "label": {"type": "plain_text", "text": "Prénom"},
            "element": {"type": "plain_text_input", "action_id": "v", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "about",
            "optional": True,
            "label": {"type": "plain_text", "text": "Sujets"},
            "element": {
                "type": "checkboxes",
                "action_id": "v",
                "options": [
                    {"text": {"type": "plain_text", "text": word}, "value": word.lower()}
                    for word in ("Twitter", "LinkedIn")
                ],
            },
        },
    ],
}


def buttons(*labels: str) -> list[dict[str, Any]]:
    """A message's blocks with these buttons."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Et maintenant ?"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": f"do:{label}",
                    "text": {"type": "plain_text", "text": label},
                    "value": label,
                }
                for label in labels
            ],
        },
    ]


def parrot(client: AsyncWebClient, secret: str, seen: list[dict[str, Any]]) -> AsyncApp:
    """The app; it notes the bodies that it got."""
    app = AsyncApp(client=client, signing_secret=secret, request_verification_enabled=True)

    @app.middleware
    async def note(body, next):  # noqa: A002  Bolt's name for it
        seen.append(body)
        await next()

    @app.event("message")
    async def message(event, client):
        await client.chat_postMessage(
            channel=event["user"],
            text=f"Vous dites : {event['text']}",
            **QUIET,
            blocks=buttons("Ouvrir", "Oublier"),
        )

    @app.event("app_home_opened")
    async def home(event, client):
        view = {"type": "home", "blocks": buttons("Ouvrir")}
        await client.views_publish(user_id=event["user"], view=view)

    for kind in ("user_change", "member_joined_channel", "channel_archive", "app_uninstalled"):

        @app.event(kind)
        async def heard(event):
            pass

    @app.action("do:Ouvrir")
    async def opens(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=NAME)
        await ack()

    @app.action("do:Oublier")
    async def forgets(ack, respond):
        await ack()
        await respond(replace_original=True, text="Oublié.", blocks=[])

    @app.view("name")
    async def named(ack, view, body, client):
        first = view["state"]["values"]["first"]["v"]["value"]
        if first == "X":
            await ack(response_action="errors", errors={"first": "C’est court."})
            return
        await client.chat_postMessage(channel=body["user"]["id"], text=f"Bonjour {first}", **QUIET)
        await ack()

    @app.view_closed("name")
    async def closed(ack):
        await ack()

    @app.command("/binome")
    async def command(ack, command):
        await ack(f"{command['text']} ?", blocks=buttons("Oublier"))

    @app.shortcut("help")
    async def shortcut(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=NAME)
        await ack()

    return app


async def served(slack: Any, workspace: Any, seen: list[dict[str, Any]]) -> web.Application:
    """The app over HTTP."""
    session = aiohttp.ClientSession()
    client = AsyncWebClient(workspace.bot_token, base_url=slack.api_url, session=session)
    client.retry_handlers.clear()
    app = parrot(client, slack.signing_secret, seen)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async def close(_: web.Application) -> None:
        await session.close()

    made = web.Application()
    made.router.add_post("/slack/events", events)
    made.on_cleanup.append(close)
    return made
