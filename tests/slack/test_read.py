"""Slack's payloads read: what happened, who did it, and nothing but None for anything odd."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.runner.happened import ChannelJoined, ChannelLost, ChannelRenamed
from adapters.slack.happened import Opened, Uninstalled
from adapters.slack.read import (
    EVENTS,
    author_of,
    event_from,
    key_of,
    pressed_label,
    profile_in,
    tenant_of,
)
from adapters.slack.typed import words
from bot.event import Channel, Command, Known, Left, Pressed, Said, Sender, Submitted

LEA = Sender("slack", "T1", "U1")
TEAM = {"team_id": "T1", "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}]}


def who(user):
    return Sender("slack", "T1", user)


def happened(body):
    return event_from(body, who)


def event(kind, **fields):
    inside = {"type": kind, **fields}
    return {"type": "event_callback", **TEAM, "event_id": "Ev1", "event": inside}


def message(text="bonjour", **fields):
    return event("message", channel_type="im", user="U1", channel="D1", text=text, **fields)


def command(text, name="directmessage", **fields):
    return {
        "command": "/binome",
        "text": text,
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C9",
        "channel_name": name,
        "trigger_id": "1.2.abc",
        "is_enterprise_install": "false",
        **fields,
    }


def interaction(kind, **fields):
    return {
        "type": kind,
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1", "domain": "pwn"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": "1.2.abc",
        **fields,
    }


def action(element, state=None):
    return interaction("block_actions", actions=[element], state={"values": state or {}})


# -------------------------------------------------------------------- messages


def test_what_someone_writes_to_the_bot_is_said():
    assert happened(message()) == Said("slack:T1:Ev1", LEA, "bonjour")


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"edited": {"user": "U1", "ts": "1"}},
        {"hidden": True},
        {"channel_type": "channel"},
        {"channel_type": "group"},
        {"channel_type": "mpim"},
        {"user": "UBOT"},
        {"user": ""},
        {"text": "  "},
    ],
)
def test_edits_bots_and_channels_are_not_listened_to(more):
    body = message()
    body["event"] |= more
    assert happened(body) is None


def test_a_message_with_a_file_keeps_its_words():
    assert happened(message("voici", subtype="file_share")) == Said("slack:T1:Ev1", LEA, "voici")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("R&amp;D &lt;3 &gt; 2", "R&D <3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("<@U12|agnes> et <@U13>", "@agnes et @U13"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!channel> <!subteam^S1|@mentors>", "@here @channel @mentors"),
        ("<!date^1455024600^{date}|9 février>", "9 février"),
        ("<http://linkedin.com|linkedin.com>", "linkedin.com"),
        ("<https://meet.example/x>", "https://meet.example/x"),
        ("<https://meet.example/x|la salle>", "la salle (https://meet.example/x)"),
        ("<mailto:lea@example.org|lea@example.org>", "lea@example.org"),
        ("*gras*, _italique_ et ~barré~, *_les deux_*", "gras, italique et barré, les deux"),
        ("2 * 3 * 4, nom_de_famille, a*b*c", "2 * 3 * 4, nom_de_famille, a*b*c"),
        ("`code` et ```bloc\nlong```", "code et bloc\nlong"),
        ("&gt; cité\nréponse", "cité\nréponse"),
        ("", ""),
    ],
)
def test_slacks_writing_becomes_plain_words(written, read):
    assert words(written) == read


def test_the_composers_own_blocks_are_read_first():
    lists = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "Canva *"}]},
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "R&D"}]},
        ],
    }
    intro = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "Oui ", "style": {"bold": True}},
            {"type": "emoji", "name": "+1", "unicode": "1f44d-1f3fd"},
            {"type": "link", "url": "https://example.org"},
            {"type": "text", "text": "\n"},
        ],
    }
    blocks = [{"type": "rich_text", "elements": [intro, lists]}]
    said = happened(message("Oui :+1: *not this*", blocks=blocks))
    assert said.text == "Oui 👍🏽https://example.org\nCanva *\nR&D"


def test_a_mention_is_read_from_the_text_which_has_its_name():
    inside = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U12"}]}
    blocks = [{"type": "rich_text", "elements": [inside]}]
    assert happened(message("<@U12|agnes>", blocks=blocks)).text == "@agnes"


# -------------------------------------------------------------------- other events


def test_the_home_and_the_conversation_are_opened():
    body = event("app_home_opened", user="U1", channel="D1", tab="home")
    assert happened(body) == Opened("slack:T1:Ev1", LEA, "home")
    body["event"]["tab"] = "messages"
    assert happened(body) == Opened("slack:T1:Ev1", LEA, "messages")
    body["event"]["tab"] = "about"
    assert happened(body) is None


def test_an_uninstalled_bot_knows_where():
    assert happened(event("app_uninstalled")) == Uninstalled("slack:T1:Ev1", "T1")
    assert happened(event("tokens_revoked", tokens={"bot": ["UBOT"]})) == Uninstalled(
        "slack:T1:Ev1", "T1"
    )
    assert happened(event("tokens_revoked", tokens={"oauth": ["U1"]})) is None


def test_a_changed_profile_is_known_and_a_closed_account_has_left():
    profile = {"id": "U1", "deleted": False, "is_bot": False, "tz": "Asia/Tokyo"}
    body = event("user_change", user=profile)
    assert happened(body) == Known("slack:T1:Ev1", LEA)
    assert author_of(body) == "U1"
    assert profile_in(body) == profile
    assert happened(event("user_change", user=profile | {"deleted": True})) == Left(
        "slack:T1:Ev1", LEA
    )
    assert happened(event("user_change", user=profile | {"is_bot": True})) is None
    assert happened(event("user_change", user=profile | {"id": "USLACKBOT"})) is None


def test_channels_are_followed_for_the_bot_itself_only():
    joined = event("member_joined_channel", user="UBOT", channel="C1", inviter="U1")
    found = happened(joined)
    assert found == ChannelJoined("slack:T1:Ev1", "T1", Channel("C1", ""), LEA)
    assert happened(event("member_joined_channel", user="U2", channel="C1")) is None
    lost = ChannelLost("slack:T1:Ev1", "T1", "C1")
    assert happened(event("member_left_channel", user="UBOT", channel="C1")) == lost
    assert happened(event("member_left_channel", user="U2", channel="C1")) is None
    assert happened(event("channel_left", channel="C1")) == lost
    assert happened(event("channel_archive", channel="C1", user="U2")) == lost
    renamed = event("channel_rename", channel={"id": "C1", "name": "mentors"})
    assert happened(renamed) == ChannelRenamed(
        "slack:T1:Ev1", "T1", Channel("C1", "#mentors", {"name": "#mentors"})
    )


def test_other_events_are_nothing():
    assert happened(event("reaction_added", user="U1")) is None


# -------------------------------------------------------------------- commands and shortcuts


def test_a_command_in_private_has_no_channel():
    assert happened(command("review 3")) == Command("slack:T1:1.2.abc", LEA, "review 3")
    assert happened(command("aide", "mpdm-a--b-1", command="/mentorat")).channel is None


def test_a_command_in_a_channel_says_which():
    found = happened(command("post R&amp;D", "general"))
    assert found == Command(
        "slack:T1:1.2.abc", LEA, "post R&D", Channel("C9", "#general", {"name": "#general"})
    )
    # Slack tells no name for a private channel.
    assert happened(command("status", "privategroup")).channel == Channel("C9", "")


def test_shortcuts_press_what_they_stand_for():
    assert happened(interaction("shortcut", callback_id="ask_mentor")) == Pressed(
        "slack:T1:1.2.abc", LEA, "ask:join-mentee"
    )
    assert happened(interaction("shortcut", callback_id="offer_help")).action == "ask:join-mentor"
    assert happened(interaction("shortcut", callback_id="other")) is None
    body = interaction(
        "message_action", callback_id="help_with_this", message={"text": "Qui connaît *Canva* ?"}
    )
    assert happened(body) == Pressed("slack:T1:1.2.abc", LEA, "offer", ("Qui connaît Canva ?",))


# -------------------------------------------------------------------- what is pressed


def option(value, text=""):
    return {"text": {"type": "plain_text", "text": text or value.title()}, "value": value}


@pytest.mark.parametrize(
    ("element", "told", "values"),
    [
        ({"type": "button", "action_id": "approve:3#0"}, "approve:3", ()),
        ({"type": "button", "action_id": "answer:7:level#1", "value": "4"}, "answer:7:level", "4"),
        ({"type": "button", "action_id": "#4", "value": '["a#b", "x"]'}, "a#b", "x"),
        (
            {"type": "radio_buttons", "action_id": "answer:7:f#0", "selected_option": option("r")},
            "answer:7:f",
            "r",
        ),
        (
            {"type": "static_select", "action_id": "answer:7:f#0", "selected_option": option("s")},
            "answer:7:f",
            "s",
        ),
        (
            {
                "type": "multi_static_select",
                "action_id": "answer:7:f#0",
                "selected_options": [option("a"), option("b")],
            },
            "answer:7:f",
            "ab",
        ),
        (
            {"type": "overflow", "action_id": "more#1", "selected_option": option("swap:3")},
            "swap:3",
            (),
        ),
    ],
)
def test_what_is_used_tells_its_action(element, told, values):
    assert happened(action(element)) == Pressed("slack:T1:1.2.abc", LEA, told, tuple(values))


def test_boxes_are_silent_until_they_are_sent():
    boxes = {
        "type": "checkboxes",
        "action_id": "held:answer:7:topics",
        "selected_options": [option("ai", "IA"), option("watch", "Veille")],
    }
    state = {"ask:7#3": {"held:answer:7:topics": boxes}}
    assert happened(action(boxes, state)) is None
    send = {"type": "button", "action_id": "#2", "value": '["answer:7:topics", "canva"]'}
    body = action(send | {"text": {"type": "plain_text", "text": "Envoyer"}}, state)
    assert happened(body).values == ("ai", "watch")
    assert pressed_label(body) == "IA, Veille"
    # Slack may say nothing of boxes that nobody touched: they are as they were shown.
    assert happened(action(send)).values == ("canva",)
    none = {"ask:7#3": {"held:answer:7:topics": {**boxes, "selected_options": []}}}
    assert happened(action(send, none)).values == ()


def test_a_press_in_a_view_reads_the_views_state():
    held = {"type": "checkboxes", "selected_options": [option("ai")]}
    body = interaction(
        "block_actions",
        actions=[{"type": "button", "action_id": "#2", "value": '["answer:7:topics"]'}],
        container={"type": "view", "view_id": "V1"},
        view={"type": "home", "state": {"values": {"b": {"held:answer:7:topics": held}}}},
    )
    assert happened(body).values == ("ai",)


def test_a_link_that_was_opened_is_nothing():
    assert happened(action({"type": "button", "action_id": "link#0"})) is None


def test_a_label_is_what_was_shown():
    element = {"type": "radio_buttons", "action_id": "a#0", "selected_option": option("r", "Sur X")}
    assert pressed_label(action(element)) == "Sur X"
    button = {"type": "button", "action_id": "a#0", "text": {"type": "plain_text", "text": "Oui"}}
    assert pressed_label(action(button)) == "Oui"


# -------------------------------------------------------------------- forms


def submission(**view):
    state = {
        "team": {"text": {"type": "plain_text_input", "value": "R&amp;D <3"}},
        "skills": {"lines": {"type": "plain_text_input", "value": "a\nb"}},
        "show": {"text": {"type": "plain_text_input", "value": None}},
        "topics": {"pick": {"type": "checkboxes", "selected_options": [option("ai")]}},
        "none": {"pick": {"type": "checkboxes", "selected_options": []}},
        "format": {"choose": {"type": "radio_buttons", "selected_option": option("remote")}},
        "empty": {"choose": {"type": "static_select", "selected_option": None}},
        "level": {"scale": {"type": "static_select", "selected_option": option("4")}},
        "charter": {"consent": {"type": "checkboxes", "selected_options": [option("yes")]}},
        "sure": {"confirm": {"type": "checkboxes", "selected_options": []}},
    }
    shown = {"type": "modal", "callback_id": "form", "private_metadata": '{"draft": 7}'}
    return interaction("view_submission", view={**shown, "state": {"values": state}, **view})


def test_a_form_comes_back_by_field():
    assert happened(submission()) == Submitted(
        "slack:T1:1.2.abc",
        LEA,
        7,
        {
            "team": "R&D <3",
            "skills": "a\nb",
            "show": "",
            "topics": ["ai"],
            "none": [],
            "format": "remote",
            "empty": "",
            "level": "4",
            "charter": "yes",
            "sure": "",
        },
    )


@pytest.mark.parametrize(
    "view",
    [
        {"callback_id": "other"},
        {"private_metadata": ""},
        {"private_metadata": "[]"},
        {"private_metadata": '{"draft": "7"}'},
        {"private_metadata": '{"draft": true}'},
        {"private_metadata": '{"draft": -1}'},
    ],
)
def test_another_view_is_nothing(view):
    assert happened(submission(**view)) is None


def test_a_closed_view_is_nothing():
    assert happened(interaction("view_closed", view={"callback_id": "form"})) is None


# -------------------------------------------------------------------- whose workspace


@pytest.mark.parametrize(
    ("body", "tenant"),
    [
        (message(), "T1"),
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "false"}, "T1"),
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true"}, "E1"),
        ({"team": {"id": "T1"}, "enterprise": {"id": "E1"}, "is_enterprise_install": True}, "E1"),
        ({"team": {"id": "T1"}, "enterprise": {"id": "E1"}, "is_enterprise_install": False}, "T1"),
        ({"team": None, "user": {"id": "U1", "team_id": "T2"}}, "T2"),
        (
            {
                "team_id": "T3",
                "authorizations": [
                    {"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}
                ],
            },
            "E1",
        ),
        # What happens in a channel shared with others belongs to who installed the bot.
        ({"team_id": "T9", "authorizations": [{"team_id": "T1", "enterprise_id": None}]}, "T1"),
        ({}, ""),
    ],
)
def test_the_tenant_is_the_enterprise_only_for_an_org_wide_install(body, tenant):
    assert tenant_of(body) == tenant


def test_a_body_without_a_unique_id_or_a_workspace_is_nothing():
    assert key_of({}) == ""
    assert happened(command("aide", trigger_id="")) is None
    assert happened(command("aide", team_id="")) is None


# -------------------------------------------------------------------- anything at all

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)
NAMES = [
    "type",
    "user",
    "team",
    "team_id",
    "enterprise",
    "enterprise_id",
    "is_enterprise_install",
    "authorizations",
    "event",
    "event_id",
    "trigger_id",
    "command",
    "text",
    "channel_id",
    "channel_name",
    "callback_id",
    "actions",
    "action_id",
    "value",
    "selected_option",
    "selected_options",
    "state",
    "values",
    "view",
    "private_metadata",
    "message",
    "blocks",
    "elements",
    "channel",
    "channel_type",
    "tab",
    "tokens",
    "subtype",
    "id",
    "deleted",
    "url",
    "unicode",
    "name",
]
KINDS = [
    *EVENTS,
    *("block_actions", "view_submission", "shortcut", "message_action", "form", "button"),
    *("rich_text", "rich_text_section", "rich_text_list", "emoji", "link", "overflow", "U1", "T1"),
    *('{"draft": 7}', '["a"]', "[" * 1500, "help_with_this", "im", "ask_mentor"),
]
LIKELY = st.recursive(
    st.sampled_from(KINDS) | ODD,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=9)
    ),
    max_leaves=40,
)


@given(st.dictionaries(st.sampled_from(NAMES), LIKELY))
@example({**command("x"), "text": None})
@example(action({"type": "button", "action_id": "#1", "value": "[" * 1999}))
@example(message(blocks=[{"type": "rich_text", "elements": [{"type": "rich_text_list"}]}]))
@example(message(blocks=[{"type": "rich_text", "elements": [{"elements": [None]}]}]))
def test_nothing_that_is_sent_breaks_the_reading(body):
    for shape in (body, {**TEAM, "event_id": "Ev1", **body}, {**command("x"), **body}):
        happened(shape)
        author_of(shape)
        profile_in(shape)
        pressed_label(shape)
        json.dumps(key_of(shape) + tenant_of(shape))


@given(st.text())
def test_any_text_can_be_read(text):
    assert "\x00never" not in words(text)
