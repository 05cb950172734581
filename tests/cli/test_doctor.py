"""`binome doctor` without a platform: the database, the time, what waits, and the disk."""

from datetime import timedelta

import pytest

from adapters.runner import SystemClock, findings
from storage import outbox
from storage.database import Database
from storage.nouns import Programme
from tests.storage.ready import somewhere


@pytest.fixture
def ground(here, binome):
    binome("db", "upgrade")
    opened = Database(f"sqlite:///{here}/data/binome.sqlite")
    yield opened
    opened.close()


def test_before_the_first_start_nothing_is_wrong(binome):
    looked = binome("doctor")
    assert looked.code == 0
    assert "will be made at the first start" in looked.out
    assert "? neither Slack nor Teams has its settings: docs/slack.md" in looked.out


def test_all_is_well(binome, ground):
    looked = binome("doctor")
    assert looked.code == 0
    signs = [line[0] for line in looked.out.splitlines()]
    assert "✗" not in signs
    for told in (
        "what is due is looked at",
        "messages leave on time",
        "0 messages wait",
        "GiB are free",
    ):
        assert told in looked.out


def test_what_is_late_is_told_with_what_to_do(binome, ground):
    now = SystemClock().now()
    with ground.work(now - timedelta(minutes=42)) as work:
        outbox.post(work, "k", somewhere(work).id, {})
        lost = somewhere(work, "U2")
        work.change(lost, reachable=False, unreachable_since=work.now)
        told = {"slug": "p", "template": "t", "starts_on": now.date(), "look_at": work.now}
        work.add(Programme(name="P", **told, created_at=work.now, changed_at=work.now))
    looked = binome("doctor")
    assert looked.code == 1
    assert "✗ the oldest message has waited for 42 min: see that `binome serve` runs" in looked.out
    assert "✗ what is due was not looked at for 42 min: see that" in looked.out
    assert "? 1 person can be met nowhere" in looked.out


def test_a_disk_that_fills_up_is_told(binome, ground, monkeypatch):
    monkeypatch.setattr(findings, "_ROOM", 2**60)
    looked = binome("doctor")
    assert looked.code == 1
    assert "free beside the database: make room: a backup and an upgrade need" in looked.out


def test_every_platform_with_settings_is_looked_at(binome, ground, monkeypatch):
    monkeypatch.setenv("BINOME_SLACK_BOT_TOKEN", "xapp-wrong")
    monkeypatch.setenv("BINOME_TEAMS_APP_ID", "app")
    looked = binome("doctor")
    assert looked.code == 1
    assert "✗ Slack: BINOME_SLACK_SIGNING_SECRET is missing" in looked.out
    assert "✗ Teams: BINOME_TEAMS_TENANT_ID is missing" in looked.out
