"""Whole installations that are really written to: a database, a storage and a worker with the rights it has."""

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accountability import jobs, roles
from accountability.config import Config
from accountability.database import Database
from accountability.leaving import commands
from accountability.leaving.access import EXPORT_ORGANISATION
from accountability.leaving.queries import list_exports
from tests.conftest import make_config
from tests.factories.world import Universe, World
from tests.support.databases import PostgresDatabase, as_role, drop_postgres
from tests.support.moulds import Mould
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


Sites = Callable[..., Site]


@pytest.fixture
def sites(tmp_path: Path, mould: Mould) -> Iterator[Sites]:
    """`sites("sqlite")` is a new installation; `is_filled` puts the universe in."""
    made: list[Database] = []

    def make(kind: str, *, is_filled: bool = False) -> Site:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        database = mould.cast(kind, folder, is_filled=is_filled)
        made.append(database)
        config = make_config(folder, database_url=database.url)
        own = as_role(database, roles.WORKER)
        worker = jobs.make_worker(config, own, benchmark=as_role(database, roles.BENCHMARK))
        return Site(database, folder, config, worker)

    yield make
    for database in made:
        database.engine.dispose()
        if isinstance(database, PostgresDatabase):
            drop_postgres(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def site(sites: Sites, kind: str) -> Site:
    """One installation with the universe in it."""
    return sites(kind, is_filled=True)


@pytest.fixture
def universe(site: Site, kind: str, mould: Mould) -> Universe:
    """Two networks of three organisations in it."""
    return mould.universes[kind].on(site.database)


@pytest.fixture
def leaver(universe: Universe) -> Tenant:
    """A2: a member of networks, convening one itself, with one of everything."""
    return universe.worlds["A2"].tenant


@pytest.fixture
def world(universe: Universe) -> World:
    return universe.worlds["A2"]


@pytest.fixture
def archive(site: Site, world: World, at: datetime) -> Path:
    site.worker.storage.put(f"{world.tenant.organisation_id}/minutes.txt", b"We met.", content_type="text/plain")
    return export(site, world.tenant, at=at)


@pytest.fixture
def other(sites: Sites, kind: str) -> Site:
    """An empty installation on the other database."""
    return sites("postgresql" if kind == "sqlite" else "sqlite")


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


def state(tenant: Tenant) -> str:
    """Where the youngest archive of an organisation stands."""
    with tenant.session() as session:
        return list_exports(session)[0].state.value


def names_in(path: Path) -> set[str]:
    """The files in an archive."""
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def rows_of(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of one table in an archive."""
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line) for line in archive.read(f"data/{table}.jsonl").splitlines()]
