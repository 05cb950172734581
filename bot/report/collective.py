"""What people did together: workshops, questionnaires, circles and what a committee asked them."""

from bot.report.blocks import Block, Table, Words
from bot.report.measures import share
from bot.report.say import NOTHING, Say
from bot.report.tree import Circles


def _circles(say: Say) -> list[Block]:
    """How the circles met, and what became of what a committee asked them."""
    found = say.figures.circles
    blocks: list[Block] = []
    if found:
        rows = tuple(
            (
                _circle_name(say, c),
                say.number(c.circles),
                say.number(c.people),
                say.number(c.held),
                say.of(c.came, c.seats) if c.held else NOTHING,
            )
            for c in found
        )
        head = tuple(say.words(f"head.{n}") for n in ("circle", "circles", "people", "met", "came"))
        blocks.append(Table(say.words("table.circles"), head, rows, wide=True))
    boards = [c for c in found if c.board]
    if boards:
        told = tuple(
            (
                _circle_name(say, c),
                *(say.number(n) for n in (c.asked, c.proposed, c.answered, c.followed)),
            )
            for c in boards
        )
        names = ("circle", "questions", "proposed", "replied", "followed")
        head = tuple(say.words(f"head.{name}") for name in names)
        blocks.append(Table(say.words("table.board"), head, told, wide=True))
    return blocks


def _circle_name(say: Say, circles: Circles) -> str:
    """The title of a kind of circle, in the reader's language."""
    return circles.title[0 if say.locale == "fr" else 1]


def collective(say: Say) -> tuple[Block, ...]:
    """Workshops, questionnaires and circles, each in a table where there are some."""
    f = say.figures
    blocks: list[Block] = []
    if f.workshops:
        rows = tuple(
            (
                w.title,
                say.words("workshop.cancelled") if w.state == "cancelled" else say.day(w.on),
                say.number(w.invited),
                say.number(w.yes),
                say.number(w.came) if w.noted else NOTHING,
                NOTHING if w.useful.everyone is None else say.number(w.useful.everyone.mean, 1),
            )
            for w in f.workshops
        )
        names = ("workshop", "date", "invited", "yes", "came", "useful")
        head = tuple(say.words(f"head.{name}") for name in names)
        blocks.append(Table(say.words("table.workshops"), head, rows, wide=True))
        blocks.append(Words(say.runs("workshops.note", floor=say.number(f.floor)), "note"))
    blocks += _circles(say)
    if f.polls:
        counts = tuple(
            (
                say.label("poll", p.form),
                say.number(p.sent),
                say.number(p.answered),
                say.percent(share(p.answered, p.sent)),
            )
            for p in f.polls
        )
        head = tuple(say.words(f"head.{name}") for name in ("poll", "sent", "answered", "share"))
        blocks.append(Table(say.words("table.polls"), head, counts, wide=True))
    return tuple(blocks)
