"""A simulated person: reads what a platform shows them, and does what that person would do.

An actor knows nothing of the database. It sees messages, as anybody does, and answers with events.
Everything it decides comes from its own random source, so the same seed plays the same programme.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from adapters.rehearsal.people import Character
from adapters.rehearsal.temperament import TEMPERAMENTS, Temperament
from bot.conversation.guessed import GUESS
from bot.message import Ask, Button, Buttons, FieldView, FormView, Message
from bot.programme.plan.assessment import OF_MENTEES, OF_MENTORS

Said, Pressed, Submitted = "said", "pressed", "submitted"
_BY_FORM = {"charter", "met", "going", "recommend", "came"}  # where a form can be opened at once
_PATIENCE = 2  # how many sessions anyone cancels or moves before simply coming
_DECLINES = 0.1  # of those on a coordinator's list
_COMES = 0.8  # to a collective moment
_ASK = {
    "fr": "J’ai besoin d’une demi-heure sur {topic}",
    "en": "I need half an hour on {topic}",
}
_THANKED = 0.7  # of mentors, who would like their manager to know
_SITUATIONS = {*OF_MENTEES, *OF_MENTORS, "own1", "own2", "own3"}
_RETURNED = {"gave", "received"}
# How likely somebody is to do what readies a pair, beside answering at all; in that order.
_READIES = {"check": 1.0, "induction": 0.9, "course-yes": 0.95, "course": 0.7}
_CANCEL = {"fr": "annuler", "en": "cancel"}
_PLAIN = {
    ("fr", "mentee"): "Je voudrais apprendre",
    ("fr", "mentor"): "Je veux bien transmettre ce que je sais",
    ("fr", "both"): "Je voudrais apprendre",
    ("en", "both"): "I want to learn",
    ("en", "mentee"): "I want to learn",
    ("en", "mentor"): "I can teach someone",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something an actor will do: what, and how long from now."""

    kind: str
    after: timedelta
    text: str = ""  # what is said, or the action pressed
    values: tuple[str, ...] = ()
    draft: int = 0
    answers: Mapping[str, Any] | None = None
    awake: bool = True  # waits for the person's day
    parting: bool = False  # the last thing they do


