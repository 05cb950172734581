"""The judges find what Slack would refuse, and say where it is."""

import copy
from typing import Any

import pytest

from tests.slack.judge import judge_blocks, judge_call, judge_view
from tests.slack.server.parrot import NAME, QUIET, buttons


def refused(judge, *what):
    with pytest.raises(AssertionError) as mistakes:
        judge(*what)
    return str(mistakes.value).splitlines()[1:]


def select(number: int, **more: Any) -> list[dict[str, Any]]:
    options = [
        {"text": {"type": "plain_text", "text": f"Choix {n}"}, "value": str(n)}
        for n in range(number)
    ]
    element = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": {"type": "plain_text", "text": "Choisir"},
        "options": options,
    }
    return [{"type": "actions", "elements": [{**element, **more}]}]


def test_what_is_right_passes():
    judge_blocks(buttons("Oui", "Non"))
    judge_blocks(select(100))
    judge_view(NAME)
    judge_call("chat.postMessage", {"channel": "U1", "text": "Bonjour", **QUIET})
    judge_call("users.info", {"user": "U1", "include_locale": "1"})


def test_a_misspelt_field_is_found_where_it_is():
    blocks = buttons("Oui")
    blocks[1]["elements"][0]["valu"] = "x"
    assert refused(judge_blocks, blocks) == [
        "- blocks[1].elements[0]: Additional properties are not allowed ('valu' was unexpected)"
    ]


def test_of_several_kinds_the_one_that_was_meant_is_explained():
    blocks = select(1)
    blocks[0]["elements"][0]["options"][0]["value"] = 3
    blocks.append({"type": "section", "text": {"type": "markdown", "text": "x"}})
    assert refused(judge_blocks, blocks) == [
        "- blocks[0].elements[0].options[0].value: 3 is not of type 'string'",
        '- blocks[1].text: is of no known kind: {"type": "markdown", "text": "x"}',
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        buttons(*"ab") * 26,
        select(101),
        select(0),
        buttons("x" * 76),
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}],
        select(2, initial_option={"text": {"type": "plain_text", "text": "Z"}, "value": "z"}),
        [{"type": "divider", "block_id": "x"}, {"type": "divider", "block_id": "x"}],
    ],
)
def test_too_much_is_found(blocks):
    assert refused(judge_blocks, blocks)


def test_a_view_is_judged_whole():
    view: dict[str, Any] = copy.deepcopy(NAME)
    view["title"]["text"] = "Un titre bien trop long pour Slack"
    del view["submit"]
    view["state"] = {}
    found = refused(judge_view, view)
    assert found == ["- view: Additional properties are not allowed ('state' was unexpected)"]
    del view["state"]
    assert len(refused(judge_view, view)) == 2


@pytest.mark.parametrize(
    ("args", "mistake"),
    [
        ({"text": ""}, "no text for notifications"),
        ({"text": "x", "unfurl_links": True}, "unfurl_links is not false"),
        ({"text": "Bonjour <!channel>"}, "rings everybody: <!channel>"),
        ({"text": "Le <!date^1456700000^{date_long}>"}, "a date that Slack cannot show"),
        ({"text": "x", "chanel": "C1"}, "'chanel' was unexpected"),
        ({"text": "x", "blocks": select(0)}, ""),
    ],
)
def test_a_call_is_held_to_our_promises_too(args, mistake):
    assert mistake in refused(judge_call, "chat.postMessage", {"channel": "U1", **QUIET, **args})[0]


def test_a_date_with_its_fallback_passes():
    text = "Le <!date^1456700000^{date_long_pretty} {time}|lundi 29 février à 18 h>"
    judge_call("chat.postMessage", {"channel": "U1", "text": text, **QUIET})


def test_a_method_that_nobody_wrote_down_is_found():
    assert "not among Calls" in refused(judge_call, "chat.shout", {})[0]
