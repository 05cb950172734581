"""What Teams posts is read as what happened, and nothing it could post is an accident."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.teams.actions import packed, unpacked
from adapters.teams.read import Malformed, key_of, read, sender_of, used_in
from bot.event import Command, Joined, Left, Pressed, Said, Submitted
from tests.teams.activities import BOT, PERSON, activity, in_channel

OTHER = {"id": "29:lea", "name": "Léa"}


def test_what_is_typed_in_private_is_said():
    event = read(activity(text="J’aimerais&nbsp;apprendre\r\nR&amp;D\u00a0"))
    assert isinstance(event, Said)
    assert event.text == "J’aimerais apprendre\nR&D"
    assert event.key == "teams:t-1:a:1:1700000000000"


def test_who_speaks_is_known_by_their_directory_with_the_way_back():
    sender = sender_of(activity())
    assert (sender.platform, sender.tenant, sender.user) == ("teams", "t-1", "aad-agnes")
    assert (sender.name, sender.locale, sender.zone) == ("Agnès Martin", "fr-FR", "Europe/Paris")
    assert not sender.gathers
    assert sender.route["conversation"]["id"] == "a:1"
    assert sender.route["serviceUrl"] == "https://smba.example/emea/"
    guest = sender_of(activity() | {"from": {"id": "29:x", "name": "X"}})
    assert guest.user == "29:x"


def test_the_clock_and_the_language_may_be_told_by_the_persons_own_teams():
    client = {"type": "clientInfo", "locale": "en-GB", "timezone": "Europe/London"}
    told = activity(locale="", localTimezone=None, entities=[client])
    assert (sender_of(told).locale, sender_of(told).zone) == ("en-GB", "Europe/London")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/binome review 3", "review 3"),
        ("/review 3", "review 3"),
        ("/", ""),
        ("binome status", "status"),
        ("Binôme statut", "statut"),
        ("@Binôme, review approve all", "review approve all"),
        ("binome stauts", "stauts"),  # near enough to be put right
    ],
)
def test_a_command_begins_with_a_slash_or_the_bots_name(text, command):
    event = read(activity(text=text))
    assert isinstance(event, Command)
    assert event.text == command
    assert event.channel is None


@pytest.mark.parametrize(
    "text", ["status", "aide", "help", "binôme", "Binôme absent depuis lundi", "binomes", ""]
)
def test_anything_else_is_talk(text):
    event = read(activity(text=text))
    assert isinstance(event, Said)
    assert event.text == text


def test_a_message_without_words_is_said_all_the_same():
    assert isinstance(read(activity(text=None)), Said)


def test_in_a_channel_only_a_mention_is_heard_and_it_commands():
    assert read(in_channel("review 3")) is None
    assert read(in_channel("<at>Léa</at> review 3", OTHER)) is None
    event = read(in_channel("<at>Binôme</at>&nbsp;people <at>Léa</at>\n", BOT, OTHER))
    assert isinstance(event, Command)
    assert event.text == "people Léa"
    assert event.channel is not None
    assert (event.channel.user, event.channel.name) == ("19:general@thread.tacv2", "Mentorat")
    assert event.channel.route["conversation"]["id"] == "19:general@thread.tacv2"
    assert event.sender.route == {}, "the way back is the private conversation's"


def test_installing_joins_and_uninstalling_leaves():
    assert isinstance(read(activity("installationUpdate", action="add")), Joined)
    assert isinstance(read(activity("installationUpdate", action="remove")), Left)
    assert read(activity("installationUpdate", action="add-upgrade")) is None
    assert isinstance(read(activity("conversationUpdate", membersAdded=[PERSON, BOT])), Joined)
    assert isinstance(read(activity("conversationUpdate", membersRemoved=[BOT])), Left)
    assert read(activity("conversationUpdate")) is None
    assert read(activity("conversationUpdate", membersAdded=[BOT], **{"from": BOT})) is None
    # The installation, told beside it, says in which language they are greeted.
    assert read(activity("conversationUpdate", membersAdded=[PERSON, BOT], locale=None)) is None


def test_a_team_may_take_the_bot_and_its_channels_change():
    team = in_channel("")
    added = read({**team, "type": "installationUpdate", "action": "add"})
    assert isinstance(added, ChannelJoined)
    assert added.channel.name == "Mentorat"
    gone = read({**team, "type": "installationUpdate", "action": "remove"})
    assert isinstance(gone, ChannelLost)
    assert gone.user == "19:general@thread.tacv2"
    data = {**team["channelData"], "channel": {"id": "19:x", "name": "Idées"}}
    for told, kind in (("channelRenamed", ChannelRenamed), ("channelDeleted", ChannelLost)):
        changed = {**team, "type": "conversationUpdate", "channelData": {**data, "eventType": told}}
        assert isinstance(read(changed), kind)
    assert read({**team, "type": "conversationUpdate", "membersAdded": [PERSON]}) is None


@pytest.mark.parametrize(
    "kind", ["messageReaction", "messageUpdate", "messageDelete", "typing", "event", "new-kind"]
)
def test_what_concerns_nobody_means_nothing(kind):
    assert read(activity(kind, text="help")) is None


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ([], "an activity is a JSON object"),
        ({}, "type"),
        ({"type": "message"}, "conversation.id"),
        (activity() | {"from": None}, "from.id"),
        (activity(serviceUrl="ftp://x"), "serviceUrl"),
        (activity("invoke", name="adaptiveCard/action"), "value.action"),
        (activity("invoke", name="adaptiveCard/action", value={"action": {}}), "value.action.data"),
    ],
)
def test_what_is_no_activity_is_told(what: Any, reason):
    assert read(what) == Malformed(reason)


def test_a_card_that_refreshes_itself_presses_nothing():
    ours = {"binome": {"do": "press", "action": "ask:me"}}
    value = {"action": {"verb": "binome", "data": ours}, "trigger": "automatic"}
    told = activity("invoke", name="adaptiveCard/action", value=value)
    assert read(told) is None
    assert used_in(told) is None
    assert read(activity("invoke", name="task/fetch", value=value)) is None


def test_a_press_and_a_form_come_back_by_the_old_way_too():
    pressed = read(activity(value={"binome": {"do": "press", "action": "ask:me"}}))
    assert isinstance(pressed, Pressed)
    assert pressed.action == "ask:me"
    ours = {"do": "form", "draft": 3, "fields": ["a", "b", "c"], "several": ["b"]}
    sent = read(
        activity(value={"binome": ours, "3:a": "x", "3:b": "1,2%2C", "4:c": "not this form’s"})
    )
    assert isinstance(sent, Submitted)
    assert (sent.draft, sent.values) == (3, {"a": "x", "b": ["1", "2,"], "c": ""})


def test_the_same_activity_has_the_same_key_even_without_an_id():
    first, again, other = (activity(id="", text=text) for text in ("oui", "oui", "non"))
    assert key_of(first) == key_of(again) != key_of(other)


@given(st.lists(st.text(min_size=1, max_size=8), max_size=5))
def test_choices_come_back_as_they_went(values):
    sound = [each for each in values if each.isprintable()]
    assert unpacked(packed(sound)) == tuple(sound)


_leaf = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.just("\ud800")
)
_json = st.recursive(
    _leaf,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
)
_NAMES = (
    *(
        "id",
        "text",
        "value",
        "entities",
        "channelData",
        "conversation",
        "from",
        "recipient",
        "name",
    ),
    *("membersAdded", "membersRemoved", "action", "serviceUrl", "locale", "localTimezone", "type"),
)
_VALUES = _json | st.fixed_dictionaries(
    {},
    optional={
        "binome": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(("do", "action", "values", "draft", "fields", "page"), _json)
            | {"do": st.sampled_from(["press", "answer", "form"])},
        ),
        "action": _json,
        "id": _json,
        "tenant": _json,
    },
)


@given(
    st.sampled_from(["message", "invoke", "installationUpdate", "conversationUpdate"]),
    st.dictionaries(st.sampled_from(_NAMES), _VALUES, max_size=4),
    st.booleans(),
)
def test_nothing_that_comes_is_an_accident(kind, odd, invoke):
    more = {"name": "adaptiveCard/action"} if invoke else {}
    event = read({**activity(kind, **more), **odd})
    if isinstance(event, Said | Command):
        assert (event.text + event.key + event.sender.name).encode()


@given(_json)
def test_not_even_what_is_no_activity(anything):
    assert read(anything) is None or isinstance(read(anything), Malformed)
