import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.read import MOST_TEXT, Unreadable, event_from
from bot.event import Command, Joined, Pressed, Said, Sender, Submitted

LEA = Sender("web", "playground", "lea-1", name="Léa")
KEY = "0123456789abcdef"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
KINDS = st.sampled_from(["said", "pressed", "submitted", "joined", "left", "", None])
NAMES = ["text", "action", "values", "draft", "of", "title"]


def test_typed_words_are_said_as_they_are():
    event = event_from({"key": KEY, "kind": "said", "text": "  <b>Bonjour</b>\n"}, LEA)
    assert event == Said(f"web:lea-1:{KEY}", LEA, "  <b>Bonjour</b>\n")


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/aide", "aide"),
        ("/binome review 3", "review 3"),
        ("/Binôme   review 3", "review 3"),
        ("/mentorat match", "match"),
        ("/mentorat", ""),
        ("/ aide", "aide"),
        ("  /aide ", "aide"),
        ("/", ""),
        ("/binomes", "binomes"),
    ],
)
def test_a_slash_makes_a_command_with_or_without_the_bot_s_name(typed, command):
    event = event_from({"key": KEY, "kind": "said", "text": typed}, LEA)
    assert isinstance(event, Command)
    assert event.text == command


def test_presses_and_forms_keep_their_values():
    pressed = event_from(
        {"key": KEY, "kind": "pressed", "action": "answer:3:topics", "values": ["ai", "watch"]}, LEA
    )
    assert isinstance(pressed, Pressed)
    assert (pressed.action, pressed.values) == ("answer:3:topics", ("ai", "watch"))
    values = {"team": "RH", "topics": ["ai"], "level": 3, "charter": "yes", "none": None}
    sent = event_from({"key": KEY, "kind": "submitted", "draft": 3, "values": values}, LEA)
    assert isinstance(sent, Submitted)
    assert (sent.draft, sent.values) == (3, values)
    assert isinstance(event_from({"key": KEY, "kind": "joined"}, LEA), Joined)
    home = event_from({"key": KEY, "kind": "home"}, LEA)
    assert isinstance(home, Pressed)
    assert (home.action, home.values) == ("home", ())


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kind": "said", "text": "bonjour"},
        {"key": "short", "kind": "said", "text": "bonjour"},
        {"key": KEY + " ;", "kind": "said", "text": "bonjour"},
        {"key": KEY, "kind": "said", "text": " \n "},
        {"key": KEY, "kind": "said", "text": "x" * (MOST_TEXT + 1)},
        {"key": KEY, "kind": "said", "text": 3},
        {"key": KEY, "kind": "pressed", "action": "a", "values": "ai"},
        {"key": KEY, "kind": "pressed", "action": "a", "values": [1]},
        {"key": KEY, "kind": "submitted", "draft": True, "values": {}},
        {"key": KEY, "kind": "submitted", "draft": -1, "values": {}},
        {"key": KEY, "kind": "submitted", "draft": 1, "values": {"a": {"b": 1}}},
        {"key": KEY, "kind": "flew"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(Unreadable):
        event_from(wrong, LEA)


@given(st.dictionaries(st.sampled_from(NAMES), JSON), KINDS, st.just(KEY) | JSON)
def test_whatever_the_page_sends_is_an_event_or_is_refused(data, kind, key):
    try:
        event = event_from({**data, "kind": kind, "key": key}, LEA)
    except Unreadable:
        return
    assert event.sender is LEA
    assert event.key == f"web:lea-1:{KEY}"
