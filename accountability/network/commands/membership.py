"""Convening a network, inviting, joining, confirming, leaving."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability import journal, outbox
from accountability.access import Actor
from accountability.database import refusing
from accountability.identity.queries import token_hash
from accountability.network import domain, queries
from accountability.network.commands.rounds import enter_round, withdraw_consent
from accountability.network.domain import MembershipState
from accountability.network.models import (
    Network,
    NetworkInvitation,
    NetworkInvitationAddress,
    NetworkMember,
    RoundMember,
)
from accountability.organisation import queries as organisation_queries
from accountability.tenancy import acting_for


def convene_network(session: Session, *, name: str, by: Actor, at: datetime) -> Network:
    """Begin a network that this organisation convenes. Raises NetworkNameIsTaken."""
    network = Network(name=name, convened_at=at)
    with refusing(session, network_name_is_taken=domain.NetworkNameIsTaken):
        session.add(network)
    journal.record(session, domain.NetworkConvened(name=name), by=by, at=at, subject_id=network.id)
    session.flush()
    return network


def invite_organisations(
    session: Session, network: Network, *, emails: Sequence[str], by: Actor, at: datetime, address: Callable[[str], str]
) -> list[NetworkInvitation]:
    """Ask organisations to join, one mail each; who has an open invitation already gets no second one.

    `address` makes the link from a token. Returns the new invitations. Raises TooManyAddresses.
    """
    domain.check_count(len(emails))
    waiting = {invitation.email for invitation in queries.list_open_invitations(session, network, at=at)}
    new = [_invite(session, network, email=email, by=by, at=at, address=address) for email in emails if email not in waiting]
    if new:
        fact = domain.OrganisationsInvited(network_id=network.id, count=len(new))
        journal.record(session, fact, by=by, at=at, subject_id=network.id)
    session.flush()
    return new


def _invite(
    session: Session, network: Network, *, email: str, by: Actor, at: datetime, address: Callable[[str], str]
) -> NetworkInvitation:
    invitation = NetworkInvitation(network_id=network.id, email=email, invited_at=at)
    session.add(invitation)
    session.flush()
    token = secrets.token_urlsafe(32)
    session.add(
        NetworkInvitationAddress(
            token_hash=token_hash(token),
            organisation_id=acting_for(session),
            invitation_id=invitation.id,
            network_id=network.id,
            network_name=network.name,
            convenor_name=by.organisation_name,
            invited_at=at,
        )
    )
    outbox.post_mail(
        session,
        to=email,
        subject=f"{by.organisation_name} invites your organisation to {network.name}",
        template="email/network/invite_organisations",
        at=at,
        inviter=by.name,
        convenor=by.organisation_name,
        network=network.name,
        link=address(token),
        days=domain.INVITATION_LASTS.days,
    )
    return invitation


def withdraw_invitation(session: Session, invitation: NetworkInvitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back; its link stops working at once."""
    session.execute(
        sa.delete(NetworkInvitationAddress).where(
            NetworkInvitationAddress.organisation_id == acting_for(session),
            NetworkInvitationAddress.invitation_id == invitation.id,
        )
    )
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        fact = domain.NetworkInvitationWithdrawn(network_id=invitation.network_id)
        journal.record(session, fact, by=by, at=at, subject_id=invitation.id)
    session.flush()


def accept_invitation(session: Session, invitation: NetworkInvitationAddress, *, by: Actor, at: datetime) -> NetworkMember:
    """Join a network. The first one joined becomes the home network. Raises InvitationHasLapsed or IsMemberAlready."""
    if not domain.is_invitation_open(invited_at=invitation.invited_at, at=at):
        raise domain.InvitationHasLapsed
    member = queries.find_membership(session, invitation.network_id)
    if member is not None and member.state is not MembershipState.LEFT:
        raise domain.IsMemberAlready
    organisation = organisation_queries.get_organisation(session)
    member = member or NetworkMember(
        convenor_id=invitation.organisation_id,
        organisation_id=acting_for(session),
        network_id=invitation.network_id,
    )
    member.invitation_id = invitation.invitation_id
    member.network_name, member.convenor_name = invitation.network_name, invitation.convenor_name
    member.organisation_name, member.country = organisation.name, organisation.country
    member.is_home = queries.find_home(session) is None
    member.joined_at, member.left_at = at, None
    with refusing(
        session,
        network_invitation_is_used=domain.InvitationHasLapsed,
        network_member_pkey=domain.IsMemberAlready,
        one_home_network=domain.JoinedElsewhereJustNow,
    ):
        session.add(member)
    fact = domain.NetworkJoined(network_id=invitation.network_id, convenor_id=invitation.organisation_id)
    journal.record(session, fact, by=by, at=at, subject_id=invitation.network_id)
    session.delete(invitation)
    session.flush()
    return member


def choose_home_network(session: Session, member: NetworkMember, *, by: Actor, at: datetime) -> None:
    """Count in this network's benchmark from now on. Raises HasHomeNetwork: home moves only by leaving the old one."""
    _check_present(member)
    if queries.find_home(session) is not None:
        raise domain.HasHomeNetwork
    with refusing(session, one_home_network=domain.HasHomeNetwork):
        member.is_home = True
    fact = domain.HomeNetworkChosen(network_id=member.network_id)
    journal.record(session, fact, by=by, at=at, subject_id=member.network_id)
    session.flush()


def leave_network(session: Session, member: NetworkMember, *, by: Actor | None, at: datetime) -> None:
    """Leave a network; every consent given to its rounds ends. Raises IsNotMember."""
    _check_present(member)
    mine = sa.select(RoundMember).where(
        RoundMember.organisation_id == acting_for(session), RoundMember.network_id == member.network_id
    )
    for row in session.scalars(mine.order_by(RoundMember.opens_on)).all():
        if row.consent.holds:
            withdraw_consent(session, row, by=by, at=at)
    member.left_at, member.is_home = at, False
    journal.record(session, domain.NetworkLeft(network_id=member.network_id), by=by, at=at, subject_id=member.network_id)
    session.flush()


def verify_member(session: Session, member: NetworkMember, *, by: Actor, at: datetime) -> None:
    """Confirm, as the coordinator, that an organisation exists, belongs and counts once; it then enters the running rounds."""
    network = queries.get_network(session, member.network_id)
    # Held, so that a round opened at the same moment does not pass this member by.
    session.refresh(network, with_for_update={"key_share": True})
    session.refresh(member, with_for_update={"key_share": True})
    _check_present(member)
    if member.state is MembershipState.VERIFIED:
        return
    member.verified_at = at
    session.flush()
    for each in queries.list_rounds(session, network):
        if each.closed_at is None:
            enter_round(session, each, network=network, members=[member])
    fact = domain.MemberVerified(network_id=network.id, member_organisation_id=member.organisation_id)
    journal.record(session, fact, by=by, at=at, subject_id=network.id)
    session.flush()


def _check_present(member: NetworkMember) -> None:
    if member.state is MembershipState.LEFT:
        raise domain.IsNotMember
