"""The bot installed by OAuth: its tokens sealed, renewed and wiped, its people met or not."""

from datetime import timedelta

import pytest

from adapters.slack.keys import NotInstalled
from storage.nouns import Address, Installation, Outgoing
from storage.vault import Vault
from tests.slack.bot import SECRET, database, empty_file, learned, running

__all__ = ["database", "empty_file", "learned"]


@pytest.fixture
def binome(slack, database):
    with running(slack, database, None) as started:
        yield started


def installed(slack, binome, **given):
    atlas = slack.workspace(people=["Agnès Durand", "Lucie Martin"], installed=False, **given)
    page = atlas.person("Agnès").installs(f"{binome.url}/slack/install")
    assert (page.status, "Thank you" in page.text) == (200, True)
    return atlas


def test_a_workspace_that_installs_it_can_use_it(slack, binome):
    atlas = installed(slack, binome)
    lucie = atlas.person("Lucie")
    assert lucie.says("bonjour").status == 200
    lucie.waits_for("Bonjour Lucie")


def test_a_workspace_that_nobody_named_cannot_install_it(slack, binome):
    binome.workspaces.clear()
    binome.workspaces.add("T0OTHER")
    stranger = slack.workspace(people=["Agnès Durand"], installed=False)
    page = stranger.person("Agnès").installs(f"{binome.url}/slack/install")
    assert page.status == 403
    assert f"BINOME_SLACK_WORKSPACES: {stranger.id}" in page.text
    assert binome.all(Installation) == []


def test_tokens_are_sealed(slack, binome, database):
    atlas = installed(slack, binome)
    kept = binome.only(Installation)
    assert kept.tenant == atlas.id
    assert atlas.bot_token.encode() not in kept.sealed
    assert Vault([SECRET]).open(kept.sealed)["bot"]["bot_token"] == atlas.bot_token
    assert database.file is not None
    for file in database.file.parent.glob("slack.sqlite*"):
        assert atlas.bot_token.encode() not in file.read_bytes()


def test_who_changes_their_mind_installs_nothing(slack, binome):
    atlas = slack.workspace(people=["Agnès Durand"], installed=False)
    page = atlas.person("Agnès").installs(f"{binome.url}/slack/install", agrees=False)
    assert "access_denied" in page.text
    assert binome.all(Installation) == []


def test_an_installation_that_did_not_begin_here_is_refused(slack, binome):
    states = _states(binome)
    mine = slack.run(states.async_issue())
    assert slack.run(states.async_consume(mine))
    assert not slack.run(states.async_consume(mine)), "a state serves once"
    assert not slack.run(states.async_consume("forged"))
    assert not slack.run(states.async_consume(binome.vault.stamp("x", "something else")))
    old = binome.clock.now() - timedelta(minutes=11)
    assert not slack.run(states.async_consume(binome.vault.stamp("y", "slack install", old)))


def _states(binome):
    from adapters.slack.installing import States

    return States(binome.database, binome.vault, binome.clock)


def test_after_its_removal_nobody_is_written_to_and_nothing_is_lost(slack, binome):
    atlas = installed(slack, binome)
    agnes, lucie = atlas.person("Agnès"), atlas.person("Lucie")
    lucie.says("bonjour")
    binome.settled()
    revoked, uninstalled = agnes.uninstalls()
    assert (revoked.status, uninstalled.status) == (200, 200)
    kept = binome.only(Installation)
    assert kept.sealed == b""
    assert kept.revoked_at is not None
    place = binome.only(Address)
    assert not place.reachable
    binome.posts(place, "Bonjour")
    binome.settled()
    assert binome.all(Outgoing, key="k")[0].error == "not_installed"
    agnes.installs(f"{binome.url}/slack/install")
    assert binome.only(Address).reachable
    binome.posts(place, "Me revoilà", key="again")
    lucie.waits_for("Me revoilà")


def test_a_removal_told_late_does_not_undo_a_new_installation(slack, binome):
    atlas = installed(slack, binome)
    agnes = atlas.person("Agnès")
    _, uninstalled = agnes.uninstalls()
    agnes.installs(f"{binome.url}/slack/install")
    late = {**uninstalled.payload, "event_id": "Ev0LATE"}
    late["event_time"] = int((binome.clock.now() - timedelta(minutes=5)).timestamp())
    assert slack.way.post("events_api", late).status == 200
    assert binome.only(Installation).revoked_at is None


