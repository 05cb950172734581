"""The story of a programme, from its creation to its report, told by its coordinator's commands."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.event import Command, Sender
from bot.handle import handle
from bot.message import from_data, text_of
from bot.tick import tick
from storage.database import Database
from storage.nouns import (
    Address,
    Coordination,
    Enrolment,
    File,
    Outgoing,
    Pair,
    Person,
    Poll,
    Programme,
    Proposal,
    Workshop,
)
from tests.commands.desk import met

HELENE = Sender("console", "", "helene", "Hélène Marin", locale="fr")
WISHES = (
    "Rédiger un profil LinkedIn qui attire",
    "Tenir un blog de lectures",
    "Animer une page Facebook",
)
TOPICS = ("linkedin", "blog", "facebook")


class Story:
    """Helène's months, each command in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database, self.now, self._events = database, datetime(2015, 12, 20, 9, tzinfo=UTC), 0

    def gives(self, text: str) -> str:
        self._events += 1
        with self.database.work(self.now) as work:
            handle(Command(f"k{self._events}", HELENE, text), work)
        with self.database.reading(self.now) as work:
            address = work.first(Address, user="helene")
            assert address is not None
            (*_, last) = work.find(Outgoing, address_id=address.id)
            return text_of(from_data(last.payload)).replace("\u00a0", " ")

    def ticks(self) -> None:
        with self.database.work(self.now) as work:
            while tick(work):
                pass

    def people_sign_up(self) -> None:
        with self.database.work(self.now) as work:
            (programme,) = work.find(Programme)
            for n, (wish, topic) in enumerate(zip(WISHES, TOPICS, strict=True)):
                for role in ("mentee", "mentor"):
                    person = work.add(Person(name=f"{role} {topic}", created_at=self.now))
                    work.add(Address(person_id=person.id, platform="console", user=f"{role}{n}"))
                    said = {"objectives" if role == "mentee" else "skills": [wish], "capacity": "1"}
                    work.add(
                        Enrolment(
                            programme_id=programme.id,
                            person_id=person.id,
                            role=role,
                            joined_at=self.now,
                            look_at=self.now,
                            answers={
                                **said,
                                "topics": [topic],
                                "level": 2,
                                "halfdays": ["tue-eve"],
                                "zone": "Europe/Paris",
                                "languages": ["fr"],
                                "format": "remote",
                            },
                        )
                    )


@pytest.fixture
def story(fresh_database: Callable[[Callable[[str], None]], str]) -> Iterator[Story]:
    database = Database(fresh_database(_ready))
    with database.work(datetime(2015, 12, 20, tzinfo=UTC)) as work:
        helene = Person(
            name="Hélène Marin", organiser=True, locale_chosen=True, created_at=work.now
        )
        person = work.add(helene)
        work.add(Address(person_id=person.id, platform="console", user="helene"))
    yield Story(database)
    database.close()


def _ready(url: str) -> None:
    database = Database(url)
    database.upgrade()
    database.close()


def test_a_programme_from_its_creation_to_its_report(story):
    said = story.gives('create pwn-digital-2016 "Mentorat inversé"')
    assert "mardi 2 février 2016" in said
    assert "Les inscriptions sont ouvertes" in story.gives("ouvrir")
    with story.database.reading(story.now) as work:
        assert {each.key for each in work.find(Workshop)} == {"kickoff", "twitter", "closing"}
        (kickoff,) = work.find(Workshop, key="kickoff")
        assert kickoff.starts_at == datetime(2016, 2, 2, 17, 30, tzinfo=UTC)
        assert len(work.find(Coordination)) == 1
    story.people_sign_up()
    assert "3 mentees, 3 mentors" in story.gives("status")

    story.now = datetime(2016, 1, 19, 9, tzinfo=UTC)
    assert "3 binômes proposés" in story.gives("match")
    assert "3 à décider" in story.gives("review")
    assert "3 binômes approuvés" in story.gives("review approve all")
    assert "3 binômes présentés" in story.gives("announce")
    assert "personne n’a reçu de second message" in story.gives("announce")
    with story.database.reading(story.now) as work:
        pairs = work.find(Pair)
        assert len(pairs) == 3
        for pair in pairs:
            mentee = work.get(Person, work.get(Enrolment, pair.mentee_id).person_id)
            mentor = work.get(Person, work.get(Enrolment, pair.mentor_id).person_id)
            assert mentee.name.split()[1] == mentor.name.split()[1]  # same subject
        assert {each.state for each in work.find(Proposal)} == {"approved"}

    story.now = datetime(2016, 2, 2, 12, tzinfo=UTC)
    assert "mardi 2 février à 18\u202fh\u202f30" in story.gives("kickoff")
    assert "commencer" in story.gives("start")
    with story.database.work(story.now) as work:
        for pair in work.find(Pair)[:2]:
            met(work, pair, 1, "held", days=10)
    story.now = datetime(2016, 3, 10, 9, tzinfo=UTC)
    story.ticks()
    assert "2 séances tenues" in story.gives("séances")
    assert "silencieux depuis" in story.gives("santé")
    assert "Question envoyée à 6 personnes" in story.gives("pouls")
    with story.database.reading(story.now) as work:
        assert len(work.find(Poll, form="midway")) == 6

    story.now = datetime(2016, 6, 14, 6, tzinfo=UTC)
    assert "6 personnes vont recevoir" in story.gives("clore")
    story.now += timedelta(hours=5)
    story.ticks()
    with story.database.reading(story.now) as work:
        assert len(work.find(Poll, form="closing")) == 6
    assert "Le programme est terminé" in story.gives("clore")
    with story.database.reading(story.now) as work:
        assert sorted(each.state for each in work.find(Pair)) == ["completed", "completed", "ended"]
        (programme,) = work.find(Programme)
        assert (programme.state, programme.starts_on) == ("closed", date(2016, 2, 2))
        files = work.find(File, media_type="text/html")
        assert files
        assert all(each.person_id is not None for each in files)
    assert "Terminé" in story.gives("status")
    assert "binômes formés : 3" in story.gives("bilan")
