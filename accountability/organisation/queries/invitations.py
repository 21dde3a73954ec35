"""Reading invitations, and what stands in the way of one."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.identity.queries import token_hash
from accountability.organisation import domain
from accountability.organisation.models import Invitation, InvitationAddress, Member
from accountability.tenancy import acting_for


def list_invitations(session: Session) -> list[Invitation]:
    """Invitations that were neither used nor withdrawn, the newest first; some of them may have lapsed."""
    asked = sa.select(Invitation).where(Invitation.ended_at.is_(None)).order_by(Invitation.invited_at.desc(), Invitation.id)
    return list(session.scalars(asked))


def list_open_invitations(session: Session, *, at: datetime) -> list[Invitation]:
    """Invitations that can still be accepted, the newest first."""
    return [row for row in list_invitations(session) if is_open(row, at=at)]


def is_open(invitation: Invitation, *, at: datetime) -> bool:
    """Whether an invitation can still be accepted."""
    return domain.is_open(invited_at=invitation.invited_at, ended_at=invitation.ended_at, at=at)


def get_invitation(session: Session, invitation_id: domain.InvitationId) -> Invitation:
    """An invitation of this organisation."""
    found = session.get(Invitation, (acting_for(session), invitation_id))
    if found is None:
        raise NotFound("invitation")
    return found


def find_invitation_address(session: Session, token: str) -> InvitationAddress | None:
    """Where an invitation's token leads, before the tenant is known."""
    return session.get(InvitationAddress, token_hash(token))


def find_waiting(session: Session, *, email: str) -> Invitation | None:
    """The invitation to this mail address that was neither used nor withdrawn."""
    return session.scalar(sa.select(Invitation).where(Invitation.email == email, Invitation.ended_at.is_(None)))


def list_addresses(session: Session, *, at: datetime) -> tuple[frozenset[str], frozenset[str]]:
    """The mail addresses of the members, and of those whose invitation is open."""
    members = session.scalars(sa.select(Member.email).where(Member.left_at.is_(None)))
    return frozenset(members), frozenset(row.email for row in list_open_invitations(session, at=at))
