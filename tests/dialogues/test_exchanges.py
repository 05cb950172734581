"""Two people who learn from each other: said at sign-up, matched both ways, leading in turn."""

from datetime import date
from typing import Any

import pytest

from bot.message import Attachment
from bot.programme.template import load
from bot.report.facts import gather
from bot.report.figures import figures
from storage.nouns import Draft, File, Pair, Poll, Programme, Proposal, Session
from tests.client import Chat, Someone

AGNES_LEARNS, AGNES_TEACHES = "Monter une courte vidéo Instagram", "Négocier un contrat"
BRUNO_LEARNS, BRUNO_TEACHES = "Négocier un contrat de freelance", "Monter une vidéo Instagram"


def exchanges(chat: Chat, **changed: Any) -> Programme:
    """A programme in which everybody learns and teaches."""
    calendar = load("pwn-digital-2016").calendar.model_dump() | {"midway": None}
    rules = {"strategy": "two-way", "common_halfday": True}
    return chat.programme(
        **{"calendar": calendar, "signup": {"roles": ["both"]}, "rules": rules, **changed}
    )


@pytest.fixture
def claire(chat: Chat) -> Someone:
    programme = exchanges(chat)
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    claire.heard()
    return claire


def enrolled(chat: Chat, user: str, name: str, learns: str, teaches: str, **more: Any) -> Someone:
    someone = chat.person(user, name=name, **more)
    chat.enrols(someone, "both", objectives=[learns], skills=[teaches], topics=[], teaches=[])
    someone.heard()
    return someone


@pytest.fixture
def paired(chat: Chat, claire: Someone) -> tuple[Someone, Someone]:
    """Agnès and Bruno, whom matching put together, on the day after the kick-off."""
    agnes = enrolled(chat, "agnes", "Agnès Martin", AGNES_LEARNS, AGNES_TEACHES)
    bruno = enrolled(chat, "bruno", "Bruno Petit", BRUNO_LEARNS, BRUNO_TEACHES)
    claire.gives("match")
    claire.gives("review approve all")
    claire.gives("kickoff")
    chat.moves(chat.only(Programme), "running")
    return agnes, bruno


def learner(chat: Chat, paired: tuple[Someone, Someone]) -> tuple[Someone, Someone]:
    """Who learns in the first session, and who leads it."""
    pair = chat.only(Pair)
    agnes, bruno = paired
    return (agnes, bruno) if agnes.enrolment.id == pair.mentee_id else (bruno, agnes)


def test_sign_up_asks_what_one_learns_and_what_one_teaches(chat: Chat) -> None:
    exchanges(chat)
    agnes = chat.person("agnes", name="Agnès Martin")
    assert agnes.says("bonjour").count("[Je veux apprendre et transmettre]") == 1
    told = agnes.says("Je voudrais apprendre Instagram")
    assert "Ici, chaque personne apprend et transmet tour à tour." in told
    agnes.says("oui")
    agnes.says("Instagram")
    for answer in ("rien", "2"):
        agnes.says(answer)
    assert "Que pouvez-vous apprendre à quelqu’un ?" in agnes.said_last()
    agnes.says("Négocier un contrat")
    assert "Et vous, sur quels sujets êtes-vous à l’aise ?" in agnes.said_last()
    for answer in ("LinkedIn", "On débute tous", "mardi matin", "français", "à distance"):
        agnes.says(answer)
    agnes.says("passer")
    agnes.says("passer")
    assert "dans les deux sens" in agnes.says("oui")
    kept = agnes.enrolment
    assert kept.role == "both"
    assert kept.answers["objectives"] == ["Instagram"]
    assert kept.answers["skills"] == ["Négocier un contrat"]
    assert (kept.answers["topics"], kept.answers["teaches"]) == (["instagram"], ["linkedin"])
    assert "pour apprendre et pour transmettre" in agnes.says("ma situation")


def test_somebody_who_offers_to_teach_signs_up_for_both_in_english(chat: Chat) -> None:
    exchanges(chat)
    tom = chat.person("tom", name="Tom Reed", locale="en-GB", zone="Europe/London")
    tom.says("hello")
    told = tom.says("I can teach LinkedIn to a senior colleague")
    assert "Here everybody learns and teaches in turn." in told
    draft = chat.only(Draft)
    assert (draft.form, draft.answers["skills"]) == ("both", ["LinkedIn"])
    tom.says("cancel")
    assert chat.only(Draft).state == "cancelled"


