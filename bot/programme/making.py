"""Making a programme from a template, for whoever asks: a command in chat, or the command line."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.forms.words import fold
from bot.programme.plan import Plan
from bot.programme.template import plan_data
from storage.nouns import Coordination, Person, Programme
from storage.work import Work


class NameTaken(ValueError):
    """A programme is already called {name!r}: give this one another name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__((type(self).__doc__ or "").format(name=name))


class TooSoon(ValueError):
    """A start on {day} leaves no time for sign-up: {soonest} is the soonest that gives it all its time."""  # noqa: E501  # a message is one line

    def __init__(self, day: date, soonest: date) -> None:
        self.day, self.soonest = day, soonest
        super().__init__((type(self).__doc__ or "").format(day=day, soonest=soonest))


def make(
    work: Work,
    plan: Plan,
    name: str,
    starts_on: date | None = None,
    coordinators: Iterable[Person] = (),
    locale: str = "",
) -> Programme:
    """A new programme, in preparation, in that language or its template's.

    Raises NameTaken or TooSoon.
    """
    today = work.now.date()
    if any(fold(each.name) == fold(name) for each in work.find(Programme)):
        raise NameTaken(name)
    if starts_on is not None and starts_on + timedelta(days=plan.calendar.matching) <= today:
        raise TooSoon(starts_on, in_time(plan, today))
    programme = work.add(
        Programme(
            name=name,
            slug=_free_slug(work, name),
            template=plan.key,
            plan=plan_data(plan),
            starts_on=starts_on or in_time(plan, today),
            locale=locale or plan.locale,
            tone=plan.tone,
            zone=plan.zone,
            look_at=work.now,
            created_at=work.now,
            changed_at=work.now,
        )
    )
    for person in coordinators:
        work.add(Coordination(programme_id=programme.id, person_id=person.id, rights="owner"))
    return programme


def in_time(plan: Plan, today: date) -> date:
    """The template's own start, or the same weekday once sign-up has had its whole time."""
    if plan.starts_on + timedelta(days=plan.calendar.signup) >= today:
        return plan.starts_on
    soonest = today - timedelta(days=plan.calendar.signup)
    return soonest + timedelta(days=(plan.starts_on - soonest).days % 7)


def _free_slug(work: Work, name: str) -> str:
    stem = "-".join(fold(name).replace("+", " ").replace("#", " ").split())[:60] or "programme"
    slug, number = stem, 1
    while work.first(Programme, slug=slug) is not None:
        number += 1
        slug = f"{stem}-{number}"
    return slug
