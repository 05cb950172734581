"""A question of a conversation: its words, what answers it at a press, and the ways out.

Few short answers are buttons, which read well on a telephone; more of them, or some with a remark,
are radio buttons, then a menu. What free text answers needs nothing: typing is the answer. All but
the words carry the draft in their block_id, by which a settled question is found again.
"""

from collections.abc import Iterator, Sequence

from adapters.slack import actions
from adapters.slack.render.blocks import bullets, button, hint, paragraphs
from adapters.slack.render.limits import BOXES, BUTTONS, TEXT, cut
from adapters.slack.render.options import are_cut, boxes, held, menu, options_of
from adapters.slack.render.text import Json, plain_text, visible
from bot.message import Ask, FieldView, Option, Run
from bot.texts import Voice

_FEW = 5
_SHORT = 30  # characters of a button's label that a telephone shows
ABOUT = "ask:"  # how the block_id of a question's blocks starts; its draft follows


def ask(part: Ask, numbers: Iterator[int], voice: Voice, *, as_form: bool = True) -> list[Json]:
    """A question as blocks; `as_form` offers the whole form beside it."""
    field, options = part.field, options_of(part.field)
    below: list[Json] = []
    if are_cut(options) and field.kind in ("choose", "pick"):
        below += _in_full(options)
    remark = field.hint or how_many(field, voice)
    below += hint((Run(remark),))
    below += _answers(part, options, numbers, voice)
    ways = [*_ways(part, numbers, voice, as_form)]
    if ways:
        below.append({"type": "actions", "elements": ways})
    for block in below:
        block["block_id"] = f"{ABOUT}{part.draft}#{next(numbers)}"
    return [*paragraphs(field.ask), *below]


def how_many(field: FieldView, voice: Voice) -> str:
    """How many options may be chosen, when not all of them may."""
    least, most = field.at_least, field.at_most
    if field.kind != "pick":
        return ""
    if least > 1 and most:
        return voice.words("slack.ask.between", None, least=least, most=most)
    if most:
        return voice.words("slack.ask.at-most", most)
    return voice.words("slack.ask.at-least", least) if least > 1 else ""


def _answers(
    part: Ask, options: Sequence[Option], numbers: Iterator[int], voice: Voice
) -> list[Json]:
    field, action = part.field, f"answer:{part.draft}:{part.field.name}"
    if not options or field.kind in ("text", "lines"):
        return []
    if field.kind == "pick":
        return _several(part, options, action, numbers, voice)
    if field.kind in ("consent", "confirm"):
        yes = _pressed(action, options, numbers, "primary")
        if field.kind == "consent":
            decline = f"decline:{part.draft}:{field.name}"
            yes += _way(decline, voice.words("slack.ask.decline"), numbers)
        return _actions(yes)
    if len(options) <= BUTTONS if field.kind == "scale" else _are_short(options):
        return _actions(_pressed(action, options, numbers))
    name = actions.menu(action, next(numbers))
    if name is None:
        return []
    # Nothing is chosen from the start: choosing it again would tell us nothing.
    if len(options) <= BOXES:
        return _actions([boxes("radio_buttons", name, options, set())])
    choose = voice.words("slack.ask.choose")
    return _actions([menu("static_select", name, options, set(), choose)])


def _several(
    part: Ask, options: Sequence[Option], action: str, numbers: Iterator[int], voice: Voice
) -> list[Json]:
    """Boxes or a menu that hold the choice, and the button that sends it."""
    field, chosen = part.field, held(part.field)
    ticked = [option.value for option in options if option.value in chosen]
    name, identity = actions.holder(action), actions.sender(action, ticked, next(numbers))
    if name is None or identity is None:
        return []
    label = part.send or voice.words("slack.ask.send")
    send = button(label, {**identity}, "primary")
    if len(options) <= BOXES:
        return [
            *_actions([boxes("checkboxes", name, options, chosen)]),
            *_actions([send]),
        ]
    several = menu(
        "multi_static_select", name, options, chosen, voice.words("slack.ask.choose")
    ) | ({"max_selected_items": field.at_most} if field.at_most > 0 else {})
    shown = cut(visible(field.label).strip() or "…", TEXT)
    # Slack takes such a menu beside a text, not in a row of buttons.
    return [
        {"type": "section", "text": plain_text(shown), "accessory": several},
        *_actions([send]),
    ]


def _ways(part: Ask, numbers: Iterator[int], voice: Voice, as_form: bool) -> Iterator[Json]:
    if part.skip:
        yield from _way(f"skip:{part.draft}:{part.field.name}", part.skip, numbers)
    if part.back:
        yield from _way(f"back:{part.draft}", part.back, numbers)
    if as_form:
        yield from _way(f"form:{part.draft}", voice.words("slack.ask.form"), numbers)


def _way(action: str, label: str, numbers: Iterator[int]) -> list[Json]:
    identity = actions.button(action, (), next(numbers))
    return [] if identity is None else [button(label, {**identity})]


def _pressed(
    action: str, options: Sequence[Option], numbers: Iterator[int], style: str = "plain"
) -> list[Json]:
    found: list[Json] = []
    for option in options:
        identity = actions.button(action, (option.value,), next(numbers))
        if identity is not None:
            found.append(button(option.label, {**identity}, style))
    return found


def _are_short(options: Sequence[Option]) -> bool:
    return len(options) <= _FEW and all(
        len(option.label) <= _SHORT and not option.hint for option in options
    )


def _in_full(options: Sequence[Option]) -> list[Json]:
    """Every option with its number, which can be typed instead."""
    items = []
    for option in options:
        remark = (Run(f" – {option.hint}"),) if option.hint else ()
        items.append((Run(option.label or "…", bold=bool(remark)), *remark))
    return bullets(items, "ordered")


def _actions(drawn: list[Json]) -> list[Json]:
    return [{"type": "actions", "elements": drawn[:BUTTONS]}] if drawn else []
