"""What a fresh clone promises: a complete lock, a reason for each thing in it, a tidy top."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bot

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("adapters", "bot", "matching", "storage")
LOCKS = ("deploy/requirements.txt", "deploy/requirements-dev.txt")
LOCK_PEERS = "benchmarks/requirements-peers.txt"
TOP_LEVEL = {
    *PACKAGES,
    *("CHANGELOG.md", "Makefile", "README.md", "pyproject.toml"),
    *("benchmarks", "deploy", "docs", "manifest", "tests"),
}
# Published by the same people as one thing with what is declared, and documented as such.
PART_OF = {
    "botbuilder-schema": "botbuilder-core",
    "botframework-connector": "botbuilder-core",
    "pydantic-core": "pydantic",
    "slack-sdk": "slack-bolt",
}
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["project"]["optional-dependencies"]["dev"]]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
PEERS = [Requirement(line) for line in PROJECT["dependency-groups"]["peers"]]


def locked(lock: str) -> dict[str, list[Requirement]]:
    """Each package of a lock, with its versions (one for each range of Python)."""
    versions: dict[str, list[Requirement]] = {}
    for line in (ROOT / lock).read_text("utf-8").replace("\\\n", "").splitlines():
        if not line.startswith("#"):
            requirement = Requirement(line.partition("--hash")[0])
            versions.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return versions


@pytest.mark.parametrize("lock", [*LOCKS, LOCK_PEERS])
def test_every_locked_package_has_a_hash(lock: str) -> None:
    entries = (ROOT / lock).read_text("utf-8").replace("\\\n", "").splitlines()
    assert [e for e in entries if not e.startswith("#") and "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("lock", [*LOCKS, LOCK_PEERS])
def test_a_lock_names_no_index_and_no_machine(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|-index|find-links|\s/\w+/| @ ", text)


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (LOCKS[0], RUNTIME + BUILD),
        (LOCKS[1], RUNTIME + BUILD + DEVELOPMENT),
        (LOCK_PEERS, PEERS),
    ],
)
def test_a_lock_holds_what_the_project_asks_for(lock: str, wanted: list[Requirement]) -> None:
    held = locked(lock)
    for requirement in wanted:
        versions = held.get(canonicalize_name(requirement.name), [])
        assert versions, f"{requirement.name} is not in {lock}: run make lock"
        for version in versions:
            number = str(version.specifier).removeprefix("==")
            assert requirement.specifier.contains(number), f"{version} does not fit {requirement}"


@pytest.mark.parametrize("lock", [LOCKS[0], LOCK_PEERS])
def test_every_lock_chooses_the_same_versions(lock: str) -> None:
    development = locked(LOCKS[1])
    for name, versions in locked(lock).items():
        if lock == LOCKS[0] or name in development:
            chosen = {str(v.specifier) for v in development[name]}
            assert {str(v.specifier) for v in versions} == chosen


def test_the_build_tool_is_locked_as_it_is_asked_for() -> None:
    assert PROJECT["dependency-groups"]["build"] == PROJECT["build-system"]["requires"]


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    reasons = re.findall(r"^- `([^`]+)`: \S", page, re.MULTILINE)
    assert sorted(reasons) == sorted(r.name for r in RUNTIME + DEVELOPMENT + BUILD + PEERS)


def test_every_import_is_declared() -> None:
    """A package that arrives only because another needs it can leave with it."""
    imported = {
        name.partition(".")[0]
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in _imported_by(node)
    }
    declared = {canonicalize_name(r.name) for r in RUNTIME}
    providers = packages_distributions()
    for name in sorted(imported - sys.stdlib_module_names - {*PACKAGES}):
        provided_by = {canonicalize_name(d) for d in providers.get(name, [name])}
        provided_by |= {canonicalize_name(PART_OF.get(d, d)) for d in provided_by}
        assert provided_by & declared, f"{name} is imported and not in pyproject.toml"


def test_one_file_knows_the_sdk_of_teams() -> None:
    files = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "adapters").rglob("*.py")
        if re.search(r"^\s*(from|import) bot(builder|framework)\b", file.read_text("utf-8"), re.M)
    ]
    assert len(files) <= 1, f"only one file may import botbuilder: {files}"


def test_the_wheel_holds_all_that_the_code_reads() -> None:
    builder = import_module("hatchling.builders.wheel").WheelBuilder(str(ROOT))
    held = {each.distribution_path for each in builder.recurse_included_files()}
    kit = (ROOT / "bot" / "kit").rglob("*.*")
    read = {file.relative_to(ROOT).as_posix() for file in kit if file.suffix in (".toml", ".md")}
    read |= {f"bot/templates/{file.name}" for file in (ROOT / "bot/templates").iterdir()}
    assert read - held == set()


def test_the_version_is_said_once() -> None:
    assert PROJECT["project"]["version"] == bot.__version__


def test_the_command_is_there() -> None:
    assert PROJECT["project"]["scripts"] == {"binome": "adapters.cli:main"}


def test_the_top_level_stays_tidy() -> None:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("not a git checkout")
    entries = {path.partition("/")[0] for path in listing.stdout.split("\0") if path}
    assert {entry for entry in entries if not entry.startswith(".")} <= TOP_LEVEL


def _imported_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module]
    return []
