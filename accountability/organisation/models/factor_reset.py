"""Tables of resets of second factors."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.access import MemberId
from accountability.database import Base, choice, new_id, tenant_key
from accountability.organisation.domain.factor_reset import ResetEnd, ResetId
from accountability.tenancy import TenantOwned

IS_OPEN = "ended_at IS NULL"


class FactorReset(TenantOwned, Base):
    """A member's second factors are to be removed, because they lost them."""

    __tablename__ = "factor_reset"

    id: Mapped[ResetId] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[MemberId]
    asked_by: Mapped[MemberId | None]  # the member, or an owner for them; None: whoever runs the service
    asked_at: Mapped[datetime]
    approved_by: Mapped[MemberId | None]  # another person than asked_by and member_id
    due_at: Mapped[datetime | None]  # None: nobody has approved yet
    ended_at: Mapped[datetime | None]
    ended_as: Mapped[ResetEnd | None] = mapped_column(choice(ResetEnd))

    __table_args__ = (
        tenant_key("member_id", "member"),
        tenant_key("asked_by", "member"),
        tenant_key("approved_by", "member"),
        sa.CheckConstraint("approved_by IS NULL OR (approved_by <> member_id AND approved_by <> asked_by)", name="takes_two"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_as IS NULL)", name="end_is_said"),
        sa.Index(
            "factor_reset_is_open",
            "organisation_id",
            "member_id",
            unique=True,
            sqlite_where=sa.literal_column(IS_OPEN),
            postgresql_where=sa.literal_column(IS_OPEN),
        ),
        sa.Index("factor_reset_by_due_at", "due_at"),
    )
