"""By which way Slack reaches the bot, from the settings; and what Slack says of its tokens.

What is missing is told in a line that names the setting and where Slack shows it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.cli.failure import MISUSED, Failure

if TYPE_CHECKING:
    from adapters.cli.settings import Settings
    from adapters.slack.api import Api
    from adapters.slack.keys import Key
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


@dataclass(frozen=True, slots=True, repr=False)  # a trace shows nothing of what it holds
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
    workspaces: frozenset[str] = frozenset()  # those that may install the bot; "*" is any

    @property
    def http(self) -> bool:
        """Whether Slack calls; else the bot opens a socket."""
        return bool(self.signing_secret)


# ---------------------------------------------------------------- what is needed


def entry_of(settings: "Settings", http: bool) -> Entry:
    """The way in that the settings allow. Raises Failure, naming what is missing."""
    api_url = f"{settings.slack_api_url}/"
    if not http:
        bot_token, app_token = token(settings, BOT_TOKEN), token(settings, APP_TOKEN)
        return Entry(api_url, bot_token=bot_token, app_token=app_token)
    secret = _given(settings, "BINOME_SLACK_SIGNING_SECRET", _CREDENTIALS)
    if not (settings.slack_client_id or settings.slack_client_secret):
        bot_token = token(settings, BOT_TOKEN)
        return Entry(api_url, bot_token=bot_token, signing_secret=secret)
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
    if not (workspaces := frozenset((settings.slack_workspaces or "").replace(",", " ").split())):
        raise Failure(
            "BINOME_SLACK_WORKSPACES is missing: the ids of the workspaces (T…) or organisations"
            " (E…) that may install the bot, with commas between, or * for any.",
            MISUSED,
        )
    return Entry(
        api_url,
        signing_secret=secret,
        workspaces=workspaces,
        client_id=_given(settings, "BINOME_SLACK_CLIENT_ID", _CREDENTIALS),
        client_secret=_given(settings, "BINOME_SLACK_CLIENT_SECRET", _CREDENTIALS),
        secret_key=settings.secret_key.get_secret_value() if settings.secret_key else "",
        public_url=settings.public_url,
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
