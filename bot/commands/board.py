"""The shadow board: what circles were asked, how far each question is, who may ask."""

from collections.abc import Callable, Mapping, Sequence

from bot.circles import board, steps
from bot.circles.around import Around, around
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.moving import programme_of
from bot.commands.registry import command
from bot.conversation.pressed import pressed
from bot.dialogues.board import answer, follow, put
from bot.message import NOTHING, UNSETTLED, Bullets, Button, Buttons, Part, Reply, Runs
from bot.pairing.names import Names
from bot.scene import Scene, coordinators
from bot.texts import Typed, Voice
from storage.nouns import Address, Circle, Enrolment, Person, Question, Sponsor
from storage.nouns.programme import STATES

_SHOWN = 20
_MEANINGS: Mapping[str, str] = {
    **dict.fromkeys(("list", "liste"), "list"),
    **dict.fromkeys(("ask", "demander", "question", "poser"), "ask"),
    **dict.fromkeys(("withdraw", "retirer"), "withdraw"),
    **dict.fromkeys(("answer", "repondre", "reponse"), "answer"),
    **dict.fromkeys(("follow", "suivre", "suite"), "follow"),
    **dict.fromkeys(("sponsor", "commanditaire", "comite", "committee"), "sponsor"),
}
_VERDICTS = {
    "yes": "yes", "oui": "yes", "partly": "partly", "partie": "partly", "en-partie": "partly",
    "no": "not-now", "non": "not-now", "not-now": "not-now", "pas-maintenant": "not-now",
}  # fmt: skip
_OUT = {"remove", "retirer", "enlever", "out"}


def _reads(words: Arguments) -> bool:
    return not words or _MEANINGS.get(words.first, "list") == "list"


@command("board", states=STATES[1:], reads=_reads)
def board_(scene: Scene, words: Arguments) -> Reply:
    """Lists the questions, shows one, asks one, takes one back, or names a sponsor."""
    if not any(kind.kind == "board" for kind in scene.plan.circles):
        scene.say(scene.voice.para("command.board.not-in-plan"))
        return NOTHING
    if words and words.words[0].lstrip("#").isdecimal() and len(words) == 1:
        return _show(scene, int(words.words[0].lstrip("#")))
    verb = "list" if not words else words.one_of(_MEANINGS)
    rest = words.after()
    if verb == "sponsor":
        return _sponsor(scene, rest)
    if verb == "ask":
        return _ask(scene, rest)
    if verb == "answer":
        return _answer(scene, rest)
    if verb == "follow":
        return _follow(scene, rest)
    if verb == "withdraw":
        return _withdraw(scene, rest.numbers())
    if rest:
        raise WrongWords(words.raw)
    _list(scene)
    return NOTHING


def _boards(scene: Scene) -> list[Around]:
    programme = programme_of(scene)
    found = scene.work.find(Circle, programme_id=programme.id, state="active")
    wholes = [around(scene.work, each, programme) for each in found]
    return [each for each in wholes if each.kind.kind == "board"]


def _list(scene: Scene) -> None:
    voice, boards = scene.voice, _boards(scene)
    parts: list[Part] = [voice.title("command.board.title")]
    buttons: list[Button] = []
    if not boards:
        parts.append(voice.para("command.board.no-circle"))
    for whole in boards:
        lines = [_line(scene, whole, each) for each in board.questions_of(scene.work, whole.circle)]
        parts.append(voice.para("command.board.circle", len(whole.seats), title=whole.title(voice)))
        parts.append(
            Bullets(tuple(lines[-_SHOWN:])) if lines else voice.hint("command.board.nothing-yet")
        )
        buttons.append(_ask_button(voice, whole, boards))
    named = board.sponsors(scene.work, programme_of(scene))
    if named:
        names = Typed(voice.listed(each.name for each in named))
        parts.append(voice.hint("command.board.sponsors", len(named), names=names))
    else:
        parts.append(voice.hint("command.board.how-sponsor"))
    scene.say(*parts, *([Buttons(tuple(buttons[:5]))] if buttons else []))


