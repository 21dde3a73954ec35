"""A real PostgreSQL database with the World in it: what is proven here is proven of roles that log in, and of real commits."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.engine import Connection

from accountability.database import load_models
from tests.factories.world import Universe, make_universe
from tests.support.databases import PostgresDatabase, drop_postgres, make_postgres

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
load_models()


@pytest.fixture(scope="session")
def real(postgres_server: str) -> Iterator[PostgresDatabase]:
    """The database, as tests use it."""
    database = make_postgres(postgres_server, f"walls_{secrets.token_hex(4)}")
    yield database
    drop_postgres(database)


@pytest.fixture(scope="session")
def universe(real: PostgresDatabase) -> Universe:
    """Two networks of three organisations, with one of everything in each."""
    return make_universe(real, at=AT)


@pytest.fixture
def administrator(real: PostgresDatabase) -> Iterator[Connection]:
    """A connection that may do anything; what it did is undone after the test."""
    with real.administrator.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()
