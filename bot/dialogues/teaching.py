"""What a pair could work on: modules of the kit, and for mentors how to teach them.

A mentor also goes through the induction here, chapter by chapter, with a word on each answer.
Only that one reached its end is kept: what one gets wrong while learning is nobody's business.
"""

from collections.abc import Sequence

from bot.conversation.pressed import action
from bot.dialogues.course import course_parts
from bot.kit.inducting import went_through
from bot.kit.outline import Question
from bot.kit.page import PARTS
from bot.kit.proposing import proposed
from bot.kit.reading import Module
from bot.kit.shelf import chapters, of_key, shelf
from bot.kit.showing import bullets, shown, words
from bot.message import NOTHING, Button, Buttons, Para, Part, Reply, Run
from bot.pairs.both import both, leader, pairs_of, sessions_of
from bot.pairs.course import modules_of
from bot.scene import Scene
from bot.texts import Voice
from storage.nouns import Enrolment

_LETTERS = "ABCDE"


def tell_kit(scene: Scene, text: str) -> None:
    """The modules that suit each of their pairs or, without one, what they wrote at sign-up."""
    enrolment = scene.enrolment
    if enrolment is None or enrolment.state == "left":
        scene.say(scene.voice.para("me.not-enrolled"))
        return
    pairs = [both(scene.work, pair, scene.programme) for pair in pairs_of(scene)]
    for whole in pairs:
        name = whole.other(whole.side(scene.person)).name
        intro = scene.voice.para("kit.with", None, name=name)
        learner = whole.other(leader(whole, sessions_of(scene.work, whole.pair)))
        _offer(scene, intro, modules_of(whole.pair.course) or _near(learner.enrolment))
        course = course_parts(whole, whole.side(scene.person))
        if course:
            scene.say(*course)
    if not pairs:
        _offer(scene, scene.voice.para("kit.alone"), _near(enrolment))


def _near(enrolment: Enrolment) -> tuple[Module, ...]:
    """The modules nearest to what somebody answered."""
    answers = enrolment.answers
    said = answers.get("objectives") or answers.get("skills") or ()
    return proposed(tuple(said), tuple(answers.get("topics") or ()), shelf())


def _offer(scene: Scene, intro: Para, modules: Sequence[Module]) -> None:
    """Each module with its hour."""
    voice = scene.voice
    parts: list[Part] = [intro] if modules else [voice.para("kit.none-near")]
    for each in modules:
        title = each.outline.title.of(voice.locale)
        parts += [words(f"**{title}**"), bullets(_hour(voice, each))]
    parts.append(Buttons((*_openers(voice, modules), *_general(scene))))
    scene.say(*parts)


def _openers(voice: Voice, modules: Sequence[Module]) -> tuple[Button, ...]:
    return tuple(
        Button(each.outline.title.of(voice.locale), f"module:{each.key}") for each in modules
    )


def _general(scene: Scene) -> tuple[Button, ...]:
    every = scene.voice.button("kit.button.all", "kit")
    if not _teaches(scene):
        return (every,)
    return (every, scene.voice.button("kit.button.induction", "induction", "primary"))


def _hour(voice: Voice, module: Module) -> tuple[str, ...]:
    return tuple(
        f"{voice.duration(step.minutes)} · {step.of(voice.locale)}"
        for step in module.outline.agenda
    )


def _teaches(scene: Scene) -> bool:
    """Whether the person is a mentor, in whatever programme."""
    places = scene.work.find(Enrolment, person_id=scene.person.id)
    return any(each.role != "mentee" and each.state in ("active", "paused") for each in places)


@action("kit")
def _every(scene: Scene, _words: tuple[str, ...], _values: tuple[str, ...]) -> Reply:
    """Every module there is."""
    voice, every = scene.voice, shelf()
    titles = tuple(
        f"**{each.outline.title.of(voice.locale)}** · {each.outline.audience.of(voice.locale)}"
        for each in every
    )
    scene.say(voice.para("kit.all"), bullets(titles), Buttons(_openers(voice, every)))
    return NOTHING


