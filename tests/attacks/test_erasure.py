# ruff: noqa: F811 - fixtures of another folder are named as arguments
"""Somebody with the disk looks for an organisation that was erased: in tables, files, logs, queue and old backups.

Every text of the leaving organisation holds words that nobody else's do. After the erasure they may stand nowhere; before it,
and where a fault is planted, the same search finds them.
"""

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from uuid import UUID

import pytest
import sqlalchemy as sa

from accountability import jobs, roles
from accountability.app import create_app, create_constituents_app
from accountability.database import Database
from accountability.leaving import commands, domain, ledger, queries
from accountability.leaving.commands import clearing
from accountability.leaving.domain.erasing import DAYS_TO_THINK
from accountability.leaving.opening import CHECKED
from accountability.network.models import NetworkMember
from accountability.survey.routes import frozen
from tests.factories.world import Universe, World
from tests.leaving.arriving import bring
from tests.leaving.conftest import Site, export, kind, site, sites, universe  # noqa: F401 - fixtures
from tests.support.client import CheckingClient
from tests.support.databases import PostgresDatabase, _administer, as_role, drop_postgres
from tests.support.tenants import Tenant

WORDS = ("Tajna-A2", "Udruga-A2", "Krug-A2")
LATER = DAYS_TO_THINK + timedelta(minutes=1)


@pytest.fixture
def world(universe: Universe) -> World:
    return universe.worlds["A2"]


def fill(site: Site, world: World, *, at: datetime) -> None:
    """Beside its tables the organisation has a file, an archive, and work that waits in the queue."""
    site.worker.storage.put(f"{world.tenant.organisation_id}/minutes.txt", WORDS[0].encode(), content_type="text/plain")
    export(site, world.tenant, at=at).unlink()
    jobs.Queue(site.config).wake({"leaving.erase_organisations"})


def mails_of(tenant: Tenant) -> list[str]:
    """The addresses of those who act for the organisation now."""
    with tenant.session() as session:
        persons = queries.list_persons(session).values()
        return sorted(queries.mail_of(session, person_id) for person_id in persons)


def ask(tenant: Tenant, *, at: datetime) -> None:
    with tenant.session() as session, session.begin():
        by = tenant.actor("owner")
        commands.ask_to_erase(session, by.organisation_name, by=by, at=at, address=lambda: "x")


def erase(site: Site, world: World, *, at: datetime) -> None:
    ask(world.tenant, at=at)
    for name in ("leaving.erase_organisations", "leaving.erase_accounts"):
        site.run(name, at=at + LATER)


def dump(site: Site) -> bytes:
    """The database as a thief has it: the file with its log, or every row of every table there is."""
    if isinstance(site.database, PostgresDatabase):
        with site.database.administrator.connect() as connection:
            names = sa.inspect(connection).get_table_names()
            rows = [str(row) for name in names for row in connection.execute(sa.text(f'SELECT t::text FROM "{name}" AS t'))]
        return "\n".join(rows).encode()
    return b"".join(path.read_bytes() for path in site.folder.glob("app.db*"))


def sightings(site: Site, *more: str) -> list[str]:
    """Where words of the organisation stand, or any of `more`."""
    places = {"database": dump(site)} | {
        str(path.relative_to(site.folder)): path.read_bytes()
        for path in site.folder.rglob("*")
        if path.is_file() and not path.name.startswith("app.db")
    }
    return sorted({f"{word} in {name}" for name, content in places.items() for word in (*WORDS, *more) if word.encode() in content})


