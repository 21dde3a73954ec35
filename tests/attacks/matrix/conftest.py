"""The World in a database of its own, made once for all tests of this folder; each test leaves it as it was."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from accountability.database import Database
from accountability.throttle import Throttle
from tests.attacks.matrix.asking import Asker
from tests.factories.world import Universe, World, make_universe
from tests.support.databases import PinnedDatabase, make_postgres, make_sqlite, pinned

AT = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Universe]]:
    database = make_sqlite(tmp_path_factory.mktemp("world"))
    yield database, make_universe(database, at=AT)
    database.engine.dispose()


@pytest.fixture(scope="session")
def postgresql_world(postgres_server: str) -> Iterator[tuple[Database, Universe]]:
    database = make_postgres(postgres_server, f"world_{secrets.token_hex(6)}")
    yield database, make_universe(database, at=AT)
    database.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> tuple[Database, Universe]:
    found: tuple[Database, Universe] = request.getfixturevalue(f"{request.param}_world")
    return found


@pytest.fixture
def database(filled: tuple[Database, Universe]) -> Iterator[PinnedDatabase]:
    """The World's database, inside a transaction that is rolled back."""
    with pinned(filled[0]) as held:
        yield held


@pytest.fixture
def universe(filled: tuple[Database, Universe], database: PinnedDatabase) -> Universe:
    """The World, seen through the transaction of this test."""
    return filled[1].on(database)


@pytest.fixture
def mine(universe: Universe) -> World:
    """An organisation that convenes a network and belongs to another."""
    return universe.worlds["A1"]


@pytest.fixture
def foreign(universe: Universe) -> World:
    """An organisation of the other network."""
    return universe.worlds["B1"]


@pytest.fixture
def asker(app: Flask, constituents_app: Flask, universe: Universe, database: PinnedDatabase) -> Asker:
    """Asks the members' app as anybody."""
    return Asker(app, universe, database)


@pytest.fixture
def public(constituents_app: Flask, universe: Universe, database: PinnedDatabase) -> Asker:
    """Asks the constituents' app."""
    return Asker(constituents_app, universe, database)


@pytest.fixture(autouse=True)
def _open_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Throttle, "knock", lambda *_: None)
