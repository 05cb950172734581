"""Asking for an hour now: understood in a sentence, put to the best people in turn, then met."""

from datetime import date
from typing import Any

import pytest

from bot.people.directory import read_people
from bot.people.importing import import_people
from bot.programme.template import load
from bot.report.facts import gather
from bot.report.figures import figures
from bot.understanding.asked import Asked, asked_in
from storage.nouns import Call, Notice, Pair, Programme, Session
from tests.client import Chat, Someone

ASK, DROP, NO = "Demander à Bruno", "Annuler ma demande", "Pas cette fois"


def on_request(chat: Chat, state: str = "running", **changed: Any) -> Programme:
    """A programme of sessions on request, where nobody is paired beforehand."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    plan = {"allowed": True, "paired": False, "minutes": [30, 60], **changed}
    return chat.programme(
        state=state, starts_on=date(2016, 1, 4), calendar=calendar, on_request=plan
    )


def mentor(chat: Chat, user: str, name: str, *skills: str, **answers: Any) -> Someone:
    someone = chat.person(user, name=name)
    chat.enrols(someone, "mentor", skills=[*skills], topics=[], **answers)
    someone.heard()
    return someone


def mentee(chat: Chat, user: str, name: str, **more: Any) -> Someone:
    someone = chat.person(user, name=name, **more)
    chat.enrols(someone, "mentee")
    someone.heard()
    return someone


@pytest.fixture
def agnes(chat: Chat) -> Someone:
    on_request(chat)
    return mentee(chat, "agnes", "Agnès Martin")


@pytest.fixture
def bruno(chat: Chat, agnes: Someone) -> Someone:
    return mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams", "Excel")


@pytest.fixture
def ines(chat: Chat, bruno: Someone) -> Someone:
    return mentor(chat, "ines", "Inès Roy", "Les canaux de Teams et de Slack")


def asks(agnes: Someone) -> str:
    """She asks for an hour on Teams this week, and of Bruno."""
    agnes.says("J’ai besoin d’une heure sur Teams")
    agnes.says("cette semaine")
    return agnes.presses(ASK)


def test_from_a_sentence_to_an_agreed_session(chat: Chat, agnes, bruno, ines) -> None:
    asked = agnes.says("J’ai besoin d’une heure sur Teams")
    assert "C’est pour quand ?" in asked  # the subject and the length were said
    told = agnes.says("cette semaine")
    assert told.startswith("Pour « Teams », voici qui peut vous aider :\nBruno Petit\n")
    assert "• Animer une réunion sur Teams\n• Prochains moments qui conviennent aux deux : " in told
    assert agnes.shown() == [ASK, "Demander à Inès", DROP]
    assert "C’est parti : j’ai écrit à Bruno Petit. Sans réponse d’ici jeudi 7 janvier" in (
        agnes.presses(ASK)
    )
    put = bruno.heard()
    assert put.startswith("Agnès Martin aimerait une séance de 1 h avec vous : « Teams ».")
    assert "Dire non est tout aussi bien" in put
    assert bruno.shown() == ["jeudi 7 janvier à 9 h", "mardi 12 janvier à 9 h", NO]
    assert ines.heard() == ""
    assert "C’est fixé avec Agnès Martin : mardi 12 janvier, 9 h – 10 h.\nSujet : « Teams »" in (
        bruno.presses("mardi 12 janvier à 9 h")
    )
    assert "C’est fixé avec Bruno Petit : mardi 12 janvier, 9 h – 10 h." in agnes.heard()
    session = chat.only(Session)
    assert (session.state, session.minutes, session.about) == ("planned", 60, "Teams")
    assert chat.only(Pair).calls == 1
    call = chat.only(Call)
    assert (call.state, call.session_id) == ("met", session.id)


def test_two_people_of_one_first_name_are_told_apart(chat: Chat, agnes, bruno) -> None:
    mentor(chat, "other", "Bruno Roy", "Les canaux de Teams et de Slack")
    agnes.says("J’ai besoin d’une heure sur Teams")
    agnes.says("cette semaine")
    assert agnes.shown() == ["Demander à Bruno Petit", "Demander à Bruno Roy", DROP]


def test_it_is_reminded_polled_and_another_is_one_press_away(chat: Chat, agnes, bruno) -> None:
    asks(agnes)
    bruno.presses("jeudi 7 janvier à 9 h")
    agnes.heard()
    chat.until(chat.only(Session).starts_at)
    assert "Demain, vous retrouvez Bruno Petit" in agnes.heard()
    chat.later(hours=3)
    assert "est passée. Deux ou trois clics ?" in agnes.heard()
    agnes.says("oui")
    agnes.says("5")
    agnes.says("oui")
    assert "Un autre besoin ? Dites-le-moi, et je cherche." in agnes.says("passer")
    assert chat.only(Session).state == "held"
    assert "De quoi avez-vous besoin ?" in agnes.presses("Demander une séance")
    # A pair that a call made is never nudged: whoever needs more says so.
    agnes.says("annuler")
    bruno.heard()
    chat.later(days=30)
    assert "séance" not in agnes.heard().replace("une séance de plus", "")
    assert not chat.all(Notice)


def test_the_form_asks_what_was_not_said(agnes, bruno) -> None:
    assert "De quoi avez-vous besoin ?" in agnes.says("demander une séance")
    assert "Combien de temps vous faut-il ?" in agnes.says("Animer une réunion sur Teams")
    assert [option.label for option in agnes.asked().options] == ["30 min", "1 h"]
    assert "C’est pour quand ?" in agnes.presses("30 min")
    assert "Je n’ai pas trouvé cette réponse" in agnes.says("quand les poules auront des dents")
    assert "Bruno Petit" in agnes.presses("Rien ne presse")


def test_the_one_precise_point(chat: Chat) -> None:
    on_request(chat, precise=True, minutes=[60])
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams")
    asked = agnes.says("J’ai besoin d’une heure sur Teams")
    assert "Sur quel point précis voulez-vous avancer ? En une phrase." in asked
    agnes.says("Comment lancer un sondage sans quitter la réunion ?")
    agnes.says("1")
    agnes.presses(ASK)
    assert "La question précise : « Comment lancer un sondage" in bruno.heard()
    bruno.presses(bruno.shown()[0])
    assert chat.only(Session).about == "Comment lancer un sondage sans quitter la réunion ?"


def test_not_this_time_and_the_next_is_asked(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.heard()
    assert bruno.presses(NO) == "C’est noté, merci d’avoir répondu. Je demande à quelqu’un d’autre."
    assert "Bruno Petit ne peut pas cette fois. Je demande à Inès Roy" in agnes.heard()
    assert "« Teams »" in ines.heard()
    # A second press, and a yes after a no, come to nothing more.
    assert "n’attend plus de réponse" in bruno.presses(NO)
    ines.presses("jeudi 7 janvier à 9 h")
    assert "n’attend plus de réponse" in bruno.presses("jeudi 7 janvier à 9 h")
    assert "C’est déjà fixé avec vous" in ines.presses("jeudi 7 janvier à 9 h")
    assert len(chat.all(Session)) == 1


def test_silence_is_reminded_then_the_next_is_asked(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.heard()
    chat.later(hours=25)
    assert bruno.heard().startswith("Un mot, simplement : cette demande attend toujours")
    chat.later(hours=24)
    assert "Bruno Petit n’a pas pu répondre. Je demande à Inès Roy" in agnes.heard()
    assert "« Teams »" in ines.heard()
    # A late yes still counts: nobody has taken it, and whoever is asked hears that it is over.
    told = bruno.presses("mardi 12 janvier à 9 h")
    assert "C’est fixé avec Agnès Martin" in told
    assert "n’attend plus de réponse : vous n’avez rien à faire" in ines.heard()
    assert chat.only(Call).mentor_id == bruno.enrolment.id


def test_nobody_is_left_and_everybody_is_told(chat: Chat, agnes, bruno) -> None:
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, chat.only(Programme))
    claire.heard()
    asks(agnes)
    bruno.presses(NO)
    told = agnes.heard()
    assert "ne sont pas disponibles en ce moment, et je préfère vous le dire" in told
    assert "je cherche encore jusqu’au mardi 26 janvier" in told
    assert "attend aussi" not in told
    told = claire.heard()
    assert "Personne n’a pu prendre la demande de séance d’Agnès Martin" in told
    assert "Le besoin : « Teams »" in told
    assert "invitez quelqu’un qui connaît ce sujet" in told
    assert "« Teams » : 1 personne sollicitée" in claire.gives("requests")
    assert "chaque séance naît d’une demande" in claire.gives("health")
    assert "Voir les demandes" in claire.shown()
    # Somebody new can help: she asks again, and it is not held against her.
    mentor(chat, "ines", "Inès Roy", "Les canaux de Teams")
    agnes.presses("Demander une séance")
    for answer in ("Teams", "1 h", "cette semaine"):
        agnes.says(answer)
    assert "Demander à Inès" in agnes.shown()


def test_a_call_that_found_nobody_is_kept_until_somebody_can(chat: Chat, agnes, bruno) -> None:
    asks(agnes)
    bruno.presses(NO)
    agnes.heard()
    luc = mentee(chat, "luc", "Luc Noir")
    luc.says("J’ai besoin d’une heure sur la broderie")
    assert "Une autre demande attend aussi." in luc.says("cette semaine")
    chat.later(days=1)
    assert agnes.heard() == "", "nobody is free yet, and she was told until when"
    ines = mentor(chat, "ines", "Inès Roy", "Les canaux de Teams")
    chat.later(days=2)
    assert "Bonne nouvelle pour « Teams » : Inès Roy pourrait vous aider." in agnes.heard()
    assert "« Teams »" in ines.heard()
    assert "C’est fixé avec Agnès Martin" in ines.presses(ines.shown()[0])
    (notice,) = [each for each in chat.all(Notice) if each.subject == "call:1"]
    assert notice.state == "handled"
    luc.heard()
    chat.later(days=21)
    told = luc.heard()
    assert "Je n’ai trouvé personne pour « La broderie », et je cesse de chercher" in told
    assert luc.shown() == ["Demander une séance"]
    settled = {each.subject: each.state for each in chat.all(Notice)}
    assert (settled["call:1"], settled["call:2"]) == ("handled", "handled")


def test_who_gives_up_a_call_that_was_kept_hears_no_more_of_it(chat: Chat, agnes, bruno) -> None:
    agnes.says("J’ai besoin d’une heure sur la broderie au point de croix")
    agnes.says("rien ne presse")
    old = agnes.action_of(DROP)
    assert "C’est annulé." in agnes.presses(DROP)
    assert chat.only(Call).state == "dropped"
    assert chat.only(Notice).state == "handled", "nobody is to be found any more"
    assert "Ce bouton ne sert plus" in agnes.sends(old[0])
    chat.later(days=25)
    assert "broderie" not in agnes.heard()


def test_who_asks_again_is_looked_for_once(chat: Chat, agnes, bruno) -> None:
    for _ in range(2):
        agnes.says("J’ai besoin d’une heure sur la broderie au point de croix")
        agnes.says("rien ne presse")
    agnes.heard()
    ines = mentor(chat, "ines", "Inès Roy", "La broderie au point de croix")
    chat.later(days=1, hours=4)
    assert agnes.heard().count("Bonne nouvelle") == 1
    assert ines.heard().count("aimerait une séance") == 1


def test_in_english_a_call_is_kept_as_well(chat: Chat, agnes, bruno) -> None:
    chat.change(agnes.person, locale="en", locale_chosen=True)
    agnes.says("I need an hour on cross-stitch embroidery")
    told = agnes.says("no hurry")
    assert "no mentor has offered that yet" in told
    assert "go on looking until Tuesday 26 January" in told


def test_nobody_knows_that_subject(chat: Chat, agnes, bruno) -> None:
    agnes.says("J’ai besoin d’une heure sur la broderie au point de croix")
    told = agnes.says("rien ne presse")
    assert "personne ne s’est encore proposé parmi les mentors" in told
    assert chat.only(Call).state == "alone"
    assert chat.only(Notice).kind == "call-alone"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"languages": ["en"]}, "ne parlent aucune des langues que vous avez indiquées"),
        ({"halfdays": ["sat-am"]}, "n’ont aucune demi-journée en commun avec vous"),
        ({"team": "Finance"}, "ne peuvent pas prendre cette séance"),
        ({"state": "paused"}, "ne sont pas disponibles en ce moment"),
    ],
)
def test_whoever_found_nobody_hears_the_true_reason(
    chat: Chat, agnes: Someone, bruno: Someone, changed: dict[str, Any], told: str
) -> None:
    """Somebody offers it, and is kept from her by something else."""
    chat.change(agnes.enrolment, answers={**agnes.enrolment.answers, "team": "Finance"})
    if "state" in changed:
        chat.change(bruno.enrolment, **changed, paused_until=date(2016, 3, 1))
    else:
        chat.change(bruno.enrolment, answers={**bruno.enrolment.answers, **changed})
    agnes.says("J’ai besoin d’une heure sur Teams")
    said = agnes.says("rien ne presse")
    assert told in said
    assert "personne ne s’est encore proposé" not in said


def test_rules_capacity_and_absence_are_respected(chat: Chat, agnes, bruno, ines) -> None:
    """A colleague of the same team, someone full and someone away are not shown."""
    chat.change(agnes.enrolment, answers={**agnes.enrolment.answers, "team": "Finance"})
    chat.change(ines.enrolment, answers={**ines.enrolment.answers, "team": "Finance"})
    away = mentor(chat, "tom", "Tom Leroy", "Animer une réunion sur Teams")
    chat.change(away.enrolment, state="paused", paused_until=date(2016, 3, 1))
    full = mentor(chat, "zoe", "Zoé Blanc", "Animer une réunion sur Teams", capacity="1")
    other = mentee(chat, "luc", "Luc Noir")
    other.says("J’ai besoin d’une heure sur Teams")
    other.says("cette semaine")
    other.presses("Demander à Zoé")
    full.presses(full.shown()[0])
    agnes.says("J’ai besoin d’une heure sur Teams")
    agnes.says("cette semaine")
    assert agnes.shown() == [ASK, DROP]


def test_one_at_a_time_and_so_many_each(chat: Chat) -> None:
    on_request(chat, each=1, minutes=[60])
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams")
    asks(agnes)
    assert "attend la réponse de Bruno Petit" in agnes.says("J’ai besoin d’une heure sur Excel")
    bruno.presses(bruno.shown()[0])
    agnes.heard()
    assert "une séance par personne" in agnes.says("J’ai besoin d’une heure sur Excel")
    # One that is cancelled was not had.
    agnes.says("annuler la séance")
    agnes.presses("Annuler la séance")
    assert "C’est pour quand ?" in agnes.says("J’ai besoin d’une heure sur Teams")


def test_a_request_is_withdrawn(chat: Chat, agnes, bruno) -> None:
    asks(agnes)
    bruno.heard()
    assert agnes.presses(DROP) == "C’est annulé. Redemandez-moi quand vous voulez."
    assert "n’attend plus de réponse : vous n’avez rien à faire" in bruno.heard()
    assert "n’attend plus de réponse" in bruno.presses("jeudi 7 janvier à 9 h")
    assert "ne sert plus" in agnes.presses(DROP)
    assert not chat.all(Session)


def test_whoever_leaves_is_waited_for_no_more(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.says("je veux arrêter")
    bruno.presses("Quitter le programme")
    chat.tick()
    assert "Je demande à Inès Roy" in agnes.heard()
    agnes.says("je veux arrêter")
    agnes.presses("Quitter le programme")
    chat.tick()
    assert chat.only(Call).state == "dropped"
    ines.heard()
    assert "n’attend plus de réponse" in ines.presses("jeudi 7 janvier à 9 h")


def test_whoever_takes_a_break_is_waited_for_no_more(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.says("je voudrais faire une pause")
    bruno.says("1er mars")
    chat.tick()
    assert "Je demande à Inès Roy" in agnes.heard()


def test_a_slot_taken_meanwhile_is_replaced(chat: Chat, agnes, bruno) -> None:
    luc = mentee(chat, "luc", "Luc Noir")
    asks(agnes)
    luc.says("J’ai besoin d’une heure sur Teams")
    luc.says("cette semaine")
    luc.presses(ASK)
    bruno.heard()
    slot = "jeudi 7 janvier à 9 h"
    bruno.presses(slot)  # Luc's, the latest shown
    first, *_ = [each for each in chat.all(Call) if each.state == "asked"]
    told = bruno.sends(f"call-yes:{first.id}:201601070800")
    assert "Ce moment n’est plus libre." in told
    assert slot not in bruno.shown()
    bruno.presses(bruno.shown()[0])
    starts = sorted(each.starts_at for each in chat.all(Session))
    assert len(starts) == len(set(starts)) == 2


def test_what_was_never_offered_is_not_taken(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    call = chat.only(Call)
    assert "ne sert plus" in ines.sends(f"call-yes:{call.id}:201601070800")
    assert "ne sert plus" in bruno.sends(f"call-yes:{call.id}:201601090300")
    assert "ne sert plus" in bruno.sends(f"call-to:{call.id}:{bruno.enrolment.id}")
    assert "ne sert plus" in ines.sends(f"call-no:{call.id}")
    assert "ne sert plus" in bruno.sends("call-yes:999:201601070800")
    assert not chat.all(Session)


def test_hours_are_counted_shown_and_given_back(chat: Chat) -> None:
    on_request(chat, hours=4, minutes=[60])
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams", hours="1")
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, chat.only(Programme))
    asks(agnes)
    assert "Vous offrez 1 h : il vous reste 1 h." in bruno.heard()
    assert "tout est déjà pris" in bruno.presses(bruno.shown()[0])
    assert "1 h, tout est pris" in claire.gives("requests")
    assert "1 h, tout est pris" in claire.gives("people Bruno")
    luc = mentee(chat, "luc", "Luc Noir")
    luc.says("J’ai besoin d’une heure sur Teams")
    assert "ne sont pas disponibles en ce moment" in luc.says("cette semaine")
    agnes.says("annuler la séance")
    agnes.presses("Annuler la séance")
    assert "1 h sur 1 h" in claire.gives("requests")
    assert "il vous reste 1 h" in bruno.says("ma situation")
    luc.presses("Demander une séance")
    luc.says("Teams")
    luc.says("cette semaine")
    luc.presses(ASK)
    bruno.presses(bruno.shown()[0])
    # The hour is Luc's now: Agnès cannot plan hers again with Bruno.
    pair = next(each for each in chat.all(Pair) if each.mentee_id == agnes.enrolment.id)
    agnes.heard()
    assert "sont prises désormais" in agnes.sends(f"plan:{pair.id}")


def test_hours_are_asked_when_signing_up_and_never_elsewhere(chat: Chat) -> None:
    on_request(chat, hours=4)
    bruno = chat.person("bruno", name="Bruno Petit")
    bruno.says("Je peux transmettre Excel")
    for answer in ("oui", "10", "4", "Des exemples", "On débute tous", "2"):
        bruno.says(answer)
    assert "Combien d’heures offrez-vous en tout" in bruno.said_last()
    bruno.says("3 heures")
    for answer in ("mardi matin", "français", "à distance"):
        bruno.says(answer)
    bruno.says("passer")
    bruno.says("passer")
    assert "Je vous écrirai quand quelqu’un aura besoin" in bruno.says("oui")
    assert bruno.enrolment.answers["hours"] == "3"


def test_people_join_while_it_runs_and_ask_at_once(chat: Chat) -> None:
    on_request(chat, minutes=[60])
    mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams")
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.says("bonjour")
    assert "[Je veux apprendre]" in agnes.said_last()
    told = agnes.says("J’ai besoin d’une heure sur Teams")
    assert "J’ai noté votre souhait : « Teams »" in told
    for answer in ("oui", "10", "Animer une réunion sur Teams", "rien", "2", "mardi matin"):
        agnes.says(answer)
    for answer in ("français", "à distance", "passer", "passer"):
        agnes.says(answer)
    assert "Écrivez-moi quand vous voulez" in agnes.says("oui")
    agnes.says("J’ai besoin d’une heure sur Teams")
    assert "Bruno Petit" in agnes.says("rien ne presse")


def test_before_it_runs_and_after(chat: Chat) -> None:
    programme = on_request(chat, state="signup")
    agnes = mentee(chat, "agnes", "Agnès Martin")
    assert "commencent le mardi 5 janvier" in agnes.says("J’ai besoin d’une heure sur Teams")
    chat.moves(programme, "closing")
    assert "se termine" in agnes.says("J’ai besoin d’une heure sur Teams")


def test_an_unpaired_programme_has_no_kick_off_to_give(chat: Chat) -> None:
    programme = on_request(chat, state="signup")
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    told = claire.gives("kickoff")
    assert "il n’y a pas de coup d’envoi à donner" in told
    assert "formez les binômes" not in told


def test_an_unpaired_programme_starts_by_itself_and_matches_nobody(chat: Chat) -> None:
    programme = on_request(chat, state="signup")
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    assert "personne n’est apparié d’avance" in claire.gives("match")
    assert "les inscriptions restent ouvertes" in claire.gives("status")
    assert "Commencer les séances" in claire.shown()
    chat.later(hours=1)
    assert chat.only(Programme).state == "running"
    assert "personne n’est apparié d’avance" in claire.gives("rematch")
    assert "Personne n’a encore demandé" in claire.gives("requests")


def test_where_pairs_exist_their_own_mentor_gives_one_more(chat: Chat) -> None:
    """Orange's second session, on request: it is the pair's own, beyond the number foreseen."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    request = {"allowed": True, "minutes": [60]}
    chat.programme(
        state="running", starts_on=date(2016, 1, 4), calendar=calendar, on_request=request
    )
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams")
    chat.pairs(agnes, bruno)
    asks(agnes)
    bruno.presses(bruno.shown()[0])
    session, pair = chat.only(Session), chat.only(Pair)
    assert (session.extra, session.about, pair.calls) == (True, "Teams", 0)


