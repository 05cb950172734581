"""How a schema comes to be: in one go, or step by step, with the same result."""

import sqlite3
import time
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from storage import schema
from storage.database import Database
from storage.migrations.__main__ import draft
from storage.nouns import Address, Happened, Person
from tests.storage.ready import NOW, somewhere

ON_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
}


def portrait(connection: Connection) -> list[str]:
    """Everything the database itself says about its schema, a line for each part."""
    if connection.dialect.name == "postgresql":
        rows = [row for ask in ON_POSTGRESQL.values() for row in connection.execute(text(ask))]
        return sorted(" | ".join(str(value) for value in row) for row in rows)
    told = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return sorted(
        # A table tells its columns and constraints one a line; their order means nothing.
        f"{name} | {' '.join(line.split()).strip(' ,')}"
        for name, sql in told
        for line in sql.replace("(\n", "\n").splitlines()
        if line.strip() not in ("", ")")
    )


def migrated(url: str) -> Database:
    """A database brought to the head step by step."""
    database = Database(url)
    with database._writer.begin() as connection:
        schema.migrate(connection)
    return database


def test_the_migrations_lead_to_the_same_schema_as_the_nouns(
    database_url: str, database: Database
) -> None:
    stepped = migrated(database_url)
    with stepped.reading(NOW) as steps, database.reading(NOW) as at_once:
        assert len(portrait(at_once.connection)) > 100
        assert portrait(steps.connection) == portrait(at_once.connection)
    assert stepped.check() == database.check() == []
    stepped.close()


def test_autogenerate_finds_no_drift(database_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = migrated(database_url)
    with database.reading(NOW) as work:
        context = MigrationContext.configure(work.connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    database.close()


def test_alembic_knows_the_same_revisions() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(schema.MIGRATIONS))
    known = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(known)) == schema.revisions()
    assert script.get_heads() == [schema.head()]


def test_a_first_database_is_made_in_a_moment(tmp_path: Path) -> None:
    started = time.perf_counter()
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    assert database.upgrade() is None
    assert time.perf_counter() - started < 1  # 0.03 s on a quiet machine
    database.require_current()
    assert [file.name for file in tmp_path.iterdir() if "before" in file.name] == []


def test_upgrading_twice_does_nothing_more(database: Database) -> None:
    with database.work(NOW) as work:
        somewhere(work)
    assert database.upgrade() is None
    assert database.check() == []


def test_the_tables_of_another_program_are_left_alone(database_url: str) -> None:
    database = Database(database_url)
    with database.work(NOW) as work:
        work.connection.execute(text("CREATE TABLE person (name VARCHAR)"))
    with pytest.raises(schema.NotOurs, match="a table named person that Binôme did not make"):
        database.upgrade()
    database.close()


# ---------------------------------------------------------------- the next step

NEXT = """
from alembic import op
import sqlalchemy as sa

revision, down_revision = "0002", "0001"


def upgrade():
    with op.batch_alter_table("person", table_kwargs={{"sqlite_autoincrement": True}}) as batch:
        batch.add_column(sa.Column("pronouns", sa.String(), nullable=False, server_default=""))
        batch.alter_column("team", new_column_name="department")
    {more}
"""


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations to which a test may add the next one."""
    folder = tmp_path / "migrations"
    copytree(schema.MIGRATIONS, folder, ignore=ignore_patterns("__pycache__", "000[2-9]*"))
    monkeypatch.setattr(schema, "MIGRATIONS", folder)
    return folder / "versions"


def _with_a_person(database: Database) -> Address:
    with database.work(NOW) as work:
        work.add(Happened(subject="pair:1", name="x", at=NOW))
        return somewhere(work)


def _count(database: Database, table: str) -> int:
    with database.reading(NOW) as work:
        return len(work.connection.execute(text(f"SELECT 1 FROM {table}")).all())


def test_an_upgrade_keeps_every_child_and_a_copy(database: Database, steps: Path) -> None:
    _with_a_person(database)
    (steps / "0002_pronouns.py").write_text(NEXT.format(more="pass"))
    assert database.check() == ["schema-older: 0001 is there, 0002 is wanted"]
    with pytest.raises(schema.SchemaTooOld, match=r"has the schema 0001, older .* \(0002\)"):
        database.require_current()
    copy = database.upgrade()
    assert database.check() == []
    assert (_count(database, "person"), _count(database, "address")) == (1, 1)
    if database.file is None:
        return
    with database.work(NOW) as work:
        assert work.connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert copy == database.file.with_name(database.file.name + ".before-upgrade-0001")
    assert sqlite3.connect(copy).execute("SELECT team FROM person").fetchall() == [("",)]


def test_batch_mode_with_foreign_keys_on_deletes_every_child(tmp_path: Path, steps: Path) -> None:
    """The trap itself: why an upgrade turns foreign keys off, and counts before it commits."""
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    with database.work(NOW) as work:
        address = somewhere(work)
        work.connection.execute(
            text("INSERT INTO coordination (programme_id, person_id) SELECT id, 1 FROM programme")
        )
        work.connection.execute(
            text(
                "INSERT INTO file (token, name, media_type, content, person_id, at)"
                " VALUES ('t', 'n', 'm', 'c', :person, '2026-03-02')"
            ),
            {"person": address.person_id},
        )
        work.change(address, person_id=None)
    (steps / "0002_pronouns.py").write_text(NEXT.format(more="pass"))
    with database.work(NOW) as work:
        schema.migrate(work.connection)
        assert work.connection.execute(text("SELECT count(*) FROM file")).scalar() == 0
        work.connection.rollback()
    database.upgrade()
    assert _count(database, "file") == 1


def test_an_upgrade_that_breaks_links_is_undone_whole(tmp_path: Path, steps: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/binome.sqlite")
    database.upgrade()
    _with_a_person(database)
    (steps / "0002_broken.py").write_text(NEXT.format(more='op.execute("DELETE FROM person")'))
    with pytest.raises(schema.LinksBroken, match="nothing has changed"):
        database.upgrade()
    assert database.check() == ["schema-older: 0001 is there, 0002 is wanted"]
    assert (_count(database, "person"), _count(database, "address")) == (1, 1)
    with pytest.raises(schema.LinksBroken):
        database.upgrade()
    copies = sorted(file.name for file in tmp_path.glob("binome.sqlite.before*"))
    assert copies == [
        "binome.sqlite.before-upgrade-0001",
        "binome.sqlite.before-upgrade-0001-2",
    ]


def test_the_next_step_is_drafted_from_the_nouns(steps: Path) -> None:
    written = draft("nothing new")
    assert written == steps / "0002_nothing_new.py"
    words = written.read_text()
    assert words.startswith('"""Nothing new."""')
    assert "def upgrade() -> None:\n    pass\n" in words


def test_the_first_step_can_be_drafted_again(steps: Path) -> None:
    (first,) = steps.glob("0001*.py")
    first.unlink()
    words = draft("the first schema").read_text()
    assert "batch_alter_table" not in words
    assert "Moment" not in words
    assert "AutoString" not in words
    assert "sqlite_where=sa.text(\"state = 'pending'\")" in words


def test_people_keep_their_ids_through_an_upgrade(database: Database, steps: Path) -> None:
    with database.work(NOW) as work:
        first = work.add(Person(name="Inès", created_at=NOW))
    (steps / "0002_pronouns.py").write_text(NEXT.format(more="pass"))
    database.upgrade()
    with database.reading(NOW) as work:
        found = work.connection.execute(text("SELECT id, name, department FROM person")).one()
    assert tuple(found) == (first.id, "Inès", "")
