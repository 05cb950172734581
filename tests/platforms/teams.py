"""The story in a Teams tenant, through signed activities and the connector that the bot calls."""

from contextlib import ExitStack
from typing import Any

from storage.database import Database
from tests.platforms.stage import Answers, Player, Stage
from tests.teams.bot import Delivery, Person, Teams, running
from tests.teams.cards import everything

Json = dict[str, Any]
_CARD = "application/vnd.microsoft.card.adaptive"


class InTeams(Stage):
    """A tenant, and the bot in it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._stack = ExitStack()

    def __enter__(self) -> "InTeams":
        self.bot: Teams = self._stack.enter_context(running(self.database, clock=self.clock))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def joining(self, name: str) -> Player:
        """Somebody of the tenant."""
        return InTenant(self, self.bot.person(name))

    def settle(self) -> None:
        """Waits until nothing is left to send."""
        self.bot.courier.kick()
        self.bot.settled()


class InTenant:
    """Somebody who uses Teams."""

    def __init__(self, stage: InTeams, person: Person) -> None:
        self.name, self._stage, self._person = person.name, stage, person

    def arrives(self) -> None:
        """Installs the app."""
        self._done(self._person.installs())

    def says(self, text: str) -> None:
        """Writes in the conversation with it."""
        self._done(self._person.says(text))

    def gives(self, command: str) -> None:
        """Calls the bot by its name there."""
        self._done(self._person.says(f"binome {command}"))

    def presses(self, label: str) -> None:
        """Uses a button, or chooses in a list and sends that."""
        title, filled = self._shown(label)
        self._done(self._person.presses(title, **filled))

    def submits(self, answers: Answers) -> None:
        """Opens the form on one card, fills it in and sends it."""
        self._stage.fills_in(self.name)
        self.presses("Répondre sur une seule page")
        _, card = self._person.card_with("Enregistrer mes réponses")
        self._done(self._person.presses("Enregistrer mes réponses", **filled(card, answers)))

    def hears(self, words: str) -> None:
        """Looks in the conversation."""
        self._person.waits_for(words)

    def _done(self, delivery: Delivery) -> None:
        assert delivery.status == 200
        assert delivery.body is None or delivery.body["type"] == _CARD, delivery.body
        self._stage.settle()

    def _shown(self, label: str) -> tuple[str, dict[str, Any]]:
        """The button of the latest card that offers it, and what its inputs then hold."""
        for said in reversed(self._person.there.values()):
            for held in said.get("attachments", ()):
                card = held["content"]
                buttons = _of(card, "Action.Execute")
                for each in buttons:
                    if _spaced(each["title"]) == label:
                        return each["title"], {}
                for each in _of(card, "Input.ChoiceSet"):
                    if (value := _values(each).get(label)) is not None:
                        send = next(b for b in buttons if b.get("style") == "positive")
                        return send["title"], {_field(each): value}
        raise AssertionError(f"{self.name} sees no {label!r}: {self._person.words[-2000:]}")


def filled(card: Json, answers: Answers) -> dict[str, Any]:
    """What the inputs of a form hold once its questions are answered."""
    found: dict[str, Any] = {}
    waiting, asked = dict(answers), ""
    for each in card["body"]:
        if each.get("separator"):
            asked = _spaced("".join(run["text"] for run in each["inlines"]))
        if "id" not in each:
            continue
        named = (asked, _spaced(each.get("label", "")))
        question = next((q for q in waiting if any(n.startswith(q) for n in named)), None)
        if question is None:
            continue
        answer, values = waiting.pop(question), _values(each)
        chosen = [answer] if isinstance(answer, str) else answer
        found[_field(each)] = ",".join(values.get(one, one) for one in chosen)
    assert not waiting, f"never asked: {[*waiting]}"
    return found


def _of(card: Json, kind: str) -> list[Json]:
    return [each for each in everything(card) if each.get("type") == kind]


def _field(each: Json) -> str:
    return str(each["id"]).split(":")[1]


def _values(each: Json) -> dict[str, str]:
    """What an input holds for each label that can be chosen."""
    if each["type"] == "Input.Toggle":
        return {_spaced(each["title"]): each["valueOn"]}
    return {_spaced(choice["title"]): choice["value"] for choice in each.get("choices", ())}


def _spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
