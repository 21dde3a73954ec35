"""Databases to copy: a new installation with the World in it costs a copy instead of a filling."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from accountability.database import Database
from tests.factories.world import Universe, make_universe
from tests.support.databases import PostgresDatabase, _administer, drop_postgres, make_postgres, make_sqlite


@dataclass
class Mould:
    """What installations are copied from: an empty one and one with a universe, in a database that nobody is connected to."""

    folder: Path
    server: str
    filled: str
    universes: dict[str, Universe]

    def cast(self, kind: str, folder: Path, *, is_filled: bool) -> Database:
        """A database of its own."""
        if kind == "sqlite":
            shutil.copy(self.folder / ("filled.db" if is_filled else "test.db"), folder / "app.db")
            return Database(f"sqlite:///{folder / 'app.db'}")
        name = f"site_{token_hex(6)}"
        if not is_filled:
            return make_postgres(self.server, name)
        _administer(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{self.filled}"')
        return PostgresDatabase(self.server, name)


@pytest.fixture(scope="session")
def mould(tmp_path_factory: pytest.TempPathFactory, postgres_server: str, _apps: Any) -> Iterator[Mould]:
    """Made once; filling takes a second or two."""
    at = datetime(2026, 5, 4, 12, 5, tzinfo=UTC)
    folder = tmp_path_factory.mktemp("mould")
    make_sqlite(folder).engine.dispose()
    shutil.copy(folder / "test.db", folder / "filled.db")
    small = Database(f"sqlite:///{folder / 'filled.db'}")
    large = make_postgres(postgres_server, f"filled_{token_hex(6)}")
    universes = {"sqlite": make_universe(small, at=at), "postgresql": make_universe(large, at=at)}
    small.engine.dispose()
    large.engine.dispose()
    large.administrator.dispose()
    yield Mould(folder, postgres_server, large.name, universes)
    drop_postgres(large)
