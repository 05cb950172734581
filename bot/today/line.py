"""One thing of a coordinator's day, with the buttons that act on it."""

from dataclasses import dataclass

from bot.message import Button, Runs
from bot.texts import Voice
from storage.nouns import Programme


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be known or done, and how."""

    told: Runs
    buttons: tuple[Button, ...] = ()


def gives(
    voice: Voice, programme: Programme, label: str, words: str, style: str = "plain"
) -> Button:
    """A button that gives a command about that programme, such as `review approve strong`."""
    action = f"within:{programme.id}:command:{words.replace(' ', ':')}"
    return voice.button(f"command.button.{label}", action, style)
