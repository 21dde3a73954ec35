"""The database underneath: base class, names of constraints, column types, engines for SQLite and PostgreSQL, the unit of work."""

import enum
import importlib
import pkgutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import sqlalchemy as sa
import uuid_utils.compat
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, TypeResolve

from accountability import roles
from accountability import transaction as transaction  # what every session says when it begins
from accountability.refusal import Refusal

CONNECT_SECONDS = 3  # a PostgreSQL that hangs is answered like one that is away
NAMES = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "ix": "%(table_name)s_by_%(column_0_N_name)s",
    "uq": "%(table_name)s_%(column_0_N_name)s_is_unique",
    "ck": "%(table_name)s_%(constraint_name)s",
}


class NotFound(Exception):
    """No such row for the organisation that asks, whether or not another one has it."""


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A timezone-aware moment, in UTC in both databases; a naive one is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables have in common."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: sa.Text(),
        datetime: UtcDateTime(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
        list[str]: sa.JSON(),
    }


@event.listens_for(Base, "resolve_type_annotation")
def _resolve_own_id(found: TypeResolve) -> sa.types.TypeEngine[Any] | None:
    """An id type of our own (`NewType`) is stored as what it stands for."""
    meant = getattr(found.resolved_type, "__supertype__", None)
    return sa.Uuid() if meant is uuid.UUID else sa.Text() if meant is str else None


def new_id() -> uuid.UUID:
    """A UUIDv7, sorted by time. Never for anonymous answers: it carries the millisecond."""
    return uuid_utils.compat.uuid7()


def random_id() -> uuid.UUID:
    """A UUIDv4, which tells nothing."""
    return uuid.uuid4()


def choice(kind: type[enum.Enum]) -> sa.Enum:
    """Column type for an enumeration: stored by value, held by a check constraint named after the enumeration."""
    words = "".join("_" + letter.lower() if letter.isupper() else letter for letter in kind.__name__).lstrip("_")
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=64,
        name=f"{words}_is_known",
        values_callable=lambda members: [str(member.value) for member in members],
    )


def tenant_key(column: str, table: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """A foreign key that cannot leave the tenant: (organisation_id, column) → table (organisation_id, id)."""
    return sa.ForeignKeyConstraint(["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], ondelete=ondelete)


def load_models() -> sa.MetaData:
    """Import every `models` module and machinery table of the package and return the metadata with all tables."""
    package = Path(__file__).parent
    for found in pkgutil.iter_modules([str(package)]):
        if not found.ispkg:
            if found.name in {"journal", "outbox"}:
                importlib.import_module(f"accountability.{found.name}")
        elif (package / found.name / "models.py").exists() or (package / found.name / "models").exists():
            importlib.import_module(f"accountability.{found.name}.models")
    return Base.metadata


def make_engine(url: str) -> Engine:
    """An engine for one of the two databases, durable as promised: an acknowledged commit survives a power cut."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = sa.create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": CONNECT_SECONDS})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions commit at a savepoint and lose concurrent updates; we say BEGIN ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    # A pooled connection remembers the last session's setting, and IMMEDIATE asks for the right to write.
    connection.exec_driver_sql("PRAGMA query_only=OFF")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


class Database:
    """Sessions on one database. A read-only session cannot write even if its code tries to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)

    def session(self, *, read_only: bool = False) -> Session:
        """A new session, not yet acting for any organisation."""
        bind = self.engine.execution_options(read_only=True) if read_only else self.engine
        return Session(bind, info={"read_only": read_only}, expire_on_commit=False)

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """One long look at the database as it stands now, whatever is written meanwhile."""
        with self.session(read_only=True) as session, session.begin():
            if isinstance(session.bind, Engine) and session.bind.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def forget_deleted(self) -> None:
        """Have the database give up what deleted rows left on its pages and in its log, as far as it may."""
        if not isinstance(self.engine, Engine):
            return
        with self.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            if connection.dialect.name == "sqlite":
                # Deleted pages are zeroed at once; their old form waits in the log until it is folded in and cut.
                # Whoever reads at this moment is not waited for long: nobody could write meanwhile.
                for pragma in ("query_only=OFF", "busy_timeout=500", "wal_checkpoint(TRUNCATE)", "busy_timeout=10000"):
                    raw.execute(f"PRAGMA {pragma}").fetchall()

    @contextmanager
    def transaction(self, *, read_only: bool = False) -> Iterator[Session]:
        """One short transaction: committed at the end of the block, rolled back by any exception."""
        with self.session(read_only=read_only) as session, session.begin():
            yield session


def open_database(url: str, *, role: str) -> Database:
    """The database for a process that works as `role` (see roles.py); UnsafeRole if its login may do more than that role."""
    database = Database(url)
    roles.guard(database.engine, role)
    return database


@contextmanager
def refusing(session: Session, **refusals: type[Refusal]) -> Iterator[None]:
    """Run the block and flush inside a savepoint; a broken constraint named in `refusals` becomes that Refusal."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except IntegrityError as error:
        refusal = refusals.get(broken_constraint(error) or "")
        if refusal is None:
            raise
        raise refusal() from error


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that an IntegrityError is about, in both databases."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    kind, _, detail = str(error.orig).partition(" constraint failed: ")
    if kind != "UNIQUE":
        return detail or None
    # SQLite names the columns of a broken unique key, not the key.
    columns = [name.strip() for name in detail.split(",")]
    return next((name for name, parts in _unique_keys() if parts == columns), None)


def _unique_keys() -> Iterator[tuple[str, list[str]]]:
    for table in Base.metadata.tables.values():
        for key in table.constraints:
            if isinstance(key, sa.UniqueConstraint | sa.PrimaryKeyConstraint):
                yield str(key.name), [f"{table.name}.{column.name}" for column in key.columns]
        for index in table.indexes:
            if index.unique:
                yield str(index.name), [f"{table.name}.{column.name}" for column in index.columns]