def test_half_a_sign_up_is_taken_up_where_it_was_left(chat: Chat) -> None:
    exchanges(chat)
    agnes = chat.person("agnes", name="Agnès Martin")
    agnes.says("bonjour")
    agnes.presses("Je veux apprendre et transmettre")
    agnes.says("oui")
    assert "Qu’aimeriez-vous savoir faire" in agnes.said_last()
    chat.later(days=3)
    assert "Reprendre où j’en étais" in agnes.heard()
    assert "Qu’aimeriez-vous savoir faire" in agnes.presses("Reprendre où j’en étais")


def test_a_pair_is_matched_on_both_directions(chat: Chat, claire: Someone) -> None:
    enrolled(chat, "agnes", "Agnès Martin", AGNES_LEARNS, AGNES_TEACHES)
    enrolled(chat, "bruno", "Bruno Petit", BRUNO_LEARNS, BRUNO_TEACHES)
    # Ines could teach Agnès better still, and gets nothing from her.
    enrolled(chat, "ines", "Inès Roy", "Chanter juste", "Monter une courte vidéo Instagram")
    told = claire.gives("match")
    assert "1" in told
    assert "dans les deux sens" in told
    proposal = chat.only(Proposal)
    both = {proposal.mentee_id, proposal.mentor_id}
    assert both == {chat.people[one].enrolment.id for one in ("agnes", "bruno")}
    assert proposal.why["needs"][0]["skill"]
    assert proposal.why["returns"][0]["skill"]
    assert f"· en retour : {proposal.why['returns'][0]['need']}" in claire.gives("review")
    told = claire.presses("Pourquoi ?")
    assert "En retour, voici ce qu’Agnès Martin transmet à Bruno Petit" in told
    claire.gives("review approve all")
    claire.gives("announce")
    told = claire.gives("people unmatched")
    assert "Inès Roy" in told
    assert "aucun sujet commun avec les personnes encore libres" in told
    assert "mentors encore libres" not in told
    # Nobody is in two: neither of them comes back as the other side of somebody else.
    assert len(chat.all(Pair)) == 1
    claire.gives("match")
    assert all(each.id == proposal.id or each.state != "proposed" for each in chat.all(Proposal))


def test_whoever_finds_everybody_taken_is_not_said_to_need_places(
    chat: Chat, claire: Someone
) -> None:
    """Nobody has two exchanges at once: what is missing is one more person."""
    enrolled(chat, "agnes", "Agnès Martin", AGNES_LEARNS, AGNES_TEACHES)
    enrolled(chat, "bruno", "Bruno Petit", BRUNO_LEARNS, BRUNO_TEACHES)
    enrolled(chat, "tom", "Tom Reed", AGNES_LEARNS, AGNES_TEACHES)
    told = claire.gives("match")
    assert "ont déjà quelqu’un" in told
    assert "une inscription de plus, sur des sujets qui se répondent, suffirait" in told
    assert "place" not in told


def test_the_announcement_tells_both_directions(chat: Chat, paired) -> None:
    first, second = learner(chat, paired)
    for me, other in ((first, second), (second, first)):
        told = me.heard()
        theirs = other.enrolment.answers
        assert "chaque personne apprend de l’autre, tour à tour" in told
        assert f"• {theirs['skills'][0]}" in told
        assert f"aimerait apprendre ceci de vous :\n• {theirs['objectives'][0]}" in told
        assert "À chaque séance, les rôles s’inversent." in told
    assert "La première séance est pour vous" in first.history[-2].text + first.history[-1].text
    assert "c’est vous qui la menez" in "".join(each.text for each in second.history)


def hold(chat: Chat, by: Someone, other: Someone) -> str:
    """They plan a session, hear of it, meet and say so; what `by` read when it was agreed."""
    by.says("planifier une séance")
    by.says("1")
    by.says("passer")
    other.presses("Accepter cette date")
    other.heard()
    agreed = by.heard()
    session = chat.all(Session)[-1]
    chat.until(session.starts_at)
    chat.later(hours=4)
    return agreed


