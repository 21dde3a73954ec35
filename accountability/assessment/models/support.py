"""Which piece of evidence supports which key action of an assessment."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId
from accountability.database import Base, tenant_key
from accountability.evidence.domain import EvidenceId
from accountability.tenancy import TenantOwned


class Support(TenantOwned, Base):
    """A piece that supports the level of a key action. Without `confirmed_at` it is only offered again from the cycle before."""

    __tablename__ = "support"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("evidence_id", "evidence"),
        tenant_key("added_by_id", "member"),
        sa.Index("support_by_evidence", "organisation_id", "evidence_id"),
    )

    assessment_id: Mapped[AssessmentId] = mapped_column(primary_key=True)
    key_action: Mapped[str] = mapped_column(primary_key=True)
    evidence_id: Mapped[EvidenceId] = mapped_column(primary_key=True)
    added_by_id: Mapped[UUID]
    added_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
