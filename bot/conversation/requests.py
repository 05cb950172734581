"""What people ask for in their own words, as a table: one request, one function.

The same requests answer buttons (`who`, `next`, `me` …), so that typing and pressing do the same.
"""

import re
from collections.abc import Callable

from bot.conversation import leading
from bot.conversation.arrivals import ended, joinable, open_to_all, own
from bot.conversation.guessed import GUESS
from bot.dialogues import (
    calling,
    circles,
    dilemmas,
    erasing,
    introducing,
    inviting,
    leaving,
    offering,
    pausing,
    planning,
    recognition,
    signing,
    standing,
    teaching,
)
from bot.dialogues.parting import ways_out
from bot.dialogues.signup import change_answers, sign_up
from bot.forms.words import fold
from bot.home import show_home
from bot.message import Bullets, Button, Buttons, Part, Run
from bot.notices import kept_from, notice
from bot.pairs.both import ahead, pairs_of, sessions_of
from bot.programme.following import next_in
from bot.scene import Scene, coordinators
from bot.texts import Typed
from bot.understanding.language import language_of
from bot.understanding.recognise import recogniser
from bot.understanding.wishes import wish_in
from matching.guess import WORTH_ASKING_AT
from storage.nouns import Draft, Notice

Request = Callable[[Scene, str], None]
_SPACE = {"moi", "me", "mon espace", "my space"}  # as menus call it


def _me(scene: Scene, text: str) -> None:
    """Their own space at one glance, when they call it by its name; else where they stand."""
    if fold(text) in _SPACE:
        show_home(scene)
    else:
        standing.tell_me(scene, text)


def greet(scene: Scene, text: str) -> None:
    """Hello: what the bot is for, or where the person stands."""
    met = scene.address.welcomed
    if not met:
        scene.address = scene.work.change(scene.address, welcomed=True)
    if inviting.greet_invited(scene, met=met):
        return
    name = (Run(scene.person.name.split()[0] if scene.person.name.split() else "", typed=True),)
    if _inside(scene):
        scene.say(
            scene.voice.para("greet.again", None, name=name),
            _buttons(scene, "who", "next", "me", "help"),
        )
        return
    programme = scene.programme
    if programme is None and len(joinable(scene.work)) > 1:
        scene.say(scene.voice.para("greet.hello", None, name=name))
        _which_programme(scene)
        return
    if _was(scene, scene.voice.para("greet.back", None, name=name)):
        return
    if scene.coordinates:
        scene.say(scene.voice.para("greet.coordinator", None, name=name), _commands(scene))
        return
    if programme is None or not open_to_all(programme):
        scene.say(scene.voice.para("greet.no-programme", None, name=name))
        return
    scene.say(
        scene.voice.para("greet.hello", None, name=name),
        scene.voice.para("greet.about", None, programme=Typed(programme.name)),
        _join_buttons(scene),
    )


def join(scene: Scene, text: str) -> None:
    """Taking part, without saying in which role."""
    if _which_programme(scene):
        return
    enrolment = scene.enrolment
    if enrolment is not None and enrolment.state != "left":
        sign_up(scene, enrolment.role)
    elif scene.programme is None or not open_to_all(scene.programme):
        sign_up(scene, "mentee")  # which says why nobody can sign up now
    elif len(scene.plan.signup.roles) == 1:
        sign_up(scene, scene.plan.signup.roles[0])
    else:
        scene.say(scene.voice.para("join.which-role"), _join_buttons(scene))


def call(scene: Scene, text: str) -> None:
    """A session now, on some subject; whoever has no place yet signs up with that subject."""
    if not _which_programme(scene, "ask:call"):
        calling.call(scene, text)


def _joining(role: str) -> Request:
    def request(scene: Scene, text: str) -> None:
        if role == "mentee" and calling.may_call(scene):  # they are in, and say what they need
            calling.call(scene, text)
            return
        wish = wish_in(text, role)
        if wish and scene.programme is None and len(joinable(scene.work)) > 1:
            offering.keep(scene, role, wish)
        elif not _which_programme(scene, f"join:{role}"):
            sign_up(scene, role, wish)

    return request


def _which_programme(scene: Scene, then: str = "") -> bool:
    """Asks which programme is meant when several are open, to do `then` in it; True if it asked."""
    if scene.programme is not None:
        return False
    opened = joinable(scene.work)
    if len(opened) < 2:
        return False
    buttons = tuple(
        Button(each.name, f"within:{each.id}:{then}" if then else f"programme:{each.id}")
        for each in opened
    )
    scene.say(scene.voice.para("join.which-programme"), Buttons(buttons))
    return True


def _inside(scene: Scene) -> bool:
    """Whether the person has a place, in the programme spoken of or in several."""
    enrolment = scene.enrolment
    if enrolment is not None:
        return enrolment.state != "left"
    return scene.programme is None and bool(own(scene.work, scene.person))


