"""What the board needs to know: the verdict, six figures, and a sentence for each matter."""

from collections.abc import Iterable

from bot.message import Run, Runs
from bot.report.advice import recommendation, signs, verdict
from bot.report.blocks import Tile
from bot.report.say import NOTHING, Say


def headline(say: Say) -> tuple[str, Runs]:
    """The whole in a sentence, and the signs it rests on."""
    found = signs(say.figures)
    named = {
        good: [say.words(f"sign.{sign.code}") for sign in found if sign.good is good]
        for good in (True, False, None)
    }
    parts = [
        say.runs(f"signs.{key}", len(names), names=say.listed(names))
        for key, names in (("good", named[True]), ("poor", named[False]), ("unknown", named[None]))
        if names and say.figures.pairs.made
    ]
    return say.words(f"verdict.{verdict(say.figures)}"), _joined(parts)


def tiles(say: Say) -> tuple[Tile, ...]:
    """Six figures for whoever reads nothing else."""
    f = say.figures
    skill, goals, liked = f.progress.everyone, f.reached.everyone, f.recommend.everyone
    none = Tile(NOTHING, "", say.words("hidden.short", f.floor))

    def tile(code: str, value: str | None, note: str) -> Tile:
        label = say.words(f"tile.{code}")
        return Tile(none.value, label, none.note) if value is None else Tile(value, label, note)

    people, held = f.participation, f.practised("sessions").value
    return (
        tile(
            "people",
            say.number(people.signed_up),
            say.words("tile.people.both")
            if people.signed_up and people.mentees == people.mentors == people.signed_up
            else say.words(
                "tile.people.note",
                mentees=say.count("mentees", people.mentees),
                mentors=say.count("mentors", people.mentors),
            ),
        ),
        tile(
            "pairs",
            say.number(f.pairs.made),
            say.words("tile.pairs.note", met=say.number(f.pairs.met)),
        ),
        tile(
            "sessions",
            say.number(f.sessions.held),
            say.words("tile.sessions.note", share=say.percent(held)) if held is not None else "",
        ),
        tile(
            "skills",
            None if skill is None else say.signed(skill.difference, 1),
            ""
            if skill is None
            else say.words(
                "tile.skills.note",
                before=say.number(skill.before.mean, 2),
                after=say.number(skill.after.mean, 2),
            ),
        ),
        tile(
            "objectives",
            None if goals is None else say.percent((goals.yes + goals.partly) / goals.n),
            ""
            if goals is None
            else say.words("tile.objectives.note", yes=say.percent(goals.yes / goals.n)),
        ),
        tile(
            "recommend",
            None if liked is None else f"{say.number(liked.mean, 1)}",
            ""
            if liked is None
            else say.words("tile.recommend.note", answers=say.count("answers", liked.n)),
        ),
    )


def findings(say: Say) -> tuple[Runs, ...]:
    """What the board needs to know, one sentence for each matter that has figures."""
    f = say.figures
    found = [
        say.runs(
            "finding.people",
            f.participation.signed_up,
            invited=say.number(f.participation.invited),
            left=say.number(f.participation.left),
        )
    ]
    if f.pairs.made:
        found.append(
            say.runs(
                "finding.pairs",
                f.pairs.made,
                met=say.number(f.pairs.met),
                ended=say.number(f.pairs.ended),
            )
        )
        if f.pairs.unmatched_mentees:
            without, seeking = f.pairs.unmatched_mentees, say.number(f.pairs.seeking)
            found.append(say.runs("finding.alone", without, seeking=seeking))
        found.append(
            say.runs(
                "finding.sessions",
                f.sessions.held,
                hours=say.number(f.sessions.minutes / 60),
                share=say.percent(f.practised("sessions").value),
            )
        )
    skill = f.progress.everyone
    if skill is not None:
        code = "up" if skill.low > 0 else "down" if skill.high < 0 else "unsure"
        found.append(say.runs(f"finding.skills.{code}", None, **skill_words(say)))
    goals = f.reached.everyone
    if goals is not None:
        found.append(
            say.runs(
                "finding.objectives",
                yes=say.percent(goals.yes / goals.n),
                partly=say.percent(goals.partly / goals.n),
            )
        )
    liked, score = f.recommend.everyone, recommendation(f)
    if liked is not None and score is not None:
        found.append(
            say.runs(
                "finding.recommend",
                mean=say.number(liked.mean, 1),
                answers=say.count("answers", liked.n),
                promoters=say.percent(liked.share(9)),
            )
        )
    elif f.pairs.made:
        found.append(hidden(say, f.recommend.heard))
    return tuple(found)


def hidden(say: Say, heard: int) -> Runs:
    """Why a statistic is not shown."""
    if not heard:
        return say.runs("hidden.none")
    return say.runs("hidden", say.figures.floor)


def skill_words(say: Say) -> dict[str, str]:
    """Levels before and after; with fewer decimals, their difference would look wrong."""
    skill = say.figures.progress.everyone
    if skill is None:
        return {}
    return {
        "before": say.number(skill.before.mean, 2),
        "after": say.number(skill.after.mean, 2),
        "difference": say.signed(skill.difference, 2),
        "low": say.signed(skill.low, 2),
        "high": say.signed(skill.high, 2),
        "people": say.count("people", skill.n),
    }


def _joined(parts: Iterable[Runs]) -> Runs:
    runs: list[Run] = []
    for part in parts:
        runs += [Run(" "), *part] if runs else part
    return tuple(runs)
