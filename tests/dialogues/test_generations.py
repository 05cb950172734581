"""Age and seniority: asked where a rule uses them, by ranges, and shown to nobody."""

import pytest

from bot.pairing.candidates import pool_of, rules_of
from bot.people.directory import read_people
from bot.people.importing import import_people
from bot.programme.template import load, plan_of
from matching import match
from storage.nouns import Enrolment, Programme
from tests.client import Chat, Someone
from tests.dialogues.test_signup import at_objectives

AGE = "Quelle est votre tranche d’âge"


def asking(chat: Chat, *, generations: str = "a little", gap: int = 0, **signup: bool) -> Someone:
    """A French senior in a programme that asks more or less."""
    plan = load("pwn-digital-2016").model_dump(by_alias=True)
    rules = {
        **plan["rules"],
        "age_gap": gap,
        "prefer": {**plan["rules"]["prefer"], "generations": generations},
    }
    chat.programme(signup={**plan["signup"], **signup}, rules=rules)
    return chat.person("agnes", name="Agnès Martin")


def at_the_team(someone: Someone) -> str:
    """Somebody who has just said their team."""
    at_objectives(someone)
    someone.says("Rédiger ma biographie LinkedIn\nPublier deux fois par mois")
    someone.picks("LinkedIn")
    someone.presses("Passer")
    someone.says("2")
    someone.says("mardi matin et jeudi soir")
    someone.picks("français")
    someone.presses("À distance")
    return someone.says("Direction financière")


def test_an_age_is_asked_by_ranges_and_kept_as_one(chat):
    agnes = asking(chat, ask_age=True)
    assert AGE in at_the_team(agnes)
    assert "55 à 64 ans" in agnes.shown()
    assert "ne pas être en binôme" in agnes.says("55 à 64 ans")
    agnes.presses("Passer")
    agnes.presses("Tout est juste, je confirme")
    kept = chat.only(Enrolment)
    assert kept.answers["age"] == "55-64"
    programme = chat.only(Programme)
    with chat.reading() as work:
        pool = pool_of(work, programme, plan_of(programme.plan))
    (mentee,) = pool.mentees
    assert mentee.born == programme.starts_on.year - 60


def test_nobody_has_to_say(chat):
    agnes = asking(chat, ask_age=True, ask_seniority=True)
    assert AGE in at_the_team(agnes)
    assert "Depuis combien d’années travaillez-vous" in agnes.presses("Passer")
    assert "ne pas être en binôme" in agnes.presses("Passer")
    agnes.presses("Passer")
    agnes.presses("Tout est juste, je confirme")
    kept = chat.only(Enrolment).answers
    assert "age" not in kept
    assert "seniority" not in kept


@pytest.mark.parametrize(
    ("generations", "gap", "ask", "asked"),
    [
        ("a little", 0, False, False),
        ("a little", 0, True, True),
        ("no", 0, True, False),
        ("no", 10, True, True),
    ],
)
def test_an_age_that_no_rule_uses_is_not_asked(chat, generations, gap, ask, asked):
    agnes = asking(chat, generations=generations, gap=gap, ask_age=ask)
    assert (AGE in at_the_team(agnes)) is asked


def test_a_team_is_asked_only_where_the_programme_says_so(chat):
    agnes = asking(chat, ask_team=False)
    at_objectives(agnes)
    agnes.says("Rédiger ma biographie LinkedIn\nPublier deux fois par mois")
    agnes.picks("LinkedIn")
    agnes.presses("Passer")
    for words in ("2", "mardi matin", "français"):
        agnes.says(words)
    assert "ne pas être en binôme" in agnes.presses("À distance")


def test_an_age_is_asked_in_english_too(chat):
    asking(chat, ask_age=True)
    paul = chat.person("paul", name="Paul Reed", locale="en-GB", zone="Europe/London")
    paul.joins()
    paul.presses("I can teach")
    paul.says("I agree")
    paul.says("Writing a LinkedIn biography")
    paul.picks("LinkedIn")
    for words in ("4", "My own profile", "We go at your pace", "1", "tuesday morning", "English"):
        paul.says(words)
    paul.says("remotely")
    assert "Which age range are you in?" in paul.says("Sales")
    assert "25 to 34" in paul.shown()


def test_people_too_close_in_age_are_not_paired_and_nobody_else_hears_of_an_age(chat):
    asking(chat, gap=15, ask_age=True)
    anne, paul, tom = (chat.person(name) for name in ("Anne Petit", "Paul Un", "Tom Deux"))
    chat.enrols(anne, "mentee", age="55-64")
    chat.enrols(paul, "mentor", age="45-54")
    chat.enrols(tom, "mentor", age="under-25")
    programme = chat.only(Programme)
    with chat.reading() as work:
        pool = pool_of(work, programme, plan_of(programme.plan))
    found = match(pool.mentees, pool.mentors, rules_of(pool.plan))
    assert [each.mentor for each in found.proposals] == [tom.enrolment.id]
    chat.pairs(anne, tom)
    told = tom.says("Qui est mon mentoré ?") + tom.says("Qui est mon binôme ?")
    assert "Anne Petit" in told
    assert "55" not in told


def listed(chat: Chat, **columns: str) -> Someone:
    """Agnès, put on a list by those who know her age and her years of work."""
    heads = ["name", "email", "role", "platform", "user", *columns]
    values = ["Agnès Martin", "agnes@exemple.fr", "mentee", "console", "agnes", *columns.values()]
    read = read_people(f"{','.join(heads)}\n{','.join(values)}\n".encode())
    assert read.problems == ()
    with chat.database.work(chat.clock.now()) as work:
        import_people(work, read.people, work.first(Programme))
    chat.tick()
    return chat.people["agnes"]


def test_what_a_list_tells_is_proposed_and_theirs_to_confirm(chat):
    agnes = asking(chat, ask_age=True, ask_seniority=True)
    listed(chat, âge="58 ans", ancienneté="6-10")
    assert chat.only(Enrolment).told == {"age": "55-64", "seniority": "6-10"}
    agnes.presses("M’inscrire")
    agnes.says("oui")
    agnes.says("Rédiger ma biographie LinkedIn\nPublier deux fois par mois")
    agnes.picks("LinkedIn")
    agnes.presses("Passer")
    agnes.says("2")
    agnes.says("mardi matin et jeudi soir")
    agnes.picks("français")
    agnes.presses("À distance")
    assert "ne pas être en binôme" in agnes.says("Direction financière")  # nothing is asked twice
    assert "55 à 64 ans" in agnes.presses("Passer")
    agnes.presses("Tout est juste, je confirme")
    kept = chat.only(Enrolment)
    assert (kept.answers["age"], kept.answers["seniority"]) == ("55-64", "6-10")
    assert kept.told == {}


def test_what_no_rule_uses_is_not_kept_from_a_list(chat):
    asking(chat, ask_seniority=True)
    listed(chat, age="58", seniority="7")
    assert chat.only(Enrolment).told == {"seniority": "6-10"}


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("age", "old", "bad-age"), ("age", "2019", "bad-age"), ("seniority", "long", "bad-seniority")],
)
def test_what_is_no_age_is_told_by_its_line(column, value, code):
    read = read_people(f"name,email,{column}\nAgnès Martin,a@exemple.fr,{value}\n".encode())
    assert [(each.line, each.code) for each in read.problems] == [(2, code)]
