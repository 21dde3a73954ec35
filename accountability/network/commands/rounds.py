"""Opening and extending rounds, agreeing to share and taking that back, progress."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.database import refusing
from accountability.jobs import wake
from accountability.network import domain, queries
from accountability.network.domain import MembershipState, Phase, Progress
from accountability.network.models import (
    Network,
    NetworkMember,
    Round,
    RoundMember,
)
from accountability.tenancy import acting_for


def open_round(session: Session, network: Network, plan: domain.RoundPlan, *, by: Actor, at: datetime) -> Round:
    """Announce a round to all confirmed members. Its dates are promised from here on.

    Raises OpensInThePast, ClosesBeforeItOpens, PublishesBeforeItCloses or RoundNameIsTaken.
    """
    dates = domain.plan_dates(plan, today=at.date())
    # Held, so that a member confirmed at the same moment is not passed by.
    session.refresh(network, with_for_update={"key_share": True})
    opened = Round(
        network_id=network.id,
        name=plan.name,
        opens_on=dates.opens_on,
        closes_on=dates.closes_on,
        publishes_on=dates.publishes_on,
        announced_at=at,
    )
    with refusing(session, round_name_is_taken=domain.RoundNameIsTaken):
        session.add(opened)
    verified = [member for member in queries.list_members(session, network) if member.state is MembershipState.VERIFIED]
    enter_round(session, opened, network=network, members=verified)
    fact = domain.RoundOpened(network_id=network.id, name=plan.name, closes_on=dates.closes_on, publishes_on=dates.publishes_on)
    journal.record(session, fact, by=by, at=at, subject_id=opened.id)
    session.flush()
    return opened


def enter_round(session: Session, entered: Round, *, network: Network, members: Sequence[NetworkMember]) -> None:
    """Give organisations their row in a round, with copies of its name and dates. Each then tells by itself how far it is."""
    there = {row.organisation_id for row in _rows_of(session, entered)}
    session.add_all(
        RoundMember(
            convenor_id=member.convenor_id,
            organisation_id=member.organisation_id,
            round_id=entered.id,
            network_id=network.id,
            network_name=network.name,
            round_name=entered.name,
            organisation_name=member.organisation_name,
            opens_on=entered.opens_on,
            closes_on=entered.closes_on,
            publishes_on=entered.publishes_on,
            progress=Progress.NOT_STARTED,
        )
        for member in members
        if member.organisation_id not in there
    )
    session.flush()
    wake(session, "network.push_progress")


def extend_round(session: Session, extended: Round, *, closes_on: date, publishes_on: date, by: Actor, at: datetime) -> None:
    """Move dates of a round later, each before it has come.

    Raises DatesOnlyMoveLater, ClosingDateHasPassed, PublicationDateHasPassed or PublishesBeforeItCloses.
    """
    dates = domain.extend_dates(extended.dates, closes_on=closes_on, publishes_on=publishes_on, today=at.date())
    extended.closes_on, extended.publishes_on = dates.closes_on, dates.publishes_on
    for row in _rows_of(session, extended):
        row.closes_on, row.publishes_on = dates.closes_on, dates.publishes_on
    fact = domain.RoundExtended(closes_on=dates.closes_on, publishes_on=dates.publishes_on)
    journal.record(session, fact, by=by, at=at, subject_id=extended.id)
    session.flush()


def _rows_of(session: Session, of: Round) -> list[RoundMember]:
    rows = sa.select(RoundMember).where(RoundMember.convenor_id == acting_for(session), RoundMember.round_id == of.id)
    return list(session.scalars(rows.order_by(RoundMember.organisation_id)))


def close_round(session: Session, closed: Round, *, at: datetime) -> None:
    """Note that the panel of a round is fixed. The benchmark calls this in the same transaction."""
    closed.closed_at = at
    session.flush()


def conclude_round(session: Session, concluded: Round, *, at: datetime) -> None:
    """Note that a round's release went out, or that none does. The benchmark calls this in the same transaction."""
    concluded.concluded_at = at
    session.flush()


def give_consent(session: Session, row: RoundMember, *, by: Actor, at: datetime) -> None:
    """Agree to share into a round, to the promise as worded today. Raises IsNotMember or RoundIsNotOpen."""
    session.refresh(row, with_for_update=True)
    member = queries.find_membership(session, row.network_id)
    if member is None or member.state is MembershipState.LEFT:
        raise domain.IsNotMember
    if domain.phase_of(row.dates, today=at.date()) is not Phase.OPEN:
        raise domain.RoundIsNotOpen
    if not row.consent.holds:
        row.consent_given_at, row.consent_given_by = at, by.member_id
        row.consent_promise, row.consent_revoked_at = domain.PROMISE, None
        fact = domain.ConsentGiven(round_id=row.round_id)
        journal.record(session, fact, by=by, at=at, subject_id=row.round_id)
    push_progress(session, row, at=at)


def withdraw_consent(session: Session, row: RoundMember, *, by: Actor | None, at: datetime) -> None:
    """Take the agreement back, at any time. The benchmark listens and takes nothing more."""
    # A contribution that is being taken at this moment is finished first, and then goes.
    session.refresh(row, with_for_update=True)
    if not row.consent.holds:
        return
    row.consent_revoked_at = at
    fact = domain.ConsentWithdrawn(round_id=row.round_id)
    journal.record(session, fact, by=by, at=at, subject_id=row.round_id)
    session.flush()


def push_progress(session: Session, row: RoundMember, *, at: datetime) -> None:
    """Write how far we are into the row that the coordinator sees: one of four words, never a score."""
    progress = queries.current_progress(session, row)
    if row.progress is not progress:
        row.progress, row.progress_at = progress, at
    session.flush()


def mark_contributed(session: Session, row: RoundMember, *, at: datetime) -> None:
    """Note that our contribution is in."""
    row.progress, row.progress_at = Progress.CONTRIBUTED, at
    session.flush()


def unmark_contributed(session: Session, row: RoundMember, *, at: datetime) -> None:
    """Note that our contribution is out again."""
    row.progress = Progress.NOT_STARTED
    push_progress(session, row, at=at)


def push_progress_everywhere(session: Session, _fact: object, at: datetime) -> None:
    """Push progress into every round that still runs; listens to what happens to assessments."""
    mine = sa.select(RoundMember).where(RoundMember.organisation_id == acting_for(session), RoundMember.closes_on >= at.date())
    for row in session.scalars(mine.order_by(RoundMember.round_id)).all():
        push_progress(session, row, at=at)
