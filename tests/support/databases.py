"""Both databases for the tests: migrated once a run, and left by every test as it was found.

On PostgreSQL nothing runs as somebody for whom the wall between organisations does not hold. Apps and jobs have the rights of
their processes (`as_role`); what a test does by itself may touch every table, of the organisation that it acts for.
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from accountability import roles, schema, tenancy, transaction
from accountability.database import Database, make_engine
from accountability.tenancy import TenantOwned, acting_for

TESTS = "accountability_tests"  # reads and writes every table, behind the wall like everybody
UNWALLED = "_unwalled"  # at the end of a role's name: the same rights, but row-level security does not hold for it


class PinnedDatabase(Database):
    """A database whose every session works inside one outer transaction, which is rolled back after the test."""

    def __init__(self, connection: Connection, *, role: str = TESTS) -> None:
        self.url, self.engine = connection.engine.url.render_as_string(hide_password=False), connection.engine
        self.connection, self.role = connection, role

    def session(self, *, read_only: bool = False) -> Session:
        info: dict[str, Any] = {"read_only": read_only, "settings": {}}
        if self.engine.dialect.name == "postgresql":
            info["settings"]["role"] = self.role + self.connection.info.get("wall", "")
        return PinnedSession(self.connection, join_transaction_mode="create_savepoint", info=info, expire_on_commit=False)

    def forget_deleted(self) -> None:
        """Nothing here is committed, so there is nothing to forget."""

    def as_role(self, role: str) -> "PinnedDatabase":
        """The same database inside the same transaction, with the rights of another process."""
        return PinnedDatabase(self.connection, role=role)


class PinnedSession(Session):
    """A session that shares its connection with others, and says again for whom it acts whenever another one spoke last."""


class PostgresDatabase(Database):
    """A real database of its own on the tests' server, with the login of one of the processes."""

    def __init__(self, server: str, name: str, *, role: str = TESTS, family: "dict[str, PostgresDatabase] | None" = None) -> None:
        self.server, self.name, self.address = server, name, make_url(server).set(database=name)
        super().__init__(self.address.set(username=role).render_as_string(hide_password=False))
        self.family = {} if family is None else family
        self.family[role] = self
        weakref.finalize(self, self.engine.dispose)

    @cached_property
    def administrator(self) -> Engine:
        """Connections that may take any role, and look at everything; for what tests make and look at, never for the product."""
        engine = make_engine(self.address.render_as_string(hide_password=False))
        weakref.finalize(self, engine.dispose)
        return engine

    def as_role(self, role: str) -> "PostgresDatabase":
        """The same database with the login of another process."""
        return self.family.get(role) or PostgresDatabase(self.server, self.name, role=role, family=self.family)


def as_role(database: Database, role: str) -> Database:
    """The database with the rights of another process; SQLite knows no roles."""
    return database.as_role(role) if isinstance(database, PinnedDatabase | PostgresDatabase) else database


def all_seeing(database: Database) -> Engine:
    """Connections that look past the wall and may do anything: for what a test looks for everywhere."""
    return database.administrator if isinstance(database, PostgresDatabase) else database.engine


def make_sqlite(folder: Path) -> Database:
    """A fresh SQLite file with all tables."""
    url = f"sqlite:///{folder / 'test.db'}"
    schema.upgrade(url)
    return Database(url)


def make_postgres(server: str, name: str) -> PostgresDatabase:
    """A fresh PostgreSQL database with all tables, as tests use it."""
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{_template(server)}"')
    return PostgresDatabase(server, name)


def drop_postgres(database: PostgresDatabase) -> None:
    """Take a database of the tests' server away, whoever is still connected."""
    for login in database.family.values():
        login.engine.dispose()
        login.administrator.dispose()
    _administer(database.server, f'DROP DATABASE "{database.name}" WITH (FORCE)')


