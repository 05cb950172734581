"""People and pairs as tables for a spreadsheet, given to whoever asked and nobody else.

What people typed about themselves stays behind, but for what tells them apart: names and teams.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO, StringIO
from secrets import token_urlsafe

from bot.charter.signing import signatures
from bot.commands.arguments import Arguments, WrongWords
from bot.commands.entry import needs, run_button
from bot.commands.files import kept
from bot.commands.moving import programme_of
from bot.commands.overview import Overview, overview_of
from bot.commands.registry import command
from bot.message import NOTHING, Buttons, Reply
from bot.pairing.candidates import capacity
from bot.report import gather
from bot.report.dataset import MEDIA_TYPE, TooFew, dataset
from bot.report.tables import guarded
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
Cell = str | int
Table = tuple[str, Sequence[str], Sequence[Sequence[Cell]]]  # its name, heads and rows


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
        kept(scene, f"{slug}-{name}.csv", "text/csv", _csv(scene, table), "", token)
        for name, table in ((table[0], table) for table in tables)
    ]
    files.append(kept(scene, f"{slug}.xlsx", _XLSX, _xlsx(tables), "", token))
    scene.say(scene.voice.para("command.export.done"), *files)


def _people(scene: Scene, seen: Overview) -> Table:
    voice = scene.voice
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
                ", ".join(answers.get("languages", ())),
                str(answers.get("zone") or person.zone),
                str(answers.get("team") or person.team),
                ", ".join(answers.get("topics", ())),
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
    safe = [[guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return scene.voice.words(f"command.export.sheet-{name}"), said, safe


def _csv(scene: Scene, table: Table) -> bytes:
    lines = StringIO()
    # Excel in French reads `;` between cells.
    separator = ";" if scene.voice.locale == "fr" else ","
    writer = csv.writer(lines, delimiter=separator, lineterminator="\r\n")
    writer.writerow(table[1])
    writer.writerows(table[2])
    return b"\xef\xbb\xbf" + lines.getvalue().encode()


def _xlsx(tables: Sequence[Table]) -> bytes:
    # Here, not above: openpyxl is slow to import, and only workbooks need it.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, heads, rows in tables:
        sheet = book.create_sheet(name)
        sheet.append(list(heads))
        for row in rows:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
    book.properties.creator = "Binôme"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
