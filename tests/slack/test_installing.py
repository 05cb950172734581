"""An administrator installs the app by OAuth, and removes it."""

from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.clients import using
from tests.slack.server.parrot import QUIET


@pytest.fixture
def installer(slack, tmp_path):
    """An app that can be installed; its installations are files."""
    store = FileInstallationStore(base_dir=str(tmp_path))

    async def app():
        session = aiohttp.ClientSession()
        bolt: Any = AsyncApp(
            client=AsyncWebClient(base_url=slack.api_url, session=session),
            signing_secret=slack.signing_secret,
            installation_store=store,
            oauth_settings=AsyncOAuthSettings(
                client_id=slack.client_id,
                client_secret=slack.client_secret,
                scopes=["chat:write", "im:write", "users:read"],
                authorization_url=slack.authorize_url,
                installation_store=store,
                state_store=FileOAuthStateStore(expiration_seconds=60, base_dir=str(tmp_path)),
            ),
        )

        async def install(request):
            asked = await to_bolt_request(request)
            return await to_aiohttp_response(await bolt.oauth_flow.handle_installation(asked))

        async def back(request):
            asked = await to_bolt_request(request)
            return await to_aiohttp_response(await bolt.oauth_flow.handle_callback(asked))

        async def events(request):
            asked = await to_bolt_request(request)
            return await to_aiohttp_response(await bolt.async_dispatch(asked))

        async def close(_):
            await session.close()

        bolt.enable_token_revocation_listeners()
        made = web.Application()
        made.router.add_get("/slack/install", install)
        made.router.add_get("/slack/oauth_redirect", back)
        made.router.add_post("/slack/events", events)
        made.on_cleanup.append(close)
        return made

    url = slack.serve(app())
    slack.hears_at(f"{url}/slack/events")
    return url, store


def test_an_installed_app_has_a_token_that_works(slack, installer):
    url, store = installer
    atlas = slack.workspace(people=["Agnès Durand"], installed=False)
    agnes = atlas.person("Agnès")
    assert atlas.bot_token == ""
    page = agnes.installs(f"{url}/slack/install")
    assert (page.status, "Thank you" in page.text) == (200, True)
    kept = store.find_bot(enterprise_id=None, team_id=atlas.id)
    assert (kept.bot_token, kept.bot_scopes) == (
        atlas.bot_token,
        ["chat:write", "im:write", "users:read"],
    )

    async def send(client):
        await client.chat_postMessage(channel=agnes.id, text="Bonjour", **QUIET)

    using(slack, atlas, send)
    agnes.waits_for("Bonjour")


def test_who_changes_their_mind_installs_nothing(slack, installer):
    url, store = installer
    atlas = slack.workspace(people=["Agnès Durand"], installed=False)
    page = atlas.person("Agnès").installs(f"{url}/slack/install", agrees=False)
    assert "access_denied" in page.text
    assert store.find_bot(enterprise_id=None, team_id=atlas.id) is None


def test_an_app_that_was_removed_hears_of_it_and_can_do_nothing(slack, installer):
    url, _ = installer
    atlas = slack.workspace(people=["Agnès Durand"], installed=False)
    agnes = atlas.person("Agnès")
    agnes.installs(f"{url}/slack/install")
    revoked, uninstalled = agnes.uninstalls()
    assert (revoked.status, uninstalled.status) == (200, 200)

    async def send(client):
        await client.chat_postMessage(channel=agnes.id, text="Bonjour", **QUIET)

    with pytest.raises(SlackApiError, match="account_inactive"):
        using(slack, atlas, send)
    agnes.installs(f"{url}/slack/install")
    using(slack, atlas, send)


def test_a_whole_organisation_installs(slack, installer):
    url, store = installer
    atlas = slack.workspace(people=["Agnès Durand"], installed=False, enterprise="E0GROUP")
    atlas.person("Agnès").installs(f"{url}/slack/install")
    kept = store.find_bot(enterprise_id="E0GROUP", team_id=None, is_enterprise_install=True)
    assert kept.bot_token == atlas.bot_token


def test_tokens_that_rotate_are_renewed_once(slack, installer):
    url, store = installer
    atlas = slack.workspace(people=["Agnès Durand"], installed=False, rotating=True)
    agnes = atlas.person("Agnès")
    agnes.installs(f"{url}/slack/install")
    kept = store.find_bot(enterprise_id=None, team_id=atlas.id)
    assert kept.bot_refresh_token == atlas.refresh_token

    async def renew(client):
        rotator = AsyncTokenRotator(
            client_id=slack.client_id, client_secret=slack.client_secret, client=client
        )
        return await rotator.perform_bot_token_rotation(bot=kept, minutes_before_expiration=60 * 24)

    renewed = using(slack, atlas, renew)
    assert renewed.bot_token == atlas.bot_token != kept.bot_token
    with pytest.raises(Exception, match="invalid_refresh_token"):
        using(slack, atlas, renew)

    async def send(client):
        await client.chat_postMessage(channel=agnes.id, text="Bonjour", **QUIET)

    using(slack, atlas, send)
    atlas.expire()
    with pytest.raises(SlackApiError, match="token_expired"):
        using(slack, atlas, send)
