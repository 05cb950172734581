"""The settings, from the environment (`BINOME_…`) and from `.env`; docs/settings.md explains each.

A setting that is wrong, or that does not exist, stops the start in a sentence that names it.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from adapters.cli.failure import MISUSED, Failure

PREFIX = "BINOME_"
ENV_FILE = ".env"


def default_data_folder() -> Path:
    """Where the system wants a program to keep a user's data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "binome"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/binome"
    known = os.environ.get("XDG_DATA_HOME", "")
    # A relative path there is to be ignored, says the XDG specification.
    return (Path(known) if known.startswith("/") else Path.home() / ".local/share") / "binome"


def _web_address(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("it begins with https://")
    return value.rstrip("/")


class Settings(BaseSettings):
    """Everything an operator may set; an option of a command goes before its setting."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # .env may serve other programs; our own unknown names are found below
        frozen=True,
    )

    database_url: str | None = Field(default=None, repr=False)  # it may hold a password
    data_folder: Annotated[Path, AfterValidator(Path.expanduser)] = Field(
        default_factory=default_data_folder
    )
    kit_folder: Annotated[Path, AfterValidator(Path.expanduser)] | None = None
    port: int = Field(default=8420, ge=1, le=65535)
    durable: bool = False
    retention_days: int = Field(default=365, ge=0, le=36_500)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    debug: bool = False
    # Whatever holds a key is a SecretStr, which no trace and no message shows.
    secret_key: SecretStr | None = None
    organisers: str | None = None
    contact: str | None = None
    organisation: str | None = None
    public_url: Annotated[str, AfterValidator(_web_address)] | None = None
    guests: bool = False
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=1, le=65535)
    metrics_port: int | None = Field(default=None, ge=1, le=65535)
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_workspaces: str | None = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api"
    teams_app_id: str | None = None
    teams_app_password: SecretStr | None = None
    teams_tenant_id: str | None = None
    teams_managed_identity: bool = False
    teams_local: bool = False

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or self.sqlite("binome")

    def sqlite(self, name: str) -> str:
        """The address of a SQLite file in the data folder."""
        return sqlite_url(self.data_folder / f"{name}.sqlite")


def sqlite_url(file: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{file.absolute()}"


def load() -> Settings:
    """The settings as they are now. Raises Failure when one is wrong."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    in_file: Mapping[str, str | None] = {}
    try:
        in_file = DotEnvSettingsSource(Settings, env_file=ENV_FILE, case_sensitive=True).env_vars
        for place, names in (("the environment", os.environ), (ENV_FILE, in_file)):
            _refuse_unknown(names, known, place)
        return Settings()
    except ValidationError as error:
        raise Failure(" ".join(_sentences(error, in_file)), MISUSED) from None
    except UnicodeDecodeError:
        raise Failure(f"{ENV_FILE} is not in UTF-8: save it again in UTF-8.", MISUSED) from None


def _refuse_unknown(names: Iterable[str], known: set[str], place: str) -> None:
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            # Compared without the prefix, which would make any two names look alike.
            bare = [each.removeprefix(PREFIX) for each in sorted(known)]
            near = get_close_matches(name.upper().removeprefix(PREFIX), bare, 1)
            meant = f"did you mean {PREFIX}{near[0]}?" if near else ""
            advice = meant or "docs/settings.md lists all of them."
            raise Failure(f"{name} (in {place}) is not a setting: {advice}", MISUSED)


def _sentences(error: ValidationError, in_file: Mapping[str, str | None]) -> Iterable[str]:
    for detail in error.errors():
        setting = f"{PREFIX}{detail['loc'][0]}".upper()
        context = detail.get("ctx", {})
        match detail["type"]:
            case "literal_error":
                wanted = f"must be {context['expected']}"
            case "greater_than_equal":
                wanted = f"must be at least {context['ge']}"
            case "less_than_equal":
                wanted = f"must be at most {context['le']}"
            case "int_parsing" | "int_type":
                wanted = "must be a whole number"
            case "bool_parsing" | "bool_type":
                wanted = "must be true or false"
            case _:
                wanted = f"is wrong ({detail['msg']})"
        said = "" if setting.endswith("_URL") else f": it is {detail['input']!r}"
        environment = {name.upper() for name in os.environ}
        place = "the environment" if setting in environment else ENV_FILE
        yield f"{setting} (in {place}) {wanted}{said}."


__all__ = ["ENV_FILE", "PREFIX", "Settings", "default_data_folder", "load", "sqlite_url"]
