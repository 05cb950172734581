"""`binome serve`: Slack and Teams in one process, with one database and one port."""

import pytest

from adapters.runner import SystemClock
from storage.database import Database
from storage.nouns import Address
from tests.cli.conftest import here
from tests.ports import free_port
from tests.slack.harness import emulators, slack
from tests.teams.activities import activity
from tests.teams.bot import KEY
from tests.teams.test_command import Running, posted

__all__ = ["emulators", "here", "slack"]


@pytest.mark.slow
def test_both_platforms_are_served_by_one_process(slack, here, monkeypatch):
    atlas, port = slack.workspace(people=["Lucie Martin"]), free_port()
    url = f"sqlite:///{here}/binome.sqlite"
    for name, value in {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": atlas.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "TEAMS_LOCAL": "true",
        "SECRET_KEY": KEY,
        "HTTP_PORT": str(port),
        "DATABASE_URL": url,
    }.items():
        monkeypatch.setenv(f"BINOME_{name}", value)
    program = Running("serve", lines=2)
    at = f"http://127.0.0.1:{port}"
    assert "Binôme is in Slack: workspace T0ATLAS, at" in program.told
    assert f"Binôme is in Teams: whoever is on this machine, at {at}" in program.told
    slack.hears_at(f"{at}/slack/events")
    lucie = atlas.person("Lucie")
    lucie.says("bonjour")
    lucie.waits_for("Bonjour Lucie")
    said = activity(text="bonjour", serviceUrl="http://127.0.0.1:9/")
    assert posted(f"{at}/api/messages", said) == 200
    code, errors = program.stop()
    assert code == 0, errors
    kept = Database(url)
    with kept.reading(SystemClock().now()) as work:
        assert {each.platform for each in work.find(Address)} >= {"slack", "teams"}
    kept.close()
