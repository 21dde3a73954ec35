"""What people do about invitations: send one or many, send again, withdraw, accept."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, language, outbox
from accountability.access import Actor, PersonId, Role
from accountability.database import refusing
from accountability.identity.domain import Account
from accountability.identity.queries import token_hash
from accountability.language import gettext as _
from accountability.organisation import domain, queries
from accountability.organisation.commands.holding import hold_roles
from accountability.organisation.commands.membership import add_member
from accountability.organisation.models import Invitation, InvitationAddress
from accountability.tenancy import acting_for

Address = Callable[[str], str]


def invite_colleague(session: Session, new: domain.NewInvitation, *, by: Actor, at: datetime, address: Address) -> Invitation:
    """Ask somebody to join, by mail; `address` makes the link from the token.

    Refuses IsMemberAlready, IsInvitedAlready, TooManyInvitations, ReviewIsNotBounded or RoleIsAnother.
    """
    domain.check_bounds(new.given, today=at.date())
    hold_roles(session, by=by)
    if queries.has_member(session, email=new.email):
        raise domain.IsMemberAlready
    domain.check_room(is_open_now=len(queries.list_open_invitations(session, at=at)), more=1)
    return _invite(session, new, by=by, at=at, address=address)


def invite_many(
    session: Session, judged: Iterable[domain.Judged], *, by: Actor, at: datetime, address: Address
) -> list[Invitation]:
    """Invite everybody on a judged list who can be invited. Refuses TooManyInvitations or RoleIsAnother."""
    hold_roles(session, by=by)
    wanted = [each.invitation for each in judged if each.invitation]
    domain.check_room(is_open_now=len(queries.list_open_invitations(session, at=at)), more=len(wanted))
    return [_invite(session, new, by=by, at=at, address=address) for new in wanted]


def _invite(session: Session, new: domain.NewInvitation, *, by: Actor, at: datetime, address: Address) -> Invitation:
    if new.custom_role_id:
        queries.get_role(session, new.custom_role_id)
    lapsed = queries.find_waiting(session, email=new.email)
    if lapsed and not queries.is_open(lapsed, at=at):
        _end(lapsed, at=at)
        session.flush()
    invitation = Invitation(
        email=new.email,
        name=new.name,
        language=new.language,
        role=Role(new.role),
        custom_role_id=new.custom_role_id,
        parts=None if new.parts is None else list(new.parts),
        ends_on=new.ends_on,
        invited_by=by.member_id,
        invited_at=at,
    )
    with refusing(session, invitation_email_is_invited=domain.IsInvitedAlready):
        session.add(invitation)
    _post(session, invitation, by=by, at=at, address=address)
    journal.record(session, domain.ColleagueInvited(role=new.role), by=by, at=at, subject_id=invitation.id)
    session.flush()
    return invitation


def send_again(session: Session, invitation: Invitation, *, by: Actor, at: datetime, address: Address) -> None:
    """Send an invitation anew, for another two weeks; its old link stops working. Refuses InvitationHasLapsed when it ended."""
    hold_roles(session, by=by)
    session.refresh(invitation)
    if invitation.ended_at is not None:
        raise domain.InvitationHasLapsed
    if queries.has_member(session, email=invitation.email):
        raise domain.IsMemberAlready
    domain.check_bounds(domain.Given(role=invitation.role.value, **_bounds(invitation)), today=at.date())
    invitation.invited_at = at
    _forget_links(session, invitation)
    _post(session, invitation, by=by, at=at, address=address)
    journal.record(session, domain.InvitationSentAgain(), by=by, at=at, subject_id=invitation.id)
    session.flush()


def withdraw_invitation(session: Session, invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back; its link stops working at once."""
    session.refresh(invitation, with_for_update=True)
    if invitation.ended_at is None:
        _end(invitation, at=at)
        journal.record(session, domain.InvitationWithdrawn(), by=by, at=at, subject_id=invitation.id)
    session.flush()


def accept_invitation(session: Session, invitation: Invitation, *, account: Account, name: str, at: datetime) -> Actor:
    """Make the person of the account a member; refuses InvitationHasLapsed, InvitationIsForAnother or IsMemberAlready."""
    session.refresh(invitation, with_for_update=True)
    if not queries.is_open(invitation, at=at):
        raise domain.InvitationHasLapsed
    if account.email != invitation.email:
        raise domain.InvitationIsForAnother
    given = domain.Given(role=invitation.role.value, **_bounds(invitation))
    member = add_member(session, account, name=name, given=given, at=at)
    _end(invitation, at=at)
    actor = queries.get_actor(session, member.id, person_id=PersonId(account.person_id))
    fact = domain.InvitationAccepted(role=given.role)
    journal.record(session, fact, by=actor, at=at, subject_id=invitation.id)
    session.flush()
    return actor


def _bounds(invitation: Invitation) -> dict[str, Any]:
    return {
        "custom_role_id": invitation.custom_role_id,
        "parts": None if invitation.parts is None else tuple(invitation.parts),
        "ends_on": invitation.ends_on,
    }


def _end(invitation: Invitation, *, at: datetime) -> None:
    """It opens nothing any more, and holds no role."""
    invitation.ended_at, invitation.custom_role_id = at, None


def _forget_links(session: Session, invitation: Invitation) -> None:
    is_of_it = (
        InvitationAddress.organisation_id == acting_for(session),
        InvitationAddress.invitation_id == invitation.id,
    )
    session.execute(sa.delete(InvitationAddress).where(*is_of_it))


def _post(session: Session, invitation: Invitation, *, by: Actor, at: datetime, address: Address) -> None:
    """A new link, in a mail in the language of whoever is invited."""
    token = secrets.token_urlsafe(32)
    session.add(InvitationAddress(token_hash=token_hash(token), organisation_id=acting_for(session), invitation_id=invitation.id))
    with language.using(language.find_language(invitation.language) or language.DEFAULT):
        outbox.post_mail(
            session,
            to=invitation.email,
            subject=_("%(inviter)s invites you to %(organisation)s", inviter=by.name, organisation=by.organisation_name),
            template="email/organisation/invite_colleague",
            at=at,
            name=invitation.name,
            inviter=by.name,
            organisation=by.organisation_name,
            link=address(token),
            days=domain.INVITATION_LASTS.days,
        )
