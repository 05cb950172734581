"""A question on a card: what is asked, and the buttons or the input that answer it."""

from dataclasses import dataclass
from typing import Any

from adapters.teams import actions
from adapters.teams.actions import Shape
from adapters.teams.render.blocks import button, hint, question, rows, tucked
from adapters.teams.render.limits import (
    ACTION,
    BUTTON_CHOICES,
    BUTTON_WORDS,
    CHOICE,
    CHOICES_BYTES,
    INPUT_BYTES,
    INPUT_TEXT,
    OPEN_CHOICES,
    cut,
    size,
    within,
)
from adapters.teams.render.text import literal, visible
from bot.message import Ask, FieldView, Option, Run, options_of
from bot.texts import Voice

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question drawn: the words, which stay, and what answers it, which goes when it is."""

    words: list[Json]
    ways: list[Json]


def ask(part: Ask, voice: Voice, *, alone: bool = True) -> Asked:
    """A question of a conversation; unless `alone`, a button beside it opens the whole form."""
    field = part.field
    words = [*question(field.ask), *hint((Run(notes(field, voice)),))]
    inputs, answers = _answers(part, voice)
    others = _others(part, voice, alone=alone)
    return Asked(words, [*inputs, *rows([*answers, *others])])


def notes(field: FieldView, voice: Voice) -> str:
    """What helps to answer: the field's own hint, else how many choices it takes."""
    least, most = field.at_least, field.at_most
    if field.hint or field.kind != "pick":
        return field.hint
    if least > 1 and most:
        return voice.words("teams.ask.between", None, least=least, most=most)
    if most:
        return voice.words("teams.ask.at-most", most)
    return voice.words("teams.ask.at-least", least) if least > 1 else ""


def shape_of(field: FieldView) -> Shape:
    """How the answer of a field comes back from its input."""
    match field.kind:
        case "pick":
            return "several"
        case "lines":
            return "lines"
        case _:
            return "one"


def control(draft: int, field: FieldView, voice: Voice) -> list[Json]:
    """The input that answers a field, with what it holds now."""
    named: Json = {"id": actions.input_id(draft, field.name)}
    if field.label:
        named["label"] = cut(literal(field.label), CHOICE)
    match field.kind:
        case "text" | "lines":
            return [_writing(field, voice, named)]
        case "consent" | "confirm":
            return [_yes(field, named)]
        case _:
            return _choices(field, voice, named)


def _answers(part: Ask, voice: Voice) -> tuple[list[Json], list[Json]]:
    """The input of a question, if it has one, and the buttons that answer it."""
    field = part.field
    given = f"answer:{part.draft}:{field.name}"
    if field.kind in ("consent", "confirm") or _fits_in_buttons(field):
        style = "plain" if len(options_of(field)) > 1 else "primary"
        drawn = [
            button(option.label, actions.press(given, option.value), style)
            for option in options_of(field)
        ]
        if field.kind == "consent":
            refuse = actions.press(f"decline:{part.draft}:{field.name}")
            drawn.append(button(voice.words("teams.ask.decline"), refuse))
        return [], drawn
    data = actions.answer(part.draft, field.name, shape_of(field))
    send = button(part.send or voice.words("teams.ask.send"), data, "primary", inputs=True)
    return control(part.draft, field, voice), [send]


def _fits_in_buttons(field: FieldView) -> bool:
    options = options_of(field)
    return (
        field.kind in ("choose", "scale")
        and 0 < len(options) <= BUTTON_CHOICES
        and sum(len(option.label) for option in options) <= BUTTON_WORDS
        and not any(option.hint for option in options)
        and all(size(option.value) <= ACTION for option in options)
    )


def _others(part: Ask, voice: Voice, *, alone: bool) -> list[Json]:
    """The ways that do not answer."""
    about = f"{part.draft}:{part.field.name}"
    found = []
    if part.skip:
        found.append(button(part.skip, actions.press(f"skip:{about}")))
    if part.back:
        found.append(button(part.back, actions.press(f"back:{part.draft}")))
    if alone:
        whole = button(voice.words("teams.ask.form"), actions.press(f"form:{part.draft}"))
        found.append(tucked(whole))
    return found


def _writing(field: FieldView, voice: Voice, named: Json) -> Json:
    held = "\n".join(field.value) if isinstance(field.value, tuple) else field.value
    several = field.kind == "lines"
    found: Json = {
        "type": "Input.Text",
        **named,
        "isMultiline": several or field.at_most > CHOICE or not field.at_most,
        "maxLength": INPUT_TEXT,
        "placeholder": voice.words("teams.ask.lines" if several else "teams.ask.words"),
    }
    if held not in (None, ""):
        found["value"] = within(visible(str(held))[:INPUT_TEXT], INPUT_BYTES)
    return found


def _yes(field: FieldView, named: Json) -> Json:
    option = options_of(field)[0]
    return {
        "type": "Input.Toggle",
        **named,
        "title": cut(literal(option.label), CHOICE),
        "valueOn": option.value,
        "valueOff": "",
        "value": option.value if field.value else "",
        "wrap": True,
    }


def _choices(field: FieldView, voice: Voice, named: Json) -> list[Json]:
    several = field.kind == "pick"
    options = [each for each in options_of(field) if size(each.value) <= ACTION]
    shown = _first(options, several=several)
    held = field.value if isinstance(field.value, tuple) else (str(field.value),)
    kept = [option.value for option in shown if option.value in held]
    found: Json = {
        "type": "Input.ChoiceSet",
        **named,
        "style": "expanded",
        "isMultiSelect": several,
        "wrap": True,
        "choices": [_choice(each, several=several) for each in shown],
    }
    if len(shown) > OPEN_CHOICES and not several:
        found["style"] = "compact"  # Teams' menu to search in is in no published schema
        found["placeholder"] = voice.words("teams.ask.choose")
    if kept:
        found["value"] = actions.packed(kept) if several else kept[0]
    left = len(options) - len(shown)
    more = hint(voice.runs("teams.ask.more", left)) if left else []
    return [found, *more]


def _first(options: list[Option], *, several: bool) -> list[Option]:
    """As many options as stay together on a card, beside what is held of them."""
    weight, shown = 0, []
    for option in options:
        weight += size(_choice(option, several=several)) + size(option.value)
        if weight > CHOICES_BYTES:
            break
        shown.append(option)
    return shown


def _choice(option: Option, *, several: bool) -> Json:
    title = f"{option.label} – {option.hint}" if option.hint else option.label
    value = actions.packed([option.value]) if several else option.value
    return {"title": cut(literal(title), CHOICE) or "…", "value": value}