def test_nothing_of_an_erased_organisation_is_left_anywhere(
    site: Site,
    world: World,
    at: datetime,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    fill(site, world, at=at)
    mails = mails_of(world.tenant)
    assert len(sightings(site, *mails)) > len(mails)
    erase(site, world, at=at)
    assert sightings(site, *mails) == []
    said = capfd.readouterr()
    assert not [word for word in (*WORDS, *mails) if word in caplog.text + said.out + said.err]


def test_networks_remember_somebody_who_left(site: Site, world: World, universe: Universe, at: datetime) -> None:
    erase(site, world, at=at)
    convenor = universe.worlds["A1"].tenant
    with convenor.session() as session:
        rows = session.scalars(sa.select(NetworkMember).where(NetworkMember.convenor_id == convenor.organisation_id)).all()
    left = [row for row in rows if row.organisation_id == world.tenant.organisation_id]
    assert {row.organisation_name for row in left} == {"An organisation that left"}
    assert all(row.left_at for row in left)
    assert {row.organisation_name for row in rows} - {"An organisation that left"}


OMISSIONS = ("a forgotten table", "forgotten files", "forgotten copies", "forgotten pages")


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize("planted", OMISSIONS)
def test_a_planted_omission_is_found(site: Site, world: World, at: datetime, planted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(site, world, at=at)
    delete = clearing._delete_ours
    if planted == "a forgotten table":
        monkeypatch.setattr(clearing, "_delete_ours", lambda session, table: table.name != "outbox_mail" and delete(session, table))
    elif planted == "forgotten files":
        monkeypatch.setattr(type(site.worker.storage), "delete", lambda *_: None)
    elif planted == "forgotten copies":
        monkeypatch.setattr(clearing, "_clear", lambda *_: None)
    else:
        monkeypatch.setattr(type(site.database), "forget_deleted", lambda _: None)
    erase(site, world, at=at)
    assert sightings(site)


@pytest.fixture
def backup(site: Site, world: World, kind: str, at: datetime, tmp_path: Path) -> Iterator[Site]:
    """The database as it was saved a day before the erasure, beside the storage as it is now."""
    fill(site, world, at=at)
    for database in (site.database, site.worker.database, site.worker.benchmark):
        database.engine.dispose()
    if isinstance(site.database, PostgresDatabase):
        site.database.administrator.dispose()
        name = f"backup_{token_hex(6)}"
        _administer(site.database.server, f'CREATE DATABASE "{name}" TEMPLATE "{site.database.name}"')
        database: Database = PostgresDatabase(site.database.server, name)
    else:
        (tmp_path / "backup").mkdir()
        shutil.copy(site.folder / "app.db", tmp_path / "backup" / "app.db")
        database = Database(f"sqlite:///{tmp_path / 'backup' / 'app.db'}")
    erase(site, world, at=at)
    worker = replace(site.worker, database=as_role(database, roles.WORKER), benchmark=as_role(database, roles.BENCHMARK))
    yield replace(site, database=database, worker=worker, folder=tmp_path / "backup")
    database.engine.dispose()
    if isinstance(database, PostgresDatabase):
        drop_postgres(database)


def front_pages(site: Site, at: datetime) -> dict[str, int]:
    """How the two apps answer on this database, each with the rights it has."""
    staff = create_app(site.config, database=as_role(site.database, roles.WEB))
    public = create_constituents_app(site.config, database=as_role(site.database, roles.INTAKE))
    asked = {"staff": (staff, "/sign-in"), "constituents": (public, "/receipt"), "health": (staff, "/healthz")}
    return {name: CheckingClient(app, at=at)._open("GET", path).status_code for name, (app, path) in asked.items()}


def test_an_old_backup_opens_for_nobody_until_it_forgot_again(backup: Site, world: World, at: datetime) -> None:
    assert sightings(backup)
    assert front_pages(backup, at) == {"staff": 503, "constituents": 503, "health": 200}
    mails = mails_of(replace(world.tenant, database=backup.database))
    assert len(mails) > 5
    backup.run("leaving.forget_again", at=at)
    assert front_pages(backup, at) == {"staff": 200, "constituents": 200, "health": 200}
    assert sightings(backup, *mails) == []


@pytest.mark.parametrize("kind", ["sqlite"])
def test_replaying_twice_erases_once_and_keeps_both_halves_of_the_ledger_equal(backup: Site, at: datetime) -> None:
    erased = len(backup.worker.storage.keys(ledger.FOLDER))
    assert commands.replay(backup.worker, at=at) == erased > 5
    assert commands.replay(backup.worker, at=at) == 0
    lost, *_ = backup.worker.storage.keys(ledger.FOLDER)
    backup.worker.storage.delete(lost)
    commands.replay(backup.worker, at=at)
    assert len(backup.worker.storage.keys(ledger.FOLDER)) == erased


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_ledger_names_nobody(site: Site, world: World, at: datetime) -> None:
    erase(site, world, at=at)
    for key in site.worker.storage.keys(ledger.FOLDER):
        said = json.loads(site.worker.storage.get(key))
        assert set(said) == {"kind", "id", "erased_at"}
        UUID(said["id"])


@pytest.mark.parametrize("kind", ["sqlite"])
def test_a_database_without_the_check_would_open_an_old_backup(backup: Site, at: datetime) -> None:
    """The control: what the check holds back is really there."""
    app = create_app(backup.config, database=as_role(backup.database, roles.WEB))
    app.extensions[CHECKED] = True
    assert CheckingClient(app, at=at)._open("GET", "/sign-in").status_code == 200


def test_a_survey_is_gone_within_a_request_of_another_process(site: Site, world: World, at: datetime) -> None:
    """The other process keeps published versions in memory."""
    app = create_constituents_app(site.config, database=as_role(site.database, roles.INTAKE))
    visitor, code = CheckingClient(app, at=at), world.ids["code"][0]
    assert visitor._open("GET", f"/{code}").status_code == 200
    ask(world.tenant, at=at)
    site.run("leaving.erase_organisations", at=at + LATER)
    assert [visitor._open("GET", f"/{code}{more}").status_code for more in ("", "/reply", "")] == [404, 404, 404]
    assert not [key for key in frozen._versions._kept if key[0] == world.tenant.organisation_id]


@pytest.mark.parametrize("kind", ["sqlite"])
def test_who_was_erased_does_not_come_back_with_an_archive(site: Site, world: World, at: datetime) -> None:
    """An archive made before the erasure may be brought in again only under new ids: else the next replay would erase it."""
    archive = export(site, world.tenant, at=at)
    erase(site, world, at=at)
    with pytest.raises(domain.IsHereAlready):
        bring(site, archive, at=at)
    brought = bring(site, archive, at=at, with_new_ids=True)
    assert brought.organisation_id != world.tenant.organisation_id
    assert commands.replay(site.worker, at=at) == 0
