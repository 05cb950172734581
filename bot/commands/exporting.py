"""People and pairs as tables for a spreadsheet, given to whoever asked and nobody else.

What people typed about themselves stays behind, but for what tells them apart: names and teams.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from secrets import token_urlsafe

from bot.calendar.zones import city_of
from bot.charter.signing import signatures
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import needs, run_button
from bot.commands.files import kept
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.dialogues.choices import languages, topics
from bot.forms import Given
from bot.message import NOTHING, Buttons, Option, Reply
from bot.pairing.candidates import capacity
from bot.rights import OWNER
from bot.scene import Scene
from storage.nouns.programme import STATES

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PEOPLE = ("name", "email", "role", "state", "languages", "zone", "team", "topics", "capacity", "with", "waited")  # fmt: skip  # noqa: E501
_PAIRS = ("mentee", "mentor", "state", "since", "held", "planned", "lost", "moved", "next")
_SIGNATURES = ("name", "role", "revision", "signed", "how")
_DATASET = {
    "dataset": "dataset", "data": "dataset", "donnees": "dataset", "jeu-de-donnees": "dataset",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """Codes, which a file for programs keeps, and the words that a reader knows them by."""

    codes: str
    words: str


Cell = str | int | Coded


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: the name of its file, its title, its heads and its rows."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@command("export", states=STATES)
def export(scene: Scene, words: Arguments) -> Reply:
    """Gives the people and the pairs as CSV files and one workbook; or the data set."""
    if words:
        words.one_of(_DATASET)
        if len(words) > 1:
            raise WrongWords(words.raw)
        needs(scene, programme_of(scene), OWNER)
    seen = overview_of(scene)
    if not seen.enrolments:
        scene.say(
            scene.voice.para("command.export.empty"),
            Buttons((run_button(scene, "status", "status"),)),
        )
        return NOTHING
    if words:
        _give_dataset(scene)
    else:
        give_tables(scene, seen)
    return NOTHING


def _give_dataset(scene: Scene) -> None:
    """Says the whole data set as one file, or why it cannot be given."""
    # Here, not above, as wherever a report is made: it is large, and rare.
    from bot.report import gather
    from bot.report.dataset import MEDIA_TYPE, TooFew, dataset

    programme, voice = programme_of(scene), scene.voice
    try:
        content = dataset(gather(scene.work, programme, scene.work.now), voice)
    except TooFew:
        scene.say(voice.para("dataset.too-few", None, floor=scene.plan.polls.floor))
        return
    name = f"{programme.slug}-{voice.words('dataset.file')}.zip"
    scene.say(
        voice.para("dataset.done"),
        voice.hint("dataset.care"),
        kept(scene, name, MEDIA_TYPE, content),
    )


def give_tables(scene: Scene, seen: Overview, token: Callable[[int], str] = token_urlsafe) -> None:
    """Says the files."""
    tables = (_people(scene, seen), _pairs(scene, seen), *_signatures(scene, seen))
    slug = programme_of(scene).slug
    files = [
        kept(scene, f"{slug}-{table.name}.csv", "text/csv", _csv(scene, table), "", token)
        for table in tables
    ]
    files.append(kept(scene, f"{slug}.xlsx", _XLSX, _xlsx(tables), "", token))
    scene.say(scene.voice.para("command.export.done"), *files)


def _people(scene: Scene, seen: Overview) -> Table:
    voice = scene.voice
    given = Given(voice, scene.work.now, programme_of(scene).plan)
    tongues, subjects = _labels(languages(given)), _labels(topics(given))
    rows: list[list[Cell]] = []
    for each in seen.enrolments.values():
        person, answers = seen.people[each.person_id], each.answers
        pairs = [pair for pair in seen.pairs_of.get(each.id, ()) if pair.state == "active"]
        others = [p.mentor_id if p.mentee_id == each.id else p.mentee_id for p in pairs]
        rows.append(
            [
                person.name,
                person.email or "",
                voice.words(f"command.role.{each.role}"),
                voice.words(f"command.people.state-{each.state}"),
                _coded(answers.get("languages", ()), tongues),
                _zone(str(answers.get("zone") or person.zone), voice.locale),
                str(answers.get("team") or person.team),
                _coded(answers.get("topics", ()), subjects),
                capacity(each) if each.role != "mentee" and answers else "",
                ", ".join(seen.name(other) for other in others),
                each.waited,
            ]
        )
    if scene.plan.induction == "offered":
        return _table(scene, "people", _PEOPLE, rows)
    for each, row in zip(seen.enrolments.values(), rows, strict=True):
        row.append(each.inducted_at.date().isoformat() if each.inducted_at else "")
    return _table(scene, "people", (*_PEOPLE, "inducted"), rows)


def _pairs(scene: Scene, seen: Overview) -> Table:
    rows: list[list[Cell]] = []
    for pair in seen.pairs:
        sessions = seen.sessions.get(pair.id, [])
        counts = Counter(each.state for each in sessions)
        planned = [each.starts_at for each in sessions if each.state == "planned"]
        rows.append(
            [
                seen.name(pair.mentee_id),
                seen.name(pair.mentor_id),
                scene.voice.words(f"command.export.pair-{pair.state}"),
                pair.started_at.date().isoformat(),
                counts["held"],
                counts["planned"],
                counts["cancelled"] + counts["missed"],
                sum(each.moves for each in sessions),
                min(planned).date().isoformat() if planned else "",
            ]
        )
    return _table(scene, "pairs", _PAIRS, rows)


def _signatures(scene: Scene, seen: Overview) -> Iterator[Table]:
    """Who agreed to which revision of the charter; no table while nobody has."""
    found = signatures(scene.work, programme_of(scene), seen.enrolments.values())
    rows: list[list[Cell]] = [
        [
            seen.name(each.enrolment_id),
            scene.voice.words(f"command.role.{each.role}"),
            each.revision,
            each.at.date().isoformat(),
            scene.voice.words(f"command.export.how-{each.how}"),
        ]
        for signed in found.values()
        for each in signed
    ]
    if rows:
        yield _table(scene, "signatures", _SIGNATURES, rows)


def _table(scene: Scene, name: str, heads: Sequence[str], rows: list[list[Cell]]) -> Table:
    said = [scene.voice.words(f"command.export.{head}") for head in heads]
    from bot.report.tables import guarded

    safe = [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    file = scene.voice.words(f"command.export.sheet-{name}")
    return Table(file, scene.voice.words(f"command.export.title-{name}"), said, safe)


def _labels(options: Sequence[Option]) -> dict[str, str]:
    return {option.value: option.label for option in options}


def _coded(codes: Sequence[str], labels: Mapping[str, str]) -> Coded:
    """A subject withdrawn since has no words any more, and keeps its code."""
    from bot.report.tables import guarded

    words = ", ".join(labels.get(code, code) for code in codes)
    return Coded(guarded(", ".join(codes)), guarded(words))


def _zone(name: str, locale: str) -> Coded:
    """An IANA name, and its city."""
    return Coded(name, city_of(name, locale))


def _csv(scene: Scene, table: Table) -> bytes:
    lines = StringIO()
    # Excel in French reads `;` between cells.
    separator = ";" if scene.voice.locale == "fr" else ","
    writer = csv.writer(lines, delimiter=separator, lineterminator="\r\n")
    writer.writerow(table.heads)
    for row in table.rows:
        writer.writerow([each.codes if isinstance(each, Coded) else each for each in row])
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def _xlsx(tables: Sequence[Table]) -> bytes:
    # Here, not above: openpyxl is slow to import, and only workbooks need it.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        sheet = book.create_sheet(table.title)
        sheet.append(list(table.heads))
        for row in table.rows:
            sheet.append([each.words if isinstance(each, Coded) else each for each in row])
        sheet.freeze_panes = "A2"
    book.properties.creator = "Binôme"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
