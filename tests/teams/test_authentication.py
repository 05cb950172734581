"""Who is let in: what Microsoft signed for this app, from a tenant of the list, and nobody else."""

import json
import time

import pytest

from adapters.teams import serving
from storage.nouns import Received
from tests.teams.bot import database, empty_teams, running, teams

__all__ = ["database", "empty_teams", "teams"]


@pytest.fixture
def said(teams):
    return teams.person("Agnès Durand").activity(text="bonjour")


def test_what_teams_signed_is_let_in(teams, said):
    assert teams.posts(said).status == 200
    assert len(teams.all(Received)) == 1


BAD = {
    "expired": {"exp": int(time.time()) - 3600},
    "without an end": {"exp": None},
    "not yet": {"nbf": int(time.time()) + 3600},
    "another audience": {"aud": "99999999-2222-3333-4444-555555555555"},
    "no audience": {"aud": None},
    "another issuer": {"iss": "https://sts.example.org"},
    "no issuer": {"iss": None},
    "another signature": {"key": "key-other", "headers": {"kid": "key-1"}},
    "unknown key": {"key": "key-other"},
    "no key": {"headers": {}},
    "alg none": {"algorithm": "none", "headers": {"kid": "key-1"}},
    "HS256": {"algorithm": "HS256", "headers": {"kid": "key-1"}},
    "another service": {"serviceurl": "https://elsewhere.example/"},
    "no service": {"serviceurl": None},
    "a channel it may not speak for": {"key": "key-web"},
    "no endorsement": {"key": "key-none"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_token_is_refused(teams, said, bad):
    answer = teams.posts(said, header=f"Bearer {teams.microsoft.token(**bad)}")
    assert answer.status == 401
    assert teams.all(Received) == []


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer x.y.z", "Basic QWxhZGRpbjpvcGVu", "Bearer é", "a b c"]
)
def test_a_bad_header_is_refused(teams, said, header):
    assert teams.posts(said, header=header).status == 401


@pytest.mark.parametrize(
    "changed",
    [
        {"channelData": {"tenant": {"id": "t-2"}}},
        {"channelData": {}},
        {"channelId": "webchat"},
        {"channelId": None},
        {"serviceUrl": "https://elsewhere.example/"},
    ],
)
def test_another_tenant_channel_or_service_is_refused(teams, said, changed):
    assert teams.posts({**said, **changed}).status == 401
    assert teams.all(Received) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"[{}]",
        b"null",
        b"7",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 900 + b"1" + b"}" * 900,
        b" ",
    ],
)
def test_what_is_no_activity_is_a_bad_request(teams, raw):
    assert teams.posts(None, raw=raw).status == 400


@pytest.mark.parametrize("lacking", ["conversation", "from", "type"], ids=lambda name: f"no {name}")
@pytest.mark.parametrize("instead", [None, [], "x", {}, 7], ids=repr)
def test_an_activity_that_lacks_something_is_a_bad_request(teams, said, lacking, instead):
    if (lacking, instead) == ("type", "x"):
        assert teams.posts({**said, "type": "x"}).status == 200  # a type of tomorrow
        return
    assert teams.posts({**said, lacking: instead}).status == 400
    assert teams.all(Received) == []


def test_a_token_that_was_good_lets_no_other_in(teams, said):
    token = teams.microsoft.token()
    for n in range(2):
        assert teams.posts({**said, "id": str(n)}, header=f"Bearer {token}").status == 200
    signed, _, signature = token.rpartition(".")
    forged = f"{signed}.{signature[:-8]}AAAAAAAA"
    for header in (f"Bearer {forged}", f"Bearer {signed}.", token, f"bearer  {token}"):
        assert teams.posts(said, header=header).status == 401
    elsewhere = {**said, "channelData": {"tenant": {"id": "t-2"}}}
    assert teams.posts(elsewhere, header=f"Bearer {token}").status == 401
    assert len(teams.all(Received)) == 2


def test_a_page_of_the_web_says_nothing_in_somebody_s_name(database):
    """On a machine where anybody is let in, a browser there may be anywhere."""
    with running(database, app_id="") as teams:
        said = teams.person("Agnès Durand").activity(text="bonjour")
        answer = teams.posts(said, header=None, origin="https://evil.example")
        assert answer.status == 401
        assert teams.all(Received) == []


def test_a_tenant_is_the_same_in_capitals(teams, said):
    shouted = {**said, "channelData": {"tenant": {"id": "T-1"}}}
    assert teams.posts(shouted).status == 200


def test_nothing_is_read_of_who_is_not_known(teams):
    assert teams.posts(None, header=None, raw=b"{").status == 401


@pytest.mark.parametrize(
    "value",
    [None, {}, [], "x", {"action": None}, {"action": {"data": 7}}, {"action": {"data": {}}}],
    ids=repr,
)
def test_a_malformed_action_has_an_answer(teams, said, value):
    told = {**said, "type": "invoke", "name": "adaptiveCard/action", "value": value}
    answer = teams.posts(told)
    assert answer.status == 400
    assert answer.body["type"] == "application/vnd.microsoft.error"
    json.dumps(answer.body)


@pytest.mark.parametrize("name", ["task/fetch", "composeExtension/query", "signin/verifyState"])
def test_an_invoke_that_is_not_for_us_has_an_answer(teams, said, name):
    answer = teams.posts({**said, "type": "invoke", "name": name, "value": {}})
    assert answer.status == 200


def test_keys_are_fetched_ahead_and_not_for_every_forgery(teams, said):
    teams.until(lambda: teams.microsoft.looked, "the keys")
    looked = teams.microsoft.looked
    for _ in range(5):
        token = teams.microsoft.token(key="key-other")
        assert teams.posts(said, header=f"Bearer {token}").status == 401
    assert teams.microsoft.looked <= looked + 1


def test_on_this_machine_alone_nothing_is_signed(database):
    with running(database, app_id="") as teams:
        person = teams.person("Agnès Durand")
        said = person.activity(text="bonjour")
        for service in ("http://192.0.2.1/", "https://smba.example/", "http://127.0.0.1@evil/"):
            assert teams.posts({**said, "serviceUrl": service}, header=None).status == 401
        assert teams.all(Received) == []
        assert teams.posts(said, header=None).status == 200
        assert len(teams.all(Received)) == 1
        teams.settled()
        assert {call.token for call in teams.microsoft.calls} == {""}


def test_json_is_not_read_too_deep():
    assert serving._parsed(b'{"a":{"b":[1]}}') == {"a": {"b": [1]}}
