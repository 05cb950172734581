"""Filling forms in: by turns or at once, in any order, across versions of the form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from bot.forms import (
    Answers,
    BadForm,
    Choose,
    Confirm,
    Consent,
    Form,
    Given,
    Lines,
    Pick,
    Scale,
    Text,
    Wrong,
    back,
    edit,
    held,
    next_field,
    open_fields,
    skip,
    submit,
)
from bot.forms import form as forms
from bot.message import Option
from bot.texts import Voice
from storage.nouns import Draft

NOW = datetime(2016, 1, 5, 9, tzinfo=UTC)
GIVEN = Given(Voice("fr"), NOW, {"charter": {"revision": "1"}})
LATER = Given(Voice("fr"), NOW, {"charter": {"revision": "2"}})
TOOLS = tuple(Option(code, code.title()) for code in ("mail", "phone", "video"))
FEWER = TOOLS[:2]


def _tools(given: Given) -> tuple[Option, ...]:
    return FEWER if given.facts.get("fewer") else TOOLS


class Trip(Form, name="test-trip"):
    """One field of each kind, one optional, one that depends on another, a rule between two."""

    charter = Consent(revision=lambda given: str(given.plan["charter"]["revision"]))
    wishes = Lines(at_most=2, each=30)
    tools = Pick(among=_tools)
    best = Choose(among=_tools)
    number = Text(at_most=20, when=lambda a: "phone" in a.get("tools", ()))
    ease = Scale()
    note = Text(optional=True)
    sure = Confirm()

    @classmethod
    def check(cls, answers: Answers, given: Given) -> Mapping[str, Wrong]:
        if "best" in answers and "tools" in answers and answers["best"] not in answers["tools"]:
            return {"best": Wrong("no-such-option")}
        return {}


FULL = {
    "charter": "yes",
    "wishes": ["Écrire", "Publier"],
    "tools": ["mail", "phone"],
    "best": "phone",
    "number": "06",
    "ease": 3,
    "note": "",
}
TYPED = {
    "charter": "oui",
    "wishes": "Écrire\nPublier",
    "tools": "mail et phone",
    "best": "2",
    "number": "06",
    "ease": "3/5",
    "sure": "oui",
}


def draft(**fields: Any) -> Draft:
    return Draft(id=1, person_id=1, form=Trip.name, created_at=NOW, changed_at=NOW, **fields)


def filled(**but: Any) -> Draft:
    """A draft with every answer and the confirmation, except what is given."""
    done, errors = submit(Trip, draft(), {**FULL, **but}, GIVEN)
    assert not errors
    done, errors = submit(Trip, done, {"sure": True}, GIVEN)
    assert not errors
    return done


@pytest.fixture
def new_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms declared in a test are forgotten after it."""
    monkeypatch.setattr(forms, "FORMS", {})


def names(fields: Any) -> list[str]:
    return [field.name for field in fields]


def test_questions_come_in_the_order_they_are_declared() -> None:
    assert names(open_fields(Trip, draft(), GIVEN)) == [
        "charter", "wishes", "tools", "best", "ease", "note", "sure",
    ]  # fmt: skip


def test_a_conversation_and_a_whole_form_end_in_equal_drafts() -> None:
    by_turns = draft()
    while (field := next_field(Trip, by_turns, GIVEN)) is not None:
        if field.name == "note":
            by_turns = skip(Trip, by_turns, "note")
            continue
        answer = {field.name: TYPED[field.name]}
        by_turns, errors = submit(Trip, by_turns, answer, GIVEN, typed=True)
        assert not errors
    assert by_turns == filled()


values = st.fixed_dictionaries(
    {},
    optional={
        "charter": st.sampled_from(["yes", True, "no", ""]),
        "wishes": st.lists(st.text(max_size=40), max_size=3),
        "tools": st.lists(st.sampled_from(["mail", "phone", "video", "fax"]), max_size=3),
        "best": st.sampled_from(["mail", "phone", "fax", ""]),
        "number": st.text(max_size=30),
        "ease": st.integers(0, 6),
        "note": st.text(max_size=20),
    },
)