@contextmanager
def empty_postgres(server: str) -> Iterator[str]:
    """The owner's address of a database without tables, in which the roles have their places."""
    name = f"empty_{token_hex(6)}"
    _administer(server, f'CREATE DATABASE "{name}"')
    address = make_url(server).set(database=name)
    roles.create_roles(address, dict.fromkeys(roles.ROLES, address.password))
    yield address.set(username=roles.OWNER).render_as_string(hide_password=False)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _template(server: str) -> str:
    """The name of a migrated database that others are copied from, made once; its roles are the server's."""
    name = f"template_{token_hex(6)}"
    _administer(server, f'CREATE DATABASE "{name}"')
    address = make_url(server).set(database=name)
    roles.create_roles(address, dict.fromkeys(roles.ROLES, address.password))
    _administer(server, *(statement for each in TEST_ROLES for statement in each))
    schema.upgrade(address.set(username=roles.OWNER).render_as_string(hide_password=False))
    _administer(address.render_as_string(hide_password=False), *RIGHTS_OF_TESTS, database="")
    return name


def _test_role(role: str, options: str) -> tuple[str, str]:
    found = f"IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;"
    return f"DO $$ BEGIN {found} END $$", f"ALTER ROLE {role} {options}"


TEST_ROLES = (
    _test_role(TESTS, "LOGIN NOBYPASSRLS"),
    *(_test_role(f"{role}{UNWALLED}", "NOLOGIN BYPASSRLS") for role in (TESTS, *roles.ROLES)),
    *((f"GRANT {role} TO {role}{UNWALLED}", "") for role in (TESTS, *roles.ROLES)),
)
RIGHTS_OF_TESTS = (
    f"GRANT USAGE ON SCHEMA public TO {TESTS}",
    f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {TESTS}",
    f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {TESTS}",
    # Looks across organisations where the worker does.
    f"GRANT {roles.WORKER} TO {TESTS}",
)


def _administer(server: str, *statements: str, database: str = "/postgres") -> None:
    engine = sa.create_engine(f"{server}{database}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in filter(None, statements):
            connection.exec_driver_sql(statement)
    engine.dispose()


@contextmanager
def pinned(database: Database) -> Iterator[PinnedDatabase]:
    """The database inside a transaction that will be rolled back."""
    with all_seeing(database).connect() as connection:
        outer = connection.begin()
        try:
            yield PinnedDatabase(connection)
        finally:
            outer.rollback()


@contextmanager
def without_orm_guard() -> Iterator[None]:
    """Only PostgreSQL's wall stands: queries are not narrowed to the tenant, and nobody looks at what is flushed.

    The two listeners are taken from SQLAlchemy's Session for the block, for all sessions. New rows are still filled with
    the organisation that the session acts for, as features count on it.
    """
    event.remove(Session, "do_orm_execute", tenancy._narrow)
    event.remove(Session, "before_flush", tenancy._hold_writes)
    event.listen(Session, "before_flush", _fill)
    try:
        yield
    finally:
        event.remove(Session, "before_flush", _fill)
        event.listen(Session, "before_flush", tenancy._hold_writes)
        event.listen(Session, "do_orm_execute", tenancy._narrow)


def _fill(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.new:
        if isinstance(row, TenantOwned) and row.organisation_id is None:
            row.organisation_id = acting_for(session)


@contextmanager
def without_row_level_security(database: PinnedDatabase) -> Iterator[None]:
    """Only the session's guard stands: sessions made in the block, also of `as_role`, are roles for whom no wall holds.

    Each such role is a member of the real one, so it has the same grants, but with BYPASSRLS; only the tests' server has
    them. Changes nothing on SQLite.
    """
    database.connection.info["wall"] = UNWALLED
    try:
        yield
    finally:
        del database.connection.info["wall"]


_tell = transaction._tell


def _tell_and_note(connection: Connection, said: dict[str, str], **options: bool) -> None:
    _tell(connection, said, **options)
    connection.info["said"] = said


transaction._tell = _tell_and_note


def _say_again(session: Session) -> None:
    if session.bind.dialect.name == "sqlite":  # type: ignore[union-attr]
        # Another session on the same connection may only have read.
        session.connection().exec_driver_sql(f"PRAGMA query_only={'ON' if session.info['read_only'] else 'OFF'}")
    connection = session.info.get("begun")
    if connection is not None and connection.info.get("said") is not session.info["settings"]:
        transaction._tell(connection, session.info["settings"])


@event.listens_for(PinnedSession, "do_orm_execute", insert=True)
def _before_a_statement(state: ORMExecuteState) -> None:
    _say_again(state.session)


@event.listens_for(PinnedSession, "before_flush", insert=True)
def _before_a_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    _say_again(session)
