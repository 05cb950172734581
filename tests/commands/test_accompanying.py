"""While pairs meet: sessions, workshops, the pulse, the health of pairs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.commands.health import STATES, health_of
from bot.dialogues.polls import POLLS
from bot.message import Bullets
from bot.tick import tick
from storage.nouns import Answer, Attendance, Enrolment, Happened, Pair, Poll, Session, Workshop
from tests.commands.desk import Desk, in_state, met, paired
from tests.pairing.town import NOW


@pytest.fixture
def running(desk: Desk) -> Desk:
    in_state(desk.town, "running")
    began = NOW.date() - timedelta(days=90)
    desk.work.change(desk.town.again(), starts_on=began)
    return desk


def a_pair(desk: Desk, mentee: str = "Anne Leroy", mentor: str = "Paul Roy", days: int = 0) -> Pair:
    since = desk.work.now - timedelta(days=days)
    return paired(desk.town, desk.town.mentee(mentee), desk.town.mentor(mentor), started_at=since)


# ---------------------------------------------------------------- sessions


def test_sessions_are_a_row_for_each_pair(running):
    pair = a_pair(running)
    met(running.work, pair, 1, "held", -9)
    met(running.work, pair, 2, "cancelled", -3)
    met(running.work, pair, 3, "planned", 2, moves=1)
    other = a_pair(running, "Berthe Roux", "Zoé Petit")
    met(running.work, other, 1, "proposed", 5)
    said = running.gives("sessions")
    assert "1 séance tenue et 1 à venir, sur 6 espérées" in said
    row = (
        "Anne Leroy – Paul Roy : 1 tenue sur 3 · 1 déplacement · 1 annulée · prochaine vendredi 22"
    )
    assert row in said
    assert "Berthe Roux – Zoé Petit : 0 tenue sur 3 · proposée lundi 25 janvier" in said


def test_sessions_come_in_pages(running):
    for n in range(11):
        a_pair(running, f"Anne {n}", f"Paul {n}")
    assert "Page 1 sur 2" in running.gives("sessions")
    assert "Page 2 sur 2" in running.presses("command:sessions:2")


# ---------------------------------------------------------------- health


def session(number: int, state: str, days: float, **fields: object) -> Session:
    at = NOW + timedelta(days=days)
    given: dict[str, Any] = {"created_at": min(at, NOW) - timedelta(days=1), **fields}
    if state in ("held", "cancelled", "missed"):
        given["closed_at"] = at
    return Session(
        pair_id=1, number=number, state=state, starts_at=at, minutes=120, proposed_by=1, **given
    )


@pytest.mark.parametrize(
    ("state", "since", "sessions"),
    [
        ("well", 3, []),
        ("quiet", 8, []),
        ("silent", 22, []),
        ("silent", 60, [session(1, "held", -30)]),
        ("well", 60, [session(1, "held", -30), session(2, "planned", 2)]),
        ("slipping", 60, [session(1, "cancelled", -9), session(2, "missed", -2)]),
        ("slipping", 60, [session(1, "planned", 2, moves=2)]),
        ("unanswered", 60, [session(1, "proposed", 6, created_at=NOW - timedelta(days=4))]),
        ("well", 60, [session(1, "proposed", 6)]),
        ("done", 90, [session(n, "held", -60 + n) for n in (1, 2, 3)]),
    ],
)
def test_the_health_of_a_pair_follows_from_its_sessions(town, state, since, sessions):
    pair = Pair(programme_id=1, mentee_id=1, mentor_id=2, started_at=NOW - timedelta(days=since))
    assert health_of(town.plan, pair, sessions, NOW).state == state
    away = health_of(town.plan, pair, sessions, NOW, away=True).state
    assert away == ("done" if state == "done" else "away")


def test_nothing_is_expected_of_a_pair_before_the_kick_off(running):
    a_pair(running, days=60)
    running.work.change(running.town.again(), starts_on=NOW.date() - timedelta(days=22))
    assert "silencieux depuis 22 jours" in running.gives("health")
    running.work.change(running.town.again(), starts_on=NOW.date() - timedelta(days=2))
    assert "silencieux" not in running.gives("health")


def test_the_worst_come_first_with_what_to_do(running):
    a_pair(running, "Fine Person", "Fine Mentor")
    a_pair(running, "Silent Person", "Silent Mentor", days=30)
    slipping = a_pair(running, "Slip Person", "Slip Mentor", days=20)
    for number in (1, 2):
        met(running.work, slipping, number, "cancelled", -5 + number)
    running.work.add(
        Poll(
            programme_id=slipping.programme_id, enrolment_id=slipping.mentee_id, form="session",
            subject=f"session:{running.work.find(Session)[0].id}", state="answered", sent_at=NOW,
        )
    )  # fmt: skip
    said = running.gives("health")
    assert "2 binômes sur 3 ont besoin d’attention" in said
    order = [said.index(name) for name in ("Slip Person", "Silent Person", "Fine Person")]
    assert order == sorted(order)
    assert "silencieux depuis 30 jours" in said
    assert "À faire : un mot à Silent Person" in said
    assert "1 réponse sur 1 aux questions" in said
    assert "command:remind:unplanned" in running.buttons()


def test_a_pair_whose_score_is_low_is_never_said_to_be_well(running):
    running.work.change(running.programme, starts_on=NOW.date() - timedelta(days=60))
    pair = a_pair(running, "Slow Person", "Slow Mentor", days=60)
    met(running.work, pair, 1, "cancelled", -6)
    said = running.gives("health")
    score = int(said.partition("Santé")[2][3:].split()[0])
    assert ("tout va bien" in said) == (score >= 75)
    assert ("l’élan faiblit" in said) == (score < 75)
    assert score < 75


def test_among_those_that_need_attention_the_lowest_score_comes_first(running):
    running.work.change(running.programme, starts_on=NOW.date() - timedelta(days=60))
    moved = a_pair(running, "Often Moved", "Moved Mentor", days=5)
    met(running.work, moved, 1, "held", -2)
    met(running.work, moved, 2, "planned", 5, moves=2)
    slow = a_pair(running, "Slow Person", "Slow Mentor", days=60)
    met(running.work, slow, 1, "cancelled", -6)
    fine = a_pair(running, "Fine Person", "Fine Mentor", days=5)
    met(running.work, fine, 1, "planned", 2)
    said = running.gives("health")
    scores = [int(each[3:].split()[0]) for each in said.split("Santé")[1:]]
    assert scores[0] < 75 < scores[1]
    order = [said.index(name) for name in ("Slow Person", "Often Moved", "Fine Person")]
    assert order == sorted(order)
    assert "2 binômes sur 3 ont besoin d’attention" in said


def test_every_state_of_health_has_words(running):
    voice = running.scene().voice
    assert all(voice.knows(f"command.health.{state}") for state in STATES)


# ---------------------------------------------------------------- pulse


def test_the_pulse_is_taken_once(running):
    pair = a_pair(running)
    running.town.mentee("Alone")
    assert "Question envoyée à 2 personnes" in running.gives("pulse")
    assert {each.enrolment_id for each in running.work.find(Poll)} == {
        pair.mentee_id,
        pair.mentor_id,
    }
    assert "midway" in POLLS
    said = running.gives("pulse")
    assert "Déjà envoyée auparavant à 2 personnes : 0 réponse" in said
    assert len(running.work.find(Poll)) == 2


def answers(desk: Desk, *given: dict[str, Any]) -> None:
    for each in given:
        desk.work.add(
            Answer(
                programme_id=desk.programme.id,
                form="midway",
                role="mentee",
                subject="",
                answers=each,
                on=NOW.date().replace(day=1),
            )
        )


LATER = ({"going": 1, "need": "SECRET"},) * 5  # the latest five wait, until five more have come


def test_until_enough_answers_have_come_none_is_shown(running):
    a_pair(running)
    answers(running, *({"going": 1, "need": f"SECRET {n}"} for n in range(9)))
    said = running.gives("pulse")
    assert "Il faut encore quelques réponses pour les montrer : elles se montrent 5 par 5" in said
    assert "SECRET" not in said
    assert "en moyenne" not in said


def test_the_pulse_is_a_mean_and_needs_without_names(running):
    a_pair(running)
    needs = ["Un exemple filmé", "Plus de temps", "Une salle au calme", "Rien de *plus*"]
    answers(running, *({"going": 5, "need": need} for need in needs), {"going": 1}, *LATER)
    said = running.gives("pulse")
    assert "4,2 sur 5 en moyenne, sur 5 réponses." in said
    assert "d’après 4 réponses sans noms et dans le désordre :" in said
    assert "Il faut encore" not in said
    assert "Anne" not in said
    assert "SECRET" not in said
    (shown,) = (p for p in running.heard()[-1].parts if isinstance(p, Bullets))
    told = [line[0] for line in shown.items]
    assert sorted(run.text for run in told) == sorted(needs)
    assert all(run.typed for run in told)


def test_one_answer_more_changes_nothing_that_is_shown(running):
    a_pair(running)
    answers(running, *({"going": 5} for _ in range(5)), *LATER)
    before = running.gives("pulse")
    answers(running, {"going": 1, "need": "SECRET"})
    after = running.gives("pulse")
    assert "5,0 sur 5 en moyenne, sur 5 réponses." in before
    assert "5,0 sur 5 en moyenne, sur 5 réponses." in after
    assert "SECRET" not in after


def test_needs_come_in_an_order_that_tells_nothing_of_when_they_were_given(running):
    a_pair(running)
    needs = [f"Besoin {n}" for n in range(10)]
    answers(running, *({"going": 3, "need": need} for need in needs), *LATER)
    first = running.gives("pulse")
    order = [line for line in first.splitlines() if "Besoin" in line]
    assert len(order) == 10
    for each in running.work.find(Answer):
        running.work.remove(each)
    answers(running, *({"going": 3, "need": need} for need in reversed(needs)), *LATER)
    again = running.gives("pulse")
    assert [line for line in again.splitlines() if "Besoin" in line] == order
    assert order != sorted(order)


def test_many_needs_come_in_pages(running):
    a_pair(running)
    answers(running, *({"going": 3, "need": f"Besoin {n}"} for n in range(15)), *LATER)
    said = running.gives("pulse")
    assert "Page 1 sur 2" in said
    assert said.count("• Besoin") == 10
    assert running.presses("command:pulse:2").count("• Besoin") == 5


def test_the_pulse_without_needs_is_the_mean_alone(running):
    a_pair(running)
    answers(running, *({"going": 4} for _ in range(5)), *LATER)
    said = running.gives("pulse")
    assert "4,0 sur 5 en moyenne, sur 5 réponses." in said
    assert "Ce qui aiderait" not in said


# ---------------------------------------------------------------- workshops


@pytest.fixture
def evening(running: Desk) -> Workshop:
    return running.work.add(
        Workshop(
            programme_id=running.programme.id, key="twitter", title="Twitter pour débuter",
            starts_at=NOW + timedelta(days=5), place="Salle 2",
        )
    )  # fmt: skip


def expected(desk: Desk, workshop: Workshop, name: str, answer: str) -> Attendance:
    return desk.work.add(
        Attendance(workshop_id=workshop.id, enrolment_id=desk.town.mentee(name).id, answer=answer)
    )


def test_a_workshop_says_who_comes(running, evening):
    expected(running, evening, "Anne Leroy", "yes")
    expected(running, evening, "Berthe Roux", "no")
    expected(running, evening, "Colette Brun", "")
    assert "1 oui, 1 non, 1 sans réponse" in running.gives("workshop")
    for typed in ("workshop twitter", "workshop Twit", "atelier débuter"):
        said = running.gives(typed)
        assert "Viennent : 1 (Anne Leroy)" in said
        assert "Ne viennent pas : 1 (Berthe Roux)" in said
    assert "Il y a : twitter" in running.gives("workshop facebook")


def test_words_about_a_workshop_wait_for_words_rather_than_for_answers(running, evening):
    """Whoever came and wrote is not hidden among those who did not come."""

    def said(*words: str) -> None:
        for word in words:
            given = {"came": "yes", "useful": 4, "word": word} if word else {"came": "no"}
            running.work.add(
                Answer(
                    programme_id=running.programme.id, form="workshop", role="mentee",
                    subject=f"workshop:{evening.id}", answers=given, on=NOW.date(),
                )
            )  # fmt: skip

    said(*(f"Mot {n}" for n in range(5)), "", "", "", "")
    assert "Mot" not in running.gives("workshop twitter")
    said("Mot seul", "", "", "", "", "")
    assert "Mot" not in running.gives("workshop twitter")
    said(*(f"Autre {n}" for n in range(4)))
    shown = running.gives("workshop twitter")
    assert shown.count("Mot ") == 5
    assert "Mot seul" not in shown
    assert "Autre" not in shown


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ('new "Atelier LinkedIn" 12 avril 18h30', "Atelier LinkedIn"),
        ("nouveau Atelier LinkedIn 12 avril 18h30", "Atelier LinkedIn"),
        ("new « LinkedIn » 2016-04-12 18:30", "LinkedIn"),
    ],
)
def test_a_workshop_is_added_in_one_line(running, typed, title):
    assert "est au calendrier" in running.gives(f"workshop {typed}")
    (made,) = running.work.find(Workshop)
    assert (made.title, made.starts_at) == (title, datetime(2016, 4, 12, 16, 30, tzinfo=UTC))
    assert "pas encore annoncé" in running.gives("workshop")
    running.gives(f"workshop {typed}")
    assert len({each.key for each in running.work.find(Workshop)}) == 2


def test_a_workshop_in_the_past_or_without_a_time_is_refused(running):
    assert "déjà passé" in running.gives('workshop new "Hier" 2016-01-02 18:30')
    assert "Je n’ai pas compris" in running.gives('workshop new "Un jour"')
    assert "Je n’ai pas compris" in running.gives("workshop new")
    assert not running.work.find(Workshop)


def test_who_came_is_noted_by_names_or_all(running, evening):
    places = [expected(running, evening, n, "yes") for n in ("Anne Leroy", "Berthe Roux")]
    assert "n’a pas encore eu lieu" in running.gives("workshop twitter attended all")
    running.work.now += timedelta(days=6)
    said = running.gives("workshop attended Anne Leroy, Xavier")  # the only one needs no key
    assert "Présence notée pour 1 personne" in said
    assert "Xavier" in said
    assert [running.work.get(Attendance, each.id).attended for each in places] == [True, None]
    assert "2 personnes" in running.gives("atelier twitter présents tous")
    assert "Présence notée : 2" in running.gives("workshop twitter")
    assert "Je n’ai pas compris" in running.gives("workshop twitter attended")


def test_cancelling_tells_whoever_was_expected(running, evening):
    coming = expected(running, evening, "Anne Leroy", "yes")
    refused = expected(running, evening, "Berthe Roux", "no")
    assert "1 personne est prévenue" in running.gives("workshop twitter cancel")
    now = running.work.get(Workshop, evening.id)
    assert (now.state, now.sequence) == ("cancelled", 1)
    told = [
        running.town.told(running.work.get(Enrolment, place.enrolment_id))
        for place in (coming, refused)
    ]
    assert "est annulé" in told[0][0]
    assert not told[1]
    assert "ne s’annule plus" in running.gives("workshop twitter cancel")


def test_all_of_nobody_asks_for_names_and_names_need_no_comma(running, evening):
    expected(running, evening, "Bruno Leroy", "no")
    expected(running, evening, "Emma Roux", "")
    running.work.now += timedelta(days=6)
    for typed, said in (("fr", "Personne n’avait dit venir"), ("en", "Nobody had said that")):
        running.work.change(running.person, locale=typed)
        assert said in running.gives("workshop twitter attended all")
    assert "2 people" in running.gives("workshop twitter attended Bruno Emma")
    came = running.work.find(Attendance, workshop_id=evening.id, attended=True)
    assert len(came) == 2
    assert "Xavier" in running.gives("workshop twitter attended Bruno Xavier")


def heard_by(desk, place):
    return desk.town.told(desk.work.get(Enrolment, place.enrolment_id))


@pytest.mark.parametrize(
    "typed", ["workshop twitter place", "atelier lieu twitter", "atelier lieu"]
)
def test_a_place_is_told_once_to_those_who_may_come(running, evening, typed):
    coming = expected(running, evening, "Anne Leroy", "yes")
    refused = expected(running, evening, "Berthe Roux", "no")
    silent = expected(running, evening, "Colette Brun", "")
    said = running.gives(f"{typed} Salle Marie-Curie, 2e étage")
    assert "aura lieu ici : Salle Marie-Curie, 2e étage. 2 personnes sont prévenues." in said
    assert "C’est déjà le lieu annoncé" in running.gives(f"{typed} Salle Marie-Curie, 2e étage")
    assert [len(heard_by(running, each)) for each in (coming, refused, silent)] == [1, 0, 1]
    assert "Salle Marie-Curie" in heard_by(running, coming)[0]
    now = running.work.get(Workshop, evening.id)
    assert (now.place, now.sequence) == ("Salle Marie-Curie, 2e étage", 1)
    assert running.work.get(Attendance, coming.id).answer == "yes"


def test_another_date_is_another_question_told_once(running, evening):
    running.work.change(running.person, locale="en")
    coming = expected(running, evening, "Anne Leroy", "yes")
    refused = expected(running, evening, "Berthe Roux", "no")
    running.work.add(
        Happened(
            subject=f"programme:{running.programme.id}",
            name=f"workshop-{evening.id}.0-invite",
            at=running.work.now,
        )
    )
    said = running.gives("workshop twitter date 2 March 18:30")
    assert "2 people are told, and answer again" in said
    assert "already its date" in running.gives("workshop twitter date 2 March 18:30")
    assert all("change de date" in heard_by(running, each)[0] for each in (coming, refused))
    assert {each.answer for each in running.work.find(Attendance)} == {""}
    assert running.work.get(Workshop, evening.id).starts_at.day == 2
    tick(running.work)
    assert [len(heard_by(running, each)) for each in (coming, refused)] == [1, 1]


def test_before_the_invitations_a_change_tells_nobody(running, evening):
    assert "Les invitations le diront" in running.gives("workshop twitter place Salle 3")
    assert "Les invitations le diront" in running.gives("workshop twitter date 2 mars 18h30")
    assert running.work.get(Workshop, evening.id).sequence == 0


def test_a_change_in_the_past_or_of_what_is_over_is_refused(running, evening):
    assert "déjà passé" in running.gives("workshop twitter date 2016-01-02 18:30")
    assert "Je n’ai pas compris" in running.gives("workshop twitter place")
    assert "Je n’ai pas compris" in running.gives("workshop twitter date")
    assert "workshop" in running.gives("workshop twitter date bientôt")
    running.gives("workshop twitter cancel")
    assert "ne changent plus" in running.gives("workshop twitter place Salle 3")
    assert "ne changent plus" in running.gives("workshop twitter date 2 mars 18h30")
