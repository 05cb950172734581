"""The report told in order: every figure with its meaning.

Nothing here knows of HTML: a section is a title and blocks, which `page.html` draws.
"""

from collections.abc import Iterable

from bot.report.advice import advice, advice_runs, limit_runs, limits, recommendation
from bot.report.blocks import (
    Block,
    Gauge,
    Gauges,
    Listing,
    Picture,
    Quotes,
    Section,
    Table,
    Words,
)
from bot.report.collective import collective
from bot.report.drawing import Chart
from bot.report.earlier import compared
from bot.report.effects import assessed
from bot.report.pieces import row, scale_row, sentence, table_of
from bot.report.say import Say
from bot.report.standard import levels, standard
from bot.report.summary import hidden, skill_words
from bot.report.tree import Practice

SHOWN_QUOTES = 12


def sections(say: Say, charts: Iterable[Chart]) -> tuple[Section, ...]:
    """Every section that has something to say."""
    pictures = {chart.name: (Picture(chart),) for chart in charts}
    told = (
        ("participation", _participation(say)),
        ("pairs", _pairs(say)),
        ("sessions", (*pictures.get("sessions", ()), *_sessions(say), *_requests(say))),
        ("skills", (*pictures.get("skills", ()), *_skills(say))),
        ("assessment", (*pictures.get("assessment", ()), *assessed(say))),
        ("recommendation", (*pictures.get("recommendation", ()), *_recommendation(say))),
        ("topics", (*pictures.get("topics", ()), *_topics(say))),
        ("collective", collective(say)),
        ("momentum", _momentum(say)),
        ("earlier", compared(say)),
        ("levels", levels(say)),
        ("standard", standard(say)),
        ("advice", (Listing(tuple(advice_runs(c, say) for c in advice(say.figures)), True),)),
        ("limits", (Listing(tuple(limit_runs(code, say) for code in limits(say.figures))),)),
    )
    return tuple(
        Section(code, say.words(f"section.{code}"), blocks) for code, blocks in told if blocks
    )


# ---------------------------------------------------------------- one section each


def _participation(say: Say) -> tuple[Block, ...]:
    p = say.figures.participation
    rows = [
        row(say, "invited", say.number(p.invited)),
        row(say, "signed-up", say.of(p.signed_up, p.invited)),
        *((say.label("role.many", t.code), say.number(t.count)) for t in p.roles),
        *([row(say, "waiting", say.number(p.waiting))] if p.waiting else []),
        row(say, "left", say.of(p.left, p.signed_up)),
        *((say.label("left", t.code), say.number(t.count)) for t in p.left_when),
    ]
    blocks: list[Block] = [table_of(say, "participation", rows)]
    if p.languages:
        blocks.append(sentence(say, "languages", languages=say.tallies("languages", p.languages)))
    if p.zones:
        blocks.append(sentence(say, "zones", zones=say.tallies("zones", p.zones)))
    return tuple(blocks)


def _pairs(say: Say) -> tuple[Block, ...]:
    p = say.figures.pairs
    rows = [
        row(say, "made", say.number(p.made)),
        row(say, "met", say.of(p.met, p.made)),
        row(say, "completed", say.of(p.completed, p.made)),
        *([row(say, "active", say.of(p.active, p.made))] if p.active else []),
        row(say, "ended", say.of(p.ended, p.made)),
        row(say, "unmatched-mentees", say.number(p.unmatched_mentees)),
        row(say, "unmatched-mentors", say.number(p.unmatched_mentors)),
    ]
    blocks: list[Block] = [table_of(say, "pairs", rows)]
    if p.endings:
        blocks.append(sentence(say, "endings", reasons=say.tallies("ending", p.endings)))
    if p.unmatched:
        blocks.append(sentence(say, "reasons", reasons=say.tallies("unmatched", p.unmatched)))
    return tuple(blocks)


def _sessions(say: Say) -> tuple[Block, ...]:
    s = say.figures.sessions
    if not say.figures.pairs.made:
        return ()
    rows = [
        row(say, "expected", say.number(s.expected)),
        row(say, "held", say.number(s.held)),
    ]
    if s.held:
        rows.append(row(say, "hours", say.number(s.minutes / 60)))
    for code, count in (
        ("extra", s.extra),
        ("planned", s.planned),
        ("unagreed", s.unagreed),
        ("moved", s.moved),
        ("cancelled", s.cancelled),
        ("missed", s.missed),
        ("dropped", s.dropped),
        ("never", s.never),
    ):
        times = say.words("moved", s.moves, moved=say.number(s.moved))
        if count:
            rows.append(row(say, code, times if code == "moved" else say.number(count)))
    if s.first_days is not None:
        days = say.count("days", round(s.first_days))
        hoped = say.count("days", s.first_goal)
        rows.append(row(say, "first", say.words("first", days=days, hoped=hoped)))
    return (table_of(say, "sessions", rows),)


