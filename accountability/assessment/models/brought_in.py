"""Sheets that somebody brings in: what was read, until it is decided, and afterwards what is needed to take it back."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId, BroughtInId
from accountability.assessment.domain.ways import Sheet
from accountability.database import Base, choice, new_id, tenant_key
from accountability.tenancy import TenantOwned


class BroughtIn(TenantOwned, Base):
    """One file for one sheet of an assessment. `cells` and `remarks` are what was read; both are emptied once it is applied.

    `understanding` says what a foreign sheet means; `changes` names for each key action the versions before and after.
    """

    __tablename__ = "brought_in"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        tenant_key("undone_by_id", "member"),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="is_undone_by_somebody"),
        sa.CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="only_what_was_applied_is_undone"),
        sa.Index("brought_in_by_assessment", "organisation_id", "assessment_id", "id"),
    )

    id: Mapped[BroughtInId] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[AssessmentId]
    member_id: Mapped[uuid.UUID]
    sheet: Mapped[Sheet] = mapped_column(choice(Sheet))
    file_name: Mapped[str]
    read_at: Mapped[datetime]
    cells: Mapped[list[Any]]
    remarks: Mapped[list[Any]]
    understanding: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    applied_at: Mapped[datetime | None]
    changes: Mapped[list[Any]] = mapped_column(default=list)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[uuid.UUID | None]

    @property
    def is_applied(self) -> bool:
        """Whether it was brought in; it may have been taken back since."""
        return self.applied_at is not None
