"""Whoever writes a template is told the file, the line, the key and what to do."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.lines import key_lines, line_of
from bot.programme.template import BadTemplate, Problem, read

GOOD = """\
schema = 1
key = "mine"
starts_on = 2016-02-02
zone = "Europe/Paris"
name = { fr = "Le nôtre", en = "Ours" }
about = { fr = "Trois séances.", en = "Three sessions." }
follows = { fr = "Rien.", en = "Nothing." }

[calendar]
signup = -42
matching = -14
closing = 133
closed = 149

[signup]
capacity = 2

[[topics]]
code = "linkedin"
fr = "LinkedIn"
en = "LinkedIn"

[[topics]]
code = "blog"
fr = "Blog"
en = "Blogs"
[topics.examples]
fr = [
  "Ouvrir un blog",
]
en = ["Open a blog"]

[charter]
revision = "1"
clauses.fr = ["Confiance."]
clauses.en = ["Trust."]

[sessions]
count = 2
minutes = 60
every_days = 30
first_within_days = 14
prepare.fr = ["Un.", "Deux."]
prepare.en = ["One.", "Two."]

[momentum]

[rules]
same_team = true

[polls]

[[workshops]]
key = "kickoff"
day = 0
at = 18:30:00
minutes = 120
title = { fr = "Lancement", en = "Kick-off" }
place = { fr = "Ici", en = "Here" }
agenda = { fr = ["Un"], en = ["One"] }

[[workshops]]
key = "closing"
day = 140
at = 18:30:00
minutes = 120
title = { fr = "Clôture", en = "Closing" }
place = { fr = "Ici", en = "Here" }
agenda = { fr = ["Un"], en = ["One"] }
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BadTemplate) as caught:
        read(text, "mine.toml")
    return caught.value.problems


