"""The sheets: what each rater chose, alone, and what is agreed. An answer is never changed: a new one is a new version."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AgreedLevelId, AssessmentId, RatingId
from accountability.assessment.domain.ratings import Answer, Knowledge, Verdict
from accountability.database import Base, choice, new_id, tenant_key
from accountability.tenancy import TenantOwned


def _sense() -> tuple[sa.CheckConstraint, ...]:
    """What holds for every answer, on whichever sheet."""
    is_level, is_left_out = (
        f"(verdict IS NOT NULL AND verdict = '{each.value}')" for each in (Verdict.LEVEL, Verdict.NOT_APPLICABLE)
    )
    return (
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level_is_0_to_4"),
        sa.CheckConstraint(f"(level IS NOT NULL) = {is_level}", name="level_only_as_level"),
        sa.CheckConstraint(f"(reason <> '') = {is_left_out}", name="reason_only_if_not_applicable"),
    )


class Answered:
    """Columns of one version of the answer to one key action, and the member who gave it."""

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


class Rating(TenantOwned, Answered, Base):
    """What one rater chose, alone. Of anonymous raters these rows are gone once rating is closed."""

    __tablename__ = "rating"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        sa.UniqueConstraint(
            "organisation_id", "assessment_id", "key_action", "member_id", "version", name="rating_version_is_taken"
        ),
        *_sense(),
    )

    id: Mapped[RatingId] = mapped_column(primary_key=True, default=new_id)
    knowledge: Mapped[Knowledge | None] = mapped_column(choice(Knowledge))

    @property
    def answer(self) -> Answer:
        """The answer as a value of the domain."""
        return Answer(
            verdict=self.verdict,
            level=self.level,
            reason=self.reason,
            note=self.note,
            is_to_revisit=self.is_to_revisit,
            knowledge=self.knowledge,
        )


class AgreedLevel(TenantOwned, Answered, Base):
    """What the raters settled on; `note` says why, `minority_note` what some still see differently."""

    __tablename__ = "agreed_level"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        sa.UniqueConstraint("organisation_id", "assessment_id", "key_action", "version", name="agreed_version_is_taken"),
        *_sense(),
    )

    id: Mapped[AgreedLevelId] = mapped_column(primary_key=True, default=new_id)
    minority_note: Mapped[str] = mapped_column(default="", server_default="")

    @property
    def answer(self) -> Answer:
        """The answer as a value of the domain."""
        return Answer(
            verdict=self.verdict,
            level=self.level,
            reason=self.reason,
            note=self.note,
            is_to_revisit=self.is_to_revisit,
            minority_note=self.minority_note,
        )


class RatingTally(TenantOwned, Base):
    """How many anonymous raters chose this for a key action: a level, another answer, or how well they know a policy.

    All that is left of what they chose: no row, no order and no moment leads to a person.
    """

    __tablename__ = "rating_tally"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        sa.CheckConstraint("people > 0", name="somebody_chose_it"),
    )

    assessment_id: Mapped[AssessmentId] = mapped_column(primary_key=True)
    key_action: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[str] = mapped_column(primary_key=True)
    people: Mapped[int]
