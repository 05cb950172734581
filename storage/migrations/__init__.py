"""How the schema came to be, one numbered step after another (Alembic's files)."""
