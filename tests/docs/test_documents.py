"""The documents keep their promises: links lead somewhere, and what they name exists."""

import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import storage.nouns
from benchmarks.__main__ import ALONE
from bot.forms.words import fold
from storage.nouns import Noun

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
TRUE_TO_THE_CODE = [
    "README.md",
    "docs/architecture.md",
    "docs/contributing.md",
    "docs/glossary.md",
    "docs/guide-coordination.en.md",
    "docs/guide-coordination.fr.md",
]
PACKAGES = ("adapters", "benchmarks", "bot", "deploy", "docs", "matching", "storage", "tests")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> set[str]:
    """The names by which the headings of a page are linked, as Git hosts make them."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links(page: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name):
    broken = []
    for link in links(text(name)):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        file = (ROOT / name).parent / target if target else ROOT / name
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_says_what_it_shows(name):
    assert re.findall(r"!\[\s*\]\(", text(name)) == []


@pytest.mark.parametrize("name", TRUE_TO_THE_CODE)
def test_the_files_it_names_exist(name):
    named = re.findall(r"`([\w./-]+)`", prose(text(name)))
    paths = [each for each in named if "/" in each and each.split("/")[0] in PACKAGES]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", [*NAMES, "Makefile"])
def test_the_benchmarks_it_names_exist(name):
    assert {*re.findall(r"-m benchmarks (\w+)", text(name))} <= {*ALONE}


def test_architecture_names_many_files_and_stays_short():
    page = text("docs/architecture.md")
    assert len(re.findall(r"`\w+/[\w./-]+`", page)) > 30
    assert len(page.splitlines()) < 200


@pytest.mark.parametrize("name", NAMES)
def test_make_knows_what_it_is_asked_for(name):
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    asked = re.findall(r"(?:`|^    |^\$ )make ([a-z-]+)", text(name), re.MULTILINE)
    assert [each for each in asked if each not in targets] == []


def test_every_noun_is_in_the_glossary():
    nouns = {
        name
        for name in storage.nouns.__all__
        if isinstance(noun := getattr(storage.nouns, name), type) and issubclass(noun, Noun)
    }
    assert len(nouns) > 15
    kept = re.findall(r"^\| \*\*(\w+)\*\* ▪ \|", text("docs/glossary.md"), re.MULTILINE)
    assert sorted(kept) == sorted(nouns)


def test_the_glossary_says_each_word_once():
    heads = re.findall(r"^\| \*\*(.+?)\*\*", text("docs/glossary.md"), re.MULTILINE)
    words = [fold(word) for head in heads for word in head.split(",")]
    assert len(words) > 50
    assert sorted(words) == sorted(set(words))


def test_the_diagram_is_well_drawn():
    picture = ET.fromstring(text("docs/pictures/house.svg"))  # noqa: S314  # a file of our own
    tags = [each.tag.rpartition("}")[2] for each in picture.iter()]
    assert "title" in tags
    assert "desc" in tags
    assert "script" not in tags


def test_every_picture_is_shown_somewhere():
    shown = {
        ((ROOT / name).parent / link).resolve() for name in NAMES for link in links(text(name))
    }
    drawn = {file.resolve() for file in (ROOT / "docs" / "pictures").iterdir()}
    assert drawn - shown == set()


def test_the_version_of_the_changelog_can_be_released():
    page = text("CHANGELOG.md")
    assert page.startswith("# Changelog\n")
    assert "\n## Unreleased\n" in page
    effects = re.findall(r"^- (.+(?:\n  .+)*)", page, re.MULTILINE)
    assert len(effects) > 10
    assert [each for each in effects if not each.endswith(".")] == []


def test_the_documents_are_kept_with_the_code():
    listing = subprocess.run(
        ["git", "check-ignore", *NAMES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert listing.stdout == ""
