"""Reading which provider vouches for an organisation's members, and for whom it did."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import MemberId, PersonId
from accountability.database import NotFound
from accountability.organisation.models import Invitation, Member, Membership
from accountability.organisation.models.single_sign_on import SignInAddress, SignInProvider, VouchedMember
from accountability.organisation.queries.invitations import find_waiting, is_open
from accountability.tenancy import OrganisationId, acting_for


def find_organisation_of(session: Session, code: str) -> OrganisationId | None:
    """Whose address for signing in this is, before the tenant is known."""
    address = session.get(SignInAddress, code)
    return address.organisation_id if address else None


def find_provider(session: Session) -> SignInProvider | None:
    """The provider of the organisation the session acts for."""
    return session.get(SignInProvider, acting_for(session))


def get_provider(session: Session) -> SignInProvider:
    """The provider of the organisation the session acts for; NotFound when it has none."""
    found = find_provider(session)
    if found is None:
        raise NotFound("provider")
    return found


def list_vouched_members(session: Session) -> list[Member]:
    """The members who are held to whom the provider knows them as, by name."""
    asked = sa.select(Member).join(
        VouchedMember, sa.and_(VouchedMember.organisation_id == Member.organisation_id, VouchedMember.member_id == Member.id)
    )
    return list(session.scalars(asked.order_by(Member.name, Member.id)))


def find_vouched_member(session: Session, member_id: MemberId) -> VouchedMember | None:
    """Whom the provider knows a member as."""
    return session.get(VouchedMember, (acting_for(session), member_id))


def find_membership_vouched_for(session: Session, *, issuer: str, subject: str) -> Membership | None:
    """The membership that is held to this one of the provider's people."""
    asked = (
        sa.select(Membership)
        .join(
            VouchedMember,
            sa.and_(VouchedMember.organisation_id == Membership.organisation_id, VouchedMember.member_id == Membership.member_id),
        )
        .where(VouchedMember.issuer == issuer, VouchedMember.subject == subject)
    )
    return session.scalar(asked)


def find_membership_at(session: Session, *, email: str) -> Membership | None:
    """The membership of the current member with this mail address."""
    asked = (
        sa.select(Membership)
        .join(Member, sa.and_(Member.organisation_id == Membership.organisation_id, Member.id == Membership.member_id))
        .where(Member.email == email, Member.left_at.is_(None))
    )
    return session.scalar(asked)


def find_open_invitation(session: Session, *, email: str, at: datetime) -> Invitation | None:
    """The invitation to this mail address that can still be accepted."""
    waiting = find_waiting(session, email=email)
    return waiting if waiting and is_open(waiting, at=at) else None


def person_behind(session: Session, member_id: MemberId) -> PersonId | None:
    """Whose membership this is; None for a former member."""
    asked = sa.select(Membership.person_id).where(
        Membership.organisation_id == acting_for(session), Membership.member_id == member_id
    )
    return session.scalar(asked)
