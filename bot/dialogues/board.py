"""A question to a circle, in chat: asking it, writing for it, proposing, answering, following."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.calendar import when
from bot.circles import board, steps
from bot.circles.around import Around, around, look_again, tell
from bot.conversation.leading import Dialogue, begin, dialogue
from bot.conversation.pressed import action
from bot.dialogues.choices import labelled
from bot.forms import Choose, Form, Given, Text, Wrong
from bot.message import NOTHING, UNSETTLED, Buttons, Para, Part, Reply, Run
from bot.rights import COORDINATOR, may
from bot.scene import Scene
from bot.texts import Typed
from storage.nouns import Circle, Contribution, Draft, Question

_FAR = timedelta(days=366)


def _day_meant(text: str, given: Given) -> str:
    """A day to come, as kept. Raises Wrong."""
    voice = given.voice
    found = _iso(text) or when.day(text, given.now, voice.zone, voice.locale)
    if found is None:
        raise Wrong("no-such-date")
    today = given.now.date()
    if not today < found <= today + _FAR:
        raise Wrong("date-out-of-reach")
    return found.isoformat()


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _Day(Text):
    """A day in somebody's own words, read back in full."""

    def show(self, value: Any, given: Given) -> tuple[Run, ...]:
        return (Run(given.voice.day(date.fromisoformat(value))),)


class Ask(Form, name="board-ask"):
    """What a committee wants to know, or what an expert shows."""

    kind = Choose(among=labelled("board-kind", ("question", "challenge")))
    text = Text(at_least=15, at_most=1500)


class Write(Form, name="board-write"):
    """What a member thinks of it."""

    text = Text(at_most=1500)


class Propose(Form, name="board-propose"):
    """The proposal that a circle makes of what its members wrote."""

    text = Text(at_least=20, at_most=2500)


class LastWord(Form, name="board-last"):
    """What a member would still change in it."""

    text = Text(at_most=800)


class Answer(Form, name="board-answer"):
    """A committee's answer: never without its reasons, nor without a day."""

    verdict = Choose(among=labelled("board-verdict", ("yes", "partly", "not-now")))
    reasons = Text(at_least=15, at_most=1500)
    next_on = _Day(at_most=80, meaning=_day_meant)


class Follow(Form, name="board-follow"):
    """What became of a proposal."""

    text = Text(at_least=10, at_most=1500)


# ---------------------------------------------------------------- who may begin what


