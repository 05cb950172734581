"""The kit, listed, shown and checked."""

import shutil
from importlib.resources import files
from pathlib import Path

from bot.kit import shelf
from bot.kit.shelf import chapters, modules

WATCH = Path(str(files("bot") / "kit" / "modules" / "watch"))


def test_every_module_and_chapter_is_listed(binome):
    listed = binome("kit", "list").out
    keys = [line.partition(":")[0] for line in listed.splitlines() if line[0] != " "]
    assert keys == [*(each.key for each in modules()), *(each.key for each in chapters())]


def test_a_module_is_shown_in_either_language(binome):
    english = binome("kit", "show", "linkedin-profile").out
    assert "- 15 min · Headline and photo" in english
    assert "## The mistake everyone makes" in english
    assert "→ To show what you bring, and to whom" in english
    french = binome("kit", "show", "linkedin-profile", "--locale", "fr").out
    assert "## L’erreur que tout le monde fait" in french


def test_a_chapter_is_shown_with_its_questions(binome):
    shown = binome("kit", "show", "posture").out
    assert "Hands in your pockets" in shown
    assert shown.count("→") == 2


def test_a_key_nearly_right_is_put_right(binome):
    refused = binome("kit", "show", "linkedin-profil")
    assert refused.code == 2
    assert "Did you mean 'linkedin-profile'?" in refused.err


def test_ones_own_folder_is_used_when_it_is_set(binome, here, monkeypatch):
    shutil.copytree(WATCH, here / "mine" / "packaging")
    outline = here / "mine" / "packaging" / "module.toml"
    text = outline.read_text("utf-8")
    outline.write_text(text.replace('key = "watch"', 'key = "packaging"'), "utf-8")
    monkeypatch.setenv("BINOME_KIT_FOLDER", str(here / "mine"))
    monkeypatch.setattr(shelf, "_used", [])  # what a process uses is not for the tests to come
    assert "\npackaging: " in binome("kit", "list").out
    assert f"Mentors have {len(modules()) + 1} modules" in binome("kit", "check").out
    assert "packaging" in {each.key for each in shelf.shelf()}, "conversations speak of it too"


def test_one_folder_is_checked_by_its_path(binome, here):
    shutil.copytree(WATCH, here / "watch")
    assert binome("kit", "check", "watch").out.startswith("watch: no mistake found.")


def test_every_mistake_is_told_with_its_file_and_line(binome, here):
    shutil.copytree(WATCH, here / "mine" / "watch")
    outline = here / "mine" / "watch" / "module.toml"
    outline.write_text(outline.read_text("utf-8").replace("minutes = 20", "minutes = 25"), "utf-8")
    (here / "mine" / "watch" / "en.md").unlink()
    checked = binome("kit", "check", "mine")
    assert checked.code == 1
    lines = checked.err.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith("agenda must add up to 60 minutes: its steps take 65")
    assert lines[1] == "mine/watch/en.md, line 1: this file is missing: write it"


def test_a_folder_that_is_not_there_is_told(binome):
    missing = binome("kit", "check", "none")
    assert missing.code == 2
    assert "none is not a folder" in missing.err
