"""Takes the pictures of the coordinator's guides anew, in both languages: `make pictures`.

A rehearsal is played up to the day that a picture shows, and served as in the playground, where a
Chromium without a window does what the guide says. It needs `make setup-dev`.
"""

import asyncio
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from adapters.rehearsal.play import Options, rehearse
from adapters.rehearsal.stage import Stage
from adapters.runner.clock import DrivenClock
from adapters.runner.courier import Courier
from adapters.web.app import WORLD, make_app, real_core, serve
from adapters.web.history import Recorder
from adapters.web.platform import WebPlatform
from bot.recognition.certificate import pdf_of
from storage.database import Database
from tests.recognition.records import USUAL

HERE = Path(__file__).parent / "pictures"
TEMPLATE, WIDTH = "pwn-digital-2016", 760
SIGN_UP = datetime(2016, 1, 18, 9, tzinfo=UTC)  # the eve of the day on which pairs are formed
UNDER_WAY = datetime(2016, 4, 4, 9, tzinfo=UTC)
OVER = datetime(2016, 12, 31, tzinfo=UTC)
MOST = 120_000  # bytes of a picture
TALKS = {
    "fr": ("Je veux apprendre", "J’accepte ces règles", "Rédiger une biographie LinkedIn"),
    "en": ("I want to learn", "I accept these rules", "Write a LinkedIn biography"),
}
RECORD = replace(USUAL, name="Lucie Martin", organisation="", coordinators=("Claire Marchetti",))
CHECKED_AT = "https://binome.example.org/badges/mX3v7Qk2Lw9TzRb5"
NEWCOMER = {"fr": "Hélène Aubry", "en": "Helen Ashby"}


class _Until(Stage):
    """A stage whose play stops at a moment, whatever is left of it."""

    def __init__(self, *given: object, stop: datetime) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # what a Stage is given, handed on
        self._stop = stop

    def play(self, until: datetime) -> None:
        """Everything that happens until then."""
        super().play(min(until, self._stop))


def main() -> None:
    """Takes every picture, in French then in English, or in the languages that are named."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for locale in sys.argv[1:] or ("fr", "en"):
            with played(locale, SIGN_UP) as (database, _):
                _sign_up(browser, database, locale)
            with played(locale, UNDER_WAY) as (database, _):
                _day(browser, database, locale)
            with played(locale, OVER) as (_, folder):
                _end(browser, folder, locale)
        browser.close()


@contextmanager
def played(locale: str, stop: datetime) -> Iterator[tuple[Database, Path]]:
    """A rehearsal up to that moment, and the folder of what it wrote."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        database = Database(f"sqlite:///{folder / 'played.sqlite'}")
        database.upgrade()
        try:
            options = Options(TEMPLATE, None, 1, locale, folder)
            rehearse(options, database, Recorder(), on=partial(_Until, stop=stop))
            yield database, folder
        finally:
            database.close()


@contextmanager
def served(database: Database, now: datetime) -> Iterator[str]:
    """The playground on what was played; its address."""
    ready, told = threading.Event(), list[str]()
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[None]]] = []

    async def run() -> None:
        clock = DrivenClock(now)
        platform = WebPlatform(database, clock)
        courier = Courier(database, [platform], clock)
        app = make_app(database, clock, courier, platform, real_core(), beat=0.05)
        await app[WORLD].tick()
        task = asyncio.create_task(serve(app, 0, ready=lambda url: (told.append(url), ready.set())))
        running.append((asyncio.get_running_loop(), task))
        await asyncio.wait({task})

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    try:
        if not ready.wait(20):
            sys.exit("the playground did not start")
        yield told[0]
    finally:
        loop, task = running[0]
        loop.call_soon_threadsafe(task.cancel)
        thread.join(10)


def _opened(browser: Browser, url: str, locale: str, height: int) -> Page:
    page = browser.new_page(
        viewport={"width": WIDTH, "height": height}, locale=locale, color_scheme="light"
    )
    page.goto(url)
    page.locator(f'[data-language="{locale}"]').click()
    page.wait_for_timeout(500)
    return page


