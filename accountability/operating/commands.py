"""What owners and the operator do about a look: let in, end it, enter, look, leave."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor
from accountability.operating import domain, queries
from accountability.operating.models import OperatorGrant, OperatorGrantAddress
from accountability.tenancy import act_for, acting_for


def let_operator_in(session: Session, new: domain.NewGrant, *, by: Actor, at: datetime) -> OperatorGrant:
    """Let the operator look for a while. Refuses ReasonIsMissing, ReasonIsTooLong or GrantIsOpen."""
    reason = domain.check_reason(new.reason)
    if queries.find_open_grant(session, at=at):
        raise domain.GrantIsOpen
    grant = OperatorGrant(reason=reason, granted_by=by.member_id, granted_at=at, lapses_at=at + new.length.time)
    session.add(grant)
    session.flush()
    session.add(OperatorGrantAddress(grant_id=grant.id, organisation_id=acting_for(session)))
    fact = domain.OperatorLetIn(length=new.length, reason=reason)
    journal.record(session, fact, by=by, at=at, subject_id=grant.id)
    session.flush()
    return grant


def shut_operator_out(session: Session, grant: OperatorGrant, *, by: Actor, at: datetime) -> None:
    """End a look before its time; the operator's next request is out."""
    if queries.is_open(grant, at=at):
        grant.ended_at = at
        session.execute(sa.delete(OperatorGrantAddress).where(OperatorGrantAddress.grant_id == grant.id))
        journal.record(session, domain.OperatorShutOut(), by=by, at=at, subject_id=grant.id)
    session.flush()


def enter(session: Session, grant: OperatorGrant, *, by: Actor, at: datetime) -> None:
    """Begin to look; `by` is the operator as the grant lets them in."""
    journal.record(session, domain.OperatorEntered(), by=by, at=at, subject_id=grant.id)
    session.flush()


def leave(session: Session, *, by: Actor, at: datetime) -> None:
    """Stop looking."""
    journal.record(session, domain.OperatorLeft(), by=by, at=at, subject_id=uuid.UUID(str(by.member_id)))
    session.flush()


def look(session: Session, page: str, *, by: Actor, at: datetime) -> None:
    """Write that the operator looks at a page, into the record of the organisation whose page it is."""
    act_for(session, by.organisation_id)
    journal.record(session, domain.OperatorLooked(page=page), by=by, at=at)
    session.flush()


def forget_lapsed(session: Session, *, at: datetime) -> None:
    """Remove the addresses of grants of this organisation that are over."""
    over = [grant.id for grant in queries.list_grants(session) if not queries.is_open(grant, at=at)]
    session.execute(sa.delete(OperatorGrantAddress).where(OperatorGrantAddress.grant_id.in_(over)))