@action("board-ask")
def _ask(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    circle = scene.work.get(Circle, int(words[0]))
    whole = around(scene.work, circle)
    _asks(scene, whole)
    begin(scene.within(whole.programme), Ask, subject=f"circle:{circle.id}")
    return NOTHING


def _asks(scene: Scene, whole: Around) -> None:
    """Raises LookupError unless they may question that circle."""
    if whole.kind.kind != "board" or whole.circle.state != "active":
        raise LookupError("no such board")
    if not board.may_ask(scene.work, scene.person, whole.programme):
        raise LookupError("not of the committee")


def _question(scene: Scene, key: str) -> tuple[Scene, Around, Question]:
    question = scene.work.lock(Question, int(key))
    whole = board.whole_of(scene.work, question)
    return scene.within(whole.programme), whole, question


@action("board-write")
def _write(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, whole, question = _question(scene, words[0])
    voice = whole.seat(now.person).voice
    if question.state != "open":
        now.say(voice.para("board.closed"))
        return UNSETTLED
    begin(now, Write, subject=f"question:{question.id}", intro=(steps.quoted(question.text),))
    return NOTHING


@action("board-edit")
def _edit(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """The first member who wants to writes the proposal; a coordinator may take it over."""
    now, whole, question = _question(scene, words[0])
    inside = any(seat.person.id == now.person.id for seat in whole.seats)
    coordinating = may(now.work, now.person, whole.programme, COORDINATOR)
    if not inside and not coordinating:
        raise LookupError("not in the circle")
    if question.state not in ("drafting", "reading"):
        now.say(now.voice.para("board.closed"))
        return UNSETTLED
    editor = next((s for s in whole.seats if s.person.id == question.editor_id), None)
    if editor is not None and editor.person.id != now.person.id and not coordinating:
        now.say(now.voice.para("board.edited-by", None, name=editor.name))
        return UNSETTLED
    now.work.change(question, editor_id=now.person.id)
    written = board.contributions(now.work, question)
    intro: list[Part] = [steps.quoted(question.proposal or question.text)]
    if not question.proposal:
        intro += [Para((Run(each.text, typed=True),)) for each in written]
    begin(now, Propose, subject=f"question:{question.id}", intro=tuple(intro))
    return NOTHING


@action("board-last")
def _last(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    now, whole, question = _question(scene, words[0])
    voice = whole.seat(now.person).voice
    if question.state != "reading":
        now.say(voice.para("board.closed"))
        return UNSETTLED
    begin(
        now, LastWord, subject=f"question:{question.id}", intro=(steps.quoted(question.proposal),)
    )
    return NOTHING


@action("board-send")
def _send(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    """Whoever wrote the proposal sends it before the day."""
    now, whole, question = _question(scene, words[0])
    coordinating = may(now.work, now.person, whole.programme, COORDINATOR)
    if now.person.id != question.editor_id and not coordinating:
        raise LookupError("not the editor")
    if question.state != "reading":
        now.say(now.voice.para("board.closed"))
        return UNSETTLED
    question = board.stepped(now.work, question, "send")
    steps.sent(now.work, question)
    now.say(now.voice.para("board.sent-now"))
    return NOTHING


@action("board-answer")
def _answer(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return _of_committee(scene, words[0], "sent", Answer)


@action("board-follow")
def _follow(scene: Scene, words: tuple[str, ...], values: tuple[str, ...]) -> Reply:
    return _of_committee(scene, words[0], "answered", Follow)


def _of_committee(scene: Scene, key: str, state: str, form: type[Form]) -> Reply:
    now, whole, question = _question(scene, key)
    if not board.may_ask(now.work, now.person, whole.programme):
        raise LookupError("not of the committee")
    if question.state != state:
        now.say(now.voice.para("board.closed"))
        return UNSETTLED
    intro = (steps.quoted(question.proposal),)
    begin(now, form, subject=f"question:{question.id}", intro=intro)
    return NOTHING


# ---------------------------------------------------------------- what follows


def _of(scene: Scene, draft: Draft) -> Question:
    return scene.work.lock(Question, int(draft.subject.partition(":")[2]))


def _lapsed_unless(*states: str) -> Callable[[Scene, Draft], bool]:
    """Too late once the question went on, or the person may no longer have a say."""

    def lapsed(scene: Scene, draft: Draft) -> bool:
        question = _of(scene, draft)
        whole = board.whole_of(scene.work, question)
        inside = any(seat.person.id == scene.person.id for seat in whole.seats)
        asks = board.may_ask(scene.work, scene.person, whole.programme)
        return question.state not in states or not (inside or asks)

    return lapsed


def _ask_lapsed(scene: Scene, draft: Draft) -> bool:
    try:
        circle = scene.work.get(Circle, int(draft.subject.partition(":")[2]))
        _asks(scene, around(scene.work, circle))
    except LookupError:
        return True
    return False


def _asked(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    circle = scene.work.get(Circle, int(draft.subject.partition(":")[2]))
    put(scene, circle, given["kind"], given["text"])


def put(scene: Scene, circle: Circle, kind: str, text: str) -> None:
    """Puts a question to a circle; all its members hear it."""
    work = scene.work
    question = work.add(
        Question(
            circle_id=circle.id,
            kind=kind,
            text=text,
            asked_by=scene.person.id,
            asked_at=work.now,
            changed_at=work.now,
        )
    )
    look_again(work, circle)
    whole = board.whole_of(work, question)
    steps.asked(work, question)
    day = steps.by_when(work, question, whole, scene.voice)
    scene.say(scene.voice.para("board.put", len(whole.there), day=day))


def _written(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    question = _of(scene, draft)
    whole = board.whole_of(scene.work, question)
    _keep(scene, whole, f"question:{question.id}", given["text"])
    scene.work.change(draft, answers={})
    day = steps.by_when(scene.work, question, whole, scene.voice)
    scene.say(scene.voice.para("board.written", None, day=day))


def _keep(scene: Scene, whole: Around, about: str, text: str) -> None:
    scene.work.add(
        Contribution(
            circle_id=whole.circle.id,
            enrolment_id=whole.seat(scene.person).enrolment.id,
            about=about,
            text=text,
            at=scene.work.now,
        )
    )


def _proposed(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    question = board.stepped(
        scene.work, _of(scene, draft), "propose", proposal=given["text"], editor_id=scene.person.id
    )
    steps.proposed(scene.work, question, scene.person)
    scene.say(scene.voice.para("board.proposed"))


def _last_said(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    """A last word goes to whoever writes the proposal, who may take it up."""
    question = _of(scene, draft)
    whole = board.whole_of(scene.work, question)
    _keep(scene, whole, f"last-word:{question.id}", given["text"])
    for seat in whole.seats:
        if seat.person.id == question.editor_id:
            voice = seat.voice
            rewrite = voice.button("board.button.rewrite", f"board-edit:{question.id}")
            told = voice.para("board.last-word", None, name=Typed(scene.person.name))
            parts = (told, steps.quoted(given["text"]), Buttons((rewrite,)))
            tell(scene.work, f"{scene.key}/last-word", seat, parts)
    scene.say(scene.voice.para("board.last-said"))


def _answered(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    next_on = date.fromisoformat(given["next_on"])
    answer(scene, _of(scene, draft), given["verdict"], given["reasons"], next_on)


def answer(scene: Scene, question: Question, verdict: str, reasons: str, next_on: date) -> None:
    """The committee's word on a proposal. Raises IllegalStep when none is expected."""
    next_on = board.asked_on(next_on, board.whole_of(scene.work, question).programme.zone)
    told = {"verdict": verdict, "reasons": reasons, "next_on": next_on}
    steps.answered(scene.work, board.stepped(scene.work, question, "answer", **told))
    who = board.asker(scene.work, question)
    if who is None or who.id == scene.person.id:
        scene.say(scene.voice.para("board.answered", None, day=next_on))
    else:
        name = Typed(who.name)
        scene.say(scene.voice.para("board.answered-for", None, day=next_on, name=name))


def _followed(scene: Scene, draft: Draft, given: dict[str, Any]) -> None:
    follow(scene, _of(scene, draft), given["text"])


def follow(scene: Scene, question: Question, text: str) -> None:
    """What became of a proposal. Raises IllegalStep when it is not the time."""
    steps.followed(scene.work, board.stepped(scene.work, question, "follow", became=text))
    scene.say(scene.voice.para("board.followed"))


_TOO_LATE = "board.closed"
dialogue(Dialogue(Ask, _asked, lapse=_ask_lapsed, lapsed=_TOO_LATE))
dialogue(Dialogue(Write, _written, lapse=_lapsed_unless("open"), lapsed=_TOO_LATE))
dialogue(
    Dialogue(Propose, _proposed, lapse=_lapsed_unless("drafting", "reading"), lapsed=_TOO_LATE)
)
dialogue(Dialogue(LastWord, _last_said, lapse=_lapsed_unless("reading"), lapsed=_TOO_LATE))
dialogue(Dialogue(Answer, _answered, lapse=_lapsed_unless("sent"), lapsed=_TOO_LATE))
dialogue(Dialogue(Follow, _followed, lapse=_lapsed_unless("answered"), lapsed=_TOO_LATE))
