"""`binome teams`, `serve`, `manifest teams` and `doctor teams`, as an operator starts them."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from adapters.runner import SystemClock
from adapters.runner.organisers import granting, named_in
from adapters.teams.doctor import of_keys, of_token
from adapters.teams.package import package
from adapters.teams.routes import sealed
from adapters.teams.tokens import BySecret
from bot.handle import handle
from storage.database import Database
from storage.nouns import Address, Person, Received
from storage.vault import Vault
from tests.cli.conftest import binome, here
from tests.client import upgraded
from tests.ports import free_port
from tests.teams.activities import activity
from tests.teams.bot import KEY, database, empty_teams, running, teams
from tests.teams.microsoft import APP_ID, SECRET

__all__ = ["binome", "database", "empty_teams", "here", "teams"]
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def settings(here, monkeypatch):
    """The settings of a bot, as variables; gives how to change one."""

    def change(**given):
        for name, value in given.items():
            if value is None:
                monkeypatch.delenv(f"BINOME_{name}", raising=False)
            else:
                monkeypatch.setenv(f"BINOME_{name}", value)

    change(
        TEAMS_APP_ID=APP_ID,
        TEAMS_APP_PASSWORD=SECRET,
        TEAMS_TENANT_ID="t-1, t-2",
        SECRET_KEY=KEY,
        PUBLIC_URL="https://binome.example.org",
        DATABASE_URL=f"sqlite:///{here}/binome.sqlite",
    )
    return change


LOCAL = {"TEAMS_APP_ID": None, "TEAMS_APP_PASSWORD": None, "TEAMS_LOCAL": "true"}


@pytest.mark.parametrize(
    ("changed", "words", "sentence"),
    [
        ({"TEAMS_APP_ID": None}, (), "BINOME_TEAMS_APP_ID is missing"),
        ({"TEAMS_APP_PASSWORD": None}, (), "BINOME_TEAMS_APP_PASSWORD is missing"),
        ({"TEAMS_TENANT_ID": None}, (), "BINOME_TEAMS_TENANT_ID is missing"),
        ({"TEAMS_TENANT_ID": " , "}, (), "BINOME_TEAMS_TENANT_ID is missing"),
        ({"PUBLIC_URL": None}, (), "BINOME_PUBLIC_URL is missing"),
        ({"SECRET_KEY": None}, (), "BINOME_SECRET_KEY is missing"),
        ({"TEAMS_MANAGED_IDENTITY": "true"}, (), "two ways to be known"),
        ({"TEAMS_LOCAL": "true"}, (), "BINOME_TEAMS_LOCAL lets anybody in"),
        (LOCAL, ("--host", "192.0.2.7"), "only this machine may reach it: 192.0.2.7"),
        ({**LOCAL, "HTTP_HOST": "192.0.2.1"}, (), "only this machine may reach it: 192.0.2.1"),
    ],
)
@pytest.mark.parametrize("command", ["teams", "serve"])
def test_what_is_missing_is_named(command, changed, words, sentence, settings, binome):
    settings(**changed)
    if (command, changed) == ("serve", {"TEAMS_APP_ID": None}):
        sentence = "Neither Slack nor Teams has its settings"
    refused = binome(command, *words)
    assert refused.code == 2
    assert sentence in refused.err
    assert refused.err.count("\n") == 1
    assert SECRET not in refused.err


class Running:
    """The command in a process of its own."""

    def __init__(self, *words, lines=1):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "adapters.cli", *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.told = "".join(self.process.stdout.readline() for _ in range(lines))

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


def posted(url, body):
    data, headers = json.dumps(body).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data, headers)  # noqa: S310  # loopback
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  # the same
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def fetched(url):
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  # loopback
        assert answer.status == 200
        return answer.read().decode()


def pages_named(archive):
    """The paths of every page of the bot's own domain that an app package names."""
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        texts = [opened.read(name).decode() for name in opened.namelist() if ".json" in name]
    found = {
        url.partition("https://binome.example.org")[2]
        for text in texts
        for url in re.findall(r"https://binome\.example\.org[^\"\s]*", text)
    }
    assert found == {"/", "/privacy", "/terms"}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("command", ["teams", "serve"])
