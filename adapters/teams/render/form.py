"""A whole form on one card, its mistakes beside the questions, and the card that follows it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.teams import actions
from adapters.teams.render.ask import control, notes, shape_of
from adapters.teams.render.blocks import button, done, error, heading, hint, question, rows
from adapters.teams.render.limits import BYTES, CHOICE, cut, size
from adapters.teams.render.pieces import Lot, card
from adapters.teams.render.text import summary
from bot.message import FieldView, FormView, Run
from bot.texts import Voice

Json = dict[str, Any]


def form_card(
    form: FormView,
    voice: Voice,
    errors: Mapping[str, str] | None = None,
    written: Mapping[str, Any] | None = None,
) -> Json:
    """The card of a form.

    `errors` tells what was wrong by field, and `written` what was sent with them: nobody writes an
    answer twice. Questions that the card cannot hold are left to the conversation, and so are
    mistakes beside none of its questions, when there are very many.
    """
    told = dict(errors or {})
    fields = [_with(field, told, written or {}) for field in form.fields]
    for number in range(len(fields), 0, -1):
        drawn = _drawn(form, fields[:number], voice, told, more=number < len(fields))
        if size(drawn) <= BYTES:
            return drawn
    few = _drawn(form, [], voice, told, more=True)
    while size(few) > BYTES and told:
        told.popitem()
        few = _drawn(form, [], voice, told, more=True)
    return few


def form_sent(title: str, voice: Voice) -> Json:
    """What takes the place of a form once it is sent."""
    words = voice.words("teams.form.sent", None, title=title)
    return card((Lot(0, done(words)),), summary(words), voice)


def _with(field: FieldView, errors: Mapping[str, str], written: Mapping[str, Any]) -> FieldView:
    """The question with what is wrong about it, and with what was written."""
    field = replace(field, error=errors.get(field.name, field.error))
    if field.name not in written:
        return field
    held = written[field.name]
    return replace(field, value=tuple(held) if isinstance(held, list) else held)


def _drawn(
    form: FormView, fields: list[FieldView], voice: Voice, errors: Mapping[str, str], *, more: bool
) -> Json:
    title = cut(form.title, CHOICE)
    body = [heading((Run(title),)), *hint((Run(form.intro),))]
    wrong = [field.name for field in fields if field.error]
    elsewhere = [sentence for name, sentence in errors.items() if name not in wrong]
    if wrong:
        body += error((Run(voice.words("teams.form.mistakes", len(wrong))),))
    body += [block for sentence in elsewhere for block in error((Run(sentence),))]
    for field in fields:
        body += _question(form.draft, field, voice)
    if more:
        body += hint(voice.runs("teams.form.more"))
    shapes = {field.name: shape_of(field) for field in fields}
    data = actions.form(form.draft, title, shapes)
    body += rows([button(form.send, data, "primary", inputs=True)])
    return card((Lot(0, body),), summary(form.title) or "…", voice)


def _question(draft: int, field: FieldView, voice: Voice) -> list[Json]:
    words = question(field.ask)
    if words:
        words[0]["separator"] = True
        words[0]["spacing"] = "Large"
    remarks = [*hint((Run(notes(field, voice)),)), *error((Run(field.error),))]
    answers = control(draft, field, voice)
    if field.optional:
        answers[0]["label"] = voice.words(
            "teams.form.optional", None, label=answers[0].get("label", "")
        )
    else:
        answers[0] |= {"isRequired": True, "errorMessage": _needed(field, voice)}
    return [*words, *remarks, *answers]


def _needed(field: FieldView, voice: Voice) -> str:
    """What is said before anything is sent, when the answer is missing."""
    match field.kind:
        case "text" | "lines":
            return voice.words("wrong.empty")
        case "consent":
            return voice.words("wrong.consent-refused")
        case "confirm":
            return voice.words("teams.form.confirm")
        case _:
            return voice.words("wrong.empty-choice")
