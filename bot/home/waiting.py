"""What waits for an answer: polls, each a few taps, and a form left half-way."""

from bot.conversation.leading import DIALOGUES
from bot.dialogues.polls import POLLS
from bot.message import Button, Buttons, Part
from bot.texts import Voice
from storage.nouns import Draft, Person, Programme
from storage.work import Work

_MOST = 5


def section(work: Work, person: Person, voice: Voice) -> list[Part]:
    """A button for each form to open, the newest first; empty when nothing waits."""
    drafts = [
        draft
        for draft in reversed(work.find(Draft, person_id=person.id, state="open"))
        if draft.form in DIALOGUES
    ]
    polls = [draft for draft in drafts if draft.form in POLLS and not _over(work, draft)]
    begun = [draft for draft in drafts if draft.form not in POLLS]
    parts: list[Part] = []
    if polls:
        parts += [voice.title("home.polls"), voice.para("home.polls-waiting", len(polls))]
        parts.append(Buttons(tuple(_opens(voice, each) for each in polls[:_MOST])))
    if begun:
        parts += [voice.title("home.begun"), voice.para("home.begun-waiting")]
        parts.append(Buttons(tuple(_opens(voice, each) for each in begun[:_MOST])))
    return parts


def _over(work: Work, draft: Draft) -> bool:
    """Whether its programme is closed: nobody answers any more."""
    programme = draft.programme_id
    return programme is not None and work.get(Programme, programme).state == "closed"


def _opens(voice: Voice, draft: Draft) -> Button:
    return voice.button(f"form.{draft.form}.title", f"form:{draft.id}", "primary")
