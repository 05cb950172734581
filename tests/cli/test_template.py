"""Templates, listed, shown and checked."""

from importlib.resources import files

from bot.programme.template import names


def test_every_template_is_listed(binome):
    listed = binome("template", "list").out
    assert [line.partition(":")[0] for line in listed.splitlines() if line[0] != " "] == [*names()]


def test_a_template_is_shown_in_either_language(binome):
    english = binome("template", "show", "pwn-digital-2016").out
    assert "Sessions: 3 of 120 minutes" in english
    assert "2016-02-02  kickoff" in english
    french = binome("template", "show", "pwn-digital-2016", "--locale", "fr").out
    assert "en trois séances de deux heures" in french


def test_a_name_nearly_right_is_put_right(binome):
    refused = binome("template", "show", "pwn-digital")
    assert refused.code == 2
    assert "Did you mean 'pwn-digital-2016'?" in refused.err


def test_a_good_file_is_said_to_be_good(binome, here):
    source = files("bot") / "templates" / "pwn-digital-2016.toml"
    (here / "mine.toml").write_bytes(source.read_bytes())
    checked = binome("template", "check", "mine.toml")
    assert checked.code == 0
    assert checked.out.startswith("mine.toml: no mistake found.")


def test_every_mistake_of_a_file_is_told_with_its_line(binome, here):
    text = (files("bot") / "templates" / "pwn-digital-2016.toml").read_text("utf-8")
    text = text.replace("capacity = 2", "capacty = 2").replace('tone = "vous"', 'tone = "toi"')
    (here / "mine.toml").write_text(text, "utf-8")
    checked = binome("template", "check", "mine.toml")
    assert checked.code == 1
    lines = checked.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("mine.toml, line 10: tone must be 'vous' or 'tu'")
    assert "did you mean 'capacity'" in lines[1]


def test_files_that_cannot_be_read(binome, here):
    missing = binome("template", "check", "none.toml")
    assert missing.code == 2
    assert "none.toml cannot be read (No such file" in missing.err
    (here / "old.toml").write_bytes("name = 'été'".encode("latin-1"))
    assert "not in UTF-8" in binome("template", "check", "old.toml").err


def test_what_is_special_is_shown(binome):
    shown = binome("template", "show", "shadow-board").out
    assert "The shadow board, 6 to 12 people (mentors)" in shown
    assert "  · mentee: The committee answers each proposal in writing" in shown
    assert "30 minutes; nobody is paired beforehand" in binome("template", "show", "on-request").out


def test_a_copy_has_the_name_of_its_file_and_replaces_none(binome, here):
    copied = binome("template", "copy", "at-scale", "mine.toml")
    assert copied.out.startswith("mine.toml: a copy of at-scale")
    assert "(mine)." in binome("template", "check", "mine.toml").out
    refused = binome("template", "copy", "two-way", "mine.toml")
    assert refused.code == 2
    assert "mine.toml is there already" in refused.err
    assert "(mine)." in binome("template", "check", "mine.toml").out


def test_a_copy_whose_name_is_no_code_is_refused(binome, here):
    refused = binome("template", "copy", "at-scale", "My Own.toml")
    assert "key must be made of small letters" in refused.err
    assert not (here / "My Own.toml").exists()
