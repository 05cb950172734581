"""`binome slack`: the bot in Slack, by Socket Mode or behind a public address.

What is missing is told at the start, in a line that names the setting and where Slack shows it.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.cli.settings import Settings
    from adapters.slack.api import Api
    from adapters.slack.keys import Key, Keys
    from storage.database import Database
    from storage.vault import Vault

_PAGES = "api.slack.com/apps, your app, "
BOT_TOKEN, APP_TOKEN = "BINOME_SLACK_BOT_TOKEN", "BINOME_SLACK_APP_TOKEN"  # names
# How each begins, and where Slack shows it.
SHAPES = {
    BOT_TOKEN: (("xoxb-", "xoxe.xoxb-"), f"{_PAGES}OAuth & Permissions, once it is installed"),
    APP_TOKEN: (
        ("xapp-",),
        f"{_PAGES}Basic Information, App-Level Tokens, with the scope connections:write",
    ),
}
_CREDENTIALS = f"{_PAGES}Basic Information, App Credentials"
_HELP = """Serve the bot in Slack, until Ctrl-C or SIGTERM stops it.

By default it opens a socket to Slack, and needs no public address: BINOME_SLACK_BOT_TOKEN and
BINOME_SLACK_APP_TOKEN are enough. With --http Slack calls it, behind BINOME_PUBLIC_URL: that needs
BINOME_SLACK_SIGNING_SECRET; with BINOME_SLACK_CLIENT_ID, BINOME_SLACK_CLIENT_SECRET and
BINOME_SECRET_KEY it can be installed in several workspaces, at /slack/install.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """By which way Slack reaches the bot, and with what."""

    api_url: str
    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    client_id: str = ""
    client_secret: str = ""
    secret_key: str = ""
    public_url: str = ""
    host: str = ""
    port: int = 0

    @property
    def http(self) -> bool:
        """Whether Slack calls; else the bot opens a socket."""
        return bool(self.signing_secret)


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Serve the bot in Slack.",
        epilog="Example: binome slack --http --port 3000",
    )(slack)


def slack(
    context: typer.Context,
    http: Annotated[
        bool, typer.Option("--http", help="Be called by Slack, instead of opening a socket.")
    ] = False,
    host: Annotated[
        str | None, typer.Option(metavar="HOST", help="With --http: listen there.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=1, max=65535, help="With --http: listen on that port."),
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="Else BINOME_DATABASE_URL.")
    ] = None,
) -> None:
    """Serves until told to stop."""
    state: State = context.obj
    settings = state.settings
    entry = entry_of(settings, http, host, port)

    from adapters.cli.running import opened, until_told

    vault = vault_of(entry)
    with (
        opened(database or settings.database, durable=settings.durable) as ground,
        ground.serving(),
    ):
        asyncio.run(until_told(_serve(ground, entry, vault)))


# ---------------------------------------------------------------- what is needed


def entry_of(
    settings: "Settings", http: bool, host: str | None = None, port: int | None = None
) -> Entry:
    """The way in that the settings allow. Raises Failure, naming what is missing."""
    api_url = f"{settings.slack_api_url}/"
    if not http:
        bot_token, app_token = token(settings, BOT_TOKEN), token(settings, APP_TOKEN)
        return Entry(api_url, bot_token=bot_token, app_token=app_token)
    secret = _given(settings, "BINOME_SLACK_SIGNING_SECRET", _CREDENTIALS)
    host, port = host or settings.http_host, port or settings.http_port
    if not (settings.slack_client_id or settings.slack_client_secret):
        bot_token = token(settings, BOT_TOKEN)
        return Entry(api_url, bot_token=bot_token, signing_secret=secret, host=host, port=port)
    if settings.slack_bot_token is not None:
        advice = "take the token away, or the id and the secret."
        raise Failure(
            f"{BOT_TOKEN} is for one workspace, BINOME_SLACK_CLIENT_ID for several: {advice}",
            MISUSED,
        )
    if settings.public_url is None:
        advice = "it is the address at which Slack reaches this program, such as"
        example = "https://binome.example.org"
        raise Failure(f"BINOME_PUBLIC_URL is missing: {advice} {example}.", MISUSED)
    return Entry(
        api_url,
        signing_secret=secret,
        client_id=_given(settings, "BINOME_SLACK_CLIENT_ID", _CREDENTIALS),
        client_secret=_given(settings, "BINOME_SLACK_CLIENT_SECRET", _CREDENTIALS),
        secret_key=settings.secret_key.get_secret_value() if settings.secret_key else "",
        public_url=settings.public_url,
        host=host,
        port=port,
    )


def token(settings: "Settings", name: str) -> str:
    """A token of the settings. Raises Failure when it is missing or is another kind of token."""
    starts, where = SHAPES[name]
    found = _given(settings, name, where, f"it begins with {starts[0]}, and is in ")
    if not found.startswith(starts):
        raise Failure(
            f"{name} is not the right token: it begins with {starts[0]}, and is in {where}.",
            MISUSED,
        )
    return found