class Actor:
    """One character, with a memory of what they have done."""

    def __init__(self, character: Character, seed: int) -> None:
        self.character = character
        self._rng = random.Random(f"{seed}/{character.key}")
        self._temper: Temperament = TEMPERAMENTS[character.temperament]
        self._seed = seed
        self._levels: dict[str, int] = {}
        self._passed: dict[int, bool] = {}
        self._by_form = self._rng.random() < character.pages
        self._held = 0
        self._pressed: set[str] = set()
        self.gone = False
        self._greeted = False
        self._clear = False  # whether they said plainly what they came for
        self._mistakes = 0
        self._signed_up = False
        self._disturbed = 0  # sessions cancelled or moved

    def arrives(self) -> Deed:
        """The first thing they ever write."""
        days = self._rng.uniform(0, 24 if self.character.temperament == "silent" else 12)
        return Deed(Said, timedelta(days=days), self.character.hello)

    def asks(self, topics: Mapping[str, str], days: int) -> Iterator[Deed]:
        """The sessions that they ask for of themselves, within so many days; topics by code."""
        for _ in range(self._rng.choices((0, 1, 2, 3), weights=(15, 45, 30, 10))[0]):
            code = self._rng.choice(list(self.character.answers["topics"]))
            after = timedelta(days=self._rng.uniform(0, days))
            yield Deed(Said, after, _ASK[self.character.locale].format(topic=topics[code]))

    def sees(self, message: Message) -> Iterator[Deed]:
        """What a message makes them do."""
        if self.gone:
            return
        buttons: list[Button] = []
        for part in message.parts:
            if isinstance(part, Ask):
                if part.field.name == self._not_mine:
                    yield from self._says_it_plainly()
                    return
                deed = self._answer(part)
                if deed is not None:
                    yield deed
                    return
            elif isinstance(part, Buttons):
                buttons += part.buttons
        yield from self._prepares([each.action for each in buttons])
        deed = self._press(buttons)
        if deed is not None:
            yield deed

    def opens(self, form: FormView) -> Iterator[Deed]:
        """A whole form is in front of them: they fill it in and send it."""
        if any(field.name == self._not_mine for field in form.fields):
            yield from self._says_it_plainly()
            return
        values = {field.name: self._value(field) for field in form.fields}
        yield Deed(Submitted, self._soon(6), draft=form.draft, answers=values, awake=False)

    def mistaken(self, form: FormView, errors: Mapping[str, str]) -> Iterator[Deed]:
        """A form came back with mistakes: they mend what is named."""
        self._mistakes += 1
        self._signed_up = False
        if self._mistakes < 5:
            values = {field.name: self._value(field) for field in form.fields}
            yield Deed(Submitted, self._soon(2), draft=form.draft, answers=values, awake=False)

    # Of their own, so that people asked to assess themselves or to prepare do all else as they
    # would have; made when needed, since each takes two KiB and a half.

    @cached_property
    def _thinks(self) -> random.Random:
        return random.Random(f"{self._seed}/{self.character.key}/assessment")

    @cached_property
    def _readies(self) -> random.Random:
        return random.Random(f"{self._seed}/{self.character.key}/preparation")

    # ------------------------------------------------------------ questions

    @property
    def _not_mine(self) -> str:
        """A question that only the other role is asked."""
        return {"mentee": "skills", "mentor": "objectives"}.get(self.character.role, "")

    def _says_it_plainly(self) -> Iterator[Deed]:
        """Taken for the other role, or not understood: they say it in short words."""
        if self._clear:
            return
        self._clear = True
        yield Deed(Said, self._soon(2), _CANCEL[self.character.locale], awake=False)
        plain = _PLAIN[self.character.locale, self.character.role]
        yield Deed(Said, self._soon(2) + timedelta(minutes=3), plain, awake=False)

    def _answer(self, ask: Ask) -> Deed | None:
        field = ask.field
        if field.options and field.name in _SITUATIONS | _RETURNED:  # not a text of that name
            return self._assess(ask)
        if field.name in ("met", "going", "recommend", "came") and not self._likely("answers"):
            return None
        first_of_poll = field.name in ("met", "going", "recommend", "came", "slot", "answer")
        after = self._delay() if first_of_poll else self._soon(2)
        if field.name in _BY_FORM and self._by_form:
            action = f"form:{ask.draft}"
            return Deed(Pressed, after, action, awake=first_of_poll)
        if field.name == "slot" and self._no_slot(field):
            return Deed(Pressed, after, f"answer:{ask.draft}:slot", ("other",))
        value = self._value(field)
        if value in ("", [], None) and ask.skip:
            return Deed(Pressed, after, f"skip:{ask.draft}:{field.name}", awake=False)
        if value in ("", [], None):
            return None  # nothing to say, and nobody answers nothing again and again
        if field.kind in ("text", "lines"):
            text = "\n".join(value) if isinstance(value, list) else str(value)
            return Deed(Said, after, text, awake=first_of_poll)
        values = tuple(str(v) for v in (value if isinstance(value, list) else [value]))
        action = f"answer:{ask.draft}:{field.name}"
        return Deed(Pressed, after, action, values, awake=first_of_poll)

    def _assess(self, ask: Ask) -> Deed | None:
        """A situation met again: one step further, as a rule, for who has held sessions."""
        field, rng = ask.field, self._thinks
        first = ask.draft not in self._passed
        if first:
            self._passed[ask.draft] = rng.random() >= self._temper.answers
        if self._passed[ask.draft]:
            return None
        values = tuple(rng.sample([o.value for o in field.options[:-1]], rng.randint(1, 3)))
        if field.name in _SITUATIONS:
            before = self._levels.get(field.name)
            steps = (0, 1, 2) if self._held else (0, 0, 1)
            level = rng.choice((1, 2, 2, 3, 3, 4)) if before is None else before + rng.choice(steps)
            self._levels[field.name] = min(level, len(field.options))
            values = (str(self._levels[field.name]),)
        hours = rng.uniform(*self._temper.hours) if first else 0.02
        action = f"answer:{ask.draft}:{field.name}"
        return Deed(Pressed, timedelta(hours=hours), action, values, awake=first)

    def _no_slot(self, field: FieldView) -> bool:
        return len(field.options) == 1

    def _value(self, field: FieldView) -> Any:
        """What they answer to a question, from what is known of them."""
        known, voice = self.character.answers, self.character.voice
        match field.name:
            case "sure":
                self._signed_up = True
                return "yes"
            case "charter":
                return "yes"
            case "answer":  # to a proposal
                return "decline" if self._rng.random() < _DECLINES else "accept"
            case "reason":
                return self._rng.choice(field.options).value
            case "objectives" if self.character.vague and not self._greeted:
                self._greeted = True
                return [self.character.vague]
            case "precise":
                return list(known.get("objectives", ()))
            case "minutes" | "within":
                return self._rng.choice(field.options).value
            case "text":
                return voice.get("thought", "")
            case "subject" | "point":
                return self._rng.choice(list(known["objectives"]))
            case "slot":
                return self._rng.choice(field.options[: max(1, len(field.options) - 1)]).value
            case "other":
                return self._some_day()
            case "first" | "second" | "sessions" | "every":
                return self._readies.choice(field.options[:4]).value
            case "met":
                self._held += 1
                return "yes"
            case "rating":
                return self._rng.choices((5, 4, 3, 2), weights=(50, 35, 12, 3))[0]
            case "progress":
                return self._rng.choices(("yes", "partly", "no"), weights=(60, 34, 6))[0]
            case "takeaway":
                said = voice.get("progress") or [""]
                return said[min(self._held, len(said)) - 1] if self._rng.random() < 0.7 else ""
            case "going":
                return self._rng.choices((5, 4, 3, 2), weights=(40, 40, 15, 5))[0]
            case "recommend":
                return voice.get("recommend", 8)
            case "reached":
                return voice.get("reached", "yes")
            case "comment":
                return voice.get("comment", "")
            case "quote":
                return "yes" if voice.get("quote") else "no"
            case "came":
                return "yes"
            case "useful":
                return self._rng.choices((5, 4, 3), weights=(50, 40, 10))[0]
            case "level" if field.value is None and self._held:
                return voice.get("level_after", known.get("level", 3))
            case "place" if not known.get("place"):
                return "" if field.optional else "Paris"
            case name:
                # What the page already holds, such as the time zone, is left as it is.
                value = known.get(name, "" if field.value is None else field.value)
                return str(value) if field.kind == "choose" else value

    def _some_day(self) -> str:
        days = self._rng.randint(4, 12)
        words = {"fr": f"dans {days} jours à 18h", "en": f"in {days} days at 6pm"}
        return words[self.character.locale]

    # ------------------------------------------------------------ buttons

    def _prepares(self, actions: list[str]) -> Iterator[Deed]:
        """What comes before sessions: the induction, step by step, and the modules of a pair."""
        for verb, likely in _READIES.items():
            found = [each for each in actions if each.split(":")[0] == verb]
            if not found or (verb == "course" and self.character.role == "mentor"):
                continue
            going_on = verb == "check" or found[0].startswith("induction:")
            if going_on or self._readies.random() < self._temper.answers * likely:
                hours = 0.1 if going_on else self._readies.uniform(*self._temper.hours)
                deed = self._once(self._readies.choice(found), timedelta(hours=hours))
                yield from () if deed is None else (deed,)
                return

    def _press(self, buttons: list[Button]) -> Deed | None:
        offered = {
            button.action.split(":")[0]: button.action for button in buttons if button.action
        }
        if "commend" in offered:
            said = "yes" if self._thinks.random() < _THANKED else "no"
            action = f"{offered['commend'].rpartition(':')[0]}:{said}"
            after = timedelta(hours=self._thinks.uniform(*self._temper.hours))
            return None if len(buttons) < 2 else self._once(action, after)
        if "course-yes" in offered:
            after = timedelta(hours=self._thinks.uniform(*self._temper.hours))
            return self._once(offered["course-yes"], after)
        if "invited-no" in offered:
            return self._answer_invitation(offered)
        if "call-yes" in offered and self._likely("answers"):
            yes = [each.action for each in buttons if each.action.startswith("call-yes")]
            return self._once(self._rng.choice(yes), self._delay())
        if "call-no" in offered:
            return self._once(offered["call-no"], self._delay())
        if "call-to" in offered:
            to = [each.action for each in buttons if each.action.startswith("call-to")]
            return self._once(to[0], self._soon(20), awake=False)
        actions = {button.action.removesuffix(GUESS) for button in buttons}
        for role in ("mentee", "mentor", "both"):
            for action in (f"join:{role}", f"ask:join-{role}"):
                if action in actions and role == self.character.role:
                    return self._once(action, self._soon(3), awake=False)
        if actions and all(action.startswith("ask:") for action in actions) and not self._clear:
            self._clear = True
            plain = _PLAIN[self.character.locale, self.character.role]
            return Deed(Said, self._soon(3), plain, awake=False)
        if "accept" in offered:
            return self._once(offered["accept"], self._delay()) if self._likely("plans") else None
        for step in ("board-send", "board-write", "board-edit", "board-last", "dilemma-first"):
            if step in offered:
                return self._once(offered[step], self._delay()) if self._likely("answers") else None
        for asked in ("rsvp", "meeting", "there"):
            if asked in offered:
                answer = "yes" if self._rng.random() < _COMES else "no"
                action = ":".join((*offered[asked].split(":")[:2], answer))
                return Deed(Pressed, self._delay(), action) if self._likely("answers") else None
        if "drop" in offered and "move" in offered:
            return self._disturb(offered)
        if "plan" in offered and self._held and self._likely("leaves"):
            return self._stops()
        if "plan" in offered:
            return self._plan(offered["plan"])
        if "resume" in offered and not self._signed_up:
            # Whoever began signing up finishes, sooner or later; a reminder is what they needed.
            return Deed(Pressed, min(self._delay(), timedelta(hours=20)), offered["resume"])
        if "resume" in offered and self._likely("answers"):
            return Deed(Pressed, self._delay(), offered["resume"])
        if "leave-yes" in offered:
            self.gone = True
            return Deed(Pressed, self._soon(5), offered["leave-yes"], awake=False, parting=True)
        if "drop-yes" in offered:
            return self._once(offered["drop-yes"], self._soon(3), awake=False)
        return None

    def _answer_invitation(self, offered: Mapping[str, str]) -> Deed | None:
        """A place was kept for them: most say yes, some no, and the silent need a word more."""
        if not self._likely("answers"):
            return None
        declines = self._rng.random() < _DECLINES
        self.gone = declines
        action = offered["invited-no" if declines else "within"]
        return Deed(Pressed, self._delay(), action, parting=declines)

    def _disturb(self, offered: Mapping[str, str]) -> Deed | None:
        """A session is agreed: most people simply come; some cancel, some move it, a few times."""
        session = f"considered:{offered['drop']}"
        if session in self._pressed or self._disturbed >= _PATIENCE:
            return None
        self._pressed.add(session)
        if self._likely("cancels"):
            self._disturbed += 1
            return self._once(offered["drop"], self._delay())
        if self._likely("moves"):
            self._disturbed += 1
            return self._once(offered["move"], self._delay())
        return None

    def _plan(self, action: str) -> Deed | None:
        # The mentee opens; a mentor leaves them the time to do so.
        if not self._likely("plans"):
            return None
        wait = self._delay()
        if self._held:
            wait += timedelta(days=self.character.rhythm * self._rng.uniform(0.5, 1))
        if self.character.role == "mentor":
            wait += timedelta(days=2)
        return Deed(Pressed, wait, action)

    def _stops(self) -> Deed:
        """Some leave, after a session that was not what they hoped."""
        words = {"fr": "Je voudrais arrêter le programme", "en": "I want to leave the programme"}
        return Deed(Said, timedelta(days=2), words[self.character.locale])

    def _once(self, action: str, after: timedelta, *, awake: bool = True) -> Deed | None:
        if action in self._pressed:
            return None
        self._pressed.add(action)
        return Deed(Pressed, after, action, awake=awake)

    def _likely(self, habit: str) -> bool:
        return self._rng.random() < float(getattr(self._temper, habit))

    def _delay(self) -> timedelta:
        return timedelta(hours=self._rng.uniform(*self._temper.hours))

    def _soon(self, minutes: float) -> timedelta:
        return timedelta(minutes=self._rng.uniform(0.2, minutes))
