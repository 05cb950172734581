"""What the files of deploy/ say that a machine does, read without the programs they are for."""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "deploy"
KUBERNETES = FOLDER / "kubernetes.yaml"
COMPOSE = FOLDER / "compose.yaml"
DOCKERFILE = FOLDER / "Dockerfile"


@dataclass(frozen=True, slots=True)
class Image:
    """What a container of the image runs, in which environment."""

    entry: list[str]
    words: list[str]
    health: list[str]
    environment: Mapping[str, str]
    user: str
    ports: set[str]


def image() -> Image:
    """The last stage of the Dockerfile."""
    text = DOCKERFILE.read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    last = lines[max(place for place, line in enumerate(lines) if line.startswith("FROM ")) :]
    said: dict[str, str] = {}
    for line in last:
        word, _, rest = line.partition(" ")
        said[word] = rest.strip()
    pairs = (each.partition("=") for each in shlex.split(said["ENV"]))
    return Image(
        json.loads(said["ENTRYPOINT"]),
        json.loads(said["CMD"]),
        json.loads(said["HEALTHCHECK"].partition("CMD ")[2]),
        {name: value for name, _, value in pairs},
        said["USER"],
        set(said["EXPOSE"].split()),
    )


def unit(name: str) -> dict[str, list[str]]:
    """The lines of a unit of systemd, by their names."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", (FOLDER / name).read_text("utf-8"), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def compose() -> dict[str, Any]:
    """The services of the compose file."""
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    return found


def objects(kind: str) -> list[dict[str, Any]]:
    """The objects of one kind in the Kubernetes example."""
    found = yaml.safe_load_all(KUBERNETES.read_text("utf-8"))
    return [each for each in found if each["kind"] == kind]


def pods() -> list[dict[str, Any]]:
    """The pods that the example makes."""
    return [each["spec"]["template"]["spec"] for each in objects("Deployment")] + [
        each["spec"]["jobTemplate"]["spec"]["template"]["spec"] for each in objects("CronJob")
    ]
