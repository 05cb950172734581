"""Whole forms as modals: every kind of question, what comes back, and where mistakes are said."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.read import event_from
from adapters.slack.render.modal import errors, modal, shown_in, values
from bot.event import Sender, Submitted
from bot.message import FieldView, FormView, Option, Run
from bot.texts import Voice
from tests.slack.limits_check import validate
from tests.slack.render.test_render import FIELD, TEXT, many, within

FR, EN = Voice("fr"), Voice("en")
TOPICS = (Option("ai", "IA"), Option("watch", "Veille", "Suivre son domaine"))


def field(kind: str, name: str = "topics", **more: Any) -> FieldView:
    return FieldView(name, kind, "Sujets", (Run("Quels sujets ?"),), **more)  # type: ignore[arg-type]


def shown(*fields: FieldView, title: str = "Inscription", intro: str = "") -> dict[str, Any]:
    view = modal(FormView(7, title, fields, "Envoyer", intro), FR)
    validate(view)
    return view


def inputs(*fields: FieldView) -> dict[str, dict[str, Any]]:
    return {b["block_id"]: b for b in shown(*fields)["blocks"] if b["type"] == "input"}


def element(*fields: FieldView) -> dict[str, Any]:
    (block,) = inputs(*fields).values()
    found: dict[str, Any] = block["element"]
    return found


def state_of(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends when nobody touched anything."""
    found: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            asked = block["element"]
            now = {
                "type": asked["type"],
                "value": asked.get("initial_value"),
                "selected_option": asked.get("initial_option"),
            }
            if asked["type"] in ("checkboxes", "multi_static_select"):
                now = {"selected_options": asked.get("initial_options", [])}
            found[block["block_id"]] = {asked["action_id"]: now}
    return {"values": found}


def test_a_form_is_a_view_that_knows_its_draft():
    view = shown(field("text"), title="Mon inscription pour transmettre", intro="Bonjour")
    assert view["title"]["text"] == "Mon inscription pour…"
    assert view["close"]["text"] == "Plus tard"
    assert [b["type"] for b in view["blocks"]] == ["header", "context", "input"]
    sent = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "1.2",
        "view": {**view, "state": state_of(view)},
    }
    happened = event_from(sent, lambda user: Sender("slack", "T1", user))
    assert isinstance(happened, Submitted)
    assert (happened.draft, happened.values) == (7, {"topics": ""})


def test_text_has_the_room_it_needs():
    assert element(field("text", at_most=80))["multiline"] is False
    long = element(field("text", at_most=500, value="R&D <x>"))
    assert (long["multiline"], long["max_length"], long["initial_value"]) == (True, 500, "R&D <x>")
    lines = element(field("lines", at_most=5, value=("un", "deux")))
    assert (lines["multiline"], lines["initial_value"]) == (True, "un\ndeux")


def test_an_answer_longer_than_was_allowed_since_is_still_shown_whole():
    assert element(field("text", at_most=10, value="x" * 20))["max_length"] == 3000


def test_choices_are_lists_then_menus():
    assert element(field("choose", options=many(5)))["type"] == "radio_buttons"
    assert element(field("choose", options=many(6)))["type"] == "static_select"
    assert element(field("pick", options=many(10)))["type"] == "checkboxes"
    several = element(field("pick", options=many(11), at_most=3, value=("v2", "v4")))
    assert several["type"] == "multi_static_select"
    assert several["max_selected_items"] == 3
    assert [o["value"] for o in several["initial_options"]] == ["v2", "v4"]
    assert len(element(field("choose", options=many(101)))["option_groups"]) == 2


def test_what_is_held_is_shown():
    assert element(field("choose", options=TOPICS, value="watch"))["initial_option"][
        "description"
    ] == {"type": "plain_text", "text": "Suivre son domaine", "emoji": False}
    scale = element(field("scale", at_least=1, at_most=5, value=4))
    assert (scale["type"], scale["initial_option"]["value"]) == ("radio_buttons", "4")
    assert element(field("scale", at_least=0, at_most=10))["type"] == "static_select"
    yes = field("consent", options=(Option("yes", "J’accepte"),), value="2")
    assert [o["value"] for o in element(yes)["initial_options"]] == ["yes"]


