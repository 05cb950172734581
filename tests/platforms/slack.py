"""The story in a Slack workspace, through signed requests and the API that the bot calls."""

from contextlib import ExitStack

from storage.database import Database
from tests.platforms.stage import Answers, Player, Stage
from tests.slack.bot import running
from tests.slack.harness import Person, Slack


class InSlack(Stage):
    """A workspace, and the bot in it."""

    def __init__(self, database: Database, slack: Slack, names: list[str]) -> None:
        super().__init__(database)
        self.workspace = slack.workspace(people=names)
        self._stack = ExitStack()
        self._slack = slack

    def __enter__(self) -> "InSlack":
        given = (self._slack, self.database, self.workspace)
        self.bot = self._stack.enter_context(running(*given, clock=self.clock))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def joining(self, name: str) -> Player:
        """A member of the workspace."""
        return InWorkspace(self, self.workspace.person(name))

    def settle(self) -> None:
        """Waits until nothing is left to send."""
        self.bot.courier.kick()
        self.bot.settled()


class InWorkspace:
    """Somebody who uses Slack's client."""

    def __init__(self, stage: InSlack, person: Person) -> None:
        self.name, self._stage, self._person = person.profile.name, stage, person

    def arrives(self) -> None:
        """Opens the app's conversation."""
        self._done(self._person.opens_home("messages").status)

    def says(self, text: str) -> None:
        """Writes in it."""
        self._done(self._person.says(text).status)

    def gives(self, command: str) -> None:
        """Gives a slash command there."""
        self._done(self._person.gives("/binome", command).status)

    def presses(self, label: str) -> None:
        """Clicks."""
        self._done(self._person.clicks(label).status)

    def submits(self, answers: Answers) -> None:
        """Opens the modal, fills it in and sends it."""
        self._stage.fills_in(self.name)
        self.presses("Répondre sur une seule page")
        given = {question: answer for question, answer in answers.items() if answer != ""}
        delivery = self._person.submits(given)
        assert delivery.errors == {}
        assert self._person.modal is None
        self._done(delivery.status)

    def hears(self, words: str) -> None:
        """Looks in the conversation."""
        self._person.waits_for(words)

    def _done(self, status: int) -> None:
        assert status == 200
        self._stage.settle()
