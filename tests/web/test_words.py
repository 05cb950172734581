"""Every sentence that the page's files ask for exists, and none is kept for nothing."""

import re
from importlib.resources import files

from adapters.web.coming import _WHY
from bot.texts import catalogue

PACKAGES = ("adapters.web", "adapters.web.guests")
SOURCES = {
    file.name: file.read_text()
    for package in PACKAGES
    for file in (files(package) / "page").iterdir()
    if file.name.endswith((".js", ".html"))
}
CODE = "\n".join(
    file.read_text()
    for package in PACKAGES
    for file in files(package).iterdir()
    if file.name.endswith(".py")
)
KNOWN = {key for key in catalogue("fr") if key.startswith("web.")}


def test_every_sentence_asked_for_exists():
    asked = set()
    for text in SOURCES.values():
        asked |= {f"web.{key}" for key in re.findall(r'\bsay\(\s*"([^"]+)"', text)}
        asked |= set(re.findall(r'data-say(?:-[a-z]+)?="([^"]+)"', text))
    asked |= set(re.findall(r'"(web\.[a-z.-]+[a-z])"', CODE))
    asked |= {f"web.error.{code}" for code in re.findall(r'Refused\("([a-z-]+)"', CODE)}
    asked |= {f"web.next.{key}" for rows in _WHY.values() for _, key in rows}
    assert asked - KNOWN == set()


def test_no_sentence_is_left_over():
    everything = "\n".join([*SOURCES.values(), CODE])
    for key in KNOWN:
        short = key.removeprefix("web.")
        last = short.rpartition(".")[2]
        assert short in everything or f'"{last}"' in everything or last in MADE, key


# Keys that the scripts put together: `role.${role}`, `clock.${name}-title` and their like.
MADE = {
    *("mentor", "mentee", "both", "invited", "paused", "left", "one", "two", "channel"),
    *("next-title", "hour-title", "day-title", "play-title", "pause-title"),
}


def test_the_scripts_never_parse_html_and_never_leave_the_page():
    for name, text in SOURCES.items():
        if name.endswith(".js"):
            assert not re.search(
                r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", text
            )
            assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)[a-z]", text), name
        else:
            assert not re.search(r"https?://", text)
