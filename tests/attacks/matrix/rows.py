"""Everything that is stored, as text: who owns each row, what it says, and whether it is still the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from accountability.access import Actor
from accountability.database import Base, load_models
from accountability.tenancy import Shared, TenantOwned

ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


@dataclass(frozen=True)
class Row:
    """One row: its table, the organisations it belongs to, or else the person, and all it says."""

    table: str
    organisations: frozenset[str]
    person: str | None
    text: str

    def is_seen_by(self, actor: Actor | None) -> bool:
        """Whether this row is the actor's own: of their organisation, on either side of it, or of their account."""
        if actor is None:
            return False
        if self.organisations:
            return plain(actor.organisation_id) in self.organisations
        return self.person == plain(actor.person_id)


def plain(value: Any) -> str:
    """An id as both databases write it, without dashes."""
    return str(value).replace("-", "")


def owner_columns() -> dict[str, tuple[str, ...]]:
    """Table → the columns that say whose a row is; none for what belongs to the installation."""
    load_models()
    found = {}
    for mapper in Base.registry.mappers:
        table: Any = mapper.local_table
        if issubclass(mapper.class_, Shared):
            found[table.name] = ("organisation_id", "convenor_id")
        elif issubclass(mapper.class_, TenantOwned):
            found[table.name] = ("organisation_id",)
        else:
            personal = "id" if table.name == "person" else "person_id"
            found[table.name] = tuple(name for name in (personal, "organisation_id") if name in table.columns)[:1]
    return found | {"person": ("id",)}


def read_rows(connection: sa.Connection) -> frozenset[Row]:
    """All rows of all tables, past every guard of the application."""
    return frozenset(row for table, columns in owner_columns().items() for row in _rows_of(connection, table, columns))


def _rows_of(connection: sa.Connection, table: str, columns: tuple[str, ...]) -> Iterable[Row]:
    whole = "t::text" if connection.dialect.name == "postgresql" else "t.*"
    of_person = columns and columns[0] in {"id", "person_id"}
    for found in connection.exec_driver_sql(f'SELECT {", ".join([*columns, whole])} FROM "{table}" t'):
        owners, text = found[: len(columns)], repr(tuple(found[len(columns) :]))
        if of_person:
            yield Row(table, frozenset(), plain(owners[0]), text)
        else:
            yield Row(table, frozenset(plain(owner) for owner in owners), None, text)


def known_ids(rows: Iterable[Row], actor: Actor | None) -> frozenset[str]:
    """Every id that stands in the actor's own rows: what is theirs, and what of others they legitimately know of."""
    return frozenset(plain(found) for row in rows if row.is_seen_by(actor) for found in ID.findall(row.text))


def foreign_rows(rows: Iterable[Row], actor: Actor | None) -> frozenset[Row]:
    """What belongs to others than the actor; rows of the installation, such as mails, belong to nobody."""
    return frozenset(row for row in rows if (row.organisations or row.person) and not row.is_seen_by(actor))


def as_id(value: str) -> str | None:
    """The value as an id without dashes, if it is one."""
    try:
        return UUID(value).hex
    except ValueError:
        return None