@action("module")
def _one(scene: Scene, given: tuple[str, ...], _values: tuple[str, ...]) -> Reply:
    """A module: who it is for, what one will be able to do, its hour, where to read further."""
    voice = scene.voice
    module = of_key(given[0], shelf())
    outline = module.outline
    parts: list[Part] = [
        Para((Run(outline.title.of(voice.locale)),), "title"),
        words(outline.audience.of(voice.locale)),
        voice.hint("kit.aims"),
        bullets(outline.aims.of(voice.locale)),
        voice.hint("kit.hour"),
        bullets(_hour(voice, module)),
    ]
    if module.figures:
        told = (f"{each.says.of(voice.locale)} ({each.source})" for each in module.figures)
        parts += [voice.hint("kit.figures"), bullets(tuple(told))]
    buttons = [
        Button(link.title.of(voice.locale), url=link.url.of(voice.locale)) for link in outline.links
    ]
    if _teaches(scene):
        first = next(iter(PARTS[voice.locale]))
        teach = voice.button("kit.button.teach", f"teach:{module.key}:{first}", "primary")
        buttons.insert(0, teach)
    scene.say(*parts, Buttons(tuple(buttons)))
    return NOTHING


@action("teach")
def _teach(scene: Scene, given: tuple[str, ...], _values: tuple[str, ...]) -> Reply:
    """A part of a module's page, for mentors only, then the next."""
    module, part = of_key(given[0], shelf()), given[1]
    titles = PARTS[scene.voice.locale]
    if not _teaches(scene):
        raise LookupError("not a mentor")
    following = [*titles][[*titles].index(part) + 1 :]
    ahead = [
        Button(titles[each], f"teach:{module.key}:{each}", "primary") for each in following[:1]
    ]
    back = scene.voice.button("kit.button.module", f"module:{module.key}")
    title = Para((Run(titles[part]),), "title")
    pages = module.pages.get(scene.voice.language, module.pages[scene.voice.locale])
    page = pages[part]
    scene.say(title, *shown(page), Buttons((*ahead, back)))
    return NOTHING


@action("induction")
def _induction(scene: Scene, given: tuple[str, ...], _values: tuple[str, ...]) -> Reply:
    """A chapter of the induction, the first unless another is named."""
    if not _teaches(scene):
        raise LookupError("not a mentor")
    voice, every = scene.voice, chapters()
    place = int(given[0]) if given else 1
    chapter = every[_index(place, len(every))]
    scene.say(
        voice.hint(
            "kit.chapter", None, place=place, of=len(every), minutes=chapter.heading.minutes
        ),
        Para((Run(chapter.heading.title.of(voice.locale)),), "title"),
        *shown(chapter.texts.get(voice.language, chapter.texts[voice.locale])),
        Buttons((voice.button("kit.button.check", f"check:{place}:1", "primary"),)),
    )
    return NOTHING


@action("check")
def _check(scene: Scene, given: tuple[str, ...], _values: tuple[str, ...]) -> Reply:
    """A question on a chapter, or a word on the answer just given."""
    every = chapters()
    place, number = int(given[0]), int(given[1])
    questions = every[_index(place, len(every))].heading.questions
    question = questions[_index(number, len(questions))]
    if question.choices is None or question.why is None:
        raise LookupError("a scale has no right answer")
    if len(given) < 3:
        scene.say(*_asked(scene.voice, question, f"check:{place}:{number}"))
        return NOTHING
    key = "kit.right" if int(given[2]) == question.right else "kit.not-quite"
    told = words(question.why.of(scene.voice.locale))
    parts: list[Part] = [scene.voice.para(key), told]
    if number < len(questions):
        parts.append(Buttons((_going_on(scene.voice, f"check:{place}:{number + 1}"),)))
    elif place < len(every):
        parts.append(Buttons((_going_on(scene.voice, f"induction:{place + 1}"),)))
    else:
        went_through(scene.work, scene.person)
        modules = scene.voice.button("button.kit", "ask:kit", "primary")
        parts += [scene.voice.para("kit.ready"), Buttons((modules,))]
    scene.say(*parts)
    return NOTHING


def _asked(voice: Voice, question: Question, action: str) -> tuple[Part, ...]:
    """A question with its choices written out: a button is too narrow for them."""
    choices = question.choices.of(voice.locale) if question.choices else ()
    lettered = [*zip(_LETTERS, choices, strict=False)]
    return (
        words(f"**{question.ask.of(voice.locale)}**"),
        bullets(tuple(f"**{letter}** · {choice}" for letter, choice in lettered)),
        Buttons(
            tuple(
                Button(letter, f"{action}:{number}")
                for number, (letter, _) in enumerate(lettered, 1)
            )
        ),
    )


def _going_on(voice: Voice, action: str) -> Button:
    return voice.button("kit.button.next", action, "primary")


def _index(number: int, held: int) -> int:
    """The index of something counted from 1. Raises LookupError when there is no such thing."""
    if not 1 <= number <= held:
        raise LookupError(str(number))
    return number - 1


__all__ = ["tell_kit"]
