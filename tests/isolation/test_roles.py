"""Who each process logs in as: the roles are made by one command, each may do its own work only, and nobody starts as more."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import huey
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from accountability import roles, schema
from accountability.app import create_app, create_constituents_app
from accountability.config import UnsafeConfiguration, refuse_unsafe
from accountability.database import open_database
from accountability.roles import UnsafeRole
from tests.conftest import make_config
from tests.factories.world import Universe
from tests.isolation.catalogue import WORKING
from tests.support.databases import PostgresDatabase, empty_postgres

ROOT = Path(__file__).parents[2]
# What no role may have to be one of ours.
GRANTED_TOO_MUCH = {
    "ALTER ROLE {} SUPERUSER": "superuser",
    "ALTER ROLE {} BYPASSRLS": "row-level security does not hold",
    "ALTER ROLE {} CREATEROLE": "may give itself any right",
    "GRANT pg_execute_server_program TO {}": "may give itself any right",
    "GRANT accountability_owner TO {}": "owns tables",
    "GRANT accountability_worker TO {}": "may act as accountability_worker",
}


def addresses(database: PostgresDatabase) -> dict[str, str]:
    """The environment of an installation on this database."""
    return {variable: database.as_role(role).url for role, variable in roles.VARIABLES.items()}


@pytest.fixture
def login(administrator: sa.Connection, real: PostgresDatabase) -> Iterator[str]:
    """Another login that is allowed to work for the members' pages."""
    with real.administrator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE ROLE accountability_planted LOGIN IN ROLE accountability_web")
        yield "accountability_planted"
        connection.exec_driver_sql("DROP ROLE accountability_planted")


def open_as(real: PostgresDatabase, login: str, *, role: str = roles.WEB) -> None:
    open_database(real.address.set(username=login).render_as_string(hide_password=False), role=role)


@pytest.mark.parametrize("role", WORKING)
def test_each_process_starts_with_its_own_role(real: PostgresDatabase, universe: Universe, role: str) -> None:
    open_as(real, role, role=role)


def test_a_login_of_ones_own_that_may_do_just_that_is_fine(real: PostgresDatabase, universe: Universe, login: str) -> None:
    open_as(real, login)


@pytest.mark.parametrize("grant", GRANTED_TOO_MUCH)
def test_a_login_that_may_do_more_is_refused_with_what_to_do(
    real: PostgresDatabase, universe: Universe, login: str, grant: str
) -> None:
    with real.administrator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(grant.format(login))
    with pytest.raises(UnsafeRole, match=GRANTED_TOO_MUCH[grant]) as refused:
        open_as(real, login)
    assert "make database-roles" in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)


@pytest.mark.parametrize(("started", "variable"), [("app", "DATABASE_URL"), ("constituents", "DATABASE_INTAKE_URL")])
def test_no_app_starts_as_the_superuser_or_the_owner(
    real: PostgresDatabase, universe: Universe, tmp_path: Path, started: str, variable: str
) -> None:
    good = {name.lower(): address for name, address in addresses(real).items() if name != "QUEUE_URL"}
    start = {"app": create_app, "constituents": create_constituents_app}[started]
    start(make_config(tmp_path, **good))
    for login in (real.address.username, roles.OWNER):
        bad = good | {variable.lower(): real.address.set(username=login).render_as_string(hide_password=False)}
        with pytest.raises(UnsafeRole, match=f"put the address of .* into {variable}"):
            start(make_config(tmp_path, **bad))


@pytest.mark.parametrize("variable", ["DATABASE_WORKER_URL", "DATABASE_BENCHMARK_URL"])
def test_no_worker_starts_with_the_rights_of_another(
    real: PostgresDatabase, universe: Universe, tmp_path: Path, variable: str
) -> None:
    good = {name.lower(): address for name, address in addresses(real).items() if name != "QUEUE_URL"}
    with pytest.raises(UnsafeRole, match=variable):
        create_app(make_config(tmp_path, **good | {variable.lower(): good["database_url"]}))


