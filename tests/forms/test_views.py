"""One declaration, three renderings: a chat turn, a whole form, and a card to read back."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.dialogues.polls import POLLS
from bot.dialogues.questions import FORMS as SIGN_UPS
from bot.forms import Form, Given, Wrong, edit, next_field, submit
from bot.forms.views import card, full, progress, turn
from bot.message import Ask, Facts, Message, Para, from_data, plain, to_data
from bot.programme.template import load, plan_data
from bot.texts import Voice
from storage.nouns import Draft

NOW = datetime(2016, 1, 5, 9, tzinfo=UTC)
PLAN = plan_data(load("pwn-digital-2016"))
FACTS = {"examples": "• …", "name": "Nora", "when": "mardi", "title": "Twitter", "programme": "P"}
FACTS |= {"question": "Et demain ?"}
FR, EN = (Given(Voice(locale), NOW, PLAN, FACTS) for locale in ("fr", "en"))
MENTEE = SIGN_UPS["mentee"]
ANSWERS: dict[str, Any] = {
    "charter": "yes",
    "objectives": ["Rédiger ma biographie"],
    "topics": ["linkedin", "blog"],
    "already": "Rien du tout",
    "level": 2,
    "halfdays": ["mon-am"],
    "zone": "America/Montreal",
    "languages": ["fr"],
    "format": "either",
    "place": "Paris",
    "team": "Achats",
    "avoid": "Jean Dupont",
}
EVERY: list[type[Form]] = [*SIGN_UPS.values(), *POLLS.values()]


def draft(form: type[Form] = MENTEE, **answers: Any) -> Draft:
    return Draft(id=7, person_id=1, form=form.name, answers=answers, created_at=NOW, changed_at=NOW)


def ask(message: Message) -> Ask:
    (found,) = (part for part in message.parts if isinstance(part, Ask))
    return found


@pytest.mark.parametrize("given", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.name)
def test_every_question_is_drawn_the_same_in_a_turn_and_in_a_form(
    form: type[Form], given: Given
) -> None:
    shown = {view.name: view for view in full(form, draft(form), given).fields}
    for field in form.fields:
        if field.where is not None and not field.where(given):
            continue  # not asked in this programme
        asked = ask(turn(form, field, draft(form), given)).field
        assert asked.label, f"{form.name}.{field.name} has no label"
        assert plain(asked.ask)
        if field.name in shown:
            # What may turn out not to apply can be left empty on a page.
            depends = field.when is not None
            drawn = shown[field.name]
            if field.kind == "consent":  # with what it is to, which a turn says before
                assert plain(drawn.ask).endswith(plain(asked.ask))
                asked = replace(asked, ask=drawn.ask, hint="")
            assert drawn == replace(asked, optional=depends or field.optional)
        if field.kind in ("choose", "pick", "scale"):
            assert len({option.value for option in asked.options}) == len(asked.options) >= 2
            assert len({option.label for option in asked.options}) == len(asked.options)


def test_a_page_shows_at_once_what_one_of_its_choices_makes_needed() -> None:
    form = POLLS["session"]
    page = full(form, draft(form), FR)
    assert [view.name for view in page.fields] == ["met", "rating", "progress", "takeaway"]
    done, errors = submit(form, draft(form), {"met": "no", "rating": "", "takeaway": "x"}, FR)
    assert not errors
    assert done.answers == {"met": "no"}
    _, errors = submit(form, draft(form), {"met": "yes", "rating": "", "progress": ""}, FR)
    assert set(errors) == {"rating", "progress"}


def test_a_turn_offers_to_pass_what_is_optional_and_to_go_back_when_there_is_a_way() -> None:
    first = ask(turn(MENTEE, MENTEE.field("charter"), draft(), FR))
    assert (first.skip, first.back, first.send) == ("", "", "")
    topics = ask(turn(MENTEE, MENTEE.field("topics"), draft(charter="1", objectives=["a"]), FR))
    assert (topics.skip, topics.back, topics.send) == (
        "",
        "Question précédente",
        "Valider ces choix",
    )
    team = ask(turn(MENTEE, MENTEE.field("team"), draft(charter="1"), FR))
    assert team.skip == "Passer"


def test_what_is_wrong_is_said_before_the_question_and_on_its_field() -> None:
    wrong = Wrong("not-on-scale", lowest=1, highest=5)
    message = turn(MENTEE, MENTEE.field("level"), draft(), FR, wrong)
    first = message.parts[0]
    assert isinstance(first, Para)
    assert first.role == "error"
    assert plain(first.runs) == "Donnez un nombre entier entre 1 et 5."
    assert ask(message).field.error == plain(first.runs)


def test_the_last_question_reads_every_answer_back() -> None:
    done, errors = submit(MENTEE, draft(), ANSWERS, FR)
    assert not errors
    field = next_field(MENTEE, done, FR)
    assert field is not None
    assert field.name == "sure"
    (facts,) = (p for p in turn(MENTEE, field, done, FR).parts if isinstance(p, Facts))
    rows = {label: plain(value) for label, value in facts.rows}
    assert rows["Sujets"] == "LinkedIn, Blog et écriture en ligne"
    assert rows["Mon aisance aujourd’hui"] == "2/5"
    assert rows["Mon fuseau horaire"] == "Montreal"
    assert rows["Mes disponibilités"] == "Lundi matin"
    assert rows["Où nous voir"] == "L’un ou l’autre"
    assert rows["À éviter"] == "Jean Dupont"
    assert "Confirmation" not in rows


def test_a_shared_card_keeps_confidences() -> None:
    done, _ = submit(MENTEE, draft(), ANSWERS, FR)
    shared = {label for label, _ in card(MENTEE, done, FR, shared=True).rows}
    assert "À éviter" not in shared
    assert "Sujets" in shared


def test_typed_words_stay_data_in_every_rendering() -> None:
    nasty = "**gras** <!channel> {name} [lien](http://x)"
    done, _ = submit(MENTEE, draft(), {**ANSWERS, "already": nasty}, FR)
    rows = dict(card(MENTEE, done, FR).rows)
    (run,) = rows["Ce que je fais déjà"]
    assert run.typed
    assert run.text == nasty
    view = next(v for v in full(MENTEE, done, FR).fields if v.name == "already")
    assert view.value == nasty


def test_a_whole_form_shows_what_is_answered_and_only_what_applies() -> None:
    remote, _ = submit(MENTEE, draft(), {**ANSWERS, "format": "remote"}, FR)
    form = full(MENTEE, remote, FR)
    shown = {view.name: view.value for view in form.fields}
    assert "place" not in shown
    assert shown["topics"] == ("linkedin", "blog")
    assert form.title == "Mon inscription pour apprendre"
    assert form.draft == 7


def test_a_whole_form_shows_every_error_on_its_field() -> None:
    done, errors = submit(MENTEE, draft(), {"charter": "", "level": 9}, FR)
    shown = {view.name: view.error for view in full(MENTEE, done, FR, errors).fields}
    assert shown["level"] == "Donnez un nombre entier entre 1 et 5."
    assert shown["charter"].startswith("Sans votre accord")
    assert shown["topics"] == ""


def test_the_value_under_a_question_asked_again_is_the_one_held() -> None:
    done, _ = submit(MENTEE, draft(), ANSWERS, FR)
    again = edit(MENTEE, done, "already")
    assert ask(turn(MENTEE, MENTEE.field("already"), again, FR)).field.value == "Rien du tout"


def test_progress_counts_the_questions_that_apply() -> None:
    done, _ = submit(MENTEE, draft(), ANSWERS, FR)
    left, every = progress(MENTEE, done, FR)
    assert (every - left) == 1  # the confirmation
    remote, _ = submit(MENTEE, done, {"format": "remote"}, FR)
    assert progress(MENTEE, remote, FR)[1] == every - 1


def test_a_turn_survives_being_stored() -> None:
    message = turn(MENTEE, MENTEE.field("topics"), draft(charter="1"), FR)
    assert from_data(to_data(message)) == message