def _requests(say: Say) -> tuple[Block, ...]:
    """What was asked for one by one, and who taught whom."""
    blocks: list[Block] = []
    found, both = say.figures.requests, say.figures.exchanges
    if found is not None and found.asked:
        rows = [
            row(say, "requests-asked", say.number(found.asked)),
            row(say, "requests-met", say.of(found.met, found.asked)),
            row(say, "requests-alone", say.number(found.alone)),
            row(say, "requests-held", say.number(found.held)),
            row(say, "requests-minutes", say.number(found.minutes / 60, 1)),
        ]
        if found.hours is not None:
            rows.append(row(say, "requests-wait", say.number(found.hours, 1)))
        if found.offered:
            taken = say.of(round(found.taken / 60), round(found.offered / 60))
            rows.append(row(say, "requests-hours", taken))
        blocks.append(table_of(say, "requests", rows))
    if both is not None and both.pairs:
        values = {"both": say.number(both.both), "one": say.number(both.one)}
        blocks.append(sentence(say, "exchanges", pairs=say.number(both.pairs), **values))
    return tuple(blocks)


def _skills(say: Say) -> tuple[Block, ...]:
    f = say.figures
    blocks: list[Block] = []
    if f.progress.everyone is not None:
        blocks.append(sentence(say, "skills", **skill_words(say)))
        blocks.append(
            sentence(
                say,
                "skills.people",
                higher=say.count("people", f.progress.everyone.higher),
                same=say.count("people", f.progress.everyone.same),
                lower=say.count("people", f.progress.everyone.lower),
            )
        )
    goals = f.reached.everyone
    if goals is not None:
        blocks.append(
            sentence(
                say,
                "objectives",
                answers=say.count("mentees", goals.n),
                yes=say.of(goals.yes, goals.n),
                partly=say.of(goals.partly, goals.n),
                no=say.of(goals.no, goals.n),
            )
        )
    steps = f.session_progress.everyone
    if steps is not None:
        blocks.append(
            sentence(
                say,
                "steps",
                answers=say.count("answers", steps.n),
                yes=say.percent(steps.yes / steps.n),
                partly=say.percent(steps.partly / steps.n),
            )
        )
    blocks += _scales(say)
    unseen = [
        say.words(f"measure.{code}")
        for code, found, asked in (
            ("skills", f.progress.everyone, "closing"),
            ("objectives", f.reached.everyone, "closing"),
            ("ratings", f.ratings.everyone, "session"),
            ("going", f.going.everyone, "midway"),
        )
        if found is None and (f.asked(asked).sent or not f.polls)
    ]
    if unseen and f.pairs.made:
        names, floor = say.listed(unseen), say.number(f.floor)
        blocks.append(Words(say.runs("hidden.these", names=names, floor=floor), "note"))
    return tuple(blocks)


def _scales(say: Say) -> list[Block]:
    """The ratings of sessions, and the pulse half-way, in one table."""
    f = say.figures
    rows: list[tuple[str, ...]] = []
    if f.ratings.everyone is not None:
        rows.append(scale_row(say, say.words("rating.all"), f.ratings.everyone))
        if len(f.ratings.groups) > 1:
            rows += [
                scale_row(
                    say, say.words("rating.by", role=say.label("role.many", role).lower()), found
                )
                for role, found in f.ratings.groups
            ]
        if len(f.ratings_by_number.groups) > 1:
            rows += [
                scale_row(say, say.words("rating.number", number=number), found)
                for number, found in f.ratings_by_number.groups
            ]
    if f.going.everyone is not None:
        rows.append(scale_row(say, say.words("rating.going"), f.going.everyone))
    if not rows:
        return []
    marks = tuple(str(mark) for mark in range(1, 6))
    head = (say.words("head.question"), say.words("head.answers"), say.words("head.mean"), *marks)
    return [Table(say.words("table.ratings"), head, tuple(rows), wide=True)]