def _ask_button(voice: Voice, whole: Around, boards: Sequence[Around]) -> Button:
    """The button that asks a circle, which it names where there are several."""
    action = f"board-ask:{whole.circle.id}"
    if len(boards) == 1:
        return voice.button("board.button.ask", action)
    return voice.button("board.button.ask-one", action, title=whole.title(voice))


def _line(scene: Scene, whole: Around, each: Question) -> Runs:
    """A question in one line: its beginning, where it stands, by when."""
    voice = scene.voice
    state = voice.words(f"command.board.state-{each.state}")
    day = steps.by_when(scene.work, each, whole, voice)
    if day:
        state = voice.words("command.board.until", None, state=state, day=day)
    return voice.runs(
        "command.board.line", None, number=each.id, text=Typed(_begun(each.text)), state=state
    )


def _begun(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:88].rstrip()}…"


def _meant(scene: Scene, number: int) -> tuple[Around, Question] | None:
    """The question of that number, if it is one of this programme's."""
    found = scene.work.first(Question, id=number)
    if found is not None:
        whole = board.whole_of(scene.work, found)
        if whole.programme.id == programme_of(scene).id:
            return whole, found
    scene.say(scene.voice.para("command.board.no-such", None, number=number))
    return None


def _show(scene: Scene, number: int) -> Reply:
    """One question: all that the committee may read of it, and the step that waits."""
    meant = _meant(scene, number)
    if meant is None:
        return UNSETTLED
    whole, each = meant
    voice = scene.voice
    parts: list[Part] = [
        voice.title("command.board.one", number=each.id, title=whole.title(voice)),
        steps.quoted(each.text),
        voice.para(
            "command.board.stands", None, state=voice.words(f"command.board.state-{each.state}")
        ),
    ]
    if each.state in ("sent", "answered", "followed"):
        parts += [voice.hint("command.board.proposal"), steps.quoted(each.proposal)]
    if each.verdict:
        verdict = voice.words(f"choice.board-verdict.{each.verdict}")
        parts.append(voice.para("command.board.verdict", None, verdict=verdict))
        parts.append(steps.quoted(each.reasons))
    if each.became:
        parts += [voice.hint("command.board.became"), steps.quoted(each.became)]
    button = _next_button(scene, each)
    scene.say(*parts, *([Buttons((button,))] if button else []))
    return NOTHING


def _next_button(scene: Scene, each: Question) -> Button | None:
    """What a coordinator can do now, in the place of whoever is late."""
    verbs = {
        "drafting": ("board.button.edit", "board-edit"),
        "sent": ("board.button.answer", "board-answer"),
        "answered": ("board.button.follow", "board-follow"),
    }
    if each.state not in verbs:
        return None
    label, verb = verbs[each.state]
    return scene.voice.button(label, f"{verb}:{each.id}")


def _ask(scene: Scene, words: Arguments) -> Reply:
    """Opens the question's form for the circle that is named, or the only one."""
    boards = _boards(scene)
    text = words.words[-1] if words and words.tokens[-1].quoted else ""
    words = words.before(len(words) - 1) if text else words
    chosen = [each for each in boards if not words or words.first in (each.code, each.circle.key)]
    if not boards:
        scene.say(scene.voice.para("command.board.no-circle"))
        return UNSETTLED
    if len(words) > 1 or (words and len(chosen) != 1):
        raise WrongWords(words.raw)
    if len(chosen) == 1 and text:
        put(scene, chosen[0].circle, "question", text)
        return NOTHING
    if len(chosen) == 1:
        return pressed(scene, f"board-ask:{chosen[0].circle.id}", ())
    buttons = tuple(
        Button(each.title(scene.voice), f"board-ask:{each.circle.id}") for each in chosen
    )
    scene.say(scene.voice.para("command.board.which"), Buttons(buttons))
    return NOTHING


def _answer(scene: Scene, words: Arguments) -> Reply:
    """The committee's answer in one line: a number, a verdict, reasons in quotes, a day."""
    rest, day = words.ending_day(scene.work.now, programme_of(scene).zone, scene.voice.locale)
    if len(rest) != 3 or day is None or not rest.tokens[2].quoted:
        raise WrongWords(words.raw)
    verdict = rest.after().one_of(_VERDICTS)
    meant = _meant(scene, rest.before(1).numbers()[0])
    if meant is None:
        return UNSETTLED
    if day <= scene.work.now.date():
        scene.say(scene.voice.para("wrong.date-out-of-reach"))
        return UNSETTLED
    return _step(scene, meant[1], lambda: answer(scene, meant[1], verdict, rest.words[2], day))


