"""What is said about a key action and about the whole: comments, work status and target, suggestions from outside, the review."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.assessment.domain.ids import AssessmentId, CommentId, ReviewStepId, SuggestionId
from accountability.assessment.domain.talk import ReviewKind, WorkStatus
from accountability.database import Base, choice, new_id, tenant_key
from accountability.tenancy import TenantOwned


class ItemState(TenantOwned, Base):
    """How far the work on a key action is, apart from any verdict, and the level the organisation wants to reach."""

    __tablename__ = "item_state"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("set_by_id", "member"),
        sa.CheckConstraint("target BETWEEN 0 AND 4", name="target_is_0_to_4"),
    )

    assessment_id: Mapped[AssessmentId] = mapped_column(primary_key=True)
    key_action: Mapped[str] = mapped_column(primary_key=True)
    work: Mapped[WorkStatus] = mapped_column(choice(WorkStatus), default=WorkStatus.TO_DO)
    target: Mapped[int | None]
    set_by_id: Mapped[uuid.UUID]
    set_at: Mapped[datetime]


class Comment(TenantOwned, Base):
    """One remark on a key action; a thread is a first remark and the answers to it, and can be marked as done."""

    __tablename__ = "comment"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("thread_id", "comment"),
        tenant_key("member_id", "member"),
        tenant_key("resolved_by_id", "member"),
        sa.CheckConstraint("words <> ''", name="says_something"),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)", name="is_resolved_by_somebody"),
        sa.CheckConstraint("thread_id IS NULL OR resolved_at IS NULL", name="only_a_thread_is_resolved"),
        sa.Index("comment_by_key_action", "organisation_id", "assessment_id", "key_action", "id"),
    )

    id: Mapped[CommentId] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[AssessmentId]
    key_action: Mapped[str]
    thread_id: Mapped[CommentId | None]
    words: Mapped[str]
    member_id: Mapped[uuid.UUID]
    written_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[uuid.UUID | None]


class ReviewStep(TenantOwned, Base):
    """What happened to the whole: rating closed, submitted, changes requested, signed off, reopened. Only ever added."""

    __tablename__ = "review_step"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        sa.Index("review_step_by_assessment", "organisation_id", "assessment_id", "id"),
    )

    id: Mapped[ReviewStepId] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[AssessmentId]
    kind: Mapped[ReviewKind] = mapped_column(choice(ReviewKind))
    words: Mapped[str]
    member_id: Mapped[uuid.UUID]
    happened_at: Mapped[datetime]


class Suggestion(TenantOwned, Base):
    """The level that a reviewer from outside would give, and why. It stands beside the agreed level and never replaces it."""

    __tablename__ = "suggestion"
    __table_args__ = (
        tenant_key("assessment_id", "assessment"),
        tenant_key("member_id", "member"),
        sa.UniqueConstraint(
            "organisation_id", "assessment_id", "key_action", "member_id", "version", name="suggestion_version_is_taken"
        ),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level_is_0_to_4"),
        sa.CheckConstraint("words <> ''", name="says_why"),
    )

    id: Mapped[SuggestionId] = mapped_column(primary_key=True, default=new_id)
    assessment_id: Mapped[AssessmentId]
    key_action: Mapped[str]
    version: Mapped[int]
    level: Mapped[int]
    words: Mapped[str]
    member_id: Mapped[uuid.UUID]
    suggested_at: Mapped[datetime]