def test_a_role_that_grows_while_the_app_runs_gets_no_new_connection(
    real: PostgresDatabase, universe: Universe, login: str
) -> None:
    database = open_database(real.address.set(username=login).render_as_string(hide_password=False), role=roles.WEB)
    with real.administrator.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"ALTER ROLE {login} BYPASSRLS")
    with pytest.raises(UnsafeRole), database.transaction() as session:
        session.execute(sa.text("SELECT 1"))


def test_missing_addresses_are_refused_by_name(tmp_path: Path) -> None:
    config = make_config(tmp_path, database_url="postgresql+psycopg://accountability_web@localhost/x")
    with pytest.raises(UnsafeConfiguration, match="DATABASE_BENCHMARK_URL") as refused:
        refuse_unsafe(config)
    assert all(name in str(refused.value) for name in ("DATABASE_OWNER_URL", "DATABASE_INTAKE_URL", "DATABASE_WORKER_URL"))
    refuse_unsafe(replace(config, database_url="sqlite:///x"))


def make_roles(environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """What `make database-roles` runs."""
    command = [sys.executable, "-m", "accountability.roles"]
    return subprocess.run(command, cwd=ROOT, env={"PATH": "", **environment}, capture_output=True, text=True, check=False)


def test_the_command_makes_the_roles_and_doing_it_again_changes_nothing(postgres_server: str) -> None:
    with empty_postgres(postgres_server) as owner:
        own = PostgresDatabase(postgres_server, str(make_url(owner).database))
        environment = {"DATABASE_ADMIN_URL": own.address.render_as_string(hide_password=False), **addresses(own)}
        for _ in range(2):
            said = make_roles(environment)
            assert said.returncode == 0, said.stderr
            assert "accountability_intake" in said.stdout
        schema.upgrade(owner)
        schema.upgrade(owner)
        for login in own.family.values():
            login.engine.dispose()


def test_the_command_says_which_address_is_missing() -> None:
    said = make_roles({})
    assert said.returncode == 1
    assert all(variable in said.stderr for variable in roles.VARIABLES.values())


def test_an_installation_with_one_role_for_everything_is_handed_to_the_owner(postgres_server: str) -> None:
    with empty_postgres(postgres_server) as owner:
        admin = make_url(postgres_server).set(database=make_url(owner).database)
        schema.upgrade(admin.render_as_string(hide_password=False), "0011")
        roles.create_roles(admin, {})
        schema.upgrade(owner)
        engine = sa.create_engine(admin)
        with engine.connect() as connection:
            owners = connection.scalars(sa.text("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")).all()
        engine.dispose()
    assert owners == [roles.OWNER]


def test_migrating_without_roles_says_what_to_do(postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with empty_postgres(postgres_server) as owner, monkeypatch.context() as planted:
        scalars = sa.Connection.scalars

        def without_roles(self: sa.Connection, asked: Any, *rest: Any, **more: Any) -> Any:
            return [] if "FROM pg_roles" in str(asked) else scalars(self, asked, *rest, **more)

        planted.setattr(sa.Connection, "scalars", without_roles)
        with pytest.raises(RuntimeError, match="make database-roles"):
            schema.upgrade(owner)


def test_the_queue_keeps_its_tables_to_itself(real: PostgresDatabase) -> None:
    address = real.as_role(roles.QUEUE).url.replace("+psycopg", "")
    queue = huey.PostgresHuey("walls", dsn=address)
    assert queue.pending_count() == 0
    queue.storage.close()
    with real.administrator.connect() as connection:
        places = connection.scalars(sa.text("SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE 'huey%'")).all()
    assert places == ["queue"]
    with pytest.raises(DBAPIError, match="permission denied"), real.as_role(roles.QUEUE).engine.connect() as connection:
        connection.execute(sa.text("SELECT * FROM public.person"))
