"""`binome teams`: the bot in Microsoft Teams, behind a public address.

What is missing is told at the start, in a line that names the setting and where Azure shows it.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.options import DatabaseUrl
from adapters.cli.serve import Opening, Part, Reached, run
from adapters.cli.state import State

if TYPE_CHECKING:
    from adapters.cli.settings import Settings
    from adapters.runner import Clock
    from adapters.runner.organisers import Handle
    from adapters.teams.app import Bot
    from adapters.teams.tokens import Way
    from storage.database import Database

_BOT = "portal.azure.com, your Azure Bot, Configuration"
_SECRETS = "portal.azure.com, App registrations, your app, Certificates & secrets"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HELP = """Serve the bot in Microsoft Teams, until Ctrl-C or SIGTERM stops it.

Teams calls it, behind BINOME_PUBLIC_URL, at /api/messages. It needs BINOME_TEAMS_APP_ID,
BINOME_TEAMS_TENANT_ID, BINOME_SECRET_KEY, and BINOME_TEAMS_APP_PASSWORD or, on a machine of
Azure, BINOME_TEAMS_MANAGED_IDENTITY=true. With BINOME_TEAMS_LOCAL=true anybody on this machine may
speak to it, and nobody else: that is for Microsoft's playground.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """As what the bot is known to Microsoft, and by whom it is reached."""

    app_id: str
    tenants: tuple[str, ...]  # the first is where the app is registered
    public_url: str
    secret_key: str = field(repr=False)
    password: str = field(default="", repr=False)  # without one, the machine's own identity

    @property
    def where(self) -> str:
        """Whom it serves, in words."""
        if not self.app_id:
            return "whoever is on this machine"
        return f"tenant{'' if len(self.tenants) == 1 else 's'} {', '.join(self.tenants)}"


def add_to(app: typer.Typer) -> None:
    """Makes the command known."""
    app.command(
        help=_HELP,
        short_help="Serve the bot in Microsoft Teams.",
        epilog="Example: binome teams --port 3978",
    )(teams)


def teams(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(metavar="HOST", help="Listen there.")] = None,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65535, help="Listen on that port.")
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """Serves until told to stop."""
    state: State = context.obj
    settings = state.settings
    run(settings, [opening(entry_of(settings, host, port), settings)], host, port, database)


# ---------------------------------------------------------------- what is needed


def entry_of(settings: "Settings", host: str | None = None, port: int | None = None) -> Entry:
    """The way in that the settings allow. Raises Failure, naming what is missing."""
    secret_key = settings.secret_key.get_secret_value() if settings.secret_key else ""
    if settings.teams_local:
        return _local(settings, host or settings.http_host, port or settings.http_port, secret_key)
    app_id = _given(settings.teams_app_id, "BINOME_TEAMS_APP_ID", f"{_BOT}, Microsoft App ID")
    tenants = tuple(
        each.strip() for each in (settings.teams_tenant_id or "").split(",") if each.strip()
    )
    _given(",".join(tenants), "BINOME_TEAMS_TENANT_ID", f"{_BOT}, App Tenant ID")
    password = settings.teams_app_password.get_secret_value() if settings.teams_app_password else ""
    if password and settings.teams_managed_identity:
        raise Failure(
            "BINOME_TEAMS_APP_PASSWORD and BINOME_TEAMS_MANAGED_IDENTITY are two ways to be known:"
            " take one of them away.",
            MISUSED,
        )
    if not settings.teams_managed_identity:
        _given(password, "BINOME_TEAMS_APP_PASSWORD", _SECRETS)
    if settings.public_url is None:
        advice = "it is the address at which Teams reaches this program, such as"
        example = "https://binome.example.org"
        raise Failure(f"BINOME_PUBLIC_URL is missing: {advice} {example}.", MISUSED)
    return Entry(app_id, tenants, settings.public_url, secret_key, password)


def _local(settings: "Settings", host: str, port: int, secret_key: str) -> Entry:
    if settings.teams_app_id or settings.teams_app_password:
        raise Failure(
            "BINOME_TEAMS_LOCAL lets anybody in: take BINOME_TEAMS_APP_ID and"
            " BINOME_TEAMS_APP_PASSWORD away, or that.",
            MISUSED,
        )
    if host not in _LOOPBACK:
        raise Failure(
            f"BINOME_TEAMS_LOCAL lets anybody in, so only this machine may reach it: {host} is not"
            " 127.0.0.1.",
            MISUSED,
        )
    return Entry("", (), settings.public_url or f"http://{host}:{port}", secret_key)


def _given(value: str | None, name: str, where: str) -> str:
    if not value or not value.strip():
        raise Failure(f"{name} is missing: it is in {where}.", MISUSED)
    return value.strip()


def way_of(entry: Entry) -> "Way | None":
    """How a token is asked for; None when none is needed."""
    from adapters.teams.tokens import MACHINE, ByMachine, BySecret

    if not entry.app_id:
        return None
    if entry.password:
        return BySecret(entry.app_id, entry.password, entry.tenants[0])
    # Where there is no machine of one's own, Azure says in the environment whom to ask.
    place, header = os.environ.get("IDENTITY_ENDPOINT"), os.environ.get("IDENTITY_HEADER")
    if place and header:
        return ByMachine(entry.app_id, place, header)
    return ByMachine(entry.app_id, MACHINE)


# ---------------------------------------------------------------- serving


def opening(entry: Entry, settings: "Settings") -> Opening:
    """Teams as one part of what is served. Raises NoGoodKey."""
    from storage.vault import Vault, keys_in

    vault = Vault(keys_in(entry.secret_key))

    @asynccontextmanager
    async def part(database: "Database", clock: "Clock", handle: "Handle") -> AsyncIterator[Part]:
        from adapters.runner.organisers import granting, named_in
        from adapters.teams.app import assembled
        from adapters.teams.connector import session

        async with session() as asked:
            bot = assembled(
                database,
                clock,
                asked,
                vault,
                entry.app_id,
                frozenset(entry.tenants),
                way_of(entry),
                entry.public_url,
                granting(handle, named_in(settings.organisers)),
            )
            yield Part("Teams", entry.where, bot.platform, bot.works, begin(bot))

    return part


def begin(
    bot: "Bot",
) -> Callable[[Callable[[], None]], AbstractAsyncContextManager[Reached]]:
    """How Teams reaches the bot: by its doors of the server, until all is answered."""

    @asynccontextmanager
    async def reached(kick: Callable[[], None]) -> AsyncIterator[Reached]:
        from adapters.runner.http import STOPPING, within

        receiving = bot.receiving(kick)
        try:
            yield Reached(doors=bot.doors(receiving))
        finally:
            await within(STOPPING, receiving.drain())

    return reached
