"""The files of deploy/ are well formed, and as closed as they say."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.recipes import (
    COMPOSE,
    DOCKERFILE,
    FOLDER,
    KUBERNETES,
    compose,
    image,
    objects,
    pods,
    unit,
)

BIN = Path(sys.executable).parent
UNITS = ("binome.service", "binome-backup.service", "binome-backup.timer")
_YAML = "{extends: default, rules: {line-length: {max: 120}, document-start: disable}}"


def told_by(*words: str | Path) -> str:
    """What a checker says; nothing when it finds nothing wrong."""
    program = shutil.which(str(words[0]), path=BIN) or shutil.which(str(words[0]))
    if program is None:
        pytest.skip(f"there is no {words[0]} for this machine")
    done = subprocess.run(
        [program, *map(str, words[1:])], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout + done.stderr if done.returncode else ""


def test_the_dockerfile_has_no_trap() -> None:
    assert told_by("hadolint", "--no-color", DOCKERFILE) == ""


@pytest.mark.parametrize("file", [COMPOSE, KUBERNETES], ids=lambda file: file.name)
def test_yaml_is_well_written(file: Path) -> None:
    assert told_by("yamllint", "-d", _YAML, file) == ""


def test_the_compose_file_keeps_to_its_schema() -> None:
    schema = ("--builtin-schema", "vendor.compose-spec")
    assert told_by("check-jsonschema", *schema, COMPOSE) == ""


def test_the_kubernetes_example_keeps_to_its_schema() -> None:
    assert told_by("kubernetes-validate", "--strict", KUBERNETES) == ""


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name in UNITS:
        text = (FOLDER / name).read_text("utf-8")
        # systemd looks whether the program is there.
        (tmp_path / name).write_text(text.replace("/opt/binome/bin/binome", sys.executable))
    assert told_by("systemd-analyze", "verify", "--man=no", *map(tmp_path.joinpath, UNITS)) == ""


def test_the_unit_is_closed() -> None:
    """`systemd-analyze security` gives from 0 to 10, and calls what is under 2 safe."""
    at_most = ("--offline=yes", "--threshold=20")
    assert told_by("systemd-analyze", "security", *at_most, FOLDER / "binome.service") == ""


# ---------------------------------------------------------------- as closed as they say


def test_nothing_runs_as_root_or_writes_to_its_image() -> None:
    assert image().user == "10001:10001"
    for name in ("binome", "upgrade"):
        service = compose()[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in [*pod.get("initContainers", ()), *pod["containers"]]:
            closed = container["securityContext"]
            assert closed["readOnlyRootFilesystem"] is True
            assert closed["allowPrivilegeEscalation"] is False
            assert closed["capabilities"] == {"drop": ["ALL"]}


def test_nobody_outside_reaches_the_pages_of_health() -> None:
    health = image().environment["BINOME_METRICS_PORT"]
    assert compose()["binome"]["ports"] == ["127.0.0.1:3000:3000"]
    (service,) = objects("Service")
    assert [port["targetPort"] for port in service["spec"]["ports"]] == ["http"]
    assert image().ports == {"3000", health}
    assert "ports" not in compose()["database"]


def test_two_replicas_share_one_postgresql_and_one_is_always_there() -> None:
    (deployment,) = objects("Deployment")
    assert deployment["spec"]["replicas"] == 2
    (budget,) = objects("PodDisruptionBudget")
    assert budget["spec"]["minAvailable"] == 1
    (secret,) = objects("Secret")
    assert secret["stringData"]["BINOME_DATABASE_URL"].startswith("postgresql://")


def test_whoever_supervises_waits_until_it_has_stopped() -> None:
    from adapters.runner import ending

    assert float(unit("binome.service")["TimeoutStopSec"][0]) > ending._WITHIN + 5
    assert compose()["binome"]["stop_grace_period"] == "30s"
    (pod, _) = pods()
    assert pod["terminationGracePeriodSeconds"] > ending._WITHIN + 5 + 5  # preStop


def test_every_setting_they_give_exists() -> None:
    from adapters.cli.settings import PREFIX, Settings

    (secret,) = objects("Secret")
    given = {*image().environment, *secret["stringData"], *compose()["binome"]["environment"]}
    for line in unit("binome.service")["Environment"]:
        given.add(line.partition("=")[0])
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    assert {each for each in given if each.startswith(PREFIX)} <= known
