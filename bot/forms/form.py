"""A form: fields in the order they are asked, and the rules between them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from bot.forms.field import Answers, Field, Given, Wrong
from bot.forms.fields import Confirm


class BadForm(TypeError):
    """A form contradicts itself, so the program must not start with it."""


FORMS: dict[str, type["Form"]] = {}


class Form:
    """Subclass it with fields as attributes; declaration order is the order of the questions."""

    name: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]] = ()

    def __init_subclass__(cls, *, name: str) -> None:
        cls.name = name
        found = [(key, value) for key, value in vars(cls).items() if isinstance(value, Field)]
        cls.fields = tuple(replace(value, name=key) for key, value in found)
        for field in cls.fields:
            setattr(cls, field.name, field)
        _refuse_contradictions(cls)
        if name in FORMS:
            raise BadForm(f"two forms are called {name!r}")
        FORMS[name] = cls

    @classmethod
    def check(cls, answers: Answers, given: Given) -> Mapping[str, Wrong]:
        """Rules between fields, by the field to mend; called with the answers that hold."""
        return {}

    @classmethod
    def field(cls, name: str) -> Field:
        """The field of that name. Raises LookupError."""
        for field in cls.fields:
            if field.name == name:
                return field
        raise LookupError(f"the form {cls.name!r} has no field {name!r}")


def _refuse_contradictions(form: type[Form]) -> None:
    names = [field.name for field in form.fields]
    if not names:
        raise BadForm(f"the form {form.name!r} asks nothing")
    for field in form.fields:
        for old in field.formerly:
            if old in names:
                raise BadForm(
                    f"{form.name}.{field.name} was formerly {old!r}, which is still a field"
                )
        if isinstance(field, Confirm) and field.name != names[-1]:
            raise BadForm(f"{form.name}.{field.name} confirms, so it must come last")
        if isinstance(field, Confirm) and field.optional:
            raise BadForm(f"{form.name}.{field.name} confirms, so it cannot be optional")
    former = [old for field in form.fields for old in field.formerly]
    if len(former) != len(set(former)):
        raise BadForm(f"two fields of {form.name!r} were formerly one name")
