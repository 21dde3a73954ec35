"""Reading organisations, members and invitations."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.access import Actor, MemberId, PersonId, Role
from accountability.database import NotFound
from accountability.identity.domain import SignIn, is_seen_long_ago
from accountability.identity.queries import find_sign_in, token_hash
from accountability.organisation import domain
from accountability.organisation.models import Invitation, InvitationAddress, Member, Membership, Organisation
from accountability.tenancy import OrganisationId, act_for, acting_for

# They see many organisations, so a password alone is not enough.
NEED_SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.OPERATOR})


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Who a browser's token stands for."""

    actor: Actor
    is_seen_long_ago: bool


def find_presence(session: Session, token: str, *, at: datetime) -> Presence | None:
    """The member behind a browser's token; from here on the session acts for their organisation."""
    sign_in = find_sign_in(session, token, at=at)
    if sign_in is None or sign_in.awaits_factor:
        return None
    membership = _find_membership(session, sign_in)
    if membership is None:
        return None
    act_for(session, membership.organisation_id)
    actor = get_actor(session, membership.member_id, person_id=PersonId(sign_in.person_id))
    is_proven_twice = sign_in.has_second_factor or sign_in.factor_at is not None
    return Presence(
        actor=replace(
            actor,
            confirmed_at=sign_in.confirmed_at,
            is_bound=sign_in.is_bound,
            needs_second_factor=actor.role in NEED_SECOND_FACTOR and not is_proven_twice,
        ),
        is_seen_long_ago=is_seen_long_ago(sign_in.seen_at, at=at),
    )


def _find_membership(session: Session, sign_in: SignIn) -> Membership | None:
    if sign_in.organisation_id:
        return session.get(Membership, (sign_in.person_id, sign_in.organisation_id))
    return next(iter(list_memberships(session, PersonId(sign_in.person_id))), None)


def get_actor(session: Session, member_id: MemberId, *, person_id: PersonId) -> Actor:
    """The member as somebody who acts, read in one query."""
    row = session.execute(
        sa.select(Member.id, Member.name, Member.role, Organisation.organisation_id, Organisation.name, Organisation.country)
        .join(Organisation, Organisation.organisation_id == Member.organisation_id)
        .where(Member.id == member_id)
    ).one()
    return Actor(
        person_id=person_id,
        member_id=row[0],
        name=row[1],
        role=row[2],
        organisation_id=row[3],
        organisation_name=row[4],
        country=row[5],
    )


def get_organisation(session: Session) -> Organisation:
    """The organisation the session acts for."""
    found = session.get(Organisation, acting_for(session))
    if found is None:
        raise NotFound("organisation")
    return found


def list_members(session: Session) -> list[Member]:
    """The members, by name."""
    return list(session.scalars(sa.select(Member).order_by(Member.name, Member.id)))


def list_open_invitations(session: Session, *, at: datetime) -> list[Invitation]:
    """Invitations that can still be accepted, the newest first."""
    asked = sa.select(Invitation).where(Invitation.ended_at.is_(None)).order_by(Invitation.invited_at.desc(), Invitation.id)
    return [row for row in session.scalars(asked) if domain.is_open(invited_at=row.invited_at, ended_at=row.ended_at, at=at)]


def get_invitation(session: Session, invitation_id: domain.InvitationId) -> Invitation:
    """An invitation of this organisation."""
    found = session.get(Invitation, (acting_for(session), invitation_id))
    if found is None:
        raise NotFound("invitation")
    return found


def find_invitation_address(session: Session, token: str) -> InvitationAddress | None:
    """Where an invitation's token leads, before the tenant is known."""
    return session.get(InvitationAddress, token_hash(token))


def list_memberships(session: Session, person_id: PersonId) -> list[Membership]:
    """The organisations a person acts for."""
    asked = sa.select(Membership).where(Membership.person_id == person_id).order_by(Membership.organisation_id)
    return list(session.scalars(asked))


def has_member(session: Session, *, email: str) -> bool:
    """Whether somebody with this mail address is a member."""
    return session.scalar(sa.select(sa.exists().where(Member.email == email))) is True


def name_of(session: Session, organisation_id: OrganisationId) -> str:
    """The name of an organisation that the person is a member of; the session acts for it afterwards."""
    act_for(session, organisation_id)
    return get_organisation(session).name
