"""Reading a part of our data from TOML, and saying where and what is wrong with a text.

Every mistake is told at once, each with its line, its key and what to do about it.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.programme.lines import Path, key_lines, line_of
from bot.programme.plan import Part

_AT = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_SHORT_TIME = re.compile(r"=\s*\d{1,2}:\d{2}\s*(?:#.*)?$")
_P = TypeVar("_P", bound=Part)


@dataclass(frozen=True, slots=True)
class Problem:
    """A thing to mend in a text: its line, dotted key (arrays count from 1), what to do."""

    line: int
    key: str
    what: str


def understood(part: type[_P], text: str) -> _P | tuple[Problem, ...]:
    """What a TOML text describes, or all that is wrong with it."""
    text = text.removeprefix("\ufeff")  # as some editors begin a file
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (_syntax(str(error), text),)
    try:
        # Strictly: pydantic would read 1830 as a time half an hour past midnight.
        return part.model_validate(_with_tuples(data), strict=True)
    except ValidationError as error:
        return _problems(part, error, text)


def told(source: str, problem: Problem) -> str:
    """A problem in one line, with the name of its file."""
    where = f"{source}, line {problem.line}"
    return f"{where}: {problem.key} {problem.what}" if problem.key else f"{where}: {problem.what}"


def _with_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_tuples(each) for key, each in value.items()}
    return tuple(map(_with_tuples, value)) if isinstance(value, list) else value


def _syntax(message: str, text: str) -> Problem:
    """What tomllib says, with the line it met the error on."""
    lines = text.splitlines() or [""]
    found = _AT.search(message)
    said = _AT.sub("", message)
    number = int(found.group(1) or len(lines)) if found else 1
    line = lines[min(number, len(lines)) - 1]
    if _SHORT_TIME.search(line):
        return Problem(number, "", "write a time with its seconds, such as 18:30:00")
    return Problem(number, "", f"this is not TOML: {said[:1].lower()}{said[1:]}")


def _problems(root: type[BaseModel], error: ValidationError, text: str) -> tuple[Problem, ...]:
    lines = key_lines(text)
    found: list[Problem] = []
    meant: set[Path] = set()  # keys that are missing only because they are misspelt
    details = error.errors(include_url=False)
    lacking = {detail["loc"] for detail in details if detail["type"] == "missing"}
    for detail in details:
        path = detail["loc"]
        if detail["type"] == "rules":
            for inner, what in detail["ctx"]["broken"]:
                found.append(_problem((*path, *inner), what, lines))
        elif detail["type"] == "extra_forbidden":
            what, near = _unknown(root, path, lacking)
            meant.add(near)
            found.append(_problem(path, what, lines))
        elif detail["type"] == "too_short" and detail["input"]:
            continue  # long enough as written: the items that are wrong are told one by one
        else:
            found.append(_problem(path, _what(root, detail), lines))
    wanted = (each for each in found if each.key not in {_dotted(path) for path in meant})
    return tuple(sorted(wanted, key=lambda each: (each.line, each.key)))


def _problem(path: Path, what: str, lines: Mapping[Path, int]) -> Problem:
    return Problem(line_of(path, lines), _dotted(path), what)


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _unknown(root: type[BaseModel], path: Path, lacking: set[Path]) -> tuple[str, Path]:
    """What to do about a key that does not exist, and the path it was probably meant to be."""
    *around, key = path
    known = _keys_in(root, tuple(around))
    # A key that is missing here is the likelier meaning.
    wanted = sorted(known, key=lambda each: (*around, each) not in lacking)
    near = get_close_matches(str(key), wanted, 1)
    if near:
        return f"is not a key here: did you mean {near[0]!r}?", (*around, near[0])
    return f"is not a key here: remove it, or use one of {', '.join(known)}", ()


def _keys_in(root: type[BaseModel], path: Path) -> list[str]:
    """The keys of the part that a path leads to."""
    part = root
    for step in path:
        if isinstance(step, str):
            part = _part_in(part.model_fields[step].annotation) or part
    return [field.alias or name for name, field in part.model_fields.items()]


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_part_in(each) for each in get_args(annotation))
    return next((part for part in inner if part is not None), None)


def _what(root: type[BaseModel], detail: ErrorDetails) -> str:
    """What to do about a value that its field refuses."""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _LANGUAGES.get(detail["loc"][-1], "is missing: add it")
        case "greater_than_equal":
            return f"must be at least {context['ge']}: {_shown(detail['input'])}"
        case "less_than_equal":
            return f"must be at most {context['le']}: {_shown(detail['input'])}"
        case "string_pattern_mismatch":
            return f"{_PATTERNS[context['pattern']]}: {_shown(detail['input'])}"
        case "literal_error":
            return f"must be {context['expected']}: {_shown(detail['input'])}"
        case "too_short":
            return f"must hold at least {context['min_length']}"
        case "string_type" | "int_type" | "bool_type" | "date_type" | "time_type" as kind:
            return f"{_KINDS[kind]}: {_shown(detail['input'])}"
        case "tuple_type":
            return f"must be a list, in square brackets: {_shown(detail['input'])}"
        case "model_type" | "model_attributes_type":
            return f"must be a table with the keys {', '.join(_keys_in(root, detail['loc']))}"
        case _:
            return detail["msg"]


_LANGUAGES: Mapping[str | int, str] = {
    "fr": "is missing: write it in French too",
    "en": "is missing: write it in English too",
}
_PATTERNS = {
    "^[a-z][a-z0-9-]*$": "must be made of small letters, digits and hyphens",
    "^[a-z]{2,3}$": "must be the code of a language, such as fr",
}
_KINDS = {
    "string_type": "must be a text, in quotes",
    "int_type": "must be a whole number, without quotes",
    "bool_type": "must be true or false, without quotes",
    "date_type": "must be a date such as 2016-02-02, without quotes",
    "time_type": "must be a time such as 18:30:00, without quotes",
}


def _shown(value: object) -> str:
    """A value as it may stand in a one-line remark."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"it is {text if len(text) <= 60 else text[:57] + '…'}"


__all__ = ["Problem", "told", "understood"]
