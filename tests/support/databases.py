"""Both databases for the tests: migrated once a run, and left by every test as it was found."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from accountability import schema
from accountability.database import Database


class PinnedDatabase(Database):
    """A database whose every session works inside one outer transaction, which is rolled back after the test."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self.url, self.engine, self.connection = database.url, database.engine, connection

    def session(self, *, read_only: bool = False) -> Session:
        return Session(
            self.connection, join_transaction_mode="create_savepoint", info={"read_only": read_only}, expire_on_commit=False
        )


def make_sqlite(folder: Path) -> Database:
    """A fresh SQLite file with all tables."""
    return _migrated(f"sqlite:///{folder / 'test.db'}")


def make_postgres(server: str, name: str) -> Database:
    """A fresh PostgreSQL database with all tables."""
    engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return _migrated(f"{server}/{name}")


def _migrated(url: str) -> Database:
    schema.upgrade(url)
    return Database(url)


@contextmanager
def pinned(database: Database) -> Iterator[PinnedDatabase]:
    """The database inside a transaction that will be rolled back."""
    with database.engine.connect() as connection:
        outer = connection.begin()
        try:
            yield PinnedDatabase(database, connection)
        finally:
            outer.rollback()
