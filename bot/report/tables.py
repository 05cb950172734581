"""The figures as tables for a spreadsheet: one CSV, and a workbook with a sheet for each matter.

A pair is a number and a state there, never two names; words that people typed, such as a title, are
kept from being read as a formula.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from bot.report.advice import recommendation
from bot.report.facts import Facts
from bot.report.measures import Reached, Scale, Split
from bot.report.say import Say
from bot.report.tree import ENDINGS, OTHER, Effect
from storage.nouns import Session

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as OpenpyxlCell
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None
Row = tuple[Cell, ...]

# What a spreadsheet takes for the beginning of a formula; the last four are full-width forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000  # characters in a cell; Excel refuses more than 32,767
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def guarded(text: str) -> str:
    """A text that no spreadsheet reads as a formula."""
    seen = _UNSEEN.sub("", text)[:_LONGEST]
    return f"'{seen}" if seen.lstrip(" \n\u00a0").startswith(_FORMULA) else seen


def csv_of(say: Say) -> bytes:
    """Every figure on one line each, as Excel opens it in the reader's language."""
    french = say.locale == "fr"
    lines = StringIO()
    # Excel in French reads `;` between cells and a comma inside numbers.
    writer = csv.writer(lines, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([say.words(f"head.{name}") for name in ("matter", "figure", "value")])
    for matter, name, value in _figures(say):
        shown = guarded(value) if isinstance(value, str) else _plain(value, french)
        writer.writerow([matter, guarded(name), shown])
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def xlsx_of(facts: Facts, say: Say) -> bytes:
    """The workbook; the same facts at the same moment always give the same bytes."""
    # Here, not above: openpyxl is slow to import, and only workbooks need it.
    from openpyxl import Workbook

    # Written as it goes: whole, each cell of a large programme would be an object until the end.
    book = Workbook(write_only=True)
    for name, head, rows in (
        ("summary", ("matter", "figure", "value"), _figures(say)),
        ("pairs", _PAIRS, _pair_rows(facts, say)),
        ("sessions", _SESSIONS, _session_rows(facts, say)),
        ("participation", ("figure", "value"), _people_rows(say)),
        ("answers", ("question", "group", "answers", "mean", "mark", "count"), _answer_rows(say)),
    ):
        sheet = book.create_sheet(say.words(f"sheet.{name}"))
        _fill(sheet, [say.words(f"head.{each}") for each in head], rows)
    book.properties.creator = "Binôme"
    book.properties.title = _UNSEEN.sub("", say.figures.name)
    book.properties.created = say.figures.at.astimezone(UTC).replace(tzinfo=None)
    content = BytesIO()
    book.save(content)
    return _steady(content.getvalue(), say.figures.at)


# ---------------------------------------------------------------- rows


def _figures(say: Say) -> list[tuple[str, str, Cell]]:
    """Matter, figure, value."""
    f = say.figures
    people, pairs, met, moves = f.participation, f.pairs, f.sessions, f.momentum
    rows: list[tuple[str, str, Cell]] = []

    def add(matter: str, name: str, value: Cell) -> None:
        rows.append((say.words(f"section.{matter}"), name, value))

    add("summary", say.words("row.programme"), f.name)
    add("summary", say.words("row.starts"), f.starts_on)
    add("summary", say.words("row.closes"), f.closes_on)
    add("summary", say.words("row.at"), say.moment(f.at))
    for code, count in (
        ("invited", people.invited),
        ("signed-up", people.signed_up),
        ("mentees", people.mentees),
        ("mentors", people.mentors),
        ("waiting", people.waiting),
        ("left", people.left),
    ):
        add("participation", say.words(f"row.{code}"), count)
    for code, count in (
        ("made", pairs.made),
        ("met", pairs.met),
        ("completed", pairs.completed),
        ("active", pairs.active),
        ("ended", pairs.ended),
        ("unmatched-mentees", pairs.unmatched_mentees),
        ("unmatched-mentors", pairs.unmatched_mentors),
    ):
        add("pairs", say.words(f"row.{code}"), count)
    for code, value in (
        ("expected", met.expected),
        ("held", met.held),
        ("hours", met.minutes / 60),
        ("extra", met.extra),
        ("planned", met.planned),
        ("unagreed", met.unagreed),
        ("moved", met.moved),
        ("cancelled", met.cancelled),
        ("missed", met.missed),
        ("dropped", met.dropped),
        ("never", met.never),
        ("first", met.first_days),
    ):
        add("sessions", say.words(f"row.{code}"), value)
    skill = f.progress.everyone
    if skill is not None:
        for code, value in (
            ("skill.n", skill.n),
            ("skill.before", skill.before.mean),
            ("skill.after", skill.after.mean),
            ("skill.difference", skill.difference),
            ("skill.low", skill.low),
            ("skill.high", skill.high),
        ):
            add("skills", say.words(f"row.{code}"), value)
    liked = f.recommend.everyone
    if liked is not None:
        add("recommendation", say.words("row.recommend.n"), liked.n)
        add("recommendation", say.words("row.recommend.mean"), liked.mean)
        add("recommendation", say.words("row.recommend.score"), recommendation(f))
    for topic in f.topics:
        name = say.topic(topic.code)
        add("topics", say.words("row.asked", topic=name), topic.asked)
        add("topics", say.words("row.offered", topic=name), topic.offered)
    for course in f.courses:
        module = course.name[0 if say.locale == "fr" else 1]
        add("topics", say.words("row.course.worked", module=module), course.worked)
        add("topics", say.words("row.course.sessions", module=module), course.sessions)
    for effect in f.effects:
        for label, cell in _effect_rows(say, effect):
            add("assessment", label, cell)
    for poll in f.polls:
        name = say.label("poll", poll.form)
        add("collective", say.words("row.poll.sent", poll=name), poll.sent)
        add("collective", say.words("row.poll.answered", poll=name), poll.answered)
    for workshop in f.workshops:
        add("collective", say.words("row.workshop.yes", workshop=workshop.title), workshop.yes)
        came = workshop.came if workshop.noted else None
        add("collective", say.words("row.workshop.came", workshop=workshop.title), came)
    for circles in f.circles:
        title = circles.title[0 if say.locale == "fr" else 1]
        for code, count in (
            ("people", circles.people),
            ("held", circles.held),
            ("came", circles.came),
            *((("asked", circles.asked), ("proposed", circles.proposed)) if circles.board else ()),
            *(
                (("answered", circles.answered), ("followed", circles.followed))
                if circles.board
                else ()
            ),
        ):
            add("collective", say.words(f"row.circle.{code}", circle=title), count)
    for code, count in (
        ("nudges", moves.nudges),
        ("nudged", moves.nudged),
        ("resumed", moves.resumed),
    ):
        add("momentum", say.words(f"row.{code}"), count)
    for alert in moves.alerts:
        add("momentum", say.label("alert", alert.kind), alert.count)
    for each in f.practice:
        add("practice", say.words(f"practice.{each.code}"), each.value)
    return rows


def _effect_rows(say: Say, effect: Effect) -> Iterable[tuple[str, Cell]]:
    side, whole, back = say.label("role.many", effect.side), effect.whole, effect.returns
    yield say.words("row.effect.asked", side=side), effect.asked
    yield say.words("row.effect.both", side=side), effect.both
    if whole is not None:
        for code, value in (
            ("n", whole.n),
            ("before", whole.before),
            ("after", whole.after),
            ("difference", whole.shift.difference),
            ("low", whole.shift.low),
            ("high", whole.shift.high),
        ):
            yield say.words(f"row.effect.{code}", side=side), value
    if back is not None:
        for code, count in back.counts:
            what = say.voice.words(f"choice.returns.{code}")
            yield say.words("row.returns", side=side, what=what), count


_COUNTED = ("held", "planned", "missed", "cancelled")
_PAIRS = ("pair", "state", "reason", "started", "ended", *_COUNTED, "moves", "hours")
_SESSIONS = ("pair", "session", "state", "date", "minutes", "moves", "extra")


def _pair_rows(facts: Facts, say: Say) -> Iterable[Row]:
    zone = ZoneInfo(facts.programme.zone)
    sessions: dict[int, list[Session]] = {}
    for each in facts.sessions:
        sessions.setdefault(each.pair_id, []).append(each)
    for number, pair in enumerate(facts.pairs, 1):
        own = sessions.get(pair.id, [])
        ended = pair.state == "ended"
        reason = pair.reason if pair.reason in ENDINGS else OTHER
        yield (
            number,
            say.words(f"pair.{pair.state}"),
            say.label("ending", reason) if ended else None,
            pair.started_at.astimezone(zone).date(),
            pair.ended_at.astimezone(zone).date() if pair.ended_at else None,
            *(sum(s.state == state for s in own) for state in _COUNTED),
            sum(s.moves for s in own),
            sum(s.minutes for s in own if s.state == "held") / 60,
        )


def _session_rows(facts: Facts, say: Say) -> Iterable[Row]:
    zone = ZoneInfo(facts.programme.zone)
    numbers = {pair.id: number for number, pair in enumerate(facts.pairs, 1)}
    for each in sorted(facts.sessions, key=lambda s: (numbers[s.pair_id], s.number)):
        yield (
            numbers[each.pair_id],
            each.number,
            say.words(f"session.{each.state}"),
            each.starts_at.astimezone(zone).date(),
            each.minutes,
            each.moves,
            say.words("yes") if each.extra else None,
        )


def _people_rows(say: Say) -> Iterable[Row]:
    people = say.figures.participation
    yield say.words("row.invited"), people.invited
    yield say.words("row.signed-up"), people.signed_up
    for tally in people.roles:
        yield say.label("role.many", tally.code), tally.count
    yield say.words("row.waiting"), people.waiting
    yield say.words("row.left"), people.left
    for tally in people.left_when:
        yield say.label("left", tally.code), tally.count
    for tally in people.languages:
        yield say.words("row.language", language=say.language(tally.code)), tally.count
    for tally in people.zones:
        yield say.words("row.zone", zone=say.zone(tally.code)), tally.count


def _answer_rows(say: Say) -> Iterable[Row]:
    """One line for each mark that may be shown, and one for each question that may not."""
    f = say.figures
    for code, scales in (
        ("rating", f.ratings),
        ("going", f.going),
        ("recommend", f.recommend),
    ):
        yield from _scale_rows(say, code, scales)
    for workshop in f.workshops:
        yield from _scale_rows(say, "useful", workshop.useful, workshop.title)
    if f.progress.everyone is not None:
        for code, scale in (
            ("level.before", f.progress.everyone.before),
            ("level.after", f.progress.everyone.after),
        ):
            yield from _marks(say.words(f"question.{code}"), say.words("role.all"), scale)
    yield from _reached_rows(say, "reached", f.reached)
    yield from _reached_rows(say, "progress", f.session_progress)


def _scale_rows(say: Say, code: str, found: Split[Scale], about: str = "") -> Iterable[Row]:
    question = say.words(f"question.{code}") + (f" – {about}" if about else "")
    everyone = say.words("role.all")
    if found.everyone is None:
        if found.heard:
            yield question, everyone, say.words("hidden.short", say.figures.floor)
        return
    yield from _marks(question, everyone, found.everyone)
    if len(found.groups) > 1:
        for role, scale in found.groups:
            yield from _marks(question, say.label("role.many", role), scale)


def _marks(question: str, group: str, scale: Scale) -> Iterable[Row]:
    for mark, count in enumerate(scale.counts, scale.lowest):
        yield question, group, scale.n, round(scale.mean, 2), mark, count


def _reached_rows(say: Say, code: str, found: Split[Reached]) -> Iterable[Row]:
    question, everyone = say.words(f"question.{code}"), say.words("role.all")
    each = found.everyone
    if each is None:
        if found.heard:
            yield question, everyone, say.words("hidden.short", say.figures.floor)
        return
    for mark, count in (("yes", each.yes), ("partly", each.partly), ("no", each.no)):
        yield question, everyone, each.n, None, say.words(mark), count


# ---------------------------------------------------------------- cells


def _plain(value: Cell, french: bool) -> str:
    match value:
        case None:
            return ""
        case float():
            text = f"{value:.2f}".rstrip("0").rstrip(".")
            return text.replace(".", ",") if french else text
        case _:
            return str(value)


def _fill(sheet: "Worksheet", head: Sequence[str], rows: Iterable[Row]) -> None:
    # Here for the same reason as in `xlsx_of`.
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    def shown(cell: Cell) -> "Cell | OpenpyxlCell":
        if not isinstance(cell, float):
            return guarded(cell) if isinstance(cell, str) else cell
        figure = WriteOnlyCell(sheet, round(cell, 4))
        figure.number_format = "0.00"
        return figure

    listed = list(rows)
    last = chr(ord("A") + len(head) - 1)
    # All that is not a row goes before the first one.
    for place, width in enumerate(_widths(head, listed)):
        sheet.column_dimensions[chr(ord("A") + place)].width = min(60, max(10, width + 2))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}{len(listed) + 1}"
    titles = [WriteOnlyCell(sheet, name) for name in head]
    for title in titles:
        title.font = Font(bold=True, color="FFFFFF")
        title.fill = PatternFill("solid", fgColor="0F4C5C")
        title.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.append(titles)
    for row in listed:
        sheet.append([shown(cell) for cell in row])


def _widths(head: Sequence[str], rows: Iterable[Row]) -> list[int]:
    """The characters of the longest cell of each column."""
    widths = [len(name) for name in head]
    for row in rows:
        for place, cell in enumerate(row):
            widths[place] = max(widths[place], len(str(cell)) if cell is not None else 0)
    return widths


def _steady(content: bytes, at: datetime) -> bytes:
    """The workbook with the moment of the report wherever openpyxl wrote that of the clock."""
    moment = at.astimezone(UTC)
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    # A zip file knows no year before 1980.
    stamp = (max(1980, moment.year), moment.month, moment.day, moment.hour, moment.minute, 0)
    steady = BytesIO()
    with ZipFile(BytesIO(content)) as found, ZipFile(steady, "w", ZIP_DEFLATED) as kept:
        for name in found.namelist():
            data = found.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + when, data)
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            kept.writestr(info, data)
    return steady.getvalue()
