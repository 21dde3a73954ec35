"""T6: who says for whom it acts sees those rows; who says nothing sees none, and no page breaks on it."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from accountability import roles
from accountability.tenancy import across_tenants, act_for
from tests.factories.world import Universe
from tests.isolation.catalogue import tenant_tables
from tests.support.databases import TESTS, PostgresDatabase

NOBODY_SET = "SELECT current_setting('app.organisation', true)"


def counts(connection: Connection) -> dict[str, int]:
    """How many rows of each tenant table this connection sees."""
    return {name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) or 0 for name in tenant_tables()}


@pytest.fixture
def everywhere(real: PostgresDatabase, universe: Universe) -> Iterator[Connection]:
    """A login that may read every table, behind the wall."""
    with real.as_role(TESTS).engine.connect() as connection:
        yield connection


def test_without_an_organisation_every_table_is_empty_and_nothing_breaks(everywhere: Connection) -> None:
    assert set(counts(everywhere).values()) == {0}


def test_after_a_transaction_that_acted_for_somebody_it_is_empty_again(everywhere: Connection, universe: Universe) -> None:
    ours = str(universe.worlds["A1"].tenant.organisation_id)
    for end in (everywhere.commit, everywhere.rollback):
        everywhere.execute(sa.text("SELECT set_config('app.organisation', :us, true)"), {"us": ours})
        assert counts(everywhere)["member"] > 0
        end()
        # PostgreSQL now says '' instead of nothing, which would be no id.
        assert everywhere.scalar(sa.text(NOBODY_SET)) == ""
        assert set(counts(everywhere).values()) == {0}
        everywhere.rollback()


def test_without_the_wall_the_same_look_finds_rows(administrator: Connection, universe: Universe) -> None:
    seen = counts(administrator)
    assert len([table for table, count in seen.items() if count]) > len(seen) / 2


def test_who_says_for_whom_sees_those_rows_alone(everywhere: Connection, universe: Universe) -> None:
    for world in universe.worlds.values():
        us = world.tenant.organisation_id
        everywhere.execute(sa.text("SELECT set_config('app.organisation', :us, true)"), {"us": str(us)})
        assert everywhere.scalars(sa.text("SELECT organisation_id FROM organisation")).all() == [us]
        everywhere.rollback()


def test_only_the_worker_looks_across_and_only_where_work_is_due(
    real: PostgresDatabase, administrator: Connection, universe: Universe
) -> None:
    organisations = sa.text("SELECT count(*) FROM organisation")
    with real.as_role(roles.WORKER).session(read_only=True) as session, across_tenants(session, "a test"):
        assert session.scalar(organisations) == administrator.scalar(organisations)
        assert session.scalar(sa.text("SELECT count(*) FROM rating")) == 0
    with real.as_role(roles.WORKER).session(read_only=True) as session:
        with across_tenants(session, "a test"):
            assert session.scalar(organisations)
        assert session.scalar(organisations) == 0
    with real.as_role(roles.WEB).session(read_only=True) as session, across_tenants(session, "a test"):
        assert session.scalar(organisations) == 0


def test_a_worker_that_looks_across_still_writes_nothing_of_anybody(real: PostgresDatabase, universe: Universe) -> None:
    with real.as_role(roles.WORKER).session() as session, across_tenants(session, "a test"):
        changed = session.connection().execute(sa.text("UPDATE survey SET title = 'planted'"))
        assert changed.rowcount == 0


def test_nothing_that_was_said_stays_on_its_connection(real: PostgresDatabase, universe: Universe) -> None:
    us = universe.worlds["A1"].tenant.organisation_id
    asked = sa.text(f"SELECT pg_backend_pid(), ({NOBODY_SET})")
    with real.session() as session:
        act_for(session, us)
        before = session.execute(asked).one()
        session.commit()
    with real.engine.connect() as connection:
        assert connection.execute(asked).one() == (before[0], "")
    assert before[1] == str(us)


def test_a_savepoint_that_is_undone_takes_no_organisation_with_it(real: PostgresDatabase, universe: Universe) -> None:
    ours, theirs = (universe.worlds[key].tenant.organisation_id for key in ("A1", "B1"))
    with real.session() as session:
        act_for(session, ours)
        savepoint = session.begin_nested()
        act_for(session, theirs)
        savepoint.rollback()
        said = session.scalar(sa.text(NOBODY_SET))
        assert said == str(session.info["organisation_id"]) == str(theirs)
