"""Jobs run as each organisation in turn; one that fails stops no other; the queue only says "look now"."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import jobs
from accountability.jobs import REGISTRY, Jobs, Queue
from accountability.organisation.models import Organisation
from accountability.tenancy import acting_for
from tests.conftest import make_config
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant


@pytest.fixture
def planted() -> Iterator[Jobs]:
    """Jobs of a capability that exists only here."""
    before = dict(REGISTRY)
    yield Jobs("planted")
    REGISTRY.clear()
    REGISTRY.update(before)


def test_a_job_acts_for_each_organisation_by_itself(
    planted: Jobs, worker: jobs.Worker, ours: Tenant, theirs: Tenant, at: datetime
) -> None:
    seen = []

    @planted.each_organisation
    def look(session: Session, *, at: datetime) -> None:
        seen.append((acting_for(session), [row.organisation_id for row in session.scalars(sa.select(Organisation))]))

    jobs.run("planted.look", worker, at=at)
    assert {one for one, _ in seen} >= {ours.organisation_id, theirs.organisation_id}
    assert all(rows == [one] for one, rows in seen)


def test_one_organisations_trouble_stops_no_other(
    planted: Jobs, worker: jobs.Worker, ours: Tenant, theirs: Tenant, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    @planted.each_organisation
    def look(session: Session, *, at: datetime) -> None:
        if acting_for(session) == ours.organisation_id:
            raise RuntimeError("planted")
        done.append(acting_for(session))

    with caplog.at_level(logging.CRITICAL, logger="accountability.jobs"):
        jobs.run("planted.look", worker, at=at)
    assert theirs.organisation_id in done


def test_what_a_failed_job_wrote_is_undone(planted: Jobs, worker: jobs.Worker, ours: Tenant, at: datetime) -> None:
    @planted.each_organisation
    def rename(session: Session, *, at: datetime) -> None:
        session.execute(sa.update(Organisation).values(name="Changed"))
        raise RuntimeError("planted")

    jobs.run("planted.rename", worker, at=at)
    with ours.session() as session:
        assert session.scalars(sa.select(Organisation.name)).one() == ours.name


def test_a_job_may_name_the_organisations_that_have_work(
    planted: Jobs, worker: jobs.Worker, ours: Tenant, theirs: Tenant, at: datetime
) -> None:
    seen = []

    @planted.each_organisation(among=lambda _session, _at: [ours.organisation_id])
    def look(session: Session, *, at: datetime) -> None:
        seen.append(acting_for(session))

    jobs.run("planted.look", worker, at=at)
    assert seen == [ours.organisation_id]


@pytest.fixture
def queue(database: PinnedDatabase, tmp_path: Path) -> Queue:
    """A queue of the same kind as the test's database."""
    if database.engine.dialect.name == "sqlite":
        return Queue(make_config(tmp_path))
    return Queue(make_config(tmp_path, queue_url=database.url))


def test_a_woken_job_is_run_by_the_worker(queue: Queue, planted: Jobs, worker: jobs.Worker) -> None:
    seen: list[str] = []
    REGISTRY["planted.look"] = lambda _worker, _at: seen.append("looked")
    queue.wake({"planted.look"})
    jobs._Serving.worker = worker
    queue.huey.execute(queue.huey.dequeue())
    assert seen == ["looked"]
    assert queue.is_reachable()
    queue.huey.storage.close()


def test_a_queue_out_of_reach_is_no_trouble_for_the_page(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue(make_config(tmp_path, queue_url="redis://127.0.0.1:1/0"))
    queue.wake({"outbox.deliver_mail"})
    assert not queue.is_reachable()


def test_a_round_runs_every_job_and_mail_last(
    planted: Jobs, worker: jobs.Worker, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for name in list(REGISTRY):
        monkeypatch.setitem(REGISTRY, name, lambda _worker, _at, name=name: order.append(name))
    jobs.run_all(worker, at=at)
    assert order[-1] == "outbox.deliver_mail"
    assert len(order) == len(REGISTRY)
