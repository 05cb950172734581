"""Ten people in Slack and ten in Teams take part in one programme, from its pairs to its report."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot.pairs.both import both
from storage.nouns import Address, Enrolment, Outgoing, Pair, Programme, Session
from tests.platforms.mixed import Mixed
from tests.platforms.stage import Player
from tests.platforms.test_same_end import Fresh, fresh
from tests.slack.harness import Slack, emulators, slack

__all__ = ["emulators", "fresh", "slack"]
IN_SLACK = [
    *("Alice Un", "Béa Deux", "Carole Trois", "Diane Quatre", "Emma Cinq"),
    *("Farid Six", "Gaspard Sept", "Hugo Huit", "Ivan Neuf", "Jules Dix"),
]
IN_TEAMS = [
    *("Karim Onze", "Léo Douze", "Marc Treize", "Nino Quatorze", "Omar Quinze"),
    *("Paula Seize", "Rita Vingt", "Sonia Trente", "Tania Quarante", "Ursula Cent"),
]
# Those who learn in Slack speak French, those who teach there English: nobody is paired at home.
LEARN = {*IN_SLACK[:5], *IN_TEAMS[5:]}
WORDS = "Je serai en retard de dix minutes."


@pytest.fixture
def stage(fresh: Fresh, slack: Slack) -> Iterator[Mixed]:
    with Mixed(fresh("mixed"), slack, IN_SLACK) as made:
        yield made


@pytest.mark.slow
def test_one_programme_holds_people_of_both(stage: Mixed) -> None:
    helene = stage.player("Hélène Marin")
    are_there(stage, helene)
    pairs = are_paired(stage, helene)
    meet(stage, pairs)
    pass_words_on(*pairs[0])
    ends(stage, helene, pairs)
    with stage.database.reading(stage.clock.now()) as work:
        (programme,) = work.find(Programme)
        assert programme.state == "closed"
        assert {each.state for each in work.find(Pair)} == {"completed"}
        assert [each.state for each in work.find(Session)] == ["held"] * 10
        assert {each.state for each in work.find(Outgoing)} == {"sent"}
        assert len(work.find(Enrolment)) == 20
        kept = [each.payload for each in work.find(Outgoing)]
    assert WORDS not in str(kept), "what was passed on is kept nowhere"


def are_there(stage: Mixed, helene: Player) -> None:
    stage.programme()
    helene.arrives()
    stage.coordinates(helene)
    helene.gives("open")
    for name in (*IN_SLACK, *IN_TEAMS):
        player = stage.player(name)
        player.arrives()
        role = "mentee" if name in LEARN else "mentor"
        at_home = (name in IN_SLACK) == (role == "mentee")
        stage.enrols(player, role, "fr" if at_home else "en")
    with stage.database.reading(stage.clock.now()) as work:
        assert sorted(a.platform for a in work.find(Address)) == ["slack"] * 10 + ["teams"] * 11


def are_paired(stage: Mixed, helene: Player) -> list[tuple[Player, Player]]:
    """The mentee and the mentor of each pair, introduced where they are."""
    stage.until(at(1, 19))
    helene.gives("match")
    helene.gives("review approve all")
    helene.gives("announce")
    helene.hears("10 binômes présentés")
    pairs = []
    with stage.database.reading(stage.clock.now()) as work:
        for pair in work.find(Pair):
            sides = (both(work, pair).mentee, both(work, pair).mentor)
            mentee, mentor = (stage.players[side.person.name] for side in sides)
            assert (mentee.name in IN_SLACK) != (mentor.name in IN_SLACK)
            mentee.hears(f"votre mentor est {mentor.name}")
            mentor.hears(f"vous accompagnez {mentee.name}")
            mentee.hears(str(sides[1].person.email))
            mentor.hears(str(sides[0].person.email))
            pairs.append((mentee, mentor))
    assert len(pairs) == 10
    helene.gives("kickoff")
    return pairs


def meet(stage: Mixed, pairs: list[tuple[Player, Player]]) -> None:
    """Each pair plans a session, is reminded of it, and says that it took place."""
    stage.until(at(2, 3))
    for mentee, mentor in pairs:
        mentee.says("planifier une séance")
        mentee.presses("jeudi 11 février à 9 h")
        mentee.presses("Passer")
        mentor.presses("Accepter cette date")
        mentee.hears(f"C’est fixé avec {mentor.name}")
    stage.until(at(2, 11))
    for mentee, mentor in pairs:
        mentee.hears(f"Demain, vous retrouvez {mentor.name}")
        mentor.hears(f"Demain, vous retrouvez {mentee.name}")
    stage.until(datetime(2016, 2, 11, 16, 5, tzinfo=UTC))
    for player in (each for pair in pairs for each in pair):
        player.hears("La séance a-t-elle eu lieu ?")
        for label in ("Oui", "5", "En partie", "Passer"):
            player.presses(label)


def pass_words_on(mentee: Player, mentor: Player) -> None:
    """The bot carries a few words between the two, once both agreed."""
    mentee.says(f"dis à mon binôme : {WORDS}")
    mentee.presses("D’accord")
    mentor.presses("D’accord")
    mentor.hears(WORDS)
    mentee.hears("votre message est remis")
    mentor.says("dis à mon binôme que pas de souci")
    mentee.hears("pas de souci")


def ends(stage: Mixed, helene: Player, pairs: list[tuple[Player, Player]]) -> None:
    """The last questions are answered on both platforms, and the report is made."""
    stage.until(at(2, 15))
    helene.gives("close")
    stage.until(at(2, 17))
    for player in (each for pair in pairs for each in pair):
        for label in ("9", "Oui", "4", "Passer"):
            player.presses(label)
    stage.until(at(2, 22))
    helene.gives("close")
    helene.hears("Bilan de fin de programme")
    helene.hears("10")
    stage.until(at(2, 23))


def at(month: int, day: int) -> datetime:
    return datetime(2016, month, day, 9, 5, tzinfo=UTC)
