"""Partial indexes: a condition is put in a database's own words only once a schema is made there.

An index that is declared in PostgreSQL's words has SQLAlchemy load all that it knows of PostgreSQL,
at every start and on whatever database.
"""

from typing import Any

from sqlalchemy import Connection, MetaData, event, text

from storage.nouns.noun import Noun

_KEY = "where"


def where(condition: str) -> dict[str, Any]:
    """What `Index` is given to hold only the rows of which a condition is true."""
    return {"info": {_KEY: condition}}


def put_in_words_of(metadata: MetaData, *dialects: str) -> None:
    """Has those databases understand the conditions of all indexes."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if _KEY in index.info:
                for dialect in dialects:
                    index.dialect_options[dialect][_KEY] = text(index.info[_KEY])


@event.listens_for(Noun.metadata, "before_create")
def _put_in_its_words(metadata: MetaData, connection: Connection, **_given: Any) -> None:
    put_in_words_of(metadata, connection.dialect.name)
