"""Who may command, which command is meant, and about which programme."""

import pytest

from bot.commands.registry import COMMANDS, GROUPS, aliases, named, nearest
from storage.nouns import Address, Coordination, Programme
from tests.commands.desk import Desk, in_state, several

EVERYTHING = [*COMMANDS, "", "match", "nothing such", "create pwn-digital-2016 X", "status now"]


def another(desk: Desk, name: str, state: str = "running") -> Programme:
    programme = desk.work.add(
        desk.programme.model_copy(
            update={"id": 0, "name": name, "slug": name.lower(), "state": state}
        )
    )
    desk.work.add(Coordination(programme_id=programme.id, person_id=desk.person.id))
    return programme


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("why-not", "review why-not NOM NOM"),
        ("why-not Anne Paul", "review why-not Anne Paul"),
        ('why-not "Anne Leroy" Paul', 'review why-not "Anne Leroy" Paul'),
        ("why", "review why N"),
        ("approve all", "review approve all"),  # no circle is called so
        ("approve strong", "review approve strong"),
    ],
)
def test_a_word_of_another_command_is_shown_with_it(desk, typed, meant):
    assert f"Vouliez-vous dire /binome {meant} ?" in desk.gives(typed).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("approve 1", ["/binome review approve 1", "/binome circles approve 1"]),
        (
            "approve",
            [
                "/binome review approve N… | NOM | all | strong | good | fair | above N",
                "/binome circles approve [CLÉ] | drop [CLÉ]",
            ],
        ),
    ],
)
def test_a_word_of_several_commands_is_shown_with_each(desk, typed, meant):
    said = desk.gives(typed)
    assert "Je ne connais pas « approve ». Vouliez-vous dire l’une de ces commandes" in said
    assert [line for line in said.split("\n") if line.startswith("•")] == [f"• {m}" for m in meant]


def test_a_word_of_several_commands_is_shown_in_english_too(desk):
    desk.work.change(desk.person, locale="en", locale_chosen=True)
    assert "Did you mean /binome review approve all?" in desk.gives("approve all")
    assert "Did you mean one of these commands?" in desk.gives("approve 1")


@pytest.mark.parametrize("enrolled", [False, True])
def test_whoever_coordinates_nothing_hears_the_same_sentence_whatever_they_type(town, enrolled):
    several(town, 2)
    person = town.work.get(type(town.coordinator), town.mentee("Nadia Fersi").person_id)
    stranger = Desk(town, person if enrolled else town.person("Une Inconnue"))
    commands = [each for each in EVERYTHING if each not in ("", "help")]
    answers = {stranger.gives(each) for each in commands}
    assert len(answers) == 1
    (said,) = answers
    for leak in (town.programme.name, "programme", "Mentee Number00", "match"):
        assert leak not in said


@pytest.mark.parametrize("state", ["draft", "signup", "running", "closed"])
def test_the_sentence_does_not_tell_the_state_either(town, state):
    stranger = Desk(town, town.person("Une Inconnue"))
    before = stranger.gives("status")
    in_state(town, state)
    assert stranger.gives("status") == before


def test_help_for_them_is_what_participants_can_say(town):
    stranger = Desk(town, town.person("Une Inconnue"))
    said = stranger.gives("help")
    assert "Écrivez-moi comme à une personne" in said
    assert "/binome" not in said


@pytest.mark.parametrize(
    "action",
    [
        "review-approve:1",
        "review-reject:1",
        "review-why:1",
        "here:1:1:community",
        "notice:1:done",
        "coordinator:1:add:1",
        "review-instead:1:1",
    ],
)
def test_a_strangers_press_does_nothing(town, action):
    several(town, 1)
    in_state(town, "signup")
    Desk(town).gives("match")
    stranger = Desk(town, town.person("Une Inconnue"))
    assert "Ce bouton ne sert plus" in stranger.presses(action)


@pytest.mark.parametrize("action", ["command:status", "review-more:2", "command:export"])
def test_a_strangers_command_button_is_refused_as_a_command_is(town, action):
    stranger = Desk(town, town.person("Une Inconnue"))
    assert stranger.presses(action) == stranger.gives("status")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("creer", "create"), ("créer", "create"), ("OUVRIR", "open"), ("bilan", "report"),
        ("rapport", "report"), ("apparier", "match"), ("séances", "sessions"),
        ("santé", "health"), ("kick-off", "kickoff"), ("aide", "help"), ("clôturer", "close"),
    ],
)  # fmt: skip
def test_french_names_are_known(desk, typed, name):
    from bot.commands.arguments import word

    entry = named(word(typed))
    assert entry is not None
    assert entry.name == name