def _recommendation(say: Say) -> tuple[Block, ...]:
    f = say.figures
    liked, score = f.recommend.everyone, recommendation(f)
    if liked is None or score is None:
        return (Words(hidden(say, f.recommend.heard), "note"),) if f.pairs.made else ()
    blocks: list[Block] = [
        sentence(
            say,
            "recommend",
            mean=say.number(liked.mean, 1),
            answers=say.count("answers", liked.n),
            promoters=say.percent(liked.share(9)),
            critics=say.percent(liked.share(0, 6)),
            score=say.signed(score),
        )
    ]
    if len(f.recommend.groups) > 1:
        means = say.listed(
            f"{say.label('role.many', role).lower()} {say.number(found.mean, 1)}"
            for role, found in f.recommend.groups
        )
        blocks.append(sentence(say, "recommend.by", means=means))
    if f.quotes:
        shown = chosen(f.quotes)
        said = tuple((say.label("speaker", role) if role else "", text) for role, text in shown)
        key = "quotes" if len(shown) < len(f.quotes) else "quotes.all"
        blocks.append(Words(say.runs(key, len(f.quotes), shown=say.number(len(shown)))))
        blocks.append(Quotes(said))
    return tuple(blocks)


def chosen(quotes: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """So many quotes as fit on a page, at even distances, whatever they say."""
    if len(quotes) <= SHOWN_QUOTES:
        return quotes
    return tuple(quotes[n * len(quotes) // SHOWN_QUOTES] for n in range(SHOWN_QUOTES))


def _topics(say: Say) -> tuple[Block, ...]:
    topics = say.figures.topics
    if not topics:
        return _courses(say)
    untaught = [say.topic(t.code) for t in topics if t.asked and not t.offered]
    unasked = [say.topic(t.code) for t in topics if t.offered and not t.asked]
    blocks: list[Block] = []
    if untaught:
        blocks.append(sentence(say, "topics.untaught", topics=say.listed(untaught)))
    if unasked:
        blocks.append(sentence(say, "topics.unasked", topics=say.listed(unasked)))
    return (*(tuple(blocks) or (sentence(say, "topics.met"),)), *_courses(say))


def _courses(say: Say) -> tuple[Block, ...]:
    """The modules of the kit that pairs agreed on, and what became of them."""
    found = say.figures.courses
    if not found:
        return ()
    rows = tuple(
        (
            each.name[0 if say.locale == "fr" else 1],
            say.number(each.agreed),
            say.number(each.worked),
            say.number(each.sessions),
        )
        for each in found
    )
    names = ("module", "agreed", "worked", "sessions")
    head = tuple(say.words(f"head.{name}") for name in names)
    return (Table(say.words("table.courses"), head, rows, wide=True),)


def _momentum(say: Say) -> tuple[Block, ...]:
    m = say.figures.momentum
    blocks: list[Block] = []
    if m.nudges:
        blocks.append(
            Words(
                say.runs(
                    "momentum",
                    m.nudges,
                    pairs=say.count("pairs", m.nudged),
                    resumed=say.number(m.resumed),
                )
            )
        )
    if m.alerts:
        rows = tuple(
            (
                say.label("alert", a.kind),
                say.number(a.count),
                say.number(a.handled),
                say.number(a.count - a.handled),
                say.number(a.resumed),
            )
            for a in m.alerts
        )
        names = ("alert", "count", "handled", "open", "resumed")
        head = tuple(say.words(f"head.{name}") for name in names)
        blocks.append(Table(say.words("table.alerts"), head, rows, wide=True))
    if not blocks and say.figures.pairs.made:
        blocks.append(sentence(say, "momentum.none"))
    return tuple(blocks)


def practice(say: Say) -> tuple[Block, ...]:
    """The shares that coordinators watch, beside what is hoped for."""
    if not say.figures.pairs.made:
        return ()

    def gauge(each: Practice) -> Gauge:
        return Gauge(
            label=say.words(f"practice.{each.code}"),
            meaning=say.words(f"practice.{each.code}.meaning"),
            value=say.percent(each.value),
            hoped=say.words(
                "practice.hoped", low=say.number(100 * each.low), high=say.percent(each.high)
            ),
            verdict=say.words(f"practice.{each.verdict}"),
            share=each.value,
            low=each.low,
            high=each.high,
        )

    names = ("share", "measured", "hoped", "verdict")
    head = tuple(say.words(f"head.{name}") for name in names)
    return (
        Gauges(head, tuple(gauge(each) for each in say.figures.practice)),
        Words(say.runs("practice.source"), "note"),
    )
