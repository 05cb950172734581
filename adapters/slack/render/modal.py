"""A whole form as a modal, and what a modal sends back.

The `block_id` of an input is its field, and the `action_id` of its element is the field's kind: so
much is enough to read the answers. A field that a modal cannot show as it is held (an answer longer
than Slack's inputs, a choice without options, the hundredth question) is left out: what is not sent
stays as it was, and the conversation asks for what is missing.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.slack.actions import chosen
from adapters.slack.render.ask import how_many
from adapters.slack.render.blocks import bullets, hint, para, paragraphs
from adapters.slack.render.limits import (
    BLOCKS_OF_VIEW,
    BOXES,
    BYTES_OF_VIEW,
    ID,
    INPUT_LABEL,
    INPUT_TEXT,
    TITLE,
    bytes_in,
    cut,
    length,
)
from adapters.slack.render.options import are_cut, boxes, held, menu, options_of
from adapters.slack.render.text import Json, plain_text, visible
from adapters.slack.typed import unescaped
from bot.message import FieldView, FormView, Option, Para, Run, plain
from bot.texts import Voice

CALLBACK = "form"
_FEW = 5  # choices that are shown as a list rather than in a menu
_SEVERAL_LINES = 120  # characters from which a text gets several lines
_LABEL = 200  # characters of a question that still read well as a label
_YES = ("consent", "confirm")


def modal(form: FormView, voice: Voice) -> Json:
    """A form as a view to open, or to show again with its mistakes."""
    title = visible(form.title).strip()
    blocks: list[Json] = []
    if length(title) > TITLE:  # what the bar above cuts is said in full below it
        blocks += para(Para((Run(title),), "title"))
    blocks += hint((Run(form.intro),))[:1]
    size, asked = bytes_in(blocks), set[str]()
    for field in form.fields:
        some = [] if field.name in asked else _question(field, voice)
        size += bytes_in(some)
        if len(blocks) + len(some) > BLOCKS_OF_VIEW or size > BYTES_OF_VIEW:
            break
        asked.add(field.name)
        blocks += some
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps({"draft": form.draft}),
        "title": plain_text(_short(title)),
        "submit": plain_text(_short(form.send)),
        "close": plain_text(_short(voice.words("slack.form.later"))),
        "blocks": blocks or hint((Run(voice.words("slack.more")),)),
    }


def values(state: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered, by field, from the state of a view that was sent."""
    found: dict[str, Any] = {}
    given = state.get("values")
    for name, block in given.items() if isinstance(given, Mapping) else ():
        for kind, element in block.items() if isinstance(block, Mapping) else ():
            if isinstance(element, Mapping):
                found[str(name)] = _value(kind, element)
    return found


def errors(
    wrong: Mapping[str, str], form: FormView, shown: Sequence[str], voice: Voice
) -> dict[str, str]:
    """What to say under each input; what is about no input is said under the first, by its name.

    `shown` are the fields of the view that was sent (`shown_in`): Slack refuses any other.
    """
    labels = {field.name: field.label for field in form.fields}
    under = {name: wrong[name] for name in shown if name in wrong}
    rest = [
        voice.words("slack.form.error", None, field=labels.get(name) or name, error=told)
        for name, told in wrong.items()
        if name not in under
    ]
    if rest and shown:
        first = shown[0]
        under[first] = " ".join([*([under[first]] if first in under else []), *rest])
    return {name: cut(told, INPUT_LABEL) for name, told in under.items()}


def shown_in(view: Mapping[str, Any]) -> list[str]:
    """The fields that a view asks, from the view as Slack sends it back."""
    found = view.get("blocks")
    blocks = (
        [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    )
    names = [each.get("block_id") for each in blocks if each.get("type") == "input"]
    return [name for name in names if isinstance(name, str)]


def _question(field: FieldView, voice: Voice) -> list[Json]:
    """One input; its whole question stands before it when the label says less."""
    options = options_of(field)
    element = _element(field, options, voice)
    if element is None or not 0 < length(field.name) <= ID:
        return []
    asked, name = visible(plain(field.ask)).strip(), visible(field.label).strip() or field.name
    before = para(Para((Run(field.error),), "error")) if field.error else []
    if asked and length(asked) <= _LABEL and field.kind not in _YES:
        name = asked
    elif asked:
        before += paragraphs(field.ask)
    if field.kind in ("choose", "pick") and are_cut(options):
        items = [(Run(f"{o.label} – {o.hint}" if o.hint else o.label),) for o in options]
        before += bullets(items)
    drawn: Json = {
        "type": "input",
        "block_id": field.name,
        "label": plain_text(cut(name, INPUT_LABEL)),
        "element": element,
        "optional": field.optional,
    }
    remark = visible(field.hint).strip() or how_many(field, voice)
    if remark:
        drawn["hint"] = plain_text(cut(remark, INPUT_LABEL))
    return [*before, drawn]


def _element(field: FieldView, options: Sequence[Option], voice: Voice) -> Json | None:
    kind, chosen = field.kind, held(field)
    if kind in ("text", "lines"):
        return _typed(field)
    if not options:
        return None
    if kind in _YES:
        yes = options[0]
        return boxes("checkboxes", kind, options[:1], {yes.value} if field.value else set())
    choose = voice.words("slack.ask.choose")
    if kind == "pick":
        if len(options) <= BOXES:
            return boxes("checkboxes", kind, options, chosen)
        several = menu("multi_static_select", kind, options, chosen, choose)
        return several | ({"max_selected_items": field.at_most} if field.at_most > 0 else {})
    if len(options) <= _FEW or (len(options) <= BOXES and any(o.hint for o in options)):
        return boxes("radio_buttons", kind, options, chosen)
    return menu("static_select", kind, options, chosen, choose)


def _typed(field: FieldView) -> Json | None:
    value = field.value
    text = "\n".join(value) if isinstance(value, tuple) else str(value or "")
    most = INPUT_TEXT
    if field.kind == "text" and 0 < field.at_most < most:
        most = field.at_most
    if length(text) > most:
        if length(text) > INPUT_TEXT:
            return None  # to cut it here would lose its end
        most = INPUT_TEXT
    drawn: Json = {
        "type": "plain_text_input",
        "action_id": field.kind,
        "multiline": field.kind == "lines" or not 0 < field.at_most <= _SEVERAL_LINES,
        "max_length": most,
    }
    return drawn | ({"initial_value": visible(text)} if visible(text) else {})


def _value(kind: Any, element: Mapping[str, Any]) -> Any:
    if kind in ("text", "lines"):
        text = element.get("value")
        # Nothing says whether Slack escapes these too; `&amp;` itself is hardly ever typed.
        return unescaped(text) if isinstance(text, str) else ""
    picked = [*chosen(element)]
    return picked if kind == "pick" else next(iter(picked), "")


def _short(text: str) -> str:
    return cut(visible(text).strip() or "…", TITLE)
