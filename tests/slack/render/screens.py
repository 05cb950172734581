"""Every screen of Slack, from a conversation that really takes place, in a language."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from adapters.slack.render.home import home_view
from adapters.slack.render.modal import errors, modal, shown_in
from adapters.slack.render.pieces import Piece, Post, pieces
from adapters.slack.render.settled import settled
from bot.home.page import home
from bot.message import Ask, Bullets, Buttons, Message, Para, Part, Run
from bot.programme.template import load
from bot.texts import Voice
from storage.nouns import Address, Notice, Session
from tests.client import Chat, Someone
from tests.scoring import scoring

Json = dict[str, Any]
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
_WORDS = {
    "learn": {"fr": "J’aimerais apprendre LinkedIn", "en": "I would like to learn LinkedIn"},
    "plan": {"fr": "planifier une séance", "en": "plan a session"},
    "objective": {
        "fr": "Rédiger une biographie & un profil <LinkedIn>",
        "en": "Write a biography & a profile on <LinkedIn>",
    },
    "place": {"fr": "<!channel> *Visio* :wave:", "en": "<!channel> *Video call* :wave:"},
}


_ANSWERS = {"halfdays": ["tue-am", "tue-pm", "thu-am"], "format": ["remote"]}


def sent(message: Message, voice: Voice) -> list[Json]:
    """A message as it leaves for Slack, without the tokens of files, which are drawn by lot."""
    return [_piece(piece) for piece in pieces(message, voice)]


def screens(chat: Chat, locale: str) -> Iterator[tuple[str, Any]]:
    """Each screen's name and what Slack is given."""
    stage = _Stage(chat, locale)
    yield from _signing_up(stage)
    yield from _pairing(stage)
    yield from _meeting(stage)
    yield from _closing(stage)
    parts: list[Part] = []
    for n in range(20):
        parts += [
            Para((Run(f"{n + 1}. ", bold=True), Run(f"Agnès & Léa n° {n}", typed=True))),
            Bullets(((Run("LinkedIn"),), (Run("Twitter"),))),
            Para((Run("…"),), "hint"),
        ]
    yield "long-list", sent(Message(tuple(parts)), stage.voice)


class _Stage:
    """The people of the story, in one language."""

    def __init__(self, chat: Chat, locale: str) -> None:
        self.chat, self.locale, self.voice = chat, locale, Voice(locale)
        calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
        self.programme = chat.programme(starts_on=date(2016, 1, 4), calendar=calendar)
        self.agnes = self._person("agnes", "Agnès Martin")
        self.lea = self._person("lea", "Léa Moreau")
        self.helene = self._person("helene", "Hélène Marin")

    def _person(self, user: str, name: str) -> Someone:
        return self.chat.person(
            user, name=name, locale=LOCALES[self.locale], email=f"{user}@example.org"
        )

    def enrolled(self, user: str, name: str, role: str) -> None:
        someone = self._person(user, name)
        self.chat.enrols(someone, role)

    def word(self, key: str) -> str:
        return _WORDS[key][self.locale]

    def last(self, someone: Someone) -> list[Json]:
        """The last message somebody received."""
        return sent(someone.history[-1].message, self.voice)

    def home(self, someone: Someone) -> Json:
        """Their Home, as it is published."""
        with self.chat.reading() as work:
            address = work.first(Address, user=someone.user)
            return home_view(home(work, address), self.voice)

    def about(self, someone: Someone, holds: Callable[[Part], bool]) -> list[Json]:
        """The latest message that holds such a part."""
        for heard in reversed(someone.history):
            if any(holds(part) for part in heard.message.parts):
                return sent(heard.message, self.voice)
        raise AssertionError(f"nothing such: {someone.said_last()}")

    def action(self, someone: Someone, begins: str) -> str:
        """The action of the latest button that begins so."""
        for heard in reversed(someone.history):
            for part in heard.message.parts:
                for button in part.buttons if isinstance(part, Buttons) else ():
                    if button.action.startswith(begins):
                        return button.action
        raise AssertionError(f"no button {begins}: {someone.said_last()}")

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


