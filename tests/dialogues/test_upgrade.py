"""A draft begun with one version of a form is taken up with the next, and little is asked again."""

from dataclasses import replace

import pytest

from bot.conversation.leading import DIALOGUES
from bot.dialogues import choices, questions
from bot.forms import Choose, Confirm, Form, Lines, Pick, Text
from bot.forms import form as forms
from bot.programme.template import plan_data, plan_of
from storage.nouns import Draft, Programme
from tests.client import Chat, Someone


@pytest.fixture
def agnes(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Someone:
    """A mentee half-way: rules, objective, topics, and nothing already done."""
    monkeypatch.setattr(forms, "FORMS", {})
    chat.programme()
    someone = chat.person("agnes", name="Agnès Martin")
    someone.joins()
    someone.presses("Je veux apprendre")
    someone.presses("J’accepte ces règles")
    someone.says("Rédiger ma biographie LinkedIn")
    someone.picks("LinkedIn", "Twitter")
    someone.presses("Passer")
    return someone


def upgraded(monkeypatch: pytest.MonkeyPatch, form: type[Form]) -> None:
    """The bot restarts with another version of the mentee's form."""
    entry = replace(DIALOGUES["mentee"], form=form)
    monkeypatch.setitem(DIALOGUES, "mentee", entry)
    monkeypatch.setitem(questions.FORMS, "mentee", form)


def finish(agnes: Someone, *answers: str) -> str:
    """Answers what is left, and returns the last thing heard."""
    said = ""
    for answer in answers:
        said = agnes.says(answer)
    return said


REST = ("2", "mardi matin", "français", "à distance", "passer", "passer", "oui")


def test_a_field_that_was_added_is_asked_in_its_place(
    agnes: Someone, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        objectives = Lines(at_most=2)
        nickname = Text(texts="any.team")
        topics = questions.TOPICS
        zone = questions.ZONE
        sure = Confirm()

    upgraded(monkeypatch, Mentee)
    assert "Dans quelle équipe" in agnes.says("reprendre")
    assert "Tout est juste ?" in agnes.says("Gnès")
    agnes.says("oui")
    assert chat.only(Draft).state == "done"


def test_a_field_that_was_renamed_keeps_its_answer(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        goals = Lines(at_most=2, formerly=("objectives",), texts="form.mentee.objectives")
        topics = questions.TOPICS
        zone = questions.ZONE
        sure = Confirm()

    upgraded(monkeypatch, Mentee)
    card = agnes.says("reprendre")
    assert "Ce que je veux savoir faire : Rédiger ma biographie LinkedIn" in card
    assert "Que souhaitez-vous modifier ?" in agnes.presses("Modifier une réponse")
    assert "Ce que je veux savoir faire" in agnes.shown()
    agnes.presses("Tout est juste, je confirme")
    assert agnes.enrolment.answers["goals"] == ["Rédiger ma biographie LinkedIn"]
    assert "objectives" not in agnes.enrolment.answers


def test_a_field_that_was_removed_is_forgotten(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        topics = questions.TOPICS
        zone = questions.ZONE
        sure = Confirm()

    upgraded(monkeypatch, Mentee)
    agnes.says("reprendre")
    agnes.says("oui")
    assert agnes.enrolment.answers.keys() == {"charter", "topics", "zone"}


def test_a_button_of_a_removed_field_is_answered_kindly(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        halfdays = questions.HALFDAYS
        sure = Confirm()

    level = f"answer:{agnes.draft()}:level"
    upgraded(monkeypatch, Mentee)
    assert "Ce bouton ne sert plus" in agnes.sends(level, "3")
    assert "Quand êtes-vous libre" in agnes.says("reprendre")


def test_a_withdrawn_option_reopens_its_question_and_an_added_one_does_not(
    agnes: Someone, chat: Chat
) -> None:
    programme = chat.only(Programme)
    plan = plan_of(programme.plan)
    kept = tuple(topic for topic in plan.topics if topic.code != "twitter")
    chat.change(programme, plan=plan_data(plan.model_copy(update={"topics": kept})))
    said = agnes.says("reprendre")
    assert "Quels sujets vous intéressent ?" in said
    assert "Twitter" not in said
    assert "à l’aise" in agnes.says("LinkedIn")
    fuller = (*kept, plan.topics[0].model_copy(update={"code": "new", "fr": "Tout neuf"}))
    chat.change(programme, plan=plan_data(plan.model_copy(update={"topics": fuller})))
    assert "inscription est complète" in finish(agnes, *REST)
    assert agnes.enrolment.answers["topics"] == ["linkedin"]


def test_an_option_withdrawn_between_the_question_and_the_press_is_refused(
    agnes: Someone, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(agnes, "2", "mardi matin", "français")

    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        format = Choose(among=choices.labelled("format", ("in-person", "either")))
        sure = Confirm()

    upgraded(monkeypatch, Mentee)
    said = agnes.presses("À distance")
    assert "Je n’ai pas trouvé cette réponse" in said
    assert "À distance" not in said


def test_a_new_revision_of_the_charter_asks_consent_again_before_the_end(
    agnes: Someone, chat: Chat
) -> None:
    finish(agnes, *REST[:-1])
    programme = chat.only(Programme)
    plan = plan_of(programme.plan)
    charter = plan.charter.model_copy(update={"revision": "2"})
    chat.change(programme, plan=plan_data(plan.model_copy(update={"charter": charter})))
    assert "Ces règles vous conviennent-elles" in agnes.presses("Tout est juste, je confirme")
    assert "Tout est juste ?" in agnes.says("j’accepte")
    agnes.says("oui")
    assert agnes.enrolment.answers["charter"] == "2"


def test_a_stricter_field_asks_again_what_no_longer_fits(
    agnes: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mentee(Form, name="mentee"):
        charter = questions.agreement("mentee")
        objectives = Lines(at_most=2, each=10)
        topics = Pick(among=choices.topics, at_least=1, at_most=4)
        sure = Confirm()

    upgraded(monkeypatch, Mentee)
    assert "Qu’aimeriez-vous savoir faire" in agnes.says("reprendre")


def test_a_form_that_no_longer_exists_leaves_no_trace(
    agnes: Someone, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = agnes.draft()
    monkeypatch.delitem(DIALOGUES, "mentee")
    assert "Avec plaisir" in agnes.says("merci")  # nothing listens any more
    assert "Cette question n’attend plus de réponse" in agnes.sends(f"resume:{draft}")
    chat.later(days=9)
    assert agnes.heard() == ""
