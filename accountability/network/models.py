"""Networks, their members and rounds. Rows between two organisations carry copies of names and dates, so that neither
side reads in the other's tables: the convenor writes its columns, the member its own."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.database import Base, choice, new_id, tenant_key
from accountability.network.domain import (
    Consent,
    MembershipState,
    NetworkId,
    NetworkInvitationId,
    Progress,
    RoundDates,
    RoundId,
)
from accountability.tenancy import Directory, OrganisationId, Shared, TenantOwned


class Network(TenantOwned, Base):
    """A network, owned by the organisation that convenes it."""

    __tablename__ = "network"
    __table_args__ = (
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.UniqueConstraint("organisation_id", "name", name="network_name_is_taken"),
    )

    id: Mapped[NetworkId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    convened_at: Mapped[datetime]


class NetworkInvitation(TenantOwned, Base):
    """A mail that asked an organisation to join. Whether it was accepted stands in the member's row."""

    __tablename__ = "network_invitation"
    __table_args__ = (tenant_key("network_id", "network"),)

    id: Mapped[NetworkInvitationId] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[NetworkId]
    email: Mapped[str]
    invited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class NetworkInvitationAddress(Directory, Base):
    """Leads from the hash of an invitation's token to the network, with what the invited may read before they join."""

    __tablename__ = "network_invitation_address"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"],
            ["network_invitation.organisation_id", "network_invitation.id"],
            ondelete="CASCADE",
        ),
    )

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]
    invitation_id: Mapped[NetworkInvitationId]
    network_id: Mapped[NetworkId]
    network_name: Mapped[str]
    convenor_name: Mapped[str]
    invited_at: Mapped[datetime]


class NetworkMember(Shared, Base):
    """One organisation in one network. It is there by its own will, and confirmed by the convenor."""

    __tablename__ = "network_member"
    made_by = "organisation_id"
    of_convenor = frozenset({"verified_at"})
    of_member = frozenset(
        {
            *("invitation_id", "network_name", "convenor_name", "organisation_name", "country", "is_home"),
            *("joined_at", "left_at"),
        }
    )
    __table_args__ = (
        sa.ForeignKeyConstraint(["convenor_id", "network_id"], ["network.organisation_id", "network.id"]),
        sa.UniqueConstraint("convenor_id", "invitation_id", name="network_invitation_is_used"),
        sa.CheckConstraint("NOT is_home OR left_at IS NULL", name="home_is_not_left"),
        sa.Index(
            "one_home_network",
            "organisation_id",
            unique=True,
            sqlite_where=sa.literal_column("is_home"),
            postgresql_where=sa.literal_column("is_home"),
        ),
        sa.Index("network_member_by_organisation", "organisation_id"),
    )

    network_id: Mapped[NetworkId] = mapped_column(primary_key=True)
    invitation_id: Mapped[NetworkInvitationId]
    network_name: Mapped[str]
    convenor_name: Mapped[str]
    organisation_name: Mapped[str]
    country: Mapped[str]
    is_home: Mapped[bool]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]

    @property
    def state(self) -> MembershipState:
        """Where it stands. Who left and came back is confirmed anew."""
        if self.left_at is not None:
            return MembershipState.LEFT
        is_verified = self.verified_at is not None and self.verified_at >= self.joined_at
        return MembershipState.VERIFIED if is_verified else MembershipState.JOINED


class Round(TenantOwned, Base):
    """A network's shared period of self-assessment. The dates are fixed when it opens and only ever move later."""

    __tablename__ = "round"
    __table_args__ = (
        tenant_key("network_id", "network"),
        sa.UniqueConstraint("organisation_id", "network_id", "name", name="round_name_is_taken"),
        sa.CheckConstraint("closes_on >= opens_on", name="closes_after_it_opens"),
        sa.CheckConstraint("publishes_on > closes_on", name="publishes_after_it_closes"),
        sa.Index("round_by_closing", "closes_on"),
    )

    id: Mapped[RoundId] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[NetworkId]
    name: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    publishes_on: Mapped[date]
    announced_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]  # the panel was fixed
    concluded_at: Mapped[datetime | None]  # a release went out, or it was decided that none does

    @property
    def dates(self) -> RoundDates:
        """The three days as a value."""
        return RoundDates(opens_on=self.opens_on, closes_on=self.closes_on, publishes_on=self.publishes_on)


class RoundMember(Shared, Base):
    """One organisation in one round. Name and dates are the convenor's copies; progress and consent are the member's."""

    __tablename__ = "round_member"
    made_by = "convenor_id"
    of_convenor = frozenset({"network_name", "round_name", "organisation_name", "opens_on", "closes_on", "publishes_on"})
    of_member = frozenset(
        {"progress", "progress_at", "consent_given_at", "consent_given_by", "consent_promise", "consent_revoked_at"}
    )
    __table_args__ = (
        sa.ForeignKeyConstraint(["convenor_id", "round_id"], ["round.organisation_id", "round.id"]),
        sa.ForeignKeyConstraint(
            ["convenor_id", "organisation_id", "network_id"],
            ["network_member.convenor_id", "network_member.organisation_id", "network_member.network_id"],
        ),
        sa.CheckConstraint("consent_revoked_at IS NULL OR consent_given_at IS NOT NULL", name="only_given_consent_is_revoked"),
        sa.Index("round_member_by_organisation", "organisation_id"),
        sa.Index("round_member_by_round", "convenor_id", "round_id"),
    )

    round_id: Mapped[RoundId] = mapped_column(primary_key=True)
    network_id: Mapped[NetworkId]
    network_name: Mapped[str]
    round_name: Mapped[str]
    organisation_name: Mapped[str]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    publishes_on: Mapped[date]
    progress: Mapped[Progress] = mapped_column(choice(Progress))
    progress_at: Mapped[datetime | None]
    consent_given_at: Mapped[datetime | None]
    consent_given_by: Mapped[uuid.UUID | None]
    consent_promise: Mapped[str | None]
    consent_revoked_at: Mapped[datetime | None]

    @property
    def dates(self) -> RoundDates:
        """The three days as a value."""
        return RoundDates(opens_on=self.opens_on, closes_on=self.closes_on, publishes_on=self.publishes_on)

    @property
    def consent(self) -> Consent:
        """The consent as a value."""
        return Consent(given_at=self.consent_given_at, revoked_at=self.consent_revoked_at)
