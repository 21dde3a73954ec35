"""M7, linkage: what somebody with a copy of the benchmark's tables can learn of who contributed what, and in which order."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from accountability import jobs
from accountability.benchmark import queries
from accountability.benchmark.domain import ContributorKey
from accountability.benchmark.models import Contribution, ContributionLink, FrozenPanel, Release, WithheldRelease
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase
from tests.support.tenants import make_tenant

TABLES = (Contribution, FrozenPanel, Release, WithheldRelease)


@pytest.fixture
def circle(database: PinnedDatabase, at: datetime) -> Circle:
    """A network of twelve whose round is open and has all contributions."""
    circle = make.convene(make_tenant(database, "Sekretarijat", at=at), at=at)
    make.gather(circle, database, 12, at=at)
    round_id = make.open_round(circle, at=at)
    for tenant in circle.members:
        make.contribute(tenant, round_id, at=at)
    return circle


@pytest.fixture
def close(worker: jobs.Worker, at: datetime) -> Callable[..., None]:
    def close(days: int = 31) -> None:
        for job in ("close_due_rounds", "publish_due_releases"):
            jobs.run(f"benchmark.{job}", worker, at=at + timedelta(days=days))

    return close


def _copy(database: PinnedDatabase) -> str:
    """All that the benchmark's tables hold, as text."""
    with database.session() as session:
        return "\n".join(str(tuple(row)) for table in TABLES for row in session.execute(sa.select(table.__table__)))


def _traces(database: PinnedDatabase, circle: Circle) -> list[str]:
    """Ids of organisations, their members and assessments that stand in a copy of the benchmark's tables."""
    copied, traces = _copy(database), []
    for tenant in circle.members:
        with tenant.session() as session:
            assessments = session.scalars(sa.select(ContributionLink.assessment_id)).all()
        known = [tenant.organisation_id, *assessments, *(actor.member_id for actor in tenant.actors.values())]
        traces += [str(key) for key in known if str(key) in copied or key.hex in copied]
        traces += [tenant.name] if tenant.name in copied else []
    return traces


def test_a_copy_of_the_tables_names_nobody(database: PinnedDatabase, circle: Circle, close: Callable[..., None]) -> None:
    assert _traces(database, circle) == []
    close()
    close(days=60)
    assert _traces(database, circle) == []


def test_a_planted_trace_is_found(database: PinnedDatabase, circle: Circle) -> None:
    with database.transaction() as session:
        row = session.scalars(sa.select(Contribution)).first()
        assert row
        row.contributor_key = ContributorKey(circle.members[0].organisation_id)
    assert _traces(database, circle) == [str(circle.members[0].organisation_id)]


def test_the_tables_hold_bands_and_no_score(database: PinnedDatabase, circle: Circle, close: Callable[..., None]) -> None:
    with database.session() as session:
        assert {band for row in session.scalars(sa.select(Contribution)) for band in row.bands.values()} <= {0, 1, 2, 3, 4}
    close()
    assert "75.0" not in _copy(database)


def _stored_order(database: PinnedDatabase) -> list[ContributorKey]:
    """The random keys in the order in which the rows lie on the disk."""
    order = "ctid" if database.engine.dialect.name == "postgresql" else "id"
    with database.session() as session:
        return list(session.scalars(sa.select(Contribution.contributor_key).order_by(sa.text(order))))


def _arrival_order(circle: Circle) -> list[ContributorKey]:
    keys = []
    for tenant in circle.members:
        with tenant.session() as session:
            keys.append(session.scalars(sa.select(ContributionLink.contributor_key)).one())
    return keys


def test_the_order_of_arrival_is_lost_when_the_panel_is_frozen(
    database: PinnedDatabase, circle: Circle, close: Callable[..., None]
) -> None:
    arrived = _arrival_order(circle)
    if database.engine.dialect.name == "postgresql":
        assert _stored_order(database) == arrived  # without the rewrite the order on the disk gives everybody away
    close()
    assert sorted(_stored_order(database)) == sorted(arrived)
    assert _stored_order(database) != arrived


def test_rows_carry_one_transaction_mark_or_no_row_number(
    database: PinnedDatabase, circle: Circle, close: Callable[..., None]
) -> None:
    if database.engine.dialect.name == "sqlite":
        with database.session() as session, pytest.raises(sa.exc.OperationalError):
            session.execute(sa.text("SELECT rowid FROM benchmark_contribution"))
        return
    marks = sa.text("SELECT count(DISTINCT xmin::text) FROM benchmark_contribution")
    with database.session() as session:
        assert session.scalar(marks) == len(circle.members)
    close()
    with database.session() as session:
        assert session.scalar(marks) == 1


def test_the_panel_does_not_move_with_the_scores(database: PinnedDatabase, circle: Circle, close: Callable[..., None]) -> None:
    with database.transaction() as session:
        session.execute(sa.update(Contribution).values(bands=dict.fromkeys(queries.commitments(), 4)))
    close()
    with database.session() as session:
        panel = session.scalars(sa.select(FrozenPanel)).one()
        assert panel.members == sorted(map(str, _arrival_order(circle)))
        assert panel.ranks == [6]