def edited(old: str, new: str) -> tuple[str, int]:
    """The good template with one edit, and the line it is on."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new), GOOD[: GOOD.index(old)].count("\n") + 1


def test_the_good_one_is_good():
    assert read(GOOD, "mine.toml").key == "mine"


# Each edit makes one mistake, told `down` lines below it: a missing key, on what surrounds it.
MISTAKES = [
    # (what it is, old, new, down, key, what the author reads)
    ("a misspelt table", "[sessions]", "[sesions]", 0, "sesions",
     "is not a key here: did you mean 'sessions'?"),
    ("a misspelt key", "every_days", "evry_days", 0, "sessions.evry_days",
     "is not a key here: did you mean 'every_days'?"),
    ("a misspelt key in the second item", 'title = { fr = "Clôture"', 'titel = { fr = "Clôture"',
     0, "workshops[2].titel", "is not a key here: did you mean 'title'?"),
    ("a key like no other", "[rules]", "[rules]\nhoroscope = true", 1, "rules.horoscope",
     "is not a key here: remove it, or use one of same_team, reporting_line, common_language, "
     "common_halfday, strategy, every_mentor, age_gap, seniority_gap, mentors_each, prefer, "
     "synonyms"),
    ("a text for a number", "count = 2", 'count = "2"', 0, "sessions.count",
     'must be a whole number, without quotes: it is "2"'),
    ("yes for a number", "count = 2", "count = true", 0, "sessions.count",
     "must be a whole number, without quotes: it is true"),
    ("a number for a text", 'revision = "1"', "revision = 1", 0, "charter.revision",
     "must be a text, in quotes: it is 1"),
    ("a text for true", "same_team = true", 'same_team = "yes"', 0, "rules.same_team",
     'must be true or false, without quotes: it is "yes"'),
    ("a date in quotes", "starts_on = 2016-02-02", 'starts_on = "2016-02-02"', 0, "starts_on",
     'must be a date such as 2016-02-02, without quotes: it is "2016-02-02"'),
    ("an hour as a number", "day = 140\nat = 18:30:00", "day = 140\nat = 1830", 1,
     "workshops[2].at", "must be a time such as 18:30:00, without quotes: it is 1830"),
    ("a list forgotten", 'clauses.en = ["Trust."]', 'clauses.en = "Trust."', 0,
     "charter.clauses.en", 'must be a list, in square brackets: it is "Trust."'),
    ("a table forgotten", 'name = { fr = "Le nôtre", en = "Ours" }', 'name = "Ours"', 0, "name",
     "must be a table with the keys fr, en"),
    ("no French", 'name = { fr = "Le nôtre", en = "Ours" }', 'name = { en = "Ours" }', 0,
     "name.fr", "is missing: write it in French too"),
    ("no English", '\nen = ["Open a blog"]', "", -3, "topics[2].examples.en",
     "is missing: write it in English too"),
    ("an empty sentence", '"Three sessions."', '"  "', 0, "about.en",
     "is empty: write the sentence"),
    ("an empty sentence in a list", '  "Ouvrir un blog",', '  "",', 0, "topics[2].examples.fr[1]",
     "is empty: write the sentence"),
    ("fewer sentences in one language", 'clauses.fr = ["Confiance."]',
     'clauses.fr = ["Confiance.", "Respect."]', 0, "charter.clauses",
     "must hold as many sentences in both languages: fr holds 2, en holds 1"),
    ("no key", 'zone = "Europe/Paris"\n', "", -3, "zone", "is missing: add it"),
    ("dates out of order", "matching = -14", "matching = -50", 0, "calendar.matching",
     "comes on day -50, before signup (day -42): put it after"),
    ("midway out of place", "closing = 133", "midway = 140\nclosing = 133", 0, "calendar.midway",
     "must lie between running (day 1) and closing (day 133)"),
    ("sessions that do not fit", "every_days = 30", "every_days = 200", 0, "sessions.every_days",
     "takes 2 sessions to day 215, after closing (day 133): shorten it, or close later"),
    ("a session without its sentence", "count = 2", "count = 3", 4, "sessions.prepare",
     "must hold 3 sentences, as count says: 2"),
    ("a workshop twice", 'key = "closing"', 'key = "kickoff"', 0, "workshops[2].key",
     "'kickoff' is taken by number 1: choose another"),
    ("a topic twice", 'code = "blog"', 'code = "linkedin"', 0, "topics[2].code",
     "'linkedin' is taken by number 1: choose another"),
    ("a workshop after the end", "day = 140", "day = 400", 0, "workshops[2].day",
     "must lie between signup (day -42) and closed (day 149): 400"),
    ("too small a number", "minutes = 60", "minutes = 5", 0, "sessions.minutes",
     "must be at least 15: it is 5"),
    ("too large a number", "capacity = 2", "capacity = 40", 0, "signup.capacity",
     "must be at most 20: it is 40"),
    ("a floor too low to hide anyone", "[polls]", "[polls]\nfloor = 2", 1, "polls.floor",
     "must be at least 5: it is 2"),
    ("a reminder after the end", "[polls]", "[polls]\nremind_days = 20", 1, "polls.remind_days",
     "must be less than expire_days (14)"),
    ("a poll that does not exist", "[polls]", '[polls]\nanonymous = ["weekly"]', 1,
     "polls.anonymous[1]", "must be 'midway' or 'closing': it is \"weekly\""),
    ("nudges after the alert", "[momentum]", "[momentum]\nnudge_days = [7, 30]", 1,
     "momentum.nudge_days", "must grow from one to the next and stay under alert_days (21)"),
    ("a code with a space", 'code = "blog"', 'code = "My blog"', 0, "topics[2].code",
     'must be made of small letters, digits and hyphens: it is "My blog"'),
    ("a language by name", "capacity = 2", 'languages = ["français"]', 0, "signup.languages[1]",
     'must be the code of a language, such as fr: it is "français"'),
    ("nobody may sign up", "capacity = 2", "roles = []", 0, "signup.roles",
     "must hold at least 1"),
    ("an unknown zone", 'zone = "Europe/Paris"', 'zone = "Europe/Pariss"', 0, "zone",
     "is no time zone: write one such as Europe/Paris"),
    ("a folder of zones", 'zone = "Europe/Paris"', 'zone = "Europe"', 0, "zone",
     "is no time zone: write one such as Europe/Paris"),
    ("a schema to come", "schema = 1", "schema = 2", 0, "schema", "must be 1: it is 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("what", "old", "new", "down", "key", "told"), MISTAKES, ids=[each[0] for each in MISTAKES]
)
def test_a_mistake_is_told_with_its_line_its_key_and_what_to_do(what, old, new, down, key, told):
    text, line = edited(old, new)
    assert problems(text) == (Problem(line + down, key, told),)


SYNTAX = [
    ("an unfinished text", 'zone = "Europe/Paris"', 'zone = "Europe/Paris', "this is not TOML: "),
    ("a key without value", "count = 2", "count =", "this is not TOML: "),
    ("a key twice", "count = 2", "count = 2\ncount = 3", "this is not TOML: "),
    ("an hour without seconds", "day = 140\nat = 18:30:00", "day = 140\nat = 18:30",
     "write a time with its seconds, such as 18:30:00"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "old", "new", "told"), SYNTAX, ids=[each[0] for each in SYNTAX])
def test_what_is_not_toml_is_told_with_its_line(what, old, new, told):
    text, line = edited(old, new)
    (problem,) = problems(text)
    assert problem.what.startswith(told)
    assert problem.line == line + new.count("\n")


def test_a_text_that_ends_too_soon_names_its_last_line():
    (problem,) = problems(GOOD + 'posts = [\n{ key = "one" },\n')
    assert problem.line == GOOD.count("\n") + 2


def test_a_file_may_begin_with_a_byte_order_mark_and_end_its_lines_as_windows_does():
    assert read("\ufeff" + GOOD.replace("\n", "\r\n"), "mine.toml") == read(GOOD, "mine.toml")


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text('[]{}=,.#"1a \n', max_size=3))
def test_no_slip_of_the_hand_meets_anything_but_a_remark(start, length, typed):
    text = GOOD[:start] + typed + GOOD[start + length :]
    found: tuple[Problem, ...] = ()
    try:
        read(text, "mine.toml")
    except BadTemplate as error:
        found = error.problems
    for problem in found:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.what


def test_an_empty_file_names_all_it_lacks():
    found = problems("")
    assert {problem.line for problem in found} == {1}
    assert {"schema", "calendar", "charter"} <= {problem.key for problem in found}


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    text = GOOD.replace("count = 2", "count = 0").replace('"Ours"', '""').replace("-14", "1.5")
    found = problems(text)
    assert [problem.key for problem in found] == ["name.en", "calendar.matching", "sessions.count"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


def test_the_message_names_the_file():
    text, line = edited("[sessions]", "[sesions]")
    with pytest.raises(BadTemplate) as caught:
        read(text, "bot/templates/mine.toml")
    assert str(caught.value) == (
        f"bot/templates/mine.toml, line {line}: sesions is not a key here: did you mean 'sessions'?"
    )


def test_lines_are_found_in_every_way_of_writing_toml():
    text = '''\
# a = "nothing"
"quoted.key" = 1
a.b.c = """
first = 1
[second]
"""
d = [
  { e = '#', f = [1, "]", 3] }, # a remark with ] and "
  { e = "\\"", g.h = 2016-02-02 18:30:00 },
]
[i]
j = 1.5
[[i.k]]
l = """one quote more""""
[[i.k]]
[i.k.m]
n = \'\'\'it's\'\'\'
[o . "p"]
q = {}
'''
    tomllib.loads(text)
    found = key_lines(text)
    assert found[("quoted.key",)] == 2
    assert found[("a", "b", "c")] == 3
    assert ("first",) not in found
    assert ("second",) not in found
    assert found[("d",)] == 7
    assert found[("d", 0, "f", 2)] == 8
    assert found[("d", 1, "g", "h")] == 9
    assert found[("i", "j")] == 12
    assert found[("i", "k", 0, "l")] == 14
    assert found[("i", "k", 1)] == 15
    assert found[("i", "k", 1, "m", "n")] == 17
    assert found[("o", "p", "q")] == 19
    assert line_of(("i", "k", 0, "nowhere", 3), found) == 13
    assert line_of(("nowhere",), found) == 1


keys = st.text("abc", min_size=1, max_size=3)
strings = st.sampled_from(['"x"', "'['", '"""\n]\n"""', "'''}\n'''", '"\\\\"', "[]", "1", "{}"])


@given(st.lists(st.tuples(keys, st.lists(st.tuples(keys, strings), unique_by=lambda p: p[0]))))
def test_lines_are_right_whatever_the_values(tables):
    text = ""
    expected: dict[tuple[str | int, ...], int] = {}
    sizes: dict[str, int] = {}
    for name, pairs in tables:
        place = sizes[name] = sizes.get(name, -1) + 1
        text += f"[[{name}]] # one more\r\n"
        for key, value in pairs:
            expected[(name, place, key)] = text.count("\n") + 1
            text += f"{key} = {value}\n"
    tomllib.loads(text)
    found = key_lines(text)
    assert {path: found[path] for path in expected} == expected