def test_where_nothing_is_asked_for_the_pair_plans(chat: Chat) -> None:
    chat.programme(state="running", starts_on=date(2016, 1, 4))
    agnes = mentee(chat, "agnes", "Agnès Martin")
    told = agnes.says("J’ai besoin d’une heure sur Teams")
    assert "les séances se fixent avec votre binôme" in told
    assert "pas encore de binôme" in agnes.presses("Planifier avec mon binôme")


def test_a_mentor_is_told_how_it_goes(chat: Chat, agnes, bruno) -> None:
    assert "c’est vous que l’on sollicite" in bruno.says("J’ai besoin d’une heure sur Excel")
    assert "je vous écris quand quelqu’un a besoin" in bruno.says("qui est mon binôme ?")
    told = agnes.says("qui est mon binôme ?")
    assert "pas de binôme fixe" in told
    assert "De quoi avez-vous besoin ?" in agnes.presses("Demander une séance")


def test_an_extra_session_is_offered_where_the_plan_has_one(chat: Chat) -> None:
    """After the last session foreseen, one more is a press away, and the limit is kept."""
    plan = load("pwn-digital-2016")
    calendar = plan.calendar.model_dump() | {"midway": None}
    sessions = plan.sessions.model_dump() | {"count": 1, "extra": 1}
    sessions["prepare"] = {"fr": ["Venez."], "en": ["Come."]}
    chat.programme(
        state="running", starts_on=date(2016, 1, 4), calendar=calendar, sessions=sessions
    )
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Teams")
    chat.pairs(agnes, bruno)
    told = ""
    for times in (1, 2):
        agnes.says("planifier une séance" if times == 1 else "1")
        if times == 1:
            agnes.says("1")
        agnes.says("passer")
        bruno.presses("Accepter cette date")
        agnes.heard()
        chat.until(chat.all(Session)[-1].starts_at)
        chat.later(hours=4)
        agnes.heard()
        for answer in ("oui", "5", "oui"):
            agnes.says(answer)
        told = agnes.says("passer")
        if times == 1:
            assert "vous pouvez en demander une de plus" in told
            assert "Une séance de plus avec Bruno Petit" in agnes.presses(
                "Demander une séance de plus"
            )
    assert "une de plus" not in told
    assert "Le programme n’en prévoit pas d’autre" in agnes.says("une séance de plus")