def test_on_this_machine_it_serves_and_stops_when_told(command, settings, here):
    port = free_port()
    settings(**LOCAL, HTTP_PORT=str(port), PUBLIC_URL=None)
    settings(RETENTION_DAYS="30", CONTACT="dpo@example.org")
    program = Running(command)
    assert f"Binôme is in Teams: whoever is on this machine, at http://127.0.0.1:{port}" in (
        program.told
    )
    url = f"http://127.0.0.1:{port}"
    said = activity(text="bonjour", serviceUrl="http://127.0.0.1:9/")
    assert posted(f"{url}/api/messages", said) == 200
    assert posted(f"{url}/api/messages", []) == 400
    assert "true" in fetched(f"{url}/health")
    for page in pages_named(package(APP_ID, "binome.example.org")):
        assert '<html lang="fr">' in fetched(f"{url}{page}")
    assert "30 jours après" in fetched(f"{url}/privacy")
    assert "mailto:dpo@example.org" in fetched(f"{url}/terms")
    code, errors = program.stop()
    assert code == 0, errors
    assert "Traceback" not in errors
    assert "bonjour" not in errors
    kept = Database(f"sqlite:///{here}/binome.sqlite")
    with kept.reading(SystemClock().now()) as work:
        assert len(work.find(Received)) == 1
    kept.close()


@pytest.mark.slow
def test_with_an_app_id_nobody_comes_in_without_a_token(settings):
    port = free_port()
    settings()
    program = Running("teams", "--port", str(port))
    assert "Binôme is in Teams: tenants t-1, t-2, at" in program.told
    assert posted(f"http://127.0.0.1:{port}/api/messages", activity(text="bonjour")) == 401
    assert program.stop(signal.SIGINT)[0] == 0


# ---------------------------------------------------------------- manifest


def test_the_package_is_written(binome, here):
    made = binome(
        *("manifest", "teams", "--app-id", APP_ID, "--domain", "binome.example.org"),
        *("-o", str(here / "binome.zip")),
    )
    assert made.code == 0, made.err
    with zipfile.ZipFile(here / "binome.zip") as archive:
        assert "manifest.json" in archive.namelist()


@pytest.mark.parametrize(
    ("app_id", "domain", "sentence"),
    [("x", "binome.example.org", "is no app id"), (APP_ID, "https://b.example", "is no domain")],
)
def test_what_no_package_can_hold_is_told(app_id, domain, sentence, binome):
    refused = binome("manifest", "teams", "--app-id", app_id, "--domain", domain)
    assert (refused.code, sentence in refused.err) == (2, True)


# ---------------------------------------------------------------- doctor


def test_what_is_wrong_is_told_with_what_to_do(settings, binome, here):
    url = f"sqlite:///{here}/binome.sqlite"
    upgraded(url)
    kept = Database(url)
    lost = sealed({"serviceUrl": "https://x"}, Vault([KEY[::-1]]))
    with kept.work(SystemClock().now()) as work:
        work.add(Address(platform="teams", tenant="t-1", user="aad-1", route=lost))
    kept.close()
    settings(**LOCAL, PUBLIC_URL="http://127.0.0.1:9")
    looked = binome("doctor", "teams")
    assert looked.code == 1
    assert "✓ the settings" in looked.out
    assert "✗ http://127.0.0.1:9 (" in looked.out
    assert "✗ the ways to 1 conversations cannot be read: put the key" in looked.out
    assert "? nobody has written yet who may create programmes: name them" in looked.out
    assert "✓ 0 messages wait" in looked.out


def test_a_missing_setting_is_one_line_of_it(settings, binome):
    settings(TEAMS_APP_PASSWORD=None)
    looked = binome("doctor", "teams")
    assert looked.code == 1
    assert "✗ BINOME_TEAMS_APP_PASSWORD is missing" in looked.out


def test_the_token_and_the_keys_are_tried(teams):
    good = BySecret(APP_ID, SECRET, "t-1", teams.microsoft.url)
    bad = BySecret(APP_ID, "wrong", "t-1", teams.microsoft.url)
    away = BySecret(APP_ID, SECRET, "t-1", "http://127.0.0.1:9")
    assert teams.run(of_token(teams.http, good)).well is True
    refused = teams.run(of_token(teams.http, bad))
    assert (refused.well, "new secret" in refused.advice) == (False, True)
    assert "reaches login" in teams.run(of_token(teams.http, away)).advice
    assert teams.run(of_keys(teams.http, f"{teams.microsoft.url}/openid")).well is True
    assert teams.run(of_keys(teams.http, "http://127.0.0.1:9/")).well is False


def test_who_may_create_programmes_is_named_by_their_email(database):
    core = granting(handle, named_in(" Claire@example.org ,x@example.org"))
    with running(database, core=core) as teams:
        teams.person("Claire Roy", email="claire@example.org").says("bonjour")
        teams.person("Marc Petit").says("bonjour")
        assert {p.name: p.organiser for p in teams.all(Person)} == {
            "Claire Roy": True,
            "Marc Petit": False,
        }
