"""Node and the packages that tests run: found or installed once, else the test is skipped."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "npm"


def reading(cards: dict[str, Any]) -> dict[str, Any]:
    """What Microsoft's reader of Adaptive Cards finds wrong, by card."""
    done = subprocess.run(
        [node(FOLDER), "read.mjs"],
        cwd=FOLDER,
        input=json.dumps(cards),
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def schema(name: str) -> dict[str, Any]:
    """A schema of Teams manifests, as Microsoft publishes it."""
    node(FOLDER)
    folder = FOLDER / "node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.29"
    found: dict[str, Any] = json.loads((folder / name).read_text("utf-8"))
    return found


def node(folder: Path) -> str:
    """The program, with the packages that a folder locks in place; skips the test without them."""
    program, missing = _found(folder)
    if not program:
        pytest.skip(f"no second opinion on Teams: {missing}")
    return program


@cache
def _found(folder: Path) -> tuple[str, str]:
    """The program, or what is missing; looked for once, as an unreachable registry takes long."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "", "it needs Node and npm (on Debian, apt install nodejs npm)"
    try:
        _install(npm, folder)
    except subprocess.CalledProcessError as failed:
        return "", f"npm ci failed: {failed.stderr.strip()}"
    except subprocess.TimeoutExpired as failed:
        return "", str(failed)
    return node, ""


def _install(npm: str, folder: Path) -> None:
    """Have the locked packages in node_modules, once for all the test processes."""
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    mark = folder / "node_modules" / ".installed"
    with (folder / "package.json").open() as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text() == wanted:
            return
        subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            timeout=600,
            env={**os.environ, "npm_config_loglevel": "error"},
        )
        mark.write_text(wanted)
