"""Every module there is: those that come with the bot, then those of a coordinator's own folder.

In her folder, a folder with a `module.toml` is a module, which takes the place of ours of the same
key; one with `figures.toml` alone gives its key figures to the module of that name.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from bot.kit.reading import (
    CHAPTER,
    FIGURES,
    OUTLINE,
    BadKit,
    Chapter,
    Mistake,
    Module,
    read_chapter,
    read_figures,
    read_module,
)
from bot.programme.reading import Problem

_T = TypeVar("_T")
_used: list[Path] = []  # the coordinator's folder, once the settings are known


class UnknownModule(LookupError):
    """No module has that key."""

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(key, known, 1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"No module is called {key!r}.{guess} There are: {', '.join(known)}.")


@cache
def modules(own: Path | None = None) -> tuple[Module, ...]:
    """Every module by key; `own` is a coordinator's folder. Raises BadKit with every mistake."""
    found = {each.key: each for each in _ours()}
    if own is not None:
        for each in _read(_folders(own, OUTLINE), read_module, str(own)):
            found[each.key] = each
        _refuse_strays(own)
        for folder in _folders(own, FIGURES):
            if not (folder / OUTLINE).is_file():
                module = _with_figures(found.get(folder.name), folder, f"{own}/{folder.name}")
                found[module.key] = module
    return tuple(found[key] for key in sorted(found))


def module(key: str, own: Path | None = None) -> Module:
    """One module. Raises UnknownModule or BadKit."""
    return of_key(key, modules(own))


def of_key(key: str, among: tuple[Module, ...]) -> Module:
    """The module of that key. Raises UnknownModule."""
    found = {each.key: each for each in among}
    if key not in found:
        raise UnknownModule(key, tuple(found))
    return found[key]


def use(own: Path) -> None:
    """Makes a coordinator's folder part of the kit that `shelf` hands out. Raises BadKit."""
    modules(own)
    _used.clear()
    _used.append(own)


def shelf() -> tuple[Module, ...]:
    """The modules that conversations speak of."""
    return modules(_used[0] if _used else None)


@cache
def chapters() -> tuple[Chapter, ...]:
    """The induction, in its order. Raises BadKit."""
    folder = files("bot") / "kit" / "induction"
    return tuple(_read(_folders(folder, CHAPTER), read_chapter, "bot/kit/induction"))


@cache
def _ours() -> tuple[Module, ...]:
    folder = files("bot") / "kit" / "modules"
    return tuple(_read(_folders(folder, OUTLINE), read_module, "bot/kit/modules"))


def _folders(within: Traversable, holding: str) -> list[Traversable]:
    """The folders that hold a file of that name, by their own names."""
    found = (each for each in within.iterdir() if (each / holding).is_file())
    return sorted(found, key=lambda each: each.name)


def _read(
    folders: list[Traversable], read: Callable[[Traversable, str], _T], source: str
) -> Iterator[_T]:
    """Everything in the folders, or every mistake in any of them."""
    mistakes: list[Mistake] = []
    for folder in folders:
        try:
            yield read(folder, f"{source}/{folder.name}")
        except BadKit as error:
            mistakes += error.mistakes
    if mistakes:
        raise BadKit(mistakes)


def _refuse_strays(own: Path) -> None:
    """A folder that was meant for a module must not be passed over in silence."""
    what = f"this folder holds neither {OUTLINE} nor {FIGURES}: write one, or move it elsewhere"
    strays = [
        each
        for each in sorted(own.iterdir())
        if each.is_dir()
        and each.name[0] not in "._"
        and not any((each / name).is_file() for name in (OUTLINE, FIGURES))
    ]
    if strays:
        raise BadKit([(str(each), Problem(1, "", what)) for each in strays])


def _with_figures(found: Module | None, folder: Traversable, source: str) -> Module:
    figures = read_figures(folder, source)
    if found is None:
        what = "belongs to no module: call its folder as a module is called, or write module.toml"
        raise BadKit([(f"{source}/{FIGURES}", Problem(1, "", what))])
    return replace(found, figures=figures)


__all__ = ["UnknownModule", "chapters", "module", "modules", "of_key", "shelf", "use"]
