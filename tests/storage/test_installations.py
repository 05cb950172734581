"""The bot in each workspace: keys sealed, removals, renewals."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from storage import contact, installations
from storage.database import Database
from storage.nouns import Address, Installation
from storage.vault import CannotOpen, Vault
from storage.work import Work
from tests.storage.ready import NOW

OLD, NEW = "c0ffee0123456789abcdef0123456789", "0123456789abcdef0123456789c0ffee"
DATA = {"bot_token": "xoxb-1234-secret", "refresh_token": "xoxe-5678-secret"}
LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault([OLD])


def install(work: Work, vault: Vault, tenant: str = "T1", hours: int = 12) -> Installation:
    ends = work.now + timedelta(hours=hours)
    return installations.keep(work, vault, "slack", tenant, "Élan", DATA, ends)


def people(work: Work, tenant: str, *users: str) -> None:
    for user in users:
        work.add(Address(platform="slack", tenant=tenant, user=user))


def met(work: Work) -> set[str]:
    """Who can be met."""
    return {each.user for each in work.find(Address, reachable=True)}


def test_what_is_kept_is_found_and_replaced(database: Database, vault: Vault) -> None:
    with database.work(NOW) as work:
        assert installations.find(work, vault, "slack", "T1") is None
        first = install(work, vault)
        assert installations.find(work, vault, "slack", "T1") == DATA
        assert installations.find(work, vault, "teams", "T1") is None
    with database.work(LATER) as work:
        again = installations.keep(work, vault, "slack", "T1", "Élan", {"bot_token": "other"})
        assert again.id == first.id
        assert again.installed_at == LATER
        assert installations.find(work, vault, "slack", "T1") == {"bot_token": "other"}


def test_nothing_is_in_clear_in_the_file(tmp_path: Path, vault: Vault) -> None:
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    with database.work(NOW) as work:
        install(work, vault)
        sealed = work.find(Installation)[0].sealed

    def kept() -> bytes:
        return b"".join(each.read_bytes() for each in tmp_path.iterdir())

    assert sealed[:40] in kept(), "it is there, and cannot be read"
    for secret in DATA.values():
        assert secret.encode() not in kept()
    with database.work(LATER) as work:
        assert installations.revoke(work, "slack", "T1")
    database.checkpoint()
    assert sealed[:40] not in kept(), "what was sealed is gone too"
    database.close()


def test_a_removal_wipes_the_keys_and_loses_everybody_there(
    database: Database, vault: Vault
) -> None:
    with database.work(NOW) as work:
        install(work, vault)
        install(work, vault, "T2")
        people(work, "T1", "ines", "leo")
        people(work, "T2", "zoe")
    with database.work(LATER) as work:
        assert installations.revoke(work, "slack", "T1")
        assert not installations.revoke(work, "slack", "T1")
        assert not installations.revoke(work, "slack", "T3")
        assert met(work) == {"zoe"}
        assert {a.unreachable_since for a in work.find(Address, tenant="T1")} == {LATER}
        assert installations.find(work, vault, "slack", "T1") is None
        kept = work.find(Installation)[0]
        assert (kept.sealed, kept.expires_at, kept.revoked_at) == (b"", None, LATER)


def test_installed_again_people_are_met_again_but_not_who_was_lost_before(
    database: Database, vault: Vault
) -> None:
    with database.work(NOW) as work:
        install(work, vault)
        people(work, "T1", "ines", "leo", "gone")
        gone = work.find(Address, user="gone")[0]
        assert contact.lost(work, gone)
    with database.work(LATER) as work:
        assert not contact.lost(work, gone), "known, and counted from the first time"
        installations.revoke(work, "slack", "T1")
        assert met(work) == set()
    with database.work(LATER + timedelta(days=3)) as work:
        install(work, vault)
        assert met(work) == {"ines", "leo"}
        assert work.find(Address, user="ines")[0].unreachable_since is None
        assert work.find(Address, user="gone")[0].unreachable_since == NOW
        assert installations.find(work, vault, "slack", "T1") == DATA


def test_a_large_workspace_is_lost_by_one_statement(database: Database, vault: Vault) -> None:
    with database.work(NOW) as work:
        install(work, vault)
        work.add_all([Address(platform="slack", tenant="T1", user=f"U{n}") for n in range(20_000)])
    said: list[str] = []
    with database.work(LATER) as work:
        event.listen(
            work.connection,
            "before_cursor_execute",
            lambda _c, _k, statement, *_rest: said.append(statement),
        )
        installations.revoke(work, "slack", "T1")
        assert sum("UPDATE address" in each for each in said) == 1
        assert len(said) < 5
        assert met(work) == set()


# ---------------------------------------------------------------- renewals


def test_a_token_is_renewed_by_whoever_asks_first(database: Database, vault: Vault) -> None:
    with database.work(NOW) as work:
        install(work, vault, "soon", hours=1)
        install(work, vault, "later", hours=12)
        install(work, vault, "gone", hours=1)
        installations.revoke(work, "slack", "gone")
        installations.keep(work, vault, "slack", "never", "", DATA)
    before = NOW + timedelta(hours=2)
    with database.work(NOW) as work:
        assert [each.tenant for each in installations.due_for_renewal(work, before)] == ["soon"]
    with database.work(NOW) as work:
        assert installations.due_for_renewal(work, before) == []
    with database.work(NOW + timedelta(minutes=3)) as work:
        assert [each.tenant for each in installations.due_for_renewal(work, before)] == ["soon"]
        ends = NOW + timedelta(hours=13)
        assert installations.renewed(work, vault, "slack", "soon", {"bot_token": "new"}, ends)
        assert installations.find(work, vault, "slack", "soon") == {"bot_token": "new"}
    with database.work(NOW + timedelta(minutes=10)) as work:
        assert installations.due_for_renewal(work, before) == []


def test_a_renewal_brings_no_removed_installation_back(database: Database, vault: Vault) -> None:
    with database.work(NOW) as work:
        install(work, vault)
        installations.revoke(work, "slack", "T1")
        assert not installations.renewed(work, vault, "slack", "T1", DATA, LATER)
        assert not installations.renewed(work, vault, "slack", "T9", DATA, LATER)
        assert installations.find(work, vault, "slack", "T1") is None


def test_two_processes_never_renew_the_same_token(database: Database, vault: Vault) -> None:
    with database.work(NOW) as work:
        for number in range(30):
            install(work, vault, f"T{number:02}", hours=1)
    found: list[str] = []

    def renew() -> None:
        while True:
            with database.work(NOW) as work:
                some = installations.due_for_renewal(work, NOW + timedelta(hours=2), most=3)
            if not some:
                return
            found.extend(each.tenant for each in some)

    threads = [threading.Thread(target=renew) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [f"T{number:02}" for number in range(30)]


# ---------------------------------------------------------------- keys


@pytest.fixture
def moved(database: Database, vault: Vault) -> Database:
    """Two workspaces sealed with the old key, and one that was removed."""
    with database.work(NOW) as work:
        for tenant in ("T1", "T2", "T3"):
            install(work, vault, tenant)
        installations.revoke(work, "slack", "T3")
    return database


def test_everything_is_sealed_anew_so_that_the_old_key_may_go(moved: Database) -> None:
    both = Vault([NEW, OLD])
    with moved.work(LATER) as work:
        assert installations.seal_anew(work, both) == 2
        assert installations.seal_anew(work, both) == 0
        assert installations.find(work, Vault([NEW]), "slack", "T2") == DATA


def test_a_wrong_key_is_found_out_at_the_start(moved: Database) -> None:
    with moved.work(LATER) as work, pytest.raises(CannotOpen, match="BINOME_SECRET_KEY"):
        installations.seal_anew(work, Vault([NEW]))
