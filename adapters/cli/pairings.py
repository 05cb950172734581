"""Pairs and people left out as a spreadsheet, as JSON or as lines: one table, in words."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.message import plain
from bot.pairing.evidence import why
from bot.pairing.explain import met, reason_in, way_with
from bot.pairing.week import in_words
from bot.report.tables import guarded
from bot.texts import Voice
from matching.people import Candidate
from matching.proposals import Matching, Proposal, Side, Summary, Unmatched
from matching.table import Table

COLUMNS = (
    *("status", "mentee", "mentee_name", "mentor", "mentor_name", "score", "label", "why"),
    *("reason", "unlock"),
)
MORE = ("rank", "hours", "rules")  # with --explain


@dataclass(frozen=True)
class Outcome:
    """A matching of two files, to be told in one language."""

    table: Table
    matching: Matching
    others: tuple[Summary, ...]
    voice: Voice
    explained: bool = False

    def rows(self) -> list[dict[str, Any]]:
        """The pairs, then the people left out, a row each."""
        pairs = [self._pair_row(each) for each in self.matching.proposals]
        return [*pairs, *(self._left_row(each) for each in self.matching.unmatched)]

    def as_csv(self) -> str:
        """The rows; a cell that a spreadsheet would take for a formula is made a text."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self._columns, lineterminator="\n")
        writer.writeheader()
        for row in self.rows():
            writer.writerow({name: _inert(value) for name, value in row.items()})
        return out.getvalue()

    def as_xlsx(self) -> bytes:
        """A workbook: the pairs, the people left out, the figures."""
        from openpyxl import Workbook

        rows, book = self.rows(), Workbook()
        sheets: list[tuple[str, Sequence[str], list[dict[str, Any]]]] = [
            (
                "pairs",
                self._columns[1:8] + self._columns[10:],
                rows[: len(self.matching.proposals)],
            ),
            ("unmatched", ("side", "id", "name", "reason", "unlock"), self._unmatched()),
            ("summary", ("strategy", "pairs", "worst", "average"), self._summaries()),
        ]
        book.remove(book.worksheets[0])
        for title, heads, lines in sheets:
            sheet = book.create_sheet(title)
            sheet.append(list(heads))
            for line in lines:
                sheet.append([_inert(line[head]) for head in heads])
            sheet.freeze_panes = "A2"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def as_json(self) -> str:
        """{"pairs": […], "unmatched": […], "summary": {…}}, as docs/matching.md says."""
        told = {
            "pairs": [self._pair(each) for each in self.matching.proposals],
            "unmatched": self._unmatched(),
            "summary": self._summary(),
        }
        return json.dumps(told, ensure_ascii=False, indent=2)

    def as_lines(self) -> str:
        """For a reader: the pairs, who is left out, and what another strategy would change."""
        lines: list[str] = []
        for each in self.matching.proposals:
            mentee, mentor = self._names(each)
            label = self.voice.words(f"pairing.label.{each.label}")
            lines.append(f"{mentee} ↔ {mentor} ({label}, {self.voice.show(round(each.score, 2))})")
            lines += [f"    {one}" for one in (*self._met(each), *self._more(each))]
        for left in self.matching.unmatched:
            told = self._left(left)
            values = {"name": told["name"], "reason": told["reason"], "way": told["unlock"]}
            side = self.voice.words(f"command.role.{left.side}")
            lines.append(self.voice.words("pairing.way.line", None, side=side, **values))
        mine = self.matching.summary
        lines.append(self._figures(mine))
        lines += [self._figures(each) for each in self.others if _differ(each, mine)]
        return "".join(f"{line}\n" for line in lines)

    @property
    def _columns(self) -> tuple[str, ...]:
        return COLUMNS + (MORE if self.explained else ())

    def _figures(self, of: Summary) -> str:
        values = {"worst": int(of.worst * 100), "average": int(of.average * 100)}
        return self.voice.words("pairing.figures", of.pairs, strategy=of.strategy, **values)

    def _met(self, pair: Proposal) -> list[str]:
        return [plain(met(self.voice, need)) for need in self._why(pair)["needs"] if need["skill"]]

    def _more(self, pair: Proposal) -> list[str]:
        if not self.explained:
            return []
        voice, many = self.voice, len(self.table.mentors)
        told = [voice.words("pairing.more.rank", None, rank=pair.rank, of=many)]
        if pair.hours:
            told.append(in_words(voice, pair.hours, self.table.on))
        lines = [", ".join(told)]
        if pair.mattered:
            rules = [
                f"{voice.words(f'report.unmatched.{rule}')} ({count})"
                for rule, count in pair.mattered.items()
            ]
            lines.append(voice.words("pairing.more.rules", None, rules=voice.listed(rules)))
        return lines

    def _names(self, pair: Proposal) -> tuple[str, str]:
        called = self.table.called
        return called["mentee", pair.mentee][1], called["mentor", pair.mentor][1]

    def _why(self, pair: Proposal) -> dict[str, Any]:
        return why(pair, self._people["mentee", pair.mentee], self._people["mentor", pair.mentor])

    @cached_property
    def _people(self) -> dict[tuple[str, int], Candidate]:
        sides = (("mentee", self.table.mentees), ("mentor", self.table.mentors))
        return {(side, each.id): each for side, people in sides for each in people}

    def _pair(self, pair: Proposal) -> dict[str, Any]:
        mentee, mentee_name = self.table.called["mentee", pair.mentee]
        mentor, mentor_name = self.table.called["mentor", pair.mentor]
        told = {
            "mentee": mentee,
            "mentee_name": mentee_name,
            "mentor": mentor,
            "mentor_name": mentor_name,
            "score": round(pair.score, 4),
            "label": pair.label,
            "why": self._together(self._met(pair)) or ", ".join(pair.topics),
        }
        if self.explained:
            told["explanation"] = {
                **self._why(pair),
                "hours": in_words(self.voice, pair.hours, self.table.on) if pair.hours else "",
                "rank": pair.rank,
                "rules": dict(pair.mattered),
            }
        return told

    def _pair_row(self, pair: Proposal) -> dict[str, Any]:
        told = self._pair(pair)
        more = told.pop("explanation", None)
        row = {"status": "paired", **told, "reason": "", "unlock": ""}
        if more is not None:
            row |= {"rank": pair.rank, "hours": more["hours"], "rules": _counted(pair.mattered)}
        return row

    def _left_row(self, left: Unmatched) -> dict[str, Any]:
        told = self._left(left)
        row = dict.fromkeys(self._columns, "")
        row |= {"status": "unmatched", "reason": told["reason"], "unlock": told["unlock"]}
        return row | {left.side: told["id"], f"{left.side}_name": told["name"]}

    def _unmatched(self) -> list[dict[str, Any]]:
        return [self._left(each) for each in self.matching.unmatched]

    def _left(self, left: Unmatched) -> dict[str, Any]:
        own, name = self.table.called[left.side, left.id]
        other: Side = "mentor" if left.side == "mentee" else "mentee"
        ways = [
            way_with(self.voice, key, self.table.called[other, key.other][1] if key.other else "")
            for key in left.unlock
        ]
        return {
            "id": own,
            "name": name,
            "side": left.side,
            "code": left.reason,
            "reason": plain(reason_in(self.voice, left.reason, left.side)),
            "unlock": self._together(plain(each) for each in ways),
        }

    def _together(self, told: Iterable[str]) -> str:
        """Several sentences in one, as the language parts them."""
        return ("\u202f; " if self.voice.locale == "fr" else "; ").join(told)

    def _summary(self) -> dict[str, Any]:
        mine = self.matching.summary
        sides = [each.side for each in self.matching.unmatched]
        bound = self.matching.bound
        return {
            **_figures_of(mine),
            "unmatched_mentees": sides.count("mentee"),
            "unmatched_mentors": sides.count("mentor"),
            "best_total_possible": None if bound is None else round(bound, 6),
            "others": [_figures_of(each) for each in self.others],
        }

    def _summaries(self) -> list[dict[str, Any]]:
        return [_figures_of(each) for each in (self.matching.summary, *self.others)]


def _figures_of(summary: Summary) -> dict[str, Any]:
    return {
        "strategy": summary.strategy,
        "pairs": summary.pairs,
        "worst": round(summary.worst, 4),
        "average": round(summary.average, 4),
    }


def _differ(one: Summary, other: Summary) -> bool:
    return any(
        round(mine, 4) != round(theirs, 4)
        for mine, theirs in (
            (one.pairs, other.pairs),
            (one.worst, other.worst),
            (one.average, other.average),
        )
    )


def _counted(rules: Mapping[str, int]) -> str:
    """The rules that kept better people away, each with their number."""
    return ", ".join(f"{rule} × {count}" for rule, count in rules.items())


def _inert(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
