"""`binome template`: the programmes ready to be made, and checking one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from adapters.cli.failure import MISUSED, Failure, unreadable

if TYPE_CHECKING:
    from bot.programme.plan import Plan

app = typer.Typer(
    help="Look at the templates, and check one of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Locale = Annotated[Literal["fr", "en"], typer.Option(help="The language to show it in.")]


@app.command(
    "list",
    short_help="List the templates.",
    help="List the templates: the name to give to other commands, and what each is modelled on.",
    epilog="Example: binome template list",
)
def list_(locale: _Locale = "en") -> None:
    """Names and origins."""
    from bot.programme.template import load, names

    for name in names():
        plan = load(name)
        print(f"{name}: {plan.name.of(locale)}\n    {plan.follows.of(locale)}")


@app.command(
    short_help="Show what a programme made from one would be.",
    help="Show what a programme made from a template would be: dates, sessions, topics, charter.",
    epilog="Example: binome template show pwn-digital-2016 --locale fr",
)
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template's name.")],
    locale: _Locale = "en",
) -> None:
    """All of it, briefly."""
    from bot.programme.template import load

    for line in _described(load(name), locale):
        print(line)


@app.command(
    short_help="Check a template you wrote.",
    help="Check a template you wrote: every mistake is told with its line, its key and what to do.",
    epilog="Example: binome template check mine.toml",
)
def check(file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A TOML file.")]) -> None:
    """Reads it as the bot would."""
    from bot.programme.template import BadTemplate, Problem, read

    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise unreadable(str(file), error) from None
    except UnicodeDecodeError:
        what = "is not in UTF-8: save it again in UTF-8"
        raise BadTemplate(str(file), (Problem(1, "", what),)) from None
    plan = read(text, str(file))
    print(f"{file}: no mistake found. It makes {plan.name.en!r} ({plan.key}).")


@app.command(
    short_help="Copy a template to a file of your own.",
    help="Copy a template to a file of your own, with the file's name as its key.",
    epilog="Example: binome template copy at-scale mine.toml",
)
def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template's name.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="A file that is not there.")],
) -> None:
    """Writes it; what is there already is left alone."""
    from bot.programme.template import copied

    text = copied(name, file.stem)
    try:
        with file.open("x", encoding="utf-8") as page:
            page.write(text)
    except FileExistsError:
        raise Failure(f"{file} is there already: choose another name.", MISUSED) from None
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}.", MISUSED) from None
    print(f"{file}: a copy of {name}, to make yours. Then: binome template check {file}")


def _described(plan: "Plan", locale: str) -> list[str]:
    from bot.programme.lifecycle import dates

    sessions = plan.sessions
    lines = [
        f"{plan.name.of(locale)} ({plan.key})",
        plan.about.of(locale),
        plan.follows.of(locale),
        "",
        f"Dates, if it starts on {plan.starts_on} ({plan.zone}):",
        *(f"  {day}  {phase}" for phase, day in dates(plan, plan.starts_on).items()),
        "",
        f"Sessions: {sessions.count} of {sessions.minutes} minutes, every {sessions.every_days}"
        f" days, the first within {sessions.first_within_days}.",
        f"Roles: {', '.join(plan.signup.roles)}; a mentor takes up to {plan.signup.capacity}.",
        f"Topics: {', '.join(topic.of(locale) for topic in plan.topics)}.",
    ]
    if plan.workshops:
        lines += ["", "Workshops:"]
        lines += [f"  day {each.day:>4}  {each.title.of(locale)}" for each in plan.workshops]
    if plan.circles:
        lines += ["", "Circles:"]
        lines += [
            f"  {each.title.of(locale)}, {each.least} to {each.most} people ({each.who})"
            for each in plan.circles
        ]
    if plan.on_request.allowed:
        asked = plan.on_request
        pairs = "" if asked.paired else "; nobody is paired beforehand"
        lines += ["", f"On request: {', '.join(map(str, asked.minutes))} minutes{pairs}."]
    lines += ["", f"Charter, revision {plan.charter.revision}:"]
    lines += [f"  · {clause}" for clause in plan.charter.clauses.of(locale)]
    for role in ("mentee", "mentor"):
        own = getattr(plan.charter, role)
        lines += [f"  · {role}: {clause}" for clause in (own.of(locale) if own else ())]
    return lines