@settings(max_examples=40)
@over(values=values, order=st.randoms(use_true_random=False))
def test_one_field_at_a_time_or_all_at_once_is_the_same(values: dict[str, Any], order: Any) -> None:
    """In any order, as long as a question comes after the answer that it depends on.

    A rule between two fields sees what came before it, so `best` stays out.
    """
    values.pop("best", None)
    at_once, errors = submit(Trip, draft(), values, GIVEN)
    one_by_one, found = draft(), dict[str, Wrong]()
    shuffled = [*values]
    order.shuffle(shuffled)
    shuffled.sort(key=lambda name: name == "number")  # it applies once the tools are told
    for name in shuffled:
        one_by_one, wrong = submit(Trip, one_by_one, {name: values[name]}, GIVEN)
        found |= wrong
    assert one_by_one == at_once
    assert {name: wrong.key for name, wrong in found.items()} == {
        name: wrong.key for name, wrong in errors.items()
    }


def test_an_answer_to_a_question_that_does_not_apply_is_neither_kept_nor_wrong() -> None:
    done, errors = submit(Trip, draft(), {"tools": ["mail"], "number": "x" * 99}, GIVEN)
    assert not errors
    assert done.answers == {"tools": ["mail"]}


def test_a_page_asks_at_once_for_what_its_own_choice_makes_needed() -> None:
    _, errors = submit(Trip, draft(), {"tools": ["phone"], "number": ""}, GIVEN)
    assert errors["number"].key == "empty"


@settings(max_examples=40)
@over(values=values)
def test_submitting_twice_changes_nothing_more(values: dict[str, Any]) -> None:
    once, errors = submit(Trip, draft(), values, GIVEN)
    twice, again = submit(Trip, once, values, GIVEN)
    assert twice == once
    assert errors.keys() == again.keys()


@settings(max_examples=40)
@over(values=values)
def test_what_is_held_is_never_open(values: dict[str, Any]) -> None:
    done, _ = submit(Trip, draft(), values, GIVEN)
    answers = held(Trip, done, GIVEN)
    assert not answers.keys() & {*names(open_fields(Trip, done, GIVEN))}
    for name, value in answers.items():
        assert Trip.field(name).check(value, GIVEN) == value


def test_every_error_is_told_at_once_and_what_is_valid_is_kept() -> None:
    done, errors = submit(
        Trip, draft(), {"charter": "", "wishes": [], "tools": ["mail"], "ease": 9}, GIVEN
    )
    assert {name: wrong.key for name, wrong in errors.items()} == {
        "charter": "consent-refused",
        "wishes": "empty",
        "ease": "not-on-scale",
    }
    assert done.answers == {"tools": ["mail"]}


def test_a_rule_between_fields_names_the_field_to_mend_and_keeps_the_others() -> None:
    done, errors = submit(Trip, draft(), {**FULL, "best": "video"}, GIVEN)
    assert errors["best"].key == "no-such-option"
    assert "best" not in done.answers
    assert done.answers["tools"] == ["mail", "phone"]


def test_a_rule_broken_by_another_field_reopens_the_one_to_mend() -> None:
    done, _ = submit(Trip, filled(), {"tools": ["mail"]}, GIVEN)
    assert names(open_fields(Trip, done, GIVEN)) == ["best", "sure"]
    done, errors = submit(Trip, done, {"best": "mail"}, GIVEN)
    assert not errors
    assert names(open_fields(Trip, done, GIVEN)) == ["sure"]


def test_a_field_is_asked_only_when_it_applies() -> None:
    done, _ = submit(Trip, draft(), {"tools": ["mail"]}, GIVEN)
    assert "number" not in names(open_fields(Trip, done, GIVEN))
    done, _ = submit(Trip, done, {"tools": ["phone"]}, GIVEN)
    assert "number" in names(open_fields(Trip, done, GIVEN))


def test_an_answer_that_no_longer_applies_is_not_held_but_comes_back_with_its_reason() -> None:
    without, _ = submit(Trip, filled(best="mail"), {"tools": ["mail"]}, GIVEN)
    assert "number" not in held(Trip, without, GIVEN)
    again, _ = submit(Trip, without, {"tools": ["phone", "mail"]}, GIVEN)
    assert held(Trip, again, GIVEN)["number"] == "06"


def test_changing_an_answer_lapses_the_confirmation() -> None:
    done, _ = submit(Trip, filled(), {"ease": 4}, GIVEN)
    assert names(open_fields(Trip, done, GIVEN)) == ["sure"]
    done, _ = submit(Trip, done, {"ease": 3}, GIVEN)
    assert not open_fields(Trip, done, GIVEN)  # back to what was confirmed


