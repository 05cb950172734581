"""Figures in words: numbers, days and labels as the reader's language writes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_timezone_location
from babel.numbers import format_decimal, format_percent

from bot.message import Runs
from bot.report.tree import Figures, Tally
from bot.texts import WRITTEN, Value, Voice, hour_in_words

NOTHING = "–"  # shown where there is nothing to divide by
FIXED = "\u00a0"  # a space at which no line is cut


@dataclass(frozen=True, slots=True)
class Say:
    """Says the figures of one report in one language."""

    voice: Voice
    figures: Figures

    @property
    def locale(self) -> str:
        """The language of the report."""
        return self.voice.locale

    def words(self, key: str, count: int | None = None, /, **values: Value) -> str:
        """The sentence `report.<key>` in plain words."""
        return self.voice.words(f"report.{key}", count, **values)

    def runs(self, key: str, count: int | None = None, /, **values: Value) -> Runs:
        """The sentence `report.<key>` as runs."""
        return self.voice.runs(f"report.{key}", count, **values)

    def count(self, thing: str, number: int) -> str:
        """A number of things, in agreement: `1 binôme`, `20 binômes`."""
        return self.words(f"count.{thing}", number)

    def label(self, family: str, code: str) -> str:
        """The name of a code; a code that has none is named as other."""
        key = f"report.{family}.{code}"
        return self.voice.words(key if self.voice.knows(key) else f"report.{family}.other")

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with so many decimals, or a dash."""
        if value is None:
            return NOTHING
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _minus(format_decimal(value, pattern, locale=WRITTEN[self.locale]))

    def signed(self, value: float, digits: int = 0) -> str:
        """A number with its sign, a true minus included."""
        text = self.number(value, digits)
        zero = self.number(0, digits)
        if text.lstrip("−") == zero:
            return zero
        return text if value < 0 else f"+{text}"

    def percent(self, value: float | None) -> str:
        """A share as a percentage, or a dash."""
        if value is None:
            return NOTHING
        text = format_percent(value, "#,##0 %" if self.locale == "fr" else "#,##0%", self.locale)
        return text.replace(" ", FIXED)

    def of(self, part: int, total: int) -> str:
        """A part of a total with its share: `12 (60 %)`."""
        return f"{self.number(part)} ({self.percent(part / total)})" if total else self.number(part)

    def day(self, value: date) -> str:
        """A day with its year: `2 février 2016`."""
        return self._first(format_date(value, "d MMMM y", locale=WRITTEN[self.locale]), value)

    def short_day(self, value: date) -> str:
        """A day without its year, for an axis: `2 févr.`."""
        return self._first(format_date(value, "d MMM", locale=WRITTEN[self.locale]), value)

    def _first(self, text: str, value: date) -> str:
        return f"1er{text[1:]}" if self.locale == "fr" and value.day == 1 else text

    def moment(self, value: datetime) -> str:
        """A day with its hour, in the programme's own zone."""
        local = value.astimezone(ZoneInfo(self.figures.zone))
        hour = hour_in_words(time(local.hour, local.minute), self.locale)
        return f"{self.day(local.date())}, {hour}"

    def listed(self, values: Iterable[str]) -> str:
        """Several things in one sentence."""
        return self.voice.listed(values)

    def topic(self, code: str) -> str:
        """The name of a subject."""
        for known, french, english in self.figures.topic_names:
            if known == code:
                return french if self.locale == "fr" else english
        return self.words("topic.other")

    def language(self, code: str) -> str:
        """The name of a language, or `other` for a code nobody knows."""
        name = Locale.parse(self.locale).languages.get(code)
        return name or self.words("languages.other")

    def zone(self, name: str) -> str:
        """A time zone by its city."""
        if name == "other":
            return self.words("zones.other")
        return get_timezone_location(ZoneInfo(name), locale=self.locale, return_city=True)

    def tallies(self, family: str, tallies: Iterable[Tally]) -> str:
        """Several counts in one line: `attribué (3), …`; codes of one name are counted together."""
        counts: dict[str, int] = {}
        for tally in tallies:
            match family:
                case "languages":
                    name = self.language(tally.code)
                case "zones":
                    name = self.zone(tally.code)
                case _:
                    name = self.label(family, tally.code)
            counts[name] = counts.get(name, 0) + tally.count
        return ", ".join(f"{name} ({self.number(count)})" for name, count in counts.items())


def _minus(text: str) -> str:
    return text.replace("-", "−")
