"""The template of 2016 says what the programme of 2016 was, and storage keeps it whole."""

import json
import re
import timeit
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.programme import template
from bot.programme.lifecycle import dates
from bot.programme.plan import Plan
from bot.programme.template import UnknownTemplate, check_all, load, names, plan_data, plan_of
from tests.docs.keys import wanted

PLAN = load("pwn-digital-2016")
PAGES = Path(__file__).parents[2] / "docs" / "programmes"


def texts(
    data: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every string in JSON, with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from texts(value, (*path, place))


def test_every_template_is_sound_and_named_after_its_file():
    check_all()
    assert "pwn-digital-2016" in names()
    assert [load(name).key for name in names()] == [*names()]


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownTemplate) as caught:
        load("pwn-digital-2017")
    assert caught.value.near == "pwn-digital-2016"
    assert "Did you mean 'pwn-digital-2016'?" in str(caught.value)


def test_a_name_is_never_a_path():
    with pytest.raises(UnknownTemplate):
        load("../locale/fr")


def test_it_has_the_shape_of_the_real_programme():
    assert PLAN.starts_on == date(2016, 2, 2)
    assert (PLAN.sessions.count, PLAN.sessions.minutes) == (3, 120)
    assert [workshop.key for workshop in PLAN.workshops] == ["kickoff", "twitter", "closing"]
    kickoff, twitter, closing = PLAN.workshops
    assert (kickoff.at, kickoff.minutes) == (time(18, 30), 150)
    assert PLAN.starts_on + timedelta(days=kickoff.day) == date(2016, 2, 2)
    assert (PLAN.starts_on + timedelta(days=twitter.day)).month == 4
    assert (PLAN.starts_on + timedelta(days=closing.day)).month == 6
    assert twitter.title.fr == "Twitter pour débuter"
    assert PLAN.polls.anonymous == ("closing",)
    assert PLAN.signup.capacity == 2


def test_its_topics_are_those_of_2016_each_with_three_precise_examples():
    codes = "linkedin twitter facebook instagram blog messaging collaboration watch privacy other"
    assert [topic.code for topic in PLAN.topics] == codes.split()
    for topic in PLAN.topics:
        assert topic.examples is not None
        assert len(topic.examples.fr) == 3, topic.code
        assert all(len(each) <= 100 for each in (*topic.examples.fr, *topic.examples.en))


def test_its_charter_is_short_and_plain():
    assert 6 <= len(PLAN.charter.clauses.fr) <= 8
    assert all(len(clause) <= 170 for clause in PLAN.charter.clauses.fr + PLAN.charter.clauses.en)


def test_its_community_hears_of_it_all_along_on_working_mornings_and_noons():
    days = [post.day for post in PLAN.posts]
    assert 10 <= len(days) <= 14
    assert days == sorted(days)
    gaps = [after - before for before, after in pairwise(days)]
    assert max(gaps) <= 15
    for day in (*days, *(workshop.day for workshop in PLAN.workshops)):
        assert (PLAN.starts_on + timedelta(days=day)).weekday() < 5, day
    assert all(time(8) <= post.at <= time(13) for post in PLAN.posts)
    assert all(len(post.text.fr) <= 320 for post in PLAN.posts)


def test_its_phases_begin_on_the_days_of_2016():
    assert dates(PLAN, PLAN.starts_on) == {
        "signup": date(2015, 12, 22),
        "matching": date(2016, 1, 19),
        "kickoff": date(2016, 2, 2),
        "running": date(2016, 2, 3),
        "midway": date(2016, 4, 4),
        "closing": date(2016, 6, 14),
        "closed": date(2016, 6, 30),
    }


@pytest.mark.parametrize("name", names())
def test_french_is_typeset_and_both_languages_are_clean(name):
    for path, text in texts(plan_data(load(name))):
        assert text == text.strip(), path
        assert "'" not in text, path
        assert '"' not in text, path
        assert "  " not in text, path
        if "fr" in path:
            assert not re.search(r"[^\u00a0\u202f][;:?!»]", text), path
            assert not re.search(r"«[^\u00a0\u202f]", text), path
        if "en" in path:
            assert not re.search(r"[\u00a0\u202f «»](?=[;:?!])|[«»]", text), path


def test_a_plan_comes_back_unchanged_from_storage():
    stored = json.loads(json.dumps(plan_data(PLAN)))
    assert plan_of(stored) == PLAN
    reordered = dict(sorted(stored.items(), reverse=True))
    assert plan_of(reordered) is plan_of(stored)


def test_asking_for_the_same_plan_again_costs_about_nothing():
    stored = plan_data(PLAN)
    plan_of(stored)
    best = min(timeit.repeat(lambda: plan_of(stored), number=1000, repeat=5)) / 1000
    assert best < 20e-6  # about 0.2 µs; reading it afresh takes a thousand times longer


def test_a_plan_without_digest_is_read_all_the_same():
    stored = plan_data(PLAN)
    del stored["digest"]
    assert plan_of(stored) == PLAN


def test_a_plan_changed_behind_its_digest_is_refused():
    template._plans.clear()
    stored = plan_data(PLAN)
    with pytest.raises(ValueError, match="write it with plan_data"):
        plan_of({**stored, "zone": "Europe/Rome"})


