"""What everybody is told at each step of a question, in their own words."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.circles.around import Around, Seat, tell
from bot.circles.board import asker, contributions, due, whole_of
from bot.message import Button, Buttons, Para, Part, Run
from bot.moments.telling import tell_by_day
from bot.scene import coordinators, voice_of
from bot.texts import Typed, Voice
from storage.nouns import Person, Question
from storage.work import Work


def quoted(text: str) -> Para:
    """Words somebody typed, set apart."""
    return Para((Run(text, typed=True),), "quote")


def by_when(work: Work, question: Question, whole: Around, voice: Voice) -> str:
    """The day by which the present step should be made, in somebody's words."""
    at = due(question, whole.kind.board, whole.programme.zone)
    return "" if at is None else voice.day(at.astimezone(ZoneInfo(voice.zone)).date())


def to_circle(work: Work, key: str, whole: Around, told: Callable[[Seat], Sequence[Part]]) -> None:
    """Tells everybody in the circle what `told` makes of a seat."""
    for seat in whole.there:
        tell(work, f"{key}/circle", seat, told(seat))


def asked(work: Work, question: Question) -> None:
    """A question is put, or something shown: members may write what they think of it."""
    whole, who = whole_of(work, question), asker(work, question)
    name = Typed(who.name if who else "—")

    def told(seat: Seat) -> list[Part]:
        voice = seat.voice
        title = whole.title(voice)
        return [
            voice.para(f"board.asked-{question.kind}", None, name=name, title=title),
            quoted(question.text),
            voice.para("board.until", None, day=by_when(work, question, whole, voice)),
            voice.hint("board.private"),
            Buttons((voice.button("board.button.write", f"board-write:{question.id}"),)),
        ]

    to_circle(work, f"question:{question.id}/asked", whole, told)


def gathered(work: Work, question: Question) -> None:
    """The contributions are in: the circle reads them, and somebody writes the proposal."""
    whole = whole_of(work, question)
    names = {seat.enrolment.id: seat.person.name for seat in whole.seats}
    written = contributions(work, question)

    def told(seat: Seat) -> list[Part]:
        voice = seat.voice
        parts: list[Part] = [voice.para("board.gathered", len(written)), quoted(question.text)]
        for each in written:
            name, text = Typed(names.get(each.enrolment_id, "—")), Typed(each.text)
            parts.append(voice.para("board.wrote", None, name=name, text=text))
        parts.append(
            voice.para("board.who-writes", None, day=by_when(work, question, whole, voice))
        )
        edit = voice.button("board.button.edit", f"board-edit:{question.id}", "primary")
        return [*parts, Buttons((edit,))]

    to_circle(work, f"question:{question.id}/gathered", whole, told)


def lapsed(work: Work, question: Question) -> None:
    """Nobody wrote: the circle and whoever asked hear it, without reproach."""
    whole = whole_of(work, question)
    to_circle(
        work,
        f"question:{question.id}/lapsed",
        whole,
        lambda seat: [seat.voice.para("board.lapsed"), quoted(question.text)],
    )
    to_asker(work, question, "lapsed", "board.lapsed-asker", quoted(question.text))


def proposed(work: Work, question: Question, editor: Person) -> None:
    """The proposal as it will leave: each member has a last word."""
    whole = whole_of(work, question)

    def told(seat: Seat) -> list[Part]:
        voice, mine = seat.voice, seat.person.id == editor.id
        day = by_when(work, question, whole, voice)
        parts: list[Part] = [
            voice.para("board.your-proposal", None, day=day)
            if mine
            else voice.para("board.proposal", None, name=Typed(editor.name), day=day),
            quoted(question.proposal),
        ]
        return [*parts, Buttons(while_read(voice, question, mine=mine))]

    version = sha256(question.proposal.encode()).hexdigest()[:16]
    key = f"question:{question.id}/proposed-{version}"
    to_circle(work, key, whole, told)


def while_read(voice: Voice, question: Question, *, mine: bool) -> tuple[Button, ...]:
    """What a member can do while the circle reads the proposal: whoever wrote it sends it."""
    if not mine:
        return (voice.button("board.button.last-word", f"board-last:{question.id}"),)
    return (
        voice.button("board.button.send", f"board-send:{question.id}", "primary"),
        voice.button("board.button.rewrite", f"board-edit:{question.id}"),
    )


def sent(work: Work, question: Question) -> None:
    """The proposal is with the committee, which has a day to answer by."""
    whole = whole_of(work, question)
    to_circle(
        work,
        f"question:{question.id}/sent",
        whole,
        lambda seat: [
            seat.voice.para("board.sent", None, day=by_when(work, question, whole, seat.voice))
        ],
    )
    who = asker(work, question)
    if who is not None:
        tell_by_day(work, f"question:{question.id}/to-answer", who, to_answer(work, question, who))


def to_answer(work: Work, question: Question, who: Person, *, late: bool = False) -> list[Part]:
    """The proposal, as whoever answers it reads it."""
    whole = whole_of(work, question)
    voice = voice_of(who, whole.programme)
    return [
        voice.para("board.to-answer", None, title=whole.title(voice)),
        quoted(question.proposal),
        voice.para(
            "board.answer-late" if late else "board.answer-by",
            None,
            day=by_when(work, question, whole, voice),
        ),
        Buttons((voice.button("board.button.answer", f"board-answer:{question.id}", "primary"),)),
    ]


def answered(work: Work, question: Question) -> None:
    """The committee's word, with its reasons and when it will say what became of it."""
    whole = whole_of(work, question)

    def told(seat: Seat) -> list[Part]:
        voice = seat.voice
        parts: list[Part] = [
            voice.para(f"board.verdict-{question.verdict}", None, title=whole.title(voice)),
            quoted(question.reasons),
        ]
        if question.next_on is not None:
            parts.append(voice.para("board.next", None, day=question.next_on))
        return parts

    to_circle(work, f"question:{question.id}/answered", whole, told)


def followed(work: Work, question: Question) -> None:
    """What became of the proposal."""
    whole = whole_of(work, question)
    to_circle(
        work,
        f"question:{question.id}/followed",
        whole,
        lambda seat: [
            seat.voice.para("board.became"),
            quoted(question.became),
            seat.voice.hint("board.thanks"),
        ],
    )


def withdrawn(work: Work, question: Question) -> None:
    """The question is no longer asked."""
    to_circle(
        work,
        f"question:{question.id}/withdrawn",
        whole_of(work, question),
        lambda seat: [seat.voice.para("board.withdrawn"), quoted(question.text)],
    )


def to_asker(work: Work, question: Question, name: str, key: str, *more: Part) -> None:
    """Tells whoever asked, once."""
    who = asker(work, question)
    if who is not None:
        whole = whole_of(work, question)
        voice = voice_of(who, whole.programme)
        told = voice.para(key, None, title=whole.title(voice))
        tell_by_day(work, f"question:{question.id}/{name}/asker", who, (told, *more))


def to_coordinators(work: Work, question: Question, name: str, key: str) -> None:
    """Tells the coordinators of a step that is late, and what they can do, once."""
    whole = whole_of(work, question)
    for person in coordinators(work, whole.programme):
        voice = voice_of(person, whole.programme)
        told = voice.para(key, None, title=whole.title(voice), number=question.id)
        tell_by_day(work, f"question:{question.id}/{name}/coordinator-{person.id}", person, (told,))
