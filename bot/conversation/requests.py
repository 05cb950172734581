"""What people ask for in their own words, as a table: one request, one function.

The same requests answer buttons (`who`, `next`, `me` …), so that typing and pressing do the same.
"""

import re

from bot.conversation import leading
from bot.conversation.greeting import call, greet, join, join_or_help, joining
from bot.conversation.guessed import GUESS
from bot.conversation.meant import Request, ask_buttons, inside, placed, which_of_mine, which_open
from bot.dialogues import (
    calling,
    circles,
    dilemmas,
    erasing,
    gatherings,
    introducing,
    leaving,
    pausing,
    planning,
    recognition,
    signing,
    standing,
    teaching,
)
from bot.dialogues.parting import ways_out
from bot.dialogues.signup import change_answers
from bot.forms.words import fold
from bot.home import show_home
from bot.message import Bullets, Buttons, Part, Run
from bot.notices import kept_from, notice
from bot.pairs.both import ahead, pairs_of, sessions_of
from bot.scene import Scene, coordinators
from bot.understanding.language import language_of
from bot.understanding.recognise import recogniser
from matching.guess import WORTH_ASKING_AT
from storage.nouns import Draft, Notice

_SPACE = {"moi", "me", "mon espace", "my space"}  # as menus call it


def _me(scene: Scene, text: str) -> None:
    """Their own space at one glance, when they call it by its name; else where they stand."""
    if fold(text) in _SPACE:
        show_home(scene)
    else:
        standing.tell_me(scene, text)


def help_(scene: Scene, text: str) -> None:
    """What can be said."""
    voice = scene.voice
    which = "enrolled" if inside(scene) else "newcomer"
    lines = [
        voice.runs(f"help.{which}.{n}") for n in range(1, 9) if voice.knows(f"help.{which}.{n}")
    ]
    parts: list[Part] = [voice.para("help.title"), Bullets(tuple(lines))]
    if scene.coordinates:
        parts.append(voice.hint("help.coordinator"))
    scene.say(*parts)


def about(scene: Scene, text: str) -> None:
    """What a programme is: the one spoken of, else the one they mean."""
    if not which_of_mine(scene, "about") and not which_open(scene, "ask:about"):
        introducing.tell_about(scene, text)


def next_(scene: Scene, text: str) -> None:
    """What comes next; to somebody who has no place, when all of it begins."""
    if scene.programme is not None and not inside(scene):
        introducing.tell_about(scene, text)
    else:
        gatherings.tell_next(scene, text)


def charter(scene: Scene, text: str) -> None:
    """The charter: as somebody signed it, or to read before joining."""
    if scene.programme is not None and not inside(scene):
        introducing.tell_rules(scene, scene.programme)
    else:
        signing.tell_charter(scene, text)


def cancel(scene: Scene, text: str) -> None:
    """Nothing is under way: say so, and how to stop for good."""
    if not inside(scene):
        later(scene, text)
        return
    if any(ahead(sessions_of(scene.work, pair)) for pair in pairs_of(scene)):
        scene.say(
            scene.voice.para("cancel.which"), ask_buttons(scene, "drop-session", "move", "leave")
        )
        return
    scene.say(scene.voice.para("cancel.nothing"), ask_buttons(scene, "leave", "help"))


def later(scene: Scene, text: str) -> None:
    """Not now: nothing is lost, and nothing is promised that was not begun."""
    leading.focus(scene, None)
    scene.say(scene.voice.para("form.later" if _left_open(scene) else "later.nothing"))


def edit(scene: Scene, text: str) -> None:
    """Changing one's answers, or the form that is half filled."""
    if not _take_up(scene):
        change_answers(scene)


def resume(scene: Scene, text: str) -> None:
    """Coming back: from a pause, or to a form left half-way."""
    if pausing.come_back(scene) or _take_up(scene):
        return
    scene.say(scene.voice.para("resume.nothing"), ask_buttons(scene, "me", "help"))


def _take_up(scene: Scene) -> bool:
    drafts = _left_open(scene)
    if not drafts:
        return False
    latest = max(drafts, key=lambda each: each.changed_at)
    leading.ask(scene, latest, intro=(scene.voice.hint("resume.draft"),))
    return True


def _left_open(scene: Scene) -> list[Draft]:
    drafts = scene.work.find(Draft, person_id=scene.person.id, state="open")
    return [draft for draft in drafts if draft.form in leading.DIALOGUES]


