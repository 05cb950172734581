"""What the message of a question shows once words, not a press, have settled it.

A platform that can rewrites that message as after a press; the others leave it as it is.
"""

from bot.conversation.leading import DIALOGUES
from bot.forms import Field, Given
from bot.message import NOTHING, Answered, Reply, Run, Runs, plain
from storage.nouns import Draft


def answered(draft: Draft, field: Field, given: Given) -> Reply:
    """The answer that the draft now holds, as it is read back."""
    return settled(draft, field, plain(_shown(draft, field, given)))


def settled(draft: Draft, field: Field, label: str) -> Reply:
    """That question is over, in those words; of a form without trace nothing is said."""
    if not label or DIALOGUES[draft.form].traceless:
        return NOTHING
    return Reply(answered=Answered(draft.id, field.name, label))


def _shown(draft: Draft, field: Field, given: Given) -> Runs:
    """The words that could have been pressed, else the answer as it is read back."""
    if field.kind == "scale":
        return (Run(str(draft.answers.get(field.name, ""))),)
    if field.kind in ("consent", "confirm"):
        return tuple(Run(option.label) for option in field.options(given)[:1])
    return field.show(draft.answers[field.name], given) if field.name in draft.answers else ()
