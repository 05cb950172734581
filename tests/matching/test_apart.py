"""Many people are paired in a process of their own, and come back as if it had been here."""

import os
import sys
from dataclasses import replace

import pytest

from matching import Candidate, Rules, compared
from matching.apart import compared_apart

NEEDS = ("Tenir un blog", "Vendre en ligne", "Monter une vidéo", "Lire un bilan")
SKILLS = ("Je tiens un blog", "La vente en ligne", "Le montage de vidéos", "Les bilans")
RULES = Rules(synonyms={"blog": ("journal",)}, in_turns=True)


def people(texts: tuple[str, ...], count: int = 100) -> list[Candidate]:
    return [Candidate(n, (texts[n % len(texts)], f"{n}"), person=n) for n in range(count)]


@pytest.fixture
def asked():
    return people(NEEDS), [replace(each, person=0) for each in people(SKILLS)], RULES


def test_what_comes_back_is_what_would_be_found_here(asked):
    before = os.times()
    found = compared_apart(*asked)
    assert os.times().children_user > before.children_user
    assert found == compared(*asked)
    assert found[0].proposals[0].evidence


def test_few_people_are_paired_here(asked):
    mentees, mentors, rules = asked
    before = os.times()
    assert compared_apart(mentees[:9], mentors, rules) == compared(mentees[:9], mentors, rules)
    assert os.times().children_user == before.children_user


def test_they_are_paired_here_when_there_can_be_no_other_process(asked, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    assert compared_apart(*asked) == compared(*asked)


def test_a_mistake_is_told_to_whoever_asked(asked):
    mentees, mentors, rules = asked
    wrong = [replace(each, statements=(None,)) for each in mentees]
    with pytest.raises(TypeError):
        compared_apart(wrong, mentors, rules)
