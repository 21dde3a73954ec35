"""Reads networks, their members and invitations."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from accountability.database import NotFound
from accountability.identity.queries import token_hash
from accountability.network import domain
from accountability.network.domain import MembershipState, NetworkId
from accountability.network.models import (
    Network,
    NetworkInvitation,
    NetworkInvitationAddress,
    NetworkMember,
)
from accountability.tenancy import OrganisationId, acting_for


@dataclass(frozen=True, kw_only=True)
class ConvenedNetwork:
    """A network we convene, with how many organisations belong to it."""

    network: Network
    members: int


def list_convened_networks(session: Session) -> list[ConvenedNetwork]:
    """The networks that the organisation convenes, by name."""
    present = (
        sa.select(NetworkMember.network_id, sa.func.count().label("members"))
        .where(NetworkMember.convenor_id == acting_for(session), NetworkMember.left_at.is_(None))
        .group_by(NetworkMember.network_id)
        .subquery()
    )
    asked = (
        sa.select(Network, sa.func.coalesce(present.c.members, 0))
        .outerjoin(present, present.c.network_id == Network.id)
        .order_by(Network.name, Network.id)
    )
    return [ConvenedNetwork(network=network, members=members) for network, members in session.execute(asked)]


def find_network(session: Session, network_id: NetworkId) -> Network | None:
    """A network that the organisation convenes, or None."""
    return session.get(Network, (acting_for(session), network_id))


def get_network(session: Session, network_id: NetworkId) -> Network:
    """A network that the organisation convenes. Raises NotFound."""
    network = find_network(session, network_id)
    if network is None:
        raise NotFound("network")
    return network


def network_names(session: Session, network_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Network → its name, for those that the organisation convenes or ever joined."""
    joined = sa.select(NetworkMember.network_id, NetworkMember.network_name).where(NetworkMember.network_id.in_(network_ids))
    own = sa.select(Network.id, Network.name).where(Network.id.in_(network_ids))
    return {key: name for asked in (joined, own) for key, name in session.execute(asked)}


def list_memberships(session: Session) -> list[NetworkMember]:
    """The networks that the organisation belongs to, by name."""
    mine = sa.select(NetworkMember).where(NetworkMember.organisation_id == acting_for(session), NetworkMember.left_at.is_(None))
    return list(session.scalars(mine.order_by(NetworkMember.network_name, NetworkMember.network_id)))


def find_membership(session: Session, network_id: NetworkId) -> NetworkMember | None:
    """Our own row in a network, also after leaving it, or None."""
    return session.scalar(
        sa.select(NetworkMember).where(NetworkMember.organisation_id == acting_for(session), NetworkMember.network_id == network_id)
    )


def get_membership(session: Session, network_id: NetworkId) -> NetworkMember:
    """Our own row in a network we belong to. Raises NotFound, also after leaving."""
    member = find_membership(session, network_id)
    if member is None or member.state is MembershipState.LEFT:
        raise NotFound("membership")
    return member


def find_home(session: Session) -> NetworkMember | None:
    """The network in whose benchmark the organisation counts, or None."""
    mine = sa.select(NetworkMember).where(NetworkMember.organisation_id == acting_for(session), NetworkMember.is_home)
    return session.scalar(mine)


def list_members(session: Session, network: Network) -> list[NetworkMember]:
    """The organisations in a network we convene, those who wait to be confirmed first, then by name."""
    present = sa.select(NetworkMember).where(
        NetworkMember.convenor_id == acting_for(session),
        NetworkMember.network_id == network.id,
        NetworkMember.left_at.is_(None),
    )
    members = session.scalars(present.order_by(NetworkMember.organisation_name, NetworkMember.organisation_id))
    return sorted(members, key=lambda member: member.state is MembershipState.VERIFIED)


def get_member(session: Session, network: Network, organisation_id: OrganisationId) -> NetworkMember:
    """One organisation in a network we convene. Raises NotFound."""
    member = session.get(NetworkMember, (acting_for(session), organisation_id, network.id))
    if member is None or member.state is MembershipState.LEFT:
        raise NotFound("member")
    return member


def list_open_invitations(session: Session, network: Network, *, at: datetime) -> list[NetworkInvitation]:
    """Invitations that can still be accepted, the newest first."""
    used = sa.select(NetworkMember.invitation_id).where(NetworkMember.convenor_id == acting_for(session))
    asked = sa.select(NetworkInvitation).where(
        NetworkInvitation.network_id == network.id,
        NetworkInvitation.withdrawn_at.is_(None),
        NetworkInvitation.invited_at >= at - domain.INVITATION_LASTS,
        NetworkInvitation.id.not_in(used),
    )
    return list(session.scalars(asked.order_by(NetworkInvitation.invited_at.desc(), NetworkInvitation.email)))


def get_invitation(session: Session, network: Network, invitation_id: domain.NetworkInvitationId) -> NetworkInvitation:
    """An invitation to this network of ours. Raises NotFound."""
    invitation = session.get(NetworkInvitation, (acting_for(session), invitation_id))
    if invitation is None or invitation.network_id != network.id:
        raise NotFound("invitation")
    return invitation


def find_invitation_address(session: Session, token: str) -> NetworkInvitationAddress | None:
    """Where an invitation's token leads, before it is known whose it is."""
    return session.get(NetworkInvitationAddress, token_hash(token))


def count_verified(members: Iterable[NetworkMember]) -> int:
    """How many of them are confirmed."""
    return sum(member.state is MembershipState.VERIFIED for member in members)
