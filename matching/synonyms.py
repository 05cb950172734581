"""The words of one organisation from a CSV file: a column `word`, and `means` with its meanings."""

import csv
from pathlib import Path

from matching.stems import words
from matching.table import Decoded, TableError, utf8

COLUMNS = ("word", "means")


def read_synonyms_csv(path: str | Path, decoded: Decoded = utf8) -> dict[str, tuple[str, ...]]:
    """Read a file (comma or semicolon), meanings separated by `|`, as word -> meanings."""
    source = Path(path)
    text = decoded(source.read_bytes())
    if text is None:
        raise TableError(f"{source.name}: not in UTF-8; save it again as “CSV UTF-8”.")
    lines = text.splitlines(keepends=True)
    delimiter = ";" if lines and ";" in lines[0] else ","
    rows = csv.DictReader(lines, delimiter=delimiter, restval="")
    head = [(each or "").strip().casefold() for each in rows.fieldnames or ()]
    if missing := [each for each in COLUMNS if each not in head]:
        raise TableError(f"{source.name}: the column {missing[0]!r} is missing.")
    rows.fieldnames = head
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        word = row["word"].strip()
        means = [each.strip() for each in row["means"].split("|") if each.strip()]
        if not word and not means:
            continue
        if not means or not all(words(each) for each in (word, *means)):
            where = f"{source.name}, line {rows.line_num}"
            raise TableError(f"{where}: write a word and what it means, in letters.")
        found[word] = tuple(dict.fromkeys((*found.get(word, ()), *means)))
    return found
