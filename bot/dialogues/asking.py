"""The question put to somebody before they form a pair: yes, no, or first a question of theirs."""

from bot.dialogues.choices import labelled
from bot.forms import Choose, Form, Given, Text
from bot.message import Option

FORM = "enquiry"
ACCEPT, DECLINE, QUESTION = "accept", "decline", "question"
LONGEST = 400  # characters
# Why somebody declines: what the next match makes of each is in bot/pairing/declined.py.
REASONS = {
    "mentee": ("subject", "hours", "team", "known", "later", "other"),
    "mentor": ("subject", "hours", "team", "known", "full", "later", "other"),
}
_ANSWERS = labelled("enquiry", (ACCEPT, QUESTION, DECLINE))
_REASONS = {role: labelled(f"decline-{role}", codes) for role, codes in REASONS.items()}


def _answers(given: Given) -> tuple[Option, ...]:
    """What can be answered; a question is asked once."""
    asked = bool(given.facts.get("question"))
    return tuple(each for each in _ANSWERS(given) if each.value != QUESTION or not asked)


def _reasons(given: Given) -> tuple[Option, ...]:
    return _REASONS[str(given.facts.get("role", "mentor"))](given)


class Asked(Form, name=FORM):
    """Their word on a proposal; the subject is the enquiry."""

    answer = Choose(among=_answers)
    question = Text(at_most=LONGEST, when=lambda answers: answers.get("answer") == QUESTION)
    reason = Choose(among=_reasons, when=lambda answers: answers.get("answer") == DECLINE)
    words = Text(
        at_most=LONGEST, optional=True, when=lambda answers: answers.get("answer") == DECLINE
    )


class Told(Form, name="enquiry-reply"):
    """The answer to a question that somebody asked first; the subject is the enquiry."""

    text = Text(at_most=LONGEST)
