"""Tables of organisations. What is needed before the tenant is known stands in directory tables that hold only keys."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId, PersonId, Role
from accountability.database import Base, choice, new_id, tenant_key
from accountability.organisation.domain import InvitationId, OrganisationType, RoleId, SizeBand, Traits
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
    demands_second_factor: Mapped[bool] = mapped_column(default=False)  # of every member, not only of those whose role does
    kind: Mapped[OrganisationType | None] = mapped_column(choice(OrganisationType))  # None: not said

    @property
    def traits(self) -> Traits:
        """By what the questions that it is asked adapt."""
        return Traits(size_band=self.size_band, country=self.country, kind=self.kind)


class CustomRole(TenantOwned, Base):
    """A role that the organisation made by choosing permissions; `permissions` are names of rules."""

    __tablename__ = "custom_role"

    id: Mapped[RoleId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    permissions: Mapped[list[str]]
    made_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "name", name="custom_role_name_is_taken"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
    )


def _checks_of_role(is_current: str) -> tuple[sa.CheckConstraint, ...]:
    """What holds wherever a role is given: who runs the installation is no member, and only a reviewer's access has bounds."""
    return (
        sa.CheckConstraint("role <> 'operator'", name="operator_is_no_member"),
        sa.CheckConstraint(f"(role = 'custom' AND {is_current}) = (custom_role_id IS NOT NULL)", name="custom_role_is_named"),
        sa.CheckConstraint("(role = 'reviewer') = (parts IS NOT NULL)", name="parts_are_a_reviewers"),
        sa.CheckConstraint("(role = 'reviewer') = (ends_on IS NOT NULL)", name="time_is_a_reviewers"),
    )


def _of_current(name: str, column: str, is_current: str) -> sa.Index:
    """A value that only one of the current rows of an organisation may have."""
    condition: sa.ColumnClause[bool] = sa.literal_column(is_current, sa.Boolean())
    return sa.Index(name, "organisation_id", column, unique=True, sqlite_where=condition, postgresql_where=condition)


class Member(TenantOwned, Base):
    """A person acting for the organisation; tenant tables say "who" by this id, so the row stays when the person leaves."""

    __tablename__ = "member"

    id: Mapped[MemberId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[Role] = mapped_column(choice(Role))
    custom_role_id: Mapped[RoleId | None]
    parts: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))  # slugs of the commitments a reviewer may see
    ends_on: Mapped[date | None]  # a reviewer's last day
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("custom_role_id", "custom_role"),
        _of_current("member_email_is_member", "email", "left_at IS NULL"),
        *_checks_of_role("left_at IS NULL"),
    )


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


class FormerMembership(Directory, Base):
    """Leads from a person to what they were in organisations they left, so that erasing finds them under any address."""

    __tablename__ = "former_membership"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[OrganisationId] = mapped_column(primary_key=True)
    member_id: Mapped[MemberId] = mapped_column(primary_key=True)

    __table_args__ = (
        sa.ForeignKeyConstraint(["organisation_id", "member_id"], ["member.organisation_id", "member.id"], ondelete="CASCADE"),
    )


class Invitation(TenantOwned, Base):
    """A colleague asked to join."""

    __tablename__ = "invitation"

    id: Mapped[InvitationId] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")  # as the inviter knows it; the person may change it
    language: Mapped[str] = mapped_column(default="en")  # what the mail and the page are written in
    role: Mapped[Role] = mapped_column(choice(Role))
    custom_role_id: Mapped[RoleId | None]
    parts: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    ends_on: Mapped[date | None]
    invited_by: Mapped[MemberId]
    invited_at: Mapped[datetime]  # or sent again
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("invited_by", "member"),
        tenant_key("custom_role_id", "custom_role"),
        _of_current("invitation_email_is_invited", "email", "ended_at IS NULL"),
        *_checks_of_role("ended_at IS NULL"),
    )


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
