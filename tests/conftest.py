"""Fixtures for every test: `session`, `ours`, `theirs`, `at`, `client`, on SQLite and on PostgreSQL."""

import os
import secrets
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy.orm import Session

from accountability import jobs, roles
from accountability.app import create_app, create_constituents_app
from accountability.config import Config
from accountability.database import Database
from tests.support.client import CheckingClient
from tests.support.databases import PinnedDatabase, as_role, drop_postgres, make_postgres, make_sqlite, pinned
from tests.support.moulds import mould as mould
from tests.support.postgres import running_postgres
from tests.support.tenants import NEIGHBOUR, Tenant, make_tenant

# A busy machine is no fault of the code.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: TEST_POSTGRES_URL, or one of our own."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    with running_postgres() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = make_sqlite(tmp_path_factory.mktemp("sqlite"))
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[Database]:
    database = make_postgres(postgres_server, f"test_{secrets.token_hex(6)}")
    yield database
    drop_postgres(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[PinnedDatabase]:
    """Each test that uses a database runs on both, inside a transaction that is rolled back."""
    whole: Database = request.getfixturevalue("sqlite_database" if request.param == "sqlite" else "postgres_database")
    with pinned(whole) as held:
        yield held


@pytest.fixture
def at() -> datetime:
    """The moment at which tests take place."""
    return datetime(2026, 5, 4, 12, 5, tzinfo=UTC)


@pytest.fixture
def ours(database: PinnedDatabase, at: datetime) -> Tenant:
    """The organisation that a test is about."""
    return make_tenant(database, "Otvorena Vrata", at=at)


@pytest.fixture
def theirs(database: PinnedDatabase, at: datetime) -> Tenant:
    """Another organisation; nothing of it may be seen by ours."""
    return make_tenant(database, f"{NEIGHBOUR} Org", at=at, country="XK")


@pytest.fixture
def session(ours: Tenant) -> Iterator[Session]:
    """A session that acts for ours."""
    with ours.session() as session:
        yield session


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one real browser of all tests; each test opens contexts of its own in it."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu", *quiet])
        yield running
        running.close()


def make_config(folder: Path, **changes: Any) -> Config:
    """A configuration for tests; nothing of it reaches outside."""
    values: dict[str, Any] = {
        "development": True,
        "secret_key": "a-secret-of-the-tests-0123456789abcdef",
        "secret_key_fallbacks": (),
        "sealing_keys": ("a-sealing-key-of-the-tests-0123456789",),
        "base_url": "http://localhost",
        "database_url": f"sqlite:///{folder / 'app.db'}",
        "instance_path": folder,
        "storage_url": f"folder:{folder / 'files'}",
        "s3_endpoint_url": None,
        "mail_url": f"file:{folder / 'mail'}",
        "mail_sender": "accountability@example.org",
        "queue_url": f"sqlite:{folder / 'jobs.db'}",
        "limits_url": "memory://",
        "trusted_proxies": 0,
        "answers_url": "",
        "answers_per_hour": 100_000,
    }
    return Config(**(values | changes))


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return make_config(tmp_path_factory.mktemp("instance"))


@pytest.fixture(scope="session")
def _apps(config: Config, sqlite_database: Database) -> tuple[Flask, Flask]:
    return create_app(config, database=sqlite_database), create_constituents_app(config, database=sqlite_database)


@pytest.fixture
def app(_apps: tuple[Flask, Flask], database: PinnedDatabase, worker: jobs.Worker) -> Flask:
    """The members' app on this test's database, with no more rights than it has."""
    _apps[0].extensions |= {"database": as_role(database, roles.WEB), "worker": worker}
    return _apps[0]


@pytest.fixture
def constituents_app(_apps: tuple[Flask, Flask], database: PinnedDatabase) -> Flask:
    """The constituents' app on this test's database, with no more rights than it has."""
    _apps[1].extensions["database"] = as_role(database, roles.INTAKE)
    return _apps[1]


@pytest.fixture
def client(app: Flask, at: datetime) -> CheckingClient:
    """A browser on the members' app, signed out."""
    return CheckingClient(app, at=at)


@pytest.fixture
def constituent(constituents_app: Flask, at: datetime) -> CheckingClient:
    """A browser on the constituents' app (its paths begin after /s)."""
    return CheckingClient(constituents_app, at=at)


@pytest.fixture
def sign_in(client: CheckingClient, ours: Tenant) -> Callable[[str], CheckingClient]:
    """`sign_in("officer")`: the client as that member of ours."""
    return lambda role: client.sign_in(ours, role)


@pytest.fixture
def worker(config: Config, database: PinnedDatabase, _apps: tuple[Flask, Flask]) -> jobs.Worker:
    """What jobs run with, all of them known: `jobs.run("survey.mix_due_surveys", worker, at=at)`."""
    return jobs.make_worker(config, as_role(database, roles.WORKER), benchmark=as_role(database, roles.BENCHMARK))


@pytest.fixture(autouse=True)
def _no_erasure_is_remembered(config: Config) -> Iterator[None]:
    """What one test erased is not held against the database of the next: that would look like a backup being restored."""
    yield
    shutil.rmtree(config.instance_path / "files" / "ledger", ignore_errors=True)


@pytest.fixture(autouse=True)
def _stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test talks to another machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