def test_the_same_in_english(chat: Chat) -> None:
    on_request(chat, hours=3, precise=True, minutes=[60])
    english: dict[str, Any] = {"locale": "en-GB", "zone": "Europe/London"}
    anna = mentee(chat, "anna", "Anna Moore", **english)
    tom = chat.person("tom", name="Tom Reed", **english)
    chat.enrols(tom, "mentor", skills=["Pivot tables in Excel"], topics=[], hours="2")
    tom.heard()
    assert "Which precise point do you want to settle?" in anna.says("I need an hour on Excel")
    anna.says("How do I group dates by quarter?")
    told = anna.says("this week")
    assert "For “Excel”, here is who can help you:\nTom Reed\n• Pivot tables in Excel" in told
    assert "I have written to Tom Reed" in anna.presses("Ask Tom")
    put = tom.heard()
    assert "Anna Moore would like a session of 1 hour with you: “Excel”." in put
    assert "The precise question: “How do I group dates by quarter?”" in put
    assert "You offer 2 hours: 2 hours left." in put
    assert "Topic" not in tom.presses(tom.shown()[0])
    assert "Subject: “How do I group dates by quarter?”" in anna.heard()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("J’ai besoin d’une heure sur Teams", Asked("Teams", 60)),
        ("I need an hour on Excel", Asked("Excel", 60)),
        ("Une demi-heure avec une experte sur la cybersécurité", Asked("La cybersécurité", 30)),
        ("30 minutes sur les macros cette semaine, merci", Asked("Les macros", 30)),
        ("Can I have half an hour about pivot tables, please?", Asked("Pivot tables", 30)),
        ("demander une séance", Asked("", 0)),
        ("une heure avec mon mentor", Asked("", 60)),
        ("qui est libre pour m’aider une heure ?", Asked("", 60)),
    ],
)
def test_what_a_sentence_asks_for(text: str, asked: Asked) -> None:
    assert asked_in(text) == asked


