"""Who rates: the team of a cycle."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId
from accountability.database import Base, tenant_key
from accountability.tenancy import TenantOwned


class Rater(TenantOwned, Base):
    """A member on the team of one assessment. `sections`: commitment slugs they were asked to rate; None means all."""

    __tablename__ = "rater"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        tenant_key("asked_by_id", "member"),
    )

    assessment_id: Mapped[AssessmentId] = mapped_column(primary_key=True)
    member_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sections: Mapped[list[str] | None] = mapped_column(sa.JSON(none_as_null=True))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID]
    finished_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
