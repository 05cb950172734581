"""The pages that anybody may read, as a browser gets them."""

import asyncio
import re
from html.parser import HTMLParser

import aiohttp
import pytest

from adapters.runner.http import listening
from adapters.runner.leaflets import PRIVACY, TERMS, Practice, drawn, leaflets
from bot.texts import catalogue
from bot.understanding.recognise import understood

PAGES = ("/", PRIVACY, TERMS)
# What the privacy page says to write, and what must be understood by it.
RIGHTS = ("export", "edit", "erase", "leave")


def fetched(database, path, **headers):
    """A page as it is served: its status, its headers and its text."""

    async def fetch():
        async with (
            listening(database, leaflets(Practice(365)), "127.0.0.1", 0) as told,
            aiohttp.ClientSession() as http,
            http.get(told.removeprefix("at ") + path, headers=headers) as answer,
        ):
            return answer.status, dict(answer.headers), await answer.text()

    return asyncio.run(fetch())


class Seen(HTMLParser):
    """What a page is made of: tags opened and closed in order, headings, links."""

    def __init__(self, page):
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.feed(page)
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    ("asked", "query", "language"),
    [
        ("fr-FR,fr;q=0.9,en;q=0.5", "", "fr"),
        ("en-GB", "", "en"),
        ("de,fr;q=0.3,en;q=0.8", "", "en"),
        ("de", "", "en"),
        ("fr;q=0", "", "fr"),
        ("fr;q=x,en;q=0.1", "", "en"),
        ("fr", "?lang=en", "en"),
        ("en", "?lang=fr", "fr"),
        ("en", "?lang=<script>", "en"),
    ],
)
def test_a_page_is_in_the_language_of_its_reader(database, asked, query, language):
    status, headers, page = fetched(database, PRIVACY + query, **{"Accept-Language": asked})
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Language"] == language
    assert headers["Vary"] == "Accept-Language"
    assert f'<html lang="{language}">' in page
    assert "<script" not in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_can_be_read_by_everybody(database, path, language):
    _, headers, page = fetched(database, f"{path}?lang={language}")
    seen = Seen(page)
    assert seen.levels[0] == 1
    assert set(seen.levels[1:]) == {2}
    names = [tag for tag, _ in seen.tags]
    assert [names.count(each) for each in ("html", "title", "main", "nav", "h1")] == [1] * 5
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in (
        seen.tags
    )
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    for link in seen.links:  # to the same page in the other language, and to the other pages
        where = path + link if link.startswith("?") else link
        assert fetched(database, where)[0] == 200
    assert len(seen.links) == 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_the_privacy_page_says_to_write_is_understood(language):
    for number, intent in enumerate(RIGHTS, 1):
        (told,) = catalogue(language)[f"leaflet.privacy.rights.{number}"]
        asked = re.search(r"[«“]\s*(.+?)\s*[»”]", told)
        assert asked is not None
        guess = understood(asked[1])
        assert guess is not None
        assert guess.intent == intent
    (told,) = catalogue(language)["leaflet.contact.nobody"]
    asked = re.search(r"[«“]\s*(.+?)\s*[»”]", told)
    assert asked is not None
    guess = understood(asked[1])
    assert guess is not None
    assert guess.intent == "problem"


def test_the_privacy_page_says_how_long_what_is_kept_is_kept():
    assert "180 days after" in drawn("privacy", Practice(180), "en")
    assert "180 jours après" in drawn("privacy", Practice(180), "fr")
    for_ever = drawn("privacy", Practice(0), "en")
    assert "unless you ask, what is held about you is kept" in for_ever
    assert "days after Binôme" not in for_ever


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("dpo@example.org", "mailto:dpo@example.org"),
        ("https://example.org/privacy", "https://example.org/privacy"),
        ("<b>&", "mailto:&lt;b&gt;&amp;"),
    ],
)
def test_the_page_says_who_answers_for_it(contact, link):
    page = drawn("privacy", Practice(365, contact), "fr")
    assert f'<a href="{link}">' in page
    assert "<b>" not in page
