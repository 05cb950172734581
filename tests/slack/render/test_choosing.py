"""The form that scores an offer to teach, at its fullest, as Slack and then Teams would take it."""

import pytest

from adapters.slack.render.modal import modal
from adapters.teams.render.form import form_card
from bot.dialogues.selecting import Choosing
from bot.texts import Voice
from tests.scoring import scoring
from tests.slack.limits_check import validate
from tests.teams.cards import everything, judge


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_modal_asks_every_question_beside_what_was_answered(locale: str) -> None:
    voice = Voice(locale)
    view = modal(scoring(voice), voice)
    validate(view)
    asked = [each["block_id"] for each in view["blocks"] if each["type"] == "input"]
    assert asked == [field.name for field in Choosing.fields]
    read = str(view["blocks"])
    assert read.count("<l’historique> & la corbeille") == 3 * 5, "three answers, whole"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_card_asks_every_question(locale: str) -> None:
    voice = Voice(locale)
    card = form_card(scoring(voice), voice)
    judge(card)
    named = [each["id"].split(":")[1] for each in everything(card) if "id" in each]
    assert named == [field.name for field in Choosing.fields]
