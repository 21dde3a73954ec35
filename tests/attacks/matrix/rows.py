"""Everything that is stored, as text: who owns each row, what it says, and whether it is still the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

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

    @property
    def owners(self) -> frozenset[str]:
        """The organisations, or else the person; nobody for what belongs to the installation."""
        return self.organisations or frozenset({self.person} if self.person else ())

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


@cache
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


Raw = dict[str, frozenset[tuple[Any, ...]]]


def read_raw(connection: sa.Connection) -> Raw:
    """All rows of all tables as they come, past every guard of the application and of the database."""
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres:
        # The connection still has the rights of the session before; the next one says its own again.
        connection.exec_driver_sql("SET LOCAL ROLE NONE")
    whole = "t::text" if is_postgres else "t.*"
    return {
        table: frozenset(map(tuple, connection.exec_driver_sql(f'SELECT {", ".join([*columns, whole])} FROM "{table}" t')))
        for table, columns in owner_columns().items()
    }


def changes(before: Raw, after: Raw) -> frozenset[Row]:
    """The rows that are only in one of the two."""
    return frozenset(row for table in after for row in rows_of(table, before.get(table, frozenset()) ^ after[table]))


def all_rows(raw: Raw) -> frozenset[Row]:
    """Every row of every table."""
    return frozenset(row for table, found in raw.items() for row in rows_of(table, found))


def rows_of(table: str, found: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    """Rows of one table, from what was read of it."""
    columns = owner_columns()[table]
    for values in found:
        owners, text = values[: len(columns)], repr(values[len(columns) :])
        if columns[:1] in {("id",), ("person_id",)}:
            yield Row(table, frozenset(), plain(owners[0]) if owners[0] else None, text)
        else:
            yield Row(table, frozenset(plain(owner) for owner in owners if owner), None, text)


def known_ids(rows: Iterable[Row]) -> frozenset[str]:
    """Every id that stands in somebody's own rows: what is theirs, and what of others they legitimately know of."""
    return frozenset(plain(found) for row in rows for found in ID.findall(row.text))