def _given(settings: "Settings", name: str, where: str, told: str = "it is in ") -> str:
    value = getattr(settings, name.removeprefix("BINOME_").lower())
    found = value if isinstance(value, str) else value.get_secret_value() if value else ""
    if not found:
        raise Failure(f"{name} is missing: {told}{where}.", MISUSED)
    return found.strip()


def vault_of(entry: Entry) -> "Vault | None":
    """What seals the tokens of several workspaces. Raises NoGoodKey."""
    if not entry.client_id:
        return None
    from storage.vault import Vault, keys_in

    return Vault(keys_in(entry.secret_key))


# ---------------------------------------------------------------- what Slack says of it


async def shown_to_slack(api: "Api", entry: Entry) -> "Key":
    """The key of the one token, after Slack took it with every scope. Raises Failure."""
    from adapters.slack.api import Refusal, Unheard, Unsent
    from adapters.slack.keys import presented

    asked, setting = entry.bot_token, BOT_TOKEN
    try:
        key = await presented(api, asked)
        if entry.app_token:
            asked, setting = entry.app_token, APP_TOKEN
            await api.call("apps.connections.open", asked)
    except Refusal as refusal:
        where = SHAPES[setting][1]
        raise Failure(
            f"Slack does not take {setting} ({refusal.code}): copy it again from {where}."
        ) from None
    except (Unsent, Unheard) as failure:
        raise Failure(
            f"Slack cannot be reached at {entry.api_url} ({failure.reason}): check the network,"
            " or BINOME_SLACK_API_URL."
        ) from None
    lacking = lacking_scopes(key)
    if lacking:
        raise Failure(f"The token lacks {', '.join(lacking)}: {SCOPES_ADVICE}.")
    return key


SCOPES_ADVICE = (
    f"add to the app what `binome manifest slack` prints ({_PAGES}App Manifest), and install it"
    " again"
)


def lacking_scopes(key: "Key") -> list[str]:
    """The scopes that the code needs and a token has not; none when Slack does not list them."""
    from adapters.slack.methods import scopes

    return sorted(scopes() - key.scopes) if key.scopes else []


# ---------------------------------------------------------------- serving


async def _serve(database: "Database", entry: Entry, vault: "Vault | None") -> None:
    from adapters.cli.running import delivering
    from adapters.runner import SystemClock
    from adapters.slack.api import connected
    from adapters.slack.app import assembled, bolt
    from adapters.slack.serving import meanwhile

    clock = SystemClock()
    async with connected(entry.api_url) as api:
        keys, where = await _keys(database, api, entry, vault)
        bot = assembled(database, clock, api, keys)
        works = [bot.homes.run, bot.directory.run, bot.channels.run]
        async with delivering(database, clock, [bot.platform]) as courier:
            receiving = bot.receiving(courier.kick)
            app = bolt(api, receiving, entry.signing_secret)
            async with (
                meanwhile(*works, *_upkeep(keys)),
                _reached(database, api, app, receiving, keys, entry, vault) as by,
            ):
                print(f"Binôme is in Slack: {where}, {by} (Ctrl-C stops it).", flush=True)
                await asyncio.Event().wait()


async def _keys(
    database: "Database", api: "Api", entry: Entry, vault: "Vault | None"
) -> tuple["Keys", str]:
    from adapters.runner import SystemClock
    from adapters.slack.installing import ManyKeys
    from adapters.slack.keys import OneKey
    from storage import installations

    if vault is None:
        key = await shown_to_slack(api, entry)
        return OneKey(key), f"workspace {key.name or key.tenant}"
    clock = SystemClock()
    await asyncio.to_thread(
        database.carry_out, clock.now(), lambda work: installations.seal_anew(work, vault)
    )
    many = ManyKeys(database, vault, clock, api, entry.client_id, entry.client_secret)
    await many.renew()
    return many, f"{len(await many.all())} workspaces"


def _upkeep(keys: "Keys") -> list[Any]:
    from adapters.slack.installing import ManyKeys

    return [keys.keep_fresh] if isinstance(keys, ManyKeys) else []


def _reached(
    database: "Database",
    api: "Api",
    app: Any,
    receiving: Any,
    keys: "Keys",
    entry: Entry,
    vault: "Vault | None",
) -> AbstractAsyncContextManager[str]:
    from adapters.runner import SystemClock
    from adapters.slack.installing import ManyKeys, States, flow
    from adapters.slack.serving import by_http, by_socket

    if not entry.http:
        return by_socket(api, app, receiving, entry.app_token)
    pages = None
    if vault is not None and isinstance(keys, ManyKeys):
        states = States(database, vault, SystemClock())
        pages = flow(api, keys, states, entry.client_id, entry.client_secret, entry.public_url)
    return by_http(database, app, receiving, entry.host, entry.port, pages)
