"""Tables of signing in through the organisation's own provider."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base
from accountability.tenancy import Directory, OrganisationId, TenantOwned


class SignInProvider(TenantOwned, Base):
    """The provider that vouches for an organisation's members. What it knows us by is sealed; at most one per organisation."""

    __tablename__ = "sign_in_provider"

    code: Mapped[str]  # the last part of the address at which members sign in
    issuer: Mapped[str]
    client_id: Mapped[str]
    sealed_secret: Mapped[str]
    asks_second_factor: Mapped[bool]  # so nobody is asked for another one here
    is_required: Mapped[bool] = mapped_column(default=False)  # whether members other than owners sign in only through it
    chosen_at: Mapped[datetime]
    worked_at: Mapped[datetime | None]  # when somebody last got in with these settings; None: nobody yet

    __table_args__ = (sa.CheckConstraint("NOT is_required OR worked_at IS NOT NULL", name="worked_before_it_is_required"),)


class SignInAddress(Directory, Base):
    """Leads from the address at which members sign in to their organisation."""

    __tablename__ = "sign_in_address"

    code: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]

    __table_args__ = (
        sa.ForeignKeyConstraint(["organisation_id"], ["sign_in_provider.organisation_id"], ondelete="CASCADE"),
        sa.UniqueConstraint("organisation_id", name="sign_in_address_organisation_id_is_unique"),
    )


class VouchedMember(TenantOwned, Base):
    """Which of the provider's people a member is, held from the first time on. Goes when the membership does."""

    __tablename__ = "vouched_member"

    member_id: Mapped[MemberId] = mapped_column(primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    held_at: Mapped[datetime]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"], ["membership.organisation_id", "membership.member_id"], ondelete="CASCADE"
        ),
        sa.UniqueConstraint("organisation_id", "issuer", "subject", name="vouched_member_is_another"),
    )
