"""What a question offers, as Slack's options: in a menu, as boxes, in groups."""

from collections.abc import Sequence

from adapters.slack.render.limits import (
    GROUPS,
    LABEL,
    OPTION_VALUE,
    OPTIONS,
    PLACEHOLDER,
    batches,
    cut,
    length,
)
from adapters.slack.render.text import Json, plain_text, visible
from bot import message
from bot.message import FieldView, Option


def options_of(field: FieldView) -> tuple[Option, ...]:
    """What can be chosen; a value that Slack cannot carry is left out: the core's are short."""
    found = message.options_of(field)
    once = {option.value: option for option in reversed(found)}
    kept = [once[value] for value in dict.fromkeys(option.value for option in found)]
    return tuple(option for option in kept if _can_travel(option.value))


def _can_travel(value: str) -> bool:
    return 0 < length(value) <= OPTION_VALUE and visible(value) == value


def held(field: FieldView) -> set[str]:
    """The values of the options that are chosen now."""
    value = field.value
    if isinstance(value, tuple):
        return {*value}
    return set() if value is None or isinstance(value, bool) else {str(value)}


def boxes(kind: str, name: str, options: Sequence[Option], chosen: set[str]) -> Json:
    """Check boxes or radio buttons."""
    drawn: Json = {"type": kind, "action_id": name, "options": [*map(drawn_option, options)]}
    return drawn | _initial(kind == "checkboxes", options, chosen)


def menu(kind: str, name: str, options: Sequence[Option], chosen: set[str], choose: str) -> Json:
    """A menu, grouped when it is longer than Slack takes in one piece."""
    drawn: Json = {
        "type": kind,
        "action_id": name,
        "placeholder": plain_text(cut(visible(choose) or "…", PLACEHOLDER)),
    }
    options = options[: OPTIONS * GROUPS]
    if len(options) <= OPTIONS:
        drawn["options"] = [*map(drawn_option, options)]
    else:
        drawn["option_groups"] = [_group(some) for some in batches(options, OPTIONS)]
    return drawn | _initial(kind == "multi_static_select", options, chosen)


def drawn_option(option: Option) -> Json:
    """One option; its remark is cut, and so is its label."""
    drawn: Json = {"text": plain_text(_label(option)), "value": option.value}
    if visible(option.hint).strip():
        drawn["description"] = plain_text(cut(visible(option.hint).strip(), LABEL))
    return drawn


def are_cut(options: Sequence[Option]) -> bool:
    """Whether something of these options is too long to be shown whole."""
    return any(length(option.label) > LABEL or length(option.hint) > LABEL for option in options)


def _label(option: Option, most: int = LABEL) -> str:
    return cut(" ".join(visible(option.label).split()) or "…", most)


def _initial(several: bool, options: Sequence[Option], chosen: set[str]) -> Json:
    found = [drawn_option(option) for option in options if option.value in chosen]
    if not found:
        return {}
    return {"initial_options": found} if several else {"initial_option": found[0]}


def _group(options: Sequence[Option]) -> Json:
    half = LABEL // 2 - 2
    label = f"{_label(options[0], half)} – {_label(options[-1], half)}"
    return {"label": plain_text(label), "options": [*map(drawn_option, options)]}