def test_no_name_means_two_commands():
    names = [*COMMANDS, *(alias for name in COMMANDS for alias in aliases(name))]
    assert len(names) == len(set(names))
    assert sorted(name for group in GROUPS.values() for name in group) == sorted(COMMANDS)


@pytest.mark.parametrize(("typed", "near"), [("mtch", "match"), ("statuss", "status")])
def test_a_typing_error_is_asked_about(desk, typed, near):
    assert nearest(typed) == near
    assert f"Vouliez-vous dire /binome {near}" in desk.gives(typed)
    assert desk.buttons() == [f"command:{near}"]


def test_what_looks_like_nothing_is_answered_with_the_way_to_help(desk):
    assert "« xylophone »" in desk.gives("xylophone")
    assert desk.buttons() == ["command:help"]


def test_a_leading_slash_and_capitals_do_not_matter(desk):
    assert desk.gives("/STATUS") == desk.gives("status")


def test_the_answer_is_in_the_coordinators_language(desk):
    desk.work.change(desk.person, locale="en")
    assert "Signed up" in desk.gives("status")


def test_several_programmes_are_told_apart(desk):
    other = another(desk, "Deuxième")
    desk.work.change(desk.work.get(Address, desk.address.id), programme_id=None)
    in_state(desk.town, "running")
    said = desk.gives("status")
    assert "De quel programme parlons-nous" in said
    assert f"within:{other.id}:command:status" in desk.buttons()
    assert other.name in desk.presses(f"within:{other.id}:command:status")
    assert "Deuxième" in desk.gives("status")
    assert "Reverse Mentoring Digital" in desk.gives("use reverse")
    assert "Reverse Mentoring Digital" in desk.gives("status")


def test_the_command_goes_on_once_the_programme_is_chosen(desk):
    other = another(desk, "Deuxième")
    in_state(desk.town, "running")
    place = desk.work.get(Address, desk.address.id)
    for typed, action in (
        ("people mentors", f"within:{other.id}:command:people:mentors"),
        ('people "Paul Roy"', f'within:{other.id}:command:people:"Paul:Roy"'),
        ("workshop new Café 10 mars 2027 à 18:30", f"programme:{other.id}"),  # no button holds it
    ):
        desk.work.change(place, programme_id=None)
        desk.gives(typed)
        assert action in desk.buttons()
    desk.work.change(place, programme_id=None)
    desk.gives("people mentors")
    assert desk.presses(f"within:{other.id}:command:people:mentors")
    assert "Deuxième" in desk.gives("status")


def test_use_lists_what_one_coordinates_and_nothing_else(desk):
    stranger = desk.work.add(
        desk.programme.model_copy(update={"id": 0, "name": "Secret", "slug": "secret"})
    )
    another(desk, "Deuxième")
    for typed in ("use", "use secret", "use e"):
        said = desk.gives(typed)
        assert "[Deuxième]" in said
        assert "[Secret]" not in said
        assert f"programme:{stranger.id}" not in desk.buttons()


def test_the_only_programme_alive_is_meant(desk):
    another(desk, "Ancien", "closed")
    in_state(desk.town, "running")
    assert "Reverse Mentoring Digital" in desk.gives("status")


def test_an_organiser_without_a_programme_is_helped_to_create_one(town):
    organiser = Desk(town, town.person("Olga Petit", organiser=True))
    assert "Vous ne coordonnez aucun programme pour l’instant" in organiser.gives("status")
    assert organiser.buttons() == ["command:create"]
    assert "Ce que vous pouvez me demander" in organiser.gives("help")
    assert "Vous ne coordonnez aucun programme" in organiser.gives("use")


def test_typed_words_never_become_markup(desk):
    from bot.message import Para

    desk.gives("<b>x</b>")
    runs = [run for part in desk.heard()[-1].parts if isinstance(part, Para) for run in part.runs]
    assert any(run.typed and "<b>" in run.text for run in runs)
    assert not any("<b>" in run.text for run in runs if not run.typed)


@pytest.mark.parametrize("state", ["draft", "running", "closed"])
def test_a_stranger_cannot_choose_a_programme_that_is_neither_open_nor_theirs(town, state):
    in_state(town, state)
    stranger = Desk(town, town.person("Une Inconnue"))
    assert "Ce bouton ne sert plus" in stranger.presses(f"programme:{town.programme.id}")
    assert stranger.work.get(Address, stranger.address.id).programme_id is None


def test_an_open_programme_may_be_chosen_by_anybody(town):
    stranger = Desk(town, town.person("Une Inconnue"))
    stranger.presses(f"programme:{town.programme.id}")
    assert stranger.work.get(Address, stranger.address.id).programme_id == town.programme.id
