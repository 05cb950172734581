"""${message[0].upper() + message[1:]}."""

# ruff: noqa: E501  # a condition is written in one line, as the database keeps it

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    raise NotImplementedError("a backup is made before every upgrade: put it back instead")
