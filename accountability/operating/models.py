"""Tables of the operator's grants. What leads to one before the tenant is known holds only keys."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base, random_id, tenant_key
from accountability.tenancy import Directory, OrganisationId, TenantOwned


class OperatorGrant(TenantOwned, Base):
    """An owner lets the operator look, for a reason and until a moment."""

    __tablename__ = "operator_grant"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=random_id)
    reason: Mapped[str]
    granted_by: Mapped[MemberId]
    granted_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        tenant_key("granted_by", "member"),
        sa.CheckConstraint("reason <> ''", name="has_a_reason"),
        sa.CheckConstraint("lapses_at > granted_at", name="lasts"),
    )


class OperatorGrantAddress(Directory, Base):
    """Leads from a grant to the organisation that gave it; gone when the grant is."""

    __tablename__ = "operator_grant_address"

    grant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[OrganisationId]

    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["organisation_id", "grant_id"], ["operator_grant.organisation_id", "operator_grant.id"], ondelete="CASCADE"
        ),
    )
