"""A programme that never was: twenty pairs, their sessions and what they answered, from a seed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bot.programme.plan import Plan
from bot.programme.template import plan_data
from bot.report.facts import Facts, quotes_of
from storage.nouns import (
    Answer,
    Attendance,
    Enrolment,
    Happened,
    Notice,
    Pair,
    Person,
    Poll,
    Programme,
    Session,
    Workshop,
)
from storage.work import Work

START = date(2016, 2, 2)
KICKOFF = datetime(2016, 2, 2, 18, tzinfo=UTC)
CLOSED = datetime(2016, 6, 28, 9, tzinfo=UTC)
TOPICS = (
    ("linkedin", "LinkedIn", "LinkedIn"),
    ("twitter", "Twitter", "Twitter"),
    ("facebook", "Facebook", "Facebook"),
    ("privacy", "Vie privée et réputation", "Privacy and reputation"),
    ("watch", "Suivre son domaine en ligne", "Following one’s field online"),
    ("blog", "Tenir un blog", "Keeping a blog"),
    ("instagram", "Instagram", "Instagram"),
)
COMMENTS = (
    "Je suis arrivée avec un CV en ligne, je repars avec une voix. Merci Agnès !",
    "Ma mentore ne m’a jamais fait sentir que j’étais en retard.",
    "J’ai appris autant que ma mentee : expliquer oblige à comprendre.",
    "Trois séances, c’est court ; une quatrième m’aurait permis de publier seule.",
    "J’ai publié mon premier article, et trois anciens collègues m’ont répondu.",
    "Les deux heures passaient trop vite, mais chacune se terminait par quelque chose de fait.",
    "I finally understand what my nieces are talking about.",
    "Prévoir plus de temps entre la deuxième et la troisième séance.",
)


def plan(**changes: Any) -> Plan:
    """A plan of three sessions, with whatever parts a test changes."""
    data: dict[str, Any] = {
        "schema": 1,
        "key": "invented",
        "name": {"fr": "Mentorat inversé", "en": "Reverse mentoring"},
        "about": {"fr": "Un programme.", "en": "A programme."},
        "follows": {"fr": "Aucun.", "en": "None."},
        "starts_on": START,
        "zone": "Europe/Paris",
        "calendar": {
            "signup": -40,
            "matching": -12,
            "kickoff": 0,
            "running": 1,
            "midway": 60,
            "closing": 126,
            "closed": 147,
        },
        "signup": {"capacity": 3},
        "topics": tuple({"code": c, "fr": fr, "en": en} for c, fr, en in TOPICS),
        "charter": {"revision": "1", "clauses": {"fr": ("Écouter.",), "en": ("Listen.",)}},
        "sessions": {
            "count": 3,
            "minutes": 120,
            "every_days": 35,
            "first_within_days": 21,
            "prepare": {"fr": ("un", "deux", "trois"), "en": ("one", "two", "three")},
        },
        "momentum": {},
        "rules": {},
        "polls": {"anonymous": ("midway", "closing")},
    }
    return Plan.model_validate({**data, **changes})


def programme(state: str = "closed", **changes: Any) -> Programme:
    """A programme on that plan."""
    values: dict[str, Any] = {
        "id": 1,
        "name": "Reverse Mentoring Digital 2016",
        "slug": "rmd-2016",
        "template": "invented",
        "plan": plan_data(plan()),
        "state": state,
        "round": 1,
        "starts_on": START,
        "created_at": KICKOFF,
        "changed_at": KICKOFF,
    }
    return Programme(**{**values, **changes})


def nothing(now: datetime = CLOSED, **changes: Any) -> Facts:
    """A programme where nobody signed up."""
    found = programme(**changes)
    return Facts(programme=found, plan=Plan.model_validate(_bare(found.plan)), now=now)


def rich(pairs: int = 20, seed: int = 2016, state: str = "closed") -> Facts:
    """A whole programme, as it could have been."""
    return Invented(pairs, seed, state).facts()


def one_answer(
    form: str, role: str = "mentee", key: int = 1, subject: str = "", **answers: Any
) -> Answer:
    """One answer to a questionnaire."""
    return Answer(
        id=key,
        programme_id=1,
        form=form,
        role=role,
        subject=subject,
        answers=answers,
        on=CLOSED.date(),
    )


class Invented:
    """Everything that happened, drawn once from a seed."""

    def __init__(self, pairs: int, seed: int, state: str) -> None:
        self.random = Random(seed)
        self.programme = programme(state)
        self.plan = plan()
        self.people: list[Person] = []
        self.enrolments: list[Enrolment] = []
        self.pairs: list[Pair] = []
        self.sessions: list[Session] = []
        self.polls: list[Poll] = []
        self.answers: list[Answer] = []
        self.happened: list[Happened] = []
        self.notices: list[Notice] = []
        self.workshops: list[Workshop] = []
        self.attendances: list[Attendance] = []
        self._sign_up(pairs)
        for number in range(pairs):
            self._pair(number)
        self._gather()
        self._close()

    def facts(self) -> Facts:
        """The facts, as `gather` would hand them over."""
        people = (person.name for person in self.people)
        return Facts(
            programme=self.programme,
            plan=self.plan,
            now=CLOSED,
            enrolments=tuple(self.enrolments),
            pairs=tuple(self.pairs),
            sessions=tuple(self.sessions),
            workshops=tuple(self.workshops),
            attendances=tuple(self.attendances),
            polls=tuple(self.polls),
            answers=tuple(self.answers),
            quotes=quotes_of(self.answers, people),
            notices=tuple(self.notices),
            nudges=tuple(self.happened),
        )

    def keep(self, work: Work) -> Programme:
        """Puts everything in a database and returns the programme."""
        for values in (
            [self.programme],
            self.people,
            self.enrolments,
            self.pairs,
            self.sessions,
            self.workshops,
            self.attendances,
            self.polls,
            self.answers,
            self.happened,
            self.notices,
        ):
            for value in values:
                work.add(value)
        return self.programme

    def _sign_up(self, pairs: int) -> None:
        draw = self.random
        names = ("Agnès Delmas", "Léa Bonnet", "Inès Haddad", "Claire Morel", "Sofia Rossi")
        codes = [code for code, _, _ in TOPICS]
        wanted, taught = (9, 6, 5, 3, 3, 2, 0), (6, 5, 7, 1, 0, 2, 3)
        for number in range(2 * pairs + 8):
            role = "mentee" if number % 2 == 0 else "mentor"
            key = number + 1
            self.people.append(Person(id=key, name=names[number % len(names)], created_at=KICKOFF))
            weights = wanted if role == "mentee" else taught
            topics = sorted(set(draw.choices(codes, weights, k=2 if draw.random() < 0.4 else 1)))
            state = "active" if number < 2 * pairs + 4 else "invited"
            left = state == "active" and 2 * pairs <= number < 2 * pairs + 1
            self.enrolments.append(
                Enrolment(
                    id=key,
                    programme_id=1,
                    person_id=key,
                    role=role,
                    state="left" if left else state,
                    left_at=KICKOFF + timedelta(days=30) if left else None,
                    answers={}
                    if state == "invited"
                    else {
                        "topics": topics,
                        "level": draw.choices((1, 2, 3), (4, 5, 2))[0]
                        if role == "mentee"
                        else draw.choices((3, 4, 5), (3, 4, 2))[0],
                        "languages": ["fr", "en"] if draw.random() < 0.5 else ["fr"],
                        "zone": "Europe/London" if draw.random() < 0.15 else "Europe/Paris",
                        "capacity": 1,
                        "already": "SECRET-already",
                    },
                    unmatched="capacity" if number == 2 * pairs + 2 else "",
                    joined_at=KICKOFF - timedelta(days=20),
                )
            )

    def _pair(self, number: int) -> None:
        draw = self.random
        key = number + 1
        ended = number in (4, 11)
        started = KICKOFF + timedelta(hours=number % 3)
        self.pairs.append(
            Pair(
                id=key,
                programme_id=1,
                mentee_id=2 * number + 1,
                mentor_id=2 * number + 2,
                state="ended" if ended else "completed",
                reason=("time", "job")[number % 2] if ended else "",
                started_at=started,
                ended_at=started + timedelta(days=60 if ended else 120),
            )
        )
        day = started + timedelta(days=8 + draw.randrange(20))
        for rank in range(1, 4):
            state = "held"
            if ended and rank > 1:
                state = "cancelled"
            elif draw.random() < 0.08:
                state = "missed"
            self._session(key, rank, day, state)
            day += timedelta(days=22 + draw.randrange(24))
        if number % 6 == 0:
            nudge = Happened(
                id=len(self.happened) + 1,
                subject=f"pair:{key}",
                name="quiet-20160202-7-mentee",
                at=started + timedelta(days=7),
            )
            self.happened.append(nudge)
        if ended:
            self._notice("pair-ended", f"pair:{key}", handled=True)

    def _session(self, pair: int, rank: int, day: datetime, state: str) -> None:
        draw = self.random
        key = len(self.sessions) + 1
        self.sessions.append(
            Session(
                id=key,
                pair_id=pair,
                number=rank,
                state=state,
                starts_at=day,
                minutes=120,
                place="SECRET-place",
                proposed_by=2 * pair,
                sequence=1,
                moves=int(draw.random() < 0.3),
                created_at=KICKOFF,
            )
        )
        if state != "held":
            return
        for role, enrolment in (("mentee", 2 * pair - 1), ("mentor", 2 * pair)):
            answered = draw.random() < 0.8
            self._poll("session", enrolment, f"session:{key}", answered)
            if answered:
                self._answer(
                    "session",
                    role,
                    f"session:{key}",
                    enrolment=enrolment,
                    met="yes",
                    rating=draw.choices((2, 3, 4, 5), (1, 3, 9, 10))[0],
                    progress=draw.choices(("yes", "partly", "no"), (7, 4, 1))[0],
                    takeaway="SECRET-takeaway",
                )

    def _gather(self) -> None:
        titles = ("Lancement", "Twitter pour débuter", "Clôture")
        for key, title, day in zip((1, 2, 3), titles, (0, 75, 126), strict=True):
            self.workshops.append(
                Workshop(
                    id=key,
                    programme_id=1,
                    key=f"w{key}",
                    title=title,
                    starts_at=KICKOFF + timedelta(days=day),
                    state="held",
                )
            )
            for enrolment in self.enrolments[: 2 * len(self.pairs)]:
                yes = self.random.random() < 0.75
                came = yes and self.random.random() < 0.85
                self.attendances.append(
                    Attendance(
                        id=len(self.attendances) + 1,
                        workshop_id=key,
                        enrolment_id=enrolment.id,
                        answer="yes" if yes else "no",
                        attended=came if key < 3 else None,
                    )
                )
                if came and self.random.random() < 0.6:
                    self._answer(
                        "workshop",
                        enrolment.role,
                        f"workshop:{key}",
                        useful=self.random.choices((3, 4, 5), (2, 5, 5))[0],
                    )

    def _close(self) -> None:
        draw = self.random
        comments = iter(COMMENTS)
        for enrolment in self.enrolments[: 2 * len(self.pairs)]:
            mentee = enrolment.role == "mentee"
            self._poll("midway", enrolment.id, "", draw.random() < 0.7)
            if self.polls[-1].state == "answered":
                self._answer(
                    "midway",
                    enrolment.role,
                    going=draw.choices((2, 3, 4, 5), (1, 3, 8, 6))[0],
                    need="SECRET-need",
                )
            answered = draw.random() < 0.78
            self._poll("closing", enrolment.id, "", answered)
            if not answered:
                continue
            before = enrolment.answers["level"]
            rise = draw.choices((0, 1, 2), (2, 5, 4) if mentee else (7, 4, 0))[0]
            comment = next(comments, None) if draw.random() < 0.4 else None
            answers: dict[str, Any] = {
                "recommend": draw.choices((4, 6, 7, 8, 9, 10), (1, 1, 3, 7, 9, 8))[0],
                "level": min(5, before + rise),
                "level_before": before,
            }
            if mentee:
                answers["reached"] = draw.choices(("yes", "partly", "no"), (10, 6, 2))[0]
            if comment:
                answers |= {"comment": comment, "quote": "yes"}
            elif draw.random() < 0.3:
                answers |= {"comment": "SECRET-comment", "quote": "no"}
            self._answer("closing", enrolment.role, **answers)
        self._notice("silent", "pair:1", handled=True)
        self._notice("asks-for-help", "enrolment:3", handled=True)

    def _poll(self, form: str, enrolment: int, subject: str, answered: bool) -> None:
        self.polls.append(
            Poll(
                id=len(self.polls) + 1,
                programme_id=1,
                enrolment_id=enrolment,
                form=form,
                subject=subject,
                state="answered" if answered else "expired",
                sent_at=KICKOFF,
            )
        )

    def _answer(
        self, form: str, role: str, subject: str = "", enrolment: int | None = None, **answers: Any
    ) -> None:
        found = one_answer(form, role, len(self.answers) + 1, subject, **answers)
        self.answers.append(found.model_copy(update={"enrolment_id": enrolment}))

    def _notice(self, kind: str, subject: str, handled: bool) -> None:
        self.notices.append(
            Notice(
                id=len(self.notices) + 1,
                programme_id=1,
                subject=subject,
                kind=kind,
                facts={"person": "SECRET-name"},
                state="handled" if handled else "open",
                at=KICKOFF + timedelta(days=10),
            )
        )


def with_answers(facts: Facts, *answers: Answer) -> Facts:
    """The same facts with these answers only."""
    return replace(facts, answers=answers)


def _bare(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "digest"}