def test_a_token_revoked_without_a_word_is_found_out_by_sending(slack, binome):
    atlas = installed(slack, binome)
    place = binome.known(atlas.person("Lucie"), atlas)
    atlas.expire("token_revoked")
    binome.posts(place, "Bonjour")
    binome.until(lambda: binome.only(Installation).revoked_at, "the end of the installation")
    binome.settled()
    assert not binome.only(Address).reachable
    with pytest.raises(NotInstalled):
        slack.run(binome.keys.of(atlas.id))


def test_people_of_an_organisation_are_met_in_it(slack, binome):
    atlas = installed(slack, binome, enterprise="E0GROUP")
    lucie = atlas.person("Lucie")
    assert lucie.says("bonjour").status == 200
    lucie.waits_for("Bonjour Lucie")
    assert lucie.gives("/binome", "help").status == 200
    assert binome.only(Address).tenant == "E0GROUP"


def test_a_whole_organisation_is_one_place(slack, binome):
    atlas = installed(slack, binome, enterprise="E0GROUP")
    assert binome.only(Installation).tenant == "E0GROUP"
    key = slack.run(binome.keys.of("E0GROUP"))
    assert (key.token, key.org_wide) == (atlas.bot_token, True)
    place = binome.known(atlas.person("Lucie"), atlas)
    with binome.database.work(binome.clock.now()) as work:
        work.change(place, tenant="E0GROUP")
    binome.posts(binome.only(Address), "Bonjour")
    atlas.person("Lucie").waits_for("Bonjour")


# ---------------------------------------------------------------- tokens that expire


def expires(binome, *, hours):
    """As if the token ended in so many hours."""
    with binome.database.work(binome.clock.now()) as work:
        kept = work.first(Installation)
        work.change(kept, expires_at=binome.clock.now() + timedelta(hours=hours))
    binome.keys.forget(kept.tenant)


def test_a_token_is_renewed_before_it_ends_and_once(slack, binome):
    atlas = installed(slack, binome, rotating=True)
    first = atlas.bot_token
    assert slack.run(binome.keys.renew()) == 0
    expires(binome, hours=1)
    assert slack.run(binome.keys.renew()) == 1
    assert slack.run(binome.keys.renew()) == 0
    assert atlas.bot_token != first
    assert slack.run(binome.keys.of(atlas.id)).token == atlas.bot_token
    assert binome.only(Installation).expires_at > binome.clock.now() + timedelta(hours=11)


def test_what_is_sent_on_schedule_finds_a_fresh_token(slack, binome):
    """Nothing came in since: the token that ended is renewed to send."""
    atlas = installed(slack, binome, rotating=True)
    place = binome.known(atlas.person("Lucie"), atlas)
    expires(binome, hours=-1)
    atlas.expire()
    binome.posts(place, "Rappel")
    atlas.person("Lucie").waits_for("Rappel")
    renewals = [call for call in slack.calls.to("oauth.v2.access") if "refresh_token" in call.args]
    assert len(renewals) == 1


def test_a_token_renewed_by_another_process_is_read_again(slack, binome):
    atlas = installed(slack, binome, rotating=True)
    place = binome.known(atlas.person("Lucie"), atlas)
    slack.run(binome.keys.of(atlas.id))
    remembered = dict(binome.keys._known)
    expires(binome, hours=1)
    slack.run(binome.keys.renew())
    binome.keys._known = remembered
    slack.proxy.grants[remembered[atlas.id][0].token].error = "token_expired"
    binome.posts(place, "Rappel")
    atlas.person("Lucie").waits_for("Rappel")
    assert binome.only(Installation).revoked_at is None


def test_a_token_that_cannot_be_renewed_any_more_ends_the_installation(slack, binome):
    atlas = installed(slack, binome, rotating=True)
    expires(binome, hours=1)
    atlas.expire("token_revoked")
    assert slack.run(binome.keys.renew()) == 0
    assert binome.only(Installation).revoked_at is not None


def test_slack_being_away_ends_nothing(slack, binome):
    installed(slack, binome, rotating=True)
    expires(binome, hours=1)
    slack.faults.breaks("oauth.v2.access")
    assert slack.run(binome.keys.renew()) == 0
    assert binome.only(Installation).revoked_at is None


def test_something_from_a_workspace_without_the_bot_is_let_go(slack, binome):
    installed(slack, binome)
    club = slack.workspace("Club XXI", people=["Zoé Petit"], id="T0CLUB", installed=False)
    assert club.person("Zoé").says("bonjour").status == 200
    assert binome.all(Address) == []
