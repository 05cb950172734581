"""What becomes due for the questions of a circle: each step by its day, and who is late."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.circles import board, steps
from bot.circles.around import Around, tell
from bot.circles.meeting import working_day
from bot.message import Buttons
from bot.moments.moment import Moment
from bot.moments.telling import tell_by_day
from bot.scene import voice_of
from storage.nouns import Question
from storage.work import Work

_BEFORE, _AGAIN = timedelta(days=3), timedelta(days=7)


def moments(whole: Around, questions: tuple[Question, ...]) -> list[Moment]:
    """Every moment of the questions of a circle, past and future."""
    return [each for question in questions for each in _of(whole, question)]


def _of(whole: Around, question: Question) -> list[Moment]:
    zone, state = whole.programme.zone, question.state
    at = board.due(question, whole.kind.board, zone)
    if at is None:
        return []
    version = f"question-{question.id}-{state}-{question.changed_at:%Y%m%d%H%M%S}"

    def moment(name: str, at: datetime, act: str) -> Moment:
        return Moment(f"{version}-{name}", at, act, (question.id,))

    early = working_day(max(at - _BEFORE, question.changed_at + timedelta(days=1)), zone)
    late = working_day(at + timedelta(days=1), zone, later=True)
    later = working_day(at + _AGAIN, zone, later=True)
    reminder = [moment("remind", early, f"remind-{state}")] if early < at else []
    match state:
        case "open":
            return [*reminder, moment("gather", at, "gather")]
        case "drafting":
            return [*reminder, moment("late", late, "late-drafting")]
        case "reading":
            return [moment("send", at, "send")]
        case "sent":
            return [
                *reminder,
                moment("late", late, "late-sent"),
                moment("again", later, "late-sent"),
            ]
        case _:
            return [moment("ask", at, "ask-follow"), moment("late", later, "late-answered")]


def _question(work: Work, moment: Moment) -> Question:
    return work.get(Question, int(moment.about[0]))


def _gather(work: Work, moment: Moment) -> None:
    """The day has come: the circle reads what was written, or hears that nothing was."""
    question = _question(work, moment)
    if board.contributions(work, question):
        steps.gathered(work, board.stepped(work, question, "gather"))
    else:
        steps.lapsed(work, board.stepped(work, question, "lapse"))


def _send(work: Work, moment: Moment) -> None:
    steps.sent(work, board.stepped(work, _question(work, moment), "send"))


def _remind_open(work: Work, moment: Moment) -> None:
    """Those who have not written yet hear of the day, once."""
    question = _question(work, moment)
    whole = board.whole_of(work, question)
    wrote = {each.enrolment_id for each in board.contributions(work, question)}
    for seat in whole.there:
        if seat.enrolment.id in wrote:
            continue
        voice = seat.voice
        day = steps.by_when(work, question, whole, voice)
        button = voice.button("board.button.write", f"board-write:{question.id}")
        told = voice.para("board.still-open", None, day=day)
        parts = (told, steps.quoted(question.text), Buttons((button,)))
        tell(work, f"question:{question.id}/{moment.name}", seat, parts)


def _remind_drafting(work: Work, moment: Moment) -> None:
    """Whoever writes hears of the day; when nobody does, everybody is asked again."""
    question = _question(work, moment)
    whole = board.whole_of(work, question)
    writing = [seat for seat in whole.there if seat.person.id == question.editor_id]
    for seat in writing or whole.there:
        voice = seat.voice
        day = steps.by_when(work, question, whole, voice)
        button = voice.button("board.button.edit", f"board-edit:{question.id}", "primary")
        told = voice.para("board.still-yours" if writing else "board.nobody-writes", None, day=day)
        tell(work, f"question:{question.id}/{moment.name}", seat, (told, Buttons((button,))))


def _late_drafting(work: Work, moment: Moment) -> None:
    """No proposal: it may pass to anybody else, and a coordinator can write it."""
    question = work.change(_question(work, moment), editor_id=None)
    steps.to_coordinators(work, question, moment.name, "board.late-drafting")


def _remind_sent(work: Work, moment: Moment) -> None:
    question = _question(work, moment)
    who = board.asker(work, question)
    if who is not None:
        late = not moment.name.endswith("-remind")
        parts = steps.to_answer(work, question, who, late=late)
        tell_by_day(work, f"question:{question.id}/{moment.name}", who, parts)


def _late_sent(work: Work, moment: Moment) -> None:
    """No answer: whoever asked is asked again, the coordinators and the circle hear it."""
    _remind_sent(work, moment)
    question = _question(work, moment)
    steps.to_coordinators(work, question, moment.name, "board.late-sent")
    if moment.name.endswith("-late"):
        steps.to_circle(
            work,
            f"question:{question.id}/{moment.name}",
            board.whole_of(work, question),
            lambda seat: [seat.voice.para("board.late-circle")],
        )


def _ask_follow(work: Work, moment: Moment) -> None:
    """The day the committee gave: what became of it?"""
    question = _question(work, moment)
    who = board.asker(work, question)
    if who is None:
        return
    whole = board.whole_of(work, question)
    voice = voice_of(who, whole.programme)
    button = voice.button("board.button.follow", f"board-follow:{question.id}", "primary")
    told = voice.para("board.what-became", None, title=whole.title(voice))
    parts = (told, steps.quoted(question.proposal), Buttons((button,)))
    tell_by_day(work, f"question:{question.id}/{moment.name}", who, parts)


def _late_answered(work: Work, moment: Moment) -> None:
    _ask_follow(work, moment)
    steps.to_coordinators(work, _question(work, moment), moment.name, "board.late-answered")


_ACTS: Mapping[str, Callable[[Work, Moment], None]] = {
    "gather": _gather,
    "send": _send,
    "remind-open": _remind_open,
    "remind-drafting": _remind_drafting,
    "late-drafting": _late_drafting,
    "remind-sent": _remind_sent,
    "late-sent": _late_sent,
    "ask-follow": _ask_follow,
    "late-answered": _late_answered,
}


def _knowing(act: Callable[[Work, Moment], None]) -> Callable[[Work, object, Moment], None]:
    def acts(work: Work, _facts: object, moment: Moment) -> None:
        act(work, moment)

    return acts


ACTS = {name: _knowing(act) for name, act in _ACTS.items()}
