"""Assessments and their ratings. A rating is never changed: a new answer is a new version."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId as AssessmentId
from accountability.assessment.domain.ids import RatingId
from accountability.assessment.domain.ratings import Answer, Verdict
from accountability.database import Base, choice, new_id, tenant_key
from accountability.standard.domain import Depth
from accountability.tenancy import TenantOwned
from accountability.trash import Trashable


class Assessment(TenantOwned, Trashable, Base):
    """One self-assessment of one organisation against one version of the standard."""

    trash_title, trash_rule = "name", "RUN_ASSESSMENT"

    __tablename__ = "assessment"
    __table_args__ = (
        tenant_key("started_by_id", "member"),
        tenant_key("signed_by_id", "member"),
        sa.CheckConstraint("name <> ''", name="has_a_name"),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="is_signed_by_somebody"),
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

    @property
    def is_signed(self) -> bool:
        """Whether it is frozen."""
        return self.signed_at is not None


class Rating(TenantOwned, Base):
    """One version of the answer to one key action, and the member who gave it."""

    __tablename__ = "rating"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        sa.UniqueConstraint("organisation_id", "assessment_id", "key_action", "version", name="rating_version_is_taken"),
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level_is_0_to_4"),
        sa.CheckConstraint("(level IS NOT NULL) = (verdict IS NOT NULL AND verdict = 'level')", name="level_only_as_level"),
        sa.CheckConstraint(
            "(reason <> '') = (verdict IS NOT NULL AND verdict = 'not-applicable')", name="reason_only_if_not_applicable"
        ),
    )

    id: Mapped[RatingId] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[AssessmentId]
    key_action: Mapped[str]
    version: Mapped[int]
    verdict: Mapped[Verdict | None] = mapped_column(choice(Verdict))
    level: Mapped[int | None]
    reason: Mapped[str]
    note: Mapped[str]
    is_to_revisit: Mapped[bool]
    member_id: Mapped[uuid.UUID]
    rated_at: Mapped[datetime]

    @property
    def answer(self) -> Answer:
        """The answer as a value of the domain."""
        return Answer(verdict=self.verdict, level=self.level, reason=self.reason, note=self.note, is_to_revisit=self.is_to_revisit)
