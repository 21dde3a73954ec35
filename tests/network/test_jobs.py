"""What an organisation did before it entered a round shows in it; on both databases."""

from datetime import datetime, timedelta

import pytest

from accountability import jobs, trash
from accountability.assessment import commands as assessments
from accountability.network import commands, queries
from accountability.network.domain import Progress, RoundId, RoundPlan
from accountability.standard.domain import Depth
from accountability.tenancy import across_tenants
from tests.factories import network as make
from tests.support.databases import PinnedDatabase
from tests.support.tenants import Tenant


@pytest.fixture
def circle(circle: make.Circle, theirs: Tenant, at: datetime) -> make.Circle:
    """A network of ours and theirs, to be opened a round."""
    make.join(circle, theirs, at=at)
    return circle


def progress_of(tenant: Tenant, round_id: RoundId) -> Progress:
    with tenant.session(read_only=True) as session:
        return queries.get_participation(session, round_id).progress


def test_who_signed_off_before_a_round_opened_is_not_asked_to_start(
    circle: make.Circle, ours: Tenant, theirs: Tenant, worker: jobs.Worker, at: datetime
) -> None:
    with ours.session() as session, session.begin():
        make.sign_assessment(session, ours, at=at - timedelta(days=3))
    round_id = make.open_round(circle, at=at)
    jobs.run("network.push_progress", worker, at=at)
    assert progress_of(ours, round_id) is Progress.SIGNED_OFF
    assert progress_of(theirs, round_id) is Progress.NOT_STARTED


def test_a_round_shows_when_an_assessment_is_removed_and_taken_back(circle: make.Circle, ours: Tenant, at: datetime) -> None:
    round_id, by = make.open_round(circle, at=at), ours.actor("officer")
    with ours.session() as session, session.begin():
        made = assessments.start_assessment(session, name="2026", depth=Depth.QUICK, by=by, at=at)
        assessments.remove_assessment(session, made, by=by, at=at)
    assert progress_of(ours, round_id) is Progress.NOT_STARTED
    with ours.session() as session, session.begin():
        trash.take_back(session, trash.get_removed(session, "assessment", made.id), by=by, at=at)
    assert progress_of(ours, round_id) is Progress.RATING


def test_opening_a_round_has_the_worker_look_at_once(circle: make.Circle, at: datetime) -> None:
    plan = RoundPlan(name="2026", opens_on=at.date(), closes_on=at.date(), publishes_on=None)
    with circle.convenor.session() as session:
        network = queries.get_network(session, circle.network_id)
        commands.open_round(session, network, plan, by=circle.convenor.actor("coordinator"), at=at)
        assert "network.push_progress" in session.info["wake"]


def test_nobody_is_looked_at_for_a_round_that_is_over(
    circle: make.Circle, ours: Tenant, database: PinnedDatabase, at: datetime
) -> None:
    make.open_round(circle, at=at, days=5)
    with database.transaction(read_only=True) as session, across_tenants(session, "as the worker does"):
        assert ours.organisation_id in queries.list_organisations_not_started(session, on=at.date())
        assert queries.list_organisations_not_started(session, on=at.date() + timedelta(days=6)) == []
