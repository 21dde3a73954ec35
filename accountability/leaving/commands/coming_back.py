"""A member of a restored organisation comes back, with the link that was sent to their address."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal
from accountability.access import Actor, PersonId
from accountability.database import refusing
from accountability.identity.domain import Account
from accountability.leaving import domain
from accountability.leaving.holdings import holding
from accountability.leaving.models import RejoinAddress
from accountability.organisation import queries as organisation


def rejoin(session: Session, found: RejoinAddress, *, account: Account, at: datetime) -> Actor:
    """Tie the account to the member again. Raises WayBackIsForAnother or WayBackHasLapsed."""
    if not domain.bringing.may_come_back(found.sent_at, at=at):
        raise domain.WayBackHasLapsed
    member = next((each for each in organisation.list_members(session) if each.id == found.member_id), None)
    if member is None:
        raise domain.WayBackHasLapsed
    if member.email.casefold() != account.email.casefold():
        raise domain.WayBackIsForAnother
    membership = holding("membership").model
    lapsed = domain.WayBackHasLapsed
    with refusing(session, membership_by_member=lapsed, membership_pkey=lapsed):
        session.add(membership(person_id=account.person_id, organisation_id=found.organisation_id, member_id=found.member_id))
    session.execute(sa.delete(RejoinAddress).where(RejoinAddress.member_id == found.member_id))
    session.flush()
    actor = organisation.get_actor(session, member.id, person_id=PersonId(account.person_id))
    journal.record(session, domain.MemberCameBack(member_id=member.id), by=actor, at=at, subject_id=member.id)
    session.flush()
    return actor