def test_sessions_are_led_in_turn_and_everything_says_by_whom(chat: Chat, paired) -> None:
    first, second = learner(chat, paired)
    for one in (first, second):
        one.heard()
    aim = first.enrolment.answers["objectives"][0]
    agreed = hold(chat, first, second)
    assert f"mène la séance, sur votre objectif : « {aim} »" in agreed
    told = second.heard()
    whose = {"Agnès Martin": "d’Agnès Martin"}.get(first.person.name, f"de {first.person.name}")
    assert f"c’est vous qui menez la séance. L’objectif {whose}" in told
    assert f"Vous meniez cette séance, sur l’objectif {whose}" in told  # the poll
    assert "menait cette séance, sur votre objectif" in first.heard()
    for answer in ("oui", "5", "oui", "passer"):
        first.says(answer)
    # The second is the other's, even after one that was cancelled in between.
    first.says("planifier une séance")
    first.says("1")
    first.says("passer")
    told = second.heard()
    assert f"Cette fois, {first.person.name} mène la séance, sur votre objectif" in told
    second.presses("Accepter cette date")
    first.says("annuler la séance")
    first.presses("Annuler la séance")
    first.heard()
    second.heard()
    agreed = hold(chat, first, second)
    assert f"c’est vous qui menez la séance. L’objectif de {second.person.name}" in agreed
    files = [p for h in first.history for p in h.message.parts if isinstance(p, Attachment)]
    assert files
    assert chat.all(File)


def test_the_closing_poll_recalls_both_aims(chat: Chat, paired) -> None:
    first, second = learner(chat, paired)
    hold(chat, first, second)
    first.says("oui")
    first.heard()
    chat.moves(chat.only(Programme), "closing")
    chat.later(days=1)
    told = first.heard()
    assert f"Votre objectif : « {first.enrolment.answers['objectives'][0]} »." in told
    theirs = second.enrolment.answers["objectives"][0]
    assert f"avec votre aide : « {theirs} »" in told
    assert {each.form for each in chat.all(Poll)} == {"session", "closing"}


def test_the_same_in_english(chat: Chat, claire: Someone) -> None:
    english = {"locale": "en-GB", "zone": "Europe/London"}
    learns, teaches = "Edit a short Instagram video", "Negotiate a contract"
    agnes = enrolled(chat, "agnes", "Agnes Martin", learns, teaches, **english)
    tom = enrolled(chat, "tom", "Tom Reed", "Negotiate a contract", "Edit a video", **english)
    claire.gives("match")
    claire.gives("review approve all")
    claire.gives("kickoff")
    told = agnes.heard()
    assert "you will learn from each other, in turn" in told
    assert "Tom would like to learn this from you:\n• Negotiate a contract" in told
    assert "With Tom Reed, you learn and teach in turn." in agnes.says("who is my pair?")
    assert tom.heard()


def test_a_programme_with_roles_apart_is_as_before(chat: Chat) -> None:
    chat.programme(starts_on=date(2016, 2, 2))
    agnes = chat.person("agnes", name="Agnès Martin")
    shown = agnes.says("bonjour")
    assert "[Je veux apprendre]" in shown
    assert "[Je peux transmettre]" in shown


def test_the_report_tells_both_directions(chat: Chat, paired) -> None:
    first, second = learner(chat, paired)
    for _ in range(2):
        hold(chat, first, second)
        for answer in ("oui", "5", "oui", "passer"):
            first.says(answer)
    with chat.reading() as work:
        found = figures(gather(work, work.get(Programme, chat.only(Programme).id)))
    assert found.exchanges is not None
    assert (found.exchanges.pairs, found.exchanges.both, found.exchanges.one) == (1, 1, 0)
    assert found.requests is None


def test_whoever_is_asked_first_reads_both_directions(chat: Chat) -> None:
    programme = exchanges(chat, proposals={"ask": "both", "mentee_first": False})
    claire = chat.person("claire", name="Claire Marchetti")
    claire.joins()
    chat.coordinates(claire, programme)
    agnes = enrolled(chat, "agnes", "Agnès Martin", AGNES_LEARNS, AGNES_TEACHES)
    bruno = enrolled(chat, "bruno", "Bruno Petit", BRUNO_LEARNS, BRUNO_TEACHES)
    for words in ("match", "review approve all", "announce"):
        claire.gives(words)
    chat.later(hours=1)
    for me, other in ((agnes, bruno), (bruno, agnes)):
        told = me.heard()
        assert "Ici, chaque personne apprend de l’autre, tour à tour." in told
        theirs = other.enrolment.answers
        assert f"• {theirs['skills'][0]}" in told
        assert f"• {theirs['objectives'][0]}" in told
