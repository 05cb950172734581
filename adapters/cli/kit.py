"""`binome kit`: the modules that mentors teach from, and checking one's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.state import State

if TYPE_CHECKING:
    from bot.kit.outline import Question
    from bot.kit.reading import Chapter, Module

app = typer.Typer(
    help="Look at what mentors teach from, and check your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Locale = Annotated[Literal["fr", "en"], typer.Option(help="The language to show it in.")]


@app.command(
    "list",
    short_help="List the modules and the chapters.",
    help="List the modules, yours included, then the chapters of the mentors' induction.",
    epilog="Example: binome kit list --locale fr",
)
def list_(context: typer.Context, locale: _Locale = "en") -> None:
    """Keys, titles, and who each is for."""
    from bot.kit.shelf import chapters, modules

    for each in modules(_own(context)):
        outline = each.outline
        print(f"{each.key}: {outline.title.of(locale)}\n    {outline.audience.of(locale)}")
    for chapter in chapters():
        heading = chapter.heading
        print(f"{chapter.key}: {heading.title.of(locale)}\n    Induction, {heading.minutes} min.")


@app.command(
    short_help="Show one as a mentor reads it.",
    help="Show a module or a chapter of the induction as a mentor reads it, with its questions.",
    epilog="Example: binome kit show linkedin-profile --locale fr",
)
def show(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="As `binome kit list` gives it.")],
    locale: _Locale = "en",
) -> None:
    """All of it."""
    from bot.kit.shelf import chapters, module

    chapter = next((each for each in chapters() if each.key == key), None)
    if chapter is not None:
        print("\n".join(_chapter(chapter, locale)))
    else:
        print("\n".join(_module(module(key, _own(context)), locale)))


@app.command(
    short_help="Check modules you wrote.",
    help="Check modules you wrote: every mistake is told with its file, line, key and what to do."
    "\n\nWithout a folder, yours is BINOME_KIT_FOLDER.",
    epilog="Example: binome kit check mine",
)
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="A module's folder, or one that holds several."),
    ] = None,
) -> None:
    """Reads them as the bot would."""
    from bot.kit.reading import OUTLINE, read_module
    from bot.kit.shelf import modules

    chosen = folder or _own(context)
    if chosen is not None and not chosen.is_dir():
        raise Failure(f"{chosen} is not a folder: check the path.", MISUSED)
    if chosen is not None and (chosen / OUTLINE).is_file():
        whole = chosen.resolve()  # a module is called as its folder is, and "." is no name
        found = read_module(whole, str(chosen))
        print(f"{chosen}: no mistake found. It is {found.outline.title.en!r} ({found.key}).")
        return
    count = len(modules(chosen))
    print(f"{chosen or 'The kit'}: no mistake found. Mentors have {count} modules to choose from.")


def _own(context: typer.Context) -> Path | None:
    state: State = context.obj
    return state.settings.kit_folder


def _module(module: "Module", locale: str) -> Iterator[str]:
    from bot.kit.page import PARTS

    outline = module.outline
    said = _SAID[locale]
    yield f"# {outline.title.of(locale)}"
    yield f"\n{outline.audience.of(locale)}"
    yield f"\n## {said['aims']}\n"
    yield from (f"- {each}" for each in outline.aims.of(locale))
    yield f"\n## {said['agenda']}\n"
    yield from (f"- {step.minutes} min · {step.of(locale)}" for step in outline.agenda)
    yield f"\n## {said['figures']}\n"
    for figure in module.figures:
        source = f"{figure.source}, {figure.seen_on}"
        yield f"- {figure.says.of(locale)} ({source})"
    if not module.figures:
        yield said["wanted"]
        yield from (f"- {each}" for each in outline.wanted.of(locale))
    for part, title in PARTS[locale].items():
        yield f"\n## {title}\n\n{module.pages[locale][part]}"
    yield f"\n## {said['questions']}\n"
    yield from _questions(outline.questions, locale)
    yield f"\n## {said['links']}\n"
    yield from (f"- {each.title.of(locale)}: {each.url.of(locale)}" for each in outline.links)


def _chapter(chapter: "Chapter", locale: str) -> Iterator[str]:
    yield f"# {chapter.heading.title.of(locale)}\n\n{chapter.texts[locale]}"
    yield f"\n## {_SAID[locale]['questions']}\n"
    yield from _questions(chapter.heading.questions, locale)


def _questions(questions: tuple["Question", ...], locale: str) -> Iterator[str]:
    for place, each in enumerate(questions, 1):
        if each.choices is None or each.why is None:
            yield f"{place}. {each.ask.of(locale)} (0–5)"
            continue
        yield f"{place}. {each.ask.of(locale)}"
        for number, choice in enumerate(each.choices.of(locale), 1):
            yield f"   {'→' if number == each.right else '·'} {choice}"
        yield f"   {each.why.of(locale)}"


# What is shown is a document for a mentor, so its headings are in the language of the module.
_SAID = {
    "fr": {
        "aims": "À la fin, savoir",
        "agenda": "L’heure",
        "figures": "Chiffres clés",
        "wanted": "À compléter par la coordination, avec leurs sources\u00a0:",
        "questions": "Questions, avant et après",
        "links": "Pour aller plus loin",
    },
    "en": {
        "aims": "By the end",
        "agenda": "The hour",
        "figures": "Key figures",
        "wanted": "For a coordinator to find, with their sources:",
        "questions": "Questions, before and after",
        "links": "To go further",
    },
}
