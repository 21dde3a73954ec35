"""Tables of the plan: actions, every version of each, what shows that one is done, and when to remind next."""

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from accountability.database import Base, choice, new_id, tenant_key
from accountability.evidence.domain import EvidenceId
from accountability.followup.domain import ThemeId
from accountability.followup.domain.plan import (
    COST_LIMIT,
    NOTE_LIMIT,
    TITLE_LIMIT,
    ActionDraft,
    ActionId,
    Impact,
    Move,
    Priority,
    Serves,
    Status,
    is_overdue,
)
from accountability.standard.domain import Effort
from accountability.tenancy import TenantOwned
from accountability.trash import Trashable


class Said:
    """What an action says and where it stands: the same columns in the action and in each version of it."""

    title: Mapped[str]
    note: Mapped[str]
    commitment: Mapped[str]
    key_action: Mapped[str | None]
    owner_id: Mapped[uuid.UUID | None]
    due_on: Mapped[date]
    effort: Mapped[Effort | None] = mapped_column(choice(Effort))
    cost: Mapped[str]
    impact: Mapped[Impact | None] = mapped_column(choice(Impact))
    priority: Mapped[Priority] = mapped_column(choice(Priority))
    expected_level: Mapped[int | None]
    status: Mapped[Status] = mapped_column(choice(Status))
    reason: Mapped[str]  # why it is blocked or dropped, or moves again
    evidence: Mapped[str]  # how one can see that it is done, in words
    link: Mapped[str]
    closed_on: Mapped[date | None]  # the day it was done or dropped

    @property
    def draft(self) -> ActionDraft:
        """What it says, as a value of the domain."""
        return ActionDraft(**{name: getattr(self, name) for name in ActionDraft.__dataclass_fields__})

    @property
    def move(self) -> Move:
        """Where it stands, as a value of the domain."""
        return Move(**{name: getattr(self, name) for name in Move.__dataclass_fields__})

    @property
    def serves(self) -> Serves:
        """What it is for."""
        return Serves(commitment=self.commitment, key_action=self.key_action)


class Action(TenantOwned, Trashable, Said, Base):
    """Who does what by when, for a commitment or a theme of what was heard. Its history is in its versions."""

    trash_title, trash_rule = "title", "EDIT_PLAN"

    __tablename__ = "action"
    __table_args__ = (
        tenant_key("owner_id", "member"),
        tenant_key("made_by_id", "member"),
        tenant_key("changed_by_id", "member"),
        sa.CheckConstraint(f"title <> '' AND length(title) <= {TITLE_LIMIT}", name="says_what_in_a_sentence"),
        sa.CheckConstraint(f"length(note) <= {NOTE_LIMIT} AND length(cost) <= {COST_LIMIT}", name="is_short"),
        sa.CheckConstraint("(status IN ('done', 'dropped')) = (closed_on IS NOT NULL)", name="closed_has_its_day"),
        sa.CheckConstraint("status <> 'dropped' OR reason <> ''", name="dropped_has_a_why"),
        sa.CheckConstraint("expected_level BETWEEN 0 AND 4", name="level_is_0_to_4"),
        sa.CheckConstraint("expected_level IS NULL OR key_action IS NOT NULL", name="level_is_of_a_key_action"),
        sa.CheckConstraint("version > 0", name="version_counts_from_one"),
        sa.Index("action_by_due", "organisation_id", "due_on", "id"),
        sa.Index("action_by_assessment", "organisation_id", "assessment_id"),
    )

    id: Mapped[ActionId] = mapped_column(primary_key=True, default=new_id)
    version: Mapped[int]
    # No keys: an action outlives the assessment and the theme it came from.
    assessment_id: Mapped[uuid.UUID | None]
    theme_id: Mapped[ThemeId | None]
    made_by_id: Mapped[uuid.UUID]
    made_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID]
    changed_at: Mapped[datetime]
    reminded_on: Mapped[date | None]  # the last morning on which somebody was reminded of it

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed and it is still to be done."""
        return is_overdue(status=self.status, due_on=self.due_on, today=today)


class ActionVersion(TenantOwned, Said, Base):
    """An action as somebody left it. Versions are only added; the last one says the same as the action."""

    __tablename__ = "action_version"
    __table_args__ = (
        tenant_key("action_id", "action"),
        tenant_key("owner_id", "member"),
        tenant_key("member_id", "member"),
        sa.UniqueConstraint("organisation_id", "action_id", "version", name="action_version_is_taken"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    action_id: Mapped[ActionId]
    version: Mapped[int]
    member_id: Mapped[uuid.UUID]
    saved_at: Mapped[datetime]


class ActionEvidence(TenantOwned, Base):
    """A piece of evidence that shows that an action is done."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        tenant_key("action_id", "action"),
        tenant_key("evidence_id", "evidence"),
        tenant_key("added_by_id", "member"),
        sa.Index("action_evidence_by_evidence", "organisation_id", "evidence_id"),
    )

    action_id: Mapped[ActionId] = mapped_column(primary_key=True)
    evidence_id: Mapped[EvidenceId] = mapped_column(primary_key=True)
    added_by_id: Mapped[uuid.UUID]
    added_at: Mapped[datetime]


class PlanDigest(TenantOwned, Base):
    """When to look next whom to remind: the next morning by the organisation's clock."""

    __tablename__ = "plan_digest"

    due_at: Mapped[datetime]
