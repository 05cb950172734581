"""Filling a form in: what it holds, what it asks next, what a new value changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.forms.field import Field, Given, Wrong
from bot.forms.fields import Confirm, Pick
from bot.forms.form import Form
from storage.nouns import Draft

_MISSING = object()


def held(form: type[Form], draft: Draft, given: Given) -> dict[str, Any]:
    """The answers that are valid today and apply, by field name."""
    known = given.memory.get(id(draft))
    if known is not None and known[0] is draft:
        return known[1]
    found: dict[str, Any] = {}
    for field in form.fields:
        if not field.applies(found, given):
            continue
        value = _held(field, draft, given, found)
        if value is not _MISSING:
            found[field.name] = value
    given.memory[id(draft)] = (draft, found)
    return found


def open_fields(form: type[Form], draft: Draft, given: Given) -> list[Field]:
    """The fields still to be answered, in order."""
    answers = held(form, draft, given)
    return [
        field
        for field in form.fields
        if field.name not in answers
        and field.applies(answers, given)
        and not (field.optional and field.name in draft.skipped)
    ]


def suggested(form: type[Form], field: Field, draft: Draft, given: Given) -> tuple[str, ...]:
    """The choices that are ticked before anything is answered, as earlier answers suggest."""
    answers = held(form, draft, given)
    if not isinstance(field, Pick) or field.suggests is None or field.name in answers:
        return ()
    offered = [option.value for option in field.options(given)]
    found = [each for each in offered if each in field.suggests(answers, given)]
    return tuple(found[: field.at_most or None])


def may_apply(form: type[Form], draft: Draft, given: Given) -> list[Field]:
    """The fields that apply, or that one of the choices still open could make apply.

    A page shows them all at once: whoever answers there sees no question appear afterwards.
    """
    answers = held(form, draft, given)
    choices = [
        {field.name: option.value}
        for field in open_fields(form, draft, given)
        if field.kind in ("choose", "scale")
        for option in field.options(given)
    ]
    written = {f.name: "…" for f in form.fields if f.kind == "text" and f.name not in answers}
    supposed = [answers, {**answers, **written}, *({**answers, **choice} for choice in choices)]
    return [field for field in form.fields if any(field.applies(each, given) for each in supposed)]


def next_field(form: type[Form], draft: Draft, given: Given) -> Field | None:
    """The field to ask now: the one gone back to, else the first open one."""
    if draft.at:
        for field in form.fields:
            if field.name == draft.at and field.applies(held(form, draft, given), given):
                return field
    return next(iter(open_fields(form, draft, given)), None)


def amended(form: type[Form], text: str, draft: Draft, given: Given) -> dict[str, Any]:
    """What words that only an answer already given can mean make of it, by field name."""
    answers = held(form, draft, given)
    return {
        field.name: value
        for field in form.fields
        if isinstance(field, Pick) and field.amends is not None and field.name in answers
        if (value := field.amends(text, answers[field.name], given))
    }


def submit(
    form: type[Form],
    draft: Draft,
    values: Mapping[str, Any],
    given: Given,
    *,
    typed: bool = False,
) -> tuple[Draft, dict[str, Wrong]]:
    """The draft with what is valid among `values`, and every error by field name.

    With `typed`, values are words to be read. An empty value passes an optional field. An answer
    that breaks a rule between fields is not kept, even one given before.
    """
    errors: dict[str, Wrong] = {}
    answers, skipped = dict(draft.answers), set(draft.skipped)
    confirming: list[Field] = []
    for field in form.fields:
        if field.name not in values:
            continue
        value = values[field.name]
        if field.when is not None or field.where is not None:
            so_far = held(form, _with(draft, answers, skipped, values), given)
            if not field.applies(so_far, given):
                continue  # shown on a page that could not know; nothing to keep, nothing wrong
        if isinstance(field, Confirm):
            try:
                _ = field.read(value, given) if typed else field.check(value, given)
                confirming.append(field)
            except Wrong as wrong:
                errors[field.name] = wrong
            continue
        if field.optional and value in (None, "", [], ()):
            _forget(answers, field)
            skipped.add(field.name)
            continue
        try:
            answers[field.name] = field.read(value, given) if typed else field.check(value, given)
            skipped.discard(field.name)
            for old in field.formerly:
                answers.pop(old, None)
        except Wrong as wrong:
            errors[field.name] = wrong
    changed = _with(draft, answers, skipped, values)
    for name, broken in form.check(held(form, changed, given), given).items():
        errors.setdefault(name, broken)
        _forget(answers, form.field(name))
    changed = _with(draft, answers, skipped, values)
    for field in confirming:
        still = [each for each in open_fields(form, changed, given) if each is not field]
        if still or errors:
            errors.setdefault(field.name, Wrong("not-complete"))
        else:
            answers[field.name] = _fingerprint(held(form, changed, given), field)
            changed = _with(draft, answers, skipped, values)
    if draft.at and draft.at in errors:
        changed = changed.model_copy(update={"at": draft.at})
    return changed, errors


def skip(form: type[Form], draft: Draft, name: str) -> Draft:
    """The draft with an optional field passed. Raises Wrong when it must be answered."""
    field = form.field(name)
    if not field.optional:
        raise Wrong("nothing-to-skip" if isinstance(field, Confirm) else "not-optional")
    answers = dict(draft.answers)
    _forget(answers, field)
    skipped = sorted({*draft.skipped, name})
    at = "" if draft.at == name else draft.at
    return draft.model_copy(update={"answers": answers, "skipped": skipped, "at": at})


def back(form: type[Form], draft: Draft, given: Given) -> Draft | None:
    """The draft asking again the question before the present one; None when it is the first."""
    now = next_field(form, draft, given)
    answers = held(form, draft, given)
    before: str | None = None
    for field in form.fields:
        if now is not None and field.name == now.name:
            break
        if field.name in answers or field.name in draft.skipped:
            before = field.name
    return None if before is None else edit(form, draft, before)


def kept(form: type[Form], draft: Draft, given: Given) -> Field | None:
    """The field gone back to, when it has an answer that can be kept as it is."""
    field = next_field(form, draft, given)
    if field is None or field.name != draft.at or field.kind in ("consent", "confirm"):
        return None
    return field if field.name in held(form, draft, given) else None


def onward(draft: Draft) -> Draft:
    """The draft going on from the field gone back to, whose answer stays."""
    return draft.model_copy(update={"at": ""})


def edit(form: type[Form], draft: Draft, name: str) -> Draft:
    """The draft asking the field `name` again; its answer stays until another is given."""
    return draft.model_copy(update={"at": form.field(name).name})


def _forget(answers: dict[str, Any], field: Field) -> None:
    """Takes an answer out, under whatever name it was kept."""
    for name in (field.name, *field.formerly):
        answers.pop(name, None)


def _held(field: Field, draft: Draft, given: Given, others: Mapping[str, Any]) -> Any:
    for name in (field.name, *field.formerly):
        if name not in draft.answers:
            continue
        value = draft.answers[name]
        if isinstance(field, Confirm):
            return value if value == _fingerprint(others, field) else _MISSING
        try:
            return field.check(value, given)
        except Wrong:
            return _MISSING
    return _MISSING


def _fingerprint(answers: Mapping[str, Any], confirm: Field) -> str:
    told = {name: value for name, value in answers.items() if name != confirm.name}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _with(draft: Draft, answers: Any, skipped: set[str], values: Mapping[str, Any]) -> Draft:
    at = "" if draft.at in values else draft.at
    return draft.model_copy(update={"answers": dict(answers), "skipped": sorted(skipped), "at": at})
