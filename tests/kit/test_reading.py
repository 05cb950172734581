"""Whoever writes a module is told the file, the line, the key and what to do."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from bot.kit.page import PARTS, parts_of
from bot.kit.reading import BadKit, read_chapter, read_module
from bot.kit.shelf import UnknownModule, module, modules

OURS = Path(str(files("bot") / "kit" / "modules"))
FIGURES = """\
schema = 1
[[figures]]
says = { fr = "Un cadre sur deux a un profil.", en = "One manager in two has a profile." }
source = "Our intranet"
seen_on = 2026-11-02
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A copy of one of our modules, as a coordinator would begin."""
    shutil.copytree(OURS / "watch", tmp_path / "watch")
    return tmp_path / "watch"


def change(file: Path, old: str, new: str) -> int:
    """Edits a file; the line (from 1) of what was changed."""
    text = file.read_text("utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(BadKit) as caught:
        read_module(folder, "mine")
    return str(caught.value).splitlines()


def test_a_good_copy_is_good(mine):
    assert read_module(mine, "mine").key == "watch"


# (what it is, old, new, down, key, what the author reads); the line is that of the edit.
OUTLINES = [
    ("a short hour", "minutes = 20", "minutes = 15", None,
     "agenda must add up to 60 minutes: its steps take 55"),
    ("a step of nothing", "minutes = 20", "minutes = 0", 0,
     "agenda[3].minutes must be at least 1: it is 0"),
    ("another level", '"intermediate"', '"expert"', 0,
     "level must be 'beginner', 'intermediate' or 'any': it is \"expert\""),
    ("a topic twice", 'topics = ["watch"]', 'topics = ["watch", "watch"]', 0,
     "topics[2] 'watch' is there already: remove one"),
    ("an address with a tracker", "https://www.google.com/alerts", "https://a.org/p?utm=1", 0,
     "links[1].url.fr must end before any ? or #: what follows tracks readers, or does not last"),
    ("an address that is open to all eyes", "https://www.google.com/alerts", "http://a.org", 0,
     "links[1].url.fr must be the address of a page, with https://"),
    ("no such choice", "right = 3", "right = 4", 0,
     "questions[2].right must be the number of a choice, 1 to 3: it is 4"),
    ("no right choice", "right = 3\n", "", None,
     "questions[2] needs right: the number of the right choice, counted from 1"),
    ("another name than its folder's", 'key = "watch"', 'key = "alerts"', 0,
     "key must be 'watch', as the folder is called"),
    ("a misspelt key", "audience =", "audiance =", 0,
     "audiance is not a key here: did you mean 'audience'?"),
    ("a schema to come", "schema = 1", "schema = 2", 0, "schema must be 1: it is 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "old", "new", "down", "told"), OUTLINES, ids=[each[0] for each in OUTLINES]
)
def test_a_mistake_in_an_outline_is_told(what, old, new, down, told, mine):
    line = change(mine / "module.toml", old, new)
    (found,) = mistakes(mine)
    place, _, said = found.partition(": ")
    assert said == told
    assert place.startswith("mine/module.toml, line ")
    if down is not None:
        assert place == f"mine/module.toml, line {line + down}"


PAGES = [
    ("a misspelt heading", "## Exercise", "## Exercize",
     "'Exercize' is not a part of a module: did you mean 'Exercise'?"),
    ("another heading", "## Exercise", "## Homework for Monday",
     "'Homework for Monday' is not a part of a module: use one of Before the session, "),
    ("a deeper heading", "1. Write", "### Detail\n1. Write",
     "a heading here begins with '## ': ### Detail"),
    ("an address", "An alert:", "An alert (https://a.org):",
     "this line holds an address: write it under links, in the TOML file"),
    ("a table", "1. Write", "| a | b |\n1. Write",
     "this line holds a picture or a table: say it in words"),
    ("HTML", "1. Write", "<b>1.</b> Write",
     "this line holds HTML: write it without, only words show in a chat"),
    ("words before all", "## Before the session", "Hello.\n## Before the session",
     "this comes before the first heading: move it below"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "old", "new", "told"), PAGES, ids=[each[0] for each in PAGES])
def test_a_mistake_in_a_page_is_told(what, old, new, told, mine):
    line = change(mine / "en.md", old, new)
    first = mistakes(mine)[0]
    assert first.startswith(f"mine/en.md, line {line}: {told}")


def test_a_part_that_is_missing_empty_or_out_of_place_is_told(mine):
    titles = PARTS["en"]
    whole = "".join(f"## {title}\n\nWords.\n" for title in titles.values())
    assert parts_of(whole, titles) == dict.fromkeys(titles, "Words.")
    without = parts_of(whole.replace("## Exercise\n\nWords.\n", ""), titles)
    assert [each.what for each in without] == ["the part '## Exercise' is missing: add it"]  # type: ignore[union-attr]
    empty = parts_of(whole.replace("## Exercise\n\nWords.\n", "## Exercise\n\n"), titles)
    assert [each.what for each in empty] == ["the part 'Exercise' is empty: write it"]  # type: ignore[union-attr]
    moved = whole.replace("## Exercise\n\nWords.\n", "") + "## Exercise\n\nWords.\n"
    (said,) = parts_of(moved, titles)
    assert said.what.startswith("put the parts in this order: Before the session, ")  # type: ignore[union-attr]


def test_a_heading_is_known_however_its_apostrophe_is_typed(mine):
    change(
        mine / "fr.md", "## L’erreur que tout le monde fait", "## L'erreur que tout le monde fait"
    )
    assert read_module(mine, "mine").pages["fr"]["mistake"]


def test_every_mistake_of_every_file_is_told_at_once(mine):
    change(mine / "module.toml", "minutes = 20", "minutes = 19")
    change(mine / "fr.md", "## Exercice", "## Exercises")
    (mine / "en.md").unlink()
    assert [each.partition(",")[0] for each in mistakes(mine)] == [
        *("mine/module.toml", "mine/fr.md", "mine/en.md")
    ]


def test_a_chapter_is_checked_too(tmp_path):
    shutil.copytree(OURS.parent / "induction" / "1-posture", tmp_path / "1-posture")
    change(tmp_path / "1-posture" / "fr.md", "Quatre habitudes", "## Quatre habitudes")
    with pytest.raises(BadKit, match=r"fr\.md, line 5: a chapter has no headings"):
        read_chapter(tmp_path / "1-posture", "mine")


def test_ones_own_module_takes_the_place_of_ours(mine):
    change(mine / "module.toml", "Keeping up with a field", "Keeping an eye on packaging")
    found = module("watch", mine.parent)
    assert found.outline.title.en.startswith("Keeping an eye on packaging")
    assert len(modules(mine.parent)) == len(modules())


def test_figures_alone_go_to_our_module(tmp_path):
    (tmp_path / "linkedin-profile").mkdir()
    (tmp_path / "linkedin-profile" / "figures.toml").write_text(FIGURES, "utf-8")
    (figure,) = module("linkedin-profile", tmp_path).figures
    assert figure.says.en == "One manager in two has a profile."
    assert module("linkedin-profile").figures == ()


def test_figures_of_no_module_are_told(tmp_path):
    (tmp_path / "linkedin").mkdir()
    (tmp_path / "linkedin" / "figures.toml").write_text(FIGURES, "utf-8")
    with pytest.raises(BadKit, match=r"linkedin/figures\.toml, line 1: belongs to no module"):
        modules(tmp_path)


def test_a_folder_that_holds_nothing_is_not_passed_over(mine):
    (mine / "module.toml").rename(mine / "modul.toml")
    with pytest.raises(BadKit, match=r"watch, line 1: this folder holds neither module\.toml"):
        modules(mine.parent)


def test_an_unknown_module_is_answered_with_the_nearest():
    with pytest.raises(UnknownModule, match="Did you mean 'linkedin-profile'"):
        module("linkedin-profil")