def _becomes(page: Page, name: str) -> None:
    """Whoever is shown from now on."""
    page.locator("#open-side").click()
    page.fill("#search", name)
    page.locator("#people button", has_text=name).first.click()
    page.wait_for_timeout(1000)  # the list slides away


def _says(page: Page, text: str) -> None:
    field = page.locator('[id^="write-"]:visible').first
    with _answered(page):
        field.fill(text)
        field.press("Enter")


@contextmanager
def _answered(page: Page) -> Iterator[None]:
    """Waits until the bot has answered what is done within: a matching may take its time."""
    lines = page.locator("[id^=pane-]:visible .line.bot")
    # A long conversation loses its oldest lines, and a second greeting reads like the first.
    before = (lines.count(), lines.all_inner_texts()[-1:])
    yield
    for _ in range(120):
        page.wait_for_timeout(250)
        if (lines.count(), lines.all_inner_texts()[-1:]) != before:
            page.wait_for_timeout(750)  # what follows in one breath, and the scrolling
            return
    sys.exit("the bot did not answer")


def _presses(page: Page, label: str) -> None:
    with _answered(page):
        page.locator("[id^=pane-] button:enabled:visible", has_text=label).last.click()


def _sign_up(browser: Browser, database: Database, locale: str) -> None:
    learn, agree, wish = TALKS[locale]
    with served(database, SIGN_UP) as url:
        page = _opened(browser, url, locale, 900)
        page.locator("#open-side").click()
        page.locator("#new-person").click()
        page.fill("#new-name", NEWCOMER[locale])
        page.check(f'input[name="new-language"][value="{locale}"]', force=True)
        page.locator("dialog button[type=submit], dialog form footer button").last.click()
        page.wait_for_timeout(800)
        _says(page, {"fr": "bonjour", "en": "hello"}[locale])
        _presses(page, learn)
        _presses(page, agree)
        _says(page, wish)
        _keep(page, "sign-up", locale)
        page.close()
        page = _opened(browser, url, locale, 900)
        _becomes(page, "Claire Marchetti")
        _says(page, "/binome match")
        _says(page, "/binome review")
        _keep(page, "review", locale)
        page.close()


def _day(browser: Browser, database: Database, locale: str) -> None:
    """What waits for her today, and beside it how the pairs are."""
    with served(database, UNDER_WAY) as url, TemporaryDirectory() as place:
        page = _opened(browser, url, locale, 1000)
        _becomes(page, "Claire Marchetti")
        shots: list[Image.Image] = []
        for command in ("today", "health"):
            _says(page, f"/binome {command}")
            raw = Path(place) / f"{command}.png"
            page.locator("[id^=pane-]:visible").first.screenshot(path=raw)
            shots.append(Image.open(raw).convert("RGB"))
        page.close()
        both = Image.new("RGB", (2 * shots[0].width + 12, shots[0].height), "white")
        for number, shot in enumerate(shots):
            both.paste(shot, (number * (shot.width + 12), 0))
        _light(both, HERE / f"day.{locale}.png")


def _end(browser: Browser, folder: Path, locale: str) -> None:
    page = browser.new_page(viewport={"width": 900, "height": 1200}, color_scheme="light")
    page.goto(next(folder.glob("*.html")).as_uri())
    _keep(page, "report", locale)
    page.close()
    drawn = pypdfium2.PdfDocument(pdf_of(replace(RECORD, locale=locale), CHECKED_AT))
    _light(drawn[0].render(scale=1).to_pil(), HERE / f"certificate.{locale}.png")
    drawn.close()


def _keep(page: Page, name: str, locale: str) -> None:
    with TemporaryDirectory() as place:
        raw = Path(place) / "raw.png"
        page.screenshot(path=raw)
        _light(Image.open(raw), HERE / f"{name}.{locale}.png")


def _light(drawn: Image.Image, kept: Path) -> None:
    """The same in as few colours as keep it light."""
    for colours in (128, 64, 32, 16):
        drawn.convert("RGB").quantize(colours).save(kept, optimize=True)
        if kept.stat().st_size <= MOST:
            return
    sys.exit(f"{kept.name} is too heavy")


if __name__ == "__main__":
    main()
