"""A real Chromium for the tests of pages: ask for the `page` fixture.

Playwright's plain (synchronous) interface keeps an event loop running in the thread that started
it, where `asyncio.run` then refuses to work. So it gets a thread of its own, and a test that asks
for `page` runs there, whole: the page and `expect` are used as Playwright documents them.
"""

import shutil
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # Chromium's sandbox refuses to start as root, as in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_HERE = {"localhost", "127.0.0.1", "::1", None}  # None: data: and about: have no host
_WAITS = 30_000  # milliseconds; a busy machine needs more than the five of `expect`


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, so that -m can choose."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Run a test that drives a page in the browser's thread."""
    if "page" in pyfuncitem.funcargs:
        test, thread = pyfuncitem.obj, pyfuncitem._request.getfixturevalue("browser_thread")
        pyfuncitem.obj = lambda **arguments: thread.submit(test, **arguments).result()
    return (yield)


@pytest.fixture(scope="session")
def browser_thread() -> Iterator[ThreadPoolExecutor]:
    """The only thread that touches Playwright."""
    with ThreadPoolExecutor(1, thread_name_prefix="browser") as thread:
        yield thread


@pytest.fixture(scope="session")
def browser(browser_thread: ThreadPoolExecutor) -> Iterator[Browser]:
    """One Chromium for each test process, started by the first test that wants it."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip(f"no browser: install Chromium (looked for {', '.join(_NAMES)})")

    def start() -> tuple[Playwright, Browser]:
        playwright = sync_playwright().start()
        expect.set_options(timeout=_WAITS)
        return playwright, playwright.chromium.launch(executable_path=program, args=_FLAGS)

    def stop() -> None:
        started.close()
        playwright.stop()

    playwright, started = browser_thread.submit(start).result()
    yield started
    browser_thread.submit(stop).result()


@pytest.fixture
def page_zone() -> str:
    """The time zone of whoever looks at the page."""
    return "Europe/Paris"


@pytest.fixture
def page(browser: Browser, browser_thread: ThreadPoolExecutor, page_zone: str) -> Iterator[Page]:
    """A new page; a script that fails on it, or a request to another host, fails the test."""
    wrong: list[str] = []

    def refuse(route: Route) -> None:
        wrong.append(f"the page asked for {route.request.url}")
        route.abort()

    def open_page() -> Page:
        context = browser.new_context(locale="fr-FR", timezone_id=page_zone)
        context.set_default_timeout(_WAITS)
        context.route(_is_elsewhere, refuse)
        opened = context.new_page()
        opened.on("pageerror", lambda error: wrong.append(f"a script failed: {error}"))
        return opened

    opened = browser_thread.submit(open_page).result()
    yield opened
    browser_thread.submit(opened.context.close).result()
    assert not wrong, "\n".join(wrong)


def _is_elsewhere(url: str) -> bool:
    return urlsplit(url).hostname not in _HERE
