"""The coordinator of a rehearsal: gives the commands that a real one would, on the plan's days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from adapters.rehearsal.actor import Deed, Pressed, Said
from bot.message import Ask, Buttons, Message
from bot.programme.lifecycle import dates
from bot.programme.plan import Plan

NAME, KEY, EMAIL = "Claire Marchetti", "claire", "claire.marchetti@example.org"


COMMAND = "command"
_QUESTIONS = (9, 71)  # days on which she asks the circle something, for the committee
_WAITS = timedelta(hours=20)  # before she does for the committee what it would do
_WORDS = {
    "fr": {
        "question": "Qu’est-ce qui vous ferait parler de notre service autour de vous ?",
        "challenge": "Notre prochain service : réserver sans compte. Qu’en pensez-vous ?",
        "reasons": "Nous retenons l’idée : elle sera essayée dans un seul lieu, puis mesurée.",
        "next_on": "dans trois semaines",
        "became": "L’essai a eu lieu : les appels ont baissé, et nous l’étendons.",
    },
    "en": {
        "question": "What would make you recommend our service to somebody your age?",
        "challenge": "Our next service: booking without an account. What do you think?",
        "reasons": "We take up the idea: it will be tried in one place, then measured.",
        "next_on": "in three weeks",
        "became": "The trial took place: calls went down, and we are extending it.",
    },
}


class Coordinator:
    """Reads what the bot tells her about the circle's questions, and answers for the committee."""

    def __init__(self, locale: str) -> None:
        self._words = _WORDS[locale]
        self._asked = 0
        self._pressed: set[str] = set()
        self._following = False

    def sees(self, message: Message) -> Iterator[Deed]:
        """What a message makes her do."""
        soon = timedelta(minutes=5)
        for part in message.parts:
            if isinstance(part, Ask):
                about = f"answer:{part.draft}:{part.field.name}"
                match part.field.name:
                    case "tools" | "reassurance" | "posture":
                        yield Deed(Pressed, soon, about, ("3",), awake=False)
                    case "decision":
                        yield Deed(Pressed, soon, about, ("kept",), awake=False)
                    case "words":
                        skip = f"skip:{part.draft}:words"
                        yield Deed(Pressed, soon, skip, awake=False)
                    case "sure":
                        yield Deed(Pressed, soon, about, ("yes",), awake=False)
                    case "kind":
                        self._asked += 1
                        kind = "question" if self._asked == 1 else "challenge"
                        yield Deed(Pressed, soon, about, (kind,), awake=False)
                    case "verdict":
                        yield Deed(Pressed, soon, about, ("partly",), awake=False)
                    case "text":
                        kind = "question" if self._asked == 1 else "challenge"
                        told = self._words["became" if self._following else kind]
                        yield Deed(Said, soon, told, awake=False)
                    case "reasons" | "next_on" as name:
                        yield Deed(Said, soon, self._words[name], awake=False)
            elif isinstance(part, Buttons):
                for button in part.buttons:
                    verb = button.action.partition(":")[0]
                    known = button.action in self._pressed
                    if verb == "selection" and not known:
                        self._pressed.add(button.action)
                        yield Deed(Pressed, soon, button.action, awake=False)
                    if verb in ("board-answer", "board-follow") and not known:
                        self._pressed.add(button.action)
                        self._following = verb == "board-follow"
                        yield Deed(Pressed, _WAITS, button.action, awake=False)


def script(plan: Plan, starts_on: date) -> list[tuple[datetime, str, str]]:
    """Every command with its moment, in order; one that comes too early is refused, kindly.

    The last closes the programme, and brings the report.
    """
    days = dates(plan, starts_on)

    def at(day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), ZoneInfo(plan.zone))

    matching, kickoff = days["matching"], days["kickoff"]
    looking = min(kickoff + timedelta(days=45), days["closing"] - timedelta(days=14))
    found = [
        (at(days["signup"], 9, 30), "open"),
        (at(looking, 9), "status"),
        (at(looking, 9, 5), "health"),
        (at(days["closed"], 10), "close"),
    ]
    for kind in plan.circles:
        gathering = kickoff + timedelta(days=2)
        found.append((at(gathering, 10), f"circles form {kind.key}"))
        found.append((at(gathering, 10, 15), f"circles approve {kind.key}"))
    if plan.on_request.paired:
        approving = matching + timedelta(days=1)
        found += [
            (at(matching - timedelta(days=3), 11), "remind"),
            (at(matching, 10), "match anyway" if plan.selection.mentors == "chosen" else "match"),
            (at(matching, 10, 20), "review"),
            (at(approving, 9), "review approve all"),
            (at(kickoff, 9, 15), "kickoff"),
            (at(kickoff, 9, 20), "announce"),
            (at(looking, 9, 10), "rematch"),
            (at(looking, 9, 15), "review approve all"),
            (at(looking, 9, 20), "announce"),
        ]
        if plan.selection.mentors == "chosen":  # those who sign up late are read before the rematch
            choosing = (matching - timedelta(days=7), matching - timedelta(days=1))
            found += [(at(day, 10), "candidates") for day in choosing]
            found.append((at(looking - timedelta(days=1), 10), "candidates"))
        if plan.proposals.ask != "nobody":  # there must be time to answer before the kick-off
            found.append((at(approving, 9, 10), "announce"))
    orders = [(moment, COMMAND, text) for moment, text in found]
    if plan.circles and plan.circles[0].kind == "board":
        asking = [at(kickoff + timedelta(days=day), 11) for day in _QUESTIONS]
        orders += [(moment, Pressed, "board-ask:1") for moment in asking]
    return sorted(orders)
