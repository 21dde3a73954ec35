"""One cycle of self-assessment."""

import uuid
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId
from accountability.assessment.domain.ways import Way
from accountability.database import Base, choice, new_id, tenant_key
from accountability.standard.domain import Depth
from accountability.tenancy import TenantOwned
from accountability.trash import Trashable


class Assessment(TenantOwned, Trashable, Base):
    """One self-assessment of one organisation against one version of the standard. `left_out`: key action → why it is not asked."""

    trash_title, trash_rule = "name", "RUN_ASSESSMENT"

    __tablename__ = "assessment"
    __table_args__ = (
        tenant_key("started_by_id", "member"),
        tenant_key("signed_by_id", "member"),
        tenant_key("closed_by_id", "member"),
        tenant_key("submitted_by_id", "member"),
        tenant_key("previous_id", "assessment"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="is_signed_by_somebody"),
        sa.CheckConstraint("(rating_closed_at IS NULL) = (closed_by_id IS NULL)", name="is_closed_by_somebody"),
        sa.CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="is_submitted_by_somebody"),
        sa.CheckConstraint("least_raters >= 3 AND (way <> 'anonymous' OR least_raters >= 10)", name="reveals_to_enough"),
    )

    id: Mapped[AssessmentId] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    depth: Mapped[Depth] = mapped_column(choice(Depth))
    pack_id: Mapped[str]
    pack_version: Mapped[str]
    started_at: Mapped[datetime]
    started_by_id: Mapped[uuid.UUID]
    deepened_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[uuid.UUID | None]
    way: Mapped[Way] = mapped_column(choice(Way), default=Way.TOGETHER, server_default=Way.TOGETHER.value)
    least_raters: Mapped[int] = mapped_column(default=5, server_default="5")
    rate_by: Mapped[date | None]
    mandate: Mapped[str] = mapped_column(default="", server_default="")
    mandate_on: Mapped[date | None]
    previous_id: Mapped[AssessmentId | None]
    left_out: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    rating_closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[uuid.UUID | None]
    formula: Mapped[str] = mapped_column(default="1", server_default="1")

    @property
    def is_signed(self) -> bool:
        """Whether it is frozen."""
        return self.signed_at is not None

    @property
    def is_rating_closed(self) -> bool:
        """Whether nobody rates alone any more."""
        return self.rating_closed_at is not None

    @property
    def is_submitted(self) -> bool:
        """Whether it waits for a signature."""
        return self.submitted_at is not None
