"""Rounds, consent and progress: on both databases, beside a neighbour."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from accountability.access import Role
from accountability.journal import JournalEntry
from accountability.network import commands, domain, queries
from accountability.network.domain import Progress
from tests.factories import network as make
from tests.factories.network import Circle
from tests.support.tenants import Tenant


def test_a_confirmed_member_enters_rounds_that_run_already(circle: Circle, theirs: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.join(circle, theirs, at=at, is_verified=False)
    with theirs.session() as session:
        assert queries.find_participation(session, round_id) is None
    for _ in range(2):
        make.verify(circle, theirs, at=at)
    with theirs.session() as session:
        assert queries.get_participation(session, round_id).network_name == "Mreža"


def test_an_unconfirmed_member_is_in_no_round(circle: Circle, theirs: Tenant, at: datetime) -> None:
    make.join(circle, theirs, at=at, is_verified=False)
    round_id = make.open_round(circle, at=at)
    with circle.convenor.session() as session:
        rows = queries.list_round_members(session, queries.get_round(session, round_id))
        assert [row.organisation_name for row in rows] == ["Otvorena Vrata"]


def test_a_round_of_that_name_is_opened_once(circle: Circle, at: datetime) -> None:
    make.open_round(circle, at=at)
    with pytest.raises(domain.RoundNameIsTaken):
        make.open_round(circle, at=at)


def test_an_extended_round_shows_its_new_dates_to_the_members(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with circle.convenor.session() as session, session.begin():
        opened = queries.get_round(session, round_id)
        later = opened.closes_on + timedelta(days=7)
        publishes_on = opened.publishes_on
        by = circle.convenor.actor(Role.COORDINATOR)
        commands.extend_round(session, opened, closes_on=later, publishes_on=publishes_on, by=by, at=at)
    with ours.session() as session:
        row = queries.get_participation(session, round_id)
        assert (row.closes_on, row.publishes_on) == (later, publishes_on)


def test_consent_is_given_and_taken_back_and_both_are_remembered(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.agree(ours, round_id, at=at)
    make.agree(ours, round_id, at=at)
    for _ in range(2):
        make.withdraw(ours, round_id, at=at + timedelta(hours=1))
    with ours.session() as session:
        row = queries.get_participation(session, round_id)
        assert not row.consent.holds
        assert row.consent_promise == domain.PROMISE
        kinds = list(session.scalars(sa.select(JournalEntry.kind).where(JournalEntry.subject_id == round_id)))
        assert sorted(kinds) == ["ConsentGiven", "ConsentWithdrawn"]


def test_consent_is_asked_for_while_the_round_is_open(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with pytest.raises(domain.RoundIsNotOpen):
        make.agree(ours, round_id, at=at + timedelta(days=31))


def test_leaving_ends_every_consent_and_no_new_one_can_be_given(circle: Circle, ours: Tenant, at: datetime) -> None:
    first, second = make.open_round(circle, at=at), make.open_round(circle, at=at, name="2027")
    make.agree(ours, first, at=at)
    make.leave(circle, ours, at=at)
    with ours.session() as session:
        assert not queries.get_participation(session, first).consent.holds
    with pytest.raises(domain.IsNotMember):
        make.agree(ours, second, at=at)


def test_progress_follows_the_assessment(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with ours.session() as session, session.begin():
        row = queries.get_participation(session, round_id)
        make.sign_assessment(session, ours, at=at, is_signed=False)
        commands.push_progress_everywhere(session, object(), at)
        assert row.progress is Progress.RATING
        make.sign_assessment(session, ours, at=at)
        commands.push_progress_everywhere(session, object(), at)
        assert (row.progress, row.progress_at) == (Progress.SIGNED_OFF, at)


def test_progress_of_a_closed_round_stays_as_it_was(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    with ours.session() as session, session.begin():
        make.sign_assessment(session, ours, at=at)
        commands.push_progress_everywhere(session, object(), at + timedelta(days=31))
        assert queries.get_participation(session, round_id).progress is Progress.NOT_STARTED


def test_the_coordinator_sees_where_a_member_is(circle: Circle, ours: Tenant, at: datetime) -> None:
    round_id = make.open_round(circle, at=at)
    make.contribute(ours, round_id, at=at)
    with circle.convenor.session() as session:
        rows = queries.list_round_members(session, queries.get_round(session, round_id))
        assert queries.count_progress(rows)[Progress.CONTRIBUTED] == 1