def test_nothing_is_confirmed_while_an_answer_is_missing_or_wrong() -> None:
    _, errors = submit(Trip, draft(), {"sure": True}, GIVEN)
    assert errors["sure"].key == "not-complete"
    _, errors = submit(Trip, filled(), {"ease": 9, "sure": True}, GIVEN)
    assert {*errors} == {"ease", "sure"}


def test_a_whole_form_may_be_confirmed_in_the_same_breath() -> None:
    done, errors = submit(Trip, draft(), {**FULL, "sure": "yes"}, GIVEN)
    assert not errors
    assert done == filled()


def test_a_new_revision_of_the_charter_asks_consent_again() -> None:
    assert names(open_fields(Trip, filled(), LATER)) == ["charter", "sure"]


def test_a_withdrawn_option_reopens_its_question() -> None:
    done = filled(tools=["mail", "video"], best="video")
    fewer = Given(Voice("fr"), NOW, GIVEN.plan, {"fewer": True})
    assert names(open_fields(Trip, done, fewer)) == ["tools", "best", "sure"]


def test_an_option_that_appears_reopens_nothing() -> None:
    fewer = Given(Voice("fr"), NOW, GIVEN.plan, {"fewer": True})
    done, _ = submit(Trip, draft(), {**FULL, "sure": True}, fewer)
    assert not open_fields(Trip, done, GIVEN)


@pytest.mark.usefixtures("new_forms")
def test_a_renamed_field_keeps_its_answer_under_its_former_name() -> None:
    class Renamed(Form, name="renamed"):
        hopes = Lines(at_most=2, each=30, formerly=("wishes", "dreams"))
        ease = Scale()

    done = draft(answers={"wishes": ["Écrire"], "ease": 3})
    assert held(Renamed, done, GIVEN) == {"hopes": ["Écrire"], "ease": 3}
    changed, _ = submit(Renamed, done, {"hopes": ["Publier"]}, GIVEN)
    assert changed.answers == {"hopes": ["Publier"], "ease": 3}  # the former one is gone


@pytest.mark.usefixtures("new_forms")
def test_an_optional_renamed_field_can_be_emptied() -> None:
    class Emptied(Form, name="emptied"):
        remark = Text(optional=True, formerly=("note",))

    done = draft(answers={"note": "à jeter"})
    for emptied in (
        submit(Emptied, done, {"remark": ""}, GIVEN)[0],
        skip(Emptied, done, "remark"),
    ):
        assert held(Emptied, emptied, GIVEN) == {}
        assert not open_fields(Emptied, emptied, GIVEN)


@pytest.mark.usefixtures("new_forms")
def test_a_removed_field_is_forgotten_and_a_new_one_is_asked() -> None:
    class Next(Form, name="next"):
        ease = Scale()
        city = Text()

    done = draft(answers={"ease": 3, "number": "06"})
    assert held(Next, done, GIVEN) == {"ease": 3}
    assert names(open_fields(Next, done, GIVEN)) == ["city"]


@pytest.mark.usefixtures("new_forms")
def test_an_answer_kept_under_its_new_name_wins_even_when_it_no_longer_holds() -> None:
    class Both(Form, name="both"):
        level = Scale(formerly=("ease",))

    assert names(open_fields(Both, draft(answers={"level": 9, "ease": 3}), GIVEN)) == ["level"]


def test_an_optional_question_may_be_passed_and_answered_later() -> None:
    done = skip(Trip, draft(), "note")
    assert "note" not in names(open_fields(Trip, done, GIVEN))
    done, _ = submit(Trip, done, {"note": "au fait"}, GIVEN)
    assert done.skipped == []
    assert held(Trip, done, GIVEN)["note"] == "au fait"


def test_a_question_that_must_be_answered_cannot_be_passed() -> None:
    with pytest.raises(Wrong) as wrong:
        skip(Trip, draft(), "ease")
    assert wrong.value.key == "not-optional"
    with pytest.raises(LookupError):
        skip(Trip, draft(), "nowhere")


def test_going_back_asks_the_previous_question_and_keeps_its_answer_until_another() -> None:
    done, _ = submit(Trip, draft(), {"charter": "yes", "wishes": ["Écrire"]}, GIVEN)
    gone = back(Trip, done, GIVEN)
    assert gone is not None
    field = next_field(Trip, gone, GIVEN)
    assert field is not None
    assert field.name == "wishes"
    assert held(Trip, gone, GIVEN)["wishes"] == ["Écrire"]
    further = back(Trip, gone, GIVEN)
    assert further is not None
    assert further.at == "charter"
    assert back(Trip, further, GIVEN) is None
    assert back(Trip, draft(), GIVEN) is None


