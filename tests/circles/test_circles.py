"""A circle from the coordinator's preview to the notes of its meeting, in both languages."""

from datetime import timedelta

from bot.message import Attachment
from storage.nouns import Circle, Contribution, Coordination, Meeting, Member, Presence, Programme
from tests.circles.conftest import DAY, FIRST, circle_of, together
from tests.client import Chat, Someone


def formed(claire: Someone) -> str:
    claire.gives("circles form supervision")
    return claire.presses("Approuver ces cercles")


def test_a_preview_says_who_and_why_and_tells_nobody(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    told = claire.gives("circles form supervision")
    assert "2 cercles proposés, avec 9 personnes" in told
    assert "supervision-1 · Ana Petit" in told
    assert "(5 personnes, 3 équipes et 1 sujet)" in told
    assert "Personne n’y retrouve sa hiérarchie" in told
    assert all(each.heard() == "" for each in mentors.values())
    assert "n’attend plus votre accord" in claire.presses("Abandonner ces cercles")
    assert chat.all(Circle) == chat.all(Member) == []
    assert "n’attend votre accord" in claire.presses("Approuver ces cercles")


def test_people_read_who_is_in_their_circle_and_when_it_meets(
    claire: Someone, mentors: dict[str, Someone]
) -> None:
    assert "9 personnes sont prévenues" in formed(claire)
    told = mentors["Ana"].heard()
    assert "Votre cercle : Supervision 1" in told
    assert "Vous y retrouvez Basile Petit" in told
    assert "• lundi 22 février, 12 h 30 – 13 h 30" in told
    assert "• Un ou deux dilemmes" in told
    told = mentors["Inès"].heard()
    assert "Your circle: Supervision" in told
    assert "• Monday 22 February, 11:30–12:30" in told
    assert "• A round of news" in told
    assert "Vous y retrouvez" in mentors["Ana"].says("qui est dans mon cercle ?")
    told = mentors["Inès"].says("show me my circle")
    assert "With you: " in told
    assert "Will you be there on Monday 22 February" in told, "the answers say to which meeting"
    assert "See my circle" not in told, "no button leads to what is being read"
    assert "Share a dilemma" in told


def test_too_few_people_or_another_size(claire: Someone, mentors: dict[str, Someone]) -> None:
    assert "comptent de 4 à 6 personnes" in claire.gives("circles form supervision 9")
    claire.gives("circles form supervision")
    formed(claire)
    assert "existent déjà" in claire.gives("circles form supervision")


def test_nobody_to_form_a_circle_with(claire: Someone) -> None:
    told = claire.gives("circles form supervision")
    assert "0 personne peut en être, et chacun en compte de 4 à 6" in told


def test_moving_somebody_tells_both_circles(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    for each in mentors.values():
        each.heard()
    ana, before = mentors["Ana"], together(chat, mentors, "Ana")
    code = "supervision-2" if circle_of(chat, ana).number == 1 else "supervision-1"
    assert claire.gives(f'circles move "Ana Petit" {code}') == f"Ana Petit rejoint {code}."
    assert "Votre cercle : Supervision" in ana.heard()
    stayed = [each for each in before if each is not ana]
    assert all("Ana Petit" in each.heard() for each in stayed)
    assert "est déjà dans" in claire.gives(f'circles move "Ana Petit" to {code}')
    assert "Je ne trouve pas ce nom : Zoé" in claire.gives(f"circles move Zoé {code}")
    assert f"Ana Petit n’est plus dans {code}." in claire.gives(f"circles remove Ana {code}")
    assert "Vous ne faites plus partie du cercle" in ana.heard()
    assert "Vous n’êtes dans aucun cercle" in ana.says("mon cercle")


def test_whoever_leaves_is_no_longer_expected(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana = mentors["Ana"]
    other = next(each for each in together(chat, mentors, "Ana") if each is not ana)
    other.heard()
    ana.heard()
    ana.says("je veux quitter le programme")
    ana.presses("Quitter le programme")
    assert "Ana Petit" in other.heard()
    ana.heard()
    chat.until(FIRST)
    assert ana.heard() == ""


def test_coming_or_not_then_who_was_there(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana, bea, cyr, *_ = (each for each in together(chat, mentors, "Ana"))
    for each in mentors.values():
        each.heard()
    chat.until(FIRST - 4 * DAY)
    assert "se réunit bientôt : lundi 22 février, 12 h 30 – 13 h 30" in ana.heard()
    assert ana.presses("Je viendrai") == (
        "C’est noté, on vous attend lundi 22 février à 12 h 30.\n[Ajouter à mon agenda (.ics)]"
    )
    assert any(isinstance(part, Attachment) for part in ana.history[-1].message.parts)
    bea.heard()
    bea_no = "Je ne pourrai pas venir" if bea.person.locale == "fr" else "I can’t make it"
    bea.presses(bea_no)
    chat.until(FIRST - timedelta(hours=1))
    assert f"Absence annoncée : {bea.person.name}." in ana.heard()
    assert "circles" not in bea.heard()
    assert "n’a pas encore eu lieu" in ana.sends(f"there:{_meeting(chat, ana).id}:yes")
    chat.until(FIRST + timedelta(hours=3))
    assert "vient de se réunir. Y étiez-vous ?" in ana.heard()
    assert bea.heard() == "", "whoever said they could not come is not asked"
    ana.presses("Noter qui était là")
    assert "Merci : présence notée pour 2 personnes." in ana.picks(ana.person.name, cyr.person.name)
    assert _meeting(chat, ana).state == "held"
    cyr.heard()
    cyr.sends(f"there:{_meeting(chat, ana).id}:no")
    ana.presses("Noter qui était là")
    ana.picks(cyr.person.name)
    place = chat.only(Presence, enrolment_id=cyr.enrolment.id, meeting_id=_meeting(chat, ana).id)
    assert place.attended is False, "one's own word stands"
    assert "présence notée : Ana Petit" in claire.gives(f"circles {_code(chat, ana)}")


def test_notes_go_to_the_circle_and_nobody_else(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    chat.until(FIRST + timedelta(hours=3))
    ana, *others = together(chat, mentors, "Ana")
    for each in (*mentors.values(), claire):
        each.heard()
    ana.presses("Écrire des notes")
    told = ana.says("On ose dire quand une annulation pèse.")
    assert (
        told
        == f"C’est transmis aux {len(others)} autres personnes du cercle, et à personne d’autre."
    )
    for each in mentors.values():
        heard = each.heard()
        assert ("On ose dire" in heard) is (each in others)
    assert claire.heard() == ""
    told = claire.gives(f"circles {_code(chat, ana)}")
    assert "On ose dire" not in told
    others[0].sends(f"minutes:{_meeting(chat, ana).id}")
    assert "On ose dire" in others[0].heard() or "On ose dire" in others[0].said_last()
    outside = next(each for each in mentors.values() if each not in (ana, *others))
    for stranger in (outside, claire):
        assert "ne sert plus" in stranger.sends(f"minutes-read:{_meeting(chat, ana).id}") or (
            "no longer" in stranger.said_last()
        )
    assert chat.only(Contribution).text == "On ose dire quand une annulation pèse."


def test_a_coordinator_notes_who_came_or_hears_that_nobody_did(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    assert "ne s’est pas encore réuni" in claire.gives("circles came supervision-1 all")
    chat.until(FIRST + 3 * DAY + timedelta(hours=2))
    assert "supervision-2 all, ou des noms" in claire.heard()
    told = claire.gives("circles came supervision-1 Ana, Zoé")
    assert "Présence notée pour 1 personne" in told
    assert "Je ne trouve pas ce nom : Zoé" in told
    chat.until(FIRST + 11 * DAY)
    states = {each.circle_id: each.state for each in chat.all(Meeting) if each.starts_at == FIRST}
    assert sorted(states.values()) == ["held", "missed"]
    assert "Présence notée pour" in claire.gives("circles came supervision-2 all")


def test_another_date_is_another_question(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana = mentors["Ana"]
    ana.says("mon cercle")
    ana.presses("Je ne pourrai pas venir")
    code = _code(chat, ana)
    told = claire.gives(f"circles date {code} 25 février 2016 17h")
    assert f"{code} se réunit jeudi 25 février à 17 h" in told
    assert "change de date : jeudi 25 février, 17 h – 18 h" in ana.heard()
    place = chat.only(Presence, enrolment_id=ana.enrolment.id)
    assert place.answer == ""
    assert "c’est déjà passé" in claire.gives(f"circles date {code} 4 janvier 2016 17h")


def test_another_start_moves_the_meetings_too(
    chat: Chat, claire: Someone, mentors: dict[str, Someone], programme: Programme
) -> None:
    chat.moves(programme, "signup")
    formed(claire)
    mentors["Ana"].heard()
    claire.gives("dates 2016-02-09")
    told = mentors["Ana"].heard()
    assert "Le programme change de dates" in told
    assert "• lundi 29 février, 12 h 30 – 13 h 30" in told
    assert "• lundi 28 mars, 12 h 30 – 13 h 30" in told, "at the same hour, whatever the season"


def test_whoever_only_reads_sees_the_circles_and_forms_none(
    chat: Chat, claire: Someone, mentors: dict[str, Someone], programme: Programme
) -> None:
    boss = chat.person("boss")
    boss.joins()
    with chat.database.work(chat.clock.now()) as work:
        work.add(Coordination(programme_id=programme.id, person_id=boss.person.id, rights="reader"))
    assert "Supervision (supervision)" in boss.gives("circles")
    boss.gives("circles form supervision")
    assert chat.all(Circle) == []


def test_a_meeting_that_loses_its_people_is_told_to_the_coordinator_once(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    circle = together(chat, mentors, "Chloé")
    meeting = _meeting(chat, circle[0])
    claire.heard()
    for each in circle:
        each.sends(f"meeting:{meeting.id}:no")
    heard = claire.heard()
    assert heard.count("il ne reste que 2 personnes qui puissent venir") == 1


def test_dissolving_asks_once_and_tells_everybody(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana = mentors["Ana"]
    code = _code(chat, ana)
    ana.heard()
    assert f"Dissoudre {code} ?" in claire.gives(f"circles dissolve {code}")
    assert "est dissous" in claire.presses("Dissoudre ce cercle")
    assert "ne se réunira plus" in ana.heard()
    assert "déjà dissous" in claire.presses("Dissoudre ce cercle")
    chat.until(FIRST)
    assert ana.heard() == ""
    assert "ne sert plus" in ana.presses("Voir mon cercle")


def test_a_stranger_presses_nothing_of_a_circle(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    eve = chat.person("eve")
    eve.joins()
    meeting = chat.all(Meeting)[0]
    for action in (
        f"circle:{meeting.circle_id}",
        f"meeting:{meeting.id}:yes",
        f"there:{meeting.id}:yes",
        f"tick:{meeting.id}",
        f"minutes:{meeting.id}",
        f"minutes-read:{meeting.id}",
        f"dilemma:{meeting.circle_id}",
        f"circle-dissolve:{meeting.circle_id}",
        "circles:1:supervision:approve",
    ):
        assert "ne sert plus" in eve.sends(action), action
    assert chat.all(Presence) == []


def test_a_programme_without_circles_says_so(chat: Chat) -> None:
    programme: Programme = chat.programme(state="running")
    claire = chat.person("claire")
    claire.joins()
    chat.coordinates(claire, programme)
    assert "ne prévoit pas de cercle" in claire.gives("circles")


def _meeting(chat: Chat, someone: Someone) -> Meeting:
    found = chat.all(Meeting, circle_id=circle_of(chat, someone).id)
    first: Meeting = min(found, key=lambda each: each.starts_at)
    return first


def _code(chat: Chat, someone: Someone) -> str:
    circle = circle_of(chat, someone)
    return f"{circle.key}-{circle.number}"


def test_ones_next_meeting_is_that_of_the_circle_too(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana, ines = mentors["Ana"], mentors["Inès"]
    told = ana.says("c’est quand ma prochaine réunion ?")
    assert "Prochaine rencontre de Supervision 1 : lundi 22 février, 12 h 30 – 13 h 30." in told
    assert "pas encore de binôme" not in told
    told = ines.says("when is my next meeting?")
    assert "Next meeting of Supervision 1: Monday 22 February, 11:30–12:30." in told
    ines.presses("I’ll be there")
    assert "You said you’ll be there." in ines.says("next meeting")
    paul = chat.person("paul", name="Paul Roy")
    chat.enrols(paul, "mentee")
    chat.pairs(paul, ana)
    told = ana.says("ma prochaine séance ?")
    assert told.index("Paul Roy") < told.index("Prochaine rencontre de Supervision 1")
    assert "Supervision" not in paul.says("ma prochaine séance ?")


def test_coming_or_not_is_said_in_words_and_may_change(
    chat: Chat, claire: Someone, mentors: dict[str, Someone]
) -> None:
    formed(claire)
    ana, ines = mentors["Ana"], mentors["Inès"]
    assert "vous ne serez pas là lundi 22 février" in ana.says("Je ne pourrai pas venir")
    assert "on vous attend lundi 22 février" in ana.says("finalement je viendrai à la réunion")
    assert "expects you on Monday 22 February" in ines.says("I’ll be there")
    assert "you won’t be there" in ines.says("sorry, I can’t make it").lower()
    chat.until(FIRST + timedelta(days=40))
    assert "vous ne serez pas là" not in ana.says("je ne viendrai pas"), "none is to come"
