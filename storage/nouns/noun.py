"""What every noun shares: it is a frozen value, told apart from the row that keeps it."""

from datetime import date, datetime
from typing import Any, dataclass_transform

from pydantic import ConfigDict
from sqlalchemy import MetaData, Table
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass, get_column_from_field

from storage.columns import Data, Moment

# Alembic needs stable constraint names, so the convention is set before any table exists.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@dataclass_transform(kw_only_default=True, field_specifiers=(Field,))  # as SQLModel’s own is
class _Described(SQLModelMetaclass):
    """Makes of a `…Row` the table that it describes, and nothing more.

    SQLModel would make a second value of it, and have SQLAlchemy's ORM follow that one: nobody uses
    either, and for all the nouns they take a sixth of a start.
    """

    def __new__(
        cls, name: str, bases: tuple[Any, ...], described: dict[str, Any], **given: Any
    ) -> Any:
        if not given.get("table"):
            return super().__new__(cls, name, bases, described, **given)
        (noun,) = bases
        columns = []
        for field, info in noun.model_fields.items():
            column = get_column_from_field(info)
            column.name = column.key = field
            columns.append(column)
        more = described.get("__table_args__", ())
        table = Table(described["__tablename__"], SQLModel.metadata, *columns, *more)
        return type(name, (), {"__table__": table})


class Noun(SQLModel, metaclass=_Described):
    """A value read from one row; to change it, ask the unit of work for a changed copy."""

    # What checks a noun is built when one is first made: a start makes few of them.
    model_config = ConfigDict(frozen=True, defer_build=True)  # type: ignore[assignment]  # SQLModel narrows the type

    # 0 until kept; the database gives the number, so the column itself has no default.
    id: int = Field(default=0, primary_key=True, sa_column_kwargs={"default": None})


def moment(**kwargs: Any) -> Any:
    """A UTC moment that must be given."""
    return Field(sa_type=Moment, **kwargs)


def maybe_moment(**kwargs: Any) -> Any:
    """A UTC moment that may be missing."""
    return Field(default=None, sa_type=Moment, nullable=True, **kwargs)


def data(default: type[dict[str, Any]] | type[list[Any]]) -> Any:
    """A JSON value, empty unless given."""
    return Field(default_factory=default, sa_type=Data)


def link(target: str, *, index: bool = True, **kwargs: Any) -> Any:
    """The id of a row elsewhere, such as `person.id`; not indexed where another index begins so."""
    return Field(foreign_key=target, index=index, **kwargs)


__all__ = ["Noun", "data", "date", "datetime", "link", "maybe_moment", "moment"]
