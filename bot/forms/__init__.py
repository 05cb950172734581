"""Dialogues as data: a form declares its fields once, and every platform asks them its own way.

The rules, all derived from the stored answers:

- A field *applies* when its `when=` says so of the answers held before it.
- A field *holds* a value when its answer, or the answer under a name it formerly had, is valid
  today; a withdrawn option or a new revision of the charter therefore reopens its question.
- The *open* fields are those that apply, hold nothing and were not passed; the first is asked next.
- `submit` takes one value (a chat turn) or many (a whole form), keeps what is valid and returns
  every error at once by field name; both ways end in equal drafts.
- A `Confirm` holds the fingerprint of the answers it confirmed: changing one lapses it.
"""

from bot.forms.field import Answers, Field, Given, Wrong
from bot.forms.fields import Choose, Confirm, Consent, Lines, Pick, Scale, Text
from bot.forms.filling import back, edit, held, next_field, open_fields, skip, submit
from bot.forms.form import BadForm, Form

__all__ = [
    "Answers",
    "BadForm",
    "Choose",
    "Confirm",
    "Consent",
    "Field",
    "Form",
    "Given",
    "Lines",
    "Pick",
    "Scale",
    "Text",
    "Wrong",
    "back",
    "edit",
    "held",
    "next_field",
    "open_fields",
    "skip",
    "submit",
]
