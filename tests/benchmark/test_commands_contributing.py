"""Contributing and withdrawing: on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.refusals import AssessmentIsNotSigned
from accountability.assessment.models import Assessment
from accountability.benchmark import commands, domain, queries
from accountability.benchmark.models import Contribution, ContributionLink
from accountability.journal import JournalEntry
from accountability.network import commands as network_commands
from accountability.network import queries as network_queries
from accountability.network.domain import Progress, RoundId
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.tenants import Tenant

CLOSED = timedelta(days=31)


def test_a_contribution_is_bands_under_a_random_key_and_nothing_else(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.contribute(ours, round_id, at=at, level=2)
    [row] = make.stored(circle, Contribution)
    assert set(row.bands) == set(queries.commitments())
    assert set(row.bands.values()) == {2}
    assert {column.name for column in Contribution.__table__.columns} == {
        "id",
        "network_key",
        "round_key",
        "contributor_key",
        "bands",
    }
    assert ours.organisation_id not in (row.id, row.contributor_key)


def test_contributing_again_replaces_what_was_there(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.contribute(ours, round_id, at=at, level=1)
    make.contribute(ours, round_id, at=at, level=4)
    [row] = make.stored(circle, Contribution)
    assert set(row.bands.values()) == {4}


def test_the_random_key_stays_the_same_over_rounds(circle: Circle, ours: Tenant, at: datetime) -> None:
    for name in ("2026", "2027"):
        make.contribute(ours, make.open_round(circle, at=at, name=name), at=at)
    with ours.session() as session:
        assert len(set(session.scalars(sa.select(ContributionLink.contributor_key)))) == 1
    assert len(make.stored(circle, Contribution)) == 2


def test_contributing_is_seen_as_progress(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.contribute(ours, round_id, at=at)
    with ours.session() as session:
        assert network_queries.get_participation(session, round_id).progress is Progress.CONTRIBUTED
        kinds = set(session.scalars(sa.select(JournalEntry.kind).where(JournalEntry.subject_id == round_id)))
        assert kinds == {"ConsentGiven", "ContributionTaken"}


def _contribute(tenant: Tenant, round_id: RoundId, assessment_id: AssessmentId, *, at: datetime) -> None:
    with tenant.session() as session, session.begin():
        row = network_queries.get_participation(session, round_id)
        assessment = session.get_one(Assessment, (tenant.organisation_id, assessment_id))
        commands.contribute_assessment(session, row, assessment, by=tenant.actor(), at=at)


def _signed(tenant: Tenant, *, at: datetime, **options: Any) -> AssessmentId:
    with tenant.session() as session, session.begin():
        return make.sign_assessment(session, tenant, at=at, **options)


def test_without_consent_nothing_is_taken(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with pytest.raises(domain.ConsentIsMissing):
        _contribute(ours, round_id, _signed(ours, at=at), at=at)
    assert make.stored(circle, Contribution) == []


def test_a_withdrawn_consent_counts_as_none(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    make.withdraw(ours, round_id, at=at)
    with pytest.raises(domain.ConsentIsMissing):
        _contribute(ours, round_id, _signed(ours, at=at), at=at)


def test_after_closing_nothing_is_taken(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    with pytest.raises(domain.RoundDoesNotTakeContributions):
        _contribute(ours, round_id, _signed(ours, at=at), at=at + CLOSED)


def test_only_a_signed_assessment_is_taken(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    with pytest.raises(AssessmentIsNotSigned):
        _contribute(ours, round_id, _signed(ours, at=at, is_signed=False), at=at)


def test_an_assessment_without_one_commitment_is_not_taken_and_the_gap_is_named(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    slug = queries.commitments()[3]
    with pytest.raises(domain.AssessmentIsIncomplete, match=queries.commitment_titles()[slug]):
        _contribute(ours, round_id, _signed(ours, at=at, blank=slug), at=at)


def test_who_came_back_and_is_not_confirmed_yet_does_not_count(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with ours.session() as session, session.begin():
        member = network_queries.get_membership(session, circle.network_id)
        network_commands.leave_network(session, member, by=ours.actor(), at=at)
    make.join(circle, ours, at=at + timedelta(hours=1), is_verified=False)
    make.agree(ours, round_id, at=at)
    with pytest.raises(domain.MemberIsNotVerified):
        _contribute(ours, round_id, _signed(ours, at=at), at=at)


def test_an_organisation_counts_in_its_home_network_only(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    other = make.convene(theirs, at=at)
    make.join(other, ours, at=at)
    round_id = make.open_round(other, at=at)
    make.agree(ours, round_id, at=at)
    with pytest.raises(domain.NetworkIsNotHome):
        _contribute(ours, round_id, _signed(ours, at=at), at=at)


def test_an_assessment_counts_in_one_network_only(circle: Circle, ours: Tenant, theirs: Tenant, at: datetime) -> None:
    assessment_id = make.contribute(ours, make.open_round(circle, at=at), at=at)
    with ours.session() as session, session.begin():
        member = network_queries.get_membership(session, circle.network_id)
        network_commands.leave_network(session, member, by=ours.actor(), at=at)
    other = make.convene(theirs, at=at)
    make.join(other, ours, at=at)
    round_id = make.open_round(other, at=at)
    make.agree(ours, round_id, at=at)
    with pytest.raises(domain.AssessmentIsUsedElsewhere):
        _contribute(ours, round_id, assessment_id, at=at)


def test_withdrawing_while_the_round_is_open_removes_the_bands_at_once(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.contribute(ours, round_id, at=at)
    make.withdraw(ours, round_id, at=at)
    assert make.stored(circle, Contribution) == []
    with ours.session() as session:
        assert network_queries.get_participation(session, round_id).progress is Progress.SIGNED_OFF
        details = session.scalars(sa.select(JournalEntry.details).where(JournalEntry.kind == "ContributionWithdrawn")).one()
        assert details["bands_remain"] is False


def test_withdrawing_without_a_contribution_changes_nothing_here(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    make.withdraw(ours, round_id, at=at)
    make.contribute(ours, round_id, at=at)
    make.withdraw(ours, round_id, at=at)
    make.agree(ours, round_id, at=at)
    make.withdraw(ours, round_id, at=at)
    assert make.stored(circle, Contribution) == []