def test_whoever_is_erased_leaves_no_words(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.presses("jeudi 7 janvier à 9 h")
    agnes.says("J’ai besoin d’une heure sur les canaux de Slack et le dossier Zébulon")
    agnes.says("rien ne presse")
    agnes.presses("Demander à Inès")
    agnes.says("effacez mes données")
    agnes.presses("Effacer définitivement")
    chat.tick()
    kept = [each for each in chat.everything().splitlines() if "Zébulon" in each]
    # What was already on its way to somebody leaves the outbox on its own day.
    assert all(each.startswith("outgoing:") for each in kept)
    assert all(each.subject == "" for each in chat.all(Call))
    assert all(each.about == "" for each in chat.all(Session))


def test_the_report_counts_what_was_asked_for(chat: Chat, agnes, bruno, ines) -> None:
    asks(agnes)
    bruno.presses("jeudi 7 janvier à 9 h")
    chat.until(chat.only(Session).starts_at)
    chat.later(hours=3)
    for answer in ("oui", "5", "oui", "passer"):
        agnes.says(answer)
    luc = mentee(chat, "luc", "Luc Noir")
    luc.says("J’ai besoin d’une heure sur la broderie au point de croix")
    luc.says("rien ne presse")
    with chat.reading() as work:
        facts = gather(work, work.get(Programme, chat.only(Programme).id))
    found = figures(facts)
    asked = found.requests
    assert asked is not None
    assert (asked.asked, asked.met, asked.alone, asked.held, asked.minutes) == (2, 1, 1, 1, 60)
    assert (found.sessions.expected, found.sessions.held, found.sessions.extra) == (1, 1, 0)
    assert found.pairs.unmatched_mentees == found.pairs.unmatched_mentors == 0
    assert all(each.subject == "" for each in facts.calls)
    assert found.exchanges is None


def test_hours_that_a_coordinator_imported_are_proposed_and_theirs_to_change(chat: Chat) -> None:
    programme = on_request(chat, hours=6)
    rows = read_people(b"name,email,role,hours\nBruno Petit,bruno@exemple.fr,mentor,3 h\n").people
    with chat.database.work(chat.clock.now()) as work:
        import_people(work, rows, work.get(Programme, programme.id))
    bruno = chat.person("bruno", name="Bruno Petit", email="bruno@exemple.fr")
    bruno.joins()
    bruno.presses("M’inscrire")
    for answer in ("oui", "Excel", "10", "4", "Des exemples", "On débute tous", "2"):
        bruno.says(answer)
    assert "Quand êtes-vous libre" in bruno.said_last()  # the hours are known already
    for answer in ("mardi matin", "français", "à distance", "passer"):
        bruno.says(answer)
    assert "Heures que j’offre : 3 heures" in bruno.says("passer")
    bruno.says("oui")
    assert bruno.enrolment.answers["hours"] == "3"


@pytest.mark.parametrize("words", ["oui", "ok merci", "non", "non merci"])
def test_a_bare_yes_or_no_brings_the_question_back(
    agnes: Someone, bruno: Someone, words: str
) -> None:
    asks(agnes)
    bruno.heard()
    told = bruno.says(words)
    assert "Agnès Martin" in told
    bruno.presses(NO)


def test_whoever_gives_one_hour_is_not_told_that_all_are_held(chat: Chat) -> None:
    on_request(chat, hours=4, minutes=[60])
    agnes = mentee(chat, "agnes", "Agnès Martin")
    bruno = mentor(chat, "bruno", "Bruno Petit", "Animer une réunion sur Teams", hours="3")
    asks(agnes)
    bruno.presses(bruno.shown()[0])
    chat.later(days=9)
    for answer in ("oui", "5", "oui", "passer"):
        agnes.says(answer)
    assert chat.only(Session).state == "held"
    chat.later(days=3)
    assert "toutes vos séances" not in bruno.heard()
