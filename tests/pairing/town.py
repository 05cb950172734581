"""A programme to fill with people, one call each, on a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import create_engine, event
from sqlmodel import SQLModel

from bot.message import from_data, text_of
from bot.programme.plan import Plan
from bot.programme.template import load, plan_data
from storage.nouns import Address, Coordination, Enrolment, Outgoing, Person, Programme
from storage.work import Work

NOW = datetime(2016, 1, 20, 9, tzinfo=UTC)


class Town:
    """A programme to fill with people, one call each."""

    def __init__(self, work: Work, plan: Plan, state: str = "matching") -> None:
        self.work, self.plan = work, plan
        self.statements: list[str] = []
        self.programme = work.add(
            Programme(
                name="Reverse Mentoring Digital",
                slug="rmd",
                template=plan.key,
                plan=plan_data(plan),
                state=state,
                starts_on=date(2016, 2, 2),
                created_at=NOW,
                changed_at=NOW,
            )
        )
        self.coordinator = self.person("Hélène Marin")
        work.add(Coordination(programme_id=self.programme.id, person_id=self.coordinator.id))

    def person(self, name: str, **fields: Any) -> Person:
        reached = fields.pop("reached", True)
        platform = fields.pop("platform", "console")
        person = self.work.add(Person(name=name, created_at=NOW, **fields))
        if reached:
            address = Address(person_id=person.id, platform=platform, user=f"u{person.id}")
            self.work.add(address)
        return person

    def enrol(self, name: str, role: str, person: dict[str, Any], **answers: Any) -> Enrolment:
        given = {
            "topics": ["linkedin"],
            "halfdays": ["tue-eve", "thu-am"],
            "zone": "Europe/Paris",
            "languages": ["fr"],
            "format": "either",
            "place": "Paris",
            **answers,
        }
        return self.work.add(
            Enrolment(
                programme_id=self.programme.id,
                person_id=self.person(name, **person).id,
                role=role,
                answers=given,
                joined_at=NOW,
            )
        )

    def mentee(self, name: str, *objectives: str, person: Any = None, **answers: Any) -> Enrolment:
        wishes = list(objectives or ("Rédiger un profil LinkedIn qui attire",))
        return self.enrol(name, "mentee", person or {}, objectives=wishes, level=2, **answers)

    def mentor(self, name: str, *skills: str, person: Any = None, **answers: Any) -> Enrolment:
        known = list(skills or ("Écrire un profil LinkedIn complet",))
        given = {"capacity": "1", "reassure": "Nous irons à votre rythme.", **answers}
        return self.enrol(name, "mentor", person or {}, skills=known, level=5, **given)

    def told(self, person: Person | Enrolment) -> list[str]:
        """What somebody was written, oldest first."""
        owner = person.person_id if isinstance(person, Enrolment) else person.id
        ids = [each.id for each in self.work.find(Address, person_id=owner)]
        found = self.work.among(Outgoing, ids, by="address_id")
        return [text_of(from_data(each.payload)) for each in found]

    def now_is(self, enrolment: Enrolment) -> Enrolment:
        """The enrolment as it is kept now."""
        return self.work.get(Enrolment, enrolment.id)

    def again(self) -> Programme:
        """The programme as it is kept now."""
        self.programme = self.work.get(Programme, self.programme.id)
        return self.programme


@contextmanager
def a_town(state: str = "matching", **rules: Any) -> Iterator[Town]:
    """A town on a database in memory, whose statements are counted, with some rules of its own."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with engine.begin() as connection:
        plan = load("pwn-digital-2016")
        plan = plan.model_copy(update={"rules": plan.rules.model_copy(update=rules)})
        town = Town(Work(connection, NOW), plan, state)

        @event.listens_for(engine, "before_cursor_execute")
        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            town.statements.append(statement)

        yield town
    engine.dispose()
