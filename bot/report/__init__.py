"""The closing report of a programme: facts, then figures, then pages, pictures and tables.

`gather` reads the facts once; from them `files` makes the report and `figures` what `summary` says
in chat. No name is ever shown, nor what fewer people answered than the programme's floor.
"""

from dataclasses import dataclass

from bot.message import Bullets, Message, Para, Part, Run, Runs
from bot.message import Facts as Rows
from bot.report.advice import advice, advice_runs
from bot.report.blocks import Tile
from bot.report.charts import charts
from bot.report.drawing import Chart
from bot.report.earlier import earlier_runs
from bot.report.facts import Facts, gather
from bot.report.figures import Figures, figures
from bot.report.page import page
from bot.report.say import NOTHING, Say
from bot.report.summary import headline, tiles
from bot.report.tables import csv_of, xlsx_of
from bot.texts import Voice

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAID = 2  # pieces of advice in the short version


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of the report; `alt` tells what a picture shows."""

    name: str
    media_type: str
    content: bytes
    alt: str = ""


def files(facts: Facts, voice: Voice) -> tuple[ReportFile, ...]:
    """The report in one language: the page, its pictures, a CSV and a workbook."""
    say = Say(voice, figures(facts))
    drawn = charts(say)
    stem = f"{say.figures.slug}-{say.words('file')}"
    return (
        ReportFile(f"{stem}.html", "text/html", page(say, drawn).encode()),
        *(_picture(stem, say, chart) for chart in drawn),
        ReportFile(f"{stem}.csv", "text/csv", csv_of(say)),
        ReportFile(f"{stem}.xlsx", _XLSX, xlsx_of(facts, say)),
    )


def summary(figures: Figures, voice: Voice) -> Message:
    """The short version, said in chat."""
    say = Say(voice, figures)
    title, signs = headline(say)
    kind = say.words("kind" if figures.over else "kind.interim")
    rows = tuple((tile.label, _in_a_line(tile)) for tile in tiles(say))
    parts: list[Part] = [
        Para((Run(f"{kind} – "), Run(figures.name, typed=True)), "title"),
        Para((Run(title, bold=True),)),
    ]
    if signs:
        parts.append(Para(signs))
    parts.append(Rows(rows))
    codes = advice(figures)[:_SAID]
    parts.append(Para((Run(say.words("next"), bold=True),)))
    parts.append(Bullets(tuple(advice_runs(code, say) for code in codes)))
    made = say.runs("made", at=say.moment(figures.at), floor=say.number(figures.floor))
    parts.append(Para(made, "hint"))
    return Message(tuple(parts))


def _in_a_line(tile: Tile) -> Runs:
    """A figure and what goes with it; a hidden figure says why and nothing else."""
    if tile.value == NOTHING and tile.note:
        return (Run(tile.note),)
    return (Run(tile.value, bold=True), Run(f" – {tile.note}" if tile.note else ""))


def _picture(stem: str, say: Say, chart: Chart) -> ReportFile:
    name = say.words(f"file.{chart.name}")
    return ReportFile(f"{stem}-{name}.png", "image/png", chart.png, chart.alt)


__all__ = [
    "Facts",
    "Figures",
    "ReportFile",
    "earlier_runs",
    "figures",
    "files",
    "gather",
    "summary",
]
