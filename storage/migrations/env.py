"""What Alembic runs: the migrations, on the connection and in the transaction of its caller."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

import storage.nouns  # noqa: F401  # the tables exist once the nouns are read
from storage.nouns.partial import put_in_words_of


def _plainly(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Writes our own column types as what the database sees: a migration must outlive our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


put_in_words_of(SQLModel.metadata, "sqlite", "postgresql")  # a draft writes both down
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=_plainly,
    # SQLite alters a table by copying it; the very first step alters none.
    render_as_batch=context.config.attributes.get("alters", True),
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