def test_consent_is_asked_in_full_before_its_box():
    view = shown(field("consent", options=(Option("yes", "J’accepte"),)))
    assert [b["type"] for b in view["blocks"]] == ["rich_text", "input"]
    assert view["blocks"][1]["label"]["text"] == "Sujets"


def test_optional_fields_may_stay_empty_and_limits_are_told():
    asked = inputs(field("pick", options=TOPICS, at_most=1, optional=True))["topics"]
    assert asked["optional"] is True
    assert asked["hint"]["text"] == "Un seul choix possible."


def test_an_untouched_form_gives_back_what_it_showed():
    view = shown(
        field("text", "a", value="R&D", at_most=300),
        field("lines", "b", value=("un", "deux"), at_most=3),
        field("choose", "c", options=TOPICS, value="ai"),
        field("pick", "d", options=TOPICS, value=("watch",)),
        field("scale", "e", at_least=1, at_most=5, value=3),
        field("consent", "f", options=(Option("yes", "Oui"),), value="1"),
        field("confirm", "g", options=(Option("yes", "Oui"),)),
    )
    assert values(state_of(view)) == {
        "a": "R&D",
        "b": "un\ndeux",
        "c": "ai",
        "d": ["watch"],
        "e": "3",
        "f": "yes",
        "g": "",
    }


def test_what_a_modal_cannot_show_is_left_out():
    held = field("text", "long", value="x" * 4000)
    empty = field("choose", "none")
    twice = field("text", "a"), field("lines", "a")
    assert [*inputs(held, empty, *twice)] == ["a"]
    assert len(shown(*(field("text", f"f{n}") for n in range(150)))["blocks"]) == 100
    assert shown(empty)["blocks"][0]["type"] == "context"


def test_mistakes_are_said_under_their_field_and_others_under_the_first_by_name():
    form = FormView(7, "Inscription", (field("text", "a"), field("text", "b")), "Envoyer")
    view = modal(form, FR)
    names = shown_in(view)
    assert names == ["a", "b"]
    assert errors({"b": "Trop long."}, form, names, FR) == {"b": "Trop long."}
    more = {"b": "Trop long.", "zone": "Où ?"}
    assert errors(more, form, names, FR) == {"b": "Trop long.", "a": "zone\u00a0: Où ?"}
    assert errors({"a": "Vide.", "zone": "Where?"}, form, names, EN) == {"a": "Vide. zone: Where?"}
    assert errors({"zone": "Où ?"}, form, [], FR) == {}
    assert shown_in({}) == []


def test_a_form_shown_again_has_its_mistakes_above_their_fields():
    view = shown(field("text", error="J’ai besoin de quelques mots ici."))
    assert [b["type"] for b in view["blocks"]] == ["rich_text", "input"]
    assert view["blocks"][0]["elements"][0]["elements"][0]["name"] == "warning"


FORM = st.builds(
    FormView, st.integers(0, 9), TEXT, st.lists(FIELD, max_size=6).map(tuple), TEXT, TEXT
)


@settings(max_examples=50)
@given(FORM, st.sampled_from([1, 1, 20]))
def test_any_form_keeps_within_limits(form, times):
    fields = [
        FieldView(**{**{n: getattr(f, n) for n in f.__slots__}, "name": f"{f.name}{n}"})
        for n, f in enumerate(form.fields * times)
    ]
    view = modal(FormView(form.draft, form.title, tuple(fields), form.send, form.intro), FR)
    within(view)
    given_back = values(state_of(view))
    assert [*given_back] == shown_in(view)
    for name, told in errors(
        dict.fromkeys(given_back, "x" * 5000), form, [*given_back], FR
    ).items():
        assert name in given_back
        assert len(told) <= 2000
