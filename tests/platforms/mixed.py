"""A workspace of Slack and a tenant of Teams, with one database and one clock."""

from contextlib import ExitStack
from typing import Any

from storage.database import Database
from storage.nouns import Enrolment, Person, Programme
from tests.platforms.slack import InSlack
from tests.platforms.stage import Player, Stage
from tests.platforms.teams import InTeams
from tests.slack.harness import Slack

_ANSWERS: dict[str, Any] = {
    "charter": "1",
    "topics": ["linkedin"],
    "level": 2,
    "halfdays": ["tue-am", "tue-pm", "thu-am", "thu-pm"],
    "format": "remote",
}
_OF_ROLE: dict[str, dict[str, Any]] = {
    "mentee": {"objectives": ["Rédiger ma biographie LinkedIn"]},
    "mentor": {"skills": ["Écrire une biographie LinkedIn"], "capacity": "1"},
}


class Mixed(Stage):
    """Both, and the bot in each; `in_slack` are the names of those who are there."""

    def __init__(self, database: Database, slack: Slack, in_slack: list[str]) -> None:
        super().__init__(database)
        self._names = in_slack
        self.slack, self.teams = InSlack(database, slack, in_slack), InTeams(database)
        self.slack.clock = self.teams.clock = self.clock
        self._stack = ExitStack()

    def __enter__(self) -> "Mixed":
        self._stack.enter_context(self.slack)
        self._stack.enter_context(self.teams)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def joining(self, name: str) -> Player:
        """Somebody, on the platform where they are."""
        return (self.slack if name in self._names else self.teams).joining(name)

    def settle(self) -> None:
        """Waits until nothing is left to send on either."""
        for each in (self.slack, self.teams):
            each.bot.courier.kick()
        self.slack.settle()
        self.teams.settle()

    def enrols(self, player: Player, role: str, language: str) -> None:
        """Gives somebody who arrived a place, as if they had answered the questions."""
        answers = {**_ANSWERS, **_OF_ROLE[role], "languages": [language]}
        with self.database.work(self.clock.now()) as work:
            work.add(
                Enrolment(
                    programme_id=work.find(Programme)[0].id,
                    person_id=work.find(Person, name=player.name)[0].id,
                    role=role,
                    answers=answers,
                    joined_at=work.now,
                    look_at=work.now,
                )
            )
