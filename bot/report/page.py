"""The report as one page of HTML that needs nothing else: for a screen, for A4, for a mail."""

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.report.advice import advice, advice_runs, verdict
from bot.report.blocks import Section
from bot.report.drawing import Chart
from bot.report.say import Say
from bot.report.sections import practice, sections
from bot.report.summary import findings, headline, tiles

if TYPE_CHECKING:
    from jinja2 import Template

FIRST = 3  # pieces of advice on the first page
_QUOTED = {"fr": ("«\u00a0", "\u00a0»"), "en": ("“", "”")}


def page(say: Say, charts: Iterable[Chart]) -> str:
    """The whole report."""
    figures = say.figures
    title, told = headline(say)
    return _template().render(
        lang=say.locale,
        css=_file("page.css"),
        kind=say.words("kind" if figures.over else "kind.interim"),
        name=figures.name,
        dates=say.words(
            "dates",
            template=figures.template[say.locale != "fr"],
            start=say.day(figures.starts_on),
            end=say.day(figures.closes_on),
        ),
        verdict=verdict(figures),
        headline=title,
        signs=told,
        tiles=tiles(say),
        board=say.words("board"),
        findings=findings(say),
        next=say.words("next"),
        advice=tuple(advice_runs(code, say) for code in advice(figures)[:FIRST]),
        practice=Section("practice", say.words("section.practice"), practice(say)),
        made=say.words("made", at=say.moment(figures.at), floor=say.number(figures.floor)),
        contents=say.words("contents"),
        sections=sections(say, charts),
        quoted=_QUOTED[say.locale],
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True
    )
    environment.filters["source"] = _source
    return environment.from_string(_file("page.html"))


def _file(name: str) -> str:
    return (files("bot.report") / name).read_text("utf-8")


def _source(chart: Chart) -> str:
    """The picture itself, as an address."""
    return f"data:image/png;base64,{b64encode(chart.png).decode('ascii')}"