def test_going_back_finds_a_question_that_was_passed() -> None:
    done = skip(Trip, filled(), "note")
    gone = back(Trip, done.model_copy(update={"at": "sure"}), GIVEN)
    assert gone is not None
    assert gone.at == "note"


def test_editing_asks_one_question_then_goes_on_where_it_was() -> None:
    editing = edit(Trip, filled(), "ease")
    field = next_field(Trip, editing, GIVEN)
    assert field is not None
    assert field.name == "ease"
    editing, errors = submit(Trip, editing, {"ease": 9}, GIVEN)
    assert errors
    assert editing.at == "ease"  # still there until it is right
    editing, errors = submit(Trip, editing, {"ease": 5}, GIVEN)
    assert not errors
    field = next_field(Trip, editing, GIVEN)
    assert field is not None
    assert field.name == "sure"


def test_editing_a_question_that_does_not_apply_asks_the_open_one_instead() -> None:
    done, _ = submit(Trip, draft(), {"tools": ["mail"]}, GIVEN)
    field = next_field(Trip, edit(Trip, done, "number"), GIVEN)
    assert field is not None
    assert field.name == "charter"


def test_an_unknown_value_is_ignored() -> None:
    done, errors = submit(Trip, draft(), {"colour": "red", "ease": 3}, GIVEN)
    assert not errors
    assert done.answers == {"ease": 3}


@pytest.mark.usefixtures("new_forms")
class TestContradictions:
    """A form that contradicts itself is refused when it is declared, in a sentence."""

    def test_a_form_that_asks_nothing(self) -> None:
        with pytest.raises(BadForm, match="the form 'empty' asks nothing"):

            class Empty(Form, name="empty"):
                pass

    def test_two_forms_of_one_name(self) -> None:
        class One(Form, name="same"):
            a = Text()

        with pytest.raises(BadForm, match="two forms are called 'same'"):

            class Two(Form, name="same"):
                a = Text()

    def test_a_former_name_that_is_still_a_field(self) -> None:
        with pytest.raises(BadForm, match=r"bad\.b was formerly 'a', which is still a field"):

            class Bad(Form, name="bad"):
                a = Text()
                b = Text(formerly=("a",))

    def test_one_former_name_for_two_fields(self) -> None:
        with pytest.raises(BadForm, match="two fields of 'bad' were formerly one name"):

            class Bad(Form, name="bad"):
                a = Text(formerly=("z",))
                b = Text(formerly=("z",))

    def test_a_confirmation_that_is_not_the_last_word(self) -> None:
        with pytest.raises(BadForm, match=r"bad\.sure confirms, so it must come last"):

            class Bad(Form, name="bad"):
                sure = Confirm()
                a = Text()

    def test_a_confirmation_that_may_be_passed(self) -> None:
        with pytest.raises(BadForm, match=r"bad\.sure confirms, so it cannot be optional"):

            class Bad(Form, name="bad"):
                a = Text()
                sure = Confirm(optional=True)

    def test_a_refused_form_is_not_known(self) -> None:
        with pytest.raises(BadForm):

            class Bad(Form, name="bad"):
                pass

        assert "bad" not in forms.FORMS


class Expert(Form, name="test-expert"):
    """A question that only some programmes ask."""

    subject = Text(at_most=20)
    hours = Text(at_most=20, where=lambda given: bool(given.plan.get("counts")))


@pytest.mark.parametrize(
    ("plan", "names"), [({}, ["subject"]), ({"counts": True}, ["subject", "hours"])]
)
def test_a_question_of_some_programmes_is_asked_in_them_alone(
    plan: dict[str, bool], names: list[str]
) -> None:
    there, empty = (
        Given(Voice("fr"), NOW, plan),
        Draft(person_id=1, form="test-expert", created_at=NOW, changed_at=NOW),
    )
    assert [field.name for field in open_fields(Expert, empty, there)] == names
    changed, errors = submit(Expert, empty, {"subject": "Teams", "hours": "4"}, there)
    assert errors == {}
    assert ("hours" in changed.answers) is ("hours" in names)
