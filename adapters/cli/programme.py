"""`binome programme`: making programmes and looking at them, for whoever runs the bot."""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.cli.failure import MISUSED, Failure
from adapters.cli.options import DatabaseUrl
from adapters.cli.state import State

if TYPE_CHECKING:
    from storage.nouns import Person, Programme
    from storage.work import Work

app = typer.Typer(
    help="Make programmes, and see how they stand.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_LONGEST_NAME = 80


@app.command(
    short_help="Make a programme, in preparation.",
    help="Make a programme, in preparation: its coordinators then open sign-up by chat.\n\n"
    "You get its dates. People named by --coordinator may give its commands from their first"
    " message on, wherever they write with that e-mail.",
    epilog="Example: binome programme create pwn-digital-2016 --name 'Mentorat 2027'"
    " --starts-on 2027-02-02 --coordinator claire@example.org",
)
def create(
    context: typer.Context,
    template: Annotated[
        str,
        typer.Argument(
            metavar="TEMPLATE", help="A template's name; `binome template list` shows them."
        ),
    ],
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Else the template's own name.")
    ] = None,
    starts_on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The kick-off; else the soonest that is in time."),
    ] = None,
    coordinator: Annotated[
        list[str] | None, typer.Option(metavar="EMAIL", help="May be given several times.")
    ] = None,
    database: DatabaseUrl = None,
) -> None:
    """All or nothing."""
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from bot.programme.making import make
    from bot.programme.template import load

    state: State = context.obj
    plan = load(template)
    called = " ".join((name or plan.name.of(plan.locale)).split())
    if not 0 < len(called) <= _LONGEST_NAME:
        raise Failure(f"--name must have 1 to {_LONGEST_NAME} letters.", MISUSED)
    day = None if starts_on is None else _day(starts_on)
    emails = [_email(each) for each in dict.fromkeys(coordinator or ())]
    settings = state.settings
    with (
        opened(database or settings.database, durable=settings.durable) as ground,
        ground.work(SystemClock().now()) as work,
    ):
        people = [_organiser(work, each, plan.locale, plan.zone) for each in emails]
        programme = make(work, plan, called, day, people)
        lines = _described(work, programme)
    print("\n".join(lines))


@app.command(
    "list",
    short_help="List the programmes.",
    help="List the programmes: name, template, state, start, and how many people take part.",
    epilog="Example: binome programme list",
)
def list_(context: typer.Context, database: DatabaseUrl = None) -> None:
    """One line for each."""
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock
    from storage.nouns import Enrolment, Programme

    state: State = context.obj
    settings = state.settings
    with (
        opened(database or settings.database) as ground,
        ground.reading(SystemClock().now()) as work,
    ):
        programmes = work.find(Programme)
        for each in programmes:
            places = work.find(Enrolment, programme_id=each.id)
            there = sum(place.state in ("active", "paused") for place in places)
            print(
                f"{each.name}: {each.template}, {each.state}, starts on {each.starts_on},"
                f" {there} people"
            )
    if not programmes:
        print("No programme yet: `binome programme create TEMPLATE` makes one.")


@app.command(
    short_help="Show one programme in full.",
    help="Show one programme: its dates, its coordinators, who signed up, its pairs.",
    epilog="Example: binome programme show 'Mentorat 2027'",
)
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Its name; capitals and accents do not matter.")
    ],
    database: DatabaseUrl = None,
) -> None:
    """Figures only: nobody's words."""
    from adapters.cli.running import opened
    from adapters.runner.clock import SystemClock

    state: State = context.obj
    settings = state.settings
    with (
        opened(database or settings.database) as ground,
        ground.reading(SystemClock().now()) as work,
    ):
        print("\n".join(_described(work, named(work, name))))


def named(work: "Work", name: str) -> "Programme":
    """The programme of that name. Raises Failure with the names there are."""
    from bot.forms.words import fold
    from storage.nouns import Programme

    programmes = work.find(Programme)
    wanted = fold(name)
    found = [each for each in programmes if wanted in (fold(each.name), fold(each.slug))]
    if len(found) > 1:  # made elsewhere than here, where one name is one programme
        slugs = ", ".join(each.slug for each in found)
        raise Failure(f"Several programmes are called {name!r}: say which one, {slugs}.", MISUSED)
    if not found:
        there = ", ".join(repr(each.name) for each in programmes) or "none yet"
        raise Failure(f"No programme is called {name!r}. There are: {there}.", MISUSED)
    return found[0]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong = f"--starts-on {text!r} is not a day: write one such as 2027-02-02."
        raise Failure(wrong, MISUSED) from None


def _email(text: str) -> str:
    from bot.people.columns import READERS

    read, _ = READERS["email"]
    email = read(text.strip())
    if email is None:
        raise Failure(f"--coordinator {text!r} is not an e-mail address.", MISUSED)
    return email


def _organiser(work: "Work", email: str, locale: str, zone: str) -> "Person":
    """Whoever has that e-mail, allowed to make programmes; somebody new is named after it."""
    from storage.nouns import Person

    found = work.first(Person, email=email)
    if found is not None:
        return work.change(found, organiser=True)
    spoken = email.partition("@")[0].replace(".", " ").replace("_", " ").title()
    return work.add(
        Person(
            name=spoken,
            email=email,
            locale=locale,
            zone=zone,
            organiser=True,
            created_at=work.now,
        )
    )


def _described(work: "Work", programme: "Programme") -> list[str]:
    from bot.programme.lifecycle import dates
    from bot.programme.template import plan_of
    from bot.scene import coordinators
    from storage.nouns import Enrolment, Pair

    days = dates(plan_of(programme.plan), programme.starts_on)
    people = coordinators(work, programme)
    lines = [
        f"{programme.name} ({programme.slug}), from {programme.template}: {programme.state}",
        *(f"  {day}  {phase}" for phase, day in days.items()),
        "Coordinators: "
        + (", ".join(f"{each.name} <{each.email}>" for each in people) or "none yet"),
    ]
    places = Counter(
        (each.role, each.state) for each in work.find(Enrolment, programme_id=programme.id)
    )
    lines += [f"{role}, {state}: {count}" for (role, state), count in sorted(places.items())]
    pairs = Counter(each.state for each in work.find(Pair, programme_id=programme.id))
    lines += [f"pairs, {state}: {count}" for state, count in sorted(pairs.items())]
    return lines
