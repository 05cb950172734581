"""Every failure is one sentence; its trace comes only when asked for."""

import importlib
import json
import logging

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from adapters.cli import logs, template
from adapters.cli.failure import TOLD, told


@pytest.mark.parametrize("name", TOLD)
def test_every_error_told_as_it_is_exists(name: str) -> None:
    module, _, kind = name.rpartition(".")
    assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def broken(*_args: object) -> None:
    raise ValueError("Léa wrote: I am unhappy")


def test_a_fault_of_ours_is_told_without_what_people_wrote(binome, monkeypatch):
    monkeypatch.setattr(template, "_described", broken)
    failed = binome("template", "show", "pwn-digital-2016")
    assert failed.code == 1
    assert failed.err.startswith("binome: ValueError at ")
    assert "binome --debug" in failed.err
    assert "unhappy" not in failed.err
    assert "Traceback" not in failed.err


@pytest.mark.parametrize("by_setting", [True, False])
def test_the_trace_is_shown_when_asked_for(by_setting, here, monkeypatch):
    from adapters.cli import main

    monkeypatch.setattr(template, "_described", broken)
    asked = ["template", "show", "pwn-digital-2016"]
    if by_setting:
        monkeypatch.setenv("BINOME_DEBUG", "1")
    with pytest.raises(ValueError, match="unhappy"):
        main(asked if by_setting else ["--debug", *asked])


def test_a_path_is_told_with_what_the_system_says() -> None:
    sentence, code = told(PermissionError(13, "Permission denied", "/srv/x"))
    assert sentence == "/srv/x: permission denied; check the path and the rights on it."
    assert code == 1


def test_a_database_that_fails_later_is_told_with_its_reason() -> None:
    lost = OperationalError("SELECT :words", {"words": "unhappy"}, Exception("disk is full\nmore"))
    sentence, code = told(lost)
    assert sentence.startswith("The database stopped answering (disk is full): ")
    assert "unhappy" not in sentence
    assert code == 1


def logged(capsys: pytest.CaptureFixture[str], form: str, *, whole: bool = False) -> str:
    logs.set_up("info", form, whole=whole)
    for log in (structlog.get_logger(), logging.getLogger("bot.tick")):
        try:
            broken()
        except ValueError:
            log.exception("a moment failed", extra={"subject": "pair:17"})
    logging.getLogger("apscheduler.executors").info("Running job")
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["text", "json"])
def test_logs_hold_places_and_no_words(form, here, capsys):
    written = logged(capsys, form)
    assert written.count("a moment failed") == 2
    assert written.count("ValueError") == 2
    assert "test_failure.py" in written
    assert "pair:17" in written
    assert "unhappy" not in written
    assert "Running job" not in written
    if form == "json":
        lines = [json.loads(line) for line in written.splitlines()]
        assert [line["level"] for line in lines] == ["error", "error"]


def test_logs_hold_everything_when_asked_for(here, capsys):
    assert "unhappy" in logged(capsys, "text", whole=True)
