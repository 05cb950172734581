"""Reading a module or a chapter from its folder, with every mistake of its files told at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TypeVar

from bot.kit.outline import Figure, Figures, Heading, Outline
from bot.kit.page import PARTS, WHOLE, parts_of
from bot.programme.lines import key_lines, line_of
from bot.programme.plan import Part
from bot.programme.reading import Problem, told, understood

OUTLINE, CHAPTER, FIGURES = "module.toml", "chapter.toml", "figures.toml"
LOCALES = ("fr", "en")
TU = "fr_tu"  # the French of a programme in *tu*; a folder without it is read as it is in French
Mistake = tuple[str, Problem]  # in which file, and what
_P = TypeVar("_P", bound=Part)


class BadKit(ValueError):
    """What a kit holds cannot be used as it is written."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(told(file, problem) for file, problem in self.mistakes))


@dataclass(frozen=True, slots=True)
class Module:
    """An hour that a mentor can teach from: its outline, its pages, its key figures."""

    outline: Outline
    pages: Mapping[str, Mapping[str, str]]  # language, or French in *tu* -> part -> Markdown
    figures: tuple[Figure, ...] = ()

    @property
    def key(self) -> str:
        return self.outline.key


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the induction: what to read, and two questions."""

    heading: Heading
    texts: Mapping[str, str]  # language, or French in *tu* -> Markdown

    @property
    def key(self) -> str:
        return self.heading.key


def read_module(folder: Traversable, source: str) -> Module:
    """The module in a folder; `source` names the folder in errors. Raises BadKit."""
    outline, mistakes = _toml(Outline, folder, OUTLINE, source)
    pages: dict[str, Mapping[str, str]] = {}
    for locale in LOCALES:
        pages[locale], wrong = _page(folder, f"{locale}.md", source, PARTS[locale])
        mistakes += wrong
    if (folder / f"{TU}.md").is_file():
        pages[TU], wrong = _page(folder, f"{TU}.md", source, PARTS["fr"])
        mistakes += wrong
    figures: tuple[Figure, ...] = ()
    if (folder / FIGURES).is_file():
        figures, wrong = _figures(folder, source)
        mistakes += wrong
    if outline is not None:
        mistakes += _misnamed(folder, OUTLINE, source, outline.key, folder.name)
    if outline is None or mistakes:
        raise BadKit(mistakes)
    return Module(outline, pages, figures)


def read_figures(folder: Traversable, source: str) -> tuple[Figure, ...]:
    """The key figures in a folder that has them alone. Raises BadKit."""
    figures, mistakes = _figures(folder, source)
    if mistakes:
        raise BadKit(mistakes)
    return figures


def read_chapter(folder: Traversable, source: str) -> Chapter:
    """The chapter in a folder such as `1-posture`: its place, then its key. Raises BadKit."""
    heading, mistakes = _toml(Heading, folder, CHAPTER, source)
    texts: dict[str, str] = {}
    for locale in LOCALES:
        parts, wrong = _page(folder, f"{locale}.md", source, {})
        mistakes += wrong
        texts[locale] = parts.get(WHOLE, "")
    if (folder / f"{TU}.md").is_file():
        parts, wrong = _page(folder, f"{TU}.md", source, {})
        mistakes += wrong
        texts[TU] = parts.get(WHOLE, "")
    if heading is not None:
        named = folder.name.partition("-")[2]
        mistakes += _misnamed(folder, CHAPTER, source, heading.key, named)
    if heading is None or mistakes:
        raise BadKit(mistakes)
    return Chapter(heading, texts)


def _figures(folder: Traversable, source: str) -> tuple[tuple[Figure, ...], list[Mistake]]:
    found, mistakes = _toml(Figures, folder, FIGURES, source)
    return (found.figures if found else ()), mistakes


def _toml(
    part: type[_P], folder: Traversable, name: str, source: str
) -> tuple[_P | None, list[Mistake]]:
    text = _text(folder, name)
    if isinstance(text, Problem):
        return None, [(f"{source}/{name}", text)]
    found = understood(part, text)
    if isinstance(found, tuple):
        return None, [(f"{source}/{name}", problem) for problem in found]
    return found, []


def _page(
    folder: Traversable, name: str, source: str, titles: Mapping[str, str]
) -> tuple[Mapping[str, str], list[Mistake]]:
    text = _text(folder, name)
    found = (text,) if isinstance(text, Problem) else parts_of(text, titles)
    if isinstance(found, tuple):
        return {}, [(f"{source}/{name}", problem) for problem in found]
    return found, []


def _text(folder: Traversable, name: str) -> str | Problem:
    try:
        return (folder / name).read_text("utf-8")
    except FileNotFoundError:
        return Problem(1, "", "this file is missing: write it")
    except UnicodeDecodeError:
        return Problem(1, "", "is not in UTF-8: save it again in UTF-8")


def _misnamed(folder: Traversable, name: str, source: str, key: str, wanted: str) -> list[Mistake]:
    if key == wanted:
        return []
    line = line_of(("key",), key_lines((folder / name).read_text("utf-8")))
    what = f"must be {wanted!r}, as the folder is called"
    return [(f"{source}/{name}", Problem(line, "key", what))]


__all__ = [
    "CHAPTER",
    "FIGURES",
    "LOCALES",
    "OUTLINE",
    "BadKit",
    "Chapter",
    "Mistake",
    "Module",
    "read_chapter",
    "read_figures",
    "read_module",
]
