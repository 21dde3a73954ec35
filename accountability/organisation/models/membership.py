"""Tables of organisations. What is needed before the tenant is known stands in directory tables that hold only keys."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId, PersonId, Role
from accountability.database import Base, choice, new_id, tenant_key
from accountability.organisation.domain import InvitationId, SizeBand
from accountability.tenancy import Directory, OrganisationId, TenantOwned


class Organisation(TenantOwned, Base):
    """A tenant; its key is the first part of all its other keys."""

    __tablename__ = "organisation"

    organisation_id: Mapped[OrganisationId] = mapped_column(primary_key=True, sort_order=-100)
    name: Mapped[str]
    country: Mapped[str]
    size_band: Mapped[SizeBand] = mapped_column(choice(SizeBand))
    themes: Mapped[list[str]]
    signed_up_at: Mapped[datetime]


class Member(TenantOwned, Base):
    """A person acting for the organisation; tenant tables say "who" by this id."""

    __tablename__ = "member"

    id: Mapped[MemberId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    joined_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("organisation_id", "email", name="member_email_is_member"),)


class Membership(Directory, Base):
    """Leads from a person to the organisations they act for."""

    __tablename__ = "membership"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[OrganisationId] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId]

    __table_args__ = (
        sa.ForeignKeyConstraint(["organisation_id", "member_id"], ["member.organisation_id", "member.id"], ondelete="CASCADE"),
        sa.Index("membership_by_member", "organisation_id", "member_id", unique=True),
    )


class Invitation(TenantOwned, Base):
    """A colleague asked to join."""

    __tablename__ = "invitation"

    id: Mapped[InvitationId] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    invited_by: Mapped[MemberId]
    invited_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (tenant_key("invited_by", "member"),)


class InvitationAddress(Directory, Base):
    """Leads from the hash of an invitation's token to the invitation."""

    __tablename__ = "invitation_address"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]
    invitation_id: Mapped[InvitationId]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "invitation_id"], ["invitation.organisation_id", "invitation.id"], ondelete="CASCADE"
        ),
    )