def _follow(scene: Scene, words: Arguments) -> Reply:
    """What became of a proposal, in one line: a number, words in quotes."""
    if len(words) != 2 or not words.tokens[1].quoted:
        raise WrongWords(words.raw)
    meant = _meant(scene, words.before(1).numbers()[0])
    if meant is None:
        return UNSETTLED
    return _step(scene, meant[1], lambda: follow(scene, meant[1], words.words[1]))


def _step(scene: Scene, each: Question, act: Callable[[], None]) -> Reply:
    try:
        act()
    except board.IllegalStep:
        state = scene.voice.words(f"command.board.state-{each.state}")
        told = scene.voice.para("command.board.not-now", None, number=each.id, state=state)
        scene.say(told)
        return UNSETTLED
    return NOTHING


def _withdraw(scene: Scene, numbers: list[int]) -> Reply:
    """Takes a question back before its answer; the circle hears it."""
    meant = _meant(scene, numbers[0])
    if meant is None or len(numbers) > 1:
        return UNSETTLED
    _, each = meant
    try:
        each = board.stepped(scene.work, each, "withdraw")
    except board.IllegalStep:
        scene.say(scene.voice.para("command.board.too-late", None, number=each.id))
        return UNSETTLED
    steps.withdrawn(scene.work, each)
    scene.say(scene.voice.para("command.board.withdrawn", None, number=each.id))
    return NOTHING


# ---------------------------------------------------------------- the committee


def _sponsor(scene: Scene, words: Arguments) -> Reply:
    """Names somebody of the committee, or takes them out."""
    gone = words.first in _OUT
    wanted = words.after() if gone else words
    if not wanted:
        raise WrongWords(words.raw)
    programme, voice = programme_of(scene), scene.voice
    known = board.sponsors(scene.work, programme) if gone else _around(scene)
    meant = Names.of(known).meant(wanted.raw)
    if len(meant) != 1:
        near = Names.of(known).near(wanted.raw)
        key = "command.board.which-person" if meant else "command.board.unknown"
        scene.say(voice.para(key, None, name=Typed(wanted.raw[:60]), near=Typed(near)))
        return UNSETTLED
    person = next(each for each in known if each.id == meant[0])
    place = scene.work.first(Sponsor, programme_id=programme.id, person_id=person.id)
    name = Typed(person.name)
    if gone and place is not None:
        scene.work.remove(place)
        scene.say(voice.para("command.board.sponsor-out", None, name=name))
        return NOTHING
    if place is not None:
        scene.say(voice.para("command.board.sponsor-already", None, name=name))
        return UNSETTLED
    scene.work.add(Sponsor(programme_id=programme.id, person_id=person.id))
    _welcome(scene, person)
    scene.say(voice.para("command.board.sponsor-in", None, name=name))
    return NOTHING


def _welcome(scene: Scene, person: Person) -> None:
    theirs = scene.voice_for(person)
    by, programme = Typed(scene.person.name), Typed(programme_of(scene).name)
    boards = _boards(scene)
    buttons = tuple(_ask_button(theirs, each, boards) for each in boards)
    told: list[Part] = [theirs.para("board.sponsor", None, by=by, programme=programme)]
    scene.tell(person, *told, *([Buttons(buttons)] if buttons else []))


def _around(scene: Scene) -> list[Person]:
    """Everybody of the programme or of the coordinator's own workspace."""
    work, here = scene.work, scene.address
    ids = [e.person_id for e in work.find(Enrolment, programme_id=programme_of(scene).id)]
    near = work.find(Address, platform=here.platform, tenant=here.tenant, reachable=True)
    ids += [each.person_id for each in near if each.person_id is not None]
    ids += [each.id for each in coordinators(work, programme_of(scene))]
    return [each for each in work.among(Person, ids) if each.erased_at is None]
