"""One declaration, three renderings: a chat turn, a full form, and a card to read.

Sentences are found by key: `form.<form>.<field>.<use>`, else `any.<field>.<use>`, where the use is
`label` (a few words), `ask` (the question), or `hint` (what a good answer looks like).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.forms.field import Field, Given, Wrong
from bot.forms.fields import Confirm, Consent
from bot.forms.filling import back, held, kept, may_apply, open_fields, suggested
from bot.forms.form import Form
from bot.message import Ask, Bullets, Facts, FieldView, FormView, Message, Para, Part, Run, Runs
from bot.texts import Value
from storage.nouns import Draft

_OTHER = "other"  # the option for whatever is in no list


def sentence(form: type[Form], field: Field, use: str, given: Given) -> Runs | None:
    """The field's sentence for a use, or None when it has none."""
    voice = given.voice
    values: dict[str, Value] = {
        key: value for key, value in given.facts.items() if isinstance(value, str | int | tuple)
    }
    own = field.example(given) if field.example is not None else ""
    if own:
        values["example"] = own
    bases = (field.texts,) if field.texts else ()
    for base in (*bases, f"form.{form.name}.{field.name}", f"any.{field.name}"):
        if own and voice.knows(f"{base}.{use}-own"):
            return voice.runs(f"{base}.{use}-own", None, **values)
        if voice.knows(f"{base}.{use}"):
            return voice.runs(f"{base}.{use}", None, **values)
    return None


def label(form: type[Form], field: Field, given: Given) -> str:
    """The field's name in a few words."""
    return "".join(run.text for run in sentence(form, field, "label", given) or ())


def field_view(
    form: type[Form],
    field: Field,
    draft: Draft,
    given: Given,
    wrong: Wrong | None = None,
) -> FieldView:
    """One question, ready to be drawn."""
    at_least, at_most = field.limits()
    value = held(form, draft, given).get(field.name)
    if isinstance(value, list):
        value = tuple(value)
    name = label(form, field, given)
    hint = "".join(run.text for run in sentence(form, field, "hint", given) or ())
    ticked = suggested(form, field, draft, given)
    if ticked:
        value = ticked
        chosen = "".join(run.text for run in field.show([*ticked], given))
        if ticked == (_OTHER,):
            hint = given.voice.words("ask.none-near", None, chosen=chosen)
        else:
            hint = given.voice.words("ask.ticked", None, chosen=chosen)
    return FieldView(
        name=field.name,
        kind=field.kind,
        label=name,
        ask=sentence(form, field, "ask", given) or given.voice.runs("any.ask", None, label=name),
        hint=hint,
        options=field.options(given),
        value=value,
        optional=field.optional,
        at_least=at_least,
        at_most=at_most,
        error="" if wrong is None else wrong.sentence(given.voice),
    )


def turn(
    form: type[Form],
    field: Field,
    draft: Draft,
    given: Given,
    wrong: Wrong | None = None,
) -> Message:
    """The question as a chat turn; the last one reads every answer back first."""
    voice = given.voice
    view = field_view(form, field, draft, given, wrong)
    parts: list[Part] = []
    if wrong is not None:
        parts.append(
            Para(
                voice.runs(f"wrong.{wrong.key}", wrong.count, **wrong.values),
                "error",
            )
        )
    if isinstance(field, Confirm):
        parts.append(card(form, draft, given))
    if isinstance(field, Consent) and wrong is None:
        parts += _to_read(field, draft, given)
    if kept(form, draft, given) is field:
        answer = field.show(held(form, draft, given)[field.name], given)
        parts.append(voice.para("ask.current", None, answer=answer))
    parts.append(
        Ask(
            draft=draft.id,
            field=view,
            skip=voice.words("ask.skip") if field.optional else "",
            back=voice.words("ask.back") if back(form, draft, given) is not None else "",
            send=voice.words("ask.send") if field.kind == "pick" else "",
        )
    )
    return Message(tuple(parts))


def _to_read(field: Consent, draft: Draft, given: Given) -> tuple[Part, ...]:
    """What is agreed to, where nothing said before shows it."""
    if field.read_with is not None:
        return field.read_with(given)
    if field.name not in draft.answers:
        return ()
    # Agreed to before, in other words.
    clauses = Bullets(tuple((Run(each),) for each in field.terms(given)))
    return (given.voice.para("charter.has-changed"), clauses)


def full(
    form: type[Form],
    draft: Draft,
    given: Given,
    errors: Mapping[str, Wrong] | None = None,
) -> FormView:
    """Every question that applies or may, on one page, with what is already answered."""
    voice = given.voice
    answers = held(form, draft, given)
    views = [
        _whole(field, field_view(form, field, draft, given, (errors or {}).get(field.name)), given)
        if field.applies(answers, given)
        # Whether it will be needed depends on this very page: it may be left empty.
        else replace(field_view(form, field, draft, given), optional=True)
        for field in may_apply(form, draft, given)
    ]
    return FormView(
        draft=draft.id,
        title=voice.words(f"form.{form.name}.title"),
        fields=tuple(views),
        send=voice.words("form.send"),
        intro=voice.words("form.intro"),
    )


def _whole(field: Field, view: FieldView, given: Given) -> FieldView:
    """A question on a page, where nothing was said before: consent comes with what it is to."""
    if not isinstance(field, Consent):
        return view
    clauses = () if view.value else field.terms(given)
    terms = (Run("".join(f"• {each}\n" for each in clauses)),) if clauses else ()
    return replace(view, ask=(*terms, *view.ask), hint="")


def card(form: type[Form], draft: Draft, given: Given, *, shared: bool = False) -> Facts:
    """The answers to read back; with `shared`, without those kept from the other person."""
    answers = held(form, draft, given)
    rows = [
        (label(form, field, given), field.show(answers[field.name], given))
        for field in form.fields
        if field.name in answers
        and not isinstance(field, Confirm)
        and not (shared and field.private)
    ]
    return Facts(tuple(row for row in rows if row[1]))


def progress(form: type[Form], draft: Draft, given: Given) -> tuple[int, int]:
    """How many questions are answered or passed, out of those that apply."""
    left = len(open_fields(form, draft, given))
    answers: Mapping[str, Any] = held(form, draft, given)
    every = [f for f in form.fields if f.applies(answers, given)]
    return len(every) - left, len(every)


def readback(form: type[Form], draft: Draft, given: Given, intro: str) -> Message:
    """A message that shows the answers under an opening sentence."""
    return Message((given.voice.para(intro), card(form, draft, given)))


__all__ = [
    "card",
    "field_view",
    "full",
    "label",
    "progress",
    "readback",
    "sentence",
    "turn",
]
