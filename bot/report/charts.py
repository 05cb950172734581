"""The pictures of a report: sober, readable in black and white, each with a sentence that tells it.

How they are drawn is in `bot.report.drawing`.
"""

from typing import TYPE_CHECKING

from bot.report.advice import recommendation
from bot.report.drawing import (
    CLEAR,
    DEEP,
    INK,
    LARGE,
    MIDDLE,
    PALE,
    QUIET,
    SMALL,
    TEXT,
    WARM,
    Chart,
    bare,
    caption,
    chart_of,
    figure_of,
    legend,
    short,
    whole_ticks,
    write,
)
from bot.report.effects import effects_chart
from bot.report.measures import Progress, Scale
from bot.report.say import Say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def charts(say: Say) -> tuple[Chart, ...]:
    """Every picture for which there are figures."""
    drawn = (
        _sessions(say),
        _skills(say),
        effects_chart(say),
        _recommendation(say),
        _topics(say),
    )
    return tuple(chart for chart in drawn if chart is not None)


# ---------------------------------------------------------------- the four pictures


def _sessions(say: Say) -> Chart | None:
    found = say.figures.sessions
    points = found.timeline
    if len(points) < 2:
        return None
    figure = figure_of(2.15)
    axes = figure.add_subplot()
    bare(axes)
    days = [point.on.toordinal() for point in points]
    past = [point for point in points if point.held is not None]
    held = [float(point.held or 0) for point in past]
    expected = [float(point.expected) for point in points]
    axes.plot(days, expected, color=QUIET, linewidth=1.4, linestyle=(0, (4, 3)), zorder=2)
    axes.fill_between(days[: len(held)], held, color=PALE, linewidth=0, zorder=1)
    axes.plot(days[: len(held)], held, color=DEEP, linewidth=2.4, zorder=3)
    axes.plot(days[len(held) - 1], held[-1], "o", color=DEEP, markersize=5, zorder=4)
    top = max(*expected, *held, 1.0)
    axes.set_ylim(0, top * 1.12)
    room = (days[-1] - days[0]) * 0.02
    gap = top * 0.075  # below this the two labels would touch
    last_held, last_expected = held[-1], expected[-1]
    if len(held) == len(days) and abs(last_held - last_expected) < gap:
        lower, upper = sorted((last_held, last_expected))
        middle = (lower + upper) / 2
        offsets = {lower: middle - gap / 2, upper: middle + gap / 2}
        at_expected = offsets[last_expected] if lower != upper else middle + gap / 2
        at_held = offsets[last_held] if lower != upper else middle - gap / 2
    else:
        at_expected, at_held = last_expected, last_held
    write(
        axes,
        days[-1] + room,
        at_expected,
        say.words("chart.expected", count=say.number(last_expected)),
        color=QUIET,
        va="center",
        bbox=CLEAR,
    )
    write(
        axes,
        days[len(held) - 1] + room,
        at_held,
        say.words("chart.held", count=say.number(last_held)),
        color=DEEP,
        weight="bold",
        va="center",
        bbox=CLEAR,
    )
    axes.set_xlim(days[0], days[-1] + (days[-1] - days[0]) * 0.19)
    step = max(1, -(-len(points) // 6))
    ticks = points[::step]
    axes.set_xticks(
        [point.on.toordinal() for point in ticks],
        labels=[say.short_day(point.on) for point in ticks],
        parse_math=False,
    )
    whole_ticks(axes, top)
    alt = say.words(
        "chart.sessions.alt",
        held=say.number(found.held),
        expected=say.number(found.expected),
        start=say.day(points[0].on),
        end=say.day(past[-1].on),
    )
    return chart_of("sessions", say, alt, figure)


def _skills(say: Say) -> Chart | None:
    found = say.figures.progress
    if found.everyone is None:
        return None
    rows: list[tuple[str, Progress]] = [(say.words("role.all"), found.everyone)]
    if len(found.groups) > 1:
        rows += [(say.label("role", name), each) for name, each in found.groups]
    figure = figure_of(2.6)
    left, right = figure.subplots(1, 2, width_ratios=(1.25, 1))
    _before_after(left, rows, say)
    _levels(right, found.everyone, say)
    alt = say.words(
        "chart.skills.alt",
        before=say.number(found.everyone.before.mean, 2),
        after=say.number(found.everyone.after.mean, 2),
        n=say.number(found.everyone.n),
    )
    return chart_of("skills", say, alt, figure)


def _before_after(axes: "Axes", rows: list[tuple[str, Progress]], say: Say) -> None:
    """Mean level before and after, one line for each group."""
    bare(axes, grid="x")
    for place, (_, each) in enumerate(rows):
        y = -place
        before, after = each.before.mean, each.after.mean
        axes.plot([before, after], [y, y], color=MIDDLE, linewidth=3, zorder=2)
        axes.plot(before, y, "o", color="white", markeredgecolor=DEEP, markersize=9, zorder=3)
        axes.plot(after, y, "o", color=DEEP, markersize=9, zorder=3)
        # Outside the line, so that two close levels do not write over each other.
        outwards = 0.14 if after >= before else -0.14
        for value, bold, shift in ((before, "normal", -outwards), (after, "bold", outwards)):
            side = "right" if shift < 0 else "left"
            text = say.number(value, 2)
            write(axes, value + shift, y, text, ha=side, va="center", weight=bold)
        if not place:
            labels = ((before, say.words("chart.before")), (after, say.words("chart.after")))
            for (value, text), shift in zip(labels, (-outwards, outwards), strict=True):
                side = "right" if shift < 0 else "left"
                write(axes, value + shift / 2, y + 0.3, text, ha=side, va="center", color=QUIET)
    axes.set_ylim(-len(rows) + 0.4, 0.6)
    axes.set_xlim(0.8, 5.2)
    axes.set_xticks(range(1, 6))
    axes.set_yticks(
        [-place for place in range(len(rows))],
        labels=[f"{name}\n(n = {say.number(each.n)})" for name, each in rows],
        parse_math=False,
        color=INK,
    )
    caption(axes, say.words("chart.skills.mean"))


def _levels(axes: "Axes", found: Progress, say: Say) -> None:
    """How many people place themselves at each level, before and after."""
    bare(axes)
    for offset, each, fill, label in (
        (-0.2, found.before, PALE, say.words("chart.before")),
        (0.2, found.after, DEEP, say.words("chart.after")),
    ):
        bars = axes.bar(
            [level + offset for level in range(1, 6)],
            each.counts,
            width=0.38,
            color=fill,
            edgecolor=DEEP,
            linewidth=0.7,
            label=label,
        )
        for bar, count in zip(bars, each.counts, strict=True):
            if count:
                x = bar.get_x() + bar.get_width() / 2
                write(axes, x, count, say.number(count), ha="center", va="bottom", size=SMALL)
    top = max(*found.before.counts, *found.after.counts)
    axes.set_ylim(0, top * 1.2)
    axes.set_yticks([])
    axes.set_xticks(range(1, 6))
    legend(axes, SMALL)
    caption(axes, say.words("chart.skills.levels"))


def _recommendation(say: Say) -> Chart | None:
    found = say.figures.recommend.everyone
    score = recommendation(say.figures)
    if found is None or score is None:
        return None
    figure = figure_of(2.6)
    axes = figure.add_subplot()
    bare(axes)
    colours = [WARM] * 7 + [PALE] * 2 + [DEEP] * 2
    top = max(found.counts)
    axes.bar(range(11), found.counts, width=0.78, color=colours, edgecolor=INK, linewidth=0.5)
    for mark, count in enumerate(found.counts):
        if count:
            write(axes, mark, count + top * 0.02, say.number(count), ha="center", va="bottom")
    for first, last, name in ((0, 6, "critics"), (7, 8, "passives"), (9, 10, "promoters")):
        _bracket(axes, first, last, top, say, name, found)
    axes.set_ylim(0, top * 1.5)
    axes.set_xlim(-0.6, 10.6)
    axes.set_yticks([])
    axes.set_xticks(range(11))
    alt = say.words(
        "chart.recommendation.alt",
        n=say.number(found.n),
        mean=say.number(found.mean, 1),
        promoters=say.percent(found.share(9)),
        critics=say.percent(found.share(0, 6)),
    )
    return chart_of("recommendation", say, alt, figure)


def _bracket(
    axes: "Axes", first: int, last: int, top: float, say: Say, name: str, found: Scale
) -> None:
    y = top * 1.2
    axes.plot([first - 0.35, last + 0.35], [y, y], color=QUIET, linewidth=1.2)
    middle = (first + last) / 2
    share = say.percent(found.share(first, last))
    write(axes, middle, y + top * 0.14, share, ha="center", va="bottom", weight="bold", size=LARGE)
    label = say.words(f"chart.{name}")
    write(axes, middle, y + top * 0.03, label, ha="center", va="bottom", color=QUIET, size=SMALL)


def _topics(say: Say) -> Chart | None:
    topics = say.figures.topics[:12]
    if not topics:
        return None
    figure = figure_of(0.75 + 0.36 * len(topics))
    axes = figure.add_subplot()
    bare(axes, grid="x")
    top = max(max(topic.asked, topic.offered) for topic in topics)
    for shift, values, colour, label in (
        (-0.19, [topic.asked for topic in topics], DEEP, say.words("chart.asked")),
        (0.19, [topic.offered for topic in topics], WARM, say.words("chart.offered")),
    ):
        places = [place + shift for place in range(len(topics))]
        axes.barh(
            places, values, height=0.36, color=colour, edgecolor=INK, linewidth=0.5, label=label
        )
        for place, value in zip(places, values, strict=True):
            weight = "bold" if not value else "normal"
            write(axes, value + top * 0.01, place, say.number(value), va="center", weight=weight)
    axes.set_yticks(
        range(len(topics)),
        labels=[short(say.topic(topic.code)) for topic in topics],
        parse_math=False,
        color=INK,
    )
    axes.set_ylim(len(topics) - 0.45, -0.55)
    axes.set_xlim(0, top * 1.08)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(True)
    legend(axes, TEXT)
    alt = say.words(
        "chart.topics.alt",
        topics=say.listed(
            say.words(
                "chart.topics.one",
                topic=say.topic(topic.code),
                asked=say.number(topic.asked),
                offered=say.number(topic.offered),
            )
            for topic in topics
        ),
    )
    return chart_of("topics", say, alt, figure)
