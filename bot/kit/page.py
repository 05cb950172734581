"""The Markdown pages of a kit: parts under fixed headings, and nothing that a chat cannot show.

A page holds paragraphs, `- ` and `1. ` lists and **bold**. Addresses stand in the outline, where
they are checked.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.programme.reading import Problem

# The parts of a module in their order, under the headings by which a reader knows them.
PARTS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "prepare": "Avant la séance",
        "worries": "Ce qui inquiète, et que répondre",
        "steps": "Pas à pas",
        "mistake": "L’erreur que tout le monde fait",
        "exercise": "Exercice",
        "ethics": "Éthique et confidentialité",
        "alone": "D’ici la prochaine fois",
    },
    "en": {
        "prepare": "Before the session",
        "worries": "What worries people, and what to answer",
        "steps": "Step by step",
        "mistake": "The mistake everyone makes",
        "exercise": "Exercise",
        "ethics": "Ethics and confidentiality",
        "alone": "By next time",
    },
}
WHOLE = ""  # the only part of a page without headings

_FOREIGN = {
    "holds an address: write it under links, in the TOML file": re.compile(r"https?://|\]\("),
    "holds HTML: write it without, only words show in a chat": re.compile(r"</?[a-zA-Z!]"),
    "holds a picture or a table: say it in words": re.compile(r"!\[|^\s*\|"),
}


def parts_of(text: str, titles: Mapping[str, str]) -> dict[str, str] | tuple[Problem, ...]:
    """The text of each part by its name, or all that is wrong; no titles: the page is one part."""
    lines = text.removeprefix("\ufeff").splitlines()
    marks = [(number, line[3:]) for number, line in enumerate(lines, 1) if line.startswith("## ")]
    problems = [
        *(Problem(n, "", what) for n, line in enumerate(lines, 1) for what in _foreign(line)),
        *_stray(lines, bool(titles)),
    ]
    if not titles:
        whole = "\n".join(lines).strip()
        return tuple(problems) or ({WHOLE: whole} if whole else (Problem(1, "", _EMPTY),))
    names = {_plain(title): name for name, title in titles.items()}
    found: dict[str, str] = {}
    ends = [number for number, _ in marks[1:]] + [len(lines) + 1]
    for (number, mark), end in zip(marks, ends, strict=False):
        name = names.get(_plain(mark))
        body = "\n".join(lines[number : end - 1]).strip()
        if name is None:
            problems.append(Problem(number, "", _unknown(mark, titles)))
        elif name in found:
            problems.append(Problem(number, "", f"the part {titles[name]!r} is there already"))
        elif not body:
            problems.append(Problem(number, "", f"the part {titles[name]!r} is empty: write it"))
        if name is not None:
            found.setdefault(name, body)
    wanted = [*titles]
    missing = [name for name in wanted if name not in found]
    problems += [
        Problem(max(1, len(lines)), "", f"the part '## {titles[name]}' is missing: add it")
        for name in missing
        if not any(_meant(each.what, titles[name]) for each in problems)
    ]
    if not problems and [*found] != wanted:
        order = ", ".join(titles[name] for name in wanted)
        return (Problem(marks[0][0], "", f"put the parts in this order: {order}"),)
    return tuple(sorted(problems, key=lambda each: each.line)) or found


_EMPTY = "this page is empty: write it"


def _foreign(line: str) -> list[str]:
    return [f"this line {what}" for what, sign in _FOREIGN.items() if sign.search(line)]


def _stray(lines: Sequence[str], headed: bool) -> list[Problem]:
    """Headings of another depth, and words before the first heading."""
    found: list[Problem] = []
    begun = not headed
    for number, line in enumerate(lines, 1):
        if line.startswith("## ") and headed:
            begun = True
        elif line.startswith("#"):
            what = "a heading here begins with '## '" if headed else "a chapter has no headings"
            found.append(Problem(number, "", f"{what}: {line.strip()}"))
        elif line.strip() and not begun:
            found.append(Problem(number, "", "this comes before the first heading: move it below"))
            begun = True
    return found


def _unknown(mark: str, titles: Mapping[str, str]) -> str:
    near = get_close_matches(_plain(mark), [*map(_plain, titles.values())], 1)
    said = f"{mark.strip()!r} is not a part of a module"
    if not near:
        return f"{said}: use one of {', '.join(titles.values())}"
    meant = next(title for title in titles.values() if _plain(title) == near[0])
    return f"{said}: did you mean {meant!r}?"


def _meant(what: str, title: str) -> bool:
    return what.endswith(f"did you mean {title!r}?")


def _plain(title: str) -> str:
    """A heading however its apostrophes and spaces were typed."""
    return " ".join(title.replace("’", "'").split()).casefold()


__all__ = ["PARTS", "WHOLE", "parts_of"]
