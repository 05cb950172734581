"""A guest from outside: a personal link, the whole conversation, and nothing but that."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.nouns import Address, Coordination, Enrolment, Outgoing, Pass, Person
from tests.web.guests import House, housed, plain


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with housed(tmp_path) as served:
        yield served


def said(lines: list[dict[str, Any]]) -> str:
    """The text of what the bot said in some lines."""
    found = []
    for line in lines:
        for part in line["payload"].get("parts", ()):
            runs = [*part.get("runs", ()), *part.get("field", {}).get("ask", ())]
            found.append("".join(run["text"] for run in runs))
    return plain("\n".join(found))


def heard(house: House, words: str) -> list[dict[str, Any]]:
    """The lines of the guest, once the bot has said that."""
    told: Any = {}
    for _ in range(300):
        status, told = house.asks("lines?after=0")
        house.seconds[0] += 1  # a patient guest
        assert status == 200, told
        if words in said(told["lines"]):
            found: list[dict[str, Any]] = told["lines"]
            return found
    raise AssertionError(f"{words!r} was never said: {said(told['lines'])}")


def presses(house: House, words: str, action: str) -> tuple[int, Any]:
    line = next(each for each in reversed(heard(house, words)) if action in str(each["payload"]))
    return house.acts("pressed", action=action, values=[], of=line["id"])


def test_a_guest_opens_their_link_and_signs_up(house: House) -> None:
    status, told = house.enters()
    assert status == 200
    assert told["person"]["name"] == "Nadia Roy"
    lines = heard(house, "vous a réservé une place")
    yes = next(
        button["action"]
        for line in lines
        for part in line["payload"].get("parts", ())
        for button in part.get("buttons", ())
        if "join" in button["action"]
    )
    assert presses(house, "vous a réservé une place", yes)[0] == 200
    heard(house, "Ces règles vous conviennent-elles ?")
    for text, after in (
        ("j’accepte", "Que pouvez-vous apprendre à quelqu’un ?"),
        ("Négocier un contrat", "Sur quels sujets êtes-vous à l’aise ?"),
        ("LinkedIn", "votre propre niveau"),
        ("5", "Qu’aimez-vous particulièrement montrer"),
        ("Des exemples", "Que répondez-vous ?"),
        ("On débute tous", "Combien de personnes"),
        ("1", "Quand êtes-vous libre"),
        ("mardi matin", "Dans quelles langues"),
        ("français", "Comment préférez-vous vous rencontrer ?"),
        ("à distance", "Dans quelle équipe"),
        ("passer", "Donnez son nom"),
        ("passer", "Tout est juste ?"),
        ("oui", "votre inscription est complète"),
    ):
        assert house.acts("said", text=text)[0] == 200
        heard(house, after)
    place = house.chat.only(Enrolment)
    assert (place.state, place.role) == ("active", "mentor")
    assert house.chat.only(Address, tenant="guests").welcomed


def test_the_bot_speaks_the_language_that_the_page_was_turned_to(house: House) -> None:
    house.enters()
    heard(house, "vous a réservé une place")
    assert house.acts("said", text="ok", language="en")[0] == 200
    heard(house, "Thank you for offering to teach")
    assert house.enters()[1]["person"]["locale"] == "en", "and opens in it the next time"
    assert house.acts("said", text="42", language="tlh")[0] == 200
    assert house.enters()[1]["person"]["locale"] == "en"


def test_the_link_alone_opens_and_is_nowhere_to_be_read(house: House) -> None:
    kept = house.chat.everything()
    assert house.secret not in kept
    assert house.chat.only(Pass).digest in kept
    assert not any("#" in str(each.payload) for each in house.chat.all(Outgoing))
    for secret in ("", "x" * 43, house.secret[:-1] + "?", house.chat.only(Pass).digest):
        status, told = house.enters(secret=secret)
        assert (status, told["error"]) == (403, "guest")
    assert house.chat.only(Pass).opened_at is None
    assert house.asks("lines?after=0")[0] == 200


def test_a_link_expires_is_taken_back_and_made_anew(house: House) -> None:
    assert house.enters()[0] == 200
    first = house.secret
    house.link = house.link_in("invite renew Nadia")
    assert house.asks("lines?after=0", secret=first)[0] == 403
    assert house.asks("lines?after=0")[0] == 200
    assert "est fermé" in house.gives("invite revoke Nadia")
    assert house.asks("lines?after=0")[0] == 403
    assert house.acts("said", text="bonjour")[0] == 403
    house.link = house.link_in("invite renew Nadia")
    house.chat.clock.set(house.chat.clock.now() + timedelta(days=14))
    assert house.enters()[0] == 403  # never opened, and two weeks old
    assert "lien expiré" in house.gives("invite list")


def test_once_opened_it_is_good_for_the_whole_programme(house: House) -> None:
    house.enters()
    house.chat.clock.set(house.chat.clock.now() + timedelta(days=170))
    assert house.asks("lines?after=0")[0] == 200
    house.chat.clock.set(house.chat.clock.now() + timedelta(days=60))
    assert house.asks("lines?after=0")[0] == 403


def test_a_guest_gives_no_commands_and_presses_only_what_was_shown(house: House) -> None:
    house.enters()
    assert house.acts("said", text="/binome report")[0] == 200
    assert house.acts("said", text="binome match")[0] == 200
    shown = house.asks("lines?after=0")[1]["lines"]
    for action in ("command:report", "join:mentee", "export", "call-yes:1:201601070800"):
        for line in shown[:2]:
            status, told = house.acts("pressed", action=action, values=[], of=line["id"])
            assert status == 409, told
    assert house.acts("joined")[0] == 400
    assert house.acts("left")[0] == 400
    assert "rapport" not in said(house.asks("lines?after=0")[1]["lines"]).lower()


def test_nothing_of_anybody_else_is_reached(house: House) -> None:
    house.enters()
    other = house.link_in('invite guest "Paul Rey"')
    mine = heard(house, "vous a réservé une place")
    secret = other.partition("#")[2]
    assert house.enters(secret=secret)[0] == 200
    theirs = house.asks("lines?after=0", secret=secret)[1]["lines"]
    assert not {each["id"] for each in mine} & {each["id"] for each in theirs}
    data = {"key": "k" * 12, "kind": "pressed", "action": "me", "values": [], "of": mine[0]["id"]}
    assert house.asks("act", data, secret=secret)[0] == 409
    assert house.asks("files/" + "a" * 40)[0] == 404
    for path in ("../health", "page/index.html", "page/wire.js", "words/xx", "page/..%2Fdoor.py"):
        assert house.asks(path)[0] in (200, 404), path
    assert house.asks("page/index.html")[0] == house.asks("page/wire.js")[0] == 404


def test_a_file_is_given_to_whom_it_was_attached_and_to_no_other(house: House) -> None:
    house.enters()
    house.acts("said", text="mes données")
    heard(house, "Voici")
    lines = house.asks("lines?after=0")[1]["lines"]
    tokens = [
        p["token"] for line in lines for p in line["payload"].get("parts", ()) if "token" in p
    ]
    assert house.asks(f"files/{tokens[0]}")[0] == 200
    other = house.link_in('invite guest "Paul Rey"')
    assert house.asks(f"files/{tokens[0]}", secret=other.partition("#")[2])[0] == 404
    assert house.asks(f"files/{tokens[0]}", secret="x" * 43)[0] == 403


def test_what_is_too_much_too_large_or_from_elsewhere_is_refused(house: House) -> None:
    house.enters()
    status, _ = house.asks("act", {"key": "k" * 12, "kind": "said", "text": "x" * 90_000})
    assert status in (400, 413)
    elsewhere = {"Origin": "https://evil.example.org"}
    assert house.asks("lines?after=0", **elsewhere)[1]["error"] == "origin"
    refused = [house.acts("said", text="bonjour")[0] for _ in range(45)]
    assert refused.count(429) >= 5
    house.seconds[0] += 60
    assert house.acts("said", text="bonjour")[0] == 200
    strangers = [house.enters(secret="y" * 43)[0] for _ in range(65)]
    assert 429 in strangers
    assert house.asks("lines?after=0")[0] == 200  # the guest is not locked out by strangers


def test_the_page_is_closed_to_all_but_itself(house: House) -> None:
    import urllib.request

    with urllib.request.urlopen(f"{house.url}/guest", timeout=60) as page:  # noqa: S310  # ours
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers.get("Set-Cookie") is None
        assert house.secret not in page.read().decode()


def test_a_link_stands_for_nobody_who_has_another_way_in(house: House) -> None:
    chat, claire = house.chat, house.chat.people["claire"]
    with chat.database.work(chat.clock.now()) as work:
        paul = work.add(Person(name="Paul Rey", email="paul@exemple.fr", created_at=work.now))
        work.add(Address(person_id=paul.id, platform="slack", tenant="T1", user="U1"))
    assert "a déjà un accès" in house.gives("invite guest Paul paul@exemple.fr")
    assert "a déjà un accès" in house.gives("invite guest Claire " + _email(chat, claire))
    assert len(chat.all(Pass)) == 1
    # A guest who is given power over a programme has it elsewhere, never by a link.
    nadia = chat.only(Person, email="nadia@exemple.fr")
    with chat.database.work(chat.clock.now()) as work:
        work.add(Coordination(programme_id=1, person_id=nadia.id))
    assert house.enters()[0] == 403


def _email(chat: Any, claire: Any) -> str:
    chat.change(claire.person, email="claire@exemple.fr")
    return "claire@exemple.fr"


def test_an_erased_guest_leaves_nothing_and_the_link_is_dead(house: House) -> None:
    house.enters()
    house.acts("said", text="Je travaille chez Zébulon et fils")
    house.acts("said", text="effacez mes données")
    lines = heard(house, "?")
    erase = next(
        (line["id"], button["action"])
        for line in reversed(lines)
        for part in line["payload"].get("parts", ())
        for button in part.get("buttons", ())
        if "erase" in button["action"]
    )
    assert house.acts("pressed", action=erase[1], values=[], of=erase[0])[0] == 200
    assert house.enters()[0] == 403
    kept = house.chat.everything()
    for words in ("Nadia", "nadia@exemple.fr", "Zébulon"):
        assert words not in kept
    assert house.chat.all(Pass) == []


def test_without_the_setting_no_link_is_made(tmp_path: Path) -> None:
    with housed(tmp_path) as house:
        told = house.gives('invite guest "Paul Rey"', door="")
        assert "ne sont pas ouverts ici" in told
        assert len(house.chat.all(Pass)) == 1
        assert "lien pas encore ouvert" in house.gives("invite list")


def test_the_first_words_are_in_the_language_of_the_page(house: House) -> None:
    assert house.enters(Accept_Language="en")[1]["person"]["locale"] == "en"
    heard(house, "kept a place for you")
    assert "vous a réservé" not in said(house.asks("lines?after=0")[1]["lines"])
