"""The data set of a programme: what happened, row by row, under made-up names; answers, counted.

What may be said of answers is exactly what the report says, floor included: no row of this set is
somebody's answer. Rows about people and pairs hold no answer, no word, no day: weeks are counted
from the start. Made-up names are drawn anew each time, so that two exports cannot be joined.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from random import SystemRandom
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from bot.pairing.candidates import capacity, topics
from bot.pairs.course import module_for
from bot.report.facts import Facts
from bot.report.figures import figures
from bot.report.measures import Reached, Scale, Shift, Split
from bot.report.say import Say
from bot.report.tables import guarded
from bot.report.tree import OTHER, Effect
from bot.texts import Voice
from storage.nouns import Enrolment, Pair, Session

MEDIA_TYPE = "application/zip"
Cell = str | int | float | None
Row = tuple[Cell, ...]
Shuffle = Callable[[list[int]], None]
_by_chance: Shuffle = SystemRandom().shuffle


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, the names of its columns, its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class TooFew(Exception):
    """Fewer people signed up than the floor: rows would point at them."""


def dataset(facts: Facts, voice: Voice, shuffle: Shuffle = _by_chance) -> bytes:
    """Every table as CSV in a ZIP, with a dictionary of its columns. Raises TooFew."""
    found, say = sheets(facts, shuffle), Say(voice, figures(facts))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as kept:
        kept.writestr(f"{say.words('dataset.read-me')}.txt", _read_me(say))
        kept.writestr("dictionary.csv", _csv(_dictionary(found, say)))
        for sheet in found:
            kept.writestr(f"{sheet.name}.csv", _csv(sheet))
    return packed.getvalue()


def sheets(facts: Facts, shuffle: Shuffle = _by_chance) -> tuple[Sheet, ...]:
    """Every table. Raises TooFew."""
    people = [each for each in facts.enrolments if each.state not in ("invited", "applied")]
    if len(people) < facts.plan.polls.floor:
        raise TooFew
    names = _made_up("P", [each.id for each in people], shuffle)
    paired = [each for each in facts.pairs if {each.mentee_id, each.mentor_id} <= names.keys()]
    pairs = _made_up("B", [each.id for each in paired], shuffle)
    weeks = _Weeks(facts.programme.starts_on, facts.programme.zone)
    sessions: dict[int, list[Session]] = {}
    for each in facts.sessions:
        sessions.setdefault(each.pair_id, []).append(each)
    return (
        _people(facts, people, names, weeks, sessions),
        _pairs(paired, names, pairs, weeks, sessions),
        _sessions(paired, pairs, weeks, sessions),
        _workshops(facts, weeks),
        *_told(facts),
    )


@dataclass(frozen=True, slots=True)
class _Weeks:
    start: date
    zone: str

    def of(self, at: datetime | None) -> int | None:
        """Whole weeks since the start, negative before it."""
        if at is None:
            return None
        return (at.astimezone(ZoneInfo(self.zone)).date() - self.start).days // 7


def _made_up(letter: str, ids: Sequence[int], shuffle: Shuffle) -> dict[int, str]:
    """A made-up name for each, in an order that tells nothing."""
    drawn = [*ids]
    shuffle(drawn)
    width = max(3, len(str(len(drawn))))
    return {one: f"{letter}{place:0{width}}" for place, one in enumerate(drawn, 1)}


# ---------------------------------------------------------------- what happened


def _people(
    facts: Facts,
    people: Sequence[Enrolment],
    names: dict[int, str],
    weeks: _Weeks,
    sessions: dict[int, list[Session]],
) -> Sheet:
    floor = facts.plan.polls.floor
    tongues = {each.id: _languages(each) for each in people}
    common = Counter(tongues.values())  # rare ones would point at somebody
    held: Counter[int] = Counter()
    minutes: Counter[int] = Counter()
    paired: Counter[int] = Counter()
    for pair in facts.pairs:
        own = [each for each in sessions.get(pair.id, ()) if each.state == "held"]
        for one in (pair.mentee_id, pair.mentor_id):
            paired[one] += 1
            held[one] += len(own)
            minutes[one] += sum(each.minutes for each in own)
    rows = [
        (
            names[each.id],
            each.role,
            each.state,
            weeks.of(each.joined_at),
            weeks.of(each.left_at),
            tongues[each.id] if common[tongues[each.id]] >= floor else OTHER,
            " ".join(sorted(topics(each, "mentor" if each.role == "mentor" else "mentee"))),
            capacity(each) if each.role != "mentee" and each.answers else None,
            paired[each.id],
            held[each.id],
            minutes[each.id],
        )
        for each in people
    ]
    head = ("person", "role", "state", "joined_week", "left_week", "languages", "topics")
    return _sorted("people", (*head, "capacity", "pairs", "sessions_held", "minutes_held"), rows)


def _languages(person: Enrolment) -> str:
    said = person.answers.get("languages")
    return " ".join(sorted(str(each) for each in said)) if isinstance(said, list) else ""


def _pairs(
    paired: Sequence[Pair],
    names: dict[int, str],
    pairs: dict[int, str],
    weeks: _Weeks,
    sessions: dict[int, list[Session]],
) -> Sheet:
    states = ("held", "planned", "cancelled", "missed")
    rows: list[Row] = []
    for each in paired:
        own = sessions.get(each.id, [])
        counts = (sum(s.state == state for s in own) for state in states)
        modules = " ".join(str(key) for key in each.course.get("modules", ()))
        rows.append(
            (
                pairs[each.id],
                names[each.mentee_id],
                names[each.mentor_id],
                each.state,
                weeks.of(each.started_at),
                weeks.of(each.ended_at),
                *counts,
                sum(s.moves for s in own),
                modules,
            )
        )
    head = ("pair", "mentee", "mentor", "state", "started_week", "ended_week", *states)
    return _sorted("pairs", (*head, "moves", "modules"), rows)


def _sessions(
    paired: Sequence[Pair],
    pairs: dict[int, str],
    weeks: _Weeks,
    sessions: dict[int, list[Session]],
) -> Sheet:
    rows: list[Row] = []
    for pair in paired:
        own = sessions.get(pair.id, [])
        for each in own:
            module = module_for(pair, each, own)
            rows.append(
                (
                    pairs[pair.id],
                    each.number,
                    each.state,
                    weeks.of(each.starts_at),
                    each.minutes,
                    each.moves,
                    "yes" if each.extra else "no",
                    module.key if module else "",
                )
            )
    head = ("pair", "number", "state", "week", "minutes", "moves", "extra", "module")
    return _sorted("sessions", head, rows)


def _workshops(facts: Facts, weeks: _Weeks) -> Sheet:
    rows: list[Row] = []
    for each in facts.workshops:
        asked = [a for a in facts.attendances if a.workshop_id == each.id]
        yes, no = (sum(a.answer == word for a in asked) for word in ("yes", "no"))
        noted = any(a.attended is not None for a in asked)
        came = sum(a.attended is True for a in asked) if noted else None
        week = weeks.of(each.starts_at)
        rows.append((each.key, each.title, each.state, week, len(asked), yes, no, came))
    head = ("workshop", "title", "state", "week", "invited", "yes", "no", "came")
    return _sorted("workshops", head, rows)


def _sorted(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> Sheet:
    """A table in the order of its made-up names: that of the database would tell who came first."""
    return Sheet(
        name, columns, tuple(sorted(rows, key=lambda row: [str(cell) for cell in row[:2]]))
    )


# ---------------------------------------------------------------- what may be told of answers


def _told(facts: Facts) -> tuple[Sheet, ...]:
    found = figures(facts)
    polls = tuple((each.form, each.sent, each.answered) for each in found.polls)
    answers: list[Row] = []
    for name, scales in (
        ("session.rating", found.ratings),
        ("midway.going", found.going),
        ("closing.recommend", found.recommend),
    ):
        answers += _of_scales(name, scales)
    for workshop in found.workshops:
        answers += _of_scales(f"workshop.useful {workshop.title}", workshop.useful)
    if found.progress.everyone is not None:
        answers += _marks("closing.level_before", "all", found.progress.everyone.before)
        answers += _marks("closing.level", "all", found.progress.everyone.after)
    answers += _of_words("closing.reached", found.reached)
    answers += _of_words("session.progress", found.session_progress)
    effects = [row for each in found.effects for row in _effect(each)]
    returns = [
        (each.side, code, each.returns.n, count)
        for each in found.effects
        if each.returns is not None
        for code, count in each.returns.counts
    ]
    modules = [(each.name[1], each.agreed, each.worked, each.sessions) for each in found.courses]
    head = ("side", "situation", "moment", "n", "before", "after", "difference", "low", "high")
    return (
        Sheet("polls", ("poll", "sent", "answered"), polls),
        Sheet("answers", ("question", "group", "n", "mean", "mark", "count"), tuple(answers)),
        Sheet("effects", head, tuple(effects)),
        Sheet("returns", ("side", "what", "n", "count"), tuple(returns)),
        Sheet("modules", ("module", "agreed", "worked", "sessions"), tuple(modules)),
        Sheet("quotes", ("role", "words"), tuple(found.quotes)),
    )


def _of_scales(question: str, found: Split[Scale]) -> list[Row]:
    if found.everyone is None:
        return []
    rows = _marks(question, "all", found.everyone)
    if len(found.groups) > 1:
        for role, scale in found.groups:
            rows += _marks(question, role, scale)
    return rows


def _marks(question: str, group: str, found: Scale) -> list[Row]:
    mean = round(found.mean, 4)
    return [
        (question, group, found.n, mean, mark, count)
        for mark, count in enumerate(found.counts, found.lowest)
    ]


def _of_words(question: str, found: Split[Reached]) -> list[Row]:
    each = found.everyone
    if each is None:
        return []
    said = (("yes", each.yes), ("partly", each.partly), ("no", each.no))
    return [(question, "all", each.n, None, mark, count) for mark, count in said]


def _effect(found: Effect) -> list[Row]:
    rows: list[Row] = []
    steps = [(code, step) for code, _, step in found.situations]
    for code, step in (*([("all", found.whole)] if found.whole else []), *steps):
        levels = (round(step.before, 4), round(step.after, 4))
        rows.append((found.side, code, "end", step.n, *levels, *_interval(step.shift)))
    if found.midway is not None:
        n = found.midway.n
        rows.append((found.side, "all", "midway", n, None, None, *_interval(found.midway)))
    return rows


def _interval(found: Shift) -> tuple[float, float, float]:
    return (round(found.difference, 4), round(found.low, 4), round(found.high, 4))


# ---------------------------------------------------------------- files


def _dictionary(found: Sequence[Sheet], say: Say) -> Sheet:
    rows = [
        (sheet.name, column, say.words(f"dataset.column.{column}"))
        for sheet in found
        for column in sheet.columns
    ]
    return Sheet("dictionary", ("table", "column", "meaning"), tuple(rows))


def _read_me(say: Say) -> bytes:
    """What this is, who may have it, and what is not in it."""
    f = say.figures
    values = {"programme": f.name, "at": say.moment(f.at), "floor": say.number(f.floor)}
    names = ("what", "who", "names", "answers", "quotes", "csv")
    said = [say.words(f"dataset.read-me.{name}", None, **values) for name in names]
    if not f.final:
        said.append(say.words("dataset.read-me.interim", None, **values))
    return "\r\n\r\n".join(said).encode()


def _csv(sheet: Sheet) -> bytes:
    """A table as any program reads it: commas between cells, points in numbers, UTF-8."""
    lines = StringIO()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow(guarded(cell) if isinstance(cell, str) else cell for cell in row)
    return b"\xef\xbb\xbf" + lines.getvalue().encode()