def test_a_changed_plan_has_another_digest():
    changed = PLAN.model_copy(update={"zone": "Europe/Rome"})
    assert plan_data(changed)["digest"] != plan_data(PLAN)["digest"]
    assert plan_of(plan_data(changed)).zone == "Europe/Rome"


def test_a_programme_outlives_a_key_that_a_later_version_dropped():
    stored = plan_data(PLAN)
    del stored["digest"]
    stored["horoscope"] = True
    stored["sessions"] = {**stored["sessions"], "biscuits": 4}
    stored["digest"] = template._digest(stored)
    assert plan_of(stored) == PLAN


def test_the_cache_of_plans_does_not_grow_for_ever(monkeypatch):
    monkeypatch.setattr(template, "_MOST_PLANS", 3)
    template._plans.clear()
    for minutes in range(30, 40):
        sessions = PLAN.sessions.model_copy(update={"minutes": minutes})
        stored = plan_data(PLAN.model_copy(update={"sessions": sessions}))
        assert plan_of(stored).sessions.minutes == minutes
        assert len(template._plans) <= 3


def test_a_plan_is_a_value():
    assert isinstance(PLAN, Plan)
    with pytest.raises(ValueError, match="frozen"):
        setattr(PLAN, "zone", "Europe/Rome")  # noqa: B010  # mypy knows better than to allow it


# ---------------------------------------------------------------- every template


TEN = (
    "at-scale classic-mentoring executive-one-to-one expert-hours from-the-top on-request"
    " pwn-digital-2016 select-and-equip shadow-board two-way"
)


def test_the_ten_programmes_are_there():
    assert set(TEN.split()) <= set(names())


@pytest.mark.parametrize("name", names())
def test_its_charter_is_one_breath_a_clause_and_leaves_a_way_out(name):
    charter = load(name).charter
    for role in ("mentee", "mentor"):
        french, english = charter.terms(role, "fr"), charter.terms(role, "en")
        assert 5 <= len(french) <= 8
        assert all(len(clause) <= 170 for clause in (*french, *english))
        assert any("sans se justifier" in clause for clause in french)
        assert any("évalue" in clause for clause in charter.terms("both", "fr"))


@pytest.mark.parametrize("name", names())
def test_its_community_is_written_to_on_working_mornings_and_noons(name):
    plan = load(name)
    days = [post.day for post in plan.posts]
    assert len(days) >= 6
    assert days == sorted(days)
    gathered = [*(each.day for each in plan.workshops), *(d for c in plan.circles for d in c.days)]
    for day in (*days, *gathered):
        assert (plan.starts_on + timedelta(days=day)).weekday() < 5, day
    assert all(time(8) <= post.at <= time(13) for post in plan.posts)
    assert all(len(post.text.fr) <= 320 for post in plan.posts)


@pytest.mark.parametrize("name", names())
def test_its_phases_begin_on_working_days(name):
    plan = load(name)
    assert all(day.weekday() < 5 for day in dates(plan, plan.starts_on).values())


@pytest.mark.parametrize("name", names())
def test_its_topics_have_three_precise_examples(name):
    for topic in load(name).topics:
        assert topic.examples is not None, topic.code
        assert len(topic.examples.fr) == 3, topic.code
        assert all(len(each) <= 100 for each in (*topic.examples.fr, *topic.examples.en))


@pytest.mark.parametrize("name", [name for name in names() if name != "pwn-digital-2016"])
def test_its_sign_up_shows_its_own_examples(name):
    example = load(name).signup.example
    assert example.objective
    assert example.skill
    assert example.doubt


@pytest.mark.parametrize("name", names())
def test_a_page_says_which_real_programme_it_follows(name):
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert page.startswith("# ")
    assert f"`{name}`" in page.splitlines()[0]
    for heading in ("The real programme", "What is special", "What to change first"):
        assert f"\n## {heading}\n" in page
    named = set(re.findall(r"`([a-z_]+\.[a-z_.]+)(?: = [^`]+)?`", page))
    known = {key for key, _ in wanted(Plan)}
    lost = {key for key in named if key not in known and not any(k.startswith(key) for k in known)}
    assert lost == set()
    assert f"({name}.md)" in (PAGES / "README.md").read_text("utf-8")


def test_what_is_special_about_each_is_in_its_data():
    at_scale, expert, one = load("at-scale"), load("expert-hours"), load("executive-one-to-one")
    assert at_scale.signup.capacity == 12
    assert len(at_scale.signup.languages) >= 10
    assert (one.sessions.count, one.sessions.extra) == (1, 1)
    assert 30 <= one.sessions.minutes <= 60
    assert load("on-request").on_request.minutes == (30,)
    assert load("on-request").signup.capacity == 15
    assert expert.on_request.precise
    assert expert.on_request.hours > 0
    assert load("two-way").signup.roles == ("both",)
    assert load("two-way").rules.strategy == "two-way"
    board = load("shadow-board")
    assert [each.kind for each in board.circles] == ["board"]
    assert "anti-masterclass" in {each.key for each in board.workshops}
    assert [each.kind for each in load("select-and-equip").circles] == ["supervision"]
