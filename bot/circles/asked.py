"""How far the questions of a circle are, as its members and the committee read it."""

from bot.circles.around import Around, Seat, around
from bot.circles.board import UNDER_WAY, may_ask, questions_of
from bot.circles.steps import by_when, quoted, while_read
from bot.message import Buttons, Part
from bot.scene import Scene
from bot.texts import Voice
from storage.nouns import Circle, Programme, Question, Sponsor
from storage.work import Work


def lately(work: Work, whole: Around, seat: Seat) -> list[Part]:
    """The latest question of a circle, with what its member can do about it."""
    found = questions_of(work, whole.circle)
    if not found:
        return [seat.voice.hint("board.none-yet")]
    each, voice = found[-1], seat.voice
    parts = [*_standing(work, whole, each, voice), quoted(each.text)]
    if each.verdict:
        verdict = voice.words(f"choice.board-verdict.{each.verdict}")
        parts.append(voice.para("board.verdict", None, verdict=verdict))
        parts.append(quoted(each.reasons))
    if each.became:
        parts += [voice.para("board.became"), quoted(each.became)]
    actions = {
        "open": ("board.button.write", "board-write"),
        "drafting": ("board.button.edit", "board-edit"),
    }
    if each.state in actions:
        label, verb = actions[each.state]
        parts.append(Buttons((voice.button(label, f"{verb}:{each.id}"),)))
    elif each.state == "reading":
        mine = each.editor_id == seat.person.id
        parts += [quoted(each.proposal), Buttons(while_read(voice, each, mine=mine))]
    return parts


def committee(scene: Scene) -> bool:
    """Shows somebody of a committee what they may ask or answer; whether there was anything."""
    work, found = scene.work, False
    for place in work.find(Sponsor, person_id=scene.person.id):
        programme = work.get(Programme, place.programme_id)
        now = scene.within(programme)
        for circle in work.find(Circle, programme_id=programme.id, state="active"):
            whole = around(work, circle, programme)
            if whole.kind.kind == "board" and may_ask(work, scene.person, programme):
                _for_committee(now, whole)
                found = True
    return found


def _for_committee(scene: Scene, whole: Around) -> None:
    voice = scene.voice
    parts: list[Part] = [voice.title("board.title", title=whole.title(voice))]
    buttons = []
    for each in questions_of(scene.work, whole.circle):
        if each.state not in UNDER_WAY:
            continue
        parts += [*_standing(scene.work, whole, each, voice), quoted(each.text)]
        if each.state == "sent":
            buttons.append(voice.button("board.button.answer", f"board-answer:{each.id}"))
        if each.state == "answered":
            buttons.append(voice.button("board.button.follow", f"board-follow:{each.id}"))
    if len(parts) == 1:
        parts.append(voice.para("board.nothing-asked"))
    ask = voice.button("board.button.ask", f"board-ask:{whole.circle.id}")
    scene.say(*parts, Buttons((*buttons, ask)))


def _standing(work: Work, whole: Around, each: Question, voice: Voice) -> list[Part]:
    state, day = voice.words(f"command.board.state-{each.state}"), by_when(work, each, whole, voice)
    if day:
        state = voice.words("command.board.until", None, state=state, day=day)
    return [voice.para("board.stands", None, state=state)]