def language(scene: Scene, text: str) -> None:
    """The person's choice of language, which nothing overrides afterwards."""
    said, other = fold(text), "en" if scene.person.locale == "fr" else "fr"
    wanted = next((code for code, names in _NAMES.items() if any(n in said for n in names)), None)
    if wanted is not None and _NOT_KNOWN.search(said):
        wanted = "fr" if wanted == "en" else "en"
    wanted = wanted or language_of(text) or other
    scene.person = scene.work.change(scene.person, locale=wanted, locale_chosen=True)
    scene.__dict__.pop("voice", None)
    scene.say(scene.voice.para("language.chosen"))


_NAMES = {"en": ("english", "anglais", "ingles"), "fr": ("french", "francais")}
# `I don't understand French` asks for the other language.
_NOT_KNOWN = re.compile(
    r"\b(?:ne|n|not|don t|doesn t|can t|cannot|pas)\b"
    r".*\b(?:compren|parl|li[st]|understand|speak|read)"
)


def problem(scene: Scene, text: str) -> None:
    """A private word to the coordinators: they hear that there is something, not what was typed."""
    programme = scene.programme
    if programme is None or scene.enrolment is None:
        scene.say(scene.voice.para("problem.no-programme"))
        return
    kind, subject = "asks-for-help", f"enrolment:{scene.enrolment.id}"
    kept = scene.work.first(Notice, subject=subject, kind=kind, state="open") or notice(
        scene.work, programme, f"{scene.key}/{kind}", subject, kind, [scene.person.name]
    )
    heard = [p for p in coordinators(scene.work, programme) if not kept_from(scene.work, kept, p)]
    names = [person.name for person in heard]
    if not names:
        scene.say(scene.voice.para("problem.nobody"))
        return
    listed = (Run(scene.voice.listed(names), typed=True),)
    heard_by = scene.voice.para("problem.heard", None, coordinators=listed)
    ways = ways_out(scene)
    parts: list[Part] = [heard_by]
    if ways:
        parts += [scene.voice.hint("problem.or-part"), Buttons(ways)]
    scene.say(*parts)


def thanks(scene: Scene, text: str) -> None:
    """You are welcome."""
    scene.say(scene.voice.para("thanks"))


def unknown(scene: Scene, text: str) -> None:
    """Not understood, said honestly, with the nearest guesses to press."""
    guess = recogniser().recognise(text)
    near = [
        intent
        for intent in dict.fromkeys((guess.intent, guess.runner_up))
        if intent in _PRESSABLE and guess.confidence >= WORTH_ASKING_AT
    ]
    if not near:
        scene.say(scene.voice.para("unknown"), join_or_help(scene))
        return
    voice = scene.voice
    guesses = [voice.button(f"button.{name}", f"ask:{name}{GUESS}") for name in near]
    help_too = () if "help" in near else ask_buttons(scene, "help").buttons
    scene.say(voice.para("unknown.near"), Buttons((*guesses, *help_too)))


def extra(scene: Scene, text: str) -> None:
    """One more session: with one's own pair, or with whoever is best where that is how it goes."""
    if calling.may_call(scene) and not scene.plan.sessions.extra:
        calling.call(scene, text)
    else:
        planning.one_more(scene, text)


REQUESTS: dict[str, Request] = {
    "greet": greet,
    "join": join,
    "join-mentee": joining("mentee"),
    "join-mentor": joining("mentor"),
    "help": help_,
    "cancel": cancel,
    "later": later,
    "edit": edit,
    "me": _me,
    "who": standing.tell_who,
    "next": next_,
    "plan": planning.plan_next,
    "move": planning.move,
    "drop-session": planning.cancel_session,
    "extra": extra,
    "call": call,
    "pause": pausing.pause,
    "resume": resume,
    "leave": leaving.leave,
    "erase": erasing.erase,
    "export": leaving.export,
    "certificate": recognition.my_certificate,
    "circle": circles.tell_circles,
    "dilemma": dilemmas.tell_dilemma,
    "kit": teaching.tell_kit,
    "charter": charter,
    "about": about,
    "privacy": introducing.tell_privacy,
    "language": language,
    "problem": problem,
    "thanks": thanks,
}
# Requests about somebody's place in a programme.
_PLACED = (
    "edit",
    "me",
    "who",
    "next",
    "plan",
    "move",
    "drop-session",
    "extra",
    "call",
    "kit",
    "charter",
    "pause",
    "resume",
    "leave",
    "problem",
)
REQUESTS |= {name: placed(name, REQUESTS[name]) for name in _PLACED}
# What may be offered as a guess: neither pleasantries, nor what only makes sense in its moment.
_PRESSABLE = REQUESTS.keys() - {"greet", "join", "cancel", "later", "thanks"}
