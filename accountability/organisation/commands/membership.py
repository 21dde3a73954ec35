"""What people do about their organisation: sign it up, describe it, invite colleagues, join."""

import secrets
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor, PersonId, Role
from accountability.database import new_id, refusing
from accountability.identity.domain import Account
from accountability.identity.queries import token_hash
from accountability.organisation import domain, queries
from accountability.organisation.models import Invitation, InvitationAddress, Member, Membership, Organisation
from accountability.tenancy import OrganisationId, act_for, acting_for


def sign_up(session: Session, profile: domain.Profile, *, account: Account, name: str, at: datetime) -> Actor:
    """Begin an organisation with the person of the account as its owner, called `name`; the session acts for it from now on."""
    organisation_id = OrganisationId(new_id())
    act_for(session, organisation_id)
    session.add(
        Organisation(
            organisation_id=organisation_id,
            name=profile.name,
            country=profile.country,
            size_band=profile.size_band,
            themes=list(profile.themes),
            signed_up_at=at,
        )
    )
    session.flush()
    owner = _add_member(session, account, name=name, role=Role.OWNER, at=at)
    actor = queries.get_actor(session, owner.id, person_id=PersonId(account.person_id))
    journal.record(session, domain.OrganisationSignedUp(country=profile.country), by=actor, at=at)
    session.flush()
    return actor


def describe(session: Session, profile: domain.Profile, *, by: Actor, at: datetime) -> None:
    """Change what the organisation says of itself."""
    organisation = queries.get_organisation(session)
    organisation.name, organisation.country = profile.name, profile.country
    organisation.size_band, organisation.themes = profile.size_band, list(profile.themes)
    journal.record(session, domain.ProfileChanged(name=profile.name), by=by, at=at)
    session.flush()


def invite_colleague(
    session: Session, new: domain.NewInvitation, *, by: Actor, at: datetime, address: Callable[[str], str]
) -> Invitation:
    """Ask somebody to join, by mail; `address` makes the link from the token. Refuses IsMemberAlready."""
    if queries.has_member(session, email=new.email):
        raise domain.IsMemberAlready
    invitation = Invitation(email=new.email, role=Role(new.role), invited_by=by.member_id, invited_at=at)
    session.add(invitation)
    session.flush()
    token = secrets.token_urlsafe(32)
    session.add(InvitationAddress(token_hash=token_hash(token), organisation_id=acting_for(session), invitation_id=invitation.id))
    outbox.post_mail(
        session,
        to=new.email,
        subject=f"{by.name} invites you to {by.organisation_name}",
        template="email/organisation/invite_colleague",
        at=at,
        inviter=by.name,
        organisation=by.organisation_name,
        link=address(token),
        days=domain.INVITATION_LASTS.days,
    )
    journal.record(session, domain.ColleagueInvited(role=new.role), by=by, at=at, subject_id=invitation.id)
    session.flush()
    return invitation


def withdraw_invitation(session: Session, invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back; its link stops working at once."""
    if invitation.ended_at is None:
        invitation.ended_at = at
        journal.record(session, domain.InvitationWithdrawn(), by=by, at=at, subject_id=invitation.id)
    session.flush()


def accept_invitation(session: Session, invitation: Invitation, *, account: Account, name: str, at: datetime) -> Actor:
    """Make the person of the account a member; refuses InvitationHasLapsed, InvitationIsForAnother or IsMemberAlready."""
    if not domain.is_open(invited_at=invitation.invited_at, ended_at=invitation.ended_at, at=at):
        raise domain.InvitationHasLapsed
    if account.email != invitation.email:
        raise domain.InvitationIsForAnother
    invitation.ended_at = at
    member = _add_member(session, account, name=name, role=invitation.role, at=at)
    actor = queries.get_actor(session, member.id, person_id=PersonId(account.person_id))
    fact = domain.InvitationAccepted(role=invitation.role.value)
    journal.record(session, fact, by=actor, at=at, subject_id=invitation.id)
    session.flush()
    return actor


def _add_member(session: Session, account: Account, *, name: str, role: Role, at: datetime) -> Member:
    member = Member(name=name, email=account.email, role=role, joined_at=at)
    with refusing(session, member_email_is_member=domain.IsMemberAlready):
        session.add(member)
    session.add(Membership(person_id=PersonId(account.person_id), organisation_id=acting_for(session), member_id=member.id))
    session.flush()
    return member
