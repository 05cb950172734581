"""Where each key of a TOML text is written, so that an error can name its line.

`tomllib` reads values and forgets where they stood. This walks the same text, which `tomllib` has
already accepted, and notes the line of every table, key and array element; values stay unread.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKENS = re.compile(
    r'''
    (?P<string> """(?:\\.|[^\\])*?"{3,5}     # a quote may stand against the closing ones
              | \'\'\'.*?'{3,5}
              | "(?:\\.|[^"\\\n])*"
              | '[^'\n]*' )
  | (?P<comment> \#[^\n]* )
  | (?P<mark> [\[\]{}=,.] | \n )
  | (?P<bare> [^\s\[\]{}=,.\#"']+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


class _Token(NamedTuple):
    text: str
    line: int
    kind: str


def key_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every path in a valid TOML text, arrays by position (from 0)."""
    tokens = _tokens(text)
    found: dict[Path, int] = {}
    sizes: dict[Path, int] = {}  # of the arrays of tables
    table: Path = ()
    at = 0
    while tokens[at].kind:
        token = tokens[at]
        if token.text == "\n":
            at += 1
        elif token.text == "[":
            several = tokens[at + 1].text == "["
            keys, at = _key(tokens, at + 1 + several)
            table = _table(keys, several, token.line, found, sizes)
            at += 1 + several
        else:
            at = _pair(tokens, at, table, found)
    return found


def line_of(path: Path, found: Mapping[Path, int]) -> int:
    """The line of a path, or of the nearest part around it that is written; 1 when none is."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def _tokens(text: str) -> list[_Token]:
    line, seen = 1, 0
    tokens: list[_Token] = []
    for match in _TOKENS.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        kind = str(match.lastgroup)
        if kind != "comment":
            tokens.append(_Token(match.group(), line, kind))
    return [*tokens, _Token("\n", line, "mark"), _Token("", line, "")]


def _table(
    keys: Path, several: bool, line: int, found: dict[Path, int], sizes: dict[Path, int]
) -> Path:
    """The path that a header such as [a.b] or [[a.b]] opens."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        found.setdefault(path, line)
        if path in sizes:
            path = (*path, sizes[path] - 1)
    path = (*path, keys[-1])
    found.setdefault(path, line)
    if several:
        sizes[path] = sizes.get(path, 0) + 1
        path = (*path, sizes[path] - 1)
        found[path] = line
    return path


def _key(tokens: list[_Token], at: int) -> tuple[Path, int]:
    """A key that may be dotted, and what follows it."""
    names: list[str] = []
    while tokens[at].text not in ("=", "]"):
        token = tokens[at]
        if token.kind == "string":
            names.append(token.text[1:-1])
        elif token.kind == "bare":
            names.append(token.text)
        at += 1
    return tuple(names), at


def _pair(tokens: list[_Token], at: int, table: Path, found: dict[Path, int]) -> int:
    line = tokens[at].line
    keys, at = _key(tokens, at)
    path = table
    for key in keys:
        path = (*path, key)
        found.setdefault(path, line)
    return _value(tokens, at + 1, path, found)


def _value(tokens: list[_Token], at: int, path: Path, found: dict[Path, int]) -> int:
    """Passes over a value, noting what is in it."""
    opening = tokens[at].text
    if opening not in ("[", "{"):
        while tokens[at].text not in ("\n", ",", "]", "}"):
            at += 1
        return at
    place, at = 0, at + 1
    while tokens[at].text not in ("]", "}"):
        if tokens[at].text in ("\n", ","):
            at += 1
        elif opening == "{":
            at = _pair(tokens, at, path, found)
        else:
            found[(*path, place)] = tokens[at].line
            at = _value(tokens, at, (*path, place), found)
            place += 1
    return at + 1
