"""`python -m storage.migrations "what changes"` drafts the next step from the nouns, to be read and cleaned."""  # noqa: E501

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage import schema


def draft(message: str) -> Path:
    """Compares the nouns with what the migrations lead to, and writes the difference down."""
    number = f"{len(schema.revisions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/draft.sqlite")
        with engine.begin() as connection:
            config = schema.alembic_config(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            config.attributes["alters"] = bool(schema.revisions())
            if schema.revisions():
                command.upgrade(config, "head")
            command.revision(config, message, rev_id=number, autogenerate=True)
        engine.dispose()
    written = next((schema.MIGRATIONS / "versions").glob(f"{number}_*.py"))
    kept = [line for line in written.read_text().splitlines() if "# ### " not in line]
    written.write_text("\n".join(kept) + "\n")
    return written


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]) or sys.exit(__doc__))  # Alembic says where it wrote
