"""Earlier runs of the same template, to set a programme beside: closed, and known to its team."""

from bot.report.blocks import Block, Table, Words
from bot.report.facts import Facts, gather
from bot.report.measures import share
from bot.report.say import NOTHING, Say
from bot.report.tree import Figures, Run
from storage.nouns import Coordination, Programme
from storage.work import Work

MOST = 3


def earlier_runs(work: Work, programme: Programme) -> tuple[Facts, ...]:
    """The facts of the latest such runs, the oldest first.

    Whoever reads of a programme may read only of those that somebody of its team coordinated too.
    """
    team = {each.person_id for each in work.find(Coordination, programme_id=programme.id)}
    known = {
        each.programme_id for each in work.among(Coordination, sorted(team), by="person_id")
    } - {programme.id}
    runs = [
        each
        for each in work.among(Programme, sorted(known))
        if (each.template, each.state) == (programme.template, "closed")
        and (each.starts_on, each.id) < (programme.starts_on, programme.id)
    ]
    latest = sorted(runs, key=lambda each: (each.starts_on, each.id))[-MOST:]
    return tuple(gather(work, each) for each in latest)


def run_of(figures: Figures) -> Run:
    """What two runs are compared by."""
    met, learned = figures.sessions, figures.progress.everyone
    liked = figures.recommend.everyone
    reached = figures.reached.everyone
    return Run(
        name=figures.name,
        starts_on=figures.starts_on,
        people=figures.participation.signed_up,
        pairs=figures.pairs.made,
        held=share(met.counted, met.expected),
        progress=learned.difference if learned else None,
        reached=share(reached.yes + reached.partly, reached.n) if reached else None,
        recommend=liked.mean if liked else None,
    )


def compared(say: Say) -> tuple[Block, ...]:
    """This run beside the earlier ones, a column each."""
    if not say.figures.earlier:
        return ()
    runs = (*say.figures.earlier, run_of(say.figures))
    rows = (
        (say.words("row.earlier-people"), *(say.number(each.people) for each in runs)),
        (say.words("row.made"), *(say.number(each.pairs) for each in runs)),
        (say.words("row.earlier-held"), *(say.percent(each.held) for each in runs)),
        (say.words("row.earlier-progress"), *(_step(say, each.progress) for each in runs)),
        (say.words("row.earlier-reached"), *(say.percent(each.reached) for each in runs)),
        (say.words("row.earlier-recommend"), *(say.number(each.recommend, 1) for each in runs)),
    )
    head = (say.words("head.figure"), *(say.day(each.starts_on) for each in runs))
    return (
        Table(say.words("table.earlier"), head, rows, wide=True),
        Words(say.runs("earlier.note"), "note"),
    )


def _step(say: Say, value: float | None) -> str:
    return NOTHING if value is None else say.signed(value, 1)
