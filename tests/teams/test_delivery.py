"""Every way in which Teams may not take a message, and what is noted of each."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from adapters.runner.platform import Refused, TryLater, Uncertain, Unreachable
from adapters.teams import delivery
from adapters.teams.connector import BEGIN, CREATE, SEND, Refusal, Unheard, Unsent
from adapters.teams.delivery import rest
from adapters.teams.failures import outcome_of
from adapters.teams.routes import sealed
from adapters.teams.tokens import ByMachine, BySecret
from bot.message import Attachment, Bullets, Run
from storage import outbox
from storage.nouns import Address, File, Outgoing
from tests.teams.bot import KEY, database, empty_teams, known, running, teams, words_of
from tests.teams.microsoft import APP_ID, TENANT

__all__ = ["database", "empty_teams", "teams"]
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (Unsent(SEND, "ClientConnectorError"), TryLater(None, "ClientConnectorError", arrived="x")),
        (
            Unsent(SEND, "invalid_client", refused=True),
            TryLater(300.0, "invalid_client", everyone=True, arrived="x"),
        ),
        (Unheard(SEND, "ServerDisconnectedError"), Uncertain("ServerDisconnectedError", "x")),
        (Unheard(BEGIN, "TimeoutError"), Uncertain("TimeoutError", "x")),
        (Unheard(CREATE, "TimeoutError"), TryLater(None, "TimeoutError", arrived="x")),
        (
            Refusal(SEND, 429, "Throttled", 7.0),
            TryLater(7.0, "Throttled", arrived="x", patience=True),
        ),
        (Refusal(SEND, 429, "Throttled"), TryLater(5.0, "Throttled", arrived="x", patience=True)),
        (
            Refusal(SEND, 412, "PreconditionFailed"),
            TryLater(None, "PreconditionFailed", arrived="x"),
        ),
        (Refusal(SEND, 503, "Busy", 3.0), TryLater(3.0, "Busy", arrived="x")),
        (Refusal(SEND, 503, "Busy"), Uncertain("Busy", "x")),
        (Refusal(SEND, 500, "http_500"), Uncertain("http_500", "x")),
        (Refusal(SEND, 502, "http_502", 2.0), Uncertain("http_502", "x")),
        (Refusal(SEND, 504, "http_504"), Uncertain("http_504", "x")),
        (Refusal(CREATE, 502, "http_502", 2.0), TryLater(2.0, "http_502", arrived="x")),
        (Refusal(SEND, 401, "http_401"), TryLater(300.0, "http_401", everyone=True, arrived="x")),
        (Refusal(SEND, 403, "MessageWritesBlocked"), Unreachable("MessageWritesBlocked", "x")),
        (
            Refusal(SEND, 403, "BotNotInConversationRoster"),
            Unreachable("BotNotInConversationRoster", "x"),
        ),
        (Refusal(SEND, 404, "ConversationNotFound"), Unreachable("ConversationNotFound", "x")),
        (Refusal(SEND, 403, "InvalidBotApiHost"), Refused("InvalidBotApiHost", "x")),
        (Refusal(SEND, 400, "BadArgument"), Refused("BadArgument", "x")),
        (Refusal(SEND, 413, "MessageSizeTooBig"), Refused("MessageSizeTooBig", "x")),
    ],
)
def test_every_failure_has_its_outcome(failure, outcome):
    assert outcome_of(failure, "x") == outcome


@pytest.mark.parametrize(
    ("ago", "seconds"),
    [
        ([], 0),
        ([0.5] * 6, 0),
        ([0.5] * 7, 0.5),
        ([1.5, *[1.2] * 7], 0.5),
        ([29.0] * 59, 0),
        ([29.0] * 60, 1),
        ([3599.0] * 1800, 1),
        ([3600.0] * 5000, 0),
    ],
)
def test_a_conversation_rests_as_microsoft_asks(ago, seconds):
    posts = [NOON - timedelta(seconds=each) for each in ago]
    assert rest(posts, NOON) == pytest.approx(seconds, abs=0.001)


def sent(teams):
    """The one message, once it is away."""

    def done():
        found = teams.only(Outgoing)
        return found if found.state not in ("pending", "sending") else None

    return teams.until(done, "the message noted")


def noted(teams):
    """The one message, once something went wrong with it."""
    return teams.until(lambda: teams.only(Outgoing).error and teams.only(Outgoing), "a note")


@pytest.fixture
def agnes(teams):
    return teams.person("Agnès Durand")


@pytest.fixture
def place(teams, agnes):
    return known(teams, agnes)


def test_a_message_goes_by_the_way_that_was_kept(teams, agnes, place):
    teams.tells(place, "Bonjour *vous* <at>Binôme</at>")
    found = sent(teams)
    assert found.state == "sent"
    ((own, said),) = agnes.there.items()
    assert found.receipt == own
    assert (said["from"]["id"], said["recipient"]["id"]) == ("28:bot", agnes.account["id"])
    assert "Bonjour" in words_of(said)
    assert {call.token for call in teams.microsoft.calls} == {"token-1"}
    assert teams.microsoft.granted == 1


def test_what_could_not_be_drawn_has_certainly_not_left(teams, agnes, place, monkeypatch):
    def away(*_):
        raise OSError("the database is away")

    monkeypatch.setattr("adapters.teams.delivery.voice_at", away)
    teams.tells(place, "Bonjour")
    found = teams.until(lambda: teams.all(Outgoing, error="OSError"), "the try noted")[0]
    assert (found.state, found.attempts) == ("pending", 1)
    assert teams.microsoft.to("send") == []


def test_who_blocked_the_bot_is_not_written_to_again(teams, agnes, place):
    teams.microsoft.fails("send", 403, code="MessageWritesBlocked")
    teams.tells(place, "Bonjour")
    found = sent(teams)
    assert (found.state, found.error) == ("dead", "MessageWritesBlocked")
    assert not teams.only(Address).reachable


@pytest.mark.parametrize("status", [412, 429])
def test_patience_is_had_when_it_is_asked_for(teams, agnes, place, status):
    teams.microsoft.fails("send", status, after="1")
    teams.tells(place, "Bonjour")
    assert sent(teams).state == "sent"
    first, again = teams.microsoft.to("send")
    assert again.at - first.at >= 1
    assert len(agnes.there) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_what_may_be_there_is_left_to_a_human(teams, agnes, place, status):
    teams.microsoft.fails("send", status)
    teams.tells(place, "Bonjour", kind="hold")
    assert sent(teams).state == "ambiguous"
    assert len(teams.microsoft.to("send")) == 1


def test_a_connection_cut_after_the_post_is_left_to_a_human(teams, agnes, place):
    teams.microsoft.cuts("send")
    teams.tells(place, "Bonjour", kind="hold")
    assert sent(teams).state == "ambiguous"
    assert len(agnes.there) == 1


def test_many_people_hear_once_whatever_befalls_some(teams):
    people = [teams.person(f"Personne{n} Roy") for n in range(120)]
    for kind, whom in (({"status": 429, "after": "1"}, 3), ({"status": 412}, 5)):
        teams.microsoft.fails("send", where=people[whom].conversation, **kind)
    blocked, broken = people[7], people[9]
    teams.microsoft.fails("send", 403, code="MessageWritesBlocked", where=blocked.conversation)
    teams.microsoft.fails("send", 500, where=broken.conversation)
    for n, each in enumerate(people):
        teams.tells(known(teams, each), "Bonjour", key=str(n), kind="hold")
    teams.until(lambda: len(teams.all(Outgoing, state="sent")) == 118, "everybody told")
    assert {len(each.there) for each in people if each not in (blocked, broken)} == {1}
    assert (len(blocked.there), len(broken.there)) == (0, 0)
    assert len(teams.all(Outgoing, state="ambiguous")) == 1
    assert len(teams.all(Address, reachable=False)) == 1


@pytest.mark.parametrize("after", ["", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_wait_that_is_not_told_in_seconds_is_our_own(teams, agnes, place, after):
    teams.microsoft.fails("send", 429, after=after)
    teams.tells(place, "Bonjour")
    assert sent(teams).state == "sent"
    first, again = teams.microsoft.to("send")
    assert again.at - first.at >= 4
    assert len(agnes.there) == 1


@pytest.fixture
def limit(request, monkeypatch):
    """For how many seconds the bot waits for the connector."""
    limits = aiohttp.ClientTimeout(total=request.param, connect=request.param)
    monkeypatch.setattr("adapters.teams.connector._LIMITS", limits)


@pytest.mark.parametrize(
    ("limit", "seconds", "state"),
    [(60.0, 0.1, "sent"), (0.5, 1.2, "ambiguous")],
    indirect=["limit"],
)
def test_a_slow_connector_is_waited_for_and_what_may_be_there_is_left_to_a_human(
    limit, teams, agnes, place, seconds, state
):
    teams.microsoft.slow("send", seconds)
    teams.tells(place, "Bonjour", kind="hold")
    assert sent(teams).state == state
    teams.until(lambda: agnes.there, "the message, which arrives all the same")
    assert len(teams.microsoft.to("send")) == 1


def test_a_token_that_is_taken_no_more_is_replaced_at_once(teams, agnes, place):
    teams.microsoft.refused.add("token-1")
    teams.tells(place, "Bonjour")
    assert sent(teams).state == "sent"
    assert [call.token for call in teams.microsoft.to("send")] == ["token-1", "token-2"]


def test_a_wrong_secret_makes_messages_wait(database):
    with running(database, way=BySecret(APP_ID, "wrong", TENANT, "http://127.0.0.1:1")) as teams:
        teams.tells(known(teams, teams.person("Agnès Durand")), "Bonjour")
        assert noted(teams).state == "pending"
        assert teams.microsoft.calls == []


@pytest.mark.parametrize("header", ["", "the-environment-s"])
def test_a_machine_of_azure_needs_no_secret(database, header):
    with running(database) as teams:
        way = ByMachine(APP_ID, f"{teams.microsoft.url}/machine", header)
        teams.bot.connector._tokens._way = way
        teams.tells(known(teams, teams.person("Agnès Durand")), "Bonjour")
        assert sent(teams).state == "sent"


def test_a_conversation_is_opened_when_there_is_none(teams, agnes):
    route = {
        "serviceUrl": teams.microsoft.service,
        "bot": {"id": "28:bot"},
        "user": {"id": agnes.account["id"]},
        "tenant": TENANT,
    }
    place = known(teams, agnes, route=sealed(route, teams.vault))
    for n in range(2):
        teams.tells(place, f"Bonjour {n}", key=str(n))
    teams.settled()
    (created,) = teams.microsoft.to("create")
    assert created.body["channelData"] == {"tenant": {"id": TENANT}}
    assert len(teams.microsoft.to("send", f"a:{agnes.account['id']}")) == 2


def test_nothing_is_written_in_clear_elsewhere_than_on_this_machine(teams, agnes):
    way = {
        "serviceUrl": "http://smba.example/emea/",
        "conversation": {"id": "a:agnes", "conversationType": "personal"},
        "bot": {"id": "28:bot"},
    }
    teams.tells(known(teams, agnes, route=sealed(way, teams.vault)), "Bonjour")
    assert noted(teams).error == "not-https"
    assert teams.microsoft.calls == []


def test_without_a_way_nobody_is_met(teams, agnes):
    teams.tells(known(teams, agnes, route={}), "Bonjour")
    assert (sent(teams).state, sent(teams).error) == ("dead", "no-way")


def test_what_was_sealed_with_a_lost_key_waits(teams, agnes):
    from storage.vault import Vault

    lost = sealed({"serviceUrl": "https://x"}, Vault([KEY[::-1]]))
    teams.tells(known(teams, agnes, route=lost), "Bonjour")
    assert (noted(teams).state, noted(teams).attempts) == ("pending", 0)


def test_a_long_message_goes_on_where_it_stopped(teams, agnes, place):
    teams.microsoft.fails("send", 429, after="1")
    teams.microsoft.faults[0].times = 1
    items = tuple((Run(f"{n} " + "mot " * 600),) for n in range(30))
    teams.tells(place, "Voici", Bullets(items))
    found = sent(teams)
    assert found.state == "sent"
    told = [call for call in teams.microsoft.to("send") if call.status < 300]
    assert len(told) > 2
    assert found.receipt.split() == [*agnes.there]


def test_a_channel_gets_a_thread_of_its_own(teams):
    channel = "19:general@thread.tacv2"
    route = {
        "name": "Mentorat",
        "serviceUrl": teams.microsoft.service,
        "conversation": {"id": channel, "conversationType": "channel"},
        "bot": {"id": "28:bot"},
        "tenant": TENANT,
    }
    with teams.database.work(teams.clock.now()) as work:
        place = work.add(
            Address(platform="teams", tenant=TENANT, user=channel, route=sealed(route, teams.vault))
        )
    items = tuple((Run(f"{n} " + "mot " * 600),) for n in range(12))
    teams.tells(place, Bullets(items))
    found = sent(teams)
    (began,) = teams.microsoft.to("begin")
    assert began.body["channelData"]["channel"] == {"id": channel}
    ((thread, held),) = teams.microsoft.there.items()
    assert thread == f"{channel};messageid={found.receipt.split()[0]}"
    assert len(held) > 1


def test_what_follows_a_post_goes_in_the_thread_of_it(teams):
    channel = "19:general@thread.tacv2"
    route = {
        "name": "Mentorat",
        "serviceUrl": teams.microsoft.service,
        "conversation": {"id": channel, "conversationType": "channel"},
        "bot": {"id": "28:bot"},
        "tenant": TENANT,
    }
    with teams.database.work(teams.clock.now()) as work:
        place = work.add(
            Address(platform="teams", tenant=TENANT, user=channel, route=sealed(route, teams.vault))
        )
    teams.tells(place, "Une question.", key="post-vote")
    first = sent(teams)
    teams.tells(place, "Les résultats.", key="results", after="post-vote")
    teams.until(lambda: len(teams.all(Outgoing, state="sent")) == 2, "the results")
    assert len(teams.microsoft.to("begin")) == 1
    ((thread, held),) = teams.microsoft.there.items()
    assert thread == f"{channel};messageid={first.receipt}"
    assert len(held) == 2


def test_when_messages_arrived_lately_is_known(teams, agnes, place):
    for n in range(3):
        teams.tells(place, f"Bonjour {n}", key=str(n))
    teams.settled()
    with teams.database.reading(teams.clock.now()) as work:
        late = outbox.lately(work, place.id, teams.clock.now() - timedelta(minutes=1))
        assert len(late) == 3
        assert outbox.lately(work, place.id, teams.clock.now()) == []


# ---------------------------------------------------------------- files


def attached(teams, agnes, place, media_type):
    with teams.database.work(teams.clock.now()) as work:
        work.add(File(token="t", name="été.x", media_type=media_type, content=b"oui", at=work.now))
    teams.tells(place, "Voici", Attachment("t", "été.x", media_type, "Le fichier"))
    sent(teams)
    from tests.teams.cards import everything

    (said,) = agnes.there.values()
    found = [each["url"] for each in everything(said) if each.get("url")]
    assert len({*found}) == 1
    return str(found[0])


@pytest.mark.parametrize("media_type", ["text/calendar", "image/png", "text/html"])
def test_a_file_is_fetched_by_its_link(teams, agnes, place, media_type):
    url = attached(teams, agnes, place, media_type)
    status, headers, content = teams.gets(url)
    assert (status, content) == (200, b"oui")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"].startswith(media_type)
    assert ("attachment" in headers["Content-Disposition"]) == (media_type != "image/png")
    assert "%C3%A9t%C3%A9.x" in headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("media_type", "hours", "status"),
    [
        ("text/calendar", 6 * 24, 200),
        ("text/calendar", 8 * 24, 404),
        ("text/html", 0.9, 200),
        ("text/html", 1.1, 404),
        ("text/csv", 2, 404),
    ],
)
def test_a_link_stops_working(teams, agnes, place, media_type, hours, status, monkeypatch):
    url = attached(teams, agnes, place, media_type)
    later = teams.clock.now() + timedelta(hours=hours)
    monkeypatch.setattr(teams.clock, "now", lambda: later)
    found, _, content = teams.gets(url, **{"Accept-Language": "fr-FR"})
    assert found == status
    if status == 404:
        assert "Ce lien ne fonctionne plus" in content.decode()


def test_a_link_cannot_be_made_up(teams, agnes, place):
    url = attached(teams, agnes, place, "text/calendar")
    stamp = teams.vault.stamp("t", "slack install", teams.clock.now())
    for forged in (url[:-3] + "AAA", f"{teams.url}/files/t", f"{teams.url}/files/{stamp}"):
        assert teams.gets(forged)[0] == 404
    assert (
        "no longer works" in teams.gets(url[:-3] + "AAA", **{"Accept-Language": "en"})[2].decode()
    )


def test_the_published_limits_are_those_of_the_code():
    assert delivery.WINDOWS == ((7, 1), (8, 2), (60, 30), (1800, 3600))
    assert delivery.RATE.per_minute == 50 * 60
