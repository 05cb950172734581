"""The commands of deploy/ are run here as they are written, on ports of this machine."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import here
from tests.deploy.recipes import compose, image, objects, pods, unit
from tests.ports import free_port

__all__ = ["here"]
PROGRAM = Path(sys.executable).with_name("binome")
KEY = "5e8f1c0a9b7d6e4f3a2b1c0d9e8f7a6b"


def the_program(command: Sequence[str]) -> list[str]:
    """A command as it is run here: only the place of the program is another."""
    first, *rest = command
    places = {"binome": PROGRAM, "/opt/binome/bin/binome": PROGRAM, "python": sys.executable}
    return [str(places[first]), *rest]


class Machine:
    """A machine on which a recipe is followed, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.health, self.port = free_port(), free_port()
        self.environment = {
            **os.environ,
            # In a container everybody may knock; here, only this machine may.
            "BINOME_HTTP_HOST": "127.0.0.1",
            "BINOME_HTTP_PORT": str(self.port),
            "BINOME_METRICS_PORT": str(self.health),
            "BINOME_DATA_FOLDER": str(folder / "data"),
            "BINOME_TEAMS_LOCAL": "true",
            "BINOME_SECRET_KEY": KEY,
        }

    def runs(self, command: Sequence[str], **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            the_program(command),
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def starts(self, command: Sequence[str], given: Mapping[str, str]) -> "subprocess.Popen[str]":
        mine = {name for name in self.environment if name.startswith("BINOME_")}
        kept = {k: v for k, v in given.items() if k not in mine | {"PATH", "MPLCONFIGDIR"}}
        process = subprocess.Popen(
            the_program(command),
            env={**self.environment, **kept},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "Binôme is in Teams" in process.stdout.readline()
        return process

    def answers(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.health}{path}", timeout=60) as page:
            status: int = page.status
            return status


def stops(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors


@pytest.fixture
def machine(here: Path) -> Iterator[Machine]:
    if not PROGRAM.exists():
        pytest.skip("the command binome is not installed: run make setup-dev")
    yield Machine(here)
    shutil.rmtree(here / "data", ignore_errors=True)


@pytest.mark.slow
def test_the_image_serves_tells_its_health_and_stops(machine: Machine) -> None:
    made = image()
    process = machine.starts([*made.entry, *made.words], made.environment)
    try:
        well = machine.runs(made.health)
        assert well.returncode == 0, well.stderr
        (pod, _) = pods()
        (container,) = pod["containers"]
        assert container["args"] == made.words, "Kubernetes runs the same"
        ports = {each["name"]: each["containerPort"] for each in container["ports"]}
        assert {str(each) for each in ports.values()} == made.ports
        for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
            asked = container[probe]["httpGet"]
            assert asked["port"] == "health"
            assert machine.answers(asked["path"]) == 200
        assert compose()["binome"]["command"] == made.words
    finally:
        stops(process)
    ill = machine.runs(made.health)
    assert ill.returncode != 0, "a process that is gone is not well"


@pytest.mark.slow
def test_the_unit_upgrades_serves_and_stops(machine: Machine) -> None:
    lines = unit("binome.service")
    before = machine.runs(lines["ExecStartPre"][0].split())
    assert before.returncode == 0, before.stderr
    assert "up to date" in before.stdout
    given = dict(each.split("=", 1) for each in lines["Environment"])
    stops(machine.starts(lines["ExecStart"][0].split(), given))


def test_an_upgrade_and_a_backup_are_what_the_recipes_say(machine: Machine) -> None:
    (pod, job) = pods()
    upgrades = [pod["initContainers"][0]["args"], compose()["upgrade"]["command"]]
    assert upgrades[0] == upgrades[1]
    assert machine.runs(["binome", *upgrades[0]]).returncode == 0
    for command in (
        unit("binome-backup.service")["ExecStart"][0].split(),
        ["binome", *job["containers"][0]["args"]],
    ):
        done = machine.runs(command)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Backup of ")
    assert len(objects("CronJob")) == 1
