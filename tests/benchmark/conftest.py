"""Networks that ours belongs to, and rounds in them from opening to release."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accountability import jobs
from accountability.network.domain import RoundId
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant, make_tenant


@pytest.fixture
def circle(database: PinnedDatabase, ours: Tenant, at: datetime) -> Circle:
    """A network in which ours is the one confirmed member."""
    circle = make.convene(make_tenant(database, "Sekretarijat", at=at), at=at)
    make.join(circle, ours, at=at)
    return circle


@pytest.fixture
def ten(circle: Circle, database: PinnedDatabase, at: datetime) -> Circle:
    """The network when ten belong to it, enough for a release."""
    make.gather(circle, database, 9, at=at)
    return circle


@pytest.fixture
def work(worker: jobs.Worker) -> Callable[[datetime], None]:
    """Run what is due at a moment."""

    def work(at: datetime) -> None:
        jobs.run("benchmark.close_due_rounds", worker, at=at)
        jobs.run("benchmark.publish_due_releases", worker, at=at)

    return work


@pytest.fixture
def run(ten: Circle, work: Callable[[datetime], None], at: datetime) -> Callable[..., RoundId]:
    """A round of the ten with so many contributors, seen so many days after its opening."""

    def run(*, days: int, contributors: int = 10, level: int | None = 3) -> RoundId:
        round_id = make.open_round(ten, at=at)
        for tenant in ten.members[:contributors]:
            make.contribute(tenant, round_id, at=at, level=level)
        work(at + timedelta(days=days))
        return round_id

    return run
