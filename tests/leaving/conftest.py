"""Whole installations that are really written to: a database, a storage and a worker with the rights it has."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest

from accountability import jobs, roles
from accountability.config import Config
from accountability.database import Database
from accountability.leaving import commands
from accountability.leaving.access import EXPORT_ORGANISATION
from accountability.leaving.queries import list_exports
from tests.conftest import make_config
from tests.factories.world import Universe, make_universe
from tests.support.databases import as_role, drop_postgres, make_postgres, make_sqlite
from tests.support.tenants import Tenant


@dataclass(frozen=True)
class Site:
    """One installation of tests."""

    database: Database
    folder: Path
    config: Config
    worker: jobs.Worker

    def run(self, name: str, *, at: datetime) -> None:
        """Run a job now."""
        jobs.run(name, self.worker, at=at)


Sites = Callable[[str], Site]


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    folder = tmp_path_factory.mktemp("empty")
    make_sqlite(folder).engine.dispose()
    return folder / "test.db"


@pytest.fixture
def sites(tmp_path: Path, empty_file: Path, postgres_server: str, _apps: Any) -> Iterator[Sites]:
    """`sites("sqlite")` is a new installation."""
    made: list[Database] = []

    def make(kind: str) -> Site:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        database = _sqlite(folder, empty_file) if kind == "sqlite" else make_postgres(postgres_server, f"site_{token_hex(6)}")
        made.append(database)
        config = make_config(folder, database_url=database.url)
        own = as_role(database, roles.WORKER)
        worker = jobs.make_worker(config, own, benchmark=as_role(database, roles.BENCHMARK))
        return Site(database, folder, config, worker)

    yield make
    for database in made:
        database.engine.dispose()
        if database.engine.dialect.name == "postgresql":
            drop_postgres(database)  # type: ignore[arg-type]


def _sqlite(folder: Path, empty_file: Path) -> Database:
    shutil.copy(empty_file, folder / "app.db")
    return Database(f"sqlite:///{folder / 'app.db'}")


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(sites: Sites, kind: str) -> Site:
    """One installation."""
    return sites(kind)


@pytest.fixture
def universe(site: Site, at: datetime) -> Universe:
    """Two networks of three organisations in it."""
    return make_universe(site.database, at=at).on(site.database)


def ask(site: Site, tenant: Tenant, *, at: datetime) -> Any:
    """Have an owner ask for an archive; its id."""
    with tenant.session() as session, session.begin():
        return commands.ask_for_export(session, by=tenant.actor("owner"), at=at).id


def export(site: Site, tenant: Tenant, *, at: datetime) -> Path:
    """The archive of an organisation as a file."""
    export_id = ask(site, tenant, at=at)
    commands.make_export(site.worker, tenant.organisation_id, rule=EXPORT_ORGANISATION, at=at)
    path = site.folder / f"{export_id}.zip"
    path.write_bytes(site.worker.storage.get(f"{tenant.organisation_id}/exports/{export_id}.zip"))
    return path


def states(tenant: Tenant) -> list[str]:
    """Where the archives of an organisation stand, the youngest first."""
    with tenant.session() as session:
        return [each.state.value for each in list_exports(session)]


def names_in(path: Path) -> set[str]:
    """The files in an archive."""
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())
