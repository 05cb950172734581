"""The story in terminals: one for each person, who reads what it shows and types."""

import asyncio
import io
import re
from collections.abc import AsyncIterator, Sequence

from adapters.console.talk import ConsolePlatform, Screen, Talk
from adapters.runner import Courier
from bot.handle import handle
from storage.database import Database
from tests.platforms.stage import Answers, Player, Stage


class Console(Stage):
    """Everybody's terminal, over one courier."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.platform = ConsolePlatform(database, self.clock)
        self.courier = Courier(database, [self.platform], self.clock)

    def joining(self, name: str) -> Player:
        """Somebody at a terminal of their own."""
        return AtTerminal(self, name)

    def settle(self) -> None:
        """Delivers all that is due; each terminal shows its part when somebody is at it."""

        async def deliver() -> None:
            while await self.courier.once():
                pass

        asyncio.run(deliver())


class AtTerminal:
    """Somebody who types, and reads the lines that appear."""

    def __init__(self, stage: Console, name: str) -> None:
        self.name, self._stage, self._out = name, stage, io.StringIO()
        self._talk = Talk(
            stage.database,
            stage.clock,
            stage.courier,
            stage.platform,
            handle,
            Screen(self._out, echo=False),
        )

    def arrives(self) -> None:
        """Starts the program."""
        assert self._types(), "nobody was welcomed"

    def says(self, text: str) -> None:
        """Types it."""
        assert self._types(text), f"nothing was heard after {text!r}"

    def gives(self, command: str) -> None:
        """Types it after a slash."""
        self.says(f"/binome {command}")

    def presses(self, label: str) -> None:
        """Types the number before it; the points of a scale are their own numbers."""
        self._types()
        number = label if label.isdigit() else self._number(label)
        shown = self._types(number)
        assert shown.startswith(f"({label})"), f"{label!r} was not chosen: {shown}"

    def submits(self, answers: Answers) -> None:
        """Answers one question after the other: a terminal has no page."""
        self._stage.fills_in(self.name)
        waiting = dict(answers)
        while question := next((q for q, a in waiting.items() if self._asks(q, a)), ""):
            self._types(self._typed(waiting.pop(question)))
        assert not waiting, f"never asked: {[*waiting]}"

    def hears(self, words: str) -> None:
        """Looks at all that the terminal shows."""
        self._types()
        shown = " ".join(_spaced(self._out.getvalue()).split())
        assert words in shown, f"{self.name} never heard {words!r}: {shown[-2000:]}"

    def _typed(self, answer: str | Sequence[str]) -> str:
        if answer == "":
            return self._number("Passer")
        if isinstance(answer, str):
            return answer if answer.isdigit() else self._numbers([answer]) or answer
        return self._numbers(answer)

    def _numbers(self, labels: Sequence[str]) -> str:
        return ",".join(filter(None, (self._number(label, missing="") for label in labels)))

    def _number(self, label: str, missing: str | None = None) -> str:
        """The number that was last shown before a label."""
        found = re.findall(rf"^ *(\d+)\. {re.escape(label)}(?: ✓)?$", self._last(), re.MULTILINE)
        if not found and missing is not None:
            return missing
        assert found, f"{self.name} sees no {label!r}: {self._last()}"
        return str(found[-1])

    def _asks(self, question: str, answer: str | Sequence[str]) -> bool:
        """Whether a question is the last that was asked, by its words or by what it offers."""
        last = self._last().strip().split("\n\n")[-1]
        if any(line.startswith(question) for line in last.splitlines()):
            return True
        return not isinstance(answer, str) and all(f". {label}" in last for label in answer)

    def _last(self) -> str:
        return _spaced(self._out.getvalue())[-4000:]

    def _types(self, *lines: str) -> str:
        """Types lines, and what is shown of them and after them."""

        async def typing() -> AsyncIterator[str]:
            for line in lines:
                yield f"{line}\n"

        before = len(self._out.getvalue())
        asyncio.run(self._talk.run(self.name, typing(), "fr", "Europe/Paris"))
        return _spaced(self._out.getvalue()[before:])


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
