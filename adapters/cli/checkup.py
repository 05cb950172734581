"""What `binome doctor` looks at: each part gives what it found, and changes nothing."""

from typing import TYPE_CHECKING

from adapters.cli.failure import Failure

if TYPE_CHECKING:
    from adapters.cli.entry import Entry
    from adapters.cli.settings import Settings
    from adapters.runner.findings import Finding
    from adapters.slack.api import Api
    from adapters.slack.keys import Keys
    from storage.database import Database
    from storage.pace import Rate
    from storage.vault import Vault

_PATIENCE = 5.0  # seconds for a lock that somebody else has on the database


def no_platform() -> "Finding":
    """That nothing is served yet."""
    from adapters.runner.findings import Finding

    advice = "docs/slack.md and docs/teams.md say what each needs"
    return Finding(None, "neither Slack nor Teams has its settings", advice)


def of_health(url: str) -> "list[Finding]":
    """Time, people and room, when there is a database to ask."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from adapters.runner.findings import of_disk, of_signs

    ground, clock = connected(url), SystemClock()
    try:
        if _is_missing(ground) or ground.check():
            return [*of_disk(ground)]
        return [*of_signs(ground, clock), *of_disk(ground)]
    finally:
        ground.close()


def of_messages(url: str, platform: str = "") -> "list[Finding]":
    """What waits to be sent, when there is a database to ask."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from adapters.runner.findings import of_outbox

    ground, clock = connected(url), SystemClock()
    try:
        if _is_missing(ground) or ground.check():
            return []
        return [*of_outbox(ground, clock, _rate_of(platform))]
    finally:
        ground.close()


def _rate_of(platform: str) -> "Rate | None":
    if platform == "slack":
        from adapters.slack.delivery import RATE as SLACK

        return SLACK
    if platform == "teams":
        from adapters.teams.delivery import RATE as TEAMS

        return TEAMS
    return None


def of_database(url: str) -> "list[Finding]":
    """Whether the database is there, whole, in the right schema, and takes something new."""
    from adapters.cli.db import ADVICE
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from adapters.runner.findings import Finding

    ground = connected(url, patience=_PATIENCE)
    try:
        if _is_missing(ground):
            return [Finding(True, f"the database {ground.place} will be made at the first start")]
        problems = ground.check()
        if not problems and (trouble := ground.refusal(SystemClock().now())) is not None:
            problems = [f"{trouble.name}: {ground.place} takes nothing new"]
        wrong = [Finding(False, each, ADVICE[each.partition(":")[0]]) for each in problems]
        return wrong or [Finding(True, f"the database {ground.place}")]
    finally:
        ground.close()


def _is_missing(ground: "Database") -> bool:
    return ground.file is not None and ground.file.stat().st_size == 0


async def of_slack(settings: "Settings", http: bool, url: str) -> "list[Finding]":
    """What the bot needs in Slack."""
    from adapters.cli.entry import entry_of, vault_of
    from adapters.runner.findings import Finding, of_public_url
    from adapters.slack.api import connected
    from adapters.slack.doctor import of_manifest
    from storage.vault import NoGoodKey

    try:
        entry = entry_of(settings, http)
        vault_of(entry)
    except (Failure, NoGoodKey) as failure:
        return [Finding(False, str(failure).rstrip("."))]
    found = [Finding(True, "the settings")]
    async with connected(entry.api_url) as api:
        if entry.bot_token:
            found += await _of_one(api, entry)
        if settings.public_url and http:
            command = "binome slack --http"
            found.append(await of_public_url(api.session, settings.public_url, command))
        found.append(of_manifest())
        found += await _of_what_is_kept(api, entry, url)
    return found


async def _of_one(api: "Api", entry: "Entry") -> "list[Finding]":
    from adapters.slack.doctor import of_app_token, of_key

    found = [each async for each in of_key(api, entry.bot_token)]
    if entry.app_token:
        found.append(await of_app_token(api, entry.app_token))
    return found


async def _of_what_is_kept(api: "Api", entry: "Entry", url: str) -> "list[Finding]":
    """The installations and the channels, when there is a database to ask."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from adapters.slack.doctor import of_channels, of_key

    ground, clock = connected(url), SystemClock()
    try:
        if _is_missing(ground) or ground.check():
            return []
        keys = await _keys(ground, api, entry)
        found: list[Finding] = []
        if keys is not None:
            if not entry.bot_token:
                for key in await keys.all():
                    found += [each async for each in of_key(api, key.token)]
            found += [each async for each in of_channels(api, keys, ground, clock)]
        return found
    finally:
        ground.close()


async def _keys(ground: "Database", api: "Api", entry: "Entry") -> "Keys | None":
    """The keys to look with; None when Slack does not take the one that there is."""
    from adapters.cli.entry import vault_of
    from adapters.runner import SystemClock
    from adapters.slack.api import Failed
    from adapters.slack.installed import ManyKeys
    from adapters.slack.keys import OneKey, presented

    vault = vault_of(entry)
    if vault is not None:
        clock = SystemClock()
        return ManyKeys(ground, vault, clock, api, entry.client_id, entry.client_secret)
    try:
        return OneKey(await presented(api, entry.bot_token))
    except Failed:
        return None


# ---------------------------------------------------------------- Teams


async def of_teams(settings: "Settings", url: str) -> "list[Finding]":
    """What the bot needs in Teams."""
    from adapters.cli.teams import entry_of, way_of
    from adapters.runner.findings import Finding, of_public_url
    from adapters.teams.connector import session
    from adapters.teams.doctor import of_endpoint, of_keys, of_token
    from storage.vault import NoGoodKey, Vault, keys_in

    try:
        entry = entry_of(settings)
        vault = Vault(keys_in(entry.secret_key))
    except (Failure, NoGoodKey) as failure:
        return [Finding(False, str(failure).rstrip("."))]
    found = [Finding(True, "the settings")]
    way = way_of(entry)
    async with session() as asked:
        if way is not None:
            found += [await of_token(asked, way), await of_keys(asked)]
            found.append(of_endpoint(entry.public_url))
        found.append(await of_public_url(asked, entry.public_url, "binome teams"))
    return [*found, *_of_what_teams_kept(url, vault)]


def _of_what_teams_kept(url: str, vault: "Vault") -> "list[Finding]":
    """The ways to people and the channels, when there is a database to ask."""
    from adapters.cli.running import connected
    from adapters.runner import SystemClock
    from adapters.teams.doctor import of_what_is_kept

    ground, clock = connected(url), SystemClock()
    try:
        if _is_missing(ground) or ground.check():
            return []
        return [*of_what_is_kept(ground, clock, vault)]
    finally:
        ground.close()
