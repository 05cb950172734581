"""Every screen, from a conversation that really takes place: neutral content, and what was used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from adapters.teams.actions import Used
from bot.message import Ask, Bullets, Buttons, Facts, FormView, Message, Para, Part, Run
from bot.programme.template import load
from bot.texts import Voice
from storage.nouns import Notice, Session
from tests.client import Chat, Someone
from tests.scoring import scoring

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_WORDS = {
    "learn": {"fr": "J’aimerais apprendre LinkedIn", "en": "I would like to learn LinkedIn"},
    "plan": {"fr": "planifier une séance", "en": "plan a session"},
    "help": {"fr": "aide", "en": "help"},
    "objective": {
        "fr": "Rédiger **ma** biographie [LinkedIn](https://exemple.fr)",
        "en": "Write **my** [LinkedIn](https://example.org) biography",
    },
    "place": {"fr": "<at>Tout le monde</at> en _visio_", "en": "<at>Everyone</at> _by video_"},
}
_ANSWERS = {"halfdays": ["tue-am", "tue-pm", "thu-am"], "format": ["remote"]}
_DRIFT = 45  # days without a word, after which the coordinators hear of it


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form, as it was sent back with mistakes if it was."""

    view: FormView
    errors: dict[str, str] | None = None
    written: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A message of which something was used."""

    message: Message
    used: Used


Screen = Message | Form | Settled


def screens(chat: Chat, locale: str) -> Iterator[tuple[str, Screen]]:
    """Each screen by its name, in the order of the story."""
    stage = Stage(chat, locale)
    yield from _signing_up(stage)
    yield from _forms(stage)
    yield from _pairing(stage)
    yield from _meeting(stage)
    yield from _closing(stage)
    yield "long-list", long_list(60)


def long_list(parts: int) -> Message:
    """A message of so many parts, whose names were typed by somebody playful."""
    found: list[Part] = []
    for n in range(parts // 3):
        who = Run(f"Agnès *& Léa* <at>n° {n}</at> ", typed=True)
        found += [
            Para((Run(f"{n + 1}. ", bold=True), who)),
            Bullets(tuple((Run(f"{topic} {n}"),) for topic in ("LinkedIn", "Twitter", "Slack"))),
            Facts(
                (
                    ("Score", (Run("81 %"),)),
                    ("Note", (Run("[clic](http://x.fr) " * 9, False, True),)),
                )
            ),
        ]
    return Message(tuple(found))


class Stage:
    """The people of the story, in one language."""

    def __init__(self, chat: Chat, locale: str) -> None:
        self.chat, self.locale, self.voice = chat, locale, Voice(locale)
        calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
        self.programme = chat.programme(starts_on=date(2016, 1, 4), calendar=calendar)
        self.agnes = self.person("agnes", "Agnès Martin")
        self.lea = self.person("lea", "Léa Moreau")
        self.helene = self.person("helene", "Hélène Marin")

    def person(self, user: str, name: str) -> Someone:
        return self.chat.person(
            user, name=name, locale=LOCALES[self.locale], email=f"{user}@example.org"
        )

    def word(self, key: str) -> str:
        return _WORDS[key][self.locale]

    def answers(self, someone: Someone) -> str:
        """Answers the question that is asked, whatever its kind; that kind."""
        field = someone.asked()
        if field.kind in ("text", "lines"):
            if field.optional:
                someone.sends(f"skip:{someone.draft()}:{field.name}")
            else:
                someone.says(self.word("objective"))
        else:
            values = _ANSWERS.get(field.name) or [field.options[0].value]
            someone.sends(f"answer:{someone.draft()}:{field.name}", *values)
        return field.kind


def last(someone: Someone) -> Message:
    """The last message somebody received."""
    return someone.history[-1].message


def action(someone: Someone, begins: str) -> str:
    """The action of the latest button that begins so."""
    for heard in reversed(someone.history):
        for part in heard.message.parts:
            for button in part.buttons if isinstance(part, Buttons) else ():
                if button.action.startswith(begins):
                    return button.action
    raise AssertionError(f"no button {begins}: {someone.said_last()}")


def _signing_up(stage: Stage) -> Iterator[tuple[str, Screen]]:
    agnes = stage.agnes
    agnes.joins()
    yield "welcome", last(agnes)
    joining = (
        action(agnes, "ask:join") if "ask:join" in str(last(agnes)) else action(agnes, "join:")
    )
    yield "welcome-settled", Settled(last(agnes), Used(joining))
    agnes.says(stage.word("learn"))
    for _ in range(30):
        field, message = agnes.asked(), last(agnes)
        yield f"question-{field.name}", message
        if field.kind != "confirm":
            yield f"settled-{field.name}", _settled(message)
        if stage.answers(agnes) == "confirm":
            break
    yield "signed-up", last(agnes)
    agnes.says(stage.word("help"))
    yield "help", last(agnes)


def _settled(message: Message) -> Settled:
    """The question once it was answered with its first choice, or in words."""
    ask = next(part for part in message.parts if isinstance(part, Ask))
    written = ask.field.kind in ("text", "lines")
    values = ("Une *réponse*",) if written else (ask.field.options[0].value,)
    return Settled(message, Used(f"answer:{ask.draft}:{ask.field.name}", values))


def _forms(stage: Stage) -> Iterator[tuple[str, Screen]]:
    people = (stage.lea, "mentor"), (stage.person("eva", "Éva Roy"), "mentee")
    for someone, role in people:
        someone.joins()
        someone.sends(f"ask:join-{role}")
        someone.sends(f"form:{someone.draft()}")
        assert someone.form is not None
        yield f"form-{role}", Form(someone.form)
        if role == "mentor":
            written = {
                "charter": "",
                "topics": ["linkedin"],
                "skills": "…",
                "show": "**Oh** " * 100,
            }
            someone.submits(written)
            yield "form-errors", Form(someone.form, someone.errors, written)
    yield "form-choosing", Form(scoring(stage.voice))
    stage.chat.enrols(stage.lea, "mentor")


def _pairing(stage: Stage) -> Iterator[tuple[str, Screen]]:
    chat, helene = stage.chat, stage.helene
    for n, (mentee, mentor) in enumerate((("Béa Lo", "Karim Ali"), ("Zoé Sy", "Noé Bo"))):
        chat.enrols(stage.person(f"mentee{n}", mentee), "mentee")
        chat.enrols(stage.person(f"mentor{n}", mentor), "mentor")
    helene.joins()
    chat.coordinates(helene, stage.programme)
    helene.gives("help")
    yield "help-coordinator", last(helene)
    helene.gives("status")
    yield "status", last(helene)
    chat.moves(stage.programme, "matching")
    helene.gives("match")
    helene.gives("review")
    yield "review", last(helene)
    helene.sends(action(helene, "review-why:"))
    yield "why-this-pair", last(helene)
    helene.gives("review approve all")
    helene.gives("announce")
    helene.gives("announce")
    yield "introduction", last(stage.agnes)


def _meeting(stage: Stage) -> Iterator[tuple[str, Screen]]:
    chat, agnes, helene = stage.chat, stage.agnes, stage.helene
    helene.gives("kickoff")
    helene.gives("start")
    agnes.says(stage.word("plan"))
    yield "slots", last(agnes)
    agnes.says("1")
    agnes.says(stage.word("place"))
    other = next(s for s in chat.people.values() if "accept:" in str(s.history[-1].message))
    yield "session-proposed", last(other)
    accepted = action(other, "accept:")
    yield "session-accepted", Settled(last(other), Used(accepted))
    other.sends(accepted)
    yield "session-agreed", last(agnes)
    (session,) = chat.all(Session)
    seen = len(agnes.history)
    chat.until(session.starts_at - timedelta(hours=3))
    yield "reminder", agnes.history[seen].message
    chat.until(session.starts_at + timedelta(hours=20))
    asked = [
        each.message
        for each in agnes.history
        if any(isinstance(p, Ask) for p in each.message.parts)
    ]
    yield "poll", asked[-1]
    for _ in range(10):
        heard = len(agnes.history)
        stage.answers(agnes)
        if len(agnes.history) == heard or "Ask(" not in str(last(agnes)):
            break
        if agnes.asked().kind == "scale":
            yield "poll-scale", last(agnes)
    yield "poll-thanks", last(agnes)
    chat.later(days=_DRIFT)
    assert chat.all(Notice)
    yield "notice", last(helene)
    agnes.says({"fr": "moi", "en": "me"}[stage.locale])
    yield "me", last(agnes)


def _closing(stage: Stage) -> Iterator[tuple[str, Screen]]:
    helene = stage.helene
    helene.gives("health")
    yield "health", last(helene)
    helene.gives("report")
    yield "report", last(helene)