def _signing_up(stage: _Stage) -> Iterator[tuple[str, Any]]:
    agnes, lea = stage.agnes, stage.lea
    agnes.joins()
    yield "welcome", stage.last(agnes)
    yield "home-newcomer", stage.home(agnes)
    agnes.says(stage.word("learn"))
    for _ in range(30):
        field = agnes.asked()
        yield f"question-{field.name}", stage.last(agnes)
        if field.kind in ("choose", "pick"):
            yield f"settled-{field.name}", _settled(stage, agnes)
        if stage.answers(agnes) == "confirm":
            break
    yield "confirmation", stage.last(agnes)
    for someone, role in ((lea, "mentor"), (stage._person("eva", "Éva Roy"), "mentee")):
        someone.joins()
        someone.sends(f"ask:join-{role}")
        someone.sends(f"form:{someone.draft()}")
        assert someone.form is not None
        view = modal(someone.form, stage.voice)
        yield f"form-{role}", view
        if role == "mentor":
            someone.submits({"charter": "", "topics": [], "skills": "", "no-such": ""})
            wrong = errors(someone.errors, someone.form, shown_in(view), stage.voice)
            yield "form-errors", {"response_action": "errors", "errors": wrong}
            yield "form-again", modal(someone.form, stage.voice)
    yield "form-choosing", modal(scoring(stage.voice), stage.voice)
    stage.chat.enrols(lea, "mentor")
    agnes.says({"fr": "aide", "en": "help"}[stage.locale])
    yield "help", stage.last(agnes)


def _pairing(stage: _Stage) -> Iterator[tuple[str, Any]]:
    chat, helene = stage.chat, stage.helene
    for n, (mentee, mentor) in enumerate((("Béa Lo", "Karim Ali"), ("Zoé Sy", "Noé Bo"))):
        stage.enrolled(f"mentee{n}", mentee, "mentee")
        stage.enrolled(f"mentor{n}", mentor, "mentor")
    helene.joins()
    chat.coordinates(helene, stage.programme)
    helene.gives("help")
    yield "help-coordinator", stage.last(helene)
    helene.gives("status")
    yield "status", stage.last(helene)
    chat.moves(stage.programme, "matching")
    helene.gives("match")
    helene.gives("review")
    yield "review", stage.last(helene)
    helene.sends(stage.action(helene, "review-why:"))
    yield "why-this-pair", stage.last(helene)
    helene.gives("review approve all")
    yield "approved", stage.last(helene)
    helene.gives("announce")
    helene.gives("announce")
    yield "introduction", stage.last(stage.agnes)


def _meeting(stage: _Stage) -> Iterator[tuple[str, Any]]:
    chat, agnes, helene = stage.chat, stage.agnes, stage.helene
    helene.gives("kickoff")
    helene.gives("start")
    agnes.says(stage.word("plan"))
    yield "slots", stage.last(agnes)
    agnes.says("1")
    agnes.says(stage.word("place"))
    other = next(s for s in chat.people.values() if "accept:" in str(s.history[-1].message))
    yield "session-proposed", stage.last(other)
    other.sends(stage.action(other, "accept:"))
    yield "session-agreed", stage.last(agnes)
    yield "home-participant", stage.home(agnes)
    (session,) = chat.all(Session)
    seen = len(agnes.history)
    chat.until(session.starts_at - timedelta(hours=3))
    reminder = agnes.history[seen].message
    yield "reminder", sent(reminder, stage.voice)
    chat.until(session.starts_at + timedelta(hours=20))
    yield "poll", stage.about(agnes, lambda part: isinstance(part, Ask))
    for _ in range(10):
        heard = len(agnes.history)
        stage.answers(agnes)
        last = agnes.history[-1].message
        if len(agnes.history) == heard or not any(isinstance(p, Ask) for p in last.parts):
            break
        if agnes.asked().kind == "scale":
            yield "poll-scale", stage.last(agnes)
    yield "poll-thanks", stage.last(agnes)
    chat.later(days=23)
    assert chat.all(Notice)
    yield "notice", stage.last(helene)


def _closing(stage: _Stage) -> Iterator[tuple[str, Any]]:
    helene = stage.helene
    helene.gives("health")
    yield "health", stage.last(helene)
    yield "home-coordinator", stage.home(helene)
    helene.gives("report")
    yield "report", stage.last(helene)


def _settled(stage: _Stage, someone: Someone) -> list[Json]:
    """The question once its first option was pressed."""
    ask = next(p for p in someone.history[-1].message.parts if isinstance(p, Ask))
    (post,) = pieces(someone.history[-1].message, stage.voice)
    assert isinstance(post, Post)
    action, option = f"answer:{ask.draft}:{ask.field.name}", ask.field.options[0]
    return settled(post.blocks, action, option.label)


def _piece(piece: Piece) -> Json:
    if isinstance(piece, Post):
        return {"text": piece.text, "blocks": [*piece.blocks]}
    return {"files": [["token", alt] for _, alt in piece.files], "comment": piece.comment}
