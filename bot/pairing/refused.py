"""A decision about pairs that cannot be taken, and the sentence that says why."""

from bot.message import Runs
from bot.texts import Value, Voice


class Refused(ValueError):
    """Something asked for that cannot be done: `key` names the sentence that says why."""

    def __init__(self, key: str, count: int | None = None, /, **values: Value) -> None:
        super().__init__(key)
        self.key, self.count, self.values = key, count, values

    def sentence(self, voice: Voice) -> Runs:
        """What to tell the coordinator."""
        return voice.runs(self.key, self.count, **self.values)


class BrokenRules(Refused):
    """Two people whom rules keep apart; a coordinator may insist, except on `same-person`."""

    def __init__(self, mentee: int, mentor: int, rules: tuple[str, ...]) -> None:
        super().__init__("pairing.refused.rules", len(rules))
        self.mentee, self.mentor, self.rules = mentee, mentor, rules
