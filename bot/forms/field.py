"""What every field can do: read typed words, check a value, offer options, show itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

from bot.message import Option, Run, Runs
from bot.texts import Typed, Value, Voice

Answers = Mapping[str, Any]
Kind = Literal["text", "lines", "choose", "pick", "scale", "consent", "confirm"]


class Wrong(ValueError):
    """A value that cannot be kept: `key` names the sentence that says what to do."""

    def __init__(self, key: str, *, count: int | None = None, **values: Value) -> None:
        super().__init__(key)
        self.key, self.count, self.values = key, count, values

    def sentence(self, voice: Voice) -> str:
        """What to tell the person."""
        return voice.words(f"wrong.{self.key}", self.count, **self.values)


@dataclass(frozen=True, slots=True)
class Given:
    """What a form may depend on besides its own answers."""

    voice: Voice
    now: datetime
    plan: Mapping[str, Any] = field(default_factory=dict)  # the programme's template data
    facts: Mapping[str, Any] = field(default_factory=dict)  # what the dialogue looked up for it
    # What drafts hold under these givens: one turn asks several times, of drafts that never change.
    memory: dict[int, tuple[Any, dict[str, Any]]] = field(
        default_factory=dict, repr=False, compare=False
    )


Options = Callable[[Given], tuple[Option, ...]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. `formerly` lists names under which older drafts hold its answer."""

    kind: ClassVar[Kind]
    name: str = ""  # set by the form that declares the field
    optional: bool = False
    when: Callable[[Answers], bool] | None = None
    where: Callable[[Given], bool] | None = None  # in which programmes it is asked at all
    formerly: tuple[str, ...] = ()
    texts: str = ""  # the sentences to use instead of the form's own, such as `any.zone`
    example: Callable[[Given], str] | None = None  # the programme's own, for the sentences `…-own`
    private: bool = False  # never shown to the other person of the pair

    def applies(self, answers: Answers, given: Given) -> bool:
        """Whether it is asked there, of somebody who gave these answers."""
        if self.where is not None and not self.where(given):
            return False
        return self.when is None or self.when(answers)

    def read(self, text: str, given: Given) -> Any:
        """The value that typed words mean. Raises Wrong."""
        return self.check(text, given)

    def check(self, value: Any, given: Given) -> Any:
        """The value in its kept form (plain JSON). Raises Wrong."""
        raise NotImplementedError  # pragma: no cover - every kind of field says its own

    def options(self, given: Given) -> tuple[Option, ...]:
        """What can be chosen, when the field is a choice."""
        return ()

    def show(self, value: Any, given: Given) -> Runs:
        """The value as the person reads it back."""
        return (Run(str(value), typed=True),)

    def limits(self) -> tuple[int, int]:
        """The least and most it takes: characters, lines, choices or points."""
        return (0, 0)


def typed(text: str) -> Runs:
    """Words a person typed, as runs."""
    return (Run(Typed(text), typed=True),)