def which_of_mine(scene: Scene, request: str) -> bool:
    """Asks which programme is meant when somebody has a place in several; True when it asked."""
    if scene.programme is not None:
        return False
    mine = own(scene.work, scene.person)
    if not mine:
        return False
    buttons = tuple(Button(each.name, f"about:{each.id}:{request}") for each in mine)
    scene.say(scene.voice.para("programme.which"), Buttons(buttons))
    return True


def _placed(name: str, request: Request) -> Request:
    """A request about somebody's place, once it is clear in which programme."""

    def once_known(scene: Scene, text: str) -> None:
        if not which_of_mine(scene, name) and not _was(scene):
            request(scene, text)

    return once_known


def _was(scene: Scene, *before: Part) -> bool:
    """Tells somebody whose programme is over, when no other is meant; True when it was so."""
    over = ended(scene.work, scene.person) if scene.programme is None else None
    if over is None:
        return False
    told = scene.voice.para("programme.over", None, programme=Typed(over.name))
    scene.say(*before, told, _buttons(scene, "certificate", "export"))
    return True


def help_(scene: Scene, text: str) -> None:
    """What can be said."""
    voice = scene.voice
    which = "enrolled" if _inside(scene) else "newcomer"
    lines = [
        voice.runs(f"help.{which}.{n}") for n in range(1, 9) if voice.knows(f"help.{which}.{n}")
    ]
    parts: list[Part] = [voice.para("help.title"), Bullets(tuple(lines))]
    if scene.coordinates:
        parts.append(voice.hint("help.coordinator"))
    scene.say(*parts)


def about(scene: Scene, text: str) -> None:
    """What a programme is: the one spoken of, else the one they mean."""
    if not which_of_mine(scene, "about") and not _which_programme(scene, "ask:about"):
        introducing.tell_about(scene, text)


def next_(scene: Scene, text: str) -> None:
    """The next session; to somebody who has no place, when all of it begins."""
    if scene.programme is not None and not _inside(scene):
        introducing.tell_about(scene, text)
    else:
        standing.tell_next(scene, text)


def charter(scene: Scene, text: str) -> None:
    """The charter: as somebody signed it, or to read before joining."""
    if scene.programme is not None and not _inside(scene):
        introducing.tell_rules(scene, scene.programme)
    else:
        signing.tell_charter(scene, text)


def cancel(scene: Scene, text: str) -> None:
    """Nothing is under way: say so, and how to stop for good."""
    if not _inside(scene):
        later(scene, text)
        return
    if any(ahead(sessions_of(scene.work, pair)) for pair in pairs_of(scene)):
        scene.say(
            scene.voice.para("cancel.which"), _buttons(scene, "drop-session", "move", "leave")
        )
        return
    scene.say(scene.voice.para("cancel.nothing"), _buttons(scene, "leave", "help"))


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
    scene.say(scene.voice.para("resume.nothing"), _buttons(scene, "me", "help"))


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
        scene.say(scene.voice.para("unknown"), _join_or_help(scene))
        return
    voice = scene.voice
    guesses = [voice.button(f"button.{name}", f"ask:{name}{GUESS}") for name in near]
    help_too = () if "help" in near else _buttons(scene, "help").buttons
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
    "join-mentee": _joining("mentee"),
    "join-mentor": _joining("mentor"),
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
REQUESTS |= {name: _placed(name, REQUESTS[name]) for name in _PLACED}
# What may be offered as a guess: neither pleasantries, nor what only makes sense in its moment.
_PRESSABLE = REQUESTS.keys() - {"greet", "join", "cancel", "later", "thanks"}


def _buttons(scene: Scene, *requests: str) -> Buttons:
    names = dict.fromkeys(requests)
    return Buttons(tuple(scene.voice.button(f"button.{name}", f"ask:{name}") for name in names))


def _join_buttons(scene: Scene) -> Buttons:
    roles = scene.plan.signup.roles
    return Buttons(
        tuple(
            scene.voice.button(f"button.join-{role}", f"join:{role}", "primary") for role in roles
        )
    )


def _commands(scene: Scene) -> Buttons:
    """What somebody who coordinates the programme spoken of likely wants to do now."""
    following = next_in(scene.work, scene.programme) if scene.programme is not None else ()
    names = dict.fromkeys(("status", *following, "help"))
    return Buttons(
        tuple(scene.voice.button(f"command.button.{each}", f"command:{each}") for each in names)
    )


def _join_or_help(scene: Scene) -> Buttons:
    if scene.coordinates and not _inside(scene):
        return _commands(scene)
    if scene.enrolment is None and scene.programme is not None and open_to_all(scene.programme):
        return Buttons((*_join_buttons(scene).buttons, *_buttons(scene, "help").buttons))
    return _buttons(scene, "me", "help")
